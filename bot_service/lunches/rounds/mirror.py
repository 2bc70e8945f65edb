"""The host's mirror, hers alone: team by team, when she last ate with them, and a bookable coffee beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Render, Shown
from bot_service.database.row import put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.lunches.programs.program import HOST
from bot_service.lunches.programs.round import Round
from bot_service.people.ledger import last_lunches_by_team
from bot_service.people.person import Person, person
from bot_service.teams import cards

SHOWN = 5  #: teams with a button; the store allows six buttons on a card


async def draw_mirror(_about: str, to: str) -> Shown | None:
    """Teams she has met least lately come first."""
    host = await person(to)
    if not host.is_host:
        return None
    last = await last_lunches_by_team(to)
    teams = {str(team) for team in await Person.filter(state="joined").values_list("team", flat=True)} - {host.team, ""}
    order = sorted(teams, key=lambda team: (last[team].isoformat() if team in last else "", team))
    title = "When did you last eat with …?"
    lines = [cards.words(f"**{cards.escape(team)}**: {_ago(last.get(team))}") for team in order]
    buttons = [cards.execute(f"Coffee with {team}", "coffee.with", team) for team in order[:SHOWN]]
    hint = cards.words("Only you see this. People you listen to first may like to help you later.", subtle=True)
    return Shown(cards.as_json(cards.card(cards.heading(title), *lines, hint, actions=buttons)), title)


async def coffee_with(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host asks for a coffee with a team: a round of her own, with one lunch, once a day and team."""
    host = await person(person_id)
    if not host.is_host:
        raise Refusal("Only hosts book a coffee with a team; yours comes with the next round.")
    team = str(data.get("id", ""))
    if not await Person.filter(state="joined", team=team).exists():
        raise Refusal("Nobody of this team takes part at the moment. Choose another team.")
    today = clock.now()
    round_id = row_id("round", "coffee", host.id, team, f"{today:%Y-%m-%d}")
    async with transaction():
        await put(
            Round(
                id=round_id,
                state="planned",
                due_at=today,
                program_id="hosts",
                kind=HOST,
                number=0,
                host_id=host.id,
                team=team,
                begun_at=today,
            )
        )
    return Answer(
        text=f"I'm looking for somebody of {team} who has time for a coffee with you. The invitation comes in a moment."
    )


def _ago(last: datetime | None) -> str:
    if last is None:
        return "never"
    weeks = (clock.now() - last).days // 7
    return {0: "this week", 1: "a week ago"}.get(weeks, f"{weeks} weeks ago")


VERBS = {"coffee.with": coffee_with}
CARDS: dict[str, Render] = {"mirror": draw_mirror}
