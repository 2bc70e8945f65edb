"""What becomes of an invitation as people answer it, or don't. Every answer may come twice, late, or from an old card."""

from datetime import timedelta
from typing import Any

import pytest

from bot_service.courtesy.message import Message
from bot_service.courtesy.shown import Shown
from bot_service.errors import Refusal
from bot_service.lunches.offers.offer import ask_anew, pursue_offer
from bot_service.lunches.offers.offer_card import CARDS, VERBS
from bot_service.lunches.offers.told import tell
from bot_service.lunches.programs.round import Round
from bot_service.lunches.tables.lunch import Choice, Guest, Lunch, busy_with_potluck, guests_of
from bot_service.people.person import Person
from bot_service.settings import Settings
from tests.lunches.colleagues import TABLES, buttons
from tests.lunches.colleagues import text_of as text
from tests.lunches.guests import CHOICES, Guests, invited, the_lunch, three_guests

__all__ = ["TABLES"]
MIGRATIONS = ""


@pytest.fixture
async def guests(database: Settings) -> Guests:
    del database
    return await three_guests()


async def chooses(person: Person, choice: Choice) -> None:
    await deliver_all()  # nobody presses a button that she has not seen
    await VERBS[f"offer.{choice.form}"](person.id, {"id": "lunch", "at": choice.at.isoformat()})


async def says(person: Person, verb: str, **data: Any) -> None:
    await VERBS[verb](person.id, {"id": "lunch", **data})


async def card_of(person: Person) -> Shown:
    shown = await CARDS["offer"]("lunch", person.id)
    assert shown is not None
    return shown


async def deliver_all() -> None:
    """As the courier does in the morning."""
    await Message.filter(state="waiting").update(state="delivered", due_at=None)


async def told(person: Person) -> list[str]:
    """The cards that were written to her, in alphabetical order."""
    return sorted([message.card for message in await Message.filter(to_id=person.id)])


async def test_an_invitation_offers_three_times_and_three_ways_to_say_no(guests: Guests):
    await invited(guests.ada, guests.bo)

    assert list(buttons(await card_of(guests.ada))) == [
        "Lunch, Mon 9 March, 12:00",
        "Coffee, Mon 9 March, 15:00",
        "Lunch, Tue 10 March, 12:00",
        "Another time",
        "Not this time",
        "Pause me",
    ]


async def test_the_first_choice_is_the_one_that_the_other_is_asked_about(guests: Guests):
    await invited(guests.ada, guests.bo)

    await chooses(guests.ada, CHOICES[1])
    shown = await card_of(guests.bo)
    assert next(iter(buttons(shown))) == "Coffee, Mon 9 March, 15:00"
    assert len([title for title in buttons(shown) if "March" in title]) == 1
    assert "Ada would like" in text(shown)

    await chooses(guests.bo, CHOICES[0])  # pressed on a card from before Ada's choice
    assert (await the_lunch()).state == "proposed"
    await chooses(guests.bo, CHOICES[1])
    lunch = await the_lunch()
    assert (lunch.state, lunch.form, lunch.starts_at, lunch.minutes) == ("agreed", "coffee", CHOICES[1].at, 30)


async def test_a_time_that_was_never_offered_is_not_taken(guests: Guests):
    await invited(guests.ada, guests.bo)

    await says(guests.ada, "offer.lunch", at="2026-03-09T03:00:00+00:00")
    await says(guests.ada, "offer.lunch", at="soon")

    assert next(iter(buttons(await card_of(guests.ada)))) == "Lunch, Mon 9 March, 12:00"


async def test_a_no_and_silence_and_no_time_read_the_same_to_the_other(guests: Guests):
    read = []
    for ending in ("no", "silence"):
        await Lunch.all().delete()
        await Message.all().delete()
        await invited(guests.ada, guests.bo)
        await chooses(guests.ada, CHOICES[0])
        if ending == "no":
            await says(guests.bo, "offer.decline")
        else:
            for _ in range(2):
                guests.calendar.later(days=7)
                await pursue_offer("lunch")
        end = await CARDS["kind-end"]("lunch", guests.ada.id)
        assert end is not None
        read.append(
            (text(end), text(await card_of(guests.ada)), [each for each in await told(guests.ada) if each != "nudge"])
        )

    assert read[0] == read[1]


async def test_whoever_said_yes_gets_a_second_round_and_whoever_said_no_does_not_hear_of_it(guests: Guests):
    await invited(guests.ada, guests.bo)
    await chooses(guests.ada, CHOICES[0])

    await says(guests.bo, "offer.decline")

    (second,) = await Round.filter(second=True)
    assert (second.number, second.kind, second.state) == (1, "mixer", "planned")
    assert second.due_at is not None
    assert second.due_at.date() == guests.calendar.now.date().replace(day=3)
    assert await told(guests.bo) == ["offer"]


async def test_nobody_is_looked_after_twice_for_one_lunch(guests: Guests):
    await invited(guests.ada, guests.bo)
    await chooses(guests.ada, CHOICES[0])

    await says(guests.bo, "offer.decline")
    await says(guests.bo, "offer.decline")

    assert await Round.filter(second=True).count() == 1
    assert await told(guests.ada) == ["kind-end", "offer"]


