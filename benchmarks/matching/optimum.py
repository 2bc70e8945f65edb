"""Ours against the best there is: small rounds of every kind, two thousand people, and a company that is nearly one team."""

import time
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from random import Random
from statistics import median

import numpy as np
import rustworkx
from companies import company, even_sizes, past_rounds
from exact import LEVELS, Cost, Definition
from instances import Instance, make
from peers import PEERS
from proof import Proof, Verdict
from report import Result, Row, table_of, track

from bot_service.matching.cost import cost_of
from bot_service.matching.match import match_people
from bot_service.matching.seekers import PastGroup, Seeker

INSTANCES = 300
SECONDS, WORKERS = 120.0, 2  #: CP-SAT's, for one level of one instance


# Small rounds ------------------------------------------------------------------------------------------------------------


def exact(quick: bool) -> Result:
    """The cost of ours, and the cost than which nothing is better."""
    numbers = range(0, INSTANCES, 20) if quick else range(INSTANCES)
    worse, unproved = [], []
    seconds = []
    for number in track(numbers, "exact: small rounds against CP-SAT"):
        instance = make(number)
        began = time.perf_counter()
        groups = matched(instance)
        seconds.append(time.perf_counter() - began)
        ours, verdict = compared(instance, groups)
        if ours != verdict.best:
            worse.append((instance, ours, verdict.best))
        elif not verdict.proved:
            unproved.append(instance)
    equal = len(numbers) - len(worse) - len(unproved)
    row = Row(
        f"exact: {len(numbers)} rounds of {5}-{60} people",
        f"the same cost in {equal}" + (f", not proved in {len(unproved)}" if unproved else ""),
        "the same cost as an exact solver in every one",
        "CP-SAT: the optimum",
        not worse and not unproved,
    )
    lines = [
        f"**{row.case}**: {row.ours}; ours took {median(seconds) * 1000:.0f} ms (median), {max(seconds):.2f} s at most."
    ]
    if worse:
        named = [(str(each[0]), difference(each[1], each[2])) for each in worse]
        lines += [
            "",
            *table_of(("worse than the best (replay: --case exact --instance N)", "level: ours, best"), named),
        ]
    if unproved:
        lines += ["", "Not proved in time: " + ", ".join(str(instance.number) for instance in unproved) + "."]
    return Result([row], ["\n".join(lines)])


def replay(number: int) -> str:
    """One instance of `exact`, with both solutions."""
    instance = make(number)
    groups = matched(instance)
    proof = Proof(Definition(instance), groups, SECONDS, WORKERS)
    verdict = proof.run()
    lines = [
        str(instance),
        f"apart {sorted(map(sorted, instance.apart))}",
        f"again {sorted(map(sorted, instance.again))}",
    ]
    for name, found, cost in (
        ("ours", groups, Definition(instance).cost_of(groups)),
        ("best" if verdict.proved else "best so far", proof.groups(), verdict.best),
    ):
        lines += [f"{name}: {dict(zip(LEVELS, cost, strict=True))}", f"    {sorted(map(tuple, found))}"]
    return "\n".join(lines)


def matched(instance: Instance) -> list[tuple[str, ...]]:
    answer = match_people(
        instance.seekers,
        instance.past,
        rules=instance.rules,
        seed=str(instance.number),
        apart=instance.apart,
        again=instance.again,
    )
    return [group.ids for group in answer.groups]


def compared(instance: Instance, groups: Sequence[Sequence[str]]) -> tuple[Cost, Verdict]:
    """What ours cost, by the product's own count and by ours, which must agree; and the best there is."""
    definition = Definition(instance)
    ours = definition.cost_of(groups)
    counted = cost_of(
        groups, instance.seekers, instance.past, rules=instance.rules, apart=instance.apart, again=instance.again
    )
    if tuple(counted) != ours:
        raise AssertionError(f"{instance}: the engine counts {tuple(counted)}, the definition says {ours}")
    return ours, Proof(definition, groups, SECONDS, WORKERS).run()


def difference(ours: Cost, best: Cost) -> str:
    """Where the two part first, and what follows from there."""
    return ", ".join(
        f"{level}: {mine}, {least}" for level, mine, least in zip(LEVELS, ours, best, strict=True) if mine != least
    )


# Two thousand people -----------------------------------------------------------------------------------------------------


def two_thousand(quick: bool) -> Result:
    """2,000 people, 40 teams, 26 rounds: repeats and bridges of ours against the perfect matching of least cost."""
    people, runs = (1_000, 1) if quick else (2_000, 5)
    seekers = company(even_sizes(people, 40))
    past = past_rounds(seekers, 26)
    between = team_meetings(seekers, past)
    met = {frozenset(group.ids) for group in past}
    costs = Costs(seekers, met, between)
    mine, seconds = (0, 0), []
    for run in track(range(runs), "two-thousand: ours"):
        began = time.perf_counter()
        answer = match_people(seekers, past, seed=f"run {run}")
        seconds.append(time.perf_counter() - began)
        mine = max(mine, costs.of([group.ids for group in answer.groups]))  # the worst of them
    best, building, solving = costs.optimum()
    gap = (mine[1] - best[1]) / best[1] if best[1] else 0.0
    faster = solving / median(seconds)
    holds = mine[0] <= best[0] and gap <= 0.005 and faster >= 20
    row = Row(
        f"two-thousand: {people:,} people, 40 teams",
        f"{mine[0]} repeats, bridges {mine[1]:,}: {gap:.2%} above the optimum; {median(seconds):.2f} s, {faster:.0f} times faster",
        "≤ 0.5 % above, ≥ 20 times faster",
        f"rustworkx: {best[0]} repeats, bridges {best[1]:,}; {solving:.1f} s, and {building:.1f} s to build the graph",
        holds,
    )
    others = []
    for name in ("shuffle", "greedy"):
        began = time.perf_counter()
        pairs = PEERS[name]([seeker.id for seeker in seekers], met, Random(name))
        others.append((name, *costs.of(pairs), costs.same_team(pairs), f"{time.perf_counter() - began:.3f} s"))
    lines = [
        ("ours (the worst of the runs)", *mine, 0, f"{median(seconds):.2f} s"),
        ("rustworkx, the full graph", *best, 0, f"{solving:.1f} s"),
        *others,
    ]
    head = ("who", "repeats", "bridges", "same-team pairs", "time")
    times = {"ours": median(seconds), "rustworkx": solving, **{name: float(last[:-2]) for name, *_, last in others}}
    text = "\n".join((f"**{row.case}**, 26 rounds of history:", "", *table_of(head, lines)))
    return Result([row], [text], {"times": {"people": people, "seconds": times}})


