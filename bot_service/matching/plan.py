"""Several rounds at once, for an offsite or a season: as few repeats over all of them as we can find.

Where mathematics knows a plan without any repeat for these people and rules, its rounds are taken; the others are matched one
after the other, each with those before it as its past; and if that leaves repeats, few enough people are swapped within their
rounds until there are none, or none that we can get rid of.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from bot_service.matching.cost import cost
from bot_service.matching.designs import group_rounds, known_rounds
from bot_service.matching.explain import explained
from bot_service.matching.instance import Instance
from bot_service.matching.lots import mixed
from bot_service.matching.match import grouped
from bot_service.matching.repair import fewer_repeats
from bot_service.matching.seekers import Matching, Pair, PastGroup, Rules, Seeker

Round = list[list[int]]
Progress = Callable[[float], None]

REPAIRED_UP_TO = 200  #: people
STEPS, STEPS_A_SEAT = 40_000, 200  #: swaps made, at most, to get rid of repeats
PAST_REPEAT, FORBIDDEN = 1, 1_000_000
DRAFTED = 0.5  #: the share of the work that is done when all rounds are drafted


def plan_rounds(
    seekers: Sequence[Seeker],
    past: Sequence[PastGroup] = (),
    *,
    rounds: int,
    rules: Rules = Rules(),  # noqa: B008 - frozen
    seed: str = "",
    apart: Collection[Pair] = (),
    again: Collection[Pair] = (),
    progress: Progress | None = None,
) -> list[Matching]:
    """The next `rounds` rounds. Whoever is left over in one goes first in the next. `progress` is told the share done, 0 to 1."""
    report = progress or _nobody_asks
    first = Instance(seekers, past, rules, seed, apart, again)

    def after(drafted: Sequence[Round]) -> Instance:
        """The round that follows these: they are past, and whoever had no seat in the last of them sat out."""
        if not drafted:
            return first
        so_far = [
            PastGroup(first.round + number, first.ids(group))
            for number, groups in enumerate(drafted)
            for group in groups
        ]
        seated = {first.people[one].id for group in drafted[-1] for one in group}
        people = [replace(one, sat_out=one.id not in seated) for one in seekers]
        return Instance(people, [*past, *so_far], rules, seed, apart, again)

    def told(plan: Sequence[Round]) -> list[Matching]:
        return [explained(after(plan[:number]), groups) for number, groups in enumerate(plan)]

    drafted: list[Round] = _designed(first, rounds) if rounds > 1 else []
    matched = told(drafted)
    for number in range(len(drafted), rounds):
        instance = after(drafted)
        drafted.append(grouped(instance))
        matched.append(explained(instance, drafted[-1]))
        report(DRAFTED * (number + 1) / rounds)
    if rounds > 1 and len(first) <= REPAIRED_UP_TO and _can_be_better(drafted, first):
        matched = told(_repaired(drafted, first, lambda share: report(DRAFTED + (1 - DRAFTED) * share)))
    report(1.0)
    return matched


def _nobody_asks(_share: float) -> None:
    pass


def _designed(first: Instance, rounds: int) -> list[Round]:
    """Rounds of a known plan that keep all rules and repeat nothing of the past; none where the numbers don't fit."""
    people, size = len(first), first.rules.size
    if not people or people % size:
        return []
    by_columns = _by_columns(first, people // size)
    anyhow = np.argsort(mixed(first.lots, 1), kind="stable").tolist()
    plans = [
        [[[seats[place] for place in group] for group in groups] for groups in plan]
        for seats, plan in (
            (by_columns, group_rounds(people // size, size, rounds)),
            (anyhow, known_rounds(people, size, rounds)),
        )
    ]
    return max(([groups for groups in plan if _is_clean(first, groups)] for plan in plans), key=len)


def _by_columns(first: Instance, height: int) -> list[int]:
    """Who takes which place: the people of one team in one column as far as they fit, for people of a column don't meet."""
    columns: list[list[int]] = [[] for _ in range(first.rules.size)]
    chance = mixed(first.lots, 2)
    teams = sorted(range(len(first.teams)), key=lambda team: (-int((first.team == team).sum()), int(chance[team])))
    for team in teams:
        column = min(columns, key=len)
        for one in sorted(np.flatnonzero(first.team == team).tolist(), key=lambda one: int(chance[one])):
            if len(column) == height:
                column = min(columns, key=len)
            column.append(one)
    return [one for column in columns for one in column]


def _is_clean(first: Instance, groups: Round) -> bool:
    try:
        spent = cost(first, groups)
    except ValueError:  # two who may not sit together
        return False
    return spent.left_over == 0 and spent.repeats == 0


def _can_be_better(drafted: Sequence[Round], first: Instance) -> bool:
    """Are there more repeats than must be? Whoever sits with more people, counted each time, than are new to her, must repeat."""
    people, met = np.arange(len(first)), _met(first)
    seen = np.zeros_like(met)
    for one, other in (pair for groups in drafted for group in groups for pair in combinations(sorted(group), 2)):
        seen[one, other] += 1
    repeats = int(np.maximum(seen - 1, 0).sum() + (seen * (met > 0)).sum())
    new = (first.may_meet(people, people) & (met == 0)).sum(axis=1)
    company = seen.sum(axis=0) + seen.sum(axis=1)
    return repeats > -(-int(np.maximum(company - new, 0).sum()) // 2)


def _repaired(drafted: Sequence[Round], first: Instance, progress: Progress) -> list[Round]:
    """The plan with the fewest repeats that the swaps find; the rules hold in it as they do in the draft."""
    everyone = np.arange(len(first))
    price = PAST_REPEAT * (_met(first) > 0) + FORBIDDEN * ~first.may_meet(everyone, everyone)
    np.fill_diagonal(price, 0)
    starts = None if first.starts is None else first.starts.reshape(len(first), -1)
    steps = min(STEPS, STEPS_A_SEAT * len(drafted) * len(first))
    mended = fewer_repeats(drafted, price, starts=starts, seed=first.seed, steps=steps, progress=progress)
    return [[sorted(group) for group in groups] for groups in mended]


def _met(first: Instance) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    met = np.zeros((len(first), len(first)), dtype=np.int64)
    met[first.bonds.key // len(first), first.bonds.other] = first.bonds.freshness
    return met
