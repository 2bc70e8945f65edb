"""Ada, Bo and Cy are invited to a lunch: what tests of answers begin with, without any calendar."""

from datetime import UTC, datetime, timedelta

from bot_service import clock
from bot_service.database.row import put
from bot_service.lunches.offers.offer import pursue_offer
from bot_service.lunches.programs.round import Round
from bot_service.lunches.tables.lunch import Choice, Guest, Lunch
from bot_service.people.person import Person

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
NEXT_MONDAY = MONDAY + timedelta(days=7)
CHOICES = (
    Choice("lunch", NEXT_MONDAY.replace(hour=12), 45),
    Choice("coffee", NEXT_MONDAY.replace(hour=15), 30),
    Choice("lunch", NEXT_MONDAY.replace(day=10, hour=12), 45),
)

TABLES = [
    "bot_service.people.person",
    "bot_service.people.ledger",
    "bot_service.courtesy.message",
    "bot_service.courtesy.note",
    "bot_service.courtesy.channel",
    "bot_service.courtesy.post",
    "bot_service.lunches.programs.program",
    "bot_service.lunches.programs.round",
    "bot_service.lunches.times.preferences",
    "bot_service.lunches.tables.lunch",
    "bot_service.lunches.tables.mailbox",
    "bot_service.lunches.afterwards.checkin",
]


class Calendar:
    """The clock of a test; `later` moves it."""

    def __init__(self) -> None:
        self.now = MONDAY
        clock.follow(lambda: self.now)

    def later(self, **length: int) -> None:
        self.now += timedelta(**length)


async def join(name: str, team: str) -> Person:
    """Somebody who has joined, in London."""
    mail = f"{name.lower()}@contoso.example"
    person = Person(
        id=name.lower(), state="joined", name=name, principal_name=mail, mail=mail, team=team, zone="Europe/London"
    )
    await put(person)
    return person


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
