"""The invitation to a lunch, and what its buttons mean."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.quiet_hours import zone_named
from bot_service.courtesy.shown import Render, Shown
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.lunches.offers.offer import call_off, show_news
from bot_service.lunches.tables.lunch import Guest, Lunch, LunchIsClosed, guests_of, held_place, others_at
from bot_service.lunches.times.slots import FORMS
from bot_service.people.person import Person, person
from bot_service.teams import cards


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
    body = [cards.heading(title), *faces, *[cards.words(line) for line in lines]]
    return Shown(cards.as_json(cards.card(*body, actions=buttons)), title)


async def _lines(lunch: Lunch, guest: Guest, me: Person, others: list[Person]) -> list[str]:
    if lunch.state == "called off":
        return [
            "This one doesn't come about. That happens, and needs no reason; you'll hear from me again for another one."
        ]
    if guest.answer == "no":
        return ["Not this time: all right. Nobody is told why."]
    if lunch.state in {"booked", "held", "missed"}:
        return [f"**{_when(lunch, me)}**: it stands in your calendar."]
    if guest.answer == "yes":
        return [f"You said yes to {_when(lunch, me)}. As soon as everybody did, it stands in your calendar."]
    lines = [_why(lunch, me, others)]
    if lunch.form:
        yes = {one.person_id for one in await guests_of(lunch.id) if one.answer == "yes"}
        first = [other for other in others if other.id in yes]
        lines.append(f"{cards.escape(names_of(first))} would like **{_when(lunch, me)}**.")
    return lines


def _why(lunch: Lunch, me: Person, others: list[Person]) -> str:
    """One line why just these people."""
    teams = " and ".join(sorted({cards.escape(other.team) for other in others if other.team})) or "another team"
    if lunch.host_id == me.id:
        return f"You hardly know {teams} so far; you have not met at one of my tables, and you are both free then."
    if lunch.host_id:
        return f"{cards.escape(names_of(others))} would like to get to know {cards.escape(me.team)} better, and to listen. You are both free."
    who = "You are all" if len(others) > 1 else "You are both"
    return f"{cards.escape(lunch.why or '')} {who} free then.".strip()


def _buttons(lunch: Lunch, guest: Guest, me: Person) -> list[Any]:
    if lunch.state != "proposed" or guest.answer:
        return []
    open_choices = [choice for choice in lunch.choices if lunch.form == "" or choice.at == lunch.starts_at]
    return [
        *[
            cards.execute(
                f"{form.capitalize()}, {local_time(at, me.zone)}", f"offer.{form}", lunch.id, at=at.isoformat()
            )
            for form, at in open_choices
        ],
        cards.execute("Not this time", "offer.decline", lunch.id),
    ]


def _when(lunch: Lunch, me: Person) -> str:
    assert lunch.starts_at is not None, "a lunch has a time once somebody chose its form"
    return f"{lunch.form}, {local_time(lunch.starts_at, me.zone)}"


def local_time(moment: datetime, zone: str) -> str:
    """“Thu 15 January, 12:15” in that zone."""
    local = moment.astimezone(zone_named(zone))
    return f"{local:%a} {local.day} {local:%B, %H:%M}"


def names_of(some: list[Person]) -> str:
    """“Ada Lovelace” or “Ada Lovelace and Bo Li”."""
    return " and ".join(one.name for one in some) or "a colleague"


async def accept_lunch(person_id: str, data: Mapping[str, Any]) -> Answer:
    return await _accept(person_id, str(data.get("id", "")), "lunch", str(data.get("at", "")))


async def accept_coffee(person_id: str, data: Mapping[str, Any]) -> Answer:
    return await _accept(person_id, str(data.get("id", "")), "coffee", str(data.get("at", "")))


async def _accept(person_id: str, lunch_id: str, form: str, at: str) -> Answer:
    """A yes. The first one chooses lunch or coffee, and when; when it crossed with another's choice, that one is shown to be answered."""
    async with transaction():
        lunch, guest = await held_place(lunch_id, person_id)
        _check_open(lunch, guest)
        moment = next((one.at for one in lunch.choices if one.form == form and one.at.isoformat() == at), None)
        if not guest.answer and moment is not None and (lunch.form == "" or moment == lunch.starts_at):
            await Guest.filter(id=guest.id).update(answer="yes")
            chosen = {"form": form, "starts_at": moment, "minutes": FORMS[form].minutes}
            answers = {one.answer for one in await guests_of(lunch_id)}
            if "" in answers:
                await move(lunch, "proposed", due_at=lunch.due_at, **chosen)
            else:
                await move(lunch, "agreed", due_at=clock.now(), **chosen)
            await show_news(lunch_id)
    return Answer(card="offer", about=lunch_id)


async def decline(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A no; it needs no reason and nobody else learns whose it was. A table of three goes on with the rest."""
    lunch_id = str(data.get("id", ""))
    async with transaction():
        lunch, guest = await held_place(lunch_id, person_id)
        _check_open(lunch, guest)
        if guest.answer != "no":
            await Guest.filter(id=guest.id).update(answer="no")
            left = [one.answer for one in await guests_of(lunch_id) if one.answer != "no"]
            if len(left) < 2:
                await call_off(lunch)
            elif "" not in left:
                await move(lunch, "agreed", due_at=clock.now())
            await show_news(lunch_id)
    return Answer(card="offer", about=lunch_id)


def _check_open(lunch: Lunch, guest: Guest) -> None:
    if lunch.state != "proposed" and not guest.answer:
        raise LunchIsClosed("This invitation is closed by now. Nothing was changed.")


async def draw_kind_end(lunch_id: str, to: str) -> Shown | None:
    """Told to whoever had said yes to a lunch that does not come about; the reason is nobody's business."""
    others = await others_at(lunch_id, to)
    if not await Lunch.exists(id=lunch_id):
        return None
    with_whom = f" with {cards.escape(names_of(others))}" if others else ""
    title = "It didn't work out this time"
    said = cards.words(
        f"Your lunch or coffee{with_whom} doesn't come about. That says nothing about you; I'll find you another one."
    )
    return Shown(cards.as_json(cards.card(cards.heading(title), said)), title)


VERBS = {"offer.lunch": accept_lunch, "offer.coffee": accept_coffee, "offer.decline": decline}
CARDS: dict[str, Render] = {"offer": draw_offer, "nudge": draw_nudge, "kind-end": draw_kind_end}
