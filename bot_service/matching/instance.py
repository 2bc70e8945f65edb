"""The people, their past and the rules as arrays, and what each pair costs.

Everything that matters between two people is either seen from what they are (team, site, zone, times) or stands in their
bonds. So nothing here grows with the square of the people: prices are worked out for the rows and columns somebody asks for.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot_service.matching.bonds import Bonds, Flags, Meetings, codes, managers
from bot_service.matching.lots import Indices, lots
from bot_service.matching.seekers import Pair, PastGroup, Rules, Seeker

Prices = NDArray[np.float64]  #: whole numbers below 2**53, so that their sums are exact on every machine
Words = NDArray[np.uint64]

ACQUAINTED = 60  #: what two teams cost who know each other well; see `acquainted`
MOST_TEAMS = 4_000  #: with more the table of team pairs would not fit, and teams that numerous are no departments
UNKNOWN = -(10**6)


@dataclass(frozen=True)
class Weights:
    """What one unit of each term weighs in a pair's price, in the order of importance of `cost.Cost`."""

    forbidden: float = 4e12
    repeat: float = 1e9
    freshness: float = 1e5
    wish: float = 1e7
    preference: float = 1e5
    bridge: float = 64.0  #: leaves room for ties below one unit


TERMS = ("repeat", "freshness", "wish", "preference", "bridge")


def only(term: str) -> Weights:
    """One unit of this term weighs one, and nothing else anything."""
    return Weights(**{name: float(name == term) for name in ("forbidden", *TERMS)})


ONLY_FORBIDDEN = only("forbidden")


