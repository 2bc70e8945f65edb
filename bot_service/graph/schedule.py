"""When somebody is free, and when she works: values, and how they are read from getSchedule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot_service.graph.zones import DAYS, moment, zone_of

#: freeBusyStatus values during which nobody is invited; "free" and "workingElsewhere" are open.
TAKEN = frozenset({"tentative", "busy", "oof"})


@dataclass(frozen=True)
class WorkingHours:
    """A person's usual week: days (Monday = 0), from `start` to `end` by the clocks of `zone` (IANA)."""

    days: frozenset[int]
    start: time
    end: time
    zone: str


@dataclass(frozen=True)
class Schedule:
    """Taken times (UTC, by start) within the asked window, and working hours if the mailbox has them.

    `fault` is Exchange's code when this one mailbox could not be read, e.g. `ErrorMailRecipientNotFound`; then nothing
    is known, which is not the same as free.
    """

    mail: str
    busy: tuple[tuple[datetime, datetime], ...]
    hours: WorkingHours | None
    fault: str = ""


def schedule_in(entry: Mapping[str, Any]) -> Schedule:
    """Read one `scheduleInformation`: learn.microsoft.com/graph/api/resources/scheduleinformation."""
    mail = entry["scheduleId"].lower()
    if error := entry.get("error"):
        return Schedule(mail, (), None, fault=error.get("responseCode") or "unknown")
    taken = [item for item in entry.get("scheduleItems") or () if item.get("status") in TAKEN]
    busy = sorted((moment(item["start"]), moment(item["end"])) for item in taken)
    return Schedule(mail, tuple(busy), _hours_in(entry.get("workingHours")))


def _hours_in(hours: Mapping[str, Any] | None) -> WorkingHours | None:
    """None when the mailbox keeps none, or in a zone that nobody can place."""
    if not hours or not hours.get("daysOfWeek") or not hours.get("startTime") or not hours.get("endTime"):
        return None
    zone = zone_of(hours.get("timeZone"))
    if zone is None:
        return None
    return WorkingHours(
        days=frozenset(DAYS.index(day.lower()) for day in hours["daysOfWeek"]),
        start=time.fromisoformat(hours["startTime"]),
        end=time.fromisoformat(hours["endTime"]),
        zone=zone,
    )
