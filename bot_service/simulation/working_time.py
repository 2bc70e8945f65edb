"""When people work by their own calendars, the sandbox's truth: for the promise checks, which trust nothing that we learnt of it."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from bot_service.simulation.seen import Seen, WorkingHours

DAY = timedelta(days=1)


class Weeks:
    """Everybody's working week, by id."""

    def __init__(self, seen: Seen) -> None:
        hours = {calendar.principal_name: calendar.hours for calendar in seen.calendars}
        self._hours = {each.id: hours.get(each.principal_name) for each in seen.people}
        self._country = {each.id: each.country for each in seen.people}
        self._zone = {each.id: each.zone for each in seen.people}

    def is_at_work(self, person: str, at: datetime) -> bool | None:
        """Whether she works at this moment; None where nobody knows her hours."""
        hours = self._hours.get(person)
        if hours is None:
            return None
        local = at.astimezone(ZoneInfo(hours.zone))
        return self._is_working_day(person, local.date()) and hours.start <= local.time() < hours.end

    def days_between(self, person: str, first: datetime, last: datetime) -> int:
        """How many of her working days lie after the day of `first`, that of `last` included."""
        zone = ZoneInfo(self._zone.get(person) or "UTC")
        day, end, found = first.astimezone(zone).date(), last.astimezone(zone).date(), 0
        while day < end:
            day += DAY
            found += self._is_working_day(person, day)
        return found

    def _is_working_day(self, person: str, day: date) -> bool:
        hours: WorkingHours | None = self._hours.get(person)
        days = hours.days if hours else range(5)
        return day.weekday() in days and day not in public_holidays(self._country.get(person, ""), day.year)


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The national holidays of a country by its two letters; none of one that nobody knows."""
    try:
        return frozenset(holidays.country_holidays(country, years=year)) if country else frozenset()
    except NotImplementedError:
        return frozenset()
