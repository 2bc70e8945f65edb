"""What came out, counted afresh from the groups themselves: the engine's own account is not asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot_service.matching.seekers import PastGroup

Groups = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Tally:
    """All over the new rounds. `repeats`: meetings of two who had met within memory; `old_repeats`: longer ago than that."""

    groups: int
    repeats: int
    old_repeats: int
    same_team: int


def tally(
    rounds: Sequence[Groups],
    first_round: int,
    *,
    teams: Mapping[str, str],
    past: Sequence[PastGroup],
    memory: int | None,
) -> Tally:
    """Count the groups of new rounds, which are numbered from `first_round`; `teams` names everybody's."""
    new = {pair for groups in rounds for pair in _pairs(groups)}
    last_met: dict[tuple[str, str], int] = {}
    for group in past:
        for pair in _pairs([group.ids]):
            if pair in new:
                last_met[pair] = max(group.round, last_met.get(pair, group.round))
    repeats = old_repeats = same_team = 0
    for number, groups in enumerate(rounds, start=first_round):
        for pair in _pairs(groups):
            same_team += teams[pair[0]] == teams[pair[1]]
            if pair in last_met and (memory is None or number - last_met[pair] <= memory):
                repeats += 1
            elif pair in last_met:
                old_repeats += 1
            last_met[pair] = number
    return Tally(sum(map(len, rounds)), repeats, old_repeats, same_team)


def _pairs(groups: Groups) -> Iterator[tuple[str, str]]:
    """Every two of one group, in the order of their ids."""
    for ids in groups:
        yield from combinations(sorted(ids), 2)
