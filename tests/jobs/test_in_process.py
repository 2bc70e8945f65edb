import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from tortoise import fields

from bot_service import clock
from bot_service.database.row import DueRow, due, move, put
from bot_service.jobs.in_process import InProcessRunner
from bot_service.jobs.runner import Due

TABLES = [__name__]
MIGRATIONS = ""
pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.parametrize("backend", ["sqlite"], indirect=True)]

MONDAY = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)


class Soup(DueRow):
    note = fields.CharField(40, default="")

    class Meta:
        table = "soup"


class Kitchen:
    """Cooks: cold → warm → hot at once, and hot → eaten an hour later."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, str]] = []
        self.broken: set[str] = set()

    async def find(self, now: datetime, limit: int) -> list[Due]:
        return [Due("soup", soup) for soup, _ in await due(Soup, now, limit)]

    async def cook(self, due: Due) -> None:
        soup = await Soup.get(id=due.id)
        self.steps.append((soup.id, soup.state))
        if soup.id in self.broken:
            raise ZeroDivisionError
        match soup.state:
            case "cold":
                await move(soup, "warm", due_at=clock.now())
            case "warm":
                await move(soup, "hot", due_at=clock.now() + timedelta(hours=1))
            case "hot":
                await move(soup, "eaten")
            case "stuck":
                pass


@pytest.fixture
def kitchen() -> Kitchen:
    clock.follow(lambda: MONDAY)
    return Kitchen()


async def soup(name: str, state: str = "cold", due_at: datetime = MONDAY) -> None:
    await put(Soup(id=name, state=state, due_at=due_at))


async def states() -> dict[str, str]:
    return {soup.id: soup.state for soup in await Soup.all()}


async def test_drain_takes_every_step_until_nothing_is_due(kitchen: Kitchen) -> None:
    await soup("borscht")
    await soup("miso", due_at=MONDAY - timedelta(minutes=1))
    await soup("gazpacho", due_at=MONDAY + timedelta(minutes=1))
    runner = InProcessRunner(kitchen.find, kitchen.cook)

    assert await runner.drain() == 4
    assert kitchen.steps[:2] == [("miso", "cold"), ("borscht", "cold")]
    assert await states() == {"borscht": "hot", "miso": "hot", "gazpacho": "cold"}
    assert await runner.drain() == 0

    clock.follow(lambda: MONDAY + timedelta(hours=2))
    await runner.drain()
    assert await states() == {"borscht": "eaten", "miso": "eaten", "gazpacho": "hot"}


async def test_more_than_a_batch_is_drained_at_once(kitchen: Kitchen) -> None:
    for number in range(250):
        await soup(f"{number:03}")
    assert await InProcessRunner(kitchen.find, kitchen.cook).drain() == 500


async def test_a_step_that_fails_does_not_hold_up_the_others(
    kitchen: Kitchen, caplog: pytest.LogCaptureFixture
) -> None:
    kitchen.broken = {f"bad {number}" for number in range(120)}
    for name in sorted(kitchen.broken):
        await soup(name, due_at=MONDAY - timedelta(days=1))
    await soup("good")
    await InProcessRunner(kitchen.find, kitchen.cook).drain()
    assert (await states())["good"] == "hot"
    assert kitchen.steps.count(("bad 7", "cold")) == 1
    assert "The step of soup bad 7 failed" in caplog.text


async def test_a_step_that_changes_nothing_does_not_go_on_for_ever(
    kitchen: Kitchen, caplog: pytest.LogCaptureFixture
) -> None:
    await soup("stone", state="stuck")
    async with asyncio.timeout(10):
        await InProcessRunner(kitchen.find, kitchen.cook).drain()
    assert "leaves its row as it is" in caplog.text


async def test_a_commit_wakes_it(kitchen: Kitchen) -> None:
    runner = InProcessRunner(kitchen.find, kitchen.cook)
    running = asyncio.create_task(runner.run())
    await asyncio.sleep(0.05)
    await soup("borscht")
    await until("hot")
    running.cancel()


async def test_unwoken_it_looks_now_and_then(kitchen: Kitchen) -> None:
    await soup("borscht", due_at=MONDAY + timedelta(minutes=1))
    running = asyncio.create_task(InProcessRunner(kitchen.find, kitchen.cook, every=0.05).run())
    await asyncio.sleep(0.1)
    assert await states() == {"borscht": "cold"}
    clock.follow(lambda: MONDAY + timedelta(minutes=2))
    await until("hot")
    running.cancel()


async def test_it_survives_a_database_that_is_away_for_a_moment(
    kitchen: Kitchen, caplog: pytest.LogCaptureFixture
) -> None:
    await soup("borscht")
    tried = 0

    async def find(now: datetime, limit: int) -> list[Due]:
        nonlocal tried
        tried += 1
        if tried == 1:
            raise OSError("gone")
        return await kitchen.find(now, limit)

    running = asyncio.create_task(InProcessRunner(find, kitchen.cook, every=0.01).run())
    await until("hot")
    assert "could not be read" in caplog.text
    running.cancel()


async def until(state: str) -> None:
    async with asyncio.timeout(5):
        while set((await states()).values()) != {state}:  # noqa: ASYNC110 - a commit in another task is awaited
            await asyncio.sleep(0.01)
