"""The days without lunch: public holidays where a guest works, and days that a programme leaves out. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from bot_service.graph.schedule import WorkingHours
from bot_service.lunches.programs.terms import Terms
from bot_service.people.hours import public_holidays, zone_named

DAY = timedelta(days=1)
LONGEST_BREAK = 31  #: days without work after which we no longer wait for a working day


def days_off(terms: Terms, country: str, begin: date, end: date) -> frozenset[date]:
    """The days from `begin` to `end`, both included, on which nobody of this country has a lunch under these terms."""
    days = {begin + number * DAY for number in range((end - begin).days + 1)}
    left_out = {day for day in days if any(first <= day <= last for first, last in terms.blackouts)}
    return frozenset(left_out | (days & _holidays(country, begin, end) if terms.keeps_holidays else left_out))


def earliest_start(now: datetime, hours: WorkingHours, country: str) -> datetime:
    """The first moment (UTC) that leaves notice of one full working day: the midnight, in her zone, at the end of that day."""
    zone = zone_named(hours.zone)
    today = now.astimezone(zone).date()
    off = _holidays(country, today, today + LONGEST_BREAK * DAY)
    ahead = (today + number * DAY for number in range(1, LONGEST_BREAK))
    noticed = next((day for day in ahead if day.weekday() in hours.days and day not in off), today + DAY)
    return datetime.combine(noticed + DAY, time(), zone).astimezone(UTC)


def _holidays(country: str, begin: date, end: date) -> frozenset[date]:
    years = (public_holidays(country, year) for year in range(begin.year, end.year + 1))
    return frozenset[date]().union(*years)
