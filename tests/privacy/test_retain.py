"""What nobody needs any more goes by itself; what has work ahead, or is still counted, stays."""

from datetime import UTC, datetime, timedelta

import pytest

from bot_service import clock
from bot_service.app import HELD
from bot_service.app import TABLES as ALL_TABLES
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.note import Note
from bot_service.courtesy.reason import Reason
from bot_service.database.row import put
from bot_service.lunches.afterwards.checkin import CheckIn
from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.manners import Manners, choose
from bot_service.people.retention import Retention, begin_deleting
from bot_service.privacy import retain
from bot_service.privacy.retain import delete_old
from bot_service.privacy.tables import know
from bot_service.settings import Settings

TABLES = ALL_TABLES

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def _begun(database: Settings) -> None:
    del database
    know(HELD)
    clock.follow(lambda: BEGIN)
    await begin_deleting()


async def days_later(days: float) -> None:
    clock.follow(lambda: BEGIN + timedelta(days=days))
    await Retention.all().update(due_at=clock.now())
    await delete_old("daily")


def message(id_: str, kind: Kind, *, due_at: datetime | None = None) -> Message:
    return Message(id=id_, state="delivered", due_at=due_at, to_id="bo", kind=kind, card="note", about=f"note {id_}")


async def test_plain_messages_go_after_a_quarter_and_what_budgets_count_after_more_than_a_year() -> None:
    for one in (
        message("plain", Kind.LUNCH),
        message("ask", Kind.ASK),
        message("ahead", Kind.LUNCH, due_at=BEGIN + timedelta(days=900)),
    ):
        await put(one)

    await days_later(89)
    assert {one.id for one in await Message.all()} == {"plain", "ask", "ahead"}
    await days_later(91)
    assert {one.id for one in await Message.all()} == {"ask", "ahead"}
    await days_later(401)
    assert {one.id for one in await Message.all()} == {"ahead"}


async def test_what_comes_once_is_kept_so_that_it_comes_once() -> None:
    await put(message("welcome", Kind.WELCOME))
    by_hand = message("preview", Kind.CELEBRATION)
    by_hand.by_hand = True
    await put(by_hand)

    await days_later(900)

    assert {one.id for one in await Message.all()} == {"welcome", "preview"}


async def test_reasons_are_kept_for_as_many_days_as_the_company_chose() -> None:
    try:
        choose(Manners(reasons_kept_days=30))
        await put(Reason(id="why", message_id="m", to_id="bo", at=BEGIN, verdict="go"))
        await days_later(29)
        assert await Reason.exists(id="why")
        await days_later(31)
        assert not await Reason.exists(id="why")
    finally:
        choose(Manners())


async def test_a_sentence_goes_as_soon_as_it_is_not_on_its_way_any_more() -> None:
    await put(message("gone", Kind.ANSWER))
    await put(message("coming", Kind.ANSWER, due_at=BEGIN))
    await put(Note(id="note gone", text="Hello"))
    await put(Note(id="note coming", text="Hello"))

    await days_later(0)

    assert {note.id for note in await Note.all()} == {"note coming"}


async def test_answers_go_but_who_met_whom_stays_for_the_matching() -> None:
    await put(Round(id="round", state="matched", program_id="everybody", kind="mixer", number=1, begun_at=BEGIN))
    await put(Lunch(id="held", state="held", round_id="round", kind="mixer", starts_at=BEGIN))
    await put(Lunch(id="off", state="called off", round_id="round", kind="mixer"))
    for lunch in ("held", "off"):
        await put(Guest(id=f"bo at {lunch}", lunch_id=lunch, person_id="bo"))
    await put(CheckIn(id="answered", state="done", lunch_id="held", person_id="bo"))
    await put(LeftOver(id="left", round_id="round", person_id="ann", reason="nobody else takes part this time"))

    await days_later(500)

    assert [one.id for one in await Lunch.all()] == ["held"]
    assert [one.id for one in await Guest.all()] == ["bo at held"]
    assert not await CheckIn.exists()
    assert not await LeftOver.exists()


async def test_many_old_rows_go_in_runs_and_the_rest_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retain, "BATCH", 10)
    monkeypatch.setattr(retain, "AT_ONCE", 30)
    for number in range(45):
        await put(message(f"m{number}", Kind.LUNCH))

    await days_later(100)
    assert await Message.all().count() == 15
    assert (await Retention.get(id="daily")).due_at == clock.now() + retain.SOON
    await delete_old("daily")
    assert await Message.all().count() == 0
    assert (await Retention.get(id="daily")).due_at == clock.now() + retain.EVERY


async def test_rows_from_before_they_were_dated_begin_to_age_now() -> None:
    await put(message("old", Kind.LUNCH))
    await Message.all().update(moved_at=None)

    await days_later(200)
    assert await Message.exists(id="old")
    await days_later(291)
    assert not await Message.exists(id="old")
