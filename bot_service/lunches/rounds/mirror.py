"""The host's mirror, hers alone: team by team, when she last ate with them, and a bookable coffee or table beside it."""

from collections.abc import Mapping
from datetime import datetime
from itertools import combinations
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer, Verb
from bot_service.courtesy.shown import Render, Shown, show
from bot_service.database.row import put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.lunches.programs.members import takes_part
from bot_service.lunches.programs.program import HOST, Program
from bot_service.lunches.programs.round import TEAM_TABLE, Round, planned
from bot_service.lunches.programs.terms import Members
from bot_service.lunches.rounds.on_demand import NotNow, check_free
from bot_service.people.hours import zone_named
from bot_service.people.ledger import last_lunches_by_team
from bot_service.people.person import Person, person
from bot_service.teams import cards
from bot_service.teams.wording import clean

LINES = 20  #: teams in words; a company may have hundreds
HOSTS = "hosts"  #: the programme on whose terms these tables are
SHOWN = 3  #: teams with buttons, a coffee and a table each; the store allows six buttons on a card
LONGEST_NAME = 80  #: characters of a team's name on the card
TITLE = "When did you last eat with …?"
TOLD = {
    "coffee": "somebody of {} who has time for a coffee with you",
    "table": "a time for two to four people of {} and you",
}


async def draw_mirror(_about: str, to: str) -> Shown | None:
    """Teams she has met least lately come first; of very many the first, and how many more there are."""
    host = await person(to)
    if not host.is_host:
        return None
    last = await last_lunches_by_team(to)
    teams = await _teams_for(host)
    order = sorted(teams, key=lambda team: (last[team].isoformat() if team in last else "", team))
    lines = [f"**{cards.escape(_short(team))}**: {_ago(last.get(team))}" for team in order[:LINES]]
    lines += [f"and {len(order) - LINES} more"] if len(order) > LINES else []
    lines = lines or ["Nobody of another team takes part just now."]
    buttons = [cards.execute(f"Coffee with {_short(team)}", "coffee.with", team) for team in order[:SHOWN]]
    tables = [team for team in order[:SHOWN] if _makes_a_table(teams[team])]
    buttons += [cards.execute(f"Table with {_short(team)}", "table.with", team) for team in tables]
    hint = cards.words("Only you see this. People you listen to first may like to help you later.", subtle=True)
    return show(cards.heading(TITLE), *map(cards.words, lines), hint, summary=TITLE, actions=buttons)


async def coffee_with(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host asks for a coffee with a team: a round of her own, with one lunch, once a day and team."""
    return await _plan(person_id, clean(data.get("id")), HOST, "coffee")


async def table_with(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host asks two to four people of a team to one table, once a day and team."""
    return await _plan(person_id, clean(data.get("id")), TEAM_TABLE, "table")


async def _teams_for(host: Person) -> dict[str, list[Person]]:
    """Team → those of it who may sit with this host: joined, no hosts, and meant by the programme of the hosts.

    Who of them is in a Microsoft 365 group is not asked here.
    """
    program = await Program.get_or_none(id=HOSTS)
    members = program.members if program else Members()
    others = Person.filter(state="joined", is_host=False).exclude(team__in=[host.team, ""]).order_by("id")
    teams: dict[str, list[Person]] = {}
    for guest in await others.only("id", "team", "site", "manager_id"):
        if takes_part(guest, members, frozenset({guest.id})):
            teams.setdefault(guest.team, []).append(guest)
    return teams


def _makes_a_table(team: list[Person]) -> bool:
    """Whether two of them may sit with a host; somebody and whom she manages don't sit at one table."""
    pairs = combinations(team, 2)
    return any(one.manager_id != other.id and other.manager_id != one.id for one, other in pairs)


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
        guests = (await _teams_for(host)).get(team, [])
        if not (_makes_a_table(guests) if kind == TEAM_TABLE else guests):
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


def _short(team: str) -> str:
    return cards.shortened(team, LONGEST_NAME)


def _ago(last: datetime | None) -> str:
    if last is None:
        return "never"
    weeks = (clock.now() - last).days // 7
    return {0: "this week", 1: "a week ago"}.get(weeks, f"{weeks} weeks ago")


VERBS: dict[str, Verb] = {"coffee.with": coffee_with, "table.with": table_with}
CARDS: dict[str, Render] = {"mirror": draw_mirror}
