"""The demo to look at: one address, behind it a small company that lives from click to click."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

from rich.console import Console

from bot_service.simulation.stage import Run, stage

PORT = 3978


async def run_demo(run: Run, folder: Path, *, port: int = PORT, console: Console | None = None) -> None:
    """Serve the viewer on `port` until Ctrl-C; `folder` takes the database. Raises `UserMistake`, e.g. for a port in use.

    The first moment of the story is played before the address is told, so that nobody looks at empty chats.
    """
    console = console or Console()
    async with stage(run, folder, port=port) as opened:
        await opened.driver.advance(0)
        working = asyncio.create_task(opened.house.runner.run())
        try:
            console.print(f"Potluck's demo is ready: {opened.url}", highlight=False)
            console.print("Choose a colleague there, and press “next day”. Ctrl-C ends it.", highlight=False)
            await _stopped()
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working
    console.print("The demo is over; nothing of it is left running.", highlight=False)


async def _stopped() -> None:
    """Wait for Ctrl-C or a request to end. Where signals can't be waited for, Ctrl-C cancels us instead."""
    stop = asyncio.Event()
    with suppress(NotImplementedError):
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
