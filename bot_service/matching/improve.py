"""Many people: make a seating better, at once for many.

One guest of each table stands up, chance says which; then all who stand, and those who had no seat, are seated at their best
among the tables of a block. That is an assignment problem, solved exactly (scipy), so that no turn makes anything worse; after
a few rounds of it with other guests and other blocks hardly anything is left to gain. (A “very large neighbourhood search”:
Ahuja, Ergun, Orlin, Punnen, "A survey of very large-scale neighborhood search techniques", 2002.)
"""

import numpy as np
from scipy.optimize import linear_sum_assignment

from bot_service.matching.instance import Instance, Prices, Weights
from bot_service.matching.lots import Draws, Indices, mixed, shuffled
from bot_service.matching.seating import EMPTY, Seating

BLOCK = 250  #: tables; an assignment grows with its cube, and blocks of this size lose next to nothing
LEFT_OUT = 1e12
SAT_OUT_AGAIN = 5e8
TOLD_OFF = 24


def improve(instance: Instance, seating: Seating, sweeps: int) -> Seating:
    """Each sweep lets every seat of a table stand up about once."""
    tables, out = seating.tables.copy(), seating.out.copy()
    if not len(tables):
        return seating
    draws, wishes = mixed(instance.lots, len(instance)), _told_off(instance)
    for turn in range(sweeps * max(1, instance.rules.size - 1)):
        _reseat(instance, tables, out, draws, wishes, turn)
    return Seating(tables, out)


def _reseat(instance: Instance, tables: Indices, out: Indices, draws: Draws, wishes: Indices | None, turn: int) -> None:
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
        prices[: len(block)] = _at_tables(instance, rest, standing) + _ties(instance, wishes, rest, standing)
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
    return priced


def _ties(instance: Instance, wishes: Indices | None, rest: Indices, standing: Indices) -> Prices:
    """Shape (tables, standing): 0 to 63, less than one unit of any term.

    By chance, so that no whole team is sent to one other; and, of teams that know each other equally little, rather those that
    somebody was told off to meet, so that a round has something of all of them.
    """
    chance = np.where(rest == EMPTY, np.uint64(0), instance.lots[rest]).sum(axis=1, dtype=np.uint64)
    ties: Prices = (chance[:, None] * instance.lots[standing][None, :] >> np.uint64(60)).astype(np.float64)
    if wishes is not None:
        lead = rest.max(axis=1)
        ties += TOLD_OFF * (wishes[lead][:, None] != instance.team[standing][None, :])
        ties += TOLD_OFF * (instance.team[lead][:, None] != wishes[standing][None, :])
    return ties


def _told_off(instance: Instance) -> Indices | None:
    """For each person one of the teams that hers knows least, dealt out evenly among her team."""
    if instance.bridges is None or len(instance.teams) < 2:
        return None
    wishes = np.empty(len(instance), dtype=np.int64)
    for team, known in enumerate(instance.bridges):
        others = np.flatnonzero(np.arange(len(known)) != team)
        least = others[known[others] == known[others].min()]
        people = np.flatnonzero(instance.team == team)
        order = people[np.argsort(instance.lots[people], kind="stable")]
        wishes[order] = np.resize(least[shuffled(instance.lots[: len(least)], team)], len(order))
    return wishes
