"""Which invitations wait for an answer: nobody gets another one meanwhile."""

from typing import Any

import pytest

from bot_service.courtesy.message import Message
from bot_service.database.transaction import transaction
from bot_service.lunches.offers.offer import ask_anew, call_off, pursue_offer
from bot_service.lunches.offers.offer_card import VERBS
from bot_service.lunches.offers.seek import look_for_another_time
from bot_service.lunches.tables.lunch import Lunch, guests_of
from bot_service.people.person import Person
from bot_service.settings import Settings
from tests.lunches.colleagues import TABLES
from tests.lunches.guests import CHOICES, Guests, invited, the_lunch, three_guests

__all__ = ["TABLES"]
MIGRATIONS = ""


@pytest.fixture
async def guests(database: Settings) -> Guests:
    del database
    return await three_guests()


async def open_for() -> list[str]:
    """The cards that wait for an answer, and whose."""
    return sorted([f"{one.to_id}: {one.card}" for one in await Message.filter(awaits=True).exclude(state="declined")])


async def says(person: Person, verb: str, **data: Any) -> None:
    await VERBS[verb](person.id, {"id": "lunch", **data})


async def deliver_all() -> None:
    await Message.filter(state="waiting").update(state="delivered", due_at=None)


async def remind(guests: Guests) -> None:
    await deliver_all()
    guests.calendar.later(days=1)
    await pursue_offer("lunch")
    await deliver_all()


async def test_an_invitation_waits_for_each_guest_until_she_answers(guests: Guests):
    await invited(guests.ada, guests.bo, guests.cy)
    await deliver_all()
    assert await open_for() == ["ada: offer", "bo: offer", "cy: offer"]

    await says(guests.ada, f"offer.{CHOICES[0].form}", at=CHOICES[0].at.isoformat())
    assert await open_for() == ["bo: offer", "cy: offer"]
    await says(guests.bo, "offer.decline")
    assert await open_for() == ["cy: offer"]
    await says(guests.cy, "offer.pause")
    assert await open_for() == []


async def test_whose_lunches_are_booked_for_her_is_asked_nothing(guests: Guests):
    await invited(guests.ada, guests.bo, agreeable=guests.bo)

    assert await open_for() == ["ada: offer"]


async def test_the_reminder_waits_too_and_one_answer_is_enough_for_both(guests: Guests):
    await invited(guests.ada, guests.bo)
    await remind(guests)
    assert await open_for() == ["ada: nudge", "ada: offer", "bo: nudge", "bo: offer"]

    await says(guests.ada, f"offer.{CHOICES[0].form}", at=CHOICES[0].at.isoformat())

    assert await open_for() == ["bo: nudge", "bo: offer"]


async def test_who_never_answers_is_asked_nothing_any_more_once_it_is_closed(guests: Guests):
    await invited(guests.ada, guests.bo)
    await remind(guests)
    guests.calendar.later(days=2)

    await pursue_offer("lunch")

    assert (await the_lunch()).state == "called off"
    assert await open_for() == []


async def test_while_another_time_is_sought_nobody_has_an_open_invitation_and_with_it_everybody_has(guests: Guests):
    await invited(guests.ada, guests.bo)
    await deliver_all()

    await says(guests.bo, "offer.another")
    assert await open_for() == []

    await offer_anew()
    await deliver_all()
    assert await open_for() == ["ada: offer", "bo: offer"]


async def test_an_invitation_that_waited_for_the_morning_and_shows_other_times_is_an_open_one(guests: Guests):
    await invited(guests.ada, guests.bo)
    async with transaction():
        await look_for_another_time(await the_lunch())
    assert await open_for() == []

    await offer_anew()

    assert await Message.all().count() == 2
    assert await open_for() == ["ada: offer", "bo: offer"]


async def test_a_lunch_that_is_called_off_waits_for_nobody(guests: Guests):
    await invited(guests.ada, guests.bo, guests.cy)
    await deliver_all()

    async with transaction():
        await call_off(await the_lunch())

    assert await open_for() == []


async def offer_anew() -> None:
    """Other times were found, and are offered."""
    async with transaction():
        await ask_anew(await guests_of("lunch"))
        await Lunch.filter(id="lunch").update(state="proposed", offered_at=None, nudged_at=None)
    await pursue_offer("lunch")
