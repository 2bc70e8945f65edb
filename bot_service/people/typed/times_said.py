"""Times of day, days and weekdays as people type them, and as cards say them. Pure.

Each reader takes what was typed into one field of a form, gives nothing for an empty one, and raises `Unreadable` with one sentence
for that field, so that a form can tell all of its faults together.
"""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot_service.errors import Refusal
from bot_service.people.hours import zone_named

Window = tuple[time, time]  #: from, to; by the clocks of each one's own zone
Days = tuple[date, date]  #: from, to, both included

MIDNIGHT = time(0)  #: as the end of a window or of a working day: the end of the day

DAY = timedelta(days=1)
A_PAIR = 2  #: of days in a row is said one by one
NIGHT_ENDS = 6  #: an hour before that without “:00” or “am” is rather one of the afternoon
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": MIDNIGHT}
NAMED_DAYS = {"weekdays": range(5), "working days": range(5), "every day": range(7), "all": range(7)}

_PARTS = re.compile(r"[,;\n]|\band\b|&")
_LONG_DASHES = re.compile("\\s*[\u2013\u2014]\\s*")
_FROM_TO = re.compile(r"\s*-\s*|\s+(?:to|until|till)\s+")
_DAY_TO_DAY = re.compile(r"\s+(?:-|to|until|till)\s+")  #: a date has dashes of its own
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?")
_DAY_THEN_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ([a-z]{3,9})\.?,?(?: (\d{4}))?")
_MONTH_THEN_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")
_IN_NUMBERS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})(?:\.\s?(\d{4})?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AHEAD = re.compile(r"in (\d{1,2}) (day|week)s?")


class Unreadable(Refusal):
    """What was typed is no time, day or weekday that we can read; the sentence says how to write it."""

    reason = "unreadable"


def clock_in(text: str) -> time:
    """“11:30”, “11.30”, “14”, “2 pm”, “noon”. Raises `Unreadable`."""
    typed = _plain(text)
    if typed in NAMED_TIMES:
        return NAMED_TIMES[typed]
    if match := _CLOCK.fullmatch(typed):
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if (hour, minute) == (24, 0):
            return MIDNIGHT
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise Unreadable(f"“{text.strip()}” is no time of day; write it like 11:30.")


def windows_in(text: str) -> tuple[Window, ...]:
    """“11:30-13:00, 14-15”, “noon to 1 pm”: times of one day, the earliest first. Raises `Unreadable`."""
    return tuple(sorted(_window_in(part) for part in _parts(text)))


def day_in(text: str, today: date) -> date:
    """“2026-12-24”, “24 December”, “Dec 24, 2026”, “24.12.”, “Friday”, “tomorrow”, “in 2 weeks”; without a year the next such day.

    Raises `Unreadable`.
    """
    typed = _plain(text).removeprefix("the ")
    if typed in {"today", "tomorrow"}:
        return today + (typed == "tomorrow") * DAY
    if (weekday := _named(typed, WEEKDAYS)) is not None:
        return today + ((weekday - today.weekday() - 1) % 7 + 1) * DAY
    if match := _AHEAD.fullmatch(typed):
        return today + int(match[1]) * (7 if match[2] == "week" else 1) * DAY
    if found := _date_in(typed, today):
        return found
    raise Unreadable(f"“{text.strip()}” is no day that I can read; write it like 24 December or 2026-12-24.")


def days_in(text: str, today: date) -> tuple[Days, ...]:
    """“24 December - 1 January, 2027-03-05”, “24-26 December”: from a day to a day each, both included. Raises `Unreadable`."""
    return tuple(_days_in(part, today) for part in _parts(text))


def weekdays_in(text: str) -> frozenset[int]:
    """“Mon-Thu, Sat”, “weekdays”; Monday = 0. Raises `Unreadable`."""
    found: set[int] = set()
    for part in _parts(text):
        if (named := NAMED_DAYS.get(part)) is not None:
            found.update(named)
            continue
        ends = [_weekday_in(end) for end in _FROM_TO.split(part)]
        if len(ends) > 2:
            raise Unreadable(f"I can't read “{part}” as days of the week; write them like Mon-Thu.")
        found.update((ends[0] + number) % 7 for number in range((ends[-1] - ends[0]) % 7 + 1))
    return frozenset(found)


def windows_said(windows: Sequence[Window]) -> str:
    """“11:30-13:00, 14:00-15:00”."""
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in windows)


