"""An offer on its way to an agreement: ask everybody, remind once, and end kindly when it does not come about."""

from datetime import datetime

from bot_service import clock
from bot_service.courtesy.courier import refresh, write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.quiet_hours import after_working_days
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.lunches.tables.lunch import Guest, Lunch, guests_of

NUDGE_AFTER = 1
CLOSE_AFTER = 2  #: working days, each counted from the step before


async def pursue_offer(lunch_id: str) -> None:
    """The step of a proposed lunch: offer it; a working day later remind who is silent; two more, and it ends kindly.

    The reminder shows the whole invitation, so that it also covers an offer whose sending was in doubt.
    """
    lunch = await Lunch.get(id=lunch_id)
    now = clock.now()
    async with transaction():
        silent = [guest for guest in await guests_of(lunch_id) if not guest.answer]
        if lunch.offered_at is None:
            await _invite(silent, lunch, Kind.LUNCH, "offer")
            await move(lunch, "proposed", due_at=_later(now, NUDGE_AFTER), offered_at=now)
        elif lunch.nudged_at is None:
            await _invite(silent, lunch, Kind.REMINDER, "nudge")
            await move(lunch, "proposed", due_at=_later(now, CLOSE_AFTER), nudged_at=now)
        else:
            await call_off(lunch)


async def call_off(lunch: Lunch) -> None:
    """End a lunch, in the caller's transaction. Declined, timed out and no slot read the same to whoever had said yes."""
    await move(lunch, "called off", payload=None)
    for guest in await guests_of(lunch.id):
        if guest.answer == "yes":
            await write(to=guest.person_id, kind=Kind.LUNCH, card="kind-end", about=lunch.id)
    await show_news(lunch.id)


async def show_news(lunch_id: str) -> None:
    """Invitation and reminder show how the lunch stands now, in the caller's transaction."""
    await refresh("offer", lunch_id)
    await refresh("nudge", lunch_id)


async def _invite(guests: list[Guest], lunch: Lunch, kind: Kind, card: str) -> None:
    for guest in guests:
        await write(to=guest.person_id, kind=kind, card=card, about=lunch.id, key=str(lunch.attempt))


def _later(now: datetime, working_days: int) -> datetime:
    return after_working_days(now, working_days, "UTC")
