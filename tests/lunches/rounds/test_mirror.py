from datetime import timedelta

import pytest

from bot_service import clock
from bot_service.database.row import put
from bot_service.errors import Refusal
from bot_service.lunches.programs.program import HOST, Program
from bot_service.lunches.programs.round import Round
from bot_service.lunches.programs.terms import Members, kept
from bot_service.lunches.rounds.mirror import CARDS, VERBS
from bot_service.people import ledger
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.teams.cards import check_size
from tests.lunches.colleagues import TABLES, Calendar, buttons, join, text_of

__all__ = ["TABLES"]
MIGRATIONS = ""


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
    shown = await CARDS["mirror"]("", maya.id)
    assert "**Legal**: this week" in text_of(shown)
    assert "**Art**: never" in text_of(shown)
    assert list(buttons(shown)) == [
        "Coffee with Art",
        "Coffee with Engineering",
        "Coffee with Sales",
        "Table with Engineering",
    ]


async def test_a_head_and_her_only_report_make_no_table(maya: Person):
    await Person.filter(id="ada").update(manager_id="bo")
    assert "Table with Engineering" not in buttons(await CARDS["mirror"]("", maya.id))
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
    assert list(buttons(await CARDS["mirror"]("", maya.id))) == ["Coffee with Legal", "Coffee with Sales"]
    with pytest.raises(Refusal, match="“Hosts get around” leaves Engineering out"):
        await VERBS["coffee.with"](maya.id, {"id": "Engineering"})
    await VERBS["coffee.with"](maya.id, {"id": "Sales"})
    await Program.all().update(members_kept=kept(Members(teams=("Quidditch",))))
    assert "Nobody of another team" in text_of(await CARDS["mirror"]("", maya.id))


async def test_the_mirror_of_a_company_with_hundreds_of_teams_fits_on_a_card(maya: Person):
    names = [f"{number:03} {'*Wärme & Kälte*' * 16}"[:256] for number in range(396)]
    zoe = {"name": "Zoe", "principal_name": "zoe", "mail": "zoe", "state": "joined"}
    guests = [Person(id=f"{name[:3]}-{one}", team=name, **zoe) for name in names for one in "ab"]
    await Person.bulk_create(guests)
    shown = await CARDS["mirror"]("", maya.id)
    assert shown is not None
    check_size(shown.card)
    assert "and 380 more" in text_of(shown)
    assert text_of(shown).count("never") == 20
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
