"""Runs the house: `serve` is the web with a runner beside it, `work` is workers alone."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot_service import clock
from bot_service.app import House, house
from bot_service.errors import UserMistake
from bot_service.settings import Settings
from bot_service.sharing.feed import read_file
from bot_service.web.listening import bound, listening


async def serve(settings: Settings, *, workers: int) -> None:
    """Serve the web and take steps until told to stop. Raises `UserMistake` for what can't be opened or listened to."""
    await asyncio.to_thread(_check_feeds, settings)
    with bound(settings.port, settings.address) as held:
        async with _clock_of(settings), house(settings, workers=workers) as opened, listening(opened.web_app, held):
            await opened.ready.wait()
            print(f"Potluck serves on http://{settings.address}:{settings.port}", flush=True)  # noqa: T201 - what a person waits for
            await _until_stopped(opened)


def _check_feeds(settings: Settings) -> None:
    """A new installation begins with feeds that can be read, or not at all; later one may have a bad day. Raises `UserMistake`."""
    if settings.is_sqlite and not settings.sqlite_path.exists():
        for source in settings.company.feeds:
            read_file(Path(source))


async def work(settings: Settings, *, workers: int) -> None:
    """Take steps beside a `serve`, on as many machines as you like. Needs PostgreSQL."""
    if settings.is_sqlite:
        raise UserMistake(
            "“potluck work” needs PostgreSQL, which several processes can share; set DATABASE_URL to one, or run only “potluck serve”."
        )
    async with _clock_of(settings), house(settings, workers=workers) as opened:
        print(f"Potluck works with {workers} steps at once", flush=True)  # noqa: T201 - what a person waits for
        await _until_stopped(opened)


async def _until_stopped(opened: House) -> None:
    """Run until SIGINT or SIGTERM; a step that is being taken is cut off, and taken again at the next start."""
    running = asyncio.create_task(opened.runner.run())
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C still raises there
            asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    waiting = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        running.cancel()
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await running


@asynccontextmanager
async def _clock_of(settings: Settings) -> AsyncIterator[None]:
    """In the demo the time comes from the sandbox; everywhere else it is the machine's."""
    if not settings.dangerously_clock_url:
        yield
        return
    await clock.refresh(settings.dangerously_clock_url)
    following = asyncio.create_task(clock.follow_served(settings.dangerously_clock_url))
    try:
        yield
    finally:
        following.cancel()
        clock.follow_real_time()
