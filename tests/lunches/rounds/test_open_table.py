import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.channels.post import Post
from bot_service.courtesy.shown import Shown
from bot_service.database.row import put
from bot_service.lunches.offers.offer import call_off
from bot_service.lunches.programs.not_with import keep_apart
from bot_service.lunches.programs.program import MIXER
from bot_service.lunches.rounds.open_table import NoSeat, Plan, join_table, leave_tables, open_table, open_tables
from bot_service.lunches.rounds.open_table_card import CARDS, VERBS
from bot_service.lunches.rounds.open_table_form import EMPTY, read_table
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.teams.cards import check_size
from tests.lunches.colleagues import MONDAY, TABLES, Calendar, buttons, join, text_of, values

__all__ = ["TABLES"]
MIGRATIONS = ""

THURSDAY = datetime(2026, 3, 5, 12, 15, tzinfo=UTC)
CANTEEN = Plan("lunch", THURSDAY, "Canteen", is_online=False, others=1)


@pytest.fixture
async def here(database: Settings) -> Calendar:  # noqa: ARG001 - it opens the tables
    calendar = Calendar()
    await join("Maya", "Marketing")
    await join("Ada", "Engineering")
    await join("Bo", "Design", zone="Asia/Kolkata")
    return calendar


async def seen(answer: Answer, to: str) -> Shown:
    shown = answer.shown or await CARDS[answer.card](answer.about, to)
    assert shown is not None
    check_size(shown.card)
    return shown


async def press(who: str, verb: str, table: str, **more: str) -> str:
    answer = await VERBS[verb](who, {"id": table, **more})
    return answer.text or text_of(await seen(answer, who))


async def lunch() -> Lunch:
    return await Lunch.get()


async def sitting() -> set[str]:
    return {guest.person_id for guest in await Guest.filter(answer="yes")}


async def test_maya_opens_a_table_and_it_goes_into_her_calendar_and_the_channel(here: Calendar):
    assert here
    form = values(await CARDS["table-form"]("", "maya"))
    typed = {**form, "day": "Thursday", "place": "Canteen *2*", "others": "2", "line": "All about roofs"}
    shown = await seen(await VERBS["table.open"]("maya", typed), "maya")
    assert "**Lunch, Thu 5 March, 12:15** · Canteen" in text_of(shown)
    assert "Maya · 2 seats are free · All about roofs" in text_of(shown)
    table = await lunch()
    assert (table.state, table.kind, table.host_id, table.starts_at, table.minutes, table.seats, table.due_at) == (
        "agreed",
        "open table",
        "maya",
        THURSDAY,
        45,
        3,
        clock.now(),
    )
    assert await sitting() == {"maya"}
    post = await Post.get()
    assert (post.card, post.about, post.author_id, post.state) == ("open-table", table.id, "maya", "waiting")
    await VERBS["table.open"]("maya", typed)
    assert await Lunch.all().count() == await Post.all().count() == 1


async def test_two_tap_for_the_last_seat_and_one_reads_kindly_that_it_is_taken(here: Calendar):
    assert here
    table = await open_table("maya", CANTEEN)
    assert "Give my seat back" not in buttons(await CARDS["open-table"](table.id, ""))
    told = await press("ada", "table.join", table.id, here="channel")
    assert "You have a seat: Lunch, Thu 5 March, 12:15" in told
    assert await press("ada", "table.join", table.id, here="channel") == told
    with pytest.raises(NoSeat, match="last seat has just been taken"):
        await press("bo", "table.join", table.id)
    assert await sitting() == {"maya", "ada"}
    post = await CARDS["open-table"](table.id, "")
    assert "**Lunch, Thu 5 March, 12:15** by the clocks of London · Canteen" in text_of(post)
    assert "All seats are taken." in text_of(post)
    assert list(buttons(post)) == ["Give my seat back"]


