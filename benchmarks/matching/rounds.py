"""Round after round, each matched without a look ahead: repeats among few people, bridges among the teams of a company."""

import random
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from statistics import mean

from companies import company, even_sizes, zipf_sizes
from peers import PEERS, Peer
from report import Result, Row, table_of, track

from bot_service.matching.match import match_people
from bot_service.matching.seekers import PastGroup, Rules, Seeker

Round = list[tuple[str, ...]]
Matcher = Callable[[int], Round]  #: the number of a round → its groups

SEEDS = 10
SEEDS_OF = {"networkx": 2}  # it takes a minute for each
BRIDGE_ROUNDS = 12
LONGEST = 60  #: rounds after which we stop waiting for the last two teams to meet


def ours(seekers: Sequence[Seeker], rules: Rules, seed: Callable[[int], str]) -> Matcher:
    past: list[PastGroup] = []

    def one_round(number: int) -> Round:
        groups = [group.ids for group in match_people(seekers, past, rules=rules, seed=seed(number)).groups]
        past.extend(PastGroup(number, ids) for ids in groups)
        return groups

    return one_round


def theirs(seekers: Sequence[Seeker], peer: Peer, seed: int) -> Matcher:
    ids, met, dice = [seeker.id for seeker in seekers], set[frozenset[str]](), random.Random(f"{peer.__name__} {seed}")

    def one_round(number: int) -> Round:  # noqa: ARG001 - they don't count rounds
        groups: Round = list(peer(ids, met, dice))
        met.update(frozenset(pair) for pair in groups)
        return groups

    return one_round


# Repeats ---------------------------------------------------------------------------------------------------------------


def fifty(quick: bool) -> Result:
    return repeats("fifty", 50, 1.0, quick)


def twenty_thirty(quick: bool) -> Result:
    results = [repeats("twenty-thirty", people, 0.8, quick) for people in (20, 30)]
    return Result(
        [row for result in results for row in result.rows], [text for each in results for text in each.details]
    )


def repeats(case: str, people: int, bar: float, quick: bool) -> Result:
    """n - 1 rounds of n people, teams don't count: how often somebody meets somebody again."""
    seekers, seeds = company([people]), 2 if quick else SEEDS
    rules = Rules(cross_team=False)
    makers: dict[str, Callable[[int], Matcher]] = {
        "ours": lambda one: ours(seekers, rules, lambda _: f"seed {one}"),
        "ours, a new seed each round": lambda one: ours(seekers, rules, lambda number: f"seed {one}, round {number}"),
    }
    makers |= {name: partial(theirs, seekers, peer) for name, peer in PEERS.items()}
    curves: dict[str, list[float]] = {}
    lines = []
    for name, maker in makers.items():
        numbers = range(1 if quick and name == "networkx" else min(seeds, SEEDS_OF.get(name, seeds)))
        runs = [counted(maker(one), people - 1) for one in track(numbers, f"{case}: {people} people, {name}")]
        curves[name] = [mean(values) for values in zip(*runs, strict=True)]
        totals = [run[-1] for run in runs]
        lines.append((name, f"{mean(totals):.1f}", min(totals), max(totals), len(runs)))
    found = {name: curve[-1] for name, curve in curves.items()}
    worst = max(found["ours"], found["ours, a new seed each round"])
    told = ", ".join(f"{name} {found[name]:.1f}" for name in PEERS)
    row = Row(
        f"{case}: {people} people, {people - 1} rounds",
        f"{found['ours']:.1f} repeats of {people * (people - 1) // 2:,} "
        f"(a new seed each round: {found['ours, a new seed each round']:.1f}), mean of {seeds} seeds",
        f"≤ {bar}",
        told,
        worst <= bar,
    )
    head = ("who", "repeats, mean", "least", "most", "seeds")
    text = "\n".join((f"**{row.case}**, one round at a time:", "", *table_of(head, lines)))
    return Result([row], [text], {"repeats": curves} if people == 50 else {})


