"""How long the search for a slot in one calendar takes, beside a search minute by minute that must find the same.

    uv run python benchmarks/slots.py [--calendars 1000]

Random calendars over the eleven days that a round looks at, each around a change of the clocks somewhere: zones with half
hours, hours that begin at a quarter past, meetings at any minute. Exit code 1 when the two differ once, or the bar is missed.
"""

import argparse
import sys
import time as timer
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random
from statistics import median
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bot_service.graph.schedule import Schedule, WorkingHours
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.times.forms import Form, form_of
from bot_service.lunches.times.slots import Horizon, moments, possible_starts

T = TypeVar("T")

LUNCH, COFFEE = form_of(Terms(), "lunch"), form_of(Terms(), "coffee")

BAR = 50  # times as fast
DAYS = 11
MINUTE, QUARTER = timedelta(minutes=1), timedelta(minutes=15)
ZONES = (
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
)
CHANGES = ((3, 8), (3, 29), (4, 5), (10, 25), (11, 1))  # month and day, 2026
HOURS = ((time(8, 15), time(16, 15)), (time(9), time(17)), (time(9, 30), time(18)), (time(7), time(19, 45)))
WEEKS = (frozenset(range(5)), frozenset(range(4)), frozenset({6, 0, 1, 2, 3}))


class Case(NamedTuple):
    """What is searched: one person's calendar."""

    schedule: Schedule
    hours: WorkingHours
    form: Form
    horizon: Horizon


class Timed(NamedTuple):
    """Seconds of each of the three searches, and whether all of them found the same."""

    ours: float
    stopping: float
    every: float
    found: int
    same: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calendars", type=int, default=1000)
    asked = parser.parse_args()
    return show([measured(made_up(Random(f"slots {number}"))) for number in range(asked.calendars)])


def show(results: list[Timed]) -> int:
    ours = median(one.ours for one in results)
    table = Table(title=f"One person's slots over {DAYS} days, median of {len(results)} random calendars")
    for name in ("brute force, minute by minute", "found the same", "ours", "brute force", "ratio", "bar"):
        table.add_column(name, justify="left" if name.startswith("brute force,") else "right")
    same = sum(one.same for one in results)
    ratios = []
    for name, theirs in (
        ("each start, until a minute doesn't suit", median(one.stopping for one in results)),
        ("each minute judged, then each start", median(one.every for one in results)),
    ):
        ratios.append(theirs / ours)
        times = (f"{ours * 1e6:.0f} µs", f"{theirs * 1e6:,.0f} µs", f"{theirs / ours:.0f} times", f"≥ {BAR} times")
        table.add_row(name, f"{same} of {len(results)}", *times)
    with_any = sum(one.found > 0 for one in results)
    table.caption = f"{with_any} of the calendars have a slot, {median(one.found for one in results):.0f} at the median"
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    return int(same < len(results) or min(ratios) < BAR)


def measured(case: Case) -> Timed:
    ours, starts = timed(lambda: possible_starts(case.schedule, case.form, case.horizon), times=5)
    stopping, found = timed(lambda: until_one_does_not_suit(case))
    every, also = timed(lambda: each_minute_judged(case))
    return Timed(ours, stopping, every, len(found), list(moments(starts, case.horizon)) == found == also)


def timed(search: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """The median of so many runs, in seconds, and what the last one found."""
    seconds = []
    for _ in range(times):
        began = timer.perf_counter()
        found = search()
        seconds.append(timer.perf_counter() - began)
    return median(seconds), found


def until_one_does_not_suit(case: Case) -> list[datetime]:
    """At each quarter: is each minute of the whole length fine? Goes on to the next quarter at the first that isn't."""
    zone = ZoneInfo(case.hours.zone)
    return [
        start
        for start in quarters(case)
        if all(suits(case, start + number * MINUTE, zone) for number in range(case.form.minutes))
    ]


def each_minute_judged(case: Case) -> list[datetime]:
    """Looks at each minute once, and then for as many fine ones in a row as the form is long."""
    zone, length = ZoneInfo(case.hours.zone), case.form.minutes
    total = case.horizon.quarters * 15 + length
    begins = [case.horizon.start + number * MINUTE for number in range(total)]
    fine = [suits(case, minute, zone) for minute in begins]
    return [begins[first] for first in range(0, total - length, 15) if all(fine[first : first + length])]


def suits(case: Case, minute: datetime, zone: ZoneInfo) -> bool:
    local = minute.astimezone(zone)
    clock = local.time()
    return (
        any(opens <= clock < closes for opens, closes in case.form.windows)
        and case.hours.start <= clock < case.hours.end
        and local.weekday() in case.hours.days
        and not any(begin <= minute < end for begin, end in case.schedule.busy)
    )


def quarters(case: Case) -> Iterator[datetime]:
    return (case.horizon.start + number * QUARTER for number in range(case.horizon.quarters))


def made_up(random: Random) -> Case:
    month, day = random.choice(CHANGES)
    begin = datetime(2026, month, day, tzinfo=UTC) - random.randrange(DAYS * 96) * QUARTER
    start, end = random.choice(HOURS)
    hours = WorkingHours(random.choice(WEEKS), start, end, random.choice(ZONES))
    busy = []
    for _ in range(random.randrange(60)):
        first = begin + random.randrange(-600, DAYS * 1440) * MINUTE
        busy.append((first, first + random.choice((25, 30, 45, 60, 90, 120, 480)) * MINUTE))
    schedule = Schedule("ada@contoso.example", tuple(sorted(busy)), hours)
    return Case(schedule, hours, random.choice((LUNCH, COFFEE)), Horizon(begin, DAYS * 96))


if __name__ == "__main__":
    sys.exit(main())
