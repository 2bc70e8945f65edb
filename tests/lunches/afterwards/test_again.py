import asyncio
from datetime import UTC, datetime, timedelta
from itertools import product, zip_longest

import pytest

from bot_service.database.row import row_id
from bot_service.database.transaction import transaction
from bot_service.journey import pass_on
from bot_service.lunches.programs.round import Round
from bot_service.lunches.tables.lunch import Lunch
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.shoutouts.success import Success
from tests.lunches.afterwards.table import TABLES as TABLES_OF_LUNCHES
from tests.lunches.afterwards.table import card_of, checkin_of, eat, press, state_of, whatever_is_visible_to
from tests.sharing.colleagues import Calendar, input_of, join

TABLES = [*TABLES_OF_LUNCHES, "bot_service.shoutouts.success", "bot_service.sharing.leave"]
MIGRATIONS = ""


class Contoso:
    """Ada, Bo and Cem."""

    calendar: Calendar
    ada: Person
    bo: Person
    cem: Person


@pytest.fixture
async def contoso(database: Settings) -> Contoso:  # noqa: ARG001 - it opens the tables
    contoso = Contoso()
    contoso.calendar = Calendar()
    contoso.ada, contoso.bo = await join("Ada Star", "Engineering"), await join("Bo Li", "Finance")
    contoso.cem = await join("Cem Kaya", "Sales")
    return contoso


async def ticks(who: Person, lunch: Lunch) -> None:
    await press(who, "checkin.met", lunch, again="true")


async def met(who: Person, lunch: Lunch) -> None:
    await press(who, "checkin.met", lunch, again="false")


async def invited_again() -> list[list[str] | None]:
    return [one.only for one in await Round.filter(kind="again").order_by("begun_at")]


async def test_when_both_tick_it_the_next_lunch_is_looked_for_four_weeks_after_this_one(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)

    await ticks(contoso.ada, lunch)
    await ticks(contoso.bo, lunch)

    planned = await Round.get()
    assert (planned.kind, planned.state, planned.only) == ("again", "planned", [contoso.ada.id, contoso.bo.id])
    assert (planned.program_id, planned.form, planned.number) == ("everybody", "coffee", 0)
    assert planned.due_at == planned.begun_at == datetime(2026, 3, 30, 9, tzinfo=UTC)
    assert await Lunch.all().count() == 1


async def test_it_begins_on_a_working_day(contoso: Contoso) -> None:
    saturday = contoso.calendar.now - timedelta(days=2)
    lunch = await eat(contoso.ada, contoso.bo, at=saturday)

    await ticks(contoso.ada, lunch)
    await ticks(contoso.bo, lunch)

    assert (await Round.get()).due_at == datetime(
        2026, 3, 30, 9, tzinfo=UTC
    )  # a Monday; four weeks would be a Saturday


async def test_when_it_begins_tells_nothing_about_who_answered_when(contoso: Contoso) -> None:
    quick, slow = await eat(contoso.ada, contoso.bo), await eat(contoso.ada, contoso.cem)
    await ticks(contoso.ada, quick)
    await ticks(contoso.ada, slow)
    await ticks(contoso.bo, quick)
    contoso.calendar.later(days=2)
    await ticks(contoso.cem, slow)

    assert len({one.due_at for one in await Round.all()}) == 1


async def test_one_tick_plans_nothing(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)

    await ticks(contoso.ada, lunch)
    await met(contoso.bo, lunch)

    assert await Round.all().count() == 0


async def test_one_tick_changes_nothing_that_anybody_else_can_see(contoso: Contoso) -> None:
    lunch, other = await eat(contoso.ada, contoso.bo), await eat(contoso.cem, contoso.bo)
    before = await whatever_is_visible_to(contoso.bo)

    await ticks(contoso.ada, lunch)
    await met(contoso.cem, other)

    assert await whatever_is_visible_to(contoso.bo) == before
    assert await Round.all().count() == await Success.all().count() == 0


async def test_her_own_card_looks_the_same_whether_she_ticked_it_or_not(contoso: Contoso) -> None:
    lunch, other = await eat(contoso.ada, contoso.bo), await eat(contoso.cem, contoso.bo)

    await ticks(contoso.ada, lunch)
    await met(contoso.cem, other)

    ticked, unticked = await card_of(contoso.ada, lunch), await card_of(contoso.cem, other)
    assert ticked is not None
    assert ticked == unticked
    await ticks(contoso.bo, lunch)
    assert await card_of(contoso.ada, lunch) == ticked


