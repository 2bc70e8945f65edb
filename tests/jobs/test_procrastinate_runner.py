"""Real workers on a real PostgreSQL, some of them killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import psycopg
import pytest
from tortoise import fields

from bot_service import clock
from bot_service.database.row import DueRow, due, move, put
from bot_service.database.transaction import transaction
from bot_service.jobs.procrastinate_runner import ProcrastinateRunner
from bot_service.jobs.runner import Due
from bot_service.settings import Settings

REPOSITORY = Path(__file__).parents[2]
TABLES = [__name__]
MIGRATIONS = ""
pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)

MONDAY = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)


class Stew(DueRow):
    cooks = fields.IntField(default=0)
    cook = fields.CharField(40, default="")

    class Meta:
        table = "stew"


class Kitchen:
    """Cooks: cold → warm → hot at once."""

    def __init__(self, *, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.steps: list[tuple[str, str]] = []
        self.at_once = 0
        self.most_at_once = 0

    async def find(self, now: datetime, limit: int) -> list[Due]:
        return [Due("stew", stew) for stew, _ in await due(Stew, now, limit)]

    async def cook(self, due: Due) -> None:
        stew = await Stew.get(id=due.id)
        if stew.due_at is None or stew.due_at > clock.now():
            return
        self.steps.append((stew.id, stew.state))
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        await asyncio.sleep(self.seconds)
        self.at_once -= 1
        to = {"cold": "warm", "warm": "hot"}[stew.state]
        await move(stew, to, due_at=clock.now() if to == "warm" else None, cooks=stew.cooks + 1)


@pytest.fixture
def kitchen() -> Kitchen:
    clock.follow(lambda: MONDAY)
    return Kitchen()


@asynccontextmanager
async def running(settings: Settings, kitchen: Kitchen, **options: Any) -> AsyncIterator[ProcrastinateRunner]:
    runner = ProcrastinateRunner(settings.database_url, kitchen.find, kitchen.cook, **options)
    task = asyncio.create_task(runner.run())
    try:
        yield runner
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def stew(name: str, due_at: datetime = MONDAY) -> None:
    await put(Stew(id=name, state="cold", due_at=due_at))


async def until(state: str, *, count: int = 1, seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while await Stew.filter(state=state).count() < count:  # noqa: ASYNC110 - others may be other processes
            await asyncio.sleep(0.02)


async def until_queued(settings: Settings, *job: str) -> None:
    async with asyncio.timeout(10):
        while job not in jobs(settings):  # noqa: ASYNC110 - by another process
            await asyncio.sleep(0.05)


def jobs(settings: Settings) -> list[tuple[str, str]]:
    with psycopg.connect(settings.database_url) as connection:
        return connection.execute("SELECT queueing_lock, status::text FROM procrastinate_jobs ORDER BY 1").fetchall()


async def test_a_commit_starts_the_work_and_nothing_is_left_in_the_queue(database: Settings, kitchen: Kitchen) -> None:
    async with running(database, kitchen):
        await asyncio.sleep(0.3)
        async with transaction():
            for number in range(20):
                await stew(f"{number}")
        await until("hot", count=20)
        await asyncio.sleep(0.3)
        assert jobs(database) == []
    assert {stew.cooks for stew in await Stew.all()} == {2}
    assert sorted(kitchen.steps) == sorted((f"{n}", state) for n in range(20) for state in ("cold", "warm"))


async def test_the_queue_holds_only_what_is_due_and_each_row_once(database: Settings, kitchen: Kitchen) -> None:
    async with running(database, kitchen, workers=0) as filling, running(database, kitchen, workers=0) as too:
        await stew("now")
        await stew("earlier", due_at=MONDAY - timedelta(days=1))
        await stew("later", due_at=MONDAY + timedelta(seconds=1))
        for _ in range(5):
            filling.wake()
            too.wake()
            await asyncio.sleep(0.15)
        assert jobs(database) == [("stew:earlier", "todo"), ("stew:now", "todo")]
        clock.follow(lambda: MONDAY + timedelta(minutes=1))
        filling.wake()
        await asyncio.sleep(0.3)
        assert len(jobs(database)) == 3


async def test_as_many_steps_at_once_as_there_are_workers_but_one_per_row(database: Settings, kitchen: Kitchen) -> None:
    kitchen.seconds = 0.1
    async with running(database, kitchen, workers=3) as runner:
        for number in range(9):
            await stew(f"{number}")
        for _ in range(10):
            runner.wake()
            await asyncio.sleep(0.03)
        await until("hot", count=9)
    assert kitchen.most_at_once == 3
    assert len(kitchen.steps) == len(set(kitchen.steps)) == 18


async def test_two_processes_share_the_work(database: Settings, kitchen: Kitchen) -> None:
    other = await start_worker(database, seconds=0.02)
    kitchen.seconds = 0.02
    async with running(database, kitchen):
        async with transaction():
            for number in range(40):
                await stew(f"{number}")
        await until("hot", count=40, seconds=30)
    other.terminate()
    await other.wait()
    assert {stew.cooks for stew in await Stew.all()} == {2}
    assert 0 < len(kitchen.steps) < 80


async def test_the_step_of_a_killed_worker_is_taken_by_another(database: Settings, kitchen: Kitchen) -> None:
    killed = await start_worker(database, seconds=60)
    async with running(database, kitchen, workers=0) as filling:
        await stew("borscht")
        filling.wake()
        await until_queued(database, "stew:borscht", "doing")
    os.kill(killed.pid, signal.SIGKILL)
    await killed.wait()
    async with running(database, kitchen, every=0.5, dead_after=2.0):
        await asyncio.sleep(1)
        assert kitchen.steps == []  # it might still be alive
        await until("hot")
        await asyncio.sleep(0.3)
        assert jobs(database) == []
    assert kitchen.steps == [("borscht", "cold"), ("borscht", "warm")]


async def test_jobs_lost_with_the_queue_come_back(database: Settings, kitchen: Kitchen) -> None:
    await stew("borscht")
    async with running(database, kitchen, workers=0):
        await until_queued(database, "stew:borscht", "todo")
    with psycopg.connect(database.database_url) as connection:
        connection.execute("TRUNCATE procrastinate_jobs CASCADE")
    async with running(database, kitchen):
        await until("hot")


async def test_a_step_that_fails_is_tried_again_later(database: Settings, kitchen: Kitchen) -> None:
    failures = 0

    async def fail_once(due: Due) -> None:
        nonlocal failures
        if not failures:
            failures += 1
            raise ZeroDivisionError
        await Kitchen.cook(kitchen, due)

    kitchen.cook = fail_once  # type: ignore[method-assign]  # one bad day
    async with running(database, kitchen, every=0.3):
        await stew("borscht")
        await until("hot")
    assert failures == 1


async def test_it_goes_on_when_the_server_has_cut_all_connections(
    database: Settings, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot_service.jobs.procrastinate_runner.PAUSE", 0.2)
    async with running(database, kitchen, every=0.3):
        await stew("first")
        await until("hot")
        with psycopg.connect(database.database_url, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await asyncio.sleep(0.5)
        await stew("second")
        await until("hot", count=2)


async def start_worker(settings: Settings, *, seconds: float) -> asyncio.subprocess.Process:
    """A worker in a process of its own, at work when this returns."""
    code = f"""
        import asyncio, sys
        sys.path[:0] = [{str(REPOSITORY)!r}, {str(Path(__file__).parent)!r}]
        from bot_service import clock
        from bot_service.database.connection import open_database
        from bot_service.settings import read_settings
        from test_procrastinate_runner import MONDAY, Kitchen, running

        async def main():
            clock.follow(lambda: MONDAY)
            settings = read_settings({{"POTLUCK_MODE": "test", "DATABASE_URL": {settings.database_url!r}}})
            async with open_database(settings, ["test_procrastinate_runner"], migrations=""):
                async with running(settings, Kitchen(seconds={seconds}), every=0.5):
                    await asyncio.sleep(0.3)
                    print("ready", flush=True)
                    await asyncio.sleep(60)

        asyncio.run(main())
        """
    worker = await asyncio.create_subprocess_exec(sys.executable, "-c", dedent(code), stdout=asyncio.subprocess.PIPE)
    assert worker.stdout is not None
    assert await worker.stdout.readline() == b"ready\n"
    return worker
