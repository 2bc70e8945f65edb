"""The host's mirror, hers alone: team by team, when she last ate with them, and a bookable coffee or table beside it."""

from collections.abc import Mapping
from datetime import datetime
from itertools import combinations
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer, Verb
from bot_service.courtesy.shown import Render, Shown
from bot_service.database.row import put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.lunches.programs.program import HOST
from bot_service.lunches.programs.round import TEAM_TABLE, Round
from bot_service.people.ledger import last_lunches_by_team
from bot_service.people.person import Person, person
from bot_service.teams import cards

SHOWN = 3  #: teams with buttons, a coffee and a table each; the store allows six buttons on a card


async def draw_mirror(_about: str, to: str) -> Shown | None:
    """Teams she has met least lately come first."""
    host = await person(to)
    if not host.is_host:
        return None
    last = await last_lunches_by_team(to)
    teams: dict[str, list[Person]] = {}
    others = Person.filter(state="joined", is_host=False).exclude(team__in=[host.team, ""])
    for guest in await others.order_by("id").only("id", "team", "manager_id"):
        teams.setdefault(guest.team, []).append(guest)
    order = sorted(teams, key=lambda team: (last[team].isoformat() if team in last else "", team))
    title = "When did you last eat with …?"
    lines = [cards.words(f"**{cards.escape(team)}**: {_ago(last.get(team))}") for team in order]
    buttons = [cards.execute(f"Coffee with {team}", "coffee.with", team) for team in order[:SHOWN]]
    tables = [team for team in order[:SHOWN] if _makes_a_table(teams[team])]
    buttons += [cards.execute(f"Table with {team}", "table.with", team) for team in tables]
    hint = cards.words("Only you see this. People you listen to first may like to help you later.", subtle=True)
    return Shown(cards.as_json(cards.card(cards.heading(title), *lines, hint, actions=buttons)), title)


async def coffee_with(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host asks for a coffee with a team: a round of her own, with one lunch, once a day and team."""
    team = await _plan(person_id, str(data.get("id", "")), HOST, "coffee")
    return Answer(
        text=f"I'm looking for somebody of {team} who has time for a coffee with you. The invitation comes in a moment."
    )


async def table_with(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host asks two to four people of a team to one table, once a day and team."""
    team = await _plan(person_id, str(data.get("id", "")), TEAM_TABLE, "table")
    return Answer(
        text=f"I'm looking for a time that suits two to four people of {team} and you. The invitation comes in a moment."
    )


def _makes_a_table(team: list[Person]) -> bool:
    """Whether two of them may sit with a host; somebody and whom she manages don't sit at one table."""
    pairs = combinations(team, 2)
    return any(one.manager_id != other.id and other.manager_id != one.id for one, other in pairs)


async def _plan(person_id: str, team: str, kind: str, what: str) -> str:
    """Write the round. Pressed twice it is one. Raises a `Refusal` where there are too few people."""
    host = await person(person_id)
    if not host.is_host:
        raise Refusal("Only hosts book a coffee or a table with a team; yours comes with the next round.")
    guests = await Person.filter(state="joined", team=team, is_host=False) if team != host.team else []
    if not (_makes_a_table(guests) if kind == TEAM_TABLE else guests):
        raise Refusal("Too few people of this team take part at the moment. Choose another team.")
    now = clock.now()
    async with transaction():
        await put(
            Round(
                id=row_id("round", what, host.id, team, f"{now:%Y-%m-%d}"),
                state="planned",
                due_at=now,
                program_id="hosts",
                kind=kind,
                number=0,
                host_id=host.id,
                team=team,
                begun_at=now,
            )
        )
    return team


def _ago(last: datetime | None) -> str:
    if last is None:
        return "never"
    weeks = (clock.now() - last).days // 7
    return {0: "this week", 1: "a week ago"}.get(weeks, f"{weeks} weeks ago")


VERBS: dict[str, Verb] = {"coffee.with": coffee_with, "table.with": table_with}
CARDS: dict[str, Render] = {"mirror": draw_mirror}
