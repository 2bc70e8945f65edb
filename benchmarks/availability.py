"""How long it takes to know when everybody of a company could meet, once Exchange has told who is busy.

    uv run python benchmarks/availability.py [--people 10000]

A company over seven zones and seven countries, over the eleven days that a round looks at: calendars as in benchmarks/slots.py,
a third of the people with wishes of their own, a third with a lunch ahead. Read from a SQLite file as the product does it, lunch and
coffee. Seconds are those of one core, whatever else the machine does. Exit code 1 when it takes more than the bar.
"""

import argparse
import asyncio
import sys
import tempfile
import time as timer
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table

from bot_service.database.connection import open_database
from bot_service.graph.schedule import Schedule, WorkingHours
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.times.availability import availabilities
from bot_service.lunches.times.preferences import Preference
from bot_service.lunches.times.slots import Horizon
from bot_service.people.person import Person
from bot_service.settings import read_settings

BAR = 5.0  # seconds for 10,000 people
DAYS = 11
BEGIN = datetime(2026, 3, 23, tzinfo=UTC)  # clocks change meanwhile in Europe
HORIZON = Horizon.between(BEGIN, BEGIN + timedelta(days=DAYS))
PLACES = (
    ("Europe/Berlin", "DE"),
    ("Europe/London", "GB"),
    ("America/New_York", "US"),
    ("America/Sao_Paulo", "BR"),
    ("Asia/Kolkata", "IN"),
    ("Asia/Tokyo", "JP"),
    ("Australia/Adelaide", "AU"),
)
HOURS = ((time(8), time(16)), (time(8, 30), time(17)), (time(9), time(17)), (time(9, 30), time(18)))
WEEKS = (frozenset(range(5)), frozenset(range(4)))
TABLES = (
    "bot_service.people.person",
    "bot_service.lunches.programs.round",
    "bot_service.lunches.times.preferences",
    "bot_service.lunches.tables.lunch",
)


class Read:
    """Calendars that Exchange has told already."""

    def __init__(self, schedules: dict[str, Schedule]) -> None:
        self._schedules = schedules

    async def schedules(self, mails: list[str], start: datetime, end: datetime) -> dict[str, Schedule]:
        assert end - start > timedelta(days=DAYS)
        return {mail: self._schedules[mail] for mail in mails}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    return asyncio.run(measure(parser.parse_args().people))


async def measure(number: int) -> int:
    random = Random("availability")
    people, schedules = company(random, number)
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"POTLUCK_MODE": "test", "DATABASE_URL": f"sqlite://{Path(folder) / 'potluck.db'}"})
        async with open_database(settings, TABLES):
            await fill(random, people)
            began = timer.process_time()
            found = await availabilities(people, HORIZON, Read(schedules))
            read = timer.process_time()
            starts = [one.starts(Terms(), HORIZON, noticed_at=BEGIN) for one in found.values()]
            done = timer.process_time()
    table = Table(title=f"When {number:,} people could meet within {DAYS} days")
    for name in ("wishes and lunches read", "starts found", "together", "bar", "of them with a start"):
        table.add_column(name, justify="right")
    bar = BAR * number / 10_000
    some = sum(lunch | coffee > 0 for lunch, coffee in starts)
    seconds = (f"{read - began:.2f} s", f"{done - read:.2f} s", f"{done - began:.2f} s", f"≤ {bar:.2g} s")
    table.add_row(*seconds, f"{some:,}")
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    return int(done - began > bar)


def company(random: Random, number: int) -> tuple[list[Person], dict[str, Schedule]]:
    people, schedules = [], {}
    for one in range(number):
        zone, country = random.choice(PLACES)
        mail = f"p{one}@contoso.example"
        person = Person(
            id=f"p{one}", state="joined", name=mail, principal_name=mail, mail=mail, zone=zone, country=country
        )
        people.append(person)
        busy = []
        for _ in range(random.randrange(20, 60)):
            first = BEGIN + random.randrange(DAYS * 96) * timedelta(minutes=15)
            busy.append((first, first + random.choice((25, 30, 45, 60, 90)) * timedelta(minutes=1)))
        start, end = random.choice(HOURS)
        hours = WorkingHours(random.choice(WEEKS), start, end, zone)
        schedules[mail] = Schedule(mail, tuple(sorted(busy)), hours)
    return people, schedules


async def fill(random: Random, people: list[Person]) -> None:
    """A third has wishes of its own, and a third has a lunch ahead."""
    windows = ([["12:00", "13:00"]], [["11:30", "12:30"]], [["11:45", "14:00"]])
    wishing = random.sample(people, len(people) // 3)
    await Preference.bulk_create(
        [
            Preference(id=one.id, lunch_windows=random.choice(windows), days=random.choice((None, [0, 1, 2], [1, 3])))
            for one in wishing
        ]
    )
    lunches, guests = [], []
    eating = random.sample(people, len(people) // 3)
    for ada, bo in zip(eating[::2], eating[1::2], strict=False):
        at = BEGIN + random.randrange(DAYS) * timedelta(days=1) + timedelta(hours=11)
        lunches.append(Lunch(id=ada.id, state="booked", round_id="r", kind="mixer", starts_at=at, minutes=45))
        guests += [Guest(id=one.id, lunch_id=ada.id, person_id=one.id, answer="yes") for one in (ada, bo)]
    await Lunch.bulk_create(lunches)
    await Guest.bulk_create(guests)


if __name__ == "__main__":
    sys.exit(main())
