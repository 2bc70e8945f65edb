"""The host's mirror, hers alone: team by team what she gave and when, what she gave and asked in all, and the next good steps."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from microsoft_teams.cards import CardElement, Column, ColumnSet, TextBlock

from bot_service import clock
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.shown import Render, Shown, show
from bot_service.lunches.rounds.with_a_team import guests_of, makes_a_table, teams_to_meet
from bot_service.people.person import person
from bot_service.people.relationship.ago import ago
from bot_service.people.relationship.ladder import TOO_LONG, Act, Step
from bot_service.people.relationship.mirror import Line
from bot_service.people.relationship.overview import Overview, overview_of
from bot_service.teams import cards

LINES = 12  #: teams in the table; a company may have hundreds
FORGOTTEN, STEPS = 2, 4  #: sentences
SHOWN = 3  #: teams with buttons, a coffee and a table each; the store allows six buttons on a card
LONGEST_NAME = 60  #: characters of a team's name on the card
TITLE = "When did you last eat with …?"
NOBODY = "Nobody of another team takes part just now."
#: never, long ago, within the last eight weeks: by form, not by colour alone
MARKS = {"never": "○", "long ago": "◐", "lately": "●"}
COLOURS: dict[str, Literal["Attention", "Warning", "Good"]] = {
    "never": "Attention",
    "long ago": "Warning",
    "lately": "Good",
}


async def draw_mirror(_about: str, to: str) -> Shown | None:
    """Teams she has met least lately come first; of very many the first, and how many more there are."""
    host = await person(to)
    if not host.is_host:
        return None
    now = clock.now()
    asked = await Message.filter(sender_id=host.id, kind=Kind.ASK).count()  # whatever became of them
    seen = await overview_of(host, now, asked=asked, among=await teams_to_meet(host))
    steps = [*seen.forgotten[:FORGOTTEN], *seen.steps][:STEPS]
    elements: list[CardElement] = [cards.heading(TITLE), cards.words(cards.escape(seen.balance.in_words))]
    elements += [_row(line, now) for line in seen.lines[:LINES]] or [cards.words(NOBODY)]
    if len(seen.lines) > LINES:
        elements.append(cards.words(f"and {len(seen.lines) - LINES} more", subtle=True))
    if steps:
        elements.append(TextBlock(text="**Good next steps**", wrap=True, spacing="Medium"))
        elements.append(cards.words("\n".join(f"- {_short(step)}" for step in steps)))
    elements.append(
        cards.words("Only you see this. People you listen to first may like to help you later.", subtle=True)
    )
    near = _with_buttons(seen, steps)
    buttons = [cards.execute(f"Coffee with {_named(team)}", "coffee.with", team) for team in near]
    guests = await guests_of(host, near)
    tables = [team for team in near if makes_a_table(guests[team])]
    buttons += [cards.execute(f"Table with {_named(team)}", "table.with", team) for team in tables]
    return show(*elements, summary=TITLE, actions=buttons)


def _with_buttons(seen: Overview, steps: Iterable[Step]) -> list[str]:
    """The teams that a sentence wants her to meet, then those she met least lately."""
    meet = [step.team for step in steps if step.act in {Act.MEET, Act.MEET_AGAIN}]
    return list(dict.fromkeys([*meet, *(line.team for line in seen.lines)]))[:SHOWN]


def _row(line: Line, now: datetime) -> ColumnSet:
    """Left the team, right when she ate with them and what else she gave: columns, which every client draws, on a phone too."""
    how = "never" if line.ate is None else "lately" if now - line.ate < TOO_LONG else "long ago"
    ate = TextBlock(text=f"{MARKS[how]} {ago(line.ate, now)}", wrap=True, color=COLOURS[how])
    team = cards.words(f"**{cards.escape(_named(line.team))}**")
    columns = [Column(width=4, items=[team]), Column(width=5, items=[ate, *_also(line, now)])]
    return ColumnSet(columns=columns, spacing="Small", separator=True)


def _also(line: Line, now: datetime) -> list[TextBlock]:
    """What else she did and when; then, less loud, what is still to come. Thanks come by themselves, after a share."""
    moments = {"listened": line.listened, "celebrated": line.celebrated, "passed on": line.passed_on}
    done = [f"✓ {what} {ago(at, now)}" for what, at in {**moments, "thanked": line.thanked}.items() if at]
    missing = ", ".join(what for what, at in moments.items() if not at)
    said = [TextBlock(text=text, wrap=True, size="Small", spacing="None") for text in done]
    if missing and (done or line.ate):
        text = f"not yet: {missing}"
        said.append(TextBlock(text=text, wrap=True, size="Small", is_subtle=True, spacing="None"))
    return said


def _named(team: str) -> str:
    return cards.shortened(team, LONGEST_NAME)


def _short(step: Step) -> str:
    """Its sentence, with the name of the team as short as in the table."""
    return cards.escape(step.sentence.replace(step.team, _named(step.team)))


CARDS: dict[str, Render] = {"mirror": draw_mirror}
