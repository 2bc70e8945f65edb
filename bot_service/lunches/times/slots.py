"""When can people meet? Each person's possible starts as one integer (bit n: the n-th quarter hour of the horizon),
so that the common slots of any group are a bitwise and.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot_service.graph.schedule import Schedule, WorkingHours
from bot_service.lunches.programs.terms import FixedSlot
from bot_service.lunches.times.forms import Form
from bot_service.people.hours import zone_named
from bot_service.people.typed.times_said import Window

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

#: From when to when (UTC) the clocks of a zone add the same to UTC, and what they add.
Stretch = tuple[datetime, datetime, timedelta]


#: By a clock on the wall: 1 for the morning after a night shift began, else 0; and from when to when since midnight.
Span = tuple[int, timedelta, timedelta]

#: Taken when a calendar names none.
USUAL_HOURS = WorkingHours(frozenset(range(5)), time(9, 0), time(17, 0), "UTC")


@dataclass(frozen=True)
class Horizon:
    """From `start` (UTC, on a full quarter hour) on, this many quarter hours."""

    start: datetime
    quarters: int

    @classmethod
    def between(cls, start: datetime, end: datetime) -> "Horizon":
        """All full quarter hours from `start` on and before `end`."""
        floor = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
        first = floor if floor == start else floor + QUARTER
        return cls(first, max(0, -((first - end) // QUARTER)))

    @property
    def end(self) -> datetime:
        return self.start + self.quarters * QUARTER

    def moment(self, quarter: int) -> datetime:
        return self.start + quarter * QUARTER

    def quarter(self, moment: datetime) -> int:
        """The first quarter that starts at or after `moment`."""
        return -((self.start - moment) // QUARTER)


def possible_starts(schedule: Schedule, form: Form, horizon: Horizon, days_off: Collection[date] = ()) -> int:
    """All quarters at which this person could begin: in a window, at work, and free for the whole of it.

    Nothing of it lies on one of the `days_off`, which are days of her own calendar.
    """
    starts = open_starts(schedule.hours or USUAL_HOURS, form, horizon, days_off)
    return free_starts(starts, schedule.busy, form.minutes, horizon)


def open_starts(hours: WorkingHours, form: Form, horizon: Horizon, days_off: Collection[date] = ()) -> int:
    """All quarters at which somebody with these hours could begin if nothing stood in her calendar."""
    length, starts = timedelta(minutes=form.minutes), 0
    stretches = _stretches(zone_named(hours.zone), horizon.start, horizon.end + length)
    for begin, end in _open_times(_spans_at_work(hours, form.windows), hours.days, form.days, days_off, stretches):
        latest = (end - length - horizon.start) // QUARTER
        starts |= _run(max(0, horizon.quarter(begin)), min(horizon.quarters, latest + 1))
    return starts & _company_hours(form.fixed_slot, horizon) if form.fixed_slot else starts


def free_starts(starts: int, taken: Iterable[tuple[datetime, datetime]], minutes: int, horizon: Horizon) -> int:
    """Those of the `starts` from which on so many minutes are free of all that is `taken`."""
    earlier, blocked = horizon.start + timedelta(minutes=minutes), 0
    for begin, end in taken:
        first = max(0, (begin - earlier) // QUARTER + 1)
        behind = min(horizon.quarters, horizon.quarter(end))
        if first < behind and begin < end:  # a reminder takes no time
            blocked |= _run(first, behind)
    return starts & ~blocked


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


def _spans_at_work(hours: WorkingHours, windows: Iterable[Window]) -> list[Span]:
    """What working hours and windows have in common, in the order of a day."""
    spans = [
        (after, max(opens, begins), min(closes, ends))
        for after, begins, ends in _spans(hours.start, hours.end)
        for window in windows
        for _, opens, closes in _spans(*window)
    ]
    return sorted((span for span in spans if span[1] < span[2]), key=lambda span: span[1])


def _spans(begin: time, end: time) -> list[Span]:
    """From `begin` to `end`, which may be after midnight. To midnight is to the end of the day, and from midnight to midnight all of it."""
    opens, closes = _since_midnight(begin), _since_midnight(end) or DAY
    if opens <= closes:
        return [(0, opens, closes)]
    return [(1, timedelta(0), closes), (0, opens, DAY)]


def _since_midnight(clock: time) -> timedelta:
    return datetime.combine(date.min, clock) - datetime.combine(date.min, time())


def _open_times(
    spans: Sequence[Span],
    working_days: Collection[int],
    days: Collection[int],
    days_off: Collection[date],
    stretches: Iterable[Stretch],
) -> list[tuple[datetime, datetime]]:
    """On each day for as long as the clock on the wall shows a time within one of the `spans` (UTC).

    So a time of day that comes twice counts twice, and one that is skipped has no length.
    """
    times: list[tuple[datetime, datetime]] = []
    for first, behind, offset in stretches:
        day, last = (first + offset).date(), (behind + offset).date()
        while day <= last:
            midnight = datetime.combine(day, time(), UTC) - offset
            for after, opens, closes in spans if day.weekday() in days and day not in days_off else ():
                begin, end = max(first, midnight + opens), min(behind, midnight + closes)
                if begin < end and (day.weekday() - after) % 7 in working_days:
                    if times and begin <= times[-1][1]:  # goes on over midnight, or over a change of the clocks
                        earlier = times.pop()
                        begin, end = earlier[0], max(earlier[1], end)
                    times.append((begin, end))
            day += DAY
    return times


def _company_hours(slot: FixedSlot, horizon: Horizon) -> int:
    """The first quarter of the company's hour in each week."""
    zone, quarters = zone_named(slot.zone), 0
    day, last = horizon.start.astimezone(zone).date(), horizon.end.astimezone(zone).date()
    while day <= last:
        if day.weekday() == slot.weekday:
            quarter = horizon.quarter(datetime.combine(day, slot.at, zone).astimezone(UTC))
            quarters |= _run(max(0, quarter), min(horizon.quarters, quarter + 1))
        day += DAY
    return quarters


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
