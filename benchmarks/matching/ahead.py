"""Rounds planned at once: pairs until everybody has met everybody, and the social golfer problem."""

import time
from collections.abc import Sequence
from itertools import combinations

from companies import company
from report import Result, Row, table_of, track

from bot_service.matching.plan import plan_rounds
from bot_service.matching.seekers import Matching, Rules

PAIRS = (4, 6, 8, 10, 20, 50, 100, 150, 200)

#: people, size, rounds of the bar, rounds of the best plan known: 16 in fours is the affine plane of order 4; 20 in fours and
#: 32 in fours (Aguado 2004) stand in the tables for the social golfer problem; 21 in threes is Kirkman's triple system.
GOLFERS = ((16, 4, 5, 5), (20, 4, 5, 5), (32, 4, 8, 10), (21, 3, 8, 10))
LONGEST = 60.0  #: seconds


def ahead(quick: bool) -> Result:
    lines, holds = [], True
    for people in track(PAIRS[:6] if quick else PAIRS, "ahead: pairs, n - 1 rounds"):
        rounds, seconds = planned(people, 2, people - 1)
        complete = sum(is_complete(one, people, 2) for one in rounds)
        again = repeats(rounds)
        holds &= again == 0 and complete == people - 1
        lines.append((people, people - 1, complete, again, f"{seconds:.2f} s"))
    row = Row(
        f"ahead: pairs, n - 1 rounds at once, n up to {lines[-1][0]}",
        f"{sum(line[3] for line in lines)} repeats, {sum(line[2] for line in lines)} of {sum(line[1] for line in lines)} "
        f"rounds complete; {lines[-1][4]} for {lines[-1][0]} people",
        "0 repeats, every round complete",
        "none of them plans ahead",
        holds,
    )
    head = ("people", "rounds", "complete", "repeats", "time")
    return Result([row], ["\n".join((f"**{row.case}**:", "", *table_of(head, lines)))])


def foursomes(quick: bool) -> Result:
    lines, rows = [], []
    for people, size, asked, known in track(GOLFERS[:1] if quick else GOLFERS, "foursomes"):
        rounds, seconds = planned(people, size, asked)
        again, complete = repeats(rounds), all(is_complete(one, people, size) for one in rounds)
        reached = most_rounds(people, size, asked if again == 0 and complete else 0, known)
        rows.append(
            Row(
                f"foursomes: {people} people in {'threes' if size == 3 else 'fours'}, {asked} rounds",
                f"{again} repeats in {seconds:.1f} s; {reached} of {known} rounds of the best plan known",
                f"0 repeats, ≤ {LONGEST:.0f} s",
                "none of them plans ahead",
                again == 0 and complete and seconds <= LONGEST,
            )
        )
        lines.append((people, size, asked, again, f"{seconds:.1f} s", reached, known))
    head = ("people", "size", "rounds", "repeats", "time", "rounds without a repeat, at most", "best known")
    return Result(rows, ["\n".join(("**foursomes**, planned at once:", "", *table_of(head, lines)))])


def most_rounds(people: int, size: int, sure: int, known: int) -> int:
    """As many rounds as can be planned without a repeat, from `sure` upwards, as far as anybody could."""
    while sure < known:
        rounds, _ = planned(people, size, sure + 1)
        if repeats(rounds) or not all(is_complete(one, people, size) for one in rounds):
            break
        sure += 1
    return sure


def planned(people: int, size: int, rounds: int) -> tuple[list[Matching], float]:
    """The plan, and the seconds it took."""
    began = time.perf_counter()
    plan = plan_rounds(company([people]), rounds=rounds, rules=Rules(size=size, cross_team=False), seed="ahead")
    return plan, time.perf_counter() - began


def is_complete(matching: Matching, people: int, size: int) -> bool:
    seated = {one for group in matching.groups for one in group.ids}
    return len(seated) == people and all(len(group.ids) == size for group in matching.groups)


def repeats(rounds: Sequence[Matching]) -> int:
    """Meetings of pairs that had met before."""
    meetings = [pair for one in rounds for group in one.groups for pair in combinations(sorted(group.ids), 2)]
    return len(meetings) - len(set(meetings))
