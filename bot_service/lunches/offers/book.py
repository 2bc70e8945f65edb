"""The step of an agreed lunch: put it on everybody's calendar, once."""

from datetime import timedelta
from html import escape

from bot_service import clock
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Calendars, Meeting
from bot_service.graph.calendars import Guest as Invited
from bot_service.lunches.offers.offer import call_off, show_news
from bot_service.lunches.offers.questions import Question, two_questions
from bot_service.lunches.tables.lunch import Choice, Guest, Lunch, guests_of
from bot_service.lunches.times.slots import FORMS, Horizon, common_starts, moments, possible_starts
from bot_service.people.person import Person, people

LONGEST = timedelta(hours=1)  #: no lunch or coffee takes longer
NOTICE_FOR_ANOTHER = timedelta(days=4)
SEARCH_FOR = timedelta(days=10)
TRIES = 2  #: times offered for one lunch, before it ends kindly


async def book_lunch(lunch_id: str, *, calendars: Calendars) -> None:
    """Book at the agreed time if it is still free for all, else offer the next time that is.

    The payload is stored before the first try and sent byte for byte after a crash; with the same transaction id Exchange
    makes one event of any number of tries.
    """
    lunch = await Lunch.get(id=lunch_id)
    sitting = [guest for guest in await guests_of(lunch_id) if guest.answer == "yes"]
    known = await people({guest.person_id for guest in sitting})
    if len(known) < len(sitting):
        async with transaction():
            return await call_off(lunch)
    guests = sorted(known.values(), key=lambda person: person.name)
    meeting = _meeting(lunch, guests, await _questions(lunch, sitting))
    if lunch.payload is None:
        if not await _still_free(lunch, guests, calendars):
            return await _offer_another_time(lunch, sitting, guests, calendars)
        await move(lunch, "agreed", due_at=lunch.due_at, payload=calendars.payload(meeting, lunch.transaction_id))
    booked = await calendars.book(meeting, lunch.payload, lunch.transaction_id)
    async with transaction():
        await move(lunch, "booked", due_at=clock.now(), event_id=booked.event_id, payload=None)
        await show_news(lunch_id)
    return None


async def _still_free(lunch: Lunch, guests: list[Person], calendars: Calendars) -> bool:
    assert lunch.starts_at is not None
    horizon = Horizon(lunch.starts_at, 1)
    return bool(await _common(lunch.form, guests, horizon, calendars))


async def _common(form: str, guests: list[Person], horizon: Horizon, calendars: Calendars) -> int:
    schedules = await calendars.schedules([guest.mail for guest in guests], horizon.start, horizon.end + LONGEST)
    starts = [possible_starts(schedules[guest.mail.lower()], FORMS[form], horizon) for guest in guests]
    return common_starts(starts)


async def _offer_another_time(lunch: Lunch, sitting: list[Guest], guests: list[Person], calendars: Calendars) -> None:
    """A calendar filled up since the offer: ask again with the next common time, or end kindly when there is none."""
    assert lunch.starts_at is not None
    horizon = Horizon.between(max(lunch.starts_at, clock.now() + NOTICE_FOR_ANOTHER), lunch.starts_at + SEARCH_FOR)
    another = next(moments(await _common(lunch.form, guests, horizon, calendars), horizon), None)
    async with transaction():
        if another is None or lunch.attempt >= TRIES:
            return await call_off(lunch)
        times = {"choices_kept": [Choice(lunch.form, another).kept()]}
        await Guest.filter(id__in=[guest.id for guest in sitting]).update(answer="")
        again = {"attempt": lunch.attempt + 1, "form": "", "starts_at": None, "offered_at": None, "nudged_at": None}
        await move(lunch, "proposed", due_at=clock.now(), **again, **times)
    return None


async def _questions(lunch: Lunch, sitting: list[Guest]) -> tuple[Question, Question]:
    """What the invite suggests to ask, given every lunch of these guests that ever stood on a calendar, in the order of the offers.

    One that was called off later counts too: its invite was read.
    """
    seats = await Guest.filter(person_id__in=[guest.person_id for guest in sitting]).exclude(lunch_id=lunch.id)
    before = Lunch.filter(id__in=list({seat.lunch_id for seat in seats})).exclude(event_id="")
    tables: dict[str, dict[str, str]] = {one.id: {} for one in await before.order_by("offered_at", "id")}
    for seat in seats:
        if seat.lunch_id in tables:
            tables[seat.lunch_id][seat.person_id] = seat.team
    return two_questions({guest.person_id: guest.team for guest in sitting}, list(tables.values()))


def _meeting(lunch: Lunch, guests: list[Person], questions: tuple[Question, Question]) -> Meeting:
    assert lunch.starts_at is not None
    names = " and ".join(guest.first_name for guest in guests)
    return Meeting(
        subject=f"{lunch.form.capitalize()}: {names}",
        html=_invite_text(lunch, guests, questions),
        start=lunch.starts_at,
        end=lunch.ends_at,
        place="Canteen" if len({guest.zone for guest in guests}) == 1 else "Online",
        online=len({guest.zone for guest in guests}) > 1,
        guests=tuple(Invited(guest.mail, guest.name) for guest in guests),
        kind=lunch.kind,
        lunch_id=lunch.id,
    )


def _invite_text(lunch: Lunch, guests: list[Person], questions: tuple[Question, Question]) -> str:
    """Accessible HTML, everything that people wrote escaped: who could ask whom what."""
    known = {guest.id: guest for guest in guests}
    rows = []
    for question in questions:
        asker, asked = known[question.asker], known[question.asked]
        invitation = f"{asker.first_name}, you could ask {asked.first_name} ({asked.team})"
        rows.append(f"<p>{escape(invitation)}:</p><ul><li>{escape(question.text)}</li></ul>")
    intro = f"<p>A {lunch.form} of colleagues of different teams. Nobody has to prepare anything.</p>"
    outro = (
        "<p>Can't make it? Decline as usual, the others are told kindly. Afterwards Potluck asks once how it was.</p>"
    )
    return f'<html lang="en"><body>{intro}{"".join(rows)}{outro}</body></html>'
