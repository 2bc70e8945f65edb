"""Reads what the rules look at: the person, what passed between people, and the messages that she already got.

For many people at once it is the same few questions as for one, so that a host's list of colleagues stays cheap.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import PERHAPS_SEEN, Message
from bot_service.courtesy.rules.past import (
    HOUR,
    INVITATIONS,
    SIGNS,
    WEEK,
    WORDS,
    Coming,
    Past,
    Sender,
    Sent,
    situation_in,
)
from bot_service.courtesy.rules.rule import ASKS, FAVOURS, Situation
from bot_service.courtesy.rules.table import only_waits
from bot_service.manners import chosen
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import GIFTS, Entry, Passed, Passing, passed_from

#: Of which kinds all messages to her are read, however old they are; of all others those of the last hour.
READ_FOR: dict[Kind, frozenset[Kind]] = {
    **dict.fromkeys(FAVOURS, FAVOURS),
    **dict.fromkeys(INVITATIONS, INVITATIONS),
    **{kind: frozenset({kind}) for kind in (Kind.CHECK_IN, Kind.CELEBRATION)},
}
#: What she said and did herself: to the sender, or to anybody.
SAID_FOR: dict[Kind, tuple[Passed, ...]] = {Kind.ASK: WORDS, Kind.LEAVE: WORDS, Kind.CHECK_IN: SIGNS}
#: What a host sees goes by these: an ask on its way will have been seen, so that nobody else is told that she may ask too.
FORESEEN = (*PERHAPS_SEEN, "waiting")
AT_ONCE = 1000  #: people in one question to the database


async def situation_of(person: Person, message: Message | Coming, now: datetime) -> Situation:
    """Read all that the rules for this message to this person need."""
    if isinstance(message, Message):
        kind, sender, topic = Kind(message.kind), message.sender_id, message.topic
        message = Coming(kind, sender, topic, message.about, message.by_hand, message.awaits)
    return (await _situations([person], message, now))[person.id]


async def may_ask(host_id: str, person: Person, now: datetime, *, topic: str = "") -> bool:
    """What a host may see of a person: yes, or not yet; no date, no reason."""
    return person.id in await may_ask_whom(host_id, [person], now, topic=topic)


async def may_ask_whom(host_id: str, people: Sequence[Person], now: datetime, *, topic: str = "") -> set[str]:
    """Ids of those whom this host may ask; her evening, or a message of this hour, only lets the ask arrive later.

    Without a `topic` nothing is said of what a single story needs: that the host shared it herself, and its share of a team.
    """
    allowed = set()
    for first in range(0, len(people), AT_ONCE):
        found = await _situations(people[first : first + AT_ONCE], Coming(Kind.ASK, host_id, topic), now, FORESEEN)
        for person_id, at in found.items():
            if only_waits(at if topic else replace(at, went_first=True, team_asked=0)):
                allowed.add(person_id)
    return allowed


async def _situations(
    people: Sequence[Person], coming: Coming, now: datetime, counted: tuple[str, ...] = PERHAPS_SEEN
) -> dict[str, Situation]:
    """`counted`: messages in which states count; of those that still wait only asks do, as if they came now."""
    ids = [one.id for one in people]
    sent = _by_person("to_id", await _messages(ids, coming.kind, now, counted))
    said = _by_person("from_id", await _words(ids, coming))
    received: dict[str, list[Any]] = {}
    sizes: dict[str, int] = {}
    asked: dict[str, int] = {}
    sender = Sender()
    if coming.kind in FAVOURS - {Kind.BOOST}:
        sender = await _sender(coming, now, counted)
    if coming.kind in ASKS:
        received = _by_person("to_id", await _passings(Entry.filter(to_id__in=ids, kind__in=[*GIFTS, Passed.ASK])))
        teams = {one.team for one in people}
        sizes = await _count(Person.filter(team__in=teams).exclude(state="left"))
        asked = await _asked_for(coming.topic, teams, counted)
    found = {}
    for one in people:
        past = Past(
            sent=sent.get(one.id, ()),
            received=received.get(one.id, ()),
            said=said.get(one.id, ()),
            sender=sender,
            team_size=sizes.get(one.team, 0),
            team_asked=asked.get(one.team, 0),
        )
        found[one.id] = situation_in(past, one, coming, now, chosen())
    return found


async def _messages(ids: list[str], kind: Kind, now: datetime, counted: tuple[str, ...]) -> list[Sent]:
    wanted = Q(sent_at__gt=now - HOUR)
    if kind in READ_FOR:
        wanted |= Q(kind__in=list(READ_FOR[kind]))
    rows: Sequence[Any] = await Message.filter(wanted, to_id__in=ids, state__in=counted).values_list(*Sent._fields)
    read = [Sent(*row) for row in rows]
    if "waiting" in counted:
        read = [sent if sent.sent_at or sent.kind != Kind.ASK else sent._replace(sent_at=now) for sent in read]
    return [sent for sent in read if sent.sent_at is not None]


async def _words(ids: list[str], coming: Coming) -> list[Passing]:
    if coming.kind not in SAID_FOR:
        return []
    said = Entry.filter(from_id__in=ids, kind__in=SAID_FOR[coming.kind])
    return await _passings(said.filter(to_id=coming.sender_id) if coming.kind != Kind.CHECK_IN else said)


async def _sender(coming: Coming, now: datetime, counted: tuple[str, ...]) -> Sender:
    """What is so of a host, whomever she would like to ask."""
    host = await Person.get_or_none(id=coming.sender_id)
    is_host = host is not None and host.is_host and host.state != "left"
    if host is None or coming.kind not in ASKS:
        return Sender(is_host=is_host)
    gave = await passed_from(host.id, (Passed.LUNCH, Passed.FIRST))
    lately = Q(sent_at__gt=now - WEEK) | Q(state="waiting")
    asks = Message.filter(lately, sender_id=host.id, kind=Kind.ASK, state__in=counted)
    asked: Sequence[Any] = await asks.values_list("sent_at", flat=True)
    return Sender(
        is_host=is_host,
        lunches_in_teams=tuple(
            {(one.ref, one.team): None for one in gave if one.kind == Passed.LUNCH and one.team not in {"", host.team}}
        ),
        went_first=bool(coming.topic) and any((one.kind, one.ref) == (Passed.FIRST, coming.topic) for one in gave),
        asks=tuple(sorted(at or now for at in asked)),
    )


async def _asked_for(topic: str, teams: Iterable[str], counted: tuple[str, ...]) -> dict[str, int]:
    """How many people of each team were asked to share this story."""
    if not topic:
        return {}
    asks = Message.filter(topic=topic, kind=Kind.ASK, state__in=counted)
    return await _count(Person.filter(team__in=list(teams), id__in=Subquery(asks.values("to_id"))))


async def _count(people: QuerySet[Person]) -> dict[str, int]:
    rows: Sequence[Any] = await people.annotate(number=Count("id")).group_by("team").values_list("team", "number")
    return dict(rows)


async def _passings(entries: QuerySet[Entry]) -> list[Passing]:
    rows: Sequence[Any] = await entries.values_list(*Passing._fields)
    return [Passing(at, Passed(kind), *rest) for at, kind, *rest in rows]


def _by_person(column: str, rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found
