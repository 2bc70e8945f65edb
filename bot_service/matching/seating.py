"""Many people: a first seating that already has the right sizes and, where the teams allow it, nobody of one team together."""

from dataclasses import dataclass

import numpy as np

from bot_service.matching.instance import Instance
from bot_service.matching.lots import Indices, mixed

EMPTY = -1


@dataclass(frozen=True)
class Seating:
    """`tables` has shape (tables, seats), EMPTY where nobody sits; `out` are those without a seat."""

    tables: Indices
    out: Indices


def first_seating(instance: Instance, start: int = 0) -> Seating:
    """Deal the people team by team, the largest first, one to each table: who are no more than the tables meet nobody of their own.

    `start` makes another deal.
    """
    everyone = _in_order(instance, start)
    count, out = table_count(instance)
    if not count:
        return Seating(np.full((0, 1), EMPTY, dtype=np.int64), everyone)
    leaves, seated = everyone[:out], everyone[out:]
    seats = -(-len(seated) // count)
    tables = np.full(count * seats, EMPTY, dtype=np.int64)
    tables[: len(seated)] = seated
    return Seating(tables.reshape(seats, count).T.copy(), leaves)


def table_count(instance: Instance) -> tuple[int, int]:
    """How many tables, and how many people of the largest team can't have a seat.

    The size asked for, the odd ones one to a table; where there are more odd ones than tables, one table more. A team that is
    larger than the tables are many needs a table for each of its people, and somebody of another team at each of them.
    """
    people, size = len(instance), instance.rules.size
    if people < 2:
        return 0, 0
    count, odd = divmod(people, size)
    count += not count or odd > count
    largest = int(np.bincount(instance.team).max()) if instance.rules.cross_team else 1
    if largest <= count:
        return count, 0
    others = people - largest
    return min(largest, others), max(0, largest - others)


def _in_order(instance: Instance, start: int) -> Indices:
    """The largest team first, and in it those who sat out last; chance decides the rest."""
    chance = mixed(instance.lots, start)
    if not instance.rules.cross_team:
        return np.lexsort((chance, instance.sat_out))
    sizes = np.bincount(instance.team)[instance.team]
    return np.lexsort((chance, instance.sat_out, instance.team, -sizes))
