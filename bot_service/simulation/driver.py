"""Moves time: jumps to the next moment at which anything happens, and lets it happen, until the end is reached."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

#: Moments closer together than this happen at one stop. People don't notice, and ten weeks have fewer stops.
STOP = timedelta(minutes=5)
#: Rounds of product and cast at one stop; who answers each other more often than this will do so for ever.
MOST_ROUNDS = 1000

log = logging.getLogger(__name__)

#: Told at each stop what time it is in the sandbox.
Tell = Callable[[datetime], Awaitable[None]]


class Steps(Protocol):
    """The product, as far as time is concerned."""

    async def drain(self) -> int:
        """Take all steps that are due now; returns how many that were."""

    async def next_due_at(self) -> datetime | None:
        """When the next step is due."""


class Acts(Protocol):
    """The sandbox, as far as time is concerned."""

    async def now(self) -> datetime:
        """The time, for everybody."""

    async def move_clock(self, to: datetime) -> None:
        """Make it this late."""

    async def next_act_at(self) -> datetime | None:
        """When somebody acts next."""

    async def act(self) -> int:
        """Let everybody act who is to act by now; returns how many acts that were."""


async def nobody_listens(_now: datetime) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Driver:
    """Drives one house and one sandbox together."""

    house: Steps
    sandbox: Acts
    tell: Tell = nobody_listens

    async def run_to(self, end: datetime) -> None:
        """Let everything happen up to `end`, and leave the clock there."""
        now = await self.sandbox.now()
        acts_at = await self._settle(now)
        while (coming := _earliest(acts_at, await self.house.next_due_at())) is not None and coming <= end:
            # What is still due after settling failed, and has to wait for the next stop.
            now = min(_rounded_up(max(coming, now + timedelta(seconds=1))), end) if now < end else end
            await self.sandbox.move_clock(now)
            acts_at = await self._settle(now)
            await self.tell(now)
            if now >= end:
                break
        if now < end:
            await self.sandbox.move_clock(end)
            await self._settle(end)
            await self.tell(end)

    async def advance(self, days: float) -> None:
        """Let some days pass; 1/24 is an hour, 0 lets happen what is due now."""
        await self.run_to(await self.sandbox.now() + timedelta(days=days))

    async def _settle(self, now: datetime) -> datetime | None:
        """Let product and cast answer each other until neither has anything to do now; returns when the cast acts next."""
        for _ in range(MOST_ROUNDS):
            taken = await self.house.drain()
            acts_at = await self.sandbox.next_act_at()
            if acts_at is not None and acts_at <= now:
                await self.sandbox.act()
            elif not taken:
                return acts_at
        log.error("At %s product and cast don't come to rest; going on.", now)
        return await self.sandbox.next_act_at()


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _rounded_up(moment: datetime) -> datetime:
    """The next full five minutes, the moment itself when it is one."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    stops = -((midnight - moment) // STOP)
    return midnight + stops * STOP
