"""A guest proposes another time in Outlook. It is taken over when it suits the others; otherwise she alone is told that it stays."""

from contextlib import suppress
from datetime import timedelta

from bot_service import clock
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Calendars
from bot_service.graph.trouble import NotThere
from bot_service.lunches.offers.changing import changing
from bot_service.lunches.offers.offer import show_news
from bot_service.lunches.offers.told import NEWS, tell
from bot_service.lunches.outlook.differences import Proposed
from bot_service.lunches.outlook.look import Look
from bot_service.lunches.programs.terms import LONGEST_MINUTES
from bot_service.lunches.tables.lunch import Guest, Lunch

NOTICE = timedelta(hours=4)  #: nobody is surprised by a lunch that was moved to in a moment
LONGEST = timedelta(minutes=LONGEST_MINUTES)


async def consider(proposed: Proposed, look: Look, lunch: Lunch, sitting: list[Guest], calendars: Calendars) -> None:
    """Move the lunch to the proposed time, or leave it; either way it is looked at again at once, with what else there is.

    Each proposal is considered once. Moved by us and not recorded, it is found moved by the next look.
    """
    if not _suits_the_others(proposed, look, sitting):
        async with transaction():
            await _looked_at(proposed, lunch)
            await Guest.filter(lunch_id=lunch.id, person_id=proposed.person_id).update(unsuited_at=lunch.starts_at)
            if not proposed.declines:
                await tell(lunch.id, proposed.person_id, NEWS, key=f"not {proposed.start.isoformat()}")
            return await show_news(lunch.id)
    with suppress(NotThere):  # gone since it was read: the next look will see it
        start, end = proposed.start, proposed.end
        async with changing(lunch):
            await calendars.change(lunch.event_id, organiser=lunch.organiser, start=start, end=end)
        async with transaction():
            await _looked_at(proposed, lunch, starts_at=start, minutes=int((end - start) / timedelta(minutes=1)))
            for guest in sitting:
                await tell(lunch.id, guest.person_id, NEWS, key=start.isoformat())
            await show_news(lunch.id)
    return None


def _suits_the_others(proposed: Proposed, look: Look, sitting: list[Guest]) -> bool:
    if proposed.start < clock.now() + NOTICE or not timedelta() < proposed.end - proposed.start <= LONGEST:
        return False
    others = {guest.person_id for guest in sitting} - {proposed.person_id}
    suited = look.suited[proposed.start, proposed.end]
    return all(suited.get(one) for one in others)


async def _looked_at(proposed: Proposed, lunch: Lunch, **changes: object) -> None:
    now = clock.now()
    await Lunch.filter(id=lunch.id, state="booked").update(due_at=now, tries=0, **changes)
    await Guest.filter(lunch_id=lunch.id, person_id=proposed.person_id).update(proposed_at=proposed.start)
