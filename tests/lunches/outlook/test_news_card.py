"""The card of what changed: how the lunch stands now, by the clock of whoever reads it, and what she can do."""

from datetime import UTC, datetime, timedelta

import pytest

from bot_service.database.row import put
from bot_service.lunches.outlook.news_card import NEXT_STEP, draw_news
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.settings import Settings
from tests.lunches.colleagues import TABLES, join, text_of

__all__ = ["TABLES"]

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def table(database: Settings) -> None:
    """Ada in London and Bo in Bengaluru have a coffee at noon, by the clock of London."""
    assert database
    await put(Lunch(id="lunch", state="booked", round_id="", kind="mixer", form="coffee", starts_at=NOON, minutes=30))
    for one in (await join("Ada [Lovelace]", "Engineering"), await join("Bo", "Finance", zone="Asia/Kolkata")):
        await put(Guest(id=f"place of {one.id}", lunch_id="lunch", person_id=one.id, team=one.team, answer="yes"))


async def test_each_reads_the_time_by_her_own_clock_and_what_she_can_do() -> None:
    assert "**Wed 4 March, 17:30**" in await reads("bo")
    assert "**Wed 4 March, 12:00**" in await reads("ada-[lovelace]")
    assert NEXT_STEP in await reads("bo")


async def test_only_she_who_proposed_another_time_reads_that_it_stays() -> None:
    await Guest.filter(person_id="bo").update(proposed_at=NOON + timedelta(hours=1), unsuited_at=NOON)

    assert "doesn't suit everybody, so it stays" in await reads("bo")
    assert "stays" not in await reads("ada-[lovelace]")


async def test_once_it_was_moved_to_yet_another_time_what_was_refused_before_is_not_said_any_more() -> None:
    refused = {"proposed_at": NOON + timedelta(hours=1), "unsuited_at": NOON - timedelta(hours=1)}
    await Guest.filter(person_id="bo").update(**refused)

    assert "stays" not in await reads("bo")
    assert "It is at **Wed 4 March, 17:30** now" in await reads("bo")


async def test_once_it_is_at_the_time_that_she_proposed_the_card_says_so() -> None:
    await Guest.filter(person_id="bo").update(proposed_at=NOON)

    assert "a time that suits all of you" in await reads("bo")


async def test_only_whom_it_does_not_suit_reads_that() -> None:
    await Guest.filter(person_id="bo").update(unsuited_at=NOON)

    assert "your calendar has something else" in await reads("bo")
    assert "your calendar has something else" not in await reads("ada-[lovelace]")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("called off", "doesn't come about"),
        ("seeking", "looking for another time"),
        ("held", "It was at **Wed 4 March, 17:30**"),
    ],
)
async def test_later_the_card_shows_how_it_went_on(state: str, words: str) -> None:
    await Lunch.filter(id="lunch").update(state=state)

    assert words in await reads("bo")
    assert NEXT_STEP not in await reads("bo")


async def test_a_name_is_no_markup_and_a_stranger_reads_nothing() -> None:
    assert "Ada \\[Lovelace\\]" in await reads("bo")
    stranger = await join("Cy", "Sales")
    assert await draw_news("lunch", stranger.id) is None


async def reads(person_id: str) -> str:
    return text_of(await draw_news("lunch", person_id))