def weekdays_said(days: Collection[int]) -> str:
    """“Mon, Tue, Thu”, “Mon-Thu, Sat”."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    short = [[WEEKDAYS[day][:3].capitalize() for day in run] for run in runs]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > A_PAIR else ", ".join(run) for run in short)


def day_said(day: date) -> str:
    """“Thu 24 December 2026”."""
    return f"{day:%a} {day.day} {day:%B %Y}"


def back_on(text: str, today: date) -> date:
    """The day on which she is back. Raises `Unreadable` for one that is no day, or not ahead."""
    day = day_in(text, today)
    if day <= today:
        raise Unreadable(f"“{text}” is {day_said(day)}, which is not ahead; a pause needs a day to come.")
    return day


def start_of(day: date, zone: str) -> datetime:
    """The moment (UTC) at which this day begins in `zone`."""
    return datetime.combine(day, time(), zone_named(zone)).astimezone(UTC)


def day_of(moment: datetime | None, zone: str) -> str:
    """“24 December 2026” in `zone`, as it can be typed again; "" for no moment."""
    if moment is None:
        return ""
    local = moment.astimezone(zone_named(zone))
    return f"{local.day} {local:%B %Y}"


def _plain(text: str) -> str:
    """In small letters, with single spaces and short dashes."""
    return " ".join(_LONG_DASHES.sub(" - ", text.lower()).split())


def _parts(text: str) -> list[str]:
    return [part for part in map(_plain, _PARTS.split(text.lower())) if part]


def _window_in(part: str) -> Window:
    ends = _FROM_TO.split(part.removeprefix("from "))
    if len(ends) != 2:
        raise Unreadable(f"“{part}” is no window of time; write it like 11:30-13:00.")
    if ends[1].endswith("pm") and not ends[0].endswith(("am", "pm")) and ends[0][:1].isdigit():
        ends[0] += "pm" if clock_in(ends[0] + "pm") < clock_in(ends[1]) else "am"
    opens, closes = clock_in(ends[0]), clock_in(ends[1])
    if ends[0].isdigit() and opens.hour < NIGHT_ENDS and MIDNIGHT != closes <= time(12):
        raise Unreadable(f"“{part}” is at night; for the afternoon write {opens.hour + 12}-{closes.hour + 12}.")
    if closes <= opens and closes != MIDNIGHT:
        raise Unreadable(f"“{part}” ends before it begins.")
    return opens, closes


def _days_in(part: str, today: date) -> Days:
    if match := re.fullmatch(r"(\d{1,2})\.? ?- ?(\d{1,2}\.? [a-z].*)", part):
        end = day_in(match[2], today)
        begin = _real(end.year, end.month, int(match[1]))
    else:
        ends = _DAY_TO_DAY.split(part)
        begin = day_in(ends[0], today)
        end = day_in(ends[-1], begin) if len(ends) == 2 else begin
        if len(ends) > 2:
            raise Unreadable(f"I can't read “{part}”; write it like 24 December - 1 January.")
    if begin is None or end < begin:
        raise Unreadable(f"“{part}” ends before it begins.")
    return begin, end


def _date_in(typed: str, today: date) -> date | None:
    typed = typed.rstrip(".")
    if match := _ISO.fullmatch(typed):
        return _real(int(match[1]), int(match[2]), int(match[3]))
    if match := _IN_NUMBERS.fullmatch(typed):
        return _next(int(match[2]), int(match[1]), match[3], today)
    if match := _DAY_THEN_MONTH.fullmatch(typed):
        day, name, year = match[1], match[2], match[3]
    elif match := _MONTH_THEN_DAY.fullmatch(typed):
        day, name, year = match[2], match[1], match[3]
    else:
        return None
    month = _named(name, MONTHS, shortest=3)
    return None if month is None else _next(month + 1, int(day), year, today)


def _next(month: int, day: int, year: str | None, today: date) -> date | None:
    """That day of the year; without one, the next from today on, which for a 29 February may take eight years."""
    years = [int(year)] if year else range(today.year, today.year + 9)
    days = (_real(one, month, day) for one in years)
    return next((found for found in days if found and (year or found >= today)), None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday_in(text: str) -> int:
    found = _named(text.strip(" ."), WEEKDAYS)
    if found is None:
        raise Unreadable(f"“{text.strip()}” is no day of the week; write it like Mon or Monday.")
    return found


def _named(typed: str, names: Sequence[str], shortest: int = 2) -> int | None:
    """Which of the names was begun."""
    if len(typed) < shortest:
        return None
    return next((number for number, name in enumerate(names) if name.startswith(typed.removesuffix("s"))), None)
