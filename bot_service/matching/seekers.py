"""What the matching engine is given, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Pair = frozenset[str]  #: two ids

SMALLEST, LARGEST = 2, 8  #: group sizes that one may ask for


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who looks for a lunch.

    `starts` are the moments at which she can begin, one integer per form (lunch, coffee): bit n is the n-th quarter hour.
    All seekers of one round have the same forms; the default is one form and one moment that suits everybody.
    `utc_offset` is in hours, east positive.
    """

    id: str
    team: str
    site: str = ""
    utc_offset: float | None = None
    manager_id: str = ""
    starts: tuple[int, ...] = (1,)
    sat_out: bool = False


class PastGroup(NamedTuple):
    """Who sat together in an earlier round. Rounds are numbered upwards; ids of people who have left do no harm."""

    round: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """What a programme may choose.

    `size` is 2 to 8. `cross_team`: no two of one team, and teams that hardly met come first; without it teams don't count at all.
    `memory`: for how many rounds a meeting is remembered, None for ever. `same_site` and `near_zones` are preferences.
    """

    size: int = 2
    cross_team: bool = True
    managers_apart: bool = True
    memory: int | None = None
    same_site: bool = False
    near_zones: bool = False


class Group(NamedTuple):
    """People who meet, in the order of their ids (a host comes first), and one line on why they do."""

    ids: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class Matching:
    """One round: the groups, and one reason for each person left over."""

    groups: tuple[Group, ...] = ()
    left_over: Mapping[str, str] = field(default_factory=dict)
