"""One team holds nearly all: at most twice the others can meet across teams, and whoever can't is told why."""

import time
from itertools import combinations
from random import Random

from companies import company, even_sizes
from peers import PEERS
from report import Result, Row, table_of, track

from bot_service.matching.match import match_people

SIZES = (30, 300, 3_000, 30_000)  #: people
SHARE = 70  #: per cent of them are of one team
OTHER_TEAMS = 9


def majority(quick: bool) -> Result:
    lines, holds = [], True
    for people in track(SIZES[:2] if quick else SIZES, "majority"):
        others = people - people * SHARE // 100
        seekers = company([people - others, *even_sizes(others, OTHER_TEAMS)])
        began = time.perf_counter()
        answer = match_people(seekers, seed="majority")
        seconds = time.perf_counter() - began
        team = {seeker.id: seeker.team for seeker in seekers}
        seated = {one for group in answer.groups for one in group.ids}
        pairs = [pair for group in answer.groups for pair in combinations(group.ids, 2)]
        same = sum(team[one] == team[other] for one, other in pairs)
        told = sum(bool(answer.left_over.get(one)) for one in team if one not in seated)
        holds &= len(seated) == 2 * others and same == 0 and told == people - len(seated)
        chance = PEERS["shuffle"](list(team), set(), Random("majority"))
        across = sum(2 for one, other in chance if team[one] != team[other])
        counts = (f"{count:,}" for count in (people, len(seated), 2 * others, same, told))
        lines.append((*counts, f"{seconds:.2f} s", f"{across:,}"))
    row = Row(
        f"majority: one team holds {SHARE} %",
        "; ".join(f"{line[0]} people: {line[1]} of {line[2]} meet" for line in lines),
        "the maximum; everybody else gets a reason",
        f"shuffle, across teams: {', '.join(line[-1] for line in lines)}",
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
