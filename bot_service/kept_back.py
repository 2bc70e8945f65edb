"""`potluck shadow`: what shadow mode kept back, as a table on a terminal and as CSV everywhere else."""

import csv
import io
from collections import defaultdict
from datetime import UTC
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bot_service.app import TABLES
from bot_service.courtesy.shadow import shadowed
from bot_service.database.connection import open_database
from bot_service.errors import UserMistake
from bot_service.lunches.offers.book import SHADOW
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.people.person import people
from bot_service.settings import Settings

IN_CALENDARS, ALL_SAID_YES = "an event in their calendars", "everybody said yes, or likes it booked"


class Line(NamedTuple):
    """One thing that would have gone; the names are the columns. `at`: RFC 3339, in UTC."""

    at: str
    to: str
    kind: str
    what: str
    on_behalf_of: str
    why: str


async def kept_back(settings: Settings) -> list[Line]:
    """Read the list from a database that may be served meanwhile, earliest first. Raises `UserMistake`."""
    if settings.is_sqlite and not settings.sqlite_path.exists():
        raise UserMistake(f"There is no database at {settings.sqlite_path} yet; “potluck serve” makes it.")
    async with open_database(settings, TABLES, exclusive=False):
        messages = [
            Line(
                f"{one.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if one.at else "",
                one.to,
                one.kind,
                one.what,
                one.on_behalf_of,
                one.why,
            )
            for one in await shadowed()
        ]
        return sorted([*messages, *await _unbooked()], key=lambda line: line.at)


async def _unbooked() -> list[Line]:
    """Lunches that would stand in calendars now."""
    lunches = await Lunch.filter(state="called off", why=SHADOW).order_by("id")
    seats = defaultdict(set)
    for seat in await Guest.filter(lunch_id__in=[lunch.id for lunch in lunches], answer="yes"):
        seats[seat.lunch_id].add(seat.person_id)
    known = await people({person_id for guests in seats.values() for person_id in guests})
    found = []
    for lunch in lunches:
        names = sorted(known[person_id].name for person_id in seats[lunch.id] if person_id in known)
        begins = f" for {lunch.starts_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if lunch.starts_at else ""
        at = f"{lunch.moved_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if lunch.moved_at else ""
        found.append(Line(at, ", ".join(names), "event", f"{IN_CALENDARS}{begins}", "", ALL_SAID_YES))
    return found


def as_csv(lines: list[Line]) -> bytes:
    """All of it as UTF-8 with commas. What begins like a formula is no formula in Excel either."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(Line._fields)
    writer.writerows([f"'{cell}" if cell[:1] in set("=+-@") else cell for cell in line] for line in lines)
    return written.getvalue().encode()


def show(lines: list[Line], console: Console) -> None:
    """Draw the table; each column is as wide as it has to be."""
    table = Table(*(name.replace("_", " ") for name in Line._fields), title="What would have gone")
    for line in lines:
        table.add_row(*line)
    console.print(table if lines else "Nothing was kept back.")