def counted(matcher: Matcher, rounds: int) -> list[int]:
    """Meetings of pairs that had met before, summed up to each round."""
    met: set[frozenset[str]] = set()
    total, sums = 0, []
    for number in range(1, rounds + 1):
        pairs = {frozenset(pair) for group in matcher(number) for pair in combinations(group, 2)}
        total += len(pairs & met)
        met |= pairs
        sums.append(total)
    return sums


# Bridges ---------------------------------------------------------------------------------------------------------------


def bridges(quick: bool) -> Result:
    """500 people, 25 teams: after how many rounds has every team met every other?"""
    people, teams = (100, 10) if quick else (500, 25)
    even = bridges_of("teams of one size", even_sizes(people, teams), quick)
    skewed = bridges_of("teams of Zipf sizes", zipf_sizes(people, teams), quick)
    curves = {"bridges": {**even.curves, "teams": teams}}
    return Result([*even.rows, *skewed.rows], [*even.details, *skewed.details], curves)


def bridges_of(what: str, sizes: Sequence[int], quick: bool) -> Result:
    seekers, seeds = company(sizes), 2 if quick else SEEDS
    makers: dict[str, tuple[int, int, Callable[[int], Matcher]]] = {
        "ours": (seeds, LONGEST, lambda one: ours(seekers, Rules(), lambda number: f"seed {one}, round {number}")),
        "shuffle": (seeds, 10 * LONGEST, partial(theirs, seekers, PEERS["shuffle"])),
        "greedy": (seeds, 10 * LONGEST, partial(theirs, seekers, PEERS["greedy"])),
        "rustworkx": (1, BRIDGE_ROUNDS, partial(theirs, seekers, PEERS["rustworkx"])),
    }
    team_of = {seeker.id: seeker.team for seeker in seekers}
    shares: dict[str, list[float]] = {}
    firsts: dict[str, float | None] = {}
    for name, (count, longest, maker) in makers.items():
        numbers = range(min(count, seeds))
        runs = [met_teams(maker(one), team_of, longest) for one in track(numbers, f"bridges: {what}, {name}")]
        shares[name] = [mean(run[at] for run in runs) for at in range(BRIDGE_ROUNDS)]
        firsts[name] = mean(map(len_until_all, runs)) if all(run[-1] == 1 for run in runs) else None
    mine, shuffled = firsts["ours"], firsts["shuffle"]
    ratio = mine / shuffled if mine and shuffled else float("inf")
    row = Row(
        f"bridges: {len(seekers)} people, {len(sizes)} {what}",
        f"all {len(sizes) * (len(sizes) - 1) // 2} pairs of teams met after {said(mine)} rounds: {ratio:.0%} of the shuffle's",
        "≤ 60 % of the shuffle's rounds",
        ", ".join(f"{name} {said(firsts[name])}" for name in ("shuffle", "greedy", "rustworkx")),
        ratio <= 0.6,
    )
    head = ("round", *shares)
    lines = [(at + 1, *(f"{share[at]:.1%}" for share in shares.values())) for at in range(BRIDGE_ROUNDS)]
    text = "\n".join((f"**{row.case}**, share of the pairs of teams that have met:", "", *table_of(head, lines)))
    note = "networkx is left out: it takes minutes for one round of so many, and solves what rustworkx solves."
    return Result([row], [f"{text}\n\n{note}"], {"shares": shares, "firsts": firsts})


def met_teams(matcher: Matcher, team_of: dict[str, str], longest: int) -> list[float]:
    """The share of pairs of teams that have met, after each round until all have, and BRIDGE_ROUNDS at least."""
    teams = len(set(team_of.values()))
    met: set[frozenset[str]] = set()
    shares: list[float] = []
    while len(shares) < BRIDGE_ROUNDS or (shares[-1] < 1 and len(shares) < longest):
        for group in matcher(len(shares) + 1):
            pairs = combinations([team_of[one] for one in group], 2)
            met.update(frozenset(pair) for pair in pairs if pair[0] != pair[1])
        shares.append(len(met) / (teams * (teams - 1) // 2))
    return shares


def len_until_all(shares: Sequence[float]) -> int:
    return shares.index(1) + 1


def said(rounds: float | None) -> str:
    return "not yet" if rounds is None else f"{rounds:.1f}"
