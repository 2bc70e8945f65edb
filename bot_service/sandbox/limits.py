"""How much one app may do with one mailbox: four requests at once, 10,000 in ten minutes, thirty mails a minute.

https://learn.microsoft.com/graph/throttling-limits (Outlook) and Exchange Online's sending limits. Windows are counted in sandbox
time, so that runs repeat: time that is jumped over counts.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot_service.sandbox.clock import Clock
from bot_service.sandbox.odata import Refused

AT_ONCE = 4
REQUESTS = 10_000
MAILS = 30


class Window:
    """How much happened within the last `length`. Of one moment only the sum is kept."""

    def __init__(self, length: timedelta, limit: int) -> None:
        self._length = length
        self._limit = limit
        self._moments: deque[datetime] = deque()
        self._numbers: deque[int] = deque()
        self._total = 0

    def take(self, now: datetime, number: int) -> timedelta | None:
        """Count `number` more, or tell how long to wait for them; more than the limit at once pass when nothing else did."""
        while self._moments and self._moments[0] <= now - self._length:
            self._moments.popleft()
            self._total -= self._numbers.popleft()
        if self._total and self._total + number > self._limit:
            return self._wait(now, number)
        if self._moments and self._moments[-1] == now:
            self._numbers[-1] += number
        else:
            self._moments.append(now)
            self._numbers.append(number)
        self._total += number
        return None

    def _wait(self, now: datetime, number: int) -> timedelta:
        left = self._total
        for moment, counted in zip(self._moments, self._numbers, strict=True):
            left -= counted
            if left == 0 or left + number <= self._limit:
                return moment + self._length - now
        return self._length


class Limits:
    """Counts for all mailboxes, by account id. `open` is how many requests are under way in each right now."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.open: Counter[str] = Counter()
        self._requests = defaultdict[str, Window](lambda: Window(timedelta(minutes=10), REQUESTS))
        self._mails = defaultdict[str, Window](lambda: Window(timedelta(minutes=1), MAILS))

    @contextmanager
    def opened(self, mailbox: str) -> Iterator[None]:
        """Hold one of the few places for a request. Raises `Refused` (429) where all are taken."""
        if self.open[mailbox] >= AT_ONCE:
            raise Refused(
                429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", retry_after=1
            )
        self.open[mailbox] += 1
        try:
            yield
        finally:
            self.open[mailbox] -= 1

    def count_request(self, mailbox: str) -> None:
        """One more request to this mailbox. Raises `Refused` (429)."""
        wait = self._requests[mailbox].take(self._clock.now, 1)
        if wait is not None:
            raise _over("Request", wait)

    def count_mails(self, mailbox: str, number: int) -> None:
        """This mailbox is about to send so many mails. Raises `Refused` (429); then nothing may be sent."""
        wait = self._mails[mailbox].take(self._clock.now, number) if number else None
        if wait is not None:
            raise _over("MessageSubmission", wait)


def _over(what: str, wait: timedelta) -> Refused:
    seconds = max(1, -(-wait // timedelta(seconds=1)))
    return Refused(429, "ApplicationThrottled", f"Application is over its {what} limit.", retry_after=seconds)
