"""The step of an agreed lunch: put it on everybody's calendar, once."""

from bot_service import clock
from bot_service.courtesy.courier import withdraw
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.graph.calendars import Calendars
from bot_service.graph.trouble import MailboxUnfit
from bot_service.lunches.offers.coming import still_coming
from bot_service.lunches.offers.invite import invite
from bot_service.lunches.offers.offer import call_off, show_news
from bot_service.lunches.offers.organisers import clear_fault, next_organiser, note_fault
from bot_service.lunches.offers.seek import look_for_another_time
from bot_service.lunches.offers.told import ABOUT_LUNCHES
from bot_service.lunches.programs.program import terms_of
from bot_service.lunches.programs.round import OPEN_TABLE
from bot_service.lunches.programs.terms import COFFEE, LUNCH
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.times.availability import availabilities
from bot_service.lunches.times.slots import Horizon, common_starts
from bot_service.people.person import Person

#: Reasons of a mailbox into which we can't look, to see whether an earlier try was heard.
OUT_OF_SIGHT = frozenset({"not_permitted", "moved"})
SHADOW = "shadow"  #: why a lunch was called off that would have been booked
CANCELLED_BEFORE = "cancelled_before"  #: the calendars' word for an event that was made and is gone


async def book_lunch(lunch_id: str, *, calendars: Calendars, guest_organises: bool = False) -> None:
    """Book at the agreed time if it is still free for all, else look for another one.

    The payload is stored before the first try and sent byte for byte after a crash; with the same transaction id Exchange
    makes one event of any number of tries. A mailbox that can't organise it hands on to the next of the pool; where the company
    wants it so (`guest_organises`), the guests' own come first.
    """
    lunch = await Lunch.get(id=lunch_id)
    if calendars.is_shadow:
        return await _leave_unbooked(lunch)
    sitting, guests = await still_coming(lunch)
    assert lunch.starts_at is not None
    if len(sitting) < (1 if lunch.kind == OPEN_TABLE else 2) or lunch.starts_at <= clock.now():
        return await _too_late(lunch, calendars)
    is_resumed = lunch.payload is not None  # a try before this one may have been heard
    if not is_resumed:
        if not await _still_free(lunch, guests, calendars):
            async with transaction():
                return await look_for_another_time(lunch)
        organiser = await next_organiser(lunch, lunch.organiser, guests if guest_organises else ())
        if organiser is None:
            async with transaction():
                return await call_off(lunch)
        meeting = await invite(lunch, sitting, guests, organiser=organiser)
        payload = calendars.payload(meeting, lunch.transaction_id)
        await move(lunch, "agreed", due_at=lunch.due_at, payload=payload, organiser=organiser)
    return await _send(lunch, sitting, guests, calendars, is_resumed=is_resumed)


async def _leave_unbooked(lunch: Lunch) -> None:
    """Shadow mode ends it here: it stands in nobody's calendar, and no second round tries again what was not even tried."""
    async with transaction():
        await move(lunch, "called off", payload=None, why=SHADOW)
        for card in ABOUT_LUNCHES:
            await withdraw(card, lunch.id)
        await show_news(lunch.id)


async def _too_late(lunch: Lunch, calendars: Calendars) -> None:
    """Its time has begun, or nobody is left to meet: it ends, unless it stands in the calendars already without our knowing."""
    event = await calendars.find(lunch.id, organiser=lunch.organiser) if lunch.payload is not None else None
    if event is not None and not event.cancelled:
        return await _note_booked(lunch, event.event_id)
    async with transaction():
        return await call_off(lunch)


async def _still_free(lunch: Lunch, guests: list[Person], calendars: Calendars) -> bool:
    """Whether the agreed time still suits everybody: calendars fill up, and nobody is to blame for it."""
    if lunch.kind == OPEN_TABLE:
        return True  # who opens or joins one chose this very time
    assert lunch.starts_at is not None
    horizon = Horizon(lunch.starts_at, 1)
    known = await availabilities(guests, horizon, calendars, lunch_id=lunch.id)
    terms, form = await terms_of(lunch), (LUNCH, COFFEE).index(lunch.form)
    starts = [one.starts(terms, horizon, wide=bool(lunch.instead))[form] for one in known.values()]
    return bool(common_starts(starts))


async def _send(
    lunch: Lunch, sitting: list[Guest], guests: list[Person], calendars: Calendars, *, is_resumed: bool
) -> None:
    """Send what is kept, and record the event; the lunch's next step reads back what stands there."""
    meeting = await invite(lunch, sitting, guests, organiser=lunch.organiser)
    try:
        booked = await calendars.book(meeting, lunch.payload, lunch.transaction_id, organiser=lunch.organiser)
    except MailboxUnfit as unfit:
        await note_fault(lunch.organiser, unfit.sentence)
        if is_resumed and unfit.reason in OUT_OF_SIGHT:
            raise  # in another mailbox it could become a second event
        return await move(lunch, "agreed", due_at=clock.now(), payload=None)
    except Refusal as refusal:
        if refusal.reason != CANCELLED_BEFORE:
            raise
        async with transaction():  # somebody took it out of the calendars before we knew that it stood there
            return await call_off(lunch)
    return await _note_booked(lunch, booked.event_id)


async def _note_booked(lunch: Lunch, event_id: str) -> None:
    await clear_fault(lunch.organiser)
    async with transaction():
        await move(lunch, "booked", due_at=clock.now(), event_id=event_id, payload=None)
        await show_news(lunch.id)