async def test_the_card_says_that_it_is_only_told_if_the_other_ticks_it_too(contoso: Contoso) -> None:
    pair, table = await eat(contoso.ada, contoso.bo), await eat(contoso.ada, contoso.bo, contoso.cem)

    assert "only told if the other side ticks it too" in input_of(await card_of(contoso.ada, pair), "again")["title"]
    assert "only told to who ticks it too" in input_of(await card_of(contoso.ada, table), "again")["title"]


async def test_of_a_larger_table_all_who_ticked_it_meet_again(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo, contoso.cem)

    await ticks(contoso.cem, lunch)
    assert await invited_again() == []
    await ticks(contoso.ada, lunch)
    assert await invited_again() == [[contoso.ada.id, contoso.cem.id]]
    await ticks(contoso.bo, lunch)
    assert await invited_again() == [[contoso.ada.id, contoso.bo.id, contoso.cem.id]]


async def test_who_ticks_it_after_the_others_were_matched_comes_too_late(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo, contoso.cem)
    await ticks(contoso.ada, lunch)
    await ticks(contoso.bo, lunch)
    await Round.all().update(state="matched", due_at=None)

    await ticks(contoso.cem, lunch)

    assert await invited_again() == [[contoso.ada.id, contoso.bo.id]]
    assert (await Round.get()).state == "matched"


async def test_ticked_twice_is_ticked_once_and_a_second_lunch_asks_anew(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    for _ in range(2):
        await ticks(contoso.ada, lunch)
        await ticks(contoso.bo, lunch)
    for who in (contoso.ada, contoso.bo):
        await pass_on((await checkin_of(who, lunch)).id)
        assert (await checkin_of(who, lunch)).again
    contoso.calendar.later(weeks=5)

    second = await eat(contoso.ada, contoso.bo)
    await ticks(contoso.ada, second)
    assert len(await invited_again()) == 1
    await ticks(contoso.bo, second)

    assert await invited_again() == [[contoso.ada.id, contoso.bo.id]] * 2


async def test_a_tick_beside_we_did_not_meet_is_no_tick(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)

    await press(contoso.ada, "checkin.missed", lunch, again="true")
    await ticks(contoso.bo, lunch)

    assert await Round.all().count() == 0


async def test_two_who_tick_it_at_the_same_moment_are_not_overlooked(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    ada_has_pressed = asyncio.Event()

    async def ada_takes_her_time() -> None:
        async with transaction():
            await ticks(contoso.ada, lunch)
            ada_has_pressed.set()
            await asyncio.sleep(0.3)  # not written yet while Bo's press comes in

    async def bo_presses_meanwhile() -> None:
        await ada_has_pressed.wait()
        await ticks(contoso.bo, lunch)

    await asyncio.gather(ada_takes_her_time(), bo_presses_meanwhile())

    assert await invited_again() == [[contoso.ada.id, contoso.bo.id]]


#: What a guest may do with her question, press by press; nothing at all is an answer too.
WAYS: dict[str, list[tuple[str, dict[str, str]]]] = {
    "silent": [],
    "met": [("checkin.met", {"again": "false"})],
    "met, again": [("checkin.met", {"again": "true"})],
    "not met": [("checkin.missed", {"again": "true"}), ("checkin.why", {"why": "no time"})],
    "moved": [("checkin.missed", {}), ("checkin.why", {"why": "moved"})],
    "moved, met, again": [
        ("checkin.missed", {}),
        ("checkin.why", {"why": "moved"}),
        ("checkin.met", {"again": "true"}),
    ],
    "undecided": [("checkin.met", {"again": "false"}), ("checkin.missed", {}), ("checkin.met", {"again": "true"})],
}
MET, TICKED = {"met", "met, again", "moved, met, again", "undecided"}, {"met, again", "moved, met, again"}


async def test_however_two_guests_answer_a_word_for_it_counts_and_only_two_ticks_lead_on(contoso: Contoso) -> None:
    for number, (adas, bos) in enumerate(product(WAYS, WAYS)):
        lunch = await eat(contoso.ada, contoso.bo, at=contoso.calendar.now - timedelta(minutes=60 + number))
        for pair in zip_longest(WAYS[adas], WAYS[bos]):
            for who, step in zip((contoso.ada, contoso.bo), pair, strict=True):
                if step:
                    await press(who, step[0], lunch, **step[1])

        answers = {adas, bos}
        missed = answers == {"not met"}
        assert await state_of(lunch) == ("held" if answers & MET else "missed" if missed else "booked"), answers
        planned = await Round.filter(id=row_id("round", "again", lunch.id)).exists()
        assert planned is (adas in TICKED and bos in TICKED), answers
