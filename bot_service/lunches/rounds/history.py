"""Who met whom before, as the matching wants it."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations

from tortoise.expressions import Subquery

from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.matching.seekers import Pair, PastGroup

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Past:
    """What was before a round.

    `groups`: who sat at one table, or is about to, by the rounds of this programme: what happened between two of them counts with
    the earlier one. `declined`: pairs whose last invitation came to nothing, with the number of that round. `acquaintance`: how
    often a host sat with people of each team.
    """

    groups: Sequence[PastGroup] = ()
    declined: Mapping[Pair, int] = field(default_factory=dict)
    acquaintance: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def met(self, hosts: Collection[str]) -> set[Pair]:
        """Everybody whom one of these hosts has sat with or was declined by: she listens to new people first."""
        wanted = set(hosts)
        tables = [(group.ids, host) for group in self.groups for host in wanted & set(group.ids)]
        met = {Pair({host, one}) for ids, host in tables for one in ids if one != host}
        return met | {pair for pair in self.declined if pair & wanted}

    def declined_since(self, number: int) -> set[Pair]:
        """Pairs that were invited in that round or later, in vain: an invitation is not repeated at once."""
        return {pair for pair, round_ in self.declined.items() if round_ >= number}


async def past_of(program_id: str, *, hosts: Collection[str] = ()) -> Past:
    """All that happened before a round of this programme, in whatever programme; `hosts` are those who invite in it."""
    begun = {one.id: one for one in await Round.all()}
    own = [one for one in begun.values() if one.program_id == program_id and one.number and not one.second]
    begins = sorted(one.begun_at or LONG_AGO for one in own)
    tables: dict[str, list[str]] = {}
    for lunch_id, person_id in await Guest.all().order_by("id").values_list("lunch_id", "person_id"):
        tables.setdefault(str(lunch_id), []).append(str(person_id))
    groups: list[PastGroup] = []
    declined: dict[Pair, int] = {}
    for lunch_id, round_id, state in await Lunch.all().order_by("id").values_list("id", "round_id", "state"):
        of = begun.get(round_id)
        number = bisect_right(begins, of.begun_at or LONG_AGO) if of else 0
        ids = tuple(tables.get(lunch_id, ()))
        if state != "called off":
            groups.append(PastGroup(number, ids))
            continue
        for one, other in combinations(ids, 2):
            pair = Pair({one, other})
            declined[pair] = max(number, declined.get(pair, 0))
    return Past(groups, declined, await acquaintance(hosts))


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


async def told_before(this: Round) -> set[str]:
    """For a second round: who has read already, after the first or another second one, that she goes first in the next."""
    if not this.second:
        return set()
    others = Round.filter(program_id=this.program_id, number=this.number).exclude(id=this.id)
    left = LeftOver.filter(round_id__in=Subquery(others.values("id"))).values_list("person_id", flat=True)
    return {str(one) for one in await left}
