"""What a matching costs, in the order of importance of its rules: smaller is better, compared from left to right.

The hard rules (never two of one team, never a pair that is kept apart, always a start that suits the whole group) are not
priced: a group that breaks one is no group. See `may_sit`.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from bot_service.matching.instance import ONLY_FORBIDDEN, TERMS, Instance, Weights, only
from bot_service.matching.seekers import Pair, PastGroup, Rules, Seeker


class Cost(NamedTuple):
    """Every term counts over the whole round."""

    left_over: int  #: people in no group
    off_size: int  #: how far the groups are from the size asked for, in people
    repeats: int  #: pairs that met within the memory; a mutual wish to meet again is none
    freshness: (
        int  #: sum over the repeats of 1000 // rounds ago, at least 1 each: an old one is cheaper than a recent one
    )
    sat_out_again: int  #: people left over now who were left over in the last round
    wishes_missed: int  #: pairs who wish to meet again and don't
    preference: int  #: pairs on different sites, and whole hours between zones, as far as the programme prefers
    bridges: int  #: sum over the pairs of 60 - 60 // (1 + how often their two teams have met so far)


def cost_of(
    groups: Iterable[Sequence[str]],
    seekers: Sequence[Seeker],
    past: Sequence[PastGroup] = (),
    *,
    rules: Rules = Rules(),  # noqa: B008 - frozen
    apart: Collection[Pair] = (),
    again: Collection[Pair] = (),
) -> Cost:
    """What these groups of ids cost. Raises ValueError for a group that breaks a rule, and for somebody in two groups."""
    instance = Instance(seekers, past, rules, "", apart, again)
    return cost(instance, [[instance.index[one] for one in group] for group in groups])


def cost(instance: Instance, groups: Sequence[Sequence[int]]) -> Cost:
    """The same for groups of numbers."""
    seated = [one for group in groups for one in group]
    if len(seated) != len(set(seated)):
        raise ValueError("somebody sits in two groups")
    for group in groups:
        if len(group) < 2 or not may_sit(instance, group):
            raise ValueError(f"{', '.join(instance.ids(group))} may not sit together")
    left = np.setdiff1d(np.arange(len(instance)), np.array(seated, dtype=np.int64))
    term = {name: _sum(instance, groups, only(name)) for name in TERMS}
    wished = int(instance.bonds.wish.sum()) // 2
    return Cost(
        left_over=len(left),
        off_size=sum(abs(len(group) - instance.rules.size) for group in groups),
        repeats=term["repeat"],
        freshness=term["freshness"],
        sat_out_again=int(instance.sat_out[left].sum()),
        wishes_missed=wished + term["wish"],
        preference=term["preference"],
        bridges=term["bridge"],
    )


def may_sit(instance: Instance, group: Sequence[int]) -> bool:
    """Of different teams (or the programme doesn't mind), nobody kept apart, and a start that suits all of them."""
    if _sum(instance, [group], ONLY_FORBIDDEN):
        return False
    return instance.starts is None or bool(np.bitwise_and.reduce(instance.starts[list(group)]).any())


def _sum(instance: Instance, groups: Iterable[Sequence[int]], weights: Weights) -> int:
    pairs = np.array([pair for group in groups for pair in combinations(group, 2)], dtype=np.int64).reshape(-1, 2)
    return round(float(instance.pair_prices(pairs[:, 0], pairs[:, 1], weights).sum()))
