from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot_service import clock
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.shown import Shown
from bot_service.database.row import put
from bot_service.errors import Refusal
from bot_service.lunches.programs.program import HOST, Program
from bot_service.lunches.programs.round import Round
from bot_service.lunches.programs.terms import Members, kept
from bot_service.lunches.rounds.mirror import CARDS
from bot_service.lunches.rounds.with_a_team import VERBS
from bot_service.people.person import Person
from bot_service.people.relationship import ledger
from bot_service.settings import Settings
from bot_service.teams.cards import check_size
from tests.lunches.colleagues import TABLES, Calendar, buttons, join, write

__all__ = ["TABLES"]
MIGRATIONS = ""


def said(element: Any) -> list[str]:
    """Everything that can be read on a card or a part of it, from top to bottom."""
    if isinstance(element, list | tuple):
        return [text for one in element for text in said(one)]
    if not isinstance(element, Mapping):
        return []
    own = [element["text"]] if element.get("type") == "TextBlock" else []
    return own + [text for key in ("body", "columns", "items") for text in said(element.get(key))]


def lines(shown: Shown | None) -> dict[str, list[str]]:
    """Team → what stands beside it in the table."""
    assert shown is not None
    rows = [said(element) for element in shown.card["body"] if element["type"] == "ColumnSet"]
    return {team.strip("*"): rest for team, *rest in rows}


async def drawn(host: Person) -> Shown:
    shown = await CARDS["mirror"]("", host.id)
    assert shown is not None
    return shown


def text_of(shown: Shown) -> str:
    return "\n".join(said(shown.card))


@pytest.fixture
async def maya(database: Settings) -> Person:  # noqa: ARG001 - it opens the tables
    Calendar()
    for name, team in (
        ("Ada", "Engineering"),
        ("Bo", "Engineering"),
        ("Cleo", "Sales"),
        ("Dan", "Legal"),
        ("Eve", "Art"),
    ):
        await join(name, team)
    await join("Fay", "Art", is_host=True)
    return await join("Maya", "Marketing", is_host=True)


async def test_maya_sees_the_teams_she_met_least_and_may_book_a_coffee_or_a_table_with_them(maya: Person):
    await ledger.record("lunch", from_id=maya.id, to_id="dan", ref="l1", at=clock.now())
    shown = await drawn(maya)
    assert lines(shown) == {
        "Art": ["○ never"],
        "Engineering": ["○ never"],
        "Sales": ["○ never"],
        "Legal": ["● this week", "not yet: listened, celebrated, passed on"],
    }
    assert list(buttons(shown)) == [
        "Coffee with Art",
        "Coffee with Engineering",
        "Coffee with Sales",
        "Table with Engineering",
    ]


async def test_beside_each_team_stands_what_maya_gave_and_when_and_above_what_she_gave_in_all(maya: Person):
    calendar = Calendar()
    for kind, guest in (("lunch", "ada"), ("success", "ada"), ("shoutout", "ada"), ("lunch", "cleo")):
        await ledger.record(kind, from_id=maya.id, to_id=guest, ref="1")
    await write(to="ada", kind=Kind.ASK, card="ask", about="1", sender=maya.id)
    calendar.later(weeks=2)
    await ledger.record("thanks", from_id=maya.id, to_id="ada", ref="1")
    calendar.later(weeks=7)
    await ledger.record("lunch", from_id=maya.id, to_id="dan", ref="2")
    await ledger.record("boost", from_id=maya.id, to_id="dan", ref="2")
    shown = await drawn(maya)
    assert "You gave 5 times and asked once." in said(shown.card)
    assert lines(shown) == {
        "Art": ["○ never"],
        "Engineering": [
            "◐ 9 weeks ago",
            "✓ listened 9 weeks ago",
            "✓ celebrated 9 weeks ago",
            "✓ thanked 7 weeks ago",
            "not yet: passed on",
        ],
        "Sales": ["◐ 9 weeks ago", "not yet: listened, celebrated, passed on"],
        "Legal": ["● this week", "✓ passed on this week", "not yet: listened, celebrated"],
    }


async def test_whether_her_ask_arrived_or_was_held_back_changes_nothing_in_her_mirror(maya: Person):
    await ledger.record("lunch", from_id=maya.id, to_id="ada", ref="l1")
    await write(to="ada", kind=Kind.ASK, card="ask", about="1", sender=maya.id)
    await Message.all().update(state="declined", rule="paused", due_at=None)
    held_back = (await drawn(maya)).card
    assert "You gave once and asked once." in said(held_back)
    await Message.all().update(state="delivered", rule="")
    await ledger.record("ask", from_id=maya.id, to_id="ada", ref="1")
    assert (await drawn(maya)).card == held_back


async def test_the_next_good_steps_stand_below_and_the_coffees_among_them_have_buttons(maya: Person):
    for number in range(5):
        await join(f"Sam {number}", "Support")
    for guest in ("ada", "cleo", "eve"):
        await ledger.record("lunch", from_id=maya.id, to_id=guest, ref="1")
    shown = await drawn(maya)
    assert said(shown.card)[-2].splitlines() == [
        "- Coffee with someone of Support: nobody has met or celebrated them yet.",
        "- Coffee with someone of Legal: you have met nobody there.",
        "- Be patient with Art: you had lunch this week.",
        "- Be patient with Engineering: you had lunch this week.",
    ]
    assert list(buttons(shown))[:2] == ["Coffee with Support", "Coffee with Legal"]


