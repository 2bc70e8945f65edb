"""Gathers what the rules look at, from the person, the ledger and the messages she already got."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import PERHAPS_SEEN, Message
from bot_service.courtesy.rules import ASKS, FAVOURS, YEAR, Gift, Go, Situation, decide
from bot_service.people.ledger import GIFTS, Passed, passed_between
from bot_service.people.person import Person


async def situation_of(person: Person, kind: Kind, sender_id: str, now: datetime) -> Situation:
    """Read all that the rules of this kind need; asks need the relationship, the rest does not."""
    favours = await _sent(now, to_id=person.id, kinds=FAVOURS) if kind in FAVOURS else []
    plain = Situation(
        now=now,
        kind=kind,
        zone=person.zone,
        has_chat=person.address is not None,
        has_joined=person.is_joined,
        paused_until=person.paused_until,
        never_ask=person.never_ask,
        unsolicited=_moments(favours),
    )
    return await _with_relationship(plain, person.id, sender_id) if kind in ASKS else plain


async def may_ask(host_id: str, person: Person, now: datetime) -> bool:
    """What a host may see of a person: yes, or not yet; no date, no reason. Quiet hours don't count here."""
    at = await situation_of(person, Kind.ASK, host_id, now)
    verdict, rule = decide(at)
    return isinstance(verdict, Go) or rule == "quiet hours"


async def _with_relationship(plain: Situation, person_id: str, host_id: str) -> Situation:
    between = await passed_between(host_id, person_id)
    from_host = [entry for entry in between if entry.from_id == host_id]
    from_person = [entry for entry in between if entry.from_id == person_id]
    asks = await _sent(plain.now, to_id=person_id, kinds=ASKS)
    mine = [ask for ask in asks if ask.sender_id == host_id]
    noes = [entry.at for entry in from_person if entry.kind == Passed.DECLINED]
    return replace(
        plain,
        leave_given=any(entry.kind == Passed.LEAVE for entry in from_person),
        gifts=tuple(Gift(entry.kind, entry.at) for entry in from_host if entry.kind in GIFTS),
        asks_of_person=_moments(asks),
        asks_of_sender=_moments(await _sent(plain.now, sender_id=host_id, kinds=ASKS)),
        last_ask_by_sender=max(_moments(mine), default=None),
        last_no=max(noes, default=None),
    )


async def _sent(now: datetime, *, kinds: Iterable[Kind], **whose: str) -> list[Message]:
    within = Message.filter(kind__in=list(kinds), state__in=PERHAPS_SEEN, sent_at__gt=now - YEAR, **whose)
    return await within.order_by("sent_at")


def _moments(messages: Iterable[Message]) -> tuple[datetime, ...]:
    return tuple(message.sent_at for message in messages if message.sent_at is not None)
