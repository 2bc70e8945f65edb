"""When a person is at work, in her own zone. Outside of it nothing of ours reaches her unless she just asked for it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY_STARTS = time(9, 0)
DAY_ENDS = time(17, 0)
SATURDAY = 5


def zone_named(name: str) -> ZoneInfo:
    """The zone of that IANA name; UTC when it is empty or unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def is_quiet(now: datetime, zone: str) -> bool:
    """Whether `now` is outside Monday to Friday, from nine to five, in `zone`."""
    local = now.astimezone(zone_named(zone))
    return local.weekday() >= SATURDAY or not DAY_STARTS <= local.time() < DAY_ENDS


def quiet_until(now: datetime, zone: str) -> datetime:
    """The next moment (UTC) of working time; `now` itself when it is not quiet."""
    if not is_quiet(now, zone):
        return now
    local = now.astimezone(zone_named(zone))
    day = local.date() if local.time() < DAY_STARTS else local.date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, DAY_STARTS, zone_named(zone)).astimezone(UTC)


def after_working_days(moment: datetime, days: int, zone: str) -> datetime:
    """The same time of day, `days` working days later in `zone` (a weekend start counts from its Monday)."""
    local = moment.astimezone(zone_named(zone))
    day = local.date()
    while days > 0 or day.weekday() >= SATURDAY:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY and days > 0
    return datetime.combine(day, local.time(), local.tzinfo).astimezone(UTC)
