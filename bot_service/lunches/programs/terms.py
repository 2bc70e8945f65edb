"""On which terms the people of a programme meet: plain values, and how they are kept in a row.

A row keeps them as JSON; pydantic checks what comes out of it, so that an old or foreign row fails where it is read.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

from pydantic import TypeAdapter

from bot_service.people.typed.times_said import Window

Place = Literal["in person", "online", "either"]
LUNCH, COFFEE = "lunch", "coffee"
LONGEST_MINUTES = 60


@dataclass(frozen=True)
class FixedSlot:
    """The company's own hour: every lunch of the programme begins on this weekday (Monday = 0) at this time in `zone` (IANA)."""

    weekday: int
    at: time
    zone: str


@dataclass(frozen=True)
class Terms:
    """What a programme settles for all of its lunches. `minutes` and `coffee_minutes` are at most an hour.

    `forms`: lunch, coffee, or both, an equal choice. `memory`: of how many rounds no two people meet again; None: of all.
    `blackouts`: from a day to a day, both included, without any lunch of this programme.
    """

    size: int = 2
    forms: tuple[str, ...] = (LUNCH, COFFEE)
    minutes: int = 45
    coffee_minutes: int = 30
    lunch_windows: tuple[Window, ...] = ((time(11, 30), time(13, 30)),)
    coffee_windows: tuple[Window, ...] = ((time(9, 30), time(11, 0)), (time(14, 0), time(16, 30)))
    place: Place = "either"
    fixed_slot: FixedSlot | None = None
    memory: int | None = None
    blackouts: tuple[tuple[date, date], ...] = ()
    keeps_holidays: bool = True

    def minutes_of(self, form: str) -> int:
        return self.minutes if form == LUNCH else self.coffee_minutes


@dataclass(frozen=True)
class Members:
    """Who takes part, of all who joined Potluck: everybody, or only a Microsoft 365 group, some teams, some sites.

    `group` is the group's name as the host wrote it, and `group_id` what the directory found by that name.
    """

    group: str = ""
    group_id: str = ""
    teams: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    @property
    def is_everybody(self) -> bool:
        return not (self.group or self.teams or self.sites)


@dataclass(frozen=True)
class Cadence:
    """When rounds begin: every `weeks` weeks on `weekday` (Monday = 0) at `at` in `zone`; 0 weeks: monthly, on its first such day."""

    weeks: int = 4
    weekday: int = 2
    at: time = time(9, 0)
    zone: str = "UTC"


TERMS, MEMBERS, CADENCE = TypeAdapter(Terms), TypeAdapter(Members), TypeAdapter(Cadence)


def kept(value: Terms | Members | Cadence) -> dict[str, Any]:
    """As a row keeps it."""
    adapter: TypeAdapter[Any] = TypeAdapter(type(value))
    written: dict[str, Any] = adapter.dump_python(value, mode="json")
    return written
