"""When a person is at work: her own words before those of her calendar, and public holidays besides. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays


@dataclass(frozen=True)
class Hours:
    """A person's week: days (Monday = 0), from `start` to `end` by the clocks of `zone` (IANA), but on no holiday of `country` (ISO 3166).

    An `end` before the `start` is on the next morning; where both are the same the day is 24 hours long.
    """

    days: frozenset[int] = frozenset(range(5))
    start: time = time(9, 0)
    end: time = time(17, 0)
    zone: str = "UTC"
    country: str = ""

    def is_day(self, day: date) -> bool:
        """Whether she begins to work on this day."""
        return day.weekday() in self.days and day not in public_holidays(self.country, day.year)


USUAL = Hours()  #: for moments that are nobody's in particular


def kept_hours(days: Iterable[int], start: time, end: time) -> dict[str, object]:
    """As a row keeps them."""
    return {"days": sorted(days), "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}


def hours_in(kept: object, zone: str, country: str) -> Hours | None:
    """Read what `kept_hours` wrote; None where nothing is kept, or no day."""
    if not isinstance(kept, dict) or not kept.get("days"):
        return None
    start, end = time.fromisoformat(kept["start"]), time.fromisoformat(kept["end"])
    return Hours(frozenset(kept["days"]), start, end, zone or "UTC", country)


def zone_named(name: str) -> ZoneInfo:
    """The zone of that IANA name; UTC when it is empty or unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The national holidays of a country (ISO 3166, two letters), as far as anybody knows them; none for one that is not known."""
    try:
        return frozenset(holidays.country_holidays(country.upper(), years=year)) if country else frozenset()
    except NotImplementedError:
        return frozenset()
