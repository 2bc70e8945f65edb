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
    """The next moment (UTC) of her working time; `now` itself when she is at work, or never is."""
    for begin, end in _shifts(now, hours):
        if now < end:
            return max(now, begin)
    return now


def after_working_days(moment: datetime, days: int, hours: Hours = USUAL) -> datetime:
    """The same time of day, `days` working days of hers later (a moment on a free day counts from her next working day)."""
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
            yield _shift(day, hours)


def _shift(day: date, hours: Hours) -> Span:
    zone = zone_named(hours.zone)
    last = day + DAY if hours.end <= hours.start else day
    return (
        datetime.combine(day, hours.start, zone).astimezone(UTC),
        datetime.combine(last, hours.end, zone).astimezone(UTC),
    )
