import pytest

from bot_service import clock
from bot_service.errors import Refusal
from bot_service.lunches.programs.round import Round
from bot_service.lunches.rounds.mirror import CARDS, VERBS
from bot_service.people import ledger
from bot_service.people.person import Person
from bot_service.settings import Settings
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


async def test_a_coffee_and_a_table_are_rounds_of_her_own_once_a_day(maya: Person):
    for verb in ("coffee.with", "table.with", "table.with"):
        assert "Engineering" in (await VERBS[verb](maya.id, {"id": "Engineering"})).text
    planned = {(one.kind, one.host_id, one.team, one.state) for one in await Round.all()}
    assert planned == {("host", "maya", "Engineering", "planned"), ("team table", "maya", "Engineering", "planned")}
    assert await Round.all().count() == 2


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
