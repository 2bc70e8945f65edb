"""The sandbox's clock: it stands still until somebody moves it, and everybody who waits for it hears of each move."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

#: A Monday morning, before the first colleague has had her coffee.
START = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)


class ClockRunsBackwards(Exception):  # noqa: N818 - what is wrong, in plain words
    """The clock was to be moved to a moment that has already passed."""


class Clock:
    """Time in the sandbox: aware, UTC, and only ever moved on purpose. `version` counts the moves."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start.astimezone(UTC)
        self.version = 0
        self._moved = asyncio.Event()

    @property
    def now(self) -> datetime:
        """This moment in the sandbox."""
        return self._now

    def move(self, to: datetime) -> None:
        """Move to a moment; the present moment is fine. Raises `ClockRunsBackwards`."""
        to = to.astimezone(UTC)
        if to < self._now:
            raise ClockRunsBackwards(f"It is {self._now.isoformat()} already.")
        self._now = to
        self.version += 1
        self._moved.set()
        self._moved = asyncio.Event()

    async def wait_for_move(self, after: int, *, at_most: timedelta = timedelta(seconds=20)) -> None:
        """Return once the clock has moved since version `after`, or when `at_most` (real time) has gone by."""
        if self.version > after:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._moved.wait(), at_most.total_seconds())
