"""Seats at a table with somebody whom everybody would like to meet, drawn by lot."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot_service.matching.lots import lot
from bot_service.matching.seekers import Group, Matching, Pair, Rules, Seeker
from bot_service.matching.tables import ROOM, Customs, alphabetical, fullest_table

NOT_DRAWN = "the seats were drawn by lot; who hasn't had one goes first next time"
WORKS_WITH_HOST = "the seats are for people who don't work with the host anyway"
NO_TABLE = "no time suited the host and somebody who would like a seat"
NOBODY_ASKED = "nobody put a name in for a seat this time"

MOST_SEATS = 1 << 7  #: the prices of wins are made for so many; no table comes near


def lottery(
    host: Seeker,
    entrants: Sequence[Seeker],
    *,
    seats: int = 3,
    won_before: Mapping[str, int] = {},
    rules: Rules = Rules(),  # noqa: B008 - frozen
    seed: str = "",
    apart: Collection[Pair] = (),
) -> Matching:
    """Draw who sits with the host, at a start that suits all of them.

    In this order: as many seats taken as possible; as few of one team as possible (none of the host's own); who has won
    least often before; the lot. Nobody is seated with somebody kept apart, nor manager with report. All else being
    equal, everybody has the same chance, and what she draws does not depend on who else takes part.
    The group lists the host first. Everybody else is left over; where no seat is taken, the host too.
    """
    customs = Customs.of([host], (), rules, seed, apart)
    hopeful = [one for one in alphabetical(entrants) if one.id != host.id]
    possible = [one for one in hopeful if customs.may_meet(host, one)]
    steps = _steps(won_before.get(one.id, 0) for one in possible)
    prices = {
        one.id: (steps[won_before.get(one.id, 0)] << ROOM) + (lot("lottery", seed, one.id) >> 32) for one in possible
    }
    seated = min(seats, MOST_SEATS)
    winners = fullest_table(host, possible, prices, seated, customs.foes(possible), mixed=rules.cross_team)
    ids = sorted(one.id for one in winners)
    left_over = {one.id: _reason(customs, host, one, drawn=bool(ids)) for one in hopeful if one.id not in ids}
    if not ids:
        return Matching((), {**left_over, host.id: NO_TABLE if hopeful else NOBODY_ASKED})
    return Matching((Group((host.id, *ids), f"The seats with {host.id} were drawn by lot."),), left_over)


def _steps(wins: Iterable[int]) -> dict[int, int]:
    """What each number of wins costs: the steps up get smaller, each more than a whole table can gather in those after it.
    So two sums compare how many never won, then how many won least, and so on.
    """
    numbers = sorted(set(wins))
    steps, cost = dict[int, int](), 0
    for place, number in enumerate(numbers):
        steps[number] = cost
        cost += (2 * MOST_SEATS) ** (len(numbers) - place)
    return steps


def _reason(customs: Customs, host: Seeker, one: Seeker, *, drawn: bool) -> str:
    """What is known to all may be said: who is of the host's team, or reports to her. Nothing else tells one from another."""
    same_team = customs.rules.cross_team and one.team == host.team
    if same_team or (customs.rules.managers_apart and (one.manager_id == host.id or host.manager_id == one.id)):
        return WORKS_WITH_HOST
    return NOT_DRAWN if drawn else NO_TABLE
