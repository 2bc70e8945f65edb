"""What every runner is given, and what it promises."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple, Protocol


class Due(NamedTuple):
    """A row whose step is due: its kind, as the journey calls it, and its id."""

    kind: str
    id: str


#: (now, limit) → up to `limit` of what is due, in the order in which it is to be done.
FindDue = Callable[[datetime, int], Awaitable[list[Due]]]

#: Takes the one step that is due for this row. It reads the row again, does nothing when the row is no longer due, and
#: expects trouble: whatever goes wrong, it puts `due_at` off. What it raises nevertheless is logged and tried again.
TakeStep = Callable[[Due], Awaitable[None]]


class Runner(Protocol):
    """Takes what is due, each row by one at a time; a step may be taken twice when a process dies."""

    async def run(self) -> None:
        """Work until cancelled: at every commit, at every `wake`, and now and then for what time has made due."""

    def wake(self) -> None:
        """Look now: something may have become due."""
