"""For few people: what a pair and a three are worth, exactly, as whole numbers of any length.

One number holds a whole `cost.Cost`: each unit outweighs all that can be gathered below it, so the greatest value is the
smallest cost. Below everything lie the ties.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from bot_service.matching.instance import TERMS, Instance, only
from bot_service.matching.lots import lot, lots


@dataclass(frozen=True)
class Units:
    """What one unit of each term is worth."""

    tie: int
    bridge: int
    preference: int
    wish: int
    sat_out: int
    freshness: int
    repeat: int
    off_size: int
    cover: int


class Values:
    """The worth of any two or three people of an instance; None for a pair that may not meet."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        everyone = np.arange(len(instance))
        term = {name: instance.prices(everyone, everyone, only(name)).astype(np.int64) for name in TERMS}
        self.may = instance.may_meet(everyone, everyone)
        self.units = _units(len(instance), {name: int(np.abs(each).max(initial=0)) for name, each in term.items()})
        units = self.units
        self._price: list[list[int]] = [
            [
                repeat * units.repeat
                + fresh * units.freshness
                + wish * units.wish
                + prefer * units.preference
                + bridge * units.bridge
                for repeat, fresh, wish, prefer, bridge in zip(*rows, strict=True)
            ]
            for rows in zip(*(term[name].tolist() for name in TERMS), strict=True)
        ]
        self._seat: list[int] = [self.units.cover + bool(out) * self.units.sat_out for out in instance.sat_out]
        self._place: list[int] = self._circle()

    def pair(self, one: int, other: int) -> int:
        return self._seat[one] + self._seat[other] - self._price[one][other] - self._tie(one, other) - self._off(2)

    def three(self, group: Sequence[int]) -> int:
        seats = sum(self._seat[one] for one in group) - self._off(3)
        return seats - sum(self._price[one][other] + self._tie(one, other) for one, other in combinations(group, 2))

    def rank(self, value: int) -> int:
        """The value without its ties: for comparing what matters."""
        return -(-value // self.units.tie)

    @cached_property
    def pairs(self) -> list[tuple[int, int, int]]:
        """All who may meet, and what that is worth."""
        one, other = np.nonzero(np.triu(self.may))
        return [
            (mine, theirs, self.pair(mine, theirs)) for mine, theirs in zip(one.tolist(), other.tolist(), strict=True)
        ]

    def threes(self, among: Sequence[int]) -> list[tuple[int, int, int]]:
        """All threes of these people that may sit together."""
        starts, may = self.instance.starts, self.may
        return [
            (one, other, third)
            for one, other, third in combinations(sorted(among), 3)
            if may[one, other]
            and may[one, third]
            and may[other, third]
            and (starts is None or (starts[one] & starts[other] & starts[third]).any())
        ]

    def _off(self, size: int) -> int:
        return abs(size - self.instance.rules.size) * self.units.off_size

    def _tie(self, one: int, other: int) -> int:
        """How far the pair's round in a round robin is from the round chosen by the seed.

        People get fixed places at a round table of the circle method, so that as long as nothing else matters, matching one
        round after the other walks through a perfect tournament and the last rounds come out without a repeat as well.
        """
        mine, theirs, around = self._place[one], self._place[other], self._around
        last = around  # the place that stands still
        number = 2 * (theirs if mine == last else mine) if last in {mine, theirs} else mine + theirs
        return (number - self._turn) % around

    def _circle(self) -> list[int]:
        """A place for each person, the same whatever the seed; with an odd number nobody stands still."""
        people = len(self.instance)
        self._around = max(people - 1 + people % 2, 1)
        self._turn = (lot("turn", self.instance.seed) + self.instance.round) % self._around
        order = np.argsort(lots(self.instance.index, "circle"), kind="stable")
        place = np.empty(people, dtype=np.int64)
        place[order] = np.arange(people)
        places: list[int] = place.tolist()
        return places


def _units(people: int, most: dict[str, int]) -> Units:
    """Each unit greater than all that everybody together can gather of the terms below; there are no more pairs than people."""
    tie = 1
    unit = tie * (people * people + 1)
    tie_room = unit
    sizes = {}
    for name in ("bridge", "preference", "wish"):
        sizes[name] = unit
        unit *= 2 * people * most[name] + 1
    sizes["sat_out"] = unit
    unit *= people + 1
    for name in ("freshness", "repeat"):
        sizes[name] = unit
        unit *= people * most[name] + 1
    return Units(tie=tie_room, off_size=unit, cover=unit * (8 * people + 1), **sizes)
