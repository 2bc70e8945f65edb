"""Time zones by the names that Outlook takes, and moments written as Graph writes them."""

from datetime import UTC, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import win_tz


class UnknownZone(ValueError):  # noqa: N818 - what is wrong, in plain words
    """No time zone has this name."""


@cache
def zone_of(name: str) -> ZoneInfo:
    """A zone by its Windows or IANA name. Raises `UnknownZone`."""
    try:
        return ZoneInfo(win_tz.get(name, name))
    except (ValueError, OSError, KeyError) as trouble:
        raise UnknownZone(name) from trouble


def read_moment(written: object, default_zone: str = "UTC") -> tuple[datetime, str]:
    """Read Graph's `{dateTime, timeZone}` (either spelling of the keys); gives the moment in UTC, and the zone's name.

    Raises `UnknownZone`, and `ValueError` for anything that is no time of day in a zone.
    """
    if not isinstance(written, dict):
        raise ValueError("A time must have a dateTime and a timeZone.")  # noqa: TRY004 - what an app sent, not how we call
    fields = {key.lower(): value for key, value in written.items()}
    name = str(fields.get("timezone") or default_zone)
    if not fields.get("datetime"):
        raise ValueError("A time must have a dateTime.")
    moment = datetime.fromisoformat(str(fields["datetime"]))
    if moment.tzinfo is not None:
        raise ValueError("A dateTime with an offset can't be given together with a timeZone.")
    return moment.replace(tzinfo=zone_of(name)).astimezone(UTC), name


def read_instant(text: str) -> datetime:
    """Read a moment from a query (`startDateTime`): with an offset, or UTC without one. Raises `ValueError`."""
    moment = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign that nobody encoded arrives as a space
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def as_moment(moment: datetime, zone: str = "UTC") -> dict[str, str]:
    """Graph's `{dateTime, timeZone}` in a zone, seven decimals as always."""
    return {"dateTime": _written(moment, zone), "timeZone": zone}


def as_instant(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(16384)
def _written(moment: datetime, zone: str) -> str:
    """Remembered, because each free/busy answer writes the same thousand times again."""
    local = moment if zone == "UTC" else moment.astimezone(zone_of(zone))
    return local.strftime("%Y-%m-%dT%H:%M:%S.0000000")
