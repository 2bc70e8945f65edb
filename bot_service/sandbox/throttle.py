"""How fast a bot may write to one thread, as Teams limits it, counted in sandbox time so that runs repeat.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

from collections import defaultdict, deque
from datetime import datetime, timedelta

PER_THREAD = ((1, 7), (2, 8), (30, 60), (3600, 1800))  # seconds, calls


class Throttle:
    def __init__(self) -> None:
        self._calls: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def wait_for(self, thread: str, now: datetime) -> int:
        """Count one call to `thread`; gives the seconds to wait when it comes too soon (then it isn't counted), else 0."""
        calls = self._calls[thread]
        while calls and calls[0] <= now - timedelta(seconds=PER_THREAD[-1][0]):
            calls.popleft()
        for seconds, limit in PER_THREAD:
            recent = [call for call in calls if call > now - timedelta(seconds=seconds)]
            if len(recent) >= limit:
                return max(1, round((recent[0] + timedelta(seconds=seconds) - now).total_seconds()))
        calls.append(now)
        return 0