class Costs:
    """Repeats and bridges of whole rounds of pairs."""

    def __init__(self, seekers: Sequence[Seeker], met: set[frozenset[str]], between: Counter[frozenset[str]]) -> None:
        self.seekers, self.met, self.between = seekers, met, between
        self.team = {seeker.id: seeker.team for seeker in seekers}

    def of(self, groups: Sequence[Sequence[str]]) -> tuple[int, int]:
        pairs = [pair for group in groups for pair in combinations(group, 2)]
        bridges = sum(priced(self.between[frozenset((self.team[one], self.team[other]))]) for one, other in pairs)
        return sum(frozenset(pair) in self.met for pair in pairs), bridges

    def same_team(self, groups: Sequence[Sequence[str]]) -> int:
        pairs = [pair for group in groups for pair in combinations(group, 2)]
        return sum(self.team[one] == self.team[other] for one, other in pairs)

    def optimum(self) -> tuple[tuple[int, int], float, float]:
        """The perfect matching of least cost on all pairs of two teams; seconds to build the graph, seconds to solve."""
        began = time.perf_counter()
        graph: rustworkx.PyGraph[str, int] = rustworkx.PyGraph(multigraph=False)
        ids = [seeker.id for seeker in self.seekers]
        graph.add_nodes_from(ids)
        graph.add_edges_from(
            [(one, other, 10**9 - 10**7 * repeat - bridge) for one, other, repeat, bridge in self._edges(ids)]
        )
        built = time.perf_counter()
        matching = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
        solved = time.perf_counter()
        return self.of([(ids[one], ids[other]) for one, other in matching]), built - began, solved - built

    def _edges(self, ids: Sequence[str]) -> list[tuple[int, int, int, int]]:
        names = sorted(set(self.team.values()))
        table = np.array([[priced(self.between[frozenset((one, other))]) for other in names] for one in names])
        team = np.array([names.index(self.team[one]) for one in ids])
        one, other = np.triu_indices(len(ids), 1)
        across = team[one] != team[other]
        one, other = one[across], other[across]
        index = {each: number for number, each in enumerate(ids)}
        met = {tuple(sorted(index[each] for each in pair)) for pair in self.met}
        bridges = table[team[one], team[other]].tolist()
        return [
            (left, right, (left, right) in met, bridge)
            for left, right, bridge in zip(one.tolist(), other.tolist(), bridges, strict=True)
        ]


def team_meetings(seekers: Sequence[Seeker], past: Sequence[PastGroup]) -> Counter[frozenset[str]]:
    team = {seeker.id: seeker.team for seeker in seekers}
    return Counter(frozenset(team[one] for one in pair) for group in past for pair in combinations(group.ids, 2))


# One team holds nearly all -----------------------------------------------------------------------------------------------


def majority(quick: bool) -> Result:
    """70 % are of one team: at most twice the others can meet across teams, and whoever can't is told why."""
    lines, holds = [], True
    sizes = (30, 300) if quick else (30, 300, 3_000, 30_000)
    for people in track(sizes, "majority"):
        others = people - people * 7 // 10
        seekers = company([people - others, *even_sizes(others, min(9, others))])
        began = time.perf_counter()
        answer = match_people(seekers, seed="majority")
        seconds = time.perf_counter() - began
        seated = [one for group in answer.groups for one in group.ids]
        team = {seeker.id: seeker.team for seeker in seekers}
        same = sum(team[one] == team[other] for group in answer.groups for one, other in combinations(group.ids, 2))
        told = sum(1 for seeker in seekers if answer.left_over.get(seeker.id))
        holds &= len(seated) == len(set(seated)) == 2 * others and same == 0 and told == people - len(seated)
        chance = PEERS["shuffle"]([seeker.id for seeker in seekers], set(), Random("majority"))
        across = sum(2 for one, other in chance if team[one] != team[other])
        lines.append(
            (f"{people:,}", f"{len(seated):,}", f"{2 * others:,}", same, f"{told:,}", f"{seconds:.2f} s", f"{across:,}")
        )
    row = Row(
        "majority: one team holds 70 %",
        "; ".join(f"{line[0]} people: {line[1]} of {line[2]} meet" for line in lines),
        "the maximum; everybody else gets a reason",
        "; ".join(f"shuffle across teams: {line[6]}" for line in lines),
        holds,
    )
    head = (
        "people",
        "meet",
        "most that can",
        "same-team pairs",
        "left over with a reason",
        "time",
        "shuffle, across teams",
    )
    return Result([row], ["\n".join((f"**{row.case}**:", "", *table_of(head, lines)))])


def priced(meetings: int) -> int:
    """What it costs that two teams have met so often already, as in `Cost.bridges`."""
    return 60 - 60 // (1 + meetings)
