"""Translates Exchange's time zones into IANA names. Exchange speaks Windows names, IANA names, or a custom zone.

Shapes: learn.microsoft.com/graph/api/resources/timezonebase and …/customtimezone.
"""

import calendar
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal.windows_tz import win_tz

#: Offsets that are no whole hours and change with no season: minutes east of UTC → who lives there.
PARTIAL_HOURS = {
    -570: "Pacific/Marquesas",
    -210: "America/St_Johns",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
    630: "Australia/Lord_Howe",
    765: "Pacific/Chatham",
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: Any year shows how the rules of a custom zone and of a known zone agree.
SAMPLE_YEAR = 2026
_WINDOWS = {name.lower(): zone for name, zone in win_tz.items()}


def iana(name: str | None) -> str | None:
    """Return the IANA name for a zone as Exchange names it, or None when it names none (custom or unknown)."""
    text = (name or "").strip()
    if text.lower() in {"utc", "tzone://microsoft/utc"}:
        return "UTC"
    if (known := _WINDOWS.get(text.lower())) is not None:
        return known
    return text if _exists(text) else None


def zone_of(base: Mapping[str, Any] | None) -> str | None:
    """Return the IANA name of a `timeZoneBase`: `{name}`, or a `customTimeZone` with `bias` and daylight rules."""
    if not base:
        return None
    if (named := iana(base.get("name"))) is not None:
        return named
    return _custom(base) if isinstance(base.get("bias"), int) else None


def moment(at: Mapping[str, str]) -> datetime:
    """Read a `dateTimeTimeZone` as an aware moment in UTC. An unknown zone counts as UTC, which we ask for."""
    naive = datetime.fromisoformat(at["dateTime"].removesuffix("Z"))
    if at.get("timeZone") == "UTC":  # hundreds of thousands of them, for a large company
        return naive.replace(tzinfo=UTC)
    return naive.replace(tzinfo=ZoneInfo(iana(at.get("timeZone")) or "UTC")).astimezone(UTC)


def _custom(base: Mapping[str, Any]) -> str:
    """Find the place whose clocks go as this custom zone says; else its fixed offset.

    `bias` is what Windows means by it, minutes to *add* to local time to get UTC (Berlin: -60), as Exchange sends it and
    as Microsoft's samples of real answers show (Pacific: 480); the sentence on the reference page says the opposite.
    """
    standard = -base["bias"]
    daylight = base.get("daylightOffset") or {}
    shift = -(daylight.get("daylightBias") or 0)
    starts, ends = _turn(daylight), _turn(base.get("standardOffset") or {})
    if shift and starts and ends:
        for zone in sorted(set(win_tz.values())):
            if _turns(zone, starts, standard, standard + shift) and _turns(zone, ends, standard + shift, standard):
                return zone
    return _fixed(standard)


def _fixed(minutes_east: int) -> str:
    """`Etc/GMT±N` (whose sign is turned: GMT-1 lies east), a known place for partial hours, else the nearest hour."""
    if minutes_east in PARTIAL_HOURS:
        return PARTIAL_HOURS[minutes_east]
    hours = max(-12, min(14, round(minutes_east / 60)))
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _turn(rule: Mapping[str, Any]) -> date | None:
    """The day of the sample year on which clocks are turned: e.g. the 5th (last) Sunday of March."""
    month, occurrence, weekday = rule.get("month"), rule.get("dayOccurrence"), str(rule.get("dayOfWeek", "")).lower()
    if not isinstance(month, int) or not isinstance(occurrence, int) or not 1 <= month <= 12 or weekday not in DAYS:
        return None
    weeks = calendar.monthcalendar(SAMPLE_YEAR, month)
    days = [week[DAYS.index(weekday)] for week in weeks if week[DAYS.index(weekday)]]
    return date(SAMPLE_YEAR, month, days[max(1, min(occurrence, len(days))) - 1])


@cache
def _turns(zone: str, on: date, before: int, after: int) -> bool:
    """Whether the zone's clocks go from `before` to `after` (minutes east of UTC) on that day."""
    midnight = datetime.combine(on, time(), ZoneInfo(zone))
    offsets = (midnight.utcoffset(), (midnight + timedelta(days=1)).utcoffset())
    return offsets == (timedelta(minutes=before), timedelta(minutes=after))


def _exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)
