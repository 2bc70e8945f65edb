"""A lunch that is over, and its guests, for tests of what comes afterwards."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot_service import clock
from bot_service.courtesy.message import Message
from bot_service.courtesy.shown import Shown
from bot_service.database.row import put, row_id
from bot_service.lunches.afterwards import cards as afterwards
from bot_service.lunches.afterwards.checkin import CheckIn, ask_how_it_was
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.people.person import Person
from tests.sharing.colleagues import Calendar, carry, join

TABLES = [
    "bot_service.people.person",
    "bot_service.people.relationship.ledger",
    "bot_service.courtesy.message",
    "bot_service.lunches.programs.program",
    "bot_service.lunches.programs.round",
    "bot_service.lunches.programs.not_with",
    "bot_service.lunches.tables.lunch",
    "bot_service.lunches.afterwards.checkin",
]


class Contoso:
    """Ada, Bo, Cem and Maya, who is a host."""

    calendar: Calendar
    ada: Person
    bo: Person
    cem: Person
    maya: Person


async def four_colleagues(ada: str = "Ada Star", bo: str = "Bo Li") -> Contoso:
    """All of them have joined; the first two by whatever names."""
    contoso = Contoso()
    contoso.calendar = Calendar()
    contoso.ada, contoso.bo = await join(ada, "Engineering"), await join(bo, "Finance")
    contoso.cem, contoso.maya = await join("Cem Kaya", "Sales"), await join("Maya Roth", "People", is_host=True)
    return contoso


async def sit(*guests: Person, at: datetime | None = None, state: str = "booked", **columns: Any) -> Lunch:
    """A coffee that all of them had said yes to; it began two hours ago unless said otherwise."""
    starts_at = at or clock.now() - timedelta(hours=2)
    lunch = Lunch(
        id=row_id("lunch", f"{starts_at:%Y-%m-%d %H:%M}", *[guest.id for guest in guests]),
        state=state,
        round_id="round-1",
        **{"program_id": "everybody", "kind": "mixer", "form": "coffee", "place": "Canteen", "minutes": 30} | columns,
        starts_at=starts_at,
    )
    await put(lunch)
    for guest in guests:
        await add(lunch, guest, "yes")
    return lunch


async def add(lunch: Lunch, guest: Person, answer: str) -> None:
    place = row_id("guest", lunch.id, guest.id)
    await put(Guest(id=place, lunch_id=lunch.id, person_id=guest.id, team=guest.team, answer=answer))


async def ask(lunch: Lunch, *guests: Person, outcome: str = "delivered") -> None:
    """The question is planned, written and carried to each of them."""
    for guest in guests:
        checkin = CheckIn.of(lunch.id, guest.id, due_at=clock.now())
        await put(checkin)
        await ask_how_it_was(checkin.id)
    await carry("checkin", afterwards.OUTCOMES, outcome)


async def eat(*guests: Person, **columns: Any) -> Lunch:
    """A lunch that is over, and everybody was asked how it was."""
    lunch = await sit(*guests, **columns)
    await ask(lunch, *guests)
    return lunch


async def press(who: Person, verb: str, lunch: Lunch, **inputs: str) -> None:
    """She presses a button of her card."""
    await afterwards.VERBS[verb](who.id, {"id": row_id("check-in", lunch.id, who.id), "lunch": lunch.id, **inputs})


async def card_of(who: Person, lunch: Lunch) -> Shown | None:
    return await afterwards.CARDS["checkin"](row_id("check-in", lunch.id, who.id), who.id)


async def checkin_of(who: Person, lunch: Lunch) -> CheckIn:
    return await CheckIn.get(lunch_id=lunch.id, person_id=who.id)


async def state_of(lunch: Lunch) -> str:
    return str((await Lunch.get(id=lunch.id)).state)


async def whatever_is_visible_to(who: Person) -> list[Mapping[str, Any]]:
    """Every message row of hers, and each of her cards as it is drawn now."""
    rows: list[Mapping[str, Any]] = []
    for message in await Message.filter(to_id=who.id).order_by("id"):
        shown = await afterwards.CARDS[message.card](message.about, who.id)
        rows.append({**dict(message), "shown": shown.card if shown else None})
    return rows
