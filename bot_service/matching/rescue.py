"""Nobody is left over whom the rules don't force out: break up what may not sit together, and find each one a seat.

Somebody without a seat meets another without one, or joins a table, or takes one guest of a large table aside; where none of
that is possible she takes the seat of somebody who has such a way out, and so on along a chain.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from bot_service.matching.bonds import Flags
from bot_service.matching.cost import may_sit
from bot_service.matching.instance import ONLY_FORBIDDEN, Instance

Groups = list[list[int]]

CHAIN = 300  #: people looked at for one without a seat
PATIENCE = 3_000  #: and for all of them together: where a whole crowd can't be seated, the first ones have shown why
TABLES = 200  #: so many are compared by price


def rescue(instance: Instance, groups: Iterable[Sequence[int]]) -> Groups:
    """The same groups without what may not be, and with as many more people as can be found a seat."""
    floor = Floor(instance, [list(group) for group in groups])
    floor.break_up()
    standing = sorted(floor.out(), key=lambda one: (not instance.sat_out[one], int(instance.lots[one])))
    patience = PATIENCE
    for one in standing:
        if patience <= 0:
            break
        if floor.table_of[one] < 0:
            patience -= floor.find_seat(one)
    return floor.tables()


class Floor:
    """Who sits where: `groups` are the tables, `table_of` says which is whose, -1 for none."""

    def __init__(self, instance: Instance, groups: Groups) -> None:
        self.instance, self.groups = instance, groups
        self.table_of = np.full(len(instance), -1, dtype=np.int64)
        for number, group in enumerate(groups):
            self.table_of[group] = number
        self.sizes = np.array([len(group) for group in groups] + [0] * len(instance), dtype=np.int64)

    def out(self) -> list[int]:
        out: list[int] = np.flatnonzero(self.table_of < 0).tolist()
        return out

    def tables(self) -> Groups:
        return [sorted(group) for group in self.groups if group]

    def seat(self, person: int) -> bool:
        """Find this person a seat without moving anybody else to another table, but one guest of a large one."""
        return self._sit_down(person, self._may_meet(person), set(), {person: -1})

    def stand_in(self, table: int) -> int | None:
        """Who of those without a seat fits best at this table."""
        group = self.groups[table]
        fits = [one for one in self.out() if may_sit(self.instance, [*group, one])]
        return min(fits, key=lambda one: (not self.instance.sat_out[one], self._price(one, group), one), default=None)

    def break_up(self) -> None:
        """Send away whoever disturbs most, until a group may sit together or is none."""
        for number in self._suspects():
            group = self.groups[number]
            while len(group) > 1 and not may_sit(self.instance, group):
                table = np.array(group)
                self.leave(group[int(self.instance.may_meet(table, table).sum(axis=1).argmin())])
            if len(group) == 1:
                self.leave(group[0])

    def find_seat(self, person: int) -> int:
        """Seat this person if there's a way; returns how many people were looked at."""
        queue, came_from, seen = [person], {person: -1}, set[int]()
        for looked, one in enumerate(queue, start=1):
            may = self._may_meet(one)
            if self._sit_down(one, may, seen, came_from):
                return looked
            if looked + len(queue) > CHAIN:
                continue
            for other in self._could_replace(one, may, seen)[: CHAIN - len(queue)]:
                if self.table_of[other] in seen:
                    continue
                seen.add(int(self.table_of[other]))
                came_from[other] = one
                queue.append(other)
        return len(queue)

    def _sit_down(self, one: int, may: Flags, seen: set[int], came_from: dict[int, int]) -> bool:
        """One of the three ways for `one`, and then everybody of the chain takes the seat of whom she replaces."""
        chain = set(came_from)
        strangers = [other for other in np.flatnonzero(may & (self.table_of < 0)).tolist() if other not in chain]
        size = self.instance.rules.size
        table = None if strangers and size == 2 else self._table_for(one, may, seen, size)
        if table is not None:
            self._move_up(one, came_from)
            self.join(one, table)
        elif strangers:
            self._move_up(one, came_from)
            self._found(one, self._cheapest(one, strangers))
        elif (guest := self._guest_to_take(one, may, seen)) is not None:
            self._move_up(one, came_from)
            self.leave(guest)
            self._found(one, guest)
        else:
            return False
        return True

    def _move_up(self, last: int, came_from: dict[int, int]) -> None:
        """Each of the chain takes the seat of the one after her; `last` stands."""
        chain = [last]
        while came_from[chain[-1]] >= 0:
            chain.append(came_from[chain[-1]])
        seats = [(before, int(self.table_of[one])) for one, before in pairwise(chain)]
        for one in chain[:-1]:
            self.leave(one)
        for one, table in seats:
            self.join(one, table)

    def _table_for(self, one: int, may: Flags, seen: set[int], size: int) -> int | None:
        """The best table to join: one below its size first, else one that is not above it."""
        for fits in (self.sizes < size, self.sizes == size):
            open_tables = [
                table
                for table in np.flatnonzero(fits & self._all_may(may)).tolist()
                if table not in seen and may_sit(self.instance, [*self.groups[table], one])
            ][:TABLES]
            if open_tables:
                return min(open_tables, key=lambda table: (self._price(one, self.groups[table]), table))
        return None

    def _guest_to_take(self, one: int, may: Flags, seen: set[int]) -> int | None:
        """Somebody of a table that stays a table without her; of the largest tables first."""
        sizes = np.where(self.table_of >= 0, self.sizes[self.table_of], 0)
        guests = [
            guest for guest in np.flatnonzero(may & (sizes > 2)).tolist() if int(self.table_of[guest]) not in seen
        ][:TABLES]
        if not guests:
            return None
        return min(guests, key=lambda guest: (-int(sizes[guest]), self._price(one, [guest]), guest))

    def _could_replace(self, one: int, may: Flags, seen: set[int]) -> list[int]:
        """Everybody whose table would take `one` in her place."""
        away = np.bincount(self.table_of[(~may) & (self.table_of >= 0)], minlength=len(self.sizes))
        seated = self.table_of >= 0
        table = np.where(seated, self.table_of, 0)
        alone_against = seated & ((away[table] == 0) | ((away[table] == 1) & ~may))
        chance = np.argsort(self.instance.lots[alone_against], kind="stable")
        found: list[int] = []
        for other in np.flatnonzero(alone_against)[chance].tolist():
            rest = [guest for guest in self.groups[self.table_of[other]] if guest != other]
            if other != one and self.table_of[other] not in seen and may_sit(self.instance, [*rest, one]):
                found.append(other)
            if len(found) >= CHAIN:
                break
        return found

    def _all_may(self, may: Flags) -> Flags:
        """Tables where everybody may meet the one whose `may` this is."""
        willing = np.bincount(self.table_of[may & (self.table_of >= 0)], minlength=len(self.sizes))
        suits: Flags = (willing == self.sizes) & (self.sizes > 0)
        return suits

    def _may_meet(self, one: int) -> Flags:
        may: Flags = self.instance.may_meet(np.array([one]), np.arange(len(self.instance)))[0]
        return may

    def _cheapest(self, one: int, others: Sequence[int]) -> int:
        prices = self.instance.prices(np.array([one]), np.array(others))[0]
        return others[int(prices.argmin())]

    def _price(self, one: int, group: Sequence[int]) -> float:
        return float(self.instance.prices(np.array([one]), np.array(group))[0].sum())

    def _suspects(self) -> Sequence[int]:
        """Tables at which two may not meet, or where times may be short because more than two sit there."""
        if not self.groups:
            return []
        width = max(map(len, self.groups))
        tables = np.array([group + [-1] * (width - len(group)) for group in self.groups], dtype=np.int64)
        bad = (self.sizes[: len(tables)] < 2) | ((self.instance.starts is not None) & (self.sizes[: len(tables)] > 2))
        for left in range(width):
            for right in range(left):
                both = (tables[:, left] >= 0) & (tables[:, right] >= 0)
                bad[both] |= self.instance.pair_prices(tables[both, left], tables[both, right], ONLY_FORBIDDEN) > 0
        suspects: list[int] = np.flatnonzero(bad).tolist()
        return suspects

    def leave(self, one: int) -> None:
        table = int(self.table_of[one])
        self.groups[table].remove(one)
        self.table_of[one], self.sizes[table] = -1, self.sizes[table] - 1

    def join(self, one: int, table: int) -> None:
        self.groups[table].append(one)
        self.table_of[one], self.sizes[table] = table, self.sizes[table] + 1

    def _found(self, *people: int) -> None:
        self.groups.append([])
        for one in people:
            self.join(one, len(self.groups) - 1)
