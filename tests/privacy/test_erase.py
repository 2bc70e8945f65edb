"""Erased means gone: from every table, and from the file."""

import json
from datetime import timedelta

import pytest

from bot_service import clock
from bot_service.app import HELD
from bot_service.app import TABLES as ALL_TABLES
from bot_service.database.held import Held
from bot_service.people.erased import is_kept_out
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Entry
from bot_service.people.retention import Retention
from bot_service.privacy.blot import blotted
from bot_service.privacy.erase import GRACE, erase_person, order_erasure
from bot_service.privacy.export import Export, export_of
from bot_service.privacy.retain import clean_pages_now
from bot_service.privacy.tables import know
from bot_service.privacy.whose import SeveralPeople, UnknownPerson, person_called
from bot_service.settings import Settings
from tests.privacy.everywhere import (
    BO,
    CLEO,
    HER_WORDS,
    NOW,
    TRACES,
    found_in_files,
    found_in_tables,
    leave_traces_everywhere,
    stands_in,
)

TABLES = ALL_TABLES

#: Tables in which somebody can stand by herself; of others the row goes, and nothing in it could be found.
HOLDING = [held for held in HELD if held.hers or held.between or held.named or held.listed or held.words]


@pytest.fixture(autouse=True)
def _at_a_known_time(database: Settings) -> None:
    del database
    clock.follow(lambda: NOW)
    know(HELD)


async def erase_cleo() -> None:
    await order_erasure(await Person.get(id=CLEO.id))
    clock.follow(lambda: NOW + GRACE)
    await erase_person(CLEO.id)
    if await Person.exists(id=CLEO.id):
        clock.follow(lambda: NOW + timedelta(days=2))
        await erase_person(CLEO.id)


async def test_whoever_is_erased_is_in_no_table_any_more(database: Settings) -> None:
    await leave_traces_everywhere()
    before = await found_in_tables()
    assert {table for table, _ in before} >= {held.table for held in HOLDING}

    await erase_cleo()

    assert await found_in_tables() == set()
    await clean_pages_now("pages")
    if database.is_sqlite:
        assert found_in_files(database.sqlite_path) == set()


@pytest.mark.parametrize("forgotten", HOLDING, ids=lambda held: held.table)
async def test_a_table_that_is_forgotten_is_found(forgotten: Held) -> None:
    await leave_traces_everywhere()
    know([held for held in HELD if held is not forgotten])

    await erase_cleo()

    assert forgotten.table in {table for table, _ in await found_in_tables()}


async def test_erased_twice_is_erased_once() -> None:
    await leave_traces_everywhere()
    person = await Person.get(id=CLEO.id)
    await order_erasure(person)
    await order_erasure(await Person.get(id=CLEO.id))
    await erase_cleo()

    assert await found_in_tables() == set()
    assert await is_kept_out(CLEO.id)
    assert not await Person.exists(id=CLEO.id)


async def test_what_passed_between_her_and_others_stays_with_them_without_a_name() -> None:
    await leave_traces_everywhere()
    await Entry.bulk_create(
        [
            Entry(id="given", at=NOW, kind="lunch", from_id=BO.id, to_id=CLEO.id, team="Finance", ref="lunch-1"),
            Entry(id="taken", at=NOW, kind="lunch", from_id=CLEO.id, to_id=BO.id, team="Sales", ref="lunch-1"),
            Entry(id="first", at=NOW, kind="first", from_id=CLEO.id, to_id=CLEO.id, ref="story-1"),
        ]
    )

    await erase_cleo()

    assert not await Entry.exists(id__in=["given", "taken", "first"])  # made of her id, so that it could be tried out
    given, taken = await Entry.get(ref="lunch-1", from_id=BO.id), await Entry.get(ref="lunch-1", to_id=BO.id)
    assert (given.from_id, given.to_id, given.team) == (BO.id, "", "Finance")
    assert (taken.from_id, taken.to_id, taken.team) == ("", BO.id, "Sales")
    assert not await Entry.exists(ref="story-1")


