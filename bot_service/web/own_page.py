"""The first page of the tab: who she is, what is next for her, and which of her wishes hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.why import WHAT
from bot_service.courtesy.wishes import welcome
from bot_service.courtesy.wishes.seen import Role, Seen, Viewer, seen_of
from bot_service.courtesy.wishes.wishes import (
    CELEBRATE,
    FIELDS,
    THANKS,
    as_typed,
    change_wishes,
    filled,
    what_holds,
    who_may_ask,
    without_own_hours,
)
from bot_service.errors import Refusal
from bot_service.lunches.afterwards.checkin import CheckIn
from bot_service.people.person import Person, person
from bot_service.web.own import Ahead, ahead_of

TAKES_PART = "takes_part"
YES_OR_NO = ("true", "false")


class NotUnderstood(Refusal):
    """Something that she typed can't be read; nothing is changed."""

    reason = "not_understood"


@dataclass(frozen=True)
class Waiting:
    """A question in her chat that she has not answered; none has to be."""

    id: str
    what: str
    since: datetime | None


@dataclass(frozen=True)
class Wishes:
    """Title → what holds, in words; the `fields` of the form as they stand, the `choices` of two of them, and her hours without own ones."""

    holds: Mapping[str, str]
    fields: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    hours_otherwise: str


@dataclass(frozen=True)
class OwnPage:
    """`takes_part`: yes, no, or not asked yet."""

    me: Seen
    first_name: str
    roles: Sequence[str]
    takes_part: str
    zone: str
    lunches: Sequence[Ahead]
    waiting: Sequence[Waiting]
    wishes: Wishes


async def own_page(visitor: Person, now: datetime) -> OwnPage:
    """Read it."""
    roles = {"host": visitor.is_host, "administrator": visitor.is_administrator}
    return OwnPage(
        me=await seen_of(visitor, Viewer(visitor.id, Role.COLLEAGUE), now),
        first_name=visitor.first_name,
        roles=[role for role, has_it in roles.items() if has_it],
        takes_part={"joined": "yes", "declined": "no"}.get(visitor.state, "not asked yet"),
        zone=visitor.zone,
        lunches=await ahead_of(visitor, now),
        waiting=await _waiting(visitor),
        wishes=await _wishes(visitor, now),
    )


async def _waiting(visitor: Person) -> list[Waiting]:
    asked = Message.filter(to_id=visitor.id, awaits=True, state__in=("delivered", "changed")).order_by("sent_at", "id")
    asked = asked.exclude(kind__in=[Kind.LUNCH, Kind.REMINDER])  # these stand with the lunch
    let_go: Sequence[Any] = await CheckIn.filter(person_id=visitor.id, state="let go").values_list("id", flat=True)
    return [Waiting(one.id, WHAT[Kind(one.kind)], one.sent_at) for one in await asked if one.about not in set(let_go)]


async def _wishes(visitor: Person, now: datetime) -> Wishes:
    return Wishes(
        holds=what_holds(visitor, await who_may_ask(visitor.id), now),
        fields=filled(visitor, now),
        choices={"celebrate": CELEBRATE, "thanks": THANKS},
        hours_otherwise=without_own_hours(visitor),
    )


async def take_wishes(visitor: Person, sent: Mapping[str, Any], now: datetime) -> OwnPage:
    """Take over those fields that were sent, all or none, and `takes_part` (yes or no). Raises `NotUnderstood`."""
    typed = {name: sent[name] for name in FIELDS if name in sent}
    if not all(isinstance(text, str) for text in typed.values()) or typed.get("never_ask", "true") not in YES_OR_NO:
        raise NotUnderstood("Every wish is a text, and “never_ask” is “true” or “false”; nothing was changed.")
    if typed and (faults := await change_wishes(visitor.id, as_typed(filled(visitor, now) | typed))):
        raise NotUnderstood(" ".join(faults))
    if sent.get(TAKES_PART) in ("yes", "no"):
        await (welcome.join if sent[TAKES_PART] == "yes" else welcome.decline)(visitor.id, {})
    return await own_page(await person(visitor.id), now)
