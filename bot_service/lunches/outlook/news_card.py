"""What changed about a lunch that stands in the calendar, said once, and what one can do next."""

from bot_service.courtesy.shown import Render, Shown
from bot_service.lunches.offers.told import NEWS
from bot_service.lunches.tables.lunch import Guest, Lunch, others_at
from bot_service.lunches.tables.said import local_time, names_of
from bot_service.people.person import Person, person
from bot_service.teams import cards

NEXT_STEP = "If that doesn't suit you, propose another time in Outlook, or decline it there: nobody is told why."


async def draw_news(lunch_id: str, to: str) -> Shown | None:
    """How the lunch stands now and why she is told, by her own clock; None when she has no place at it any more."""
    lunch = await Lunch.get_or_none(id=lunch_id)
    guest = await Guest.get_or_none(lunch_id=lunch_id, person_id=to)
    if lunch is None or guest is None:
        return None
    me, others = await person(to), await others_at(lunch_id, to)
    title = f"Your {lunch.form or 'lunch'} with {names_of(others)}"
    body = [cards.heading(cards.escape(title)), *(cards.words(line) for line in _lines(lunch, guest, me))]
    return Shown(cards.as_json(cards.card(*body)), title)


def _lines(lunch: Lunch, guest: Guest, me: Person) -> list[str]:
    if lunch.state == "called off":
        return ["This one doesn't come about. That happens, and needs no reason."]
    if guest.answer == "no":
        return ["Not this time: all right. Nobody is told why."]
    if lunch.state not in {"booked", "held", "missed"} or lunch.starts_at is None:
        return ["I'm looking for another time that suits all of you."]
    when = f"**{local_time(lunch.starts_at, me.zone)}**"
    return [_news(lunch, guest, when), NEXT_STEP] if lunch.state == "booked" else [f"It was at {when}."]


def _news(lunch: Lunch, guest: Guest, when: str) -> str:
    """What was said of the time at which it stands; what was said of an earlier one holds no longer."""
    if guest.unsuited_at != lunch.starts_at:
        return f"It is at {when} now, a time that suits all of you. Your calendar shows it already."
    if guest.proposed_at is not None:
        return f"The other time that you proposed doesn't suit everybody, so it stays at {when}."
    return f"Somebody has moved it to {when}, where your calendar has something else, or you don't work."


CARDS: dict[str, Render] = {NEWS: draw_news}