async def test_of_two_who_tap_at_the_same_moment_one_gets_the_seat(here: Calendar):
    assert here
    table = await open_table("maya", CANTEEN)
    taps = await asyncio.gather(*(join_table(who, table.id) for who in ("ada", "bo")), return_exceptions=True)
    assert sorted(type(tap).__name__ for tap in taps) == ["Lunch", "NoSeat"]
    assert len(await sitting()) == 2


async def test_a_seat_given_back_is_free_and_nobody_is_told(here: Calendar):
    table = await open_table("maya", CANTEEN)
    await Lunch.all().update(state="booked", due_at=here.now + timedelta(days=2))
    await press("ada", "table.join", table.id)
    assert (await lunch()).due_at == here.now
    await Lunch.all().update(due_at=None)
    assert "Ada" not in await press("ada", "table.leave", table.id)
    assert (await lunch()).due_at == here.now
    assert "One seat is free." in text_of(await CARDS["open-table"](table.id, ""))
    assert "Maya and Bo" in await press("bo", "table.join", table.id)
    await press("bo", "table.leave", table.id)
    await press("ada", "table.join", table.id)
    assert await sitting() == {"maya", "ada"}


async def test_everybody_reads_the_tables_by_her_own_clocks_and_with_her_own_buttons(here: Calendar):
    assert here
    table = await open_table("maya", CANTEEN)
    await press("ada", "table.join", table.id)
    assert list(buttons(await CARDS["tables"]("", "maya"))) == ["Close, Thu 5 March, 12:15", "Open a table"]
    assert list(buttons(await CARDS["tables"]("", "ada"))) == ["Leave, Thu 5 March, 12:15", "Open a table"]
    card = await CARDS["tables"]("", "bo")
    assert list(buttons(card)) == ["Open a table"]
    assert "Thu 5 March, 17:45" in text_of(card)


async def test_nobody_has_two_lunches_on_one_day(here: Calendar):
    assert here
    table = await open_table("maya", CANTEEN)
    await put(
        Lunch(id="l1", state="booked", round_id="r", kind=MIXER, form="coffee", starts_at=THURSDAY.replace(hour=9))
    )
    await put(Guest(id="g1", lunch_id="l1", person_id="ada", answer="yes"))
    with pytest.raises(NoSeat, match=r"You have a coffee with Potluck on that day already"):
        await press("ada", "table.join", table.id)
    with pytest.raises(NoSeat, match="on that day already"):
        await open_table("maya", Plan("coffee", THURSDAY.replace(hour=15), "Canteen", is_online=False, others=1))
    await Guest.filter(id="g1").update(answer="no")
    await press("ada", "table.join", table.id)


async def test_tables_are_for_people_who_take_part(here: Calendar):
    table = await open_table("maya", CANTEEN)
    await Person.filter(id="ada").update(state="welcomed")
    with pytest.raises(NoSeat, match="“join”"):
        await press("ada", "table.join", table.id, here="channel")
    with pytest.raises(NoSeat, match="“join”"):
        await open_table("ada", CANTEEN)
    here.now = THURSDAY
    with pytest.raises(NoSeat, match="has begun"):
        await press("bo", "table.join", table.id)
    assert await open_tables() == []


async def test_a_table_at_which_nobody_else_sits_closes_at_one_tap(here: Calendar):
    assert here
    table = await open_table("maya", CANTEEN)
    assert "No table is open" in await press("maya", "table.close", table.id)
    assert ((await lunch()).state, (await lunch()).due_at) == ("closing", clock.now())
    assert "doesn't take place" in text_of(await CARDS["open-table"](table.id, ""))
    with pytest.raises(NoSeat):
        await press("ada", "table.join", table.id)


async def test_before_others_lose_their_table_its_opener_is_asked_once(here: Calendar):
    assert here
    table = await open_table("maya", CANTEEN)
    await press("ada", "table.join", table.id)
    with pytest.raises(NoSeat, match="close it"):
        await press("maya", "table.leave", table.id)
    with pytest.raises(NoSeat, match="Only who opened"):
        await press("ada", "table.close-it", table.id)
    assert "Ada joined; Outlook tells them" in await press("maya", "table.close", table.id)
    assert (await lunch()).state == "agreed"
    await press("maya", "table.close-it", table.id)
    assert (await lunch()).state == "closing"


