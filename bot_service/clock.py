"""The only place that knows the time: real time, or in the demo a clock served by the sandbox (design §4, Clock)."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import aiohttp

from bot_service.errors import UserMistake

Source = Callable[[], datetime]

#: Longer than the served clock keeps a question open (20 s).
PATIENCE = aiohttp.ClientTimeout(total=30)


def _real_time() -> datetime:
    return datetime.now(UTC)


_source: Source = _real_time


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return _source()


def follow(source: Source) -> None:
    """Take the time from `source` from now on; only the demo and tests do this."""
    global _source  # noqa: PLW0603 - one process has one clock
    _source = source


def follow_real_time() -> None:
    """Take the time from the machine again."""
    follow(_real_time)


async def refresh(url: str) -> None:
    """Read the clock served at `url` once; `now()` answers its time from then on. Raises `UserMistake`."""
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            moment, _ = await _read(session, url)
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
        raise UserMistake(
            f"The clock at {url} can't be read ({error}); start “potluck sandbox”, or unset POTLUCK_DANGEROUSLY_CLOCK_URL."
        ) from error
    _stand_at(moment)


async def follow_served(url: str) -> None:
    """Keep `now()` at the time of the clock served at `url`, until cancelled; then at real time again.

    The clock answers `{now, version}`; asked with `?after=VERSION` it answers when it has moved. While it can't be
    reached the time stands still. Call `refresh` first: until this has read the clock once, the time is what it was.
    """
    version = ""
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            while True:
                try:
                    moment, newer = await _read(session, url, after=version)
                except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
                    await asyncio.sleep(0.5)
                    continue
                if not version or moment > now():  # an old answer must not undo what `refresh` has read since
                    _stand_at(moment)
                version = newer
    finally:
        follow_real_time()


def _stand_at(moment: datetime) -> None:
    follow(lambda: moment)


async def _read(session: aiohttp.ClientSession, url: str, *, after: str = "") -> tuple[datetime, str]:
    """Return the time of the served clock, and its version."""
    async with session.get(url, params={"after": after} if after else {}) as response:
        response.raise_for_status()
        answer = await response.json()
    return datetime.fromisoformat(answer["now"]).astimezone(UTC), str(answer["version"])