class Instance:
    """One round to match. Persons are numbers in the order of their ids, so the order of the input never matters."""

    def __init__(
        self,
        seekers: Iterable[Seeker],
        past: Sequence[PastGroup],
        rules: Rules,
        seed: str,
        apart: Collection[Pair] = (),
        again: Collection[Pair] = (),
    ) -> None:
        self.rules, self.seed = rules, seed
        self.people: list[Seeker] = sorted({one.id: one for one in seekers}.values(), key=lambda one: one.id)
        self.index = {one.id: number for number, one in enumerate(self.people)}
        self.lots = lots(self.index, "seat", seed)
        self.sat_out = np.array([one.sat_out for one in self.people], dtype=bool)
        self.teams = sorted({one.team for one in self.people})
        self.team = _numbered([one.team for one in self.people])
        meetings = Meetings.of(past, self.index)
        self.round = meetings.next_round
        self.team_meetings = self._count(meetings) if rules.cross_team and len(self.teams) <= MOST_TEAMS else None
        self.bridges = None if self.team_meetings is None else acquainted(self.team_meetings)
        forbidden = codes(apart, self.index) | (managers(self.people, self.index) if rules.managers_apart else set())
        self.bonds = Bonds.of(len(self.people), meetings, rules.memory, forbidden, codes(again, self.index))

    def __len__(self) -> int:
        return len(self.people)

    def ids(self, group: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.people[one].id for one in sorted(group))

    @cached_property
    def site(self) -> Indices:
        return _numbered([one.site for one in self.people])

    @cached_property
    def offset(self) -> Indices:
        """In minutes east of Greenwich."""
        offsets = (UNKNOWN if one.utc_offset is None else round(one.utc_offset * 60) for one in self.people)
        return np.fromiter(offsets, dtype=np.int64, count=len(self))

    @cached_property
    def starts(self) -> Words | None:
        """Shape (people, forms, words): the bits of each person's possible starts. None when no time excludes anybody."""
        forms = max((len(one.starts) for one in self.people), default=0)
        common, longest = [-1] * forms, 1
        for one in self.people:
            for form in range(forms):
                starts = one.starts[form] if form < len(one.starts) else 0
                common[form] &= starts
                longest = max(longest, starts.bit_length())
        if any(common):
            return None
        width = -(-longest // 64) * 8
        padded = ((*one.starts, *[0] * (forms - len(one.starts))) for one in self.people)
        read = b"".join(starts.to_bytes(width, "little") for all_forms in padded for starts in all_forms)
        return np.frombuffer(read, dtype="<u8").reshape(len(self), forms, width // 8).astype(np.uint64)

    def prices(self, rows: Indices, columns: Indices, weights: Weights = Weights()) -> Prices:
        """Shape (rows, columns): what it costs to seat each of these with each of those. No one may stand twice in `columns`."""
        priced = np.zeros((len(rows), len(columns)))
        mine, theirs = self.team[rows][:, None], self.team[columns][None, :]
        if self.bridges is not None:
            priced += weights.bridge * self.bridges[mine, theirs]
        if self.rules.same_site or self.rules.near_zones:
            priced += weights.preference * self.preference(rows[:, None], columns[None, :])
        if self.rules.cross_team:
            priced += weights.forbidden * (mine == theirs)
        if self.starts is not None:
            priced += weights.forbidden * ~self.have_time(self.starts[rows], columns)
        self._add_bonds(priced, rows, columns, weights)
        return priced

    def pair_prices(self, one: Indices, other: Indices, weights: Weights = Weights()) -> Prices:
        """Shape (pairs,): what it costs to seat each of these with the one at the same place of those."""
        mine, theirs = self.team[one], self.team[other]
        priced = np.zeros(len(one))
        if self.bridges is not None:
            priced += weights.bridge * self.bridges[mine, theirs]
        if self.rules.same_site or self.rules.near_zones:
            priced += weights.preference * self.preference(one, other)
        if self.rules.cross_team:
            priced += weights.forbidden * (mine == theirs)
        if self.starts is not None:
            priced += weights.forbidden * ~(self.starts[one] & self.starts[other]).any(axis=(1, 2))
        pair, bond = self.bonds.among(one, other)
        priced[pair] += self._bond_prices(bond, weights)
        return priced

    def may_meet(self, rows: Indices, columns: Indices) -> Flags:
        """Shape (rows, columns): may these two sit together, were it only for them? Nobody meets herself."""
        may: Flags = (self.prices(rows, columns, ONLY_FORBIDDEN) == 0) & (rows[:, None] != columns[None, :])
        return may

    def preference(self, one: Indices, other: Indices) -> Indices:
        """One for different sites, one for each whole hour between zones; only as far as the programme prefers."""
        cost = np.zeros(np.broadcast_shapes(one.shape, other.shape), dtype=np.int64)
        if self.rules.same_site:
            cost += self.site[one] != self.site[other]
        if self.rules.near_zones:
            mine, theirs = self.offset[one], self.offset[other]
            cost += np.where((mine != UNKNOWN) & (theirs != UNKNOWN), np.abs(mine - theirs) // 60, 0)
        return cost

    def have_time(self, starts: Words, columns: Indices) -> Flags:
        """Shape (rows, columns): is there a start that suits both? `starts` has shape (rows, forms, words)."""
        assert self.starts is not None
        theirs = self.starts[columns]
        suits = np.zeros((len(starts), len(columns)), dtype=bool)
        for form in range(starts.shape[1]):
            for word in range(starts.shape[2]):
                suits |= (starts[:, form, word][:, None] & theirs[:, form, word][None, :]) != 0
        return suits

    def _add_bonds(self, priced: Prices, rows: Indices, columns: Indices, weights: Weights) -> None:
        bonds, place = self.bonds, np.full(len(self) + 1, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        counts = bonds.start[rows + 1] - bonds.start[rows]
        row = np.repeat(np.arange(len(rows)), counts)
        bond = (
            np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(bonds.start[rows], counts)
        )
        column = place[bonds.other[bond]]
        here = column >= 0
        row, bond, column = row[here], bond[here], column[here]
        priced[row, column] += self._bond_prices(bond, weights)  # a pair has one bond: no place is written twice

    def _bond_prices(self, bond: Indices, weights: Weights) -> Prices:
        freshness = self.bonds.freshness[bond]
        priced: Prices = (
            weights.forbidden * self.bonds.forbidden[bond]
            + weights.repeat * (freshness > 0)
            + weights.freshness * freshness
            - weights.wish * self.bonds.wish[bond]
        )
        return priced

    def _count(self, meetings: Meetings) -> Indices:
        """Shape (teams, teams): how often people of the one met people of the other."""
        size = max(len(self.teams), 1)
        pairs = self.team[meetings.one] * size + self.team[meetings.other]
        counted: Indices = np.bincount(pairs, minlength=size * size).reshape(size, size)
        both = counted + counted.T
        np.fill_diagonal(both, 0)
        return both


def acquainted(meetings: Indices) -> Indices:
    """0 for teams that never met, 30 after one meeting, 40 after two, 60 in the end.

    The first meetings count most: were it the plain number, large teams would seem to need one another more than strangers do.
    """
    return ACQUAINTED - ACQUAINTED // (1 + meetings)


def _numbered(names: Sequence[str]) -> Indices:
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.fromiter((numbers[name] for name in names), dtype=np.int64, count=len(names))
