"""Two thousand people: ours against the perfect matching of least cost, found by rustworkx on all pairs of two teams."""

import time
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from random import Random
from statistics import median

import numpy as np
import rustworkx
from companies import Whole, company, even_sizes, past_rounds, zipf_sizes
from definition import acquaintance
from peers import PEERS
from report import Result, Row, table_of, track

from bot_service.matching.match import match_people
from bot_service.matching.seekers import PastGroup, Seeker

PEOPLE, TEAMS, ROUNDS, RUNS = 2_000, 40, 26, 5
STRANGERS, REPEAT = 10**9, 10**7  #: one repeat weighs more than all bridges of a round
GAP, FASTER = 0.005, 20

Sums = tuple[int, int]  #: repeats and bridges of a round


def two_thousand(quick: bool) -> Result:
    """Teams of one size, and of Zipf sizes."""
    people = PEOPLE // 2 if quick else PEOPLE
    even = against_optimum("one size", even_sizes(people, TEAMS), quick)
    skewed = against_optimum("Zipf sizes", zipf_sizes(people, TEAMS), quick)
    return Result([*even.rows, *skewed.rows], [*even.details, *skewed.details], even.curves)


def against_optimum(what: str, sizes: Sequence[int], quick: bool) -> Result:
    """Repeats and bridges, the worst of several seeds, and the median time."""
    round_to_match = Costs(company(sizes))
    seekers, past, people = round_to_match.seekers, round_to_match.past, len(round_to_match.seekers)
    mine, seconds = (0, 0), []
    for run in track(range(1 if quick else RUNS), f"two-thousand: teams of {what}, ours"):
        began = time.perf_counter()
        answer = match_people(seekers, past, seed=f"run {run}")
        seconds.append(time.perf_counter() - began)
        mine = max(mine, round_to_match.of([group.ids for group in answer.groups]))
        assert len(answer.groups) * 2 == people, "a perfect matching is what we compare"
    [(best, building, solving)] = [
        round_to_match.optimum() for _ in track(range(1), f"two-thousand: teams of {what}, rustworkx")
    ]
    chance = round_to_match.of(past_rounds(seekers, 1, seed="by chance", met=past))
    gap, faster = (mine[1] - best[1]) / max(best[1], 1), solving / median(seconds)
    row = Row(
        f"two-thousand: {people:,} people, {TEAMS} teams of {what}",
        f"{mine[0]} repeats, bridges {mine[1]:,}: {gap:.2%} above the optimum; {median(seconds):.2f} s, {faster:.0f} times faster",
        f"≤ {GAP:.1%} above, ≥ {FASTER} times faster",
        f"rustworkx: {best[0]} repeats, bridges {best[1]:,}; {solving:.1f} s, and {building:.1f} s to build the graph",
        mine[0] <= best[0] and gap <= GAP and faster >= FASTER,
    )
    times = {"ours": median(seconds), "rustworkx": solving}
    faults = {"ours": faulty(mine[0], 0), "rustworkx": faulty(best[0], 0)}
    lines: list[tuple[object, ...]] = [
        ("ours (the worst of the runs)", *mine, 0, f"{times['ours']:.2f} s"),
        ("rustworkx, the optimum", *best, 0, f"{solving:.1f} s"),
        ("pairs of two teams that never met, by chance", *chance, 0, ""),
    ]
    for name in ("shuffle", "greedy"):
        began = time.perf_counter()
        pairs = PEERS[name]([seeker.id for seeker in seekers], round_to_match.met, Random(name))
        times[name] = time.perf_counter() - began
        sums, same_team = round_to_match.of(pairs), round_to_match.same_team(pairs)
        faults[name] = faulty(sums[0], same_team)
        # Two of one team cost no bridge, so theirs may be below the optimum of those who keep the rule.
        lines.append((name, *sums, same_team, f"{times[name]:.3f} s"))
    head = ("who", "repeats", "bridges", "same-team pairs", "time")
    text = "\n".join((f"**{row.case}**, {ROUNDS} rounds of history:", "", *table_of(head, lines)))
    return Result([row], [text], {"times": {"people": people, "seconds": times, "faults": faults}})


def faulty(repeats: int, same_team: int) -> str:
    """What people would complain about."""
    return (
        f"{repeats} repeats, {same_team} pairs of one team"
        if repeats or same_team
        else "no repeat, no pair of one team"
    )


class Costs:
    """A company with its past: repeats and bridges of a round of it, and the least there can be."""

    def __init__(self, seekers: Sequence[Seeker]) -> None:
        self.seekers, self.past = seekers, past_rounds(seekers, ROUNDS)
        self.met = {frozenset(group.ids) for group in self.past}
        self.team = {seeker.id: seeker.team for seeker in seekers}
        self.between = Counter(frozenset(self.team[one] for one in group.ids) for group in self.past)

    def of(self, groups: Sequence[Sequence[str] | PastGroup]) -> Sums:
        pairs = self._pairs(groups)
        teams = (frozenset((self.team[one], self.team[other])) for one, other in pairs)
        return sum(frozenset(pair) in self.met for pair in pairs), sum(
            acquaintance(self.between[each]) for each in teams
        )

    def same_team(self, groups: Sequence[Sequence[str]]) -> int:
        return sum(self.team[one] == self.team[other] for one, other in self._pairs(groups))

    def optimum(self) -> tuple[Sums, float, float]:
        """The perfect matching of least cost; seconds to build the graph, seconds to solve it."""
        began = time.perf_counter()
        graph: rustworkx.PyGraph[str, int] = rustworkx.PyGraph(multigraph=False)
        ids = list(self.team)
        graph.add_nodes_from(ids)
        one, other = np.triu_indices(len(ids), 1)
        teams = sorted(set(self.team.values()))
        team = np.array([teams.index(each) for each in self.team.values()])
        one, other = one[team[one] != team[other]], other[team[one] != team[other]]
        weights = self._weights(ids, teams, team)[one, other]
        graph.add_edges_from(list(zip(one.tolist(), other.tolist(), weights.tolist(), strict=True)))
        built = time.perf_counter()
        matching = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
        solved = time.perf_counter()
        return self.of([(ids[left], ids[right]) for left, right in matching]), built - began, solved - built

    def _weights(self, ids: Sequence[str], teams: Sequence[str], team: Whole) -> Whole:
        """Shape (people, people)."""
        bridges = [[acquaintance(self.between[frozenset((mine, theirs))]) for theirs in teams] for mine in teams]
        weights = STRANGERS - np.array(bridges, np.int64)[team][:, team]
        index = {each: number for number, each in enumerate(ids)}
        met = np.array([[index[each] for each in group.ids] for group in self.past])
        weights[met[:, 0], met[:, 1]] -= REPEAT
        weights[met[:, 1], met[:, 0]] -= REPEAT
        return weights

    def _pairs(self, groups: Sequence[Sequence[str] | PastGroup]) -> list[tuple[str, str]]:
        seated = (group.ids if isinstance(group, PastGroup) else group for group in groups)
        return [pair for group in seated for pair in combinations(group, 2)]
