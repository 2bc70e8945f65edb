"""The demo to look at: one address, behind it a small company that lives from click to click."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

from rich.console import Console

from bot_service.sandbox.server import create_app
from bot_service.sandbox.world import World
from bot_service.simulation.stage import LOOPBACK, Run, stage
from bot_service.web.listening import bound, listening

PORT = 3978


async def run_demo(run: Run, folder: Path, *, port: int = PORT, console: Console | None = None) -> None:
    """Serve the bot on `port` and the viewer on the next one until Ctrl-C; `folder` takes the database. Raises `UserMistake`.

    The first moment of the story is played before the address is told, so that nobody looks at empty chats.
    """
    console = console or Console()
    async with stage(run, folder, port=port) as opened:
        await opened.driver.advance(0)
        working = asyncio.create_task(opened.house.runner.run())
        try:
            console.print(f"Potluck's demo is ready: {opened.url}", highlight=False, soft_wrap=True)
            console.print(
                "Choose a colleague there, and press “next day”. Ctrl-C ends it.", highlight=False, soft_wrap=True
            )
            await _stopped()
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working
    console.print("The demo is over; nothing of it is left running.", highlight=False, soft_wrap=True)


async def run_sandbox(*, port: int, bot_url: str, people: int, seed: int, console: Console | None = None) -> None:
    """Serve the simulated Microsoft alone until Ctrl-C, for a service that runs elsewhere. Raises `UserMistake`.

    Its cast acts whenever somebody moves the clock.
    """
    console = console or Console()
    with bound(port) as held:
        url = f"http://{LOOPBACK}:{held.getsockname()[1]}"
        world = World(seed, people)
        app = create_app(world, bot_url=bot_url, service_url=f"{url}/teams/", plays_along=True)
        async with listening(app, held):
            console.print(
                f"The sandbox listens on {url}; {url}/sandbox/account tells how to use it.",
                highlight=False,
                soft_wrap=True,
            )
            await _stopped()


async def _stopped() -> None:
    """Wait for Ctrl-C or a request to end. Where signals can't be waited for, Ctrl-C cancels us instead."""
    stop = asyncio.Event()
    with suppress(NotImplementedError):
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