async def test_after_one_was_closed_another_can_be_opened_at_the_same_time(here: Calendar):
    assert here
    first = await open_table("maya", CANTEEN)
    await call_off(first)
    second = await open_table("maya", CANTEEN)
    assert second.id != first.id
    assert (await Post.get(about=first.id)).edition == 1
    await press("maya", "table.close", second.id)
    third = await open_table("maya", CANTEEN)
    assert third.id not in {first.id, second.id}
    assert [table.id for table in await open_tables()] == [third.id]


async def test_more_tables_than_fit_are_turned_over_like_pages(here: Calendar):
    assert here
    for number in range(6):
        await join(f"Opener {number}", "Sales")
        await open_table(f"opener-{number}", CANTEEN)
    card = await CARDS["tables"]("", "ada")
    assert len(buttons(card)) == 6
    more = await seen(await VERBS["table.list"]("ada", buttons(card)["More tables"]), "ada")
    assert len(buttons(more)) == 4


def faults(**typed: str) -> list[str]:
    return read_table({**EMPTY, "day": "Thursday", "place": "Canteen", **typed}, MONDAY, "Europe/Berlin")[1]


def test_the_form_of_a_table_says_everything_that_is_wrong_at_once():
    assert faults() == []
    assert faults(day="", place="", others="9", form="dinner") == [
        "Choose lunch or coffee.",
        "Say on which day, and at what time.",
        "Say where, or choose online.",
        "One to five others can join.",
    ]
    assert faults(day="someday", at="25:00") == [
        "“someday” is no day that I can read; write it like 24 December or 2026-12-24.",
        "“25:00” is no time of day; write it like 11:30.",
    ]
    assert "two hours" in faults(day="today", at="12:45")[0]
    assert "sixty days" in faults(day="2027-03-05")[0]
    assert faults(place="x" * 101) == ["The place has 101 characters; 100 fit."]


def test_a_table_stands_at_the_time_of_its_openers_clocks():
    plan, _ = read_table({**EMPTY, "day": "5 March", "online": "true", "place": "x"}, MONDAY, "Asia/Kolkata")
    assert plan
    assert plan.starts_at == datetime(2026, 3, 5, 6, 45, tzinfo=UTC)
    assert (plan.is_online, plan.place) == (True, "")


async def test_a_table_of_somebody_whom_ada_would_rather_not_meet_is_not_shown_to_her_and_maya_learns_nothing(
    here: Calendar,
):
    assert here
    await keep_apart("ada", "maya")
    table = await open_table("maya", CANTEEN)
    own = await open_table("ada", replace(CANTEEN, starts_at=THURSDAY + timedelta(days=1)))

    assert "Maya" not in text_of(await CARDS["tables"]("", "ada"))
    with pytest.raises(NoSeat, match="keep you apart from somebody"):
        await press("ada", "table.join", table.id, here="channel")
    assert "Ada" in text_of(await CARDS["tables"]("", "maya"))
    assert "You have a seat" in await press("maya", "table.join", own.id, here="channel")
    assert "Leave" not in "".join(buttons(await CARDS["tables"]("", "ada")))
    assert {lunch.id for lunch in await open_tables("ada")} == {own.id}


async def test_who_leaves_potluck_closes_a_table_that_nobody_joined_and_one_with_guests_takes_no_more(here: Calendar):
    assert here
    alone = await open_table("maya", CANTEEN)
    joined = await open_table("maya", replace(CANTEEN, starts_at=THURSDAY + timedelta(days=1), others=3))
    await join_table("ada", joined.id)

    await leave_tables("maya")
    await leave_tables("maya")

    assert (await Lunch.get(id=alone.id)).state == "closing"
    assert (await Lunch.get(id=joined.id)).state == "agreed"
    with pytest.raises(NoSeat, match="last seat"):
        await join_table("bo", joined.id)
