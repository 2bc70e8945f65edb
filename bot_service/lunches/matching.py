"""Who meets whom: as many people as possible, never of one team, as few repeats as possible, whoever sat out before goes first.

Pure and seeded. The heavy part is an exact maximum-weight matching (rustworkx); the weights below say what matters.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import rustworkx

from bot_service.lunches.slots import common_starts

Pair = frozenset[str]


@dataclass(frozen=True)
class Seeker:
    """Somebody who looks for a lunch. `starts` are the quarter hours at which she can begin, one integer per form."""

    id: str
    team: str
    manager_id: str = ""
    starts: tuple[int, ...] = ()
    sat_out: bool = False


@dataclass(frozen=True)
class Match:
    """Groups of ids, and for everybody left over one reason."""

    groups: tuple[tuple[str, ...], ...] = ()
    left_over: Mapping[str, str] = field(default_factory=dict)


REPEAT = 1_000_000  #: a repeat costs more than everything below together
SAT_OUT = 10_000
STRANGE_TEAMS = 100  #: for two teams that have hardly met; less with each meeting

NO_SLOT = "no time in the next two weeks suits you and somebody of another team"
ODD_ONE = "the number of people was odd this time; you go first next time"
NO_OTHER_TEAM = "nobody of another team was free to meet"


def match_pairs(
    seekers: Sequence[Seeker], met: Mapping[Pair, int], team_meetings: Mapping[Pair, int], seed: str
) -> Match:
    """Pair people across teams; an odd one joins a pair where all three can meet.

    `met`: how often two people met before. `team_meetings`: how often two teams did. The same input gives the same output.
    """
    everyone = sorted(seekers, key=lambda seeker: seeker.id)
    dice = random.Random(seed)  # noqa: S311 - ties, not secrets
    graph: rustworkx.PyGraph[Seeker, int] = rustworkx.PyGraph(multigraph=False)
    nodes = {graph.add_node(seeker): seeker for seeker in everyone}
    for (left, one), (right, other) in combinations(nodes.items(), 2):
        if may_meet(one, other):
            graph.add_edge(left, right, _weight(one, other, met, team_meetings) + dice.randrange(10))
    matching = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    groups = sorted(tuple(sorted((nodes[a].id, nodes[b].id))) for a, b in matching)
    return _seat_the_rest(groups, {seeker.id: seeker for seeker in everyone}, met)


def may_meet(one: Seeker, other: Seeker) -> bool:
    """Of different teams, not manager and report, and with a common slot for lunch or for coffee."""
    return (
        one.team != other.team
        and other.id != one.manager_id
        and one.id != other.manager_id
        and any(mine & theirs for mine, theirs in zip(one.starts, other.starts, strict=True))
    )


def pick_guest(
    host: Seeker, colleagues: Sequence[Seeker], met: Mapping[Pair, int], team_order: Sequence[str], seed: str
) -> str | None:
    """For a host lunch: somebody she has not met, of the first team in `team_order` (least known first) where that is possible."""
    dice = random.Random(seed)  # noqa: S311 - ties, not secrets
    for team in team_order:
        possible = [
            one.id
            for one in colleagues
            if one.team == team and may_meet(host, one) and not met.get(Pair({host.id, one.id}))
        ]
        if possible:
            return dice.choice(sorted(possible))
    return None


def _weight(one: Seeker, other: Seeker, met: Mapping[Pair, int], team_meetings: Mapping[Pair, int]) -> int:
    repeats = met.get(Pair({one.id, other.id}), 0)
    strangeness = STRANGE_TEAMS // (1 + team_meetings.get(Pair({one.team, other.team}), 0))
    return 10 * REPEAT - min(repeats, 9) * REPEAT + (one.sat_out + other.sat_out) * SAT_OUT + strangeness


def _seat_the_rest(groups: Sequence[tuple[str, ...]], seekers: Mapping[str, Seeker], met: Mapping[Pair, int]) -> Match:
    """Let each one left over make a pair a three, where nobody of the three has met and all can."""
    seated = {one for group in groups for one in group}
    final, left_over = [*groups], {}
    for one in (seeker for seeker in seekers.values() if seeker.id not in seated):
        for index, group in enumerate(final):
            if len(group) == 2 and _can_join(one, [seekers[guest] for guest in group], met):
                final[index] = tuple(sorted((*group, one.id)))
                break
        else:
            left_over[one.id] = _reason(one, seekers)
    return Match(tuple(final), left_over)


def _can_join(one: Seeker, group: Sequence[Seeker], met: Mapping[Pair, int]) -> bool:
    new = all(not met.get(Pair({one.id, guest.id})) and may_meet(one, guest) for guest in group)
    return new and any(
        common_starts(starts) for starts in zip(one.starts, *(guest.starts for guest in group), strict=True)
    )


def _reason(one: Seeker, seekers: Mapping[str, Seeker]) -> str:
    others = [other for other in seekers.values() if other.team != one.team]
    if not others:
        return NO_OTHER_TEAM
    return ODD_ONE if any(may_meet(one, other) for other in others) else NO_SLOT
