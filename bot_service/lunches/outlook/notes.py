"""What was learned from Outlook is written into the rows; nobody is messaged for it, cards show it where they lie."""

from bot_service.database.row import AlreadyMoved, put, row_id
from bot_service.database.transaction import transaction
from bot_service.lunches.offers.offer import show_news
from bot_service.lunches.offers.told import NEWS, tell
from bot_service.lunches.outlook.differences import (
    OFF,
    Away,
    Declined,
    Difference,
    Forwarded,
    Gone,
    Left,
    Moved,
    PlaceChanged,
    ProposalGone,
    Responded,
    TakenOff,
    Uninvited,
)
from bot_service.lunches.outlook.look import Look
from bot_service.lunches.programs.round import OPEN_TABLE
from bot_service.lunches.tables.lunch import Guest, Lunch, guests_of, sitting_at
from bot_service.people.person import Person

MINUTE = 60  #: seconds
TWO = 2


async def note(look: Look) -> None:
    """Take over into the rows what can be taken over, all at once. Once it has begun, that is the time alone.

    The lunch is locked before its guests, as whoever takes a seat at an open table does it, so that neither waits for the other
    for ever. Raises `AlreadyMoved` where it is not the one any more that was looked at.
    """
    found = [one for one in look.found if isinstance(one, Moved)] if look.has_begun else look.found
    async with transaction():
        if not await Lunch.filter(id=look.lunch.id, state=look.lunch.state).select_for_update().first():
            raise AlreadyMoved(f"Lunch {look.lunch.id} is no longer “{look.lunch.state}”.")
        noted = [await _take_over(one, look) for one in found]
        if any(noted):
            await show_news(look.lunch.id)


async def _take_over(one: Difference, look: Look) -> bool:
    """Returns whether any card may show something else now."""
    lunch_id = look.lunch.id
    if isinstance(one, Responded | Declined | Uninvited | Left | Away):
        return await _note_answer(one, look)
    if isinstance(one, PlaceChanged):
        await Lunch.filter(id=lunch_id, state="booked").update(place=one.place)
    elif isinstance(one, Moved):
        await _move(one, look)
    elif isinstance(one, ProposalGone):
        await _forget_proposal(one.person_id, look)
    elif isinstance(one, TakenOff):
        return await _note_off(one.mail, look)
    elif isinstance(one, Forwarded):
        return await _welcome(one.mail, look)
    elif isinstance(one, Gone):
        return await _ended_by_its_organiser(look)
    else:
        return False
    return True


async def _note_answer(one: Responded | Declined | Uninvited | Left | Away, look: Look) -> bool:
    """Who is away is expected all the same, unless it is an open table, at which she gives back her seat."""
    if isinstance(one, Away) and look.lunch.kind != OPEN_TABLE:
        return False
    changes = {"answer": "no"}
    if isinstance(one, Responded):
        changes = {"response": one.response}
    elif isinstance(one, Declined):
        changes |= {"response": "declined"}
    elif isinstance(one, Uninvited):
        changes |= {"response": OFF}
    await _guest(look.lunch.id, one.person_id, **changes)
    return True


async def _guest(lunch_id: str, person_id: str, **changes: str) -> None:
    await Guest.filter(lunch_id=lunch_id, person_id=person_id).update(**changes)


async def _move(one: Moved, look: Look) -> None:
    """It stands at another time now, of which Outlook has told everybody.

    We say something only where a guest wished for it and the answer to our own change got lost, or to whom it doesn't suit.
    """
    lunch_id, at = look.lunch.id, one.start
    minutes = int((one.end - one.start).total_seconds()) // MINUTE
    await Lunch.filter(id=lunch_id, state="booked").update(starts_at=at, minutes=minutes)
    for guest in await guests_of(lunch_id):
        clashes = look.suited[one.start, one.end].get(guest.person_id) is False and not one.is_wished
        if clashes:
            await Guest.filter(id=guest.id).update(unsuited_at=at)
        if guest.answer == "yes" and (clashes or one.is_wished) and not look.has_begun:
            await tell(lunch_id, guest.person_id, NEWS, key=at.isoformat())


async def _forget_proposal(person_id: str, look: Look) -> None:
    """It is neither asked any more nor refused."""
    hers = Guest.filter(lunch_id=look.lunch.id, person_id=person_id)
    await hers.update(proposed_at=None)
    await hers.filter(unsuited_at=look.lunch.starts_at).update(unsuited_at=None)


async def _note_off(mail: str, look: Look) -> bool:
    """A former guest is off the event now. No card shows that."""
    ids = [one.id for one in look.known.values() if one.mail.lower() == mail]
    await Guest.filter(lunch_id=look.lunch.id, person_id__in=ids, answer="no").update(response=OFF)
    return False


async def _welcome(mail: str, look: Look) -> bool:
    """Somebody forwarded the invitation. A colleague who joined Potluck is a guest like the others; anybody else is company.

    So is a guest who didn't come any more: whoever put her on the event again has asked her.
    """
    said = look.booked.responses.get(mail, "none") if look.booked else "none"
    found = await Person.filter(mail__iexact=mail, state="joined").first()
    if found is None or said == "declined":
        return False
    id_, response = row_id("guest", look.lunch.id, found.id), "" if said == "none" else said
    place = {"lunch_id": look.lunch.id, "person_id": found.id, "team": found.team}
    await put(Guest(id=id_, answer="yes", response=response, **place))
    await Guest.filter(id=id_, answer="no").update(answer="yes", response=response)
    return True


async def _ended_by_its_organiser(look: Look) -> bool:
    """A guest in whose calendar the event lay has taken it out: that was her no.

    Unless it was us, and it is the answer to our own cancellation that got lost: where too few were left, or somebody is away.
    """
    organiser = look.organiser
    sitting = await sitting_at(look.lunch.id)
    if organiser is None or len(sitting) < TWO or look.needs_another_time:
        return False
    await _guest(look.lunch.id, organiser.id, answer="no")
    return True
