"""Outside of her working hours nothing of ours reaches a person, unless she just asked for it. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot_service.people.hours import USUAL, Hours, zone_named

DAY = timedelta(days=1)
LONGEST_BREAK = 60  #: days without work after which we no longer look for a working day

Span = tuple[datetime, datetime]


def is_quiet(now: datetime, hours: Hours) -> bool:
    """Whether she is not at work at this moment."""
    return quiet_until(now, hours) != now


def quiet_until(now: datetime, hours: Hours) -> datetime:
    """The next moment (UTC) of her working time; `now` itself when she is at work, or never is.

    A shift begins on one of her days and belongs to it, also where it ends on the next morning; its end is no working time.
    """
    for begin, end in _shifts(now, hours):
        if now < end:
            return max(now, begin)
    return now


def after_working_days(moment: datetime, days: int, hours: Hours = USUAL) -> datetime:
    """The same time of day by her clocks, so many of her working days later; with 0, on the same day if she works, else on her next day.

    From a free day on her next working day is the first: one day after Saturday is Monday. A time of day that the clocks leave out
    in spring comes an hour later. Returns UTC.
    """
    local = moment.astimezone(zone_named(hours.zone))
    day, looked = local.date(), 0
    while looked < LONGEST_BREAK and (days > 0 or not hours.is_day(day)):
        day += DAY
        works = hours.is_day(day)
        days, looked = (days - 1, 0) if works and days > 0 else (days, looked + 1)
    return datetime.combine(day, local.time(), local.tzinfo).astimezone(UTC)


def _shifts(now: datetime, hours: Hours) -> Iterator[Span]:
    """Her working times from yesterday's on, in UTC: a night shift ends on the next morning."""
    today = now.astimezone(zone_named(hours.zone)).date()
    for number in range(-1, LONGEST_BREAK):
        day = today + number * DAY
        if hours.is_day(day):
            begin, end = _shift(day, hours)
            if begin < end:  # else it lies in the hour that the clocks leave out in spring
                yield begin, end


def _shift(day: date, hours: Hours) -> Span:
    zone = zone_named(hours.zone)
    last = day + DAY if hours.end <= hours.start else day
    return (
        datetime.combine(day, hours.start, zone).astimezone(UTC),
        datetime.combine(last, hours.end, zone).astimezone(UTC),
    )
