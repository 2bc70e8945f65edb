"""Is there anything better than the groups in hand? Proved level by level, and each level in two steps.

First a bound. Prices on people (and on odd sets of people, and on the levels settled before) prove that some groups can't be
part of anything as good as what is in hand; a linear program finds good prices, but the proof itself is arithmetic in whole
numbers. Then CP-SAT decides on the groups that remain; once these are pairs
only, a maximum-weight matching does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from definition import LEVELS, Cost, Definition
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack
from scipy.sparse.csgraph import connected_components

Whole = NDArray[np.int64]
Share = NDArray[np.float64]

SCALE = 1_000  #: prices are whole thousandths
OFF_SIZE = LEVELS.index("off size")
STEPS = {"off size": 2}  #: with the same people left over, threes come and go by two
CUTTING = 12  #: linear programs solved for one level, at most
SUPPORTS = (1e-6, 0.25, 0.5)  #: how much two people must be together to be of one odd set


@dataclass(frozen=True)
class Verdict:
    """The best cost there is, as far as it was proved."""

    best: Cost
    proved: bool


class Proof:
    """Starts from groups that keep the rules, and takes each better solution that it meets in their place."""

    def __init__(self, definition: Definition, groups: Sequence[Sequence[str]], seconds: float, workers: int) -> None:
        self.definition, self.seconds, self.workers = definition, seconds, workers
        numbers = {seeker.id: number for number, seeker in enumerate(definition.people)}
        choices = [tuple(seeker.id for seeker in group) for group in definition.groups]
        costs = [definition.cost_of_group(group) for group in definition.groups]
        self.costs: Whole = np.array(costs, np.int64).reshape(-1, len(LEVELS))
        row = [numbers[one] for group in choices for one in group]
        column = [place for place, group in enumerate(choices) for _ in group]
        shape = (len(numbers), len(choices))
        # Nobody sits in two groups, and of an odd set of people one can't sit among them: what each row counts, and its most.
        self.members = csr_matrix((np.ones(len(row), np.int64), (row, column)), shape)
        self.rows, self.most = self.members, np.ones(len(numbers), np.int64)
        self.left: Whole = np.arange(len(choices))  # groups that may be part of a best solution
        places = {group: place for place, group in enumerate(choices)}
        self.in_hand = {places[tuple(sorted(group))] for group in groups}

    def run(self) -> Verdict:
        """Settle one level after the other, or all that are left at once."""
        proved = True
        for level in range(len(LEVELS)):
            if not self.costs[self.left, OFF_SIZE].any():
                self._match_pairs()
                break
            if self.costs[self.left, level].any():
                proved &= self._settle(level)
        total = np.array(self.definition.nothing) + self.costs[sorted(self.in_hand)].sum(axis=0)
        return Verdict(tuple(total.tolist()), proved)

    def groups(self) -> list[tuple[str, ...]]:
        """What is in hand."""
        return [tuple(seeker.id for seeker in self.definition.groups[place]) for place in sorted(self.in_hand)]

    def _settle(self, level: int) -> bool:
        """Make what is in hand best at this level among what is best at the levels before. False if time ran out."""
        bound, reduced = self._bound(level)
        in_time = True
        if not self._proves(bound, level):
            slack = self._value(level) * SCALE - bound
            self.left, reduced = self.left[reduced <= slack], reduced[reduced <= slack]
            in_time = self._decide(level)
        # Groups that cost more than the slack, in reduced prices, are in no solution as good as what is in hand.
        self.left = self.left[reduced <= self._value(level) * SCALE - bound]
        return in_time

    def _match_pairs(self) -> None:
        """Only pairs are left: networkx's maximum-weight matching settles all levels at once."""
        weights, factor = np.zeros(len(self.left), object), 1
        for each in reversed(range(len(LEVELS))):
            costs = self.costs[self.left, each]
            weights -= costs.astype(object) * factor
            factor *= int(np.abs(costs).sum()) + 1
        graph = nx.Graph()
        for place, weight in zip(self.left.tolist(), weights.tolist(), strict=True):
            one, other = self.definition.groups[place]
            graph.add_edge(one.id, other.id, weight=weight, place=place)
        self.in_hand = {graph.edges[pair]["place"] for pair in nx.max_weight_matching(graph)}

    def _value(self, level: int) -> int:
        return int(self.costs[sorted(self.in_hand), level].sum())

    def _proves(self, bound: int, level: int) -> bool:
        return bound > (self._value(level) - STEPS.get(LEVELS[level], 1)) * SCALE

    def _bound(self, level: int) -> tuple[int, Whole]:
        """No solution costs less than the first; the second is what each group adds to it. Both in thousandths.

        Take any price u <= 0 of a row, and any v of a settled level. Over the groups of a solution, the sum of
        (cost - u of its rows - v of its settled costs) is at most its cost - (u times the most of each row) - v times what
        is settled.
        """
        wanted = self.costs[self.left, level]
        settled = self.costs[self.left, :level].T
        values = np.array([self._value(before) for before in range(level)], np.int64)
        bound, reduced = int(np.minimum(wanted, 0).sum()) * SCALE, np.zeros_like(wanted)
        for _ in range(CUTTING):
            rows = self.rows[:, self.left]
            equal = {"A_eq": csr_matrix(settled), "b_eq": values} if level else {}
            answer = linprog(wanted, A_ub=rows, b_ub=self.most, bounds=(0, None), method="highs", **equal)
            if answer.status:
                break
            prices = np.minimum(np.rint(answer.ineqlin.marginals * SCALE), 0).astype(np.int64)
            before = np.rint(answer.eqlin.marginals * SCALE).astype(np.int64) if level else np.zeros(0, np.int64)
            reduced = wanted * SCALE - rows.T @ prices - settled.T @ before
            bound = int(prices @ self.most + before @ values + np.minimum(reduced, 0).sum())
            if self._proves(bound, level) or not self._cut(answer.x, wanted <= 0):
                break
        return bound, reduced

    def _cut(self, shares: Share, free: NDArray[np.bool_]) -> bool:
        """Odd sets of people that the linear program seats with one too many; False if none was found.

        Of 2 m + 1 people at most m pairs, or threes, can sit together, whoever else a three has. Looked for among people
        whom the program, or the groups that cost nothing, join.
        """
        found = self._joined(free.astype(float), 0.5).union(*(self._joined(shares, least) for least in SUPPORTS))
        new, most = [], []
        for odd in sorted(people for people in found if len(people) > 1 and len(people) % 2):
            row = np.asarray(self.members[list(odd)].sum(axis=0)).ravel() // 2
            if row[self.left] @ shares > len(odd) // 2 + 1e-6:
                new.append(row)
                most.append(len(odd) // 2)
        if new:
            self.rows = csr_matrix(vstack((self.rows, np.array(new))))
            self.most = np.concatenate((self.most, np.array(most, np.int64)))
        return bool(new)

    def _joined(self, shares: Share, least: float) -> set[tuple[int, ...]]:
        """Sets of people who sit together, one with the next, by more than `least`."""
        members = self.members[:, self.left]
        together = csr_matrix(members.multiply(shares) @ members.T > least)
        count, part = connected_components(together, directed=False)
        return {tuple(np.flatnonzero(part == number).tolist()) for number in range(count)}

    def _decide(self, level: int) -> bool:
        """CP-SAT on the groups that are left: takes its solution, and says whether there is provably no better one."""
        model = cp_model.CpModel()
        chosen = [model.new_bool_var("") for _ in self.left]
        rows = self.rows[:, self.left]
        for number, most in enumerate(self.most.tolist()):
            row = rows[[number]]
            of_row = [chosen[place] for place in row.indices]
            if number < len(self.definition.people):
                model.add_at_most_one(of_row)
            else:
                model.add(cp_model.LinearExpr.weighted_sum(of_row, row.data.tolist()) <= most)
        for before in range(level):
            costs = self.costs[self.left, before].tolist()
            if any(costs):
                model.add(cp_model.LinearExpr.weighted_sum(chosen, costs) == self._value(before))
        wanted = cp_model.LinearExpr.weighted_sum(chosen, self.costs[self.left, level].tolist())
        model.add(wanted <= self._value(level))
        model.minimize(wanted)
        for variable, group in zip(chosen, self.left.tolist(), strict=True):
            model.add_hint(variable, group in self.in_hand)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self.workers
        solver.parameters.max_time_in_seconds = self.seconds
        status = solver.solve(model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            taken = zip(chosen, self.left.tolist(), strict=True)
            self.in_hand = {group for variable, group in taken if solver.value(variable)}
        return bool(status == cp_model.OPTIMAL)