async def test_what_colleagues_said_in_confidence_changes_nothing_in_her_mirror(maya: Person):
    await ledger.record("lunch", from_id=maya.id, to_id="dan", ref="l1")
    await ledger.record("leave", from_id="dan", to_id=maya.id, ref="leave")
    before = (await drawn(maya)).card
    await ledger.record("withdrawn", from_id="dan", to_id=maya.id, ref="back")
    await ledger.record("declined", from_id="dan", to_id=maya.id, ref="no")
    await ledger.record("shoutout", from_id="fay", to_id="dan", ref="of-fay")
    await Person.filter(id="dan").update(never_ask=True, paused_until=clock.now() + timedelta(days=9))
    assert (await drawn(maya)).card == before


async def test_a_head_and_her_only_report_make_no_table(maya: Person):
    await Person.filter(id="ada").update(manager_id="bo")
    assert "Table with Engineering" not in buttons(await drawn(maya))
    with pytest.raises(Refusal):
        await VERBS["table.with"](maya.id, {"id": "Engineering"})


async def test_a_coffee_and_a_table_are_rounds_of_her_own(maya: Person):
    for verb in ("coffee.with", "table.with"):
        assert " of Engineering " in (await VERBS[verb](maya.id, {"id": "Engineering"})).text
        await Round.all().update(state="matched")
    planned = {(one.kind, one.host_id, one.team, one.program_id) for one in await Round.all()}
    assert planned == {("host", "maya", "Engineering", "hosts"), ("team table", "maya", "Engineering", "hosts")}


async def test_a_second_press_of_the_day_says_so_and_promises_no_invitation(maya: Person):
    calendar = Calendar()
    await VERBS["coffee.with"](maya.id, {"id": "Sales"})
    with pytest.raises(Refusal, match="looked for a coffee with Sales for you today already"):
        await VERBS["coffee.with"](maya.id, {"id": "Sales"})
    with pytest.raises(Refusal, match="One after the other"):
        await VERBS["coffee.with"](maya.id, {"id": "Legal"})
    await Round.all().update(state="matched")
    calendar.later(days=1)
    assert "The invitation comes" in (await VERBS["coffee.with"](maya.id, {"id": "Sales"})).text
    assert await Round.all().count() == 2


async def test_a_host_to_whom_no_invitation_would_go_reads_why_and_what_helps(maya: Person):
    await Person.filter(id=maya.id).update(paused_until=clock.now() + timedelta(days=1))
    with pytest.raises(Refusal, match="“resume”"):
        await VERBS["table.with"](maya.id, {"id": "Engineering"})
    await Person.filter(id=maya.id).update(paused_until=None, state="welcomed")
    with pytest.raises(Refusal, match="“join”"):
        await VERBS["coffee.with"](maya.id, {"id": "Engineering"})
    assert not await Round.exists()


async def test_a_team_that_the_program_of_the_hosts_leaves_out_is_not_offered_and_an_old_button_says_so(maya: Person):
    members = kept(Members(teams=("Sales", "Legal")))
    await put(Program(id="hosts", state="running", kind=HOST, name="Hosts get around", members_kept=members))
    assert list(buttons(await drawn(maya))) == ["Coffee with Legal", "Coffee with Sales"]
    with pytest.raises(Refusal, match="“Hosts get around” leaves Engineering out"):
        await VERBS["coffee.with"](maya.id, {"id": "Engineering"})
    await VERBS["coffee.with"](maya.id, {"id": "Sales"})
    await Program.all().update(members_kept=kept(Members(teams=("Quidditch",))))
    assert "Nobody of another team" in text_of(await drawn(maya))


async def test_the_mirror_of_a_company_with_hundreds_of_teams_fits_on_a_card(maya: Person):
    names = [f"{number:03} {'*Wärme & Kälte*' * 16}"[:256] for number in range(396)]
    zoe = {"name": "Zoe", "principal_name": "zoe", "mail": "zoe", "state": "joined"}
    guests = [Person(id=f"{name[:3]}-{one}", team=name, **zoe) for name in names for one in "ab"]
    await Person.bulk_create(guests)
    shown = await drawn(maya)
    check_size(shown.card)
    assert "and 388 more" in text_of(shown)
    assert text_of(shown).count("never") == 12
    assert len(buttons(shown)) == 6


async def test_a_table_needs_two_of_the_team_who_are_no_hosts_and_a_host_who_asks(maya: Person):
    for verb, asker, team in (
        ("table.with", maya.id, "Sales"),
        ("table.with", maya.id, "Art"),
        ("table.with", maya.id, "Quidditch"),
        ("coffee.with", maya.id, "Marketing"),
        ("table.with", "ada", "Engineering"),
        ("coffee.with", "ada", "Sales"),
    ):
        with pytest.raises(Refusal):
            await VERBS[verb](asker, {"id": team})
    assert not await Round.exists()
    assert await CARDS["mirror"]("", "ada") is None
