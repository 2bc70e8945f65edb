"""How many requests of ours are open in one mailbox: four at the most, however many ask.

learn.microsoft.com/graph/throttling-limits (Outlook), and learn.microsoft.com/graph/json-batching for what a batch opens.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

AT_A_TIME = 4


class MailboxSlots:
    """Four slots for each mailbox of this process."""

    def __init__(self) -> None:
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._gathering: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def taken(self, mailbox: str, number: int = 1) -> AsyncIterator[None]:
        """Wait until so many slots are free (four if more), and hold them. No mailbox: nothing to wait for."""
        async with AsyncExitStack() as held:
            if mailbox:
                name = mailbox.lower()
                slots = self._slots.setdefault(name, asyncio.Semaphore(AT_A_TIME))
                # One gathers several at a time: two that hold half of them each would wait for one another for ever.
                async with self._gathering.setdefault(name, asyncio.Lock()):
                    for _ in range(min(number, AT_A_TIME)):
                        await held.enter_async_context(slots)
            yield
