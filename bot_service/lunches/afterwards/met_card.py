"""Whom she has met, when, and what came of it: hers alone, and only what she could know anyway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown, show
from bot_service.lunches.afterwards.checkin import CheckIn
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.tables.said import listed
from bot_service.people.hours import zone_named
from bot_service.people.person import Person, people, person
from bot_service.people.relationship.ledger import Passed, Passing, passed_between
from bot_service.teams import cards
from bot_service.teams.wording import clean

CARD = "met"
SHOWN = 12  #: lunches on one card
TITLE = "Whom you have met"

#: What passed, in the words of who gave it and of who got it. All of these both of them have been told.
IN_WORDS = {
    Passed.SHOUTOUT: ("You celebrated {}.", "{} celebrated you."),
    Passed.BOOST: ("You passed on a post by {}.", "{} passed on a post of yours."),
    Passed.SHARE: ("You shared a story for {}.", "{} shared a story for you."),
    Passed.THANKS: ("You thanked {}.", "{} thanked you."),
}


@dataclass(frozen=True)
class Meeting:
    """A lunch that took place, and who else sat there, by name."""

    lunch: Lunch
    at: datetime
    others: Sequence[Person]


async def draw_met(start: str, to: str) -> Shown | None:
    """Her lunches, the latest first, from the one with the number `start` on ("" = the first)."""
    me = await person(to)
    meetings = await meetings_of(me.id)
    first = int(start) if start.isdecimal() and len(start) < 7 else 0
    shown = meetings[first : first + SHOWN]
    if not shown:
        nobody = "Nobody so far. After a lunch or coffee that took place, it stands here, for you alone."
        return show(cards.heading(TITLE), cards.words(nobody), summary=TITLE)
    came = await _what_came_of(meetings, shown, me)
    blocks = [cards.words(_in_words(each, me, came[each.lunch.id])) for each in shown]
    hint = cards.words("Only you see this.", subtle=True)
    next_ = first + SHOWN
    more = [cards.execute("More", "met.more", str(next_))] if next_ < len(meetings) else []
    rather_not = cards.execute("Rather not again …", "not-with.show", "")
    return show(cards.heading(TITLE), *blocks, hint, summary=TITLE, actions=[*more, rather_not])


async def meetings_of(person_id: str) -> list[Meeting]:
    """Her lunches that somebody who sat there has confirmed, the latest first; not those to which she says she did not come."""
    seats = {guest.lunch_id for guest in await Guest.filter(person_id=person_id, answer="yes")}
    denied = {checkin.lunch_id for checkin in await CheckIn.filter(person_id=person_id, met=False)}
    held = [lunch for lunch in await Lunch.filter(id__in=list(seats - denied), state="held") if lunch.starts_at]
    tables: dict[str, set[str]] = {lunch.id: set() for lunch in held}
    for guest in await Guest.filter(lunch_id__in=list(tables), answer="yes").exclude(person_id=person_id):
        tables[guest.lunch_id].add(guest.person_id)
    known = sorted((await people(set().union(*tables.values()))).values(), key=lambda other: (other.name, other.id))
    meetings = [
        Meeting(lunch, lunch.starts_at, [other for other in known if other.id in tables[lunch.id]])
        for lunch in held
        if lunch.starts_at is not None
    ]
    return sorted(meetings, key=lambda each: (each.at, each.lunch.id), reverse=True)


async def _what_came_of(meetings: Sequence[Meeting], shown: Sequence[Meeting], me: Person) -> dict[str, list[str]]:
    """By lunch: what passed between her and who sat there, until they met again; in sentences, each once."""
    came: dict[str, list[str]] = {each.lunch.id: [] for each in shown}
    for other in {other.id: other for each in shown for other in each.others}.values():
        together = [each for each in meetings if other.id in {one.id for one in each.others}]
        for entry in await passed_between(me.id, other.id):
            said = _sentence(entry, me, other)
            lunch_id = next((each.lunch.id for each in together if each.at <= entry.at), "")
            if said and lunch_id in came and said not in came[lunch_id]:
                came[lunch_id].append(said)
    return came


def _sentence(entry: Passing, me: Person, other: Person) -> str:
    gave, got = IN_WORDS.get(entry.kind, ("", ""))
    return (gave if entry.from_id == me.id else got).format(cards.escape(other.first_name))


def _in_words(meeting: Meeting, me: Person, came: Sequence[str]) -> str:
    """“**Ada Lovelace**, coffee on 14 January 2026, Canteen”, and below it what came of it."""
    lunch, day = meeting.lunch, meeting.at.astimezone(zone_named(me.zone))
    names = cards.escape(listed([other.name for other in meeting.others] or ["a former colleague"]))
    where = lunch.place or ("online" if lunch.is_online else "")
    what = f"{lunch.form or 'lunch'} on {day.day} {day:%B %Y}"
    first = ", ".join([f"**{names}**", what, *([cards.escape(where)] if where else [])])
    return "  \n".join([first, *([" ".join(came)] if came else [])])


async def more(_person_id: str, data: Mapping[str, Any]) -> Answer:
    """Older ones, on the same card."""
    return Answer(card=CARD, about=clean(data.get("id")))


VERBS = {"met.more": more}
