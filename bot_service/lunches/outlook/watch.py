"""The step of a booked lunch: look what people did to it in Outlook, and when it is over, ask how it was."""

from datetime import datetime, timedelta

from bot_service import clock
from bot_service.database.row import move, put
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Booked, Calendars
from bot_service.lunches.afterwards.checkin import CheckIn
from bot_service.lunches.offers.offer import call_off, show_news
from bot_service.lunches.tables.lunch import Guest, Lunch, guests_of
from bot_service.people.person import Person, people

LOOK_EVERY = timedelta(days=1)
LAST_LOOK = timedelta(hours=1)  #: before it begins
SETTLE = timedelta(minutes=30)  #: after it ended
CANCELLED = "This lunch doesn't come about this time. You'll hear from Potluck about another one."


def next_look(lunch: Lunch, now: datetime) -> datetime:
    """Daily, once more shortly before, and then when it is over."""
    assert lunch.starts_at is not None
    before = lunch.starts_at - LAST_LOOK
    return min(now + LOOK_EVERY, before) if now < before else lunch.ends_at + SETTLE


async def watch_lunch(lunch_id: str, *, calendars: Calendars) -> None:
    """Follow the event: gone or declined ends the lunch kindly (a table of three goes on); over begins the check-in."""
    lunch = await Lunch.get(id=lunch_id)
    now = clock.now()
    booked = await calendars.read(lunch.event_id)
    sitting = [guest for guest in await guests_of(lunch_id) if guest.answer == "yes"]
    known = await people({guest.person_id for guest in sitting})
    gone = booked is None or booked.cancelled
    out = [] if booked is None or gone else _who_declined(booked, sitting, known)
    if gone or len(sitting) - len(out) < 2:
        if not gone:
            await calendars.cancel(lunch.event_id, CANCELLED)
        async with transaction():
            await _leave(out)
            return await call_off(lunch)
    async with transaction():
        await _leave(out)
        if now < lunch.ends_at:
            return await move(lunch, "booked", due_at=next_look(lunch, now))
        for guest in sitting:
            if guest not in out:
                await put(CheckIn.of(lunch_id, guest.person_id, due_at=now))
        await move(lunch, "booked")
        await show_news(lunch_id)
    return None


def _who_declined(booked: Booked, sitting: list[Guest], known: dict[str, Person]) -> list[Guest]:
    """Guests who said no in Outlook, or who left the company since."""
    return [
        guest
        for guest in sitting
        if guest.person_id not in known or booked.responses.get(known[guest.person_id].mail.lower()) == "declined"
    ]


async def _leave(out: list[Guest]) -> None:
    await Guest.filter(id__in=[guest.id for guest in out]).update(answer="no")
