"""The ledger is written once and read by its indexes; nobody but an erasure takes anything back."""

import ast
import logging
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bot_service import clock
from bot_service.people.person import Person
from bot_service.people.relationship import ledger
from bot_service.people.relationship.groups import teams_today
from bot_service.people.relationship.ledger import Entry, Given, Passed, Passing
from bot_service.settings import Settings
from tests.architecture.house import PRODUCT, modules, name, tree
from tests.colleagues import MONDAY, Calendar, join

TABLES = ["bot_service.people.person", "bot_service.people.relationship.ledger"]

#: What is done at the erasure of a person stands here and may change and delete entries; `database.held` says how.
ERASING = {PRODUCT / "people" / "held.py"}
CHANGING = {"update", "delete", "bulk_update", "save", "update_or_create"}


@pytest.fixture
async def calendar(database: Settings) -> Calendar:  # noqa: ARG001 - it opens the tables
    calendar = Calendar()
    for who, team in (("Ada", "Engineering"), ("Bo", "Finance"), ("Cleo", "")):
        await join(who, team)
    await join("Maya", "Press", is_host=True)
    return calendar


async def test_the_same_thing_recorded_twice_is_one_entry_and_the_first_moment_holds(calendar: Calendar):
    await ledger.record("lunch", from_id="maya", to_id="bo", ref="lunch")
    calendar.later(days=1)
    await ledger.record("lunch", from_id="maya", to_id="bo", ref="lunch")
    assert await ledger.passed_between("bo", "maya") == [
        Passing(MONDAY, Passed.LUNCH, "maya", "bo", "Finance", "lunch")
    ]


async def test_a_word_that_the_ledger_does_not_know_is_no_entry(calendar: Calendar):
    del calendar
    with pytest.raises(ValueError, match="applause"):
        await ledger.record("applause", from_id="maya", to_id="bo", ref="birthday")
    assert not await Entry.exists()


async def test_an_entry_keeps_the_team_of_its_day_when_bo_moves_on(calendar: Calendar):
    await ledger.record("lunch", from_id="maya", to_id="bo", ref="first")
    await Person.filter(id="bo").update(team="Sales")
    calendar.later(days=3)
    await ledger.record("lunch", from_id="maya", to_id="bo", ref="second")
    assert [one.team for one in await ledger.passed_between("maya", "bo")] == ["Finance", "Sales"]
    summed = {(one.team, one.last) for one in await ledger.given_by("maya")}
    assert summed == {("Finance", MONDAY), ("Sales", calendar.now)}


async def test_what_maya_gave_is_summed_up_by_team_and_kind(calendar: Calendar):
    for number in range(3):
        await ledger.record("lunch", from_id="maya", to_id="ada", ref=f"{number}")
        calendar.later(days=1)
    await ledger.record("ask", from_id="maya", to_id="ada", ref="story")
    await ledger.record("lunch", from_id="maya", to_id="cleo", ref="c")
    await ledger.record("lunch", from_id="bo", to_id="ada", ref="b")
    day, days = MONDAY.replace(day=4), MONDAY.replace(day=5)
    assert sorted(await ledger.given_by("maya")) == [
        Given("", Passed.LUNCH, days, 1),
        Given("Engineering", Passed.ASK, days, 1),
        Given("Engineering", Passed.LUNCH, day, 3),
    ]


async def test_both_ways_are_read_earliest_first_and_later_than_a_moment_means_later(calendar: Calendar):
    await ledger.record("lunch", from_id="bo", to_id="ada", ref="1")
    calendar.later(days=1)
    await ledger.record("share", from_id="ada", to_id="bo", ref="2")
    assert [one.ref for one in await ledger.passed_between("ada", "bo")] == ["1", "2"]
    gifts = await ledger.passed_to("ada", ledger.GIFTS)
    assert [one.ref for one in gifts] == ["1"]
    assert await ledger.passed_to("ada", ledger.GIFTS, gifts[0].at) == []
    assert [one.ref for one in await ledger.passed_from("ada", (Passed.SHARE,), MONDAY)] == ["2"]
    assert all(one.at.utcoffset() is not None and one.at <= clock.now() for one in gifts)


async def test_however_long_the_ledger_is_no_question_reads_all_of_it(
    backend: str, calendar: Calendar, caplog: pytest.LogCaptureFixture
):
    del calendar
    if backend != "sqlite":
        pytest.skip("PostgreSQL reads all of a table that is as small as this one")
    with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
        await ledger.given_by("maya")
        await ledger.passed_between("maya", "bo")
        await ledger.passed_to("bo", ledger.GIFTS, MONDAY)
        await ledger.passed_from("maya", ledger.GIFTS)
        await teams_today()
    asked = [record.args for record in caplog.records if isinstance(record.args, tuple)]
    asked = [(sql, values) for sql, values in asked if str(sql).startswith("SELECT") and '"ledger"' in str(sql)]
    assert len(asked) == 5
    for sql, values in asked:
        found = await get_connection("default").execute_query(f"EXPLAIN QUERY PLAN {sql}", values)
        steps = [row["detail"] for row in found[1] if "ledger" in row["detail"]]
        assert steps
        assert all("USING" in step and "INDEX" in step for step in steps), steps
    sums = await get_connection("default").execute_query(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1])
    assert "COVERING INDEX" in sums[1][0]["detail"]


async def test_a_nameless_stub_is_nobodys(calendar: Calendar):
    del calendar
    await ledger.record("lunch", from_id="maya", to_id="bo", ref="lunch")
    await Entry.all().update(from_id="")
    assert await ledger.given_by("") == []
    assert await ledger.passed_from("", ledger.GIFTS) == []
    await Entry.all().update(to_id="")
    assert await ledger.passed_to("", ledger.GIFTS) == []
    assert await ledger.passed_between("", "") == []
    assert await ledger.passed_between("maya", "") == []


def changes_of_entries(path: Path) -> list[str]:
    """Lines on which something is called on `Entry…` of the ledger, or on what was read from it, that changes rows."""
    parsed = tree(path)
    knows = any(
        isinstance(node, ast.ImportFrom)
        and any((node.module or "").endswith("people.ledger") or one.name == "ledger" for one in node.names)
        for node in ast.walk(parsed)
    )
    if not knows and path != PRODUCT / "people" / "ledger.py":
        return []
    return [
        f"{name(path)}:{node.lineno}"
        for node in ast.walk(parsed)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CHANGING
        and any("Entry" in {getattr(part, "id", ""), getattr(part, "attr", "")} for part in ast.walk(node.func.value))
    ]


def test_nothing_in_the_product_changes_or_deletes_an_entry_but_an_erasure():
    changing = [line for path in modules("bot_service") if path not in ERASING for line in changes_of_entries(path)]
    assert changing == []


def test_the_rule_above_sees_what_it_forbids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tests.people.test_ledger.name", lambda path: path.name)
    sly = tmp_path / "sly.py"
    sly.write_text(
        "from bot_service.people import ledger\nledger.Entry.filter(id='1').order_by('at').delete()\n"
        "ledger.Entry.all().update(team='')\nledger.Entry.filter(id='1').exists()\n"
    )
    assert changes_of_entries(sly) == ["sly.py:2", "sly.py:3"]
