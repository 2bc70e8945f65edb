"""What was learned from Outlook is written into the rows while people press buttons of the same lunch."""

import asyncio
from datetime import timedelta

import pytest

from bot_service import clock
from bot_service.database.row import AlreadyMoved
from bot_service.lunches.outlook.differences import Declined, Difference, PlaceChanged, Responded
from bot_service.lunches.outlook.look import Look
from bot_service.lunches.outlook.notes import note
from bot_service.lunches.rounds.open_table import Plan, close_table, join_table, leave_table, open_table
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.people.person import people
from bot_service.settings import Settings
from tests.lunches.colleagues import TABLES, Calendar, join

__all__ = ["TABLES"]


@pytest.fixture
async def table(database: Settings) -> Lunch:  # noqa: ARG001 - it opens the tables
    """Maya's open table, at which Ada has a seat, and which stands in both calendars."""
    Calendar()
    await join("Maya", "Marketing")
    await join("Ada", "Engineering")
    opened = await open_table(
        "maya", Plan("lunch", clock.now() + timedelta(days=3), "Canteen", is_online=False, others=2)
    )
    await join_table("ada", opened.id)
    await Lunch.all().update(state="booked", event_id="event")
    return await Lunch.get(id=opened.id)


async def seen(lunch: Lunch, *found: Difference) -> Look:
    return Look(lunch, await people({"maya", "ada"}), None, is_seen=True, found=list(found), suited={})


async def test_presses_and_what_is_learned_of_the_same_table_don_t_lock_each_other_out(table: Lunch) -> None:
    async def presses() -> None:
        await leave_table("ada", table.id)
        await join_table("ada", table.id)

    for number in range(10):
        answer = Responded("ada", "accepted" if number % 2 else "tentative")
        look = await seen(table, answer, PlaceChanged(f"Room {number}"))
        await asyncio.gather(presses(), note(look), presses())

    assert (await Guest.get(person_id="ada")).answer == "yes"
    assert (await Lunch.get()).place == "Room 9"


async def test_what_was_seen_of_a_table_that_is_closed_meanwhile_is_not_written_down(table: Lunch) -> None:
    look = await seen(table, Declined("ada"))
    await close_table("maya", table.id)

    with pytest.raises(AlreadyMoved):
        await note(look)

    assert (await Guest.get(person_id="ada")).answer == "yes"
