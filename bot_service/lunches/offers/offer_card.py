"""The invitation to a lunch, and what its buttons mean."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Render, Shown
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.lunches.offers.offer import agree, show_news
from bot_service.lunches.offers.seek import TRIES, look_for_another_time
from bot_service.lunches.offers.step_out import may_step_out, step_out
from bot_service.lunches.offers.told import KIND_END, NUDGE, OFFER
from bot_service.lunches.offers.why import why
from bot_service.lunches.programs.program import MIXER
from bot_service.lunches.tables.lunch import (
    OPEN,
    Choice,
    Guest,
    Lunch,
    LunchIsClosed,
    guests_of,
    held_place,
    others_at,
    sitting_at,
)
from bot_service.lunches.tables.said import local_time, names_of
from bot_service.people.pause import PAUSE_FOR, pause
from bot_service.people.person import Person, person
from bot_service.teams import cards

SHORTEST_NOTICE = timedelta(days=1)


async def draw_offer(lunch_id: str, to: str) -> Shown | None:
    """The invitation as it stands for this guest: to be answered, answered, booked, or over."""
    return await _draw(lunch_id, to, opening="")


async def draw_nudge(lunch_id: str, to: str) -> Shown | None:
    """The one reminder. It is the whole invitation again, so that it also covers one that got lost on the way."""
    return await _draw(lunch_id, to, opening="A friendly reminder; after this one I won't ask again.")


async def _draw(lunch_id: str, to: str, *, opening: str) -> Shown | None:
    lunch = await Lunch.get_or_none(id=lunch_id)
    guest = await Guest.get_or_none(lunch_id=lunch_id, person_id=to)
    if lunch is None or guest is None:
        return None
    me = await person(to)
    others = await others_at(lunch_id, to)
    title = f"Lunch or coffee with {names_of(others)}?" if others else "Lunch or coffee?"
    faces = [cards.person(other.name, other.id, other.team) for other in others]
    buttons = _buttons(lunch, guest, me)
    lines = [*([opening] if opening and buttons else []), *await _lines(lunch, guest, me, others)]
    body = [cards.heading(cards.escape(title)), *faces, *[cards.words(line) for line in lines]]
    return Shown(cards.as_json(cards.card(*body, actions=buttons)), title)


async def _lines(lunch: Lunch, guest: Guest, me: Person, others: list[Person]) -> list[str]:
    if lunch.state == "called off":
        return ["This one doesn't come about. That happens, and needs no reason."]
    if guest.answer == "no":
        return ["Not this time: all right. Nobody is told why."]
    if lunch.state == "seeking":
        return ["I'm looking for other times that suit all of you; they come in a moment."]
    if lunch.state in {"booked", "held", "missed"}:
        return [f"**{_when(lunch, me)}**, {_where(lunch)}: it stands in your calendar."]
    if guest.answer == "yes":
        return [_said_yes(lunch, me)]
    wish = await _first_wish(lunch, me, others)
    instead = [lunch.instead] if lunch.instead else []
    return [why(lunch, me, others), *wish, *instead, f"Where: {_where(lunch)}."]


def _said_yes(lunch: Lunch, me: Person) -> str:
    if not lunch.form:
        return "You like your lunches booked for you: it stands in your calendar as soon as a time is chosen."
    return f"You said yes to {_when(lunch, me)}. As soon as everybody did, it stands in your calendar."


async def _first_wish(lunch: Lunch, me: Person, others: list[Person]) -> list[str]:
    """Who chose the time, once somebody did."""
    if not lunch.form:
        return []
    yes = {one.person_id for one in await sitting_at(lunch.id)}
    first = [other for other in others if other.id in yes]
    return [f"{cards.escape(names_of(first))} would like **{_when(lunch, me)}**."] if first else []


def _buttons(lunch: Lunch, guest: Guest, me: Person) -> list[Any]:
    if lunch.state != "proposed" or guest.answer == "no":
        return []
    no = cards.execute("Not this time", "offer.decline", lunch.id)
    if guest.answer:
        return [no]
    return [
        *[
            cards.execute(_button(choice, me), f"offer.{choice.form}", lunch.id, at=choice.at.isoformat())
            for choice in lunch.choices
            if (not lunch.form or choice.at == lunch.starts_at) and choice.at > clock.now() + SHORTEST_NOTICE
        ],
        *([cards.execute("Another time", "offer.another", lunch.id)] if _can_be_asked_anew(lunch) else []),
        no,
        cards.execute("Pause me", "offer.pause", lunch.id),
    ]


def _can_be_asked_anew(lunch: Lunch) -> bool:
    """A reminder or other times, not both: nobody hears of a lunch more often."""
    return lunch.attempt < TRIES and lunch.nudged_at is None


def _button(choice: Choice, me: Person) -> str:
    return f"{choice.form.capitalize()}, {local_time(choice.at, me.zone)}"


def _where(lunch: Lunch) -> str:
    return cards.escape(lunch.place) if lunch.place else "online" if lunch.is_online else "at a place of your choice"


def _when(lunch: Lunch, me: Person) -> str:
    assert lunch.starts_at is not None, "a lunch has a time once somebody chose its form"
    return f"{lunch.form}, {local_time(lunch.starts_at, me.zone)}"


async def accept_lunch(person_id: str, data: Mapping[str, Any]) -> Answer:
    return await _accept(person_id, str(data.get("id", "")), "lunch", str(data.get("at", "")))


async def accept_coffee(person_id: str, data: Mapping[str, Any]) -> Answer:
    return await _accept(person_id, str(data.get("id", "")), "coffee", str(data.get("at", "")))


async def _accept(person_id: str, lunch_id: str, form: str, at: str) -> Answer:
    """A yes. The first one chooses lunch or coffee, and when; when it crossed with another's choice, that one is shown to be answered."""
    async with transaction():
        lunch, guest = await held_place(lunch_id, person_id)
        _check_open(lunch, guest)
        chosen = next((one for one in lunch.choices if one.form == form and one.at.isoformat() == at), None)
        if chosen and lunch.state == "proposed" and not guest.answer and lunch.starts_at in {None, chosen.at}:
            await Guest.filter(id=guest.id).update(answer="yes")
            time = {"form": form, "starts_at": chosen.at, "minutes": chosen.minutes}
            await move(lunch, "proposed", due_at=lunch.due_at, **time)
            if "" not in {one.answer for one in await guests_of(lunch_id)}:
                await agree(lunch)
            await show_news(lunch_id)
    return Answer(card=OFFER, about=lunch_id)


