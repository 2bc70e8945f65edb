"""When can people meet? Each person's possible starts as one integer (bit n: the n-th quarter hour of the horizon),
so that the common slots of any group are a bitwise and.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot_service.courtesy.quiet_hours import zone_named
from bot_service.graph.schedule import Schedule, WorkingHours

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

#: From when to when (UTC) the clocks of a zone add the same to UTC, and what they add.
Stretch = tuple[datetime, datetime, timedelta]


@dataclass(frozen=True)
class Form:
    """Lunch or coffee: how long, and between which times of day in each guest's own zone it must lie as a whole."""

    name: str
    minutes: int
    windows: tuple[tuple[time, time], ...]


LUNCH = Form("lunch", 45, ((time(11, 30), time(13, 30)),))
COFFEE = Form("coffee", 30, ((time(9, 30), time(11, 0)), (time(14, 0), time(16, 30))))
FORMS = {form.name: form for form in (LUNCH, COFFEE)}

#: Taken when a calendar names none.
USUAL_HOURS = WorkingHours(frozenset(range(5)), time(9, 0), time(17, 0), "UTC")


@dataclass(frozen=True)
class Horizon:
    """From `start` (UTC, on a full quarter hour) on, this many quarter hours."""

    start: datetime
    quarters: int

    @classmethod
    def between(cls, start: datetime, end: datetime) -> "Horizon":
        floor = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
        return cls(floor, max(0, -((floor - end) // QUARTER)))

    @property
    def end(self) -> datetime:
        return self.start + self.quarters * QUARTER

    def moment(self, quarter: int) -> datetime:
        return self.start + quarter * QUARTER

    def quarter(self, moment: datetime) -> int:
        """The first quarter that starts at or after `moment`."""
        return -((self.start - moment) // QUARTER)


def possible_starts(schedule: Schedule, form: Form, horizon: Horizon) -> int:
    """All quarters at which this person could begin: in a window, at work, and free for the whole of it."""
    starts = _starts_within_windows(schedule.hours or USUAL_HOURS, form, horizon)
    for begin, end in schedule.busy:
        if begin == end:  # a reminder takes no time
            continue
        first = horizon.quarter(begin - timedelta(minutes=form.minutes) + timedelta(seconds=1))
        starts &= ~_run(max(0, first), min(horizon.quarters, horizon.quarter(end)))
    return starts


def moments(starts: int, horizon: Horizon) -> Iterator[datetime]:
    """The moments of these quarters, earliest first."""
    while starts:
        lowest = starts & -starts
        yield horizon.moment(lowest.bit_length() - 1)
        starts ^= lowest


def common_starts(starts: Sequence[int]) -> int:
    """The quarters that suit everybody."""
    common = starts[0]
    for other in starts[1:]:
        common &= other
    return common


def _starts_within_windows(hours: WorkingHours, form: Form, horizon: Horizon) -> int:
    length, starts = timedelta(minutes=form.minutes), 0
    stretches = list(_stretches(zone_named(hours.zone), horizon.start, horizon.end + length))
    for opens, closes in form.windows:
        for begin, end in _open_times(hours, max(opens, hours.start), min(closes, hours.end), stretches):
            latest = (end - length - horizon.start) // QUARTER
            starts |= _run(max(0, horizon.quarter(begin)), min(horizon.quarters, latest + 1))
    return starts


def _open_times(
    hours: WorkingHours, opens: time, closes: time, stretches: Sequence[Stretch]
) -> list[tuple[datetime, datetime]]:
    """On each working day from `opens` to `closes`, for as long as the clock on the wall shows a time between them (UTC).

    So a time of day that comes twice counts twice, and one that is skipped has no length.
    """
    times: list[tuple[datetime, datetime]] = []
    for first, behind, offset in stretches:
        day, last = (first + offset).date(), (behind + offset).date()
        while day <= last:
            begin = max(first, datetime.combine(day, opens, UTC) - offset)
            end = min(behind, datetime.combine(day, closes, UTC) - offset)
            if begin < end and day.weekday() in hours.days:
                if times and times[-1][1] == begin:  # goes on over a change of the clocks
                    begin = times.pop()[0]
                times.append((begin, end))
            day += DAY
    return times


def _stretches(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Stretch]:
    """From `begin` to `end` (UTC), cut where the clocks of `zone` change; nowhere do they change twice in a week."""
    while begin < end:
        offset, behind = _offset(zone, begin), min(begin + WEEK, end)
        if _offset(zone, behind) != offset:
            minutes = range((behind - begin) // MINUTE)
            changed = bisect_left(minutes, True, key=lambda minute: _offset(zone, begin + minute * MINUTE) != offset)
            behind = begin + changed * MINUTE
        yield begin, behind, offset
        begin = behind


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    """What the clocks there add to UTC."""
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _run(first: int, behind: int) -> int:
    """Ones from bit `first` up to, not including, bit `behind`."""
    return ((1 << (behind - first)) - 1) << first if behind > first else 0
