"""What stands between two particular people: that they met, that they are kept apart, that they wish to meet again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bot_service.matching.lots import Indices
from bot_service.matching.seekers import Pair, PastGroup, Seeker

Flags = NDArray[np.bool_]

FRESHNESS = 1000  #: of a repeat in the round after; in later rounds FRESHNESS // rounds ago, at least one


@dataclass(frozen=True)
class Meetings:
    """Everybody who met, pair by pair, among the people of `index`; others have left. `next_round` is the one to match now."""

    one: Indices
    other: Indices
    round: Indices
    next_round: int

    @classmethod
    def of(cls, past: Sequence[PastGroup], index: Mapping[str, int]) -> "Meetings":
        sizes = np.fromiter((len(group.ids) for group in past), dtype=np.int64, count=len(past))
        rounds = np.fromiter((group.round for group in past), dtype=np.int64, count=len(past))
        people = np.fromiter((index.get(one, -1) for group in past for one in group.ids), np.int64, int(sizes.sum()))
        first = np.cumsum(sizes) - sizes
        ones, others, when = [], [], []
        for size in np.unique(sizes).tolist():
            chosen = sizes == size
            tables = people[first[chosen][:, None] + np.arange(size)]
            for left, right in combinations(range(size), 2):
                one, other = tables[:, left], tables[:, right]
                known = (one >= 0) & (other >= 0) & (one != other)
                ones.append(np.minimum(one, other)[known])
                others.append(np.maximum(one, other)[known])
                when.append(rounds[chosen][known])
        empty = [np.zeros(0, dtype=np.int64)]
        return cls(
            np.concatenate(ones or empty),
            np.concatenate(others or empty),
            np.concatenate(when or empty),
            int(rounds.max()) + 1 if len(rounds) else 1,
        )


@dataclass(frozen=True)
class Bonds:
    """Pairs of which something is known, both ways, in the order of `key`; those of person i lie at start[i]:start[i + 1].

    `freshness` is 0 for who has not met within the memory, and for who wishes to meet again.
    """

    start: Indices
    key: Indices  #: person * people + other
    other: Indices
    forbidden: Flags
    freshness: Indices
    wish: Flags

    @classmethod
    def of(
        cls, people: int, meetings: Meetings, memory: int | None, apart: Iterable[int], again: Iterable[int]
    ) -> "Bonds":
        """`apart` and `again` are pairs as one number each, see `code`."""
        kept = meetings.next_round - meetings.round <= (memory if memory is not None else meetings.next_round)
        met = meetings.one[kept] * people + meetings.other[kept]
        kept_apart, wished = np.array(sorted(apart), dtype=np.int64), np.array(sorted(again), dtype=np.int64)
        codes, place = np.unique(np.concatenate([met, kept_apart, wished]), return_inverse=True)
        ago = np.full(len(codes), np.iinfo(np.int64).max)
        np.minimum.at(ago, place[: len(met)], meetings.next_round - meetings.round[kept])
        forbidden, wish = np.zeros((2, len(codes)), dtype=bool)
        forbidden[place[len(met) : len(met) + len(kept_apart)]] = True
        wish[place[len(met) + len(kept_apart) :]] = True
        freshness = np.where(ago < np.iinfo(np.int64).max, np.maximum(FRESHNESS // np.maximum(ago, 1), 1), 0)
        freshness[wish] = 0
        low, high = codes // max(people, 1), codes % max(people, 1)
        one, other = np.concatenate([low, high]), np.concatenate([high, low])
        key = one * people + other
        order = np.argsort(key)
        return cls(
            np.searchsorted(one[order], np.arange(people + 1)),
            key[order],
            other[order],
            np.tile(forbidden, 2)[order],
            np.tile(freshness, 2)[order],
            np.tile(wish, 2)[order],
        )

    def among(self, one: Indices, other: Indices) -> tuple[Indices, Indices]:
        """Which of these pairs have a bond, and which bond that is."""
        wanted = one * (len(self.start) - 1) + other
        bond = np.searchsorted(self.key, wanted)
        pair = np.flatnonzero(bond < len(self.key))
        pair = pair[self.key[bond[pair]] == wanted[pair]]
        return pair, bond[pair]


def code(pair: Iterable[str], index: Mapping[str, int]) -> int | None:
    """Two people as one number; None when one of them isn't here, or it is no pair."""
    numbers = sorted({index[one] for one in pair if one in index})
    return numbers[0] * len(index) + numbers[1] if len(numbers) == 2 else None


def codes(pairs: Collection[Pair], index: Mapping[str, int]) -> set[int]:
    return {number for pair in pairs if (number := code(pair, index)) is not None}


def managers(people: Sequence[Seeker], index: Mapping[str, int]) -> set[int]:
    """Each manager with her reports."""
    return codes([frozenset({one.id, one.manager_id}) for one in people if one.manager_id], index)
