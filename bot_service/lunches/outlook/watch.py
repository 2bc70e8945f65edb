"""The step of a booked lunch: look what people did to it in Outlook, follow them, and when it is over, ask how it was."""

from datetime import datetime, timedelta

from bot_service import clock
from bot_service.database.row import move, put
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Calendars
from bot_service.lunches.afterwards.checkin import CheckIn
from bot_service.lunches.offers.offer import call_off, show_news
from bot_service.lunches.outlook import mailbox
from bot_service.lunches.outlook.follow import follow
from bot_service.lunches.outlook.look import LOOKS_BEFORE, look_at
from bot_service.lunches.outlook.open_tables import CLOSES_BEFORE
from bot_service.lunches.programs.round import OPEN_TABLE
from bot_service.lunches.tables.lunch import Lunch, sitting_at

SETTLE = timedelta(minutes=30)  #: after it ended
DAILY, LAST = timedelta(days=1), timedelta(hours=2)
TWO = 2


async def watch_lunch(lunch_id: str, *, calendars: Calendars) -> None:
    """Look at the event, do what follows, and come back for the next look.

    Changes in between are told by the mailbox's own step, where it is one that we follow.
    """
    lunch = await Lunch.get(id=lunch_id)
    if not await follow(await look_at(lunch, calendars), calendars):
        return None
    seen = await Lunch.get(id=lunch_id)
    now = clock.now()
    if now >= seen.ends_at + SETTLE:
        return await _ask_how_it_was(seen)
    # Who told us meanwhile of yet another change has set it due, and it stays so.
    unchanged = Lunch.filter(id=lunch_id, state=lunch.state, due_at=lunch.due_at)
    is_followed = await mailbox.is_followed(seen.organiser)
    await unchanged.update(due_at=next_look(seen, now, is_followed=is_followed), tries=0)
    return None


def next_look(lunch: Lunch, now: datetime, *, is_followed: bool = True) -> datetime:
    """Two days and one day before it, shortly before an open table, and half an hour after its end.

    Where nothing tells us of changes in between, also daily, and a last time while the others still have time for other plans.
    """
    assert lunch.starts_at is not None
    before = [lunch.starts_at - ahead for ahead in LOOKS_BEFORE]
    if lunch.kind == OPEN_TABLE:
        before.append(lunch.starts_at - CLOSES_BEFORE)
    if not is_followed:
        before += [now + DAILY, lunch.starts_at - LAST]
    return min(at for at in (*before, lunch.ends_at + SETTLE) if at > now)


async def _ask_how_it_was(lunch: Lunch) -> None:
    """It is over. Each guest who was to come gets her check-in; a table at which only one was left did not come about."""
    async with transaction():
        sitting = await sitting_at(lunch.id)
        if len(sitting) < TWO:
            return await call_off(lunch)
        for guest in sitting:
            await put(CheckIn.of(lunch.id, guest.person_id, due_at=clock.now()))
        await move(lunch, "booked")
        await show_news(lunch.id)
    return None
