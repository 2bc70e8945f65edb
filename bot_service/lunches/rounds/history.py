"""Who met whom before, as the matching wants it."""

from collections.abc import Collection
from datetime import UTC, datetime

from tortoise.expressions import Subquery

from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.matching.seekers import PastGroup

LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def past_groups() -> list[PastGroup]:
    """Who was at one table, or is about to be, the rounds of all programs numbered in the order in which they began.

    A group that was proposed and did not come about counts too: a declined invitation is not repeated at once.
    """
    begun = {one.id: (one.begun_at or LONG_AGO, one.number, one.id) for one in await Round.all()}
    number = {round_id: place for place, round_id in enumerate(sorted(begun, key=lambda one: begun[one]), start=1)}
    round_of = dict(await Lunch.all().values_list("id", "round_id"))
    tables: dict[str, list[str]] = {}
    for lunch_id, person_id in await Guest.all().order_by("id").values_list("lunch_id", "person_id"):
        tables.setdefault(str(lunch_id), []).append(str(person_id))
    return [PastGroup(number.get(str(round_of[lunch_id]), 0), tuple(ids)) for lunch_id, ids in tables.items()]


async def acquaintance(hosts: Collection[str]) -> dict[str, dict[str, int]]:
    """For each host: how often she has sat with people of each team, or is about to."""
    known: dict[str, dict[str, int]] = {host: {} for host in hosts}
    for host in hosts:
        hosted = await Guest.filter(person_id=host).values_list("lunch_id", flat=True)
        kept = await Lunch.filter(id__in=list(hosted)).exclude(state="called off").values_list("id", flat=True)
        for guest in await Guest.filter(lunch_id__in=list(kept)).exclude(person_id=host):
            known[host][guest.team] = known[host].get(guest.team, 0) + 1
    return known


async def sat_out_last(this: Round) -> set[str]:
    """Who was left over in the programme's round before this one and found nobody in its second rounds either."""
    before = Round.filter(program_id=this.program_id, number=this.number - 1, kind=this.kind)
    if this.number <= 1 or this.host_id:
        return set()
    left = LeftOver.filter(round_id__in=Subquery(before.values("id"))).values_list("person_id", flat=True)
    lunches = Lunch.filter(round_id__in=Subquery(before.values("id"))).exclude(state="called off")
    seated = Guest.filter(lunch_id__in=Subquery(lunches.values("id"))).exclude(answer="no")
    return {str(one) for one in await left} - {str(one) for one in await seated.values_list("person_id", flat=True)}