async def ask_for_another_time(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She would like to, but not then. Everybody is asked anew at other times; nobody learns who asked."""
    lunch_id = str(data.get("id", ""))
    async with transaction():
        lunch, guest = await held_place(lunch_id, person_id)
        _check_open(lunch, guest)
        if lunch.state == "proposed" and not guest.answer and _can_be_asked_anew(lunch):
            await look_for_another_time(lunch)
    return Answer(card=OFFER, about=lunch_id)


async def decline(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A no; it needs no reason and nobody else learns whose it was. A table of three goes on with the rest."""
    lunch_id = str(data.get("id", ""))
    async with transaction():
        lunch, guest = await held_place(lunch_id, person_id)
        await step_out(lunch, guest)
    return Answer(card=OFFER, about=lunch_id)


async def pause_me(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She is left alone for four weeks: a pause in everything, and a no to this one, if it is not in her calendar yet."""
    lunch_id = str(data.get("id", ""))
    async with transaction():
        lunch, guest = await held_place(lunch_id, person_id)
        until = clock.now() + PAUSE_FOR
        await pause(person_id, until)
        if may_step_out(lunch):
            await step_out(lunch, guest)
    told = local_time(until, (await person(person_id)).zone)
    return Answer(text=f"All right, I'll leave you alone until {told}. Write “resume” if you want to be back earlier.")


def _check_open(lunch: Lunch, guest: Guest) -> None:
    if lunch.state not in OPEN and not guest.answer:
        raise LunchIsClosed("This invitation is closed by now. Nothing was changed.")


async def draw_kind_end(lunch_id: str, to: str) -> Shown | None:
    """Told to whoever had said yes to a lunch that does not come about; the reason is nobody's business."""
    others = await others_at(lunch_id, to)
    lunch = await Lunch.get_or_none(id=lunch_id)
    if lunch is None:
        return None
    with_whom = f" with {cards.escape(names_of(others))}" if others else ""
    title = "It didn't work out this time"
    next_one = "I'll look for another one for you." if lunch.kind == MIXER else "Ask me again whenever you like."
    said = cards.words(f"Your lunch or coffee{with_whom} doesn't come about. That says nothing about you. {next_one}")
    return Shown(cards.as_json(cards.card(cards.heading(title), said)), title)


VERBS = {
    "offer.lunch": accept_lunch,
    "offer.coffee": accept_coffee,
    "offer.another": ask_for_another_time,
    "offer.decline": decline,
    "offer.pause": pause_me,
}
CARDS: dict[str, Render] = {OFFER: draw_offer, NUDGE: draw_nudge, KIND_END: draw_kind_end}
