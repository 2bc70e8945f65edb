"""What follows from each difference between a lunch and its event: rows first, then Outlook, then the rows that follow from that.

All of it may be done twice. What was learned is written before Outlook is changed, so that a crash in between forgets nothing; and
no transaction is open while Outlook works.
"""

from contextlib import suppress

from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Calendars
from bot_service.graph.calendars import Guest as Invited
from bot_service.graph.trouble import NotThere
from bot_service.lunches.offers.changing import changing
from bot_service.lunches.offers.offer import call_off, show_news
from bot_service.lunches.offers.seek import look_for_another_time
from bot_service.lunches.outlook.differences import (
    Gone,
    NotYetInvited,
    Proposed,
    StillInvited,
    differences,
)
from bot_service.lunches.outlook.look import Look, table_of
from bot_service.lunches.outlook.notes import note
from bot_service.lunches.outlook.open_tables import has_too_few, last_word
from bot_service.lunches.outlook.proposals import consider
from bot_service.lunches.programs.round import OPEN_TABLE
from bot_service.lunches.tables.lunch import Guest, Lunch, guests_of

#: By Outlook's mail to whoever still had it in the calendar. It names nobody, and no reason.
CANCELLED = "This lunch doesn't come about this time. You'll hear from Potluck about another one."
ANOTHER_TIME = "This time doesn't suit everybody any more. Potluck looks for another one."


async def follow(look: Look, calendars: Calendars) -> bool:
    """Do what follows from a look; returns whether the lunch still stands, and its next look is to be set.

    Once it has begun, what people do to its event is only noted: many tidy up their calendars.
    """
    await note(look)
    if look.has_begun:
        return True
    lunch = await Lunch.get(id=look.lunch.id)
    guests = await guests_of(lunch.id)
    sitting = [guest for guest in guests if guest.answer == "yes"]
    if look.needs_another_time:
        await _take_out(look, calendars, ANOTHER_TIME)
        await _end(lunch, looks_on=len(sitting) > 1)
        return False
    if Gone() in look.found or has_too_few(lunch, sitting):
        await _take_out(look, calendars, last_word(lunch, sitting) if lunch.kind == OPEN_TABLE else CANCELLED)
        await _end(lunch, told_by_outlook=look.is_seen)
        return False
    if proposed := next((one for one in look.found if isinstance(one, Proposed)), None):
        await consider(proposed, look, lunch, sitting, calendars)
        return False
    await _bring_in_line(look, lunch, guests, calendars)
    return True


async def _take_out(look: Look, calendars: Calendars, comment: str) -> None:
    """Out of all calendars; cancelled twice is cancelled once. Raises `Outage` where that is refused, and then it stands.

    Only where the mailbox was gone already when we looked, the event is let go.
    """
    async with changing(look.lunch, lets_go=not look.is_seen):
        await calendars.cancel(look.lunch.event_id, comment, organiser=look.lunch.organiser)


async def _end(lunch: Lunch, *, looks_on: bool = False, told_by_outlook: bool = True) -> None:
    """Told kindly, or asked anew at other times. Of an open table that Outlook tells, as long as it could be cancelled."""
    async with transaction():
        if looks_on:
            await look_for_another_time(lunch)
            await Guest.filter(lunch_id=lunch.id).update(response="", proposed_at=None, unsuited_at=None)
            return None
        if lunch.kind == OPEN_TABLE and told_by_outlook:
            await move(lunch, "called off")
            return await show_news(lunch.id)
        await call_off(lunch)
    return None


async def _bring_in_line(look: Look, lunch: Lunch, guests: list[Guest], calendars: Calendars) -> None:
    """Whoever doesn't come any more is taken off the event, and who joined an open table is put on it."""
    if look.booked is None:
        return
    found = differences(table_of(lunch, guests, look.known), look.booked)
    leaving = [one.mail for one in found if isinstance(one, StillInvited)]
    joining = [look.known[one.person_id] for one in found if isinstance(one, NotYetInvited)]
    if leaving or joining:
        invite = [Invited(person.mail, person.name) for person in joining]
        with suppress(NotThere):  # gone since it was read: the next look will see it
            async with changing(lunch):
                await calendars.seat(lunch.event_id, organiser=lunch.organiser, invite=invite, uninvite=leaving)
