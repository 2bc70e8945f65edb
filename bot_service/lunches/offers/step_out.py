"""A guest steps out of a lunch that no calendar shows yet. Whatever her reason, the others read what they read after any no."""

from collections.abc import Collection

from bot_service.database.transaction import transaction
from bot_service.lunches.offers.offer import agree, call_off, show_news
from bot_service.lunches.tables.lunch import OPEN, Guest, Lunch, LunchIsClosed, guests_of, held_place


def may_step_out(lunch: Lunch) -> bool:
    """Whether nothing of it stands in calendars, nor is being put there."""
    return lunch.state in OPEN and lunch.payload is None


async def step_out(lunch: Lunch, guest: Guest) -> None:
    """Her no, in the caller's transaction, which has locked the lunch. A table of three goes on with the rest.

    Raises `LunchIsClosed` for a lunch that stands in her calendar, or is being put there: that is declined in Outlook.
    """
    if guest.answer == "no":
        return
    if not may_step_out(lunch):
        if lunch.payload is not None or lunch.state == "booked":
            raise LunchIsClosed("It stands in your calendar by now: decline it there, and the others are told kindly.")
        raise LunchIsClosed("This invitation is closed by now. Nothing was changed.")
    await Guest.filter(id=guest.id).update(answer="no")
    left = [one.answer for one in await guests_of(lunch.id) if one.answer != "no"]
    if len(left) < 2:
        await call_off(lunch)
    elif lunch.state == "proposed" and "" not in left:
        await agree(lunch)
    await show_news(lunch.id)


async def step_out_of_all(person_id: str, *, tables_with: str = "") -> None:
    """Her no to every open invitation, or only to those at whose table that other one sits. Done twice is done once."""
    seats = await Guest.filter(person_id=person_id).exclude(answer="no").values_list("lunch_id", flat=True)
    shared = {str(one) for one in seats}
    if tables_with:
        theirs = await Guest.filter(person_id=tables_with).exclude(answer="no").values_list("lunch_id", flat=True)
        shared &= {str(one) for one in theirs}
    for lunch_id in await _invitations(shared):
        async with transaction():
            lunch, guest = await held_place(lunch_id, person_id)
            if may_step_out(lunch):
                await step_out(lunch, guest)


async def _invitations(ids: Collection[str]) -> list[str]:
    """Of these lunches those that wait for an answer or a booking; nobody was invited to an open table."""
    waiting = Lunch.filter(id__in=list(ids), state__in=OPEN, seats=0)
    return [str(one) for one in await waiting.order_by("id").values_list("id", flat=True)]
