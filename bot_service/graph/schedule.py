"""When somebody is free, and when she works: values, and how they are read from getSchedule."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot_service.graph.zones import DAYS, moment, zone_of

Span = tuple[datetime, datetime]

#: freeBusyStatus values during which nobody is invited; "free" and "workingElsewhere" are open.
TAKEN = frozenset({"tentative", "busy", "oof"})
AWAY = "oof"
#: What people call the block that they keep for their own lunch, and nothing else in the subject beside it.
_LUNCH = re.compile(
    r"(my |meine? |ma |mi )?(lunch(\s*-?\s*(break|time|hour|pause|block))?|lunch(pauze|pause)|mittag(s?(pause|essen|zeit))?"
    r"|(pause )?d[eé]jeuner|pause de midi|repas( de midi)?|almuerzo|comida|hora de (la )?comida|pranzo|pausa pranzo|almo[cç]o"
    r"|lunsj(pause)?|frokost(pause)?|lunchrast|lounas(tauko)?|obiad|przerwa obiadowa|ob[eě]d|昼食|昼休み|ランチ|午餐|午休|午饭|점심(시간)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WorkingHours:
    """A person's usual week: days (Monday = 0), from `start` to `end` by the clocks of `zone` (IANA).

    An `end` before the `start` is on the next morning; at midnight the day ends, and from midnight to midnight is all of it.
    """

    days: frozenset[int]
    start: time
    end: time
    zone: str


@dataclass(frozen=True)
class Schedule:
    """Taken times (UTC, by start) within the asked window, and working hours if the mailbox has them.

    `away`: out of office; `own_lunch`: kept for a lunch of her own, as far as the company shows what people have in their
    calendars. Both are in `busy` too. `fault` is Exchange's code when this one mailbox could not be read, e.g.
    `ErrorMailRecipientNotFound`; then nothing is known, which is not the same as free.
    """

    mail: str
    busy: tuple[Span, ...]
    hours: WorkingHours | None
    fault: str = ""
    away: tuple[Span, ...] = ()
    own_lunch: tuple[Span, ...] = ()


def schedule_in(entry: Mapping[str, Any]) -> Schedule:
    """Read one `scheduleInformation`: learn.microsoft.com/graph/api/resources/scheduleinformation."""
    mail = entry["scheduleId"].lower()
    if error := entry.get("error"):
        return Schedule(mail, (), None, fault=error.get("responseCode") or "unknown")
    taken = [item for item in entry.get("scheduleItems") or () if item.get("status") in TAKEN]
    return Schedule(
        mail,
        busy=_spans(taken),
        hours=_hours_in(entry.get("workingHours")),
        away=_spans(item for item in taken if item["status"] == AWAY),
        own_lunch=_spans(item for item in taken if item["status"] != AWAY and _is_own_lunch(item.get("subject"))),
    )


def _spans(items: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(sorted((moment(item["start"]), moment(item["end"])) for item in items))


def _is_own_lunch(subject: str | None) -> bool:
    """Just the word, whatever marks or faces stand around it: “Lunch with Ann” is no block of her own."""
    words = re.sub(r"[^\w\s-]|_", " ", subject or "").strip(" -")
    return _LUNCH.fullmatch(words) is not None


def _hours_in(hours: Mapping[str, Any] | None) -> WorkingHours | None:
    """None when the mailbox keeps none, or in a zone that nobody can place."""
    if not hours or not hours.get("daysOfWeek") or not hours.get("startTime") or not hours.get("endTime"):
        return None
    zone = zone_of(hours.get("timeZone"))
    if zone is None:
        return None
    return WorkingHours(
        days=frozenset(DAYS.index(day.lower()) for day in hours["daysOfWeek"]),
        start=_clock(hours["startTime"]),
        end=_clock(hours["endTime"]),
        zone=zone,
    )


def _clock(text: str) -> time:
    """A time of day; the end of the day, which some calendars call 24:00, is midnight."""
    return time(0) if text.startswith("24:") else time.fromisoformat(text)
