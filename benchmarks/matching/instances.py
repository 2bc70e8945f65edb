"""Small rounds of every kind, made up at random: what the exact solver is held against. The same number, the same round."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot_service.matching.seekers import Pair, PastGroup, Rules, Seeker

SMALLEST, LARGEST = 5, 60  #: people
QUARTERS = 40  #: of one day, in which one can begin


@dataclass(frozen=True)
class Instance:
    """What `match_people` is given, for pairs."""

    number: int
    seekers: Sequence[Seeker]
    past: Sequence[PastGroup]
    rules: Rules
    apart: Collection[Pair]
    again: Collection[Pair]

    def __str__(self) -> str:
        rounds = len({group.round for group in self.past})
        teams = len({seeker.team for seeker in self.seekers})
        return f"instance {self.number}: {len(self.seekers)} people, {teams} teams, {rounds} past rounds, {self.rules}"


def make(number: int) -> Instance:
    dice = random.Random(f"instance {number}")
    people = SMALLEST + number % (LARGEST - SMALLEST + 1)
    ids = [f"p{one:02}" for one in range(people)]
    dice.shuffle(ids)
    starts = make_starts(people, dice)
    teams = make_teams(people, dice)
    managed = dice.choice((0.0, 0.0, 0.5))
    sitting = dice.choice((0.0, 0.1, 0.3))
    sites = dice.randint(1, 4)
    zones = dice.sample((-8, -5, 0, 1, 2, 5.5, 8, 13, None), dice.randint(1, 4))
    seekers = [
        Seeker(
            one,
            team,
            site=f"site {dice.randint(1, sites)}",
            utc_offset=dice.choice(zones),
            manager_id=dice.choice((*ids, "somebody else")) if dice.random() < managed else "",
            starts=start,
            sat_out=dice.random() < sitting,
        )
        for one, team, start in zip(ids, teams, starts, strict=True)
    ]
    past = make_past(ids, dice)
    rules = Rules(
        cross_team=dice.random() < 0.8,
        managers_apart=dice.random() < 0.8,
        memory=dice.choice((None, None, dice.randint(1, 12))),
        same_site=dice.random() < 0.25,
        near_zones=dice.random() < 0.25,
    )
    apart_share = dice.choice((0.0, 0.0, 0.03, 0.3))
    apart = {frozenset(pair) for pair in combinations(ids, 2) if dice.random() < apart_share}
    met = sorted({pair for group in past for pair in combinations(sorted(set(group.ids) & set(ids)), 2)})
    again = {frozenset(pair) for pair in dice.sample(met, min(len(met), dice.choice((0, 0, 2, 6))))}
    return Instance(number, seekers, past, rules, apart, again - apart)


def make_teams(people: int, dice: random.Random) -> list[str]:
    """One team to twenty, from all alike to one that holds nearly everybody."""
    count, skew = dice.randint(1, 20), dice.choice((0.0, 0.5, 1.0, 1.5))
    weights = [1 / (team + 1) ** skew for team in range(count)]
    return [f"team {team}" for team in dice.choices(range(count), weights, k=people)]


def make_starts(people: int, dice: random.Random) -> list[tuple[int, ...]]:
    """When each can begin: from everybody always to hardly ever; a few nowhere at all."""
    forms, share = dice.randint(1, 2), dice.choice((1.0, 1.0, 0.5, 0.3, 0.2, 0.15, 0.1, 0.05))
    if share == 1.0:
        return [(1,) * forms] * people
    return [
        tuple(sum(1 << quarter for quarter in range(QUARTERS) if dice.random() < share) for _ in range(forms))
        for _ in range(people)
    ]


def make_past(ids: Sequence[str], dice: random.Random) -> list[PastGroup]:
    """Up to thirty rounds, some of them thin, of some careful and some careless matcher, with people who left since."""
    careful, size = dice.random() < 0.5, dice.choice((2, 2, 2, 3, 4))
    there = [*ids, *(f"left{one}" for one in range(dice.randint(0, len(ids) // 4)))]
    met: set[frozenset[str]] = set()
    groups: list[PastGroup] = []
    number = 0
    for _ in range(dice.choice((0, 1, 3, 8, 15, 30))):
        number += dice.choice((1, 1, 1, 2))
        came = dice.sample(there, dice.randint(len(there) // 2, len(there)))
        while len(came) >= size:
            group = [came.pop()]
            while len(group) < size:
                new = [one for one in came if all(frozenset((one, other)) not in met for other in group)]
                chosen = dice.choice(new) if careful and new else dice.choice(came)
                came.remove(chosen)
                group.append(chosen)
            met.update(frozenset(pair) for pair in combinations(group, 2))
            groups.append(PastGroup(number, tuple(sorted(group))))
    return groups
