"""Fewer repeats in a plan of several rounds: people change seats within their rounds, as long as it helps and a while longer.

A tabu search over all rounds at once, after I. Dotú and P. Van Hentenryck, “Scheduling social golfers locally” (2005): the best
swap of somebody in trouble is made even if it makes things worse, and she doesn't come back to that group for some time.
Everything is counted in integers and every chance comes from the seed, so the same input gives the same plan on every machine.
"""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]

SHORTEST, LONGEST = 2, 12  #: for so many steps nobody comes back to a group
LOOKED_AT = 48  #: so many of those in trouble are looked at in one step
STALE, SHUFFLED = 1000, 15  #: after so many steps in vain so many people change seats by chance
NEVER = 1 << 60  #: the price of a swap that isn't possible


class _Swap(NamedTuple):
    """Two people who sit in different groups of one round, and what it costs more (or less) if they change seats."""

    round: int
    one: int
    other: int
    delta: int


def fewer_repeats(
    rounds: Sequence[Sequence[Sequence[int]]],
    price: Numbers,
    *,
    seed: str,
    steps: int,
    again: int = 1,
    frozen: Flags | None = None,
    starts: Words | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[list[list[int]]]:
    """The cheapest plan found within so many steps, never dearer than the one given. Groups keep their places and sizes.

    `price` (people, people): what the first meeting of two costs; each further one costs the same, or `again` if that is more.
    Pairs that must not meet have a price above all that a plan may cost otherwise. `frozen` (rounds, people): who keeps her seat.
    `starts` (people, words): the moments that suit each, as bits; after a swap both groups have one in common. Who is in no
    group of a round stays out of it. `progress` is told the share of the steps done.
    """
    if not rounds:
        return []
    plan = _Plan(rounds, price, again, frozen, starts)
    dice = random.Random(seed)  # noqa: S311 - ties, not secrets
    cost = cheapest = plan.cost()
    best, found_at = plan.seat.copy(), 0
    for step in range(steps):
        if not cheapest:
            break
        if progress and step % 256 == 0:
            progress(step / steps)
        stale = step - found_at > STALE
        for _ in range(SHUFFLED if stale else 1):
            swap = plan.any_swap(dice) if stale else plan.best_swap(step, cheapest - cost, dice)
            if swap:
                cost += plan.make(swap, step + dice.randint(SHORTEST, LONGEST))
        found_at = step if stale else found_at
        if cost < cheapest:
            cheapest, best, found_at = cost, plan.seat.copy(), step
    return [
        [np.flatnonzero(seats == place).tolist() for place in range(len(groups))]
        for seats, groups in zip(best, rounds, strict=True)
    ]


class _Plan:
    """Who sits where in all rounds, and what each would cost in each group.

    `seat` (rounds, people): the number of the group; whoever is in none has a number of her own behind them.
    `met` (people, people): in how many rounds two sit together. `burden` (rounds, people, groups): what the meetings with the
    people of a group cost somebody, seen from the other rounds; `own` (rounds, people): that of the group where she sits.
    """

    def __init__(
        self,
        rounds: Sequence[Sequence[Sequence[int]]],
        price: Numbers,
        again: int,
        frozen: Flags | None,
        starts: Words | None,
    ) -> None:
        self.first = price.astype(np.int64)
        np.fill_diagonal(self.first, 0)
        self.further = np.maximum(self.first, again)
        np.fill_diagonal(self.further, 0)
        self.everybody = np.arange(len(price))
        self.every_round = np.arange(len(rounds))[:, None]
        self.seat = np.full((len(rounds), len(price)), -1, dtype=np.int64)
        for number, groups in enumerate(rounds):
            for place, group in enumerate(groups):
                self.seat[number, list(group)] = place
        out = self.seat < 0
        self.movable = ~out if frozen is None else ~(out | frozen)
        self.seat[out] = (max(map(len, rounds), default=0) + np.cumsum(out, axis=1) - 1)[out]
        self.held = np.zeros((*self.seat.shape, int(self.seat.max(initial=0)) + 1), dtype=np.int64)
        self._weigh()
        self.starts = starts
        if starts is not None:
            self.common = np.stack([[self._moments(row, one) for one in range(len(row))] for row in self.seat])

    def _weigh(self) -> None:
        sits = np.zeros(self.held.shape, dtype=np.float64)
        sits[self.every_round, self.everybody, self.seat] = 1
        together = [(one @ one.T).astype(np.int64) for one in sits]
        self.met: Numbers = sum(together, np.zeros_like(self.first))
        costs = [np.where(self.met > same, self.further, self.first).astype(np.float64) for same in together]
        self.burden = np.stack([cost @ one for cost, one in zip(costs, sits, strict=True)]).astype(np.int64)
        np.fill_diagonal(self.met, 0)
        self.own = self.burden[self.every_round, self.everybody, self.seat]

    def cost(self) -> int:
        met = np.triu(self.met)
        return int((np.minimum(met, 1) * self.first + np.maximum(met - 1, 0) * self.further).sum())

    def best_swap(self, step: int, needed: int, dice: random.Random) -> _Swap | None:
        """The cheapest swap of somebody in trouble. One that is held must cost less than `needed`, that is, beat the best plan."""
        troubled = np.flatnonzero((self.own > 0) & self.movable)
        if len(troubled) > LOOKED_AT:
            troubled = troubled[dice.sample(range(len(troubled)), LOOKED_AT)]
        number, one = np.divmod(troubled, len(self.first))
        delta, theirs, mine = self._deltas(number, one)
        rows = number[:, None]
        until = np.maximum(self.held[rows, one[:, None], theirs], self.held[rows, self.everybody, mine])
        delta[(until > step) & (delta >= needed)] = NEVER
        return self._one_of(delta, number, one, delta.min(initial=NEVER), dice)

    def any_swap(self, dice: random.Random) -> _Swap | None:
        """A swap by chance."""
        seats = np.flatnonzero(self.movable)
        if not len(seats):
            return None
        number, one = np.divmod(seats[[dice.randrange(len(seats))]], len(self.first))
        delta = self._deltas(number, one)[0]
        return self._one_of(delta, number, one, int(delta[0, dice.randrange(delta.shape[1])]), dice)

    def _one_of(self, delta: Numbers, number: Numbers, one: Numbers, wanted: int, dice: random.Random) -> _Swap | None:
        if wanted >= NEVER:
            return None
        choices = np.flatnonzero(delta == wanted)
        row, other = divmod(int(choices[dice.randrange(len(choices))]), delta.shape[1])
        return _Swap(int(number[row]), int(one[row]), other, int(wanted))

    def _deltas(self, number: Numbers, one: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """For each of these (round, person) what a swap with each other person costs; and the others' groups, and her own."""
        rows, theirs = number[:, None], self.seat[number]
        mine = self.seat[number, one][:, None]
        same = theirs == mine
        between = np.where(self.met[one] > same, self.further[one], self.first[one])
        delta = self.burden[rows, one[:, None], theirs] + self.burden[rows, self.everybody, mine]
        delta -= 2 * between + self.own[number, one][:, None] + self.own[number]
        delta[same | ~self.movable[number]] = NEVER
        if self.starts is not None:
            fits = (self.common[number] & self.starts[one][:, None]).any(axis=2)
            fits &= (self.common[number, one][:, None] & self.starts).any(axis=2)
            delta[~fits] = NEVER
        return delta, theirs, mine

    def make(self, swap: _Swap, until: int) -> int:
        """Change the seats; the one in trouble doesn't come back until then. Returns what it costs."""
        number, one, other, delta = swap
        seats = self.seat[number]
        left, right = seats[one], seats[other]
        lefts, rights = np.flatnonzero(seats == left), np.flatnonzero(seats == right)
        lefts, rights = lefts[lefts != one], rights[rights != other]
        pair = np.array([one, other])
        between = np.where(self.met[pair] > (seats == seats[pair][:, None]), self.further[pair], self.first[pair])
        change = between[1] - between[0]
        self.burden[number, :, left] += change
        self.burden[number, :, right] -= change
        self._meet(number, one, other, lefts, rights)
        seats[one], seats[other] = right, left
        self.own = self.burden[self.every_round, self.everybody, self.seat]
        self.held[number, one, left] = until
        if self.starts is not None:
            for person in (*lefts, *rights, one, other):
                self.common[number, person] = self._moments(seats, person)
        return delta

    def _meet(self, number: int, one: int, other: int, lefts: Numbers, rights: Numbers) -> None:
        """Count who meets now and who no longer does, and what that changes for them in the other rounds."""
        movers = np.repeat([one, other, one, other], [len(lefts), len(rights), len(rights), len(lefts)])
        others = np.concatenate([lefts, rights, rights, lefts])
        gained = np.arange(len(others)) >= len(lefts) + len(rights)
        elsewhere = self.met[movers, others] - (self.seat[:, movers] == self.seat[:, others])
        turns = elsewhere == ~gained
        turns[number] = False
        rounds, which = np.nonzero(turns)
        mover, met = movers[which], others[which]
        change = np.where(gained[which], 1, -1) * (self.further[mover, met] - self.first[mover, met])
        np.add.at(self.burden, (rounds, mover, self.seat[rounds, met]), change)
        np.add.at(self.burden, (rounds, met, self.seat[rounds, mover]), change)
        sign = np.where(gained, 1, -1)
        self.met[movers, others] += sign
        self.met[others, movers] += sign

    def _moments(self, seats: Numbers, person: int) -> Words:
        """When all others of her group can meet."""
        assert self.starts is not None
        others: Words = self.starts[(seats == seats[person]) & (self.everybody != person)]
        common: Words = np.bitwise_and.reduce(others, axis=0)
        return common
