"""How people and times are said on every card about lunches."""

from collections.abc import Sequence
from datetime import datetime

from bot_service.people.hours import zone_named
from bot_service.people.person import Person


def local_time(moment: datetime, zone: str) -> str:
    """“Thu 15 January, 12:15” in that zone."""
    local = moment.astimezone(zone_named(zone))
    return f"{local:%a} {local.day} {local:%B, %H:%M}"


def names_of(some: Sequence[Person]) -> str:
    """“Ada Lovelace”, “Ada Lovelace and Bo Li”, “Ada Lovelace, Bo Li and Cem Kaya”."""
    return listed([one.name for one in some]) or "a colleague"


def listed(names: Sequence[str], last: str = "and") -> str:
    """“Ada”, “Ada and Bo”, “Ada, Bo and Cem”; "" for nobody."""
    return f" {last} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
