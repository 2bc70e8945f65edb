"""One step after the other, in this process: all that SQLite needs, and what the simulation repeats exactly."""

import asyncio
import contextlib
import logging
from collections import Counter

from bot_service import clock, discreet
from bot_service.database.transaction import on_commit
from bot_service.jobs.runner import Due, FindDue, TakeStep

BATCH = 100

#: A row takes a handful of steps at one moment; one that comes back more often than this does not move at all.
MOST_STEPS_AT_ONCE = 50

log = logging.getLogger(__name__)


class InProcessRunner:
    """Takes steps in the order in which `find_due` gives them. `every`: seconds after which it looks again unwoken."""

    def __init__(self, find_due: FindDue, take_step: TakeStep, *, every: float = 60.0) -> None:
        self._find_due = find_due
        self._take_step = take_step
        self._every = every
        self._awake = asyncio.Event()
        self._turn = asyncio.Lock()

    async def drain(self) -> int:
        """Take steps until nothing is due at `clock.now()`; return how many were taken.

        A step that fails, or that leaves its row due for ever, is logged and left alone until the next time.
        """
        taken: Counter[Due] = Counter()
        left: set[Due] = set()
        async with self._turn:
            while batch := await self._next(left):
                for due in batch:
                    taken[due] += 1
                    if taken[due] > MOST_STEPS_AT_ONCE:
                        log.error(
                            "The step of %s leaves its row as it is; it is left alone for now.", discreet.row(*due)
                        )
                        left.add(due)
                    elif not await self._took(due):
                        left.add(due)
        return taken.total()

    async def run(self) -> None:
        """Drain at every commit and at least each `every` seconds, until cancelled."""
        unsubscribe = on_commit(self.wake)
        try:
            while True:
                self._awake.clear()
                try:
                    await self.drain()
                except Exception as fault:  # noqa: BLE001 - whatever it was, it is logged, and tried again
                    log.error("What is due could not be read; trying again: %s", discreet.trouble(fault))
                    await asyncio.sleep(1)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), self._every)
        finally:
            unsubscribe()

    def wake(self) -> None:
        """Look now: something may have become due."""
        self._awake.set()

    async def _next(self, left: set[Due]) -> list[Due]:
        """Read what is due, without what is left alone, which may fill a batch by itself."""
        found = await self._find_due(clock.now(), BATCH + len(left))
        return [due for due in found if due not in left]

    async def _took(self, due: Due) -> bool:
        try:
            await self._take_step(due)
        except Exception as fault:  # noqa: BLE001 - whatever it was, it is logged, and tried again
            told = discreet.trouble(fault)
            log.error("The step of %s failed; it is left alone for now: %s", discreet.row(*due), told)
            return False
        return True
