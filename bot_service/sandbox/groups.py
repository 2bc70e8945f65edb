"""The Microsoft 365 groups of the company besides its one team: who goes running, who has children, who is new.

Drawn from the seed apart from everything else. One group holds others, as groups do in a real directory.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot_service.sandbox.account import Account
from bot_service.sandbox.ids import guid

#: name → (what it is for, of 100 people how many are in it)
_CLUBS = {
    "Runners": ("Wednesdays at six, any pace", 20),
    "Parents": ("Swaps of tips, prams and shifts", 30),
    "New joiners": ("The first hundred days", 10),
}
_ALL_CLUBS = ("Clubs", "All of our clubs together", ("Runners", "Parents"))


@dataclass(frozen=True)
class Group:
    """A group of the directory. `people` and `groups` are the ids of its direct members."""

    id: str
    name: str
    description: str
    nickname: str
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    is_team: bool = False


def founded(seed: int, people: Sequence[Account]) -> dict[str, Group]:
    """All groups by id; each has at least two members."""
    groups = []
    for name, (purpose, percent) in _CLUBS.items():
        chance = random.Random(f"{seed}/group/{name}")  # noqa: S311 - the sandbox is made of seeded chance
        size = min(len(people), max(2, len(people) * percent // 100))
        chosen = set(chance.sample([person.id for person in people], size))
        members = tuple(person.id for person in people if person.id in chosen)
        groups.append(Group(guid(seed, "group", name), name, purpose, name.lower().replace(" ", "."), members))
    name, purpose, names = _ALL_CLUBS
    inner = tuple(group.id for group in groups if group.name in names)
    groups.append(Group(guid(seed, "group", name), name, purpose, name.lower(), groups=inner))
    return {group.id: group for group in groups}


def everybody_in(group: Group, groups: Mapping[str, Group]) -> Iterator[str]:
    """The ids of its people and groups and of theirs, each once."""
    seen: set[str] = set()
    waiting = [group]
    while waiting:
        now = waiting.pop(0)
        for member in (*now.people, *now.groups):
            if member not in seen:
                seen.add(member)
                yield member
                if member in groups:
                    waiting.append(groups[member])
