"""How long to wait before one knocks again: a week, two, four, eight; and at last not at all. Pure."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

WEEK = timedelta(days=7)
#: From the beginning of time: nothing is waited for.
AT_ANY_TIME = datetime.min.replace(tzinfo=UTC)
LONGEST = 12  #: doublings: eighty years of weeks are never, and a moment so far ahead still has a date


def rest(times: int) -> timedelta:
    """How long it rests after so many times in a row: no time at all after none, then 1, 2, 4, 8 … weeks."""
    return 2 ** min(times - 1, LONGEST) * WEEK if times > 0 else timedelta()


def may_check_in_from(unanswered: Collection[datetime], most: int) -> datetime | None:
    """The moment from which the next check-in may come; None: no more, until she answers something again.

    `unanswered`: when those check-ins reached her that she has not answered, all since her last answer. `most`: the number of them
    (`Manners.checkins_unanswered`) after which they stop by themselves. Any answer ends the row: then nothing is unanswered, and
    `AT_ANY_TIME` comes back.
    """
    if len(unanswered) >= most:
        return None
    return max(unanswered) + rest(len(unanswered)) if unanswered else AT_ANY_TIME
