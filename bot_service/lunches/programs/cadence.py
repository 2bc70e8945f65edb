"""When the next round of a programme begins. Pure."""

from datetime import UTC, date, datetime, timedelta

from bot_service.lunches.programs.terms import Cadence
from bot_service.people.hours import zone_named

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def next_round_after(now: datetime, cadence: Cadence, last: datetime | None = None) -> datetime:
    """The next moment (UTC) at which a round begins, counted from the `last` one.

    A programme's first comes on the next such day that is at least a day ahead, so that people can join before. Rounds that were
    missed are left out. A time of day that a change of clocks skips comes an hour later; one that comes twice is the first of the two.
    """
    zone = zone_named(cadence.zone)
    step, begin, earliest = (_next_such, now, now + DAY) if last is None else (_following, last, now)
    day = begin.astimezone(zone).date()
    while True:
        day = step(day, cadence)
        moment = datetime.combine(day, cadence.at, zone).astimezone(UTC)
        if moment > earliest:
            return moment


def _next_such(day: date, cadence: Cadence) -> date:
    """The first such weekday after `day`; of a monthly programme the first of its month."""
    day += DAY
    while day.weekday() != cadence.weekday or (not cadence.weeks and day.day > WEEK.days):
        day += DAY
    return day


def _following(day: date, cadence: Cadence) -> date:
    """The next day of a round after one on `day`, which may be another weekday when the cadence was edited since."""
    if not cadence.weeks:
        return _next_such(day if day.day > WEEK.days else day.replace(day=WEEK.days), cadence)
    shift = (cadence.weekday - day.weekday() + 3) % WEEK.days - 3  # to the nearest such weekday
    return day + cadence.weeks * WEEK + shift * DAY
