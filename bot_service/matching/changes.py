"""One joins late, one declines: everybody else's lunch stays as it is."""

from collections.abc import Collection, Sequence

from bot_service.matching.explain import explained
from bot_service.matching.instance import Instance
from bot_service.matching.rescue import Floor
from bot_service.matching.seekers import Matching, Pair, PastGroup, Rules, Seeker


def join_late(
    groups: Sequence[Sequence[str]],
    joiner: str,
    seekers: Sequence[Seeker],
    past: Sequence[PastGroup] = (),
    *,
    rules: Rules = Rules(),  # noqa: B008 - frozen
    seed: str = "",
    apart: Collection[Pair] = (),
    again: Collection[Pair] = (),
) -> Matching:
    """Seat one more: with somebody left over, else at one table, else with one guest of a large table; at most one group changes.

    `seekers` are all of the round, the late joiner among them. Where she fits nowhere she is left over, with her reason.
    """
    instance = Instance(seekers, past, rules, seed, apart, again)
    floor = _floor(instance, groups)
    person = instance.index[joiner]
    if floor.table_of[person] < 0:
        floor.seat(person)
    return explained(instance, floor.tables())


def replace_decliner(
    groups: Sequence[Sequence[str]],
    decliner: str,
    seekers: Sequence[Seeker],
    past: Sequence[PastGroup] = (),
    *,
    rules: Rules = Rules(),  # noqa: B008 - frozen
    seed: str = "",
    apart: Collection[Pair] = (),
    again: Collection[Pair] = (),
) -> Matching:
    """Give the decliner's seat to the one left over who fits best; where nobody does, a pair's other guest joins another table.

    The decliner is in nobody's way afterwards: neither in a group nor among those left over.
    """
    staying = [one for one in seekers if one.id != decliner]
    instance = Instance(staying, past, rules, seed, apart, again)
    floor = _floor(instance, groups)
    for number, group in enumerate(groups):
        if decliner not in group:
            continue
        stands_in = floor.stand_in(number)
        if stands_in is not None:
            floor.join(stands_in, number)
        elif len(floor.groups[number]) == 1:
            (partner,) = floor.groups[number]
            floor.leave(partner)
            floor.seat(partner)
    return explained(instance, floor.tables())


def _floor(instance: Instance, groups: Sequence[Sequence[str]]) -> Floor:
    return Floor(instance, [[instance.index[one] for one in group if one in instance.index] for group in groups])
