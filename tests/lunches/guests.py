"""Ada, Bo and Cy are invited to a lunch: what tests of answers begin with, without any calendar."""

from datetime import timedelta

from bot_service import clock
from bot_service.database.row import put
from bot_service.lunches.offers.offer import pursue_offer
from bot_service.lunches.programs.round import Round
from bot_service.lunches.tables.lunch import Choice, Guest, Lunch
from bot_service.people.person import Person
from tests.lunches.colleagues import MONDAY, Calendar, join

NEXT_MONDAY = MONDAY + timedelta(days=7)
CHOICES = (
    Choice("lunch", NEXT_MONDAY.replace(hour=12), 45),
    Choice("coffee", NEXT_MONDAY.replace(hour=15), 30),
    Choice("lunch", NEXT_MONDAY.replace(day=10, hour=12), 45),
)


class Guests:
    """Ada of Legal, Bo of Sales and Cy of Design, on a Monday."""

    calendar: Calendar
    ada: Person
    bo: Person
    cy: Person


async def three_guests() -> Guests:
    here = Guests()
    here.calendar = Calendar()
    here.ada, here.bo, here.cy = await join("Ada", "Legal"), await join("Bo", "Sales"), await join("Cy", "Design")
    return here


async def invited(*guests: Person, agreeable: Person | None = None) -> Lunch:
    """They are offered three times, in a round that began now; who is `agreeable` has her lunches booked for her."""
    now = clock.now()
    await put(Round(id="round", state="matched", program_id="everybody", kind="mixer", number=1, begun_at=now))
    kept = [choice.kept() for choice in CHOICES]
    await put(
        Lunch(
            id="lunch",
            state="proposed",
            due_at=now,
            round_id="round",
            program_id="everybody",
            kind="mixer",
            choices_kept=kept,
        )
    )
    for guest in guests:
        answer = "yes" if guest is agreeable else ""
        place = Guest(id=f"place of {guest.id}", lunch_id="lunch", person_id=guest.id, team=guest.team, answer=answer)
        await put(place)
    await pursue_offer("lunch")
    return await the_lunch()


async def the_lunch() -> Lunch:
    return await Lunch.get(id="lunch")
