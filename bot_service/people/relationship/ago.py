"""How long ago something was, in words that nobody has to count with. Pure."""

from datetime import datetime

from bot_service.people.relationship.patience import WEEK

YEAR_OF_WEEKS = 52
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def ago(last: datetime | None, now: datetime) -> str:
    """“never”, “this week”, “last week”, “3 weeks ago”, “over a year ago”: weeks are seven days, not those of a calendar."""
    if last is None:
        return "never"
    weeks = (now - last) // WEEK
    if weeks <= 1:
        return "last week" if weeks == 1 else "this week"
    return f"{weeks} weeks ago" if weeks <= YEAR_OF_WEEKS else "over a year ago"


def for_so_long(last: datetime, now: datetime) -> str:
    """“less than a week”, “one week”, “nine weeks”, “14 weeks”, “more than a year”."""
    weeks = (now - last) // WEEK
    if weeks < 1:
        return "less than a week"
    if weeks > YEAR_OF_WEEKS:
        return "more than a year"
    return f"{NUMBERS[weeks] if weeks < len(NUMBERS) else weeks} week{'s' if weeks > 1 else ''}"


def so_often(times: int) -> str:
    """“never”, “once”, “twice”, “12 times”."""
    return {0: "never", 1: "once", 2: "twice"}.get(times, f"{times} times")
