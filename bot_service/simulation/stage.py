"""Sets the stage for a demo: the sandbox and the service in one process, on loopback, with one clock and a fresh database."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot_service import clock
from bot_service.app import House, house
from bot_service.errors import UserMistake
from bot_service.sandbox.server import create_app
from bot_service.sandbox.world import World
from bot_service.settings import Company, Microsoft, Settings
from bot_service.simulation.driver import Driver, Tell, nobody_listens
from bot_service.simulation.outside import Sandbox, open_sandbox
from bot_service.web.listening import bound, listening

LOOPBACK = "127.0.0.1"
LAST_PORT = 65535


@dataclass(frozen=True)
class Run:
    """What is played: how many people, from which seed, for how long."""

    people: int = 60
    seed: int = 7
    weeks: int = 10


@dataclass(frozen=True)
class Stage:
    """Everything up and running. The viewer is at `url`; `driver` moves time."""

    world: World
    sandbox: Sandbox
    house: House
    driver: Driver
    url: str


@asynccontextmanager
async def stage(
    run: Run,
    folder: Path,
    *,
    port: int = 0,
    graph_url: str = "",
    tell: Tell = nobody_listens,
    is_shadow: bool = False,
) -> AsyncIterator[Stage]:
    """Open sandbox and service until the block ends. Whatever database an earlier run left in `folder` is replaced.

    The service listens on `port` and the sandbox on the next one (0: any that are free). `graph_url` stands between product and
    sandbox where given. The viewer's button for the next days drives both. `tell` hears of time; with `is_shadow` nothing leaves the
    service. Raises `UserMistake`.
    """
    drivers: list[Driver] = []

    async def advance(days: float) -> None:
        for driver in drivers:
            await driver.advance(days)

    world = World(run.seed, run.people, weeks=run.weeks)
    with bound(port) as bot_socket, bound(_next(port)) as sandbox_socket:
        url = f"http://{LOOPBACK}:{sandbox_socket.getsockname()[1]}"
        bot_url = f"http://{LOOPBACK}:{bot_socket.getsockname()[1]}"
        microsoft = create_app(world, bot_url=f"{bot_url}/api/messages", service_url=f"{url}/teams/", advance=advance)
        clock.follow(lambda: world.clock.now)
        try:
            async with listening(microsoft, sandbox_socket), open_sandbox(url) as sandbox:
                settings = settings_for(await sandbox.account(), fresh_database(folder), bot_url, graph_url)
                settings = replace(settings, is_shadow=is_shadow)
                async with house(settings) as opened, listening(opened.web_app, bot_socket):
                    await opened.ready.wait()
                    drivers.append(Driver(opened, sandbox, tell))
                    yield Stage(world, sandbox, opened, drivers[0], url)
        finally:
            clock.follow_real_time()


def _next(port: int) -> int:
    """The port after this one; any that is free where there is none, or none was wished for."""
    return port + 1 if 0 < port < LAST_PORT else 0


def settings_for(account: Mapping[str, Any], database: Path, bot_url: str, graph_url: str = "") -> Settings:
    """Build the settings of a demo from what the sandbox tells about the account it made for us."""
    return Settings(
        mode="demo",
        database_url=f"sqlite://{database}",
        microsoft=Microsoft(
            tenant_id=account["tenantId"],
            app_id=account["appId"],
            app_secret=account["appSecret"],
            graph_url=(graph_url or account["graphUrl"]).rstrip("/"),
            login_url=account["loginUrl"].rstrip("/"),
            bot_login_url=account["botLoginUrl"].rstrip("/"),
            service_hosts=(*Microsoft.service_hosts, account["serviceHost"]),
        ),
        company=Company(
            organisers=tuple(account.get("organisers") or (account["organiser"],)),
            hosts=frozenset(host.lower() for host in account["hosts"]),
            channel=account["channel"],
        ),
        address=LOOPBACK,
        port=int(bot_url.rpartition(":")[2]),
        public_url=bot_url,
    )


def fresh_database(folder: Path) -> Path:
    """Make room for a new database in `folder`. Raises `UserMistake` where that can't be done."""
    database = folder / "demo.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{database.name}*"):
            old.unlink()
    except OSError as error:
        raise UserMistake(f"{folder} can't be written ({error.strerror}); start the demo in another folder.") from error
    return database
