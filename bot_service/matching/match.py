"""One round: who meets whom."""

from collections.abc import Collection, Sequence

from bot_service.matching import exact
from bot_service.matching.cost import cost
from bot_service.matching.explain import explained
from bot_service.matching.improve import improve
from bot_service.matching.instance import Instance
from bot_service.matching.rescue import rescue
from bot_service.matching.seating import EMPTY, first_seating
from bot_service.matching.seekers import Matching, Pair, PastGroup, Rules, Seeker

Groups = list[list[int]]

FEW = 120  #: people; up to here larger groups are tried from several first seatings
STARTS = 6


def match_people(
    seekers: Sequence[Seeker],
    past: Sequence[PastGroup] = (),
    *,
    rules: Rules = Rules(),  # noqa: B008 - frozen
    seed: str = "",
    apart: Collection[Pair] = (),
    again: Collection[Pair] = (),
) -> Matching:
    """As many people as possible meet, at the smallest `cost.Cost`: exactly for pairs of up to 300 people, nearly for more.

    The same input gives the same output on every machine, in whatever order it comes. Never raises for what people are:
    whoever can't meet anybody is left over, with her reason.
    """
    instance = Instance(seekers, past, rules, seed, apart, again)
    return explained(instance, grouped(instance))


def grouped(instance: Instance) -> Groups:
    """The same in numbers."""
    if instance.rules.size == 2 and len(instance) <= exact.UP_TO:
        return rescue(instance, exact.best_pairs(instance))
    tries = [_improved(instance, start) for start in range(STARTS if len(instance) <= FEW else 1)]
    return min(tries, key=lambda groups: cost(instance, groups)) if len(tries) > 1 else tries[0]


def _improved(instance: Instance, start: int) -> Groups:
    seating = improve(instance, first_seating(instance, start), _sweeps(instance))
    tables = [[one for one in table if one != EMPTY] for table in seating.tables.tolist()]
    return rescue(instance, tables)


def _sweeps(instance: Instance) -> int:
    """Few people are looked at more often: it costs little, and they have less to choose from."""
    return max(6, min(16, 60_000 // max(len(instance), 1)))
