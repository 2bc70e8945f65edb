"""Somebody goes: her lunches ahead end as kindly as by a no of hers, so that the others are told and nothing stays in calendars."""

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from bot_service import clock
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.lunches.offers.offer import agree, call_off, show_news
from bot_service.lunches.programs.round import OPEN_TABLE
from bot_service.lunches.tables.lunch import AHEAD, OPEN, Guest, Lunch, guests_of


async def bid_farewell(person_id: str) -> int:
    """Give up her places at all lunches ahead; returns how many still hold her, because Outlook has to be told first.

    She has left for us by then, so that the lunch's own step takes her off its event, or cancels it: that step is due now. Called
    again, it goes on where it was.
    """
    seats = Guest.filter(person_id=person_id)
    held = await _ahead().filter(id__in=[seat.lunch_id for seat in await seats]).order_by("id")
    return sum([await _give_up(lunch.id, person_id) for lunch in held])


async def _give_up(lunch_id: str, person_id: str) -> bool:
    """Returns whether she is still on it."""
    async with transaction():
        lunch = await _ahead().filter(id=lunch_id).select_for_update().first()
        guest = await Guest.get_or_none(lunch_id=lunch_id, person_id=person_id)
        if lunch is None or guest is None:
            return False
        if lunch.kind == OPEN_TABLE and lunch.host_id == person_id and lunch.payload is None:
            if lunch.state != "closing":
                await move(lunch, "closing", due_at=clock.now())
            return True
        if lunch.state in OPEN and lunch.payload is None:
            await _leave(lunch, guest)
            return False
        is_at_work = lunch.tries > 0 or (lunch.due_at is not None and lunch.due_at <= clock.now())
        if guest.answer != "no" and not is_at_work:
            await Lunch.filter(id=lunch.id, state=lunch.state).update(due_at=clock.now())
        return guest.answer != "no" or (lunch.state == "booked" and is_at_work)


async def _leave(lunch: Lunch, guest: Guest) -> None:
    """Her no, before anything stands in calendars."""
    if guest.answer == "no":
        return
    await Guest.filter(id=guest.id).update(answer="no")
    left = [one.answer for one in await guests_of(lunch.id) if one.answer != "no"]
    if len(left) < 2 and lunch.kind != OPEN_TABLE:
        await call_off(lunch)
    elif lunch.state == "proposed" and "" not in left:
        await agree(lunch)
    await show_news(lunch.id)


def _ahead() -> QuerySet[Lunch]:
    return Lunch.filter(Q(starts_at__isnull=True) | Q(starts_at__gt=clock.now()), state__in=(*AHEAD, "closing"))