async def test_a_table_of_three_goes_on_without_the_one_who_can_not(guests: Guests):
    await invited(guests.ada, guests.bo, guests.cy)
    await chooses(guests.ada, CHOICES[0])
    await chooses(guests.bo, CHOICES[0])

    await says(guests.cy, "offer.decline")

    assert (await the_lunch()).state == "agreed"


async def test_another_time_is_looked_for_once_and_nobody_learns_who_asked(guests: Guests):
    await invited(guests.ada, guests.bo)

    await says(guests.bo, "offer.another")
    assert (await the_lunch()).state == "seeking"
    assert text(await card_of(guests.ada)) == text(await card_of(guests.bo)).replace("Ada", "Bo")
    assert await busy_with_potluck() == {guests.ada.id, guests.bo.id}

    await says(guests.bo, "offer.another")
    assert (await the_lunch()).attempt == 2


async def test_who_pauses_from_a_card_says_no_and_is_not_asked_for_four_weeks(guests: Guests):
    await invited(guests.ada, guests.bo)

    await says(guests.bo, "offer.pause")

    bo = await Person.get(id=guests.bo.id)
    assert (await the_lunch()).state == "called off"
    assert bo.is_paused(guests.calendar.now)


async def test_who_has_her_lunches_booked_for_her_waits_for_the_others_choice(guests: Guests):
    await invited(guests.ada, guests.bo, agreeable=guests.ada)

    assert list(buttons(await card_of(guests.ada))) == ["Not this time"]
    await chooses(guests.bo, CHOICES[2])

    lunch = await the_lunch()
    assert (lunch.state, lunch.starts_at) == ("agreed", CHOICES[2].at)


async def test_what_is_being_booked_is_declined_in_outlook(guests: Guests):
    await invited(guests.ada, guests.bo)
    await chooses(guests.ada, CHOICES[0])
    await chooses(guests.bo, CHOICES[0])
    await Lunch.filter(id="lunch").update(payload=b"{}")

    with pytest.raises(Refusal, match="decline it there"):
        await says(guests.bo, "offer.decline")
    assert (await the_lunch()).state == "agreed"


async def test_an_invitation_that_waits_for_the_morning_leaves_once_whatever_happens_at_night(guests: Guests):
    await invited(guests.ada, guests.bo)

    await Lunch.filter(id="lunch").update(attempt=2, offered_at=None)  # other times were found meanwhile
    await pursue_offer("lunch")
    assert await told(guests.ada) == ["offer"]

    await says(guests.bo, "offer.decline")
    assert {message.state for message in await Message.all()} == {"declined"}


async def test_nobody_hears_of_one_lunch_more_than_twice_before_it(guests: Guests):
    await invited(guests.ada, guests.bo)
    await deliver_all()
    guests.calendar.later(days=1)
    await pursue_offer("lunch")
    await deliver_all()

    assert await told(guests.ada) == ["nudge", "offer"]
    assert not await tell("lunch", guests.ada.id, "lunch-news", key="moved")
    assert await tell("lunch", guests.ada.id, "kind-end")
    assert not await tell("lunch", guests.ada.id, "kind-end", key="once more")


async def test_an_answer_to_a_lunch_that_is_over_changes_nothing(guests: Guests):
    await invited(guests.ada, guests.bo)
    await says(guests.bo, "offer.decline")

    with pytest.raises(Refusal):
        await chooses(guests.ada, CHOICES[0])
    with pytest.raises(Refusal):
        await says(guests.cy, "offer.decline")
    assert (await the_lunch()).state == "called off"


async def test_a_pause_from_an_old_card_holds_although_the_lunch_stands_by_now(guests: Guests):
    await invited(guests.ada, guests.bo)
    await Lunch.filter(id="lunch").update(state="booked")

    await says(guests.bo, "offer.pause")

    assert (await Person.get(id=guests.bo.id)).is_paused(guests.calendar.now)
    assert (await the_lunch()).state == "booked"


async def test_a_no_that_comes_while_other_times_are_looked_for_stays_a_no(guests: Guests):
    await invited(guests.ada, guests.bo, guests.cy)
    await says(guests.ada, "offer.another")
    sitting = await guests_of("lunch")

    await says(guests.bo, "offer.decline")
    await ask_anew(sitting)

    assert {one.person_id: one.answer for one in await guests_of("lunch")} == {"ada": "", "bo": "no", "cy": ""}


async def test_no_card_says_the_id_of_anybody(guests: Guests):
    for kind in ("mixer", "host", "team table", "on demand", "again", "lottery"):
        await Lunch.all().delete()
        await Guest.all().delete()
        await invited(guests.ada, guests.bo)
        await Lunch.filter(id="lunch").update(kind=kind, host_id="ada")
        for person in (guests.ada, guests.bo):
            assert "ada" not in text(await card_of(person)).split()


async def test_the_reminder_comes_a_working_day_after_the_invitation_reached_her(guests: Guests):
    await invited(guests.ada, guests.bo)
    await deliver_all()
    guests.calendar.later(days=1)
    await Message.filter(to_id=guests.bo.id).update(sent_at=guests.calendar.now)  # her day off is over just now

    await pursue_offer("lunch")
    assert "nudge" not in await told(guests.bo)
    assert (await the_lunch()).due_at == guests.calendar.now + timedelta(days=1)

    guests.calendar.later(days=1)
    await pursue_offer("lunch")
    assert "nudge" in await told(guests.bo)
