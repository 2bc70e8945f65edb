"""Who met whom before, as the matching wants it."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from bot_service.lunches.lunch import Guest, Lunch
from bot_service.lunches.matching import Pair
from bot_service.lunches.program import LeftOver, Round


async def meetings() -> dict[Pair, int]:
    """How often any two people were at one table, or are about to be.

    A pair that was proposed and did not come about counts too: a declined invitation is not repeated at once.
    """
    tables: dict[str, list[str]] = {}
    for lunch_id, person_id in await Guest.all().values_list("lunch_id", "person_id"):
        tables.setdefault(str(lunch_id), []).append(str(person_id))
    return count_pairs(tables.values())


async def teams_by_acquaintance(host_id: str, teams: Iterable[str], own: str) -> list[str]:
    """All other teams, the one this host has sat with least first."""
    hosted = await Guest.filter(person_id=host_id).values_list("lunch_id", flat=True)
    kept = await Lunch.filter(id__in=list(hosted)).exclude(state="called off").values_list("id", flat=True)
    met: dict[str, int] = {}
    for guest in await Guest.filter(lunch_id__in=list(kept)).exclude(person_id=host_id):
        met[guest.team] = met.get(guest.team, 0) + 1
    return sorted((team for team in set(teams) if team != own), key=lambda team: (met.get(team, 0), team))


async def sat_out_last(program_id: str, number: int) -> set[str]:
    """Who was left over in the round before this one."""
    before = await Round.get_or_none(program_id=program_id, number=number - 1)
    if before is None:
        return set()
    return {str(one) for one in await LeftOver.filter(round_id=before.id).values_list("person_id", flat=True)}


def count_pairs(tables: Iterable[Iterable[str]]) -> dict[Pair, int]:
    """Count how often each two sat together."""
    counted: dict[Pair, int] = {}
    for table in tables:
        for one, other in combinations(sorted(table), 2):
            counted[Pair({one, other})] = counted.get(Pair({one, other}), 0) + 1
    return counted


def team_meetings_of(met: Mapping[Pair, int], team_of: Mapping[str, str]) -> dict[Pair, int]:
    """How often two teams met, from how often two people did."""
    counted: dict[Pair, int] = {}
    for pair, times in met.items():
        teams = Pair(team_of[one] for one in pair if one in team_of)
        if len(teams) == 2:
            counted[teams] = counted.get(teams, 0) + times
    return counted
