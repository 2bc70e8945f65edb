"""One line why for each group, and one reason for each person left over. Kind and true, and silent about what others said.

A colleague who is kept apart, and one who has no time, read the same.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from bot_service.matching.bonds import FRESHNESS
from bot_service.matching.instance import Instance
from bot_service.matching.seekers import Group, Matching

ALONE = "nobody else takes part this time"
NO_OTHER_TEAM = "everybody else who takes part is of your own team"
NO_TIME = "your calendar has no free time for a lunch"
NOBODY_FREE = "no time suits you and somebody of another team"
LARGEST_TEAM = "your team is larger than all others together, so there were not enough of them; you go first next time"
ODD_ONE = "the numbers did not come out even this time; you go first next time"

LOOKED_AT = 2_000  #: for so many of those left over it is found out whether anybody at all could have met them


def explained(instance: Instance, groups: Iterable[Sequence[int]]) -> Matching:
    """The groups as people see them, in the order of their ids."""
    groups = sorted(sorted(group) for group in groups)
    seated = {one for group in groups for one in group}
    out = [one for one in range(len(instance)) if one not in seated]
    why = dict(zip(map(tuple, groups), _why(instance, groups), strict=True))
    return Matching(
        tuple(Group(instance.ids(group), why[tuple(group)]) for group in groups),
        {instance.people[one].id: _reason(instance, one, number < LOOKED_AT) for number, one in enumerate(out)},
    )


def _why(instance: Instance, groups: Sequence[Sequence[int]]) -> list[str]:
    pairs = [(number, *pair) for number, group in enumerate(groups) for pair in combinations(group, 2)]
    if not pairs:
        return []
    table, one, other = np.array(pairs, dtype=np.int64).T
    bonds, (pair, bond) = instance.bonds, instance.bonds.among(one, other)
    wished, met = np.zeros((2, len(groups)), dtype=np.int64)
    np.maximum.at(wished, table[pair], bonds.wish[bond])
    np.maximum.at(met, table[pair], bonds.freshness[bond])
    closest: dict[int, tuple[int, int, int]] = {}
    known = instance.team_meetings
    bridges = -table - 1 if known is None else known[instance.team[one], instance.team[other]]
    for number, mine, theirs, bridge in zip(
        table.tolist(), one.tolist(), other.tolist(), bridges.tolist(), strict=True
    ):
        closest[number] = min(closest.get(number, (bridge, mine, theirs)), (bridge, mine, theirs))
    return [
        _line(instance, len(group), bool(wished[number]), int(met[number]), closest[number])
        for number, group in enumerate(groups)
    ]


def _line(instance: Instance, size: int, wished: bool, freshness: int, closest: tuple[int, int, int]) -> str:
    if freshness:
        ago = _times(round(FRESHNESS / freshness), "round")
        you = "You" if size == 2 else "Some of you"
        return f"{you} had lunch together {ago} ago; somebody new for everybody could not be found this time."
    if wished:
        return "You both wished to meet again." if size == 2 else "Two of you wished to meet again."
    new = "You have not had lunch together yet" if size == 2 else "No two of you have had lunch together yet"
    bridge, one, other = closest
    if bridge < 0:
        return f"{new}."
    teams = " and ".join(sorted(instance.people[each].team for each in (one, other)))
    if bridge == 0:
        return f"{new}, and it is the first time for {teams}."
    return f"{new}; {teams} have met {_times(bridge, 'time')} so far."


def _times(count: int, word: str) -> str:
    return f"one {word}" if count == 1 else f"{count} {word}s"


def _reason(instance: Instance, one: int, look: bool) -> str:
    person, people = instance.people[one], len(instance)
    team = int((instance.team == instance.team[one]).sum()) if instance.rules.cross_team else 0
    if people == 1:
        return ALONE
    if team == people:
        return NO_OTHER_TEAM
    if not any(person.starts):
        return NO_TIME
    if look and not instance.may_meet(np.array([one]), np.arange(people)).any():
        return NOBODY_FREE
    return LARGEST_TEAM if 2 * team > people else ODD_ONE
