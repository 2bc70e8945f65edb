"""Notices on their way to whoever subscribed: bundled, brought again when they were not taken, and given up after four hours.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from bot_service.sandbox.clock import Clock
from bot_service.sandbox.ids import guid

Entry = dict[str, Any]

VALIDATED_WITHIN = 10.0  # seconds of real time
TAKEN_WITHIN = 3.0  # seconds of real time
MOST_IN_ONE = 20  # entries of one POST, of whatever subscriptions
TRY_AGAIN = timedelta(minutes=1)  # sandbox time
GIVE_UP_AFTER = timedelta(hours=4)  # sandbox time
PAUSE = 0.5  # seconds of real time between tries, where nobody drives the clock
DEEDS = ("lose", "double", "reverse")


class NoSuchDeed(ValueError):  # noqa: N818 - what is wrong, in plain words
    """Nothing of that name can happen to notices."""


@dataclass(frozen=True)
class _Waiting:
    url: str
    entry: Entry
    since: datetime


class Notices:
    """What waits to be brought, in order. `taken` are the bodies that were, with their addresses."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._again_at: datetime | None = None
        self._ordered: list[str] = []
        self._something = asyncio.Event()
        self._bringing = asyncio.Lock()
        self._session: aiohttp.ClientSession | None = None
        self.taken: list[tuple[str, Entry]] = []

    @property
    def next_at(self) -> datetime | None:
        """When a notice is to be brought, in sandbox time; None while there is none."""
        return max(self._clock.now, self._again_at or self._clock.now) if self._waiting else None

    def add(self, url: str, entry: Entry) -> None:
        """Have this brought to `url`, unless it was ordered to be lost."""
        deed = self._ordered.pop(0) if self._ordered else ""
        times = {"lose": 0, "double": 2}.get(deed, 1)
        place = 0 if deed == "reverse" else len(self._waiting)
        self._waiting[place:place] = [_Waiting(url, entry, self._clock.now)] * times
        self._something.set()

    def order(self, deed: str, times: int = 1) -> None:
        """What happens to the next notices: `lose` them, `double` them, or have each overtake those that wait (`reverse`).

        Raises `NoSuchDeed`.
        """
        if deed not in DEEDS:
            raise NoSuchDeed(f"“do” must be one of {', '.join(DEEDS)}.")
        self._ordered += [deed] * times

    async def bring(self) -> int:
        """Bring all that wait, one POST after the other; returns how many were taken. The rest comes again later."""
        async with self._bringing:
            taken, self._again_at = 0, None
            while self._again_at is None and (bundle := self._bundle()):
                if await self._post(bundle[0].url, {"value": [each.entry for each in bundle]}):
                    taken += len(bundle)
                    continue
                self._again_at = self._clock.now + TRY_AGAIN
                self._waiting[:0] = [each for each in bundle if self._clock.now - each.since < GIVE_UP_AFTER]
            return taken

    async def is_valid(self, url: str) -> bool:
        """Ask an address whether it really wants notices: it must say the token again, as plain text, within ten seconds."""
        token = f"Validation: Testing client application reachability for subscription Request-Id: {guid('validation', url)}"
        timeout = aiohttp.ClientTimeout(total=VALIDATED_WITHIN)
        try:
            async with self._http().post(url, params={"validationToken": token}, timeout=timeout) as answer:
                return answer.status == 200 and answer.content_type == "text/plain" and await answer.text() == token
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False

    async def bring_as_they_come(self, _: web.Application) -> AsyncIterator[None]:
        """Bring each at once, until the sandbox closes. For a sandbox whose clock nobody drives."""
        bringing = asyncio.create_task(self._go_on())
        yield
        bringing.cancel()
        await asyncio.gather(bringing, return_exceptions=True)

    async def close(self, _: web.Application) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _bundle(self) -> list[_Waiting]:
        """The next ones that go to the same address, taken out of those that wait."""
        bundle = [each for each in self._waiting if each.url == self._waiting[0].url][:MOST_IN_ONE]
        for each in bundle:
            self._waiting.remove(each)
        return bundle

    async def _post(self, url: str, body: Entry) -> bool:
        try:
            async with self._http().post(url, json=body, allow_redirects=False) as answer:
                is_taken = 200 <= answer.status < 300
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False
        if is_taken:
            self.taken.append((url, body))
        return is_taken

    async def _go_on(self) -> None:
        while True:
            self._something.clear()
            await self.bring()
            if self._waiting:
                await asyncio.sleep(PAUSE)
            else:
                await self._something.wait()

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TAKEN_WITHIN))
        return self._session
