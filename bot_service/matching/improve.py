"""Many people: make a seating better, at once for many.

One guest of each table stands up, chance says which; then all who stand, and those who had no seat, are seated at their best
among the tables of a block. That is an assignment problem, solved exactly (scipy), so that no turn makes anything worse; after
a few rounds of it with other guests and other blocks hardly anything is left to gain. (A “very large neighbourhood search”:
Ahuja, Ergun, Orlin, Punnen, "A survey of very large-scale neighborhood search techniques", 2002.)
"""

from collections.abc import Callable

import numpy as np
from scipy.optimize import linear_sum_assignment

from bot_service.matching.instance import Instance, Prices, Weights
from bot_service.matching.lots import Draws, Indices, mixed, shuffled
from bot_service.matching.seating import EMPTY, Seating

BLOCK = 250  #: tables; an assignment grows with its cube, and blocks of this size lose next to nothing
LEFT_OUT = 1e12
SAT_OUT_AGAIN = 5e8


def improve(
    instance: Instance, seating: Seating, sweeps: int, progress: Callable[[float], None] | None = None
) -> Seating:
    """Each sweep lets every seat of a table stand up about once."""
    tables, out = seating.tables.copy(), seating.out.copy()
    if not len(tables):
        return seating
    turns = sweeps * max(1, instance.rules.size - 1)
    draws = mixed(instance.lots, len(instance))
    for turn in range(turns):
        _reseat(instance, tables, out, draws, turn)
        if progress:
            progress((turn + 1) / turns)
    return Seating(tables, out)


def _reseat(instance: Instance, tables: Indices, out: Indices, draws: Draws, turn: int) -> None:
    """One turn, in place."""
    numbers = draws[: len(tables)]
    rows = np.arange(len(tables))
    taken = (tables != EMPTY).sum(axis=1)
    chosen = (mixed(numbers, 2 * turn) % taken.astype(np.uint64)).astype(np.int64)
    seat = np.argsort(tables == EMPTY, axis=1, kind="stable")[rows, chosen]
    order = shuffled(numbers, 2 * turn + 1)
    blocks = np.array_split(order, -(-len(order) // BLOCK))
    waiting = np.array_split(shuffled(draws[: len(out)], 2 * turn + 1), len(blocks))
    for block, places in zip(blocks, waiting, strict=True):
        standing = np.concatenate([tables[block, seat[block]], out[places]])
        rest = tables[block].copy()
        rest[np.arange(len(block)), seat[block]] = EMPTY
        prices = np.empty((len(standing), len(standing)))
        prices[: len(block)] = _at_tables(instance, rest, standing)
        prices[len(block) :] = LEFT_OUT + SAT_OUT_AGAIN * instance.sat_out[standing]
        _, best = linear_sum_assignment(prices)
        seated = standing[best]
        tables[block, seat[block]] = seated[: len(block)]
        out[places] = seated[len(block) :]


def _at_tables(instance: Instance, rest: Indices, standing: Indices) -> Prices:
    """Shape (tables, standing): what each costs at each table, with those who still sit there."""
    priced = np.zeros((len(rest), len(standing)))
    for column in rest.T:
        here = column != EMPTY
        if here.any():
            priced[here] += instance.prices(column[here], standing)
    if instance.starts is not None and rest.shape[1] > 2:
        everybody = instance.starts[rest]
        everybody[rest == EMPTY] = np.uint64(2**64 - 1)
        priced += Weights.forbidden * ~instance.have_time(np.bitwise_and.reduce(everybody, axis=1), standing)
    return priced + _ties(instance, rest, standing)


def _ties(instance: Instance, rest: Indices, standing: Indices) -> Prices:
    """Shape (tables, standing): 0 to 63 by chance, less than one unit of any term: else a whole team would be sent to one other."""
    tables = np.where(rest == EMPTY, np.uint64(0), instance.lots[rest]).sum(axis=1, dtype=np.uint64)
    ties: Prices = (tables[:, None] * instance.lots[standing][None, :] >> np.uint64(58)).astype(np.float64)
    return ties
