"""When can people meet? Each person's possible starts as one integer (bit n: the n-th quarter hour of the horizon),
so that the common slots of any group are a bitwise and.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot_service.courtesy.quiet_hours import zone_named
from bot_service.graph.schedule import Schedule, WorkingHours

QUARTER = timedelta(minutes=15)


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
    zone, starts = zone_named(hours.zone), 0
    day = horizon.start.astimezone(zone).date()
    last = horizon.end.astimezone(zone).date()
    while day <= last:
        if day.weekday() in hours.days:
            for opens, closes in form.windows:
                begin = datetime.combine(day, max(opens, hours.start), zone).astimezone(UTC)
                end = datetime.combine(day, min(closes, hours.end), zone).astimezone(UTC)
                first = max(0, horizon.quarter(begin))
                latest = (end - timedelta(minutes=form.minutes) - horizon.start) // QUARTER
                starts |= _run(first, min(horizon.quarters, latest + 1))
        day += timedelta(days=1)
    return starts


def _run(first: int, behind: int) -> int:
    """Ones from bit `first` up to, not including, bit `behind`."""
    return ((1 << (behind - first)) - 1) << first if behind > first else 0
