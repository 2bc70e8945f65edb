"""A host's coffee or table with a team: a round of her own, from the buttons of her mirror."""

from collections.abc import Collection, Mapping
from itertools import combinations
from typing import Any

from tortoise.functions import Count

from bot_service import clock
from bot_service.courtesy.answer import Answer, Verb
from bot_service.database.row import put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.lunches.programs.members import takes_part
from bot_service.lunches.programs.program import HOST, Program
from bot_service.lunches.programs.round import TEAM_TABLE, Round, planned
from bot_service.lunches.programs.terms import Members
from bot_service.lunches.rounds.on_demand import NotNow, check_free
from bot_service.people.hours import zone_named
from bot_service.people.person import Person, person
from bot_service.teams.wording import clean

HOSTS = "hosts"  #: the programme on whose terms these tables are
TOLD = {
    "coffee": "somebody of {} who has time for a coffee with you",
    "table": "a time for two to four people of {} and you",
}


async def coffee_with(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host asks for a coffee with a team: a round of her own, with one lunch, once a day and team."""
    return await _plan(person_id, clean(data.get("id")), HOST, "coffee")


async def table_with(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host asks two to four people of a team to one table, once a day and team."""
    return await _plan(person_id, clean(data.get("id")), TEAM_TABLE, "table")


async def teams_to_meet(host: Person) -> set[str]:
    """The other teams of which somebody may sit with this host: joined, no host, and meant by the programme of the hosts.

    Who of them is in a Microsoft 365 group is not asked here.
    """
    members = await _members()
    others = Person.filter(state="joined", is_host=False).exclude(team__in=[host.team, ""])
    places = others.annotate(people=Count("id")).group_by("team", "site").values_list("team", "site")
    known = [Person(id="somebody", team=team, site=site) for team, site in await places]
    return {one.team for one in known if takes_part(one, members, frozenset({one.id}))}


async def guests_of(host: Person, teams: Collection[str]) -> dict[str, list[Person]]:
    """Those of each of these teams who may sit with this host."""
    members = await _members()
    others = Person.filter(state="joined", is_host=False, team__in=list(teams)).exclude(team__in=[host.team, ""])
    guests: dict[str, list[Person]] = {team: [] for team in teams}
    for guest in await others.order_by("id").only("id", "team", "site", "manager_id"):
        if takes_part(guest, members, frozenset({guest.id})):
            guests[guest.team].append(guest)
    return guests


def makes_a_table(team: Collection[Person]) -> bool:
    """Whether two of them may sit with a host; somebody and whom she manages don't sit at one table."""
    pairs = combinations(team, 2)
    return any(one.manager_id != other.id and other.manager_id != one.id for one, other in pairs)


async def _members() -> Members:
    program = await Program.get_or_none(id=HOSTS)
    return program.members if program else Members()


async def _plan(person_id: str, team: str, kind: str, what: str) -> Answer:
    """Write the round, or say why not: raises a `Refusal` where nothing would come of it."""
    host = await person(person_id)
    if not host.is_host:
        raise Refusal("Only hosts book a coffee or a table with a team; yours comes with the next round.")
    now = clock.now()
    today = now.astimezone(zone_named(host.zone)).date()
    id_ = row_id("round", what, host.id, team, f"{today}")
    async with transaction():
        if await Round.exists(id=id_):
            raise NotNow(f"I have looked for a {what} with {team} for you today already. Ask me again tomorrow.")
        await check_free(host, now)
        guests = (await guests_of(host, [team]))[team]
        if not (makes_a_table(guests) if kind == TEAM_TABLE else guests):
            raise Refusal(await _why_too_few(team))
        await put(planned(id_, kind, now, program_id=HOSTS, host_id=host.id, team=team))
    return Answer(text=f"I'm looking for {TOLD[what].format(team)}. The invitation comes in a moment.")


async def _why_too_few(team: str) -> str:
    """One sentence, and what helps."""
    program = await Program.get_or_none(id=HOSTS)
    known = await Person.filter(state="joined", team=team, is_host=False).only("id", "team", "site")
    if program and known and not any(takes_part(one, program.members, frozenset({one.id})) for one in known):
        return f"“{program.name}” leaves {team} out. Choose another team, or write “programs” to change who takes part."
    return "Too few people of this team take part at the moment. Choose another team."


VERBS: dict[str, Verb] = {"coffee.with": coffee_with, "table.with": table_with}