async def test_the_others_keep_everything_of_theirs() -> None:
    await leave_traces_everywhere()

    await erase_cleo()

    bo = await Person.get(id=BO.id)
    assert (bo.name, bo.state, bo.manager_id) == ("Bo", "joined", "")
    assert "Ask somebody (somebody); Bo knows her." in json.dumps(await found_words())


async def found_words() -> list[str]:
    return [
        str(getattr(row, column))
        for held in HELD
        for column in held.words
        for row in await held.rows.all()
        if getattr(row, column)
    ]


async def test_what_the_search_finds_before_is_in_her_export_but_for_what_others_told_in_confidence() -> None:
    await leave_traces_everywhere()
    exported = await export_of(CLEO.id)

    missing = await lacking(exported)

    assert missing == set()
    page = exported.as_html()
    assert all(trace in page for trace in (CLEO.id, CLEO.name, CLEO.mail, HER_WORDS))
    assert "<script" not in page


@pytest.mark.parametrize(
    "forgotten", [held for held in HOLDING if held.hers or held.hers_through], ids=lambda held: held.table
)
async def test_a_table_that_is_missing_in_the_export_is_found(forgotten: Held) -> None:
    await leave_traces_everywhere()
    know([held for held in HELD if held is not forgotten])

    assert forgotten.table in {table for table, _ in await lacking(await export_of(CLEO.id))}


async def lacking(exported: Export) -> set[tuple[str, str]]:
    """(table, id) of all rows in which she stands, and that the export doesn't name; what was told in confidence is not hers."""
    told = json.loads(exported.as_json())
    given = {
        (group["table"], id_)
        for group in told["groups"]
        for id_ in [
            *(row["id"] for row in (*group["yours"], *group["shared_with_you"])),
            *group.get("named_in", {}).get("ids", []),
        ]
    }
    found = set()
    for held in HELD:
        secret = await secret_rows(held)
        for row in await held.rows.all():
            said = [getattr(row, column) for column in row._meta.fields_db_projection]
            if row.id not in secret and any(stands_in(each, trace) for each in said for trace in TRACES):
                found.add((held.table, row.id))
    return found - given


async def secret_rows(held: Held) -> set[str]:
    columns = [
        (column, which) for column, which in held.in_confidence.items() if column in {*held.between, *held.named}
    ]
    return {row.id for column, which in columns for row in await held.rows.filter(**{column: CLEO.id}, **which)}


async def test_what_colleagues_told_in_confidence_is_not_in_her_export() -> None:
    await leave_traces_everywhere()
    told = json.loads((await export_of(CLEO.id)).as_json())
    groups = {group["table"]: group for group in told["groups"]}

    assert [row["other_id"] for row in groups["not_with"]["yours"]] == ["x"]
    assert groups["not_with"]["shared_with_you"] == []
    assert groups["shoutout"]["shared_with_you"] == []
    assert all(row["kind"] != "declined" for row in groups["ledger"]["shared_with_you"])


async def test_the_pages_of_the_file_are_cleaned_after_a_crash_too() -> None:
    await leave_traces_everywhere()
    await erase_cleo()

    pages = await Retention.get(id="pages")
    assert pages.due_at is not None
    await clean_pages_now("pages")
    assert (await Retention.get(id="pages")).due_at is None


async def test_a_person_is_found_by_id_principal_name_or_mail_however_it_is_spelt() -> None:
    await leave_traces_everywhere()
    for asked in (CLEO.id, "CLEO.A@contoso.example", " cleo.angstrom@contoso.example "):
        assert (await person_called(asked)).id == CLEO.id
    with pytest.raises(UnknownPerson):
        await person_called("nobody@contoso.example")
    with pytest.raises(UnknownPerson):
        await person_called("")
    await Person.filter(id=BO.id).update(mail=CLEO.mail)
    with pytest.raises(SeveralPeople):
        await person_called(CLEO.mail)


def test_a_name_inside_of_another_one_stays() -> None:
    names = ("Ann Lee", "ann.lee@contoso.example")
    assert blotted("Joann Lee and ANN  LEE", names) == "Joann Lee and somebody"
    assert blotted("Mail ann.lee@contoso.example.", names) == "Mail somebody."
    assert blotted("Nobody", ("", "")) == "Nobody"
