"""Open tables in a chat and in the channel: the list, the form, and the buttons by which one joins and leaves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from microsoft_teams.cards import Action, CardElement

from bot_service import clock
from bot_service.courtesy.answer import Answer, Verb
from bot_service.courtesy.shown import Render, Shown, show
from bot_service.lunches.offers.told import TABLE_POST
from bot_service.lunches.programs.round import OPEN_TABLE
from bot_service.lunches.rounds.open_table import (
    STANDING,
    close_table,
    join_table,
    leave_table,
    open_table,
    open_tables,
)
from bot_service.lunches.rounds.open_table_form import EMPTY, FIELDS, FORMS, draw_form, read_table
from bot_service.lunches.tables.lunch import Lunch, sitting_at
from bot_service.lunches.tables.said import listed, local_time
from bot_service.people.person import Person, people, person
from bot_service.teams import cards
from bot_service.teams.wording import clean

LIST, FORM, CLOSE = "tables", "table-form", "table-close"
SHOWN = (
    4  #: tables on one card, a button each; two more of the six that the store allows are for a new one and for more
)


async def draw_tables(first: str, to: str) -> Shown | None:
    """Open tables from number `first` on, the next first, by the reader's clocks; her own seat can be given back, any free one taken."""
    reader = await person(to)
    begin = int(first) if first.isascii() and first.isdigit() else 0
    everything = await open_tables(reader.id)
    title = "Open tables"
    lines: list[CardElement] = []
    buttons: list[Action] = []
    for lunch in everything[begin : begin + SHOWN]:
        guests = await _people_at(lunch)
        lines.append(cards.words(_line(lunch, guests, reader)))
        if button := _button_for(lunch, guests, reader):
            when = local_time(_starts(lunch), reader.zone)
            buttons.append(cards.execute(f"{button[0]}, {when}", button[1], lunch.id, page=str(begin)))
    if not everything:
        lines.append(cards.words("No table is open just now. Open one: a place, a time, and whoever likes comes."))
    if len(everything) > SHOWN:
        after = begin + SHOWN if begin + SHOWN < len(everything) else 0
        buttons.append(
            cards.execute("More tables" if after else "From the beginning", "table.list", "", page=str(after))
        )
    buttons.append(cards.execute("Open a table", "table.new", ""))
    return show(cards.heading(title), *lines, summary=title, actions=buttons)


async def draw_post(lunch_id: str, _to: str) -> Shown | None:
    """The post in the channel, which shows how many seats are left; by the clocks of whoever opened the table."""
    lunch = await Lunch.get_or_none(id=lunch_id, kind=OPEN_TABLE)
    opener = await Person.get_or_none(id=lunch.host_id) if lunch else None
    if lunch is None or opener is None:
        return None
    guests = await _people_at(lunch)
    title = f"{opener.first_name} keeps a table open"
    elements = [
        cards.heading(cards.escape(title)),
        *[cards.person(guest.name, guest.id, guest.team) for guest in guests],
    ]
    where = "online" if lunch.is_online else cards.escape(lunch.place)
    elements.append(cards.words(f"**{_when(lunch, opener)}** by the clocks of {_city(opener.zone)} · {where}"))
    elements += [cards.words(cards.escape(lunch.why))] if lunch.why else []
    if lunch.state not in STANDING:
        over = "This table doesn't take place." if lunch.state in {"closing", "called off"} else "It is over."
        return show(*elements, cards.words(over), summary=title)
    free = lunch.seats - len(guests)
    buttons = [cards.execute("Join", "table.join", lunch.id, here="channel")] if free > 0 else []
    if len(guests) > 1:
        buttons.append(cards.execute("Give my seat back", "table.leave", lunch.id, here="channel"))
    return show(*elements, cards.words(f"{_seats(free).capitalize()}."), summary=title, actions=buttons)


async def draw_empty_form(_about: str, _to: str) -> Shown | None:
    return draw_form(EMPTY)


async def draw_close(lunch_id: str, to: str) -> Shown | None:
    """The one question before a table at which others sit is closed."""
    lunch = await Lunch.get_or_none(id=lunch_id, kind=OPEN_TABLE, host_id=to)
    if lunch is None:
        return None
    others = [guest.name for guest in await _people_at(lunch) if guest.id != to]
    title = "Close your table?"
    said = f"{cards.escape(listed(others))} joined; Outlook tells them that it doesn't take place."
    buttons = [
        cards.execute("Close it", "table.close-it", lunch.id, style="destructive"),
        cards.execute("Keep it", "table.list", ""),
    ]
    return show(cards.heading(title), cards.words(said), summary=title, actions=buttons)


