"""What stands in everybody's calendar: the meeting as we hand it to Outlook, with two questions worth asking."""

from html import escape

from bot_service.graph.calendars import Guest as Invited
from bot_service.graph.calendars import Meeting
from bot_service.lunches.offers.questions import Question, two_questions
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.tables.said import listed
from bot_service.people.person import Person

ONLINE = "Online"
INTRO = "Nobody has to prepare anything."
OUTRO = "Can't make it? Decline as usual, the others are told kindly. Afterwards Potluck asks once how it was."


async def invite(lunch: Lunch, sitting: list[Guest], guests: list[Person], *, organiser: str) -> Meeting:
    """The meeting for a lunch with a time; `guests` are the people of `sitting`. Who organises it is not invited to it."""
    assert lunch.starts_at is not None
    names = listed([guest.first_name for guest in guests])
    return Meeting(
        subject=f"{lunch.form.capitalize()}: {names}",
        html=_text(lunch, guests, await _questions(lunch, sitting)),
        start=lunch.starts_at,
        end=lunch.ends_at,
        place=lunch.place or (ONLINE if lunch.is_online else ""),
        online=lunch.is_online,
        guests=tuple(Invited(guest.mail, guest.name) for guest in guests if not guest.goes_by(organiser)),
        kind=lunch.kind,
        lunch_id=lunch.id,
    )


async def _questions(lunch: Lunch, sitting: list[Guest]) -> tuple[Question, ...]:
    """What the invite suggests to ask, given every lunch of these guests that ever stood on a calendar, in the order of the offers.

    One that was called off later counts too: its invite was read.
    """
    if len(sitting) < 2:
        return ()
    seats = await Guest.filter(person_id__in=[guest.person_id for guest in sitting]).exclude(lunch_id=lunch.id)
    before = Lunch.filter(id__in=list({seat.lunch_id for seat in seats})).exclude(event_id="")
    tables: dict[str, dict[str, str]] = {one.id: {} for one in await before.order_by("offered_at", "id")}
    for seat in seats:
        if seat.lunch_id in tables:
            tables[seat.lunch_id][seat.person_id] = seat.team
    return two_questions({guest.person_id: guest.team for guest in sitting}, list(tables.values()))


def _text(lunch: Lunch, guests: list[Person], questions: tuple[Question, ...]) -> str:
    """Accessible HTML, everything that people wrote escaped: who could ask whom what."""
    known = {guest.id: guest for guest in guests}
    rows = []
    for question in questions:
        asker, asked = known[question.asker], known[question.asked]
        invitation = f"{asker.first_name}, you could ask {asked.first_name} ({asked.team})"
        rows.append(f"<p>{escape(invitation)}:</p><ul><li>{escape(question.text)}</li></ul>")
    intro = f"<p>A {lunch.form} with colleagues. {INTRO}</p>"
    return f'<html lang="en"><body>{intro}{"".join(rows)}<p>{OUTRO}</p></body></html>'
