"""A small Contoso, made by hand: four colleagues, and builders for what was seen of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any

from bot_service.simulation.own_account import Entry, OwnAccount
from bot_service.simulation.seen import Calendar, Colleague, Event, Seen, Turn, WorkingHours

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
CHANNEL = "19:good-news@thread.tacv2"
BOT = "28:bot"


def colleague(first: str, last: str, team: str, zone: str = "Europe/Berlin", role: str = "person") -> Colleague:
    upn = f"{first}.{last}@contoso.example".lower()
    line = {
        "id": first.lower(), "userPrincipalName": upn, "displayName": f"{first} {last}", "team": team, "timeZone": zone, "role": role, "optedIn": True,
    }  # fmt: skip
    return Colleague(first.lower(), upn, f"{first} {last}", team, zone, role, opted_in=True, line=line)


MAYA = colleague("Maya", "Lindqvist", "Marketing", role="host")
TOMASZ = colleague("Tomasz", "Nowak", "Engineering")
AISHA = colleague("Aisha", "Bello", "Finance", zone="Europe/London")
CHEN = colleague("Chen", "Wei", "Engineering", zone="America/New_York")
EVERYBODY = (MAYA, TOMASZ, AISHA, CHEN)

_ids = count(1)


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment, `day` days after the first Monday, in UTC."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def lunch(*guests: Colleague, start: datetime, uid: str = "lunch-1", kind: str = "mixer", **changes: Any) -> Event:
    event = Event(
        uid,
        " and ".join(guest.name for guest in guests) + ": lunch",
        start,
        start + timedelta(hours=1),
        categories=("Potluck", kind),
        organiser="potluck@contoso.example",
        responses={guest.principal_name: "accepted" for guest in guests},
        names={guest.principal_name: guest.name for guest in guests},
    )
    return Event(**{**event.__dict__, **changes})


def meeting(subject: str, start: datetime, minutes: int = 60, **changes: Any) -> Event:
    return Event(f"{subject}-{start:%d%H%M}", subject, start, start + timedelta(minutes=minutes), **changes)


def calendar(owner: Colleague, *events: Event) -> Calendar:
    hours = WorkingHours(frozenset(range(5)), time(9), time(17, 30), owner.zone)
    return Calendar(owner.principal_name, events, hours)


def card(*texts: str, **buttons: str) -> Mapping[str, Any]:
    """A card with words and buttons; a button `offer_lunch="l1"` has the verb offer.lunch and is about l1."""
    return {
        "type": "AdaptiveCard",
        "body": [{"type": "TextBlock", "text": text} for text in texts],
        "actions": [
            {"type": "Action.Execute", "title": "…", "verb": verb.replace("_", ".", 1), "data": {"id": about}}
            for verb, about in buttons.items()
        ],
    }


def sent(to: Colleague, when: datetime, *cards: Mapping[str, Any], text: str = "", replaces: str = "") -> Turn:
    return _turn(BOT, to.id, f"a:1{to.id}", "personal", when, text=text, cards=cards, replaces=replaces)


def posted(when: datetime, *cards: Mapping[str, Any]) -> Turn:
    return _turn(BOT, CHANNEL, CHANNEL, "channel", when, cards=cards)


def pressed(who: Colleague, when: datetime, verb: str, about: str = "", **inputs: Any) -> Turn:
    return _turn(
        who.id,
        BOT,
        f"a:1{who.id}",
        "personal",
        when,
        type="invoke",
        text=verb,
        verb=verb,
        given={"id": about, **inputs},
        by_bot=False,
    )


def said(who: Colleague, when: datetime, text: str) -> Turn:
    return _turn(who.id, BOT, f"a:1{who.id}", "personal", when, text=text, by_bot=False)


def offered(lunch_id: str, when: datetime, *guests: Colleague) -> tuple[Turn, ...]:
    """The two cards of one offer; each names the other guest."""
    return tuple(
        sent(
            guest,
            when,
            card(f"Lunch with {other.name}?", offer_lunch=lunch_id, offer_coffee=lunch_id, offer_decline=lunch_id),
        )
        for guest, other in zip(guests, reversed(guests), strict=True)
    )


def joined(*people: Colleague, when: datetime = MONDAY) -> tuple[Turn, ...]:
    return tuple(pressed(person, when, "welcome.join", person.id) for person in people)


def passed(kind: str, giver: Colleague, receiver: Colleague, when: datetime, ref: str = "ref") -> Entry:
    return Entry(when, kind, giver.id, receiver.id, receiver.team, ref)


def seen(
    *turns: Turn | tuple[Turn, ...],
    calendars: tuple[Calendar, ...] = (),
    entries: tuple[Entry, ...] = (),
    own: OwnAccount | None = None,
    **requests: int,
) -> Seen:
    flat = [turn for each in turns for turn in (each if isinstance(each, tuple) else (each,))]
    return Seen(
        start=MONDAY,
        end=MONDAY + timedelta(weeks=10),
        people=EVERYBODY,
        calendars=calendars,
        turns=tuple(sorted(flat, key=lambda turn: turn.at)),
        entries=entries,
        own=own or OwnAccount(),
        requests=requests,
    )


def _turn(sender: str, to: str, conversation: str, kind: str, when: datetime, **changes: Any) -> Turn:
    number = str(next(_ids))
    return Turn(
        **{
            "at": when,
            "conversation": conversation,
            "kind": kind,
            "sender": sender,
            "to": to,
            "id": number,
            "type": "message",
            **changes,
        }
    )
