"""Potluck in processes of its own beside a sandbox in this one, so that any of them can be killed and started again.

We look at it from the sandbox's side, and into its database without touching it.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from bot_service.app import KINDS, KINDS_IN_TIME, TABLES
from bot_service.database.agenda import earliest_among
from bot_service.database.connection import open_database
from bot_service.sandbox.habits import Habits
from bot_service.sandbox.server import CAST, create_app
from bot_service.sandbox.world import World
from bot_service.settings import read_settings
from bot_service.simulation.driver import Driver
from bot_service.simulation.outside import Sandbox, open_sandbox
from bot_service.web.listening import bound, listening

POTLUCK = (sys.executable, "-c", "from bot_service.cli import main; main()")
REPOSITORY = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds of real time in which anything must have happened


class Potluck:
    """One `potluck` command as a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self.process = process
        self.log = log

    async def is_up(self) -> None:
        """Wait until it says that it serves or works."""
        await until(lambda: self.process.returncode is not None or "Potluck " in self.said)
        assert self.process.returncode is None, self.said

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
            await asyncio.wait_for(self.process.wait(), 15)

    @property
    def said(self) -> str:
        return self.log.read_text()


@dataclass
class Town:
    """A small Contoso whose people all join and like a coffee, and the processes that serve it. `run_to` moves time."""

    world: World
    sandbox: Sandbox
    folder: Path
    variables: Mapping[str, str]
    started: list[Potluck] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    async def start(self, *words: str) -> Potluck:
        """Start a command and wait until it is ready."""
        log = self.folder / f"{next(self._numbers)} {words[0]}.log"
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("POTLUCK_", "DATABASE_"))
        }
        with log.open("w") as written:
            process = await asyncio.create_subprocess_exec(
                *POTLUCK, *words, stdout=written, stderr=written, env={**inherited, **self.variables}, cwd=REPOSITORY
            )
        one = Potluck(process, log)
        self.started.append(one)
        await one.is_up()
        return one

    @asynccontextmanager
    async def looking_in(self) -> AsyncIterator[None]:
        """Our tables can be read meanwhile."""
        async with open_database(read_settings(self.variables), TABLES, exclusive=False):
            yield

    async def run_to(self, end: datetime) -> None:
        """Let everything happen up to `end`. While something is due and nobody does it, time stands still."""
        await Driver(self, self.sandbox).run_to(end)

    async def drain(self) -> int:
        """Wait until nothing is due in whichever process; the `Steps` of a driver."""
        waited = 0

        async def nothing_is_due() -> bool:
            nonlocal waited
            due_at = await earliest_among(KINDS)
            waited += due_at is not None and due_at <= self.world.clock.now
            return due_at is None or due_at > self.world.clock.now

        async with asyncio.timeout(PATIENCE):
            while not await nothing_is_due():  # noqa: ASYNC110 - other processes ring no bell
                await asyncio.sleep(0.03)
        return waited

    async def next_due_at(self) -> datetime | None:
        return await earliest_among(KINDS_IN_TIME)

    def trouble(self, do: str, path: str, *, times: int = 1) -> None:
        """The next `times` POSTs to `path` hang: before (`delay`) or after (`late_reply`) what they ask for has happened."""
        self.world.faults.order({"method": "POST", "path": path, "do": do, "times": times, "seconds": 10 * PATIENCE})

    async def kill_amid_trouble(self, one: Potluck, *, times: int = 1) -> None:
        """Wait until so many calls hang, and `kill -9` whoever waits for an answer. Then all is well again."""
        await until(lambda: self.world.faults.waiting == times)
        with suppress(ProcessLookupError):  # it may have ended by itself just now
            one.process.kill()
        await one.process.wait()
        await asyncio.sleep(0.1)  # the sandbox hears that nobody listens any more
        self.world.faults.clear()


@asynccontextmanager
async def town(folder: Path, database_url: str, *, people: int, seed: int) -> AsyncIterator[Town]:
    """Open the sandbox; nothing of Potluck runs yet. What the processes said is shown when the block fails."""
    world = World(seed, people, weeks=2)
    with bound(0) as free:
        bot_port = free.getsockname()[1]
    async with AsyncExitStack() as open_:
        held = open_.enter_context(bound(0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}"
        microsoft = create_app(
            world,
            bot_url=f"http://127.0.0.1:{bot_port}/api/messages",
            service_url=f"{url}/teams/",
            habits=Habits(seed, always_yes=True),
        )
        for person in world.company.people:
            microsoft[CAST].tell(person.id, "offer", "offer.coffee")
        await open_.enter_async_context(listening(microsoft, held))
        sandbox = await open_.enter_async_context(open_sandbox(url))
        opened = Town(world, sandbox, folder, _variables(await sandbox.account(), url, bot_port, database_url))
        try:
            yield opened
        except BaseException:
            for one in opened.started:
                sys.stderr.write(f"── {one.log.name}\n{one.said}")
            raise
        finally:
            for one in opened.started:
                await one.stop()


async def until(happened: Callable[[], Any]) -> None:
    """Wait until something has happened, for as long as `PATIENCE`."""
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - other processes ring no bell
            await asyncio.sleep(0.03)


def _variables(account: Mapping[str, Any], url: str, bot_port: int, database_url: str) -> dict[str, str]:
    """The environment that points a service at this sandbox."""
    return {
        "POTLUCK_MODE": "test",
        "DATABASE_URL": database_url,
        "POTLUCK_TENANT_ID": account["tenantId"],
        "POTLUCK_APP_ID": account["appId"],
        "POTLUCK_APP_SECRET": account["appSecret"],
        "POTLUCK_ORGANISER": account["organiser"],
        "POTLUCK_HOSTS": ",".join(account["hosts"]),
        "POTLUCK_CHANNEL": account["channel"],
        "POTLUCK_GRAPH_URL": account["graphUrl"],
        "POTLUCK_LOGIN_URL": account["loginUrl"],
        "POTLUCK_BOT_LOGIN_URL": account["botLoginUrl"],
        "POTLUCK_DANGEROUSLY_SERVICE_HOSTS": account["serviceHost"],
        "POTLUCK_DANGEROUSLY_CLOCK_URL": f"{url}/sandbox/clock",
        "POTLUCK_PORT": str(bot_port),
    }