async def list_them(_person_id: str, data: Mapping[str, Any]) -> Answer:
    return Answer(card=LIST, about=str(data.get("page", "")))


async def new(_person_id: str, _data: Mapping[str, Any]) -> Answer:
    return Answer(card=FORM)


async def open_one(person_id: str, data: Mapping[str, Any]) -> Answer:
    """Open a table; whatever is wrong is told beside the form, which keeps what she wrote."""
    opener = await person(person_id)
    typed = {field: clean(data.get(field)) for field in FIELDS}
    plan, faults = read_table(typed, clock.now(), opener.zone)
    if plan is None:
        return Answer(text=" ".join(faults), shown=draw_form(typed, faults))
    await open_table(opener.id, plan)
    return Answer(card=LIST)


async def join(person_id: str, data: Mapping[str, Any]) -> Answer:
    lunch = await join_table(person_id, data.get("id"))
    reader = await person(person_id)
    told = f"You have a seat: {_when(lunch, reader)}. It comes into your calendar; write “tables” to Potluck to give it back."
    return _answer(data, told)


async def leave(person_id: str, data: Mapping[str, Any]) -> Answer:
    await leave_table(person_id, data.get("id"))
    return _answer(data, "Your seat is free again, and nobody is told.")


async def close(person_id: str, data: Mapping[str, Any]) -> Answer:
    """Ask once where others joined; else it just closes."""
    lunch = await Lunch.get_or_none(id=clean(data.get("id")), kind=OPEN_TABLE, host_id=person_id)
    if lunch is not None and lunch.state in STANDING and len(await sitting_at(lunch.id)) > 1:
        return Answer(card=CLOSE, about=lunch.id)
    return await close_it(person_id, data)


async def close_it(person_id: str, data: Mapping[str, Any]) -> Answer:
    await close_table(person_id, data.get("id"))
    return Answer(card=LIST)


def _answer(data: Mapping[str, Any], told: str) -> Answer:
    """In the channel a word for her alone, for the post there is everybody's; in her chat the list as it is now."""
    return Answer(text=told) if data.get("here") == "channel" else Answer(card=LIST, about=str(data.get("page", "")))


async def _people_at(lunch: Lunch) -> list[Person]:
    """Whoever opened it first, the others by name."""
    known = await people({guest.person_id for guest in await sitting_at(lunch.id)})
    return sorted(known.values(), key=lambda one: (one.id != lunch.host_id, one.name, one.id))


def _button_for(lunch: Lunch, guests: list[Person], reader: Person) -> tuple[str, str] | None:
    """(title, verb) of what this reader can do."""
    if lunch.host_id == reader.id:
        return ("Close", "table.close")
    if reader.id in {guest.id for guest in guests}:
        return ("Leave", "table.leave")
    whose = f"Join {cards.shortened(guests[0].name, 30)}" if guests else "Join"
    return (whose, "table.join") if len(guests) < lunch.seats else None


def _line(lunch: Lunch, guests: list[Person], reader: Person) -> str:
    """“**Lunch, Thu 5 March, 12:15** · Canteen · Ada Lovelace · 2 seats are free”, and her line."""
    parts = [f"**{_when(lunch, reader)}**", "online" if lunch.is_online else cards.escape(lunch.place)]
    parts += [cards.escape(listed([guest.name for guest in guests])), _seats(lunch.seats - len(guests))]
    parts += [cards.escape(lunch.why)] if lunch.why else []
    return " · ".join(parts)


def _when(lunch: Lunch, reader: Person) -> str:
    return f"{FORMS[lunch.form]}, {local_time(_starts(lunch), reader.zone)}"


def _starts(lunch: Lunch) -> datetime:
    assert lunch.starts_at is not None, "an open table has a time"
    return lunch.starts_at


def _city(zone: str) -> str:
    """“New York” for America/New_York."""
    return (zone or "UTC").rpartition("/")[2].replace("_", " ")


def _seats(free: int) -> str:
    if free < 1:
        return "all seats are taken"
    return "one seat is free" if free == 1 else f"{free} seats are free"


VERBS: dict[str, Verb] = {
    "table.list": list_them,
    "table.new": new,
    "table.open": open_one,
    "table.join": join,
    "table.leave": leave,
    "table.close": close,
    "table.close-it": close_it,
}
CARDS: dict[str, Render] = {LIST: draw_tables, FORM: draw_empty_form, CLOSE: draw_close, TABLE_POST: draw_post}
