"""Who may leave now, and with whom: decided, drawn and claimed in one transaction, while nobody else can do so for the same person."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot_service import discreet, manners
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.reason import record_reason
from bot_service.courtesy.rules.rule import Go, Later
from bot_service.courtesy.rules.situation import situation_of
from bot_service.courtesy.rules.table import decide
from bot_service.courtesy.shown import Shown
from bot_service.courtesy.together import ALONE, Part, fit_together, in_order, joined
from bot_service.database.lock import take_turn
from bot_service.database.row import AlreadyMoved, move
from bot_service.people.person import Person
from bot_service.teams.address import Address

log = logging.getLogger(__name__)

#: How long a send may take before we must assume that its process died.
SENDING_FOR = timedelta(minutes=5)

#: (card, about, to) → the card as it is true now, or None.
Draw = Callable[[str, str, str], Awaitable[Shown | None]]
#: Record that a message does not leave, by which rule, and tell its feature.
TurnAway = Callable[[Message, str], Awaitable[None]]


@dataclass(frozen=True)
class Parcel:
    """What leaves as one activity: the message that was due, those that go along with it, and the card of them all."""

    messages: tuple[Message, ...]
    address: Address
    shown: Shown


@dataclass(frozen=True)
class Door:
    """The way out: `draw` draws a card, `turn_away` is told what courtesy does not let out."""

    draw: Draw
    turn_away: TurnAway

    async def claim(self, message_id: str, now: datetime) -> Parcel | None:
        """Claim a message that may leave now (it is `sending` then), and others that are due soon and fit; None: not now, or not at all.

        In the caller's transaction, and the last thing in it. The person's row is locked while her budgets are read and claimed, so that
        of two workers the second sees what the first has claimed; for an ask also the host's row, and the turn of its story.
        On SQLite the transaction itself is that lock: one process serves the file, and in it one transaction at a time.
        """
        read = await Message.get_or_none(id=message_id)
        person = await _hold(read) if read else None
        message = await Message.get_or_none(id=message_id)
        if message is None or message.state != "waiting":
            return None  # whoever held the person before us has taken it along, or erased her
        if person is None:
            await self.turn_away(message, "no chat")  # erased: no reason is kept either
            return None
        first = await self._let_out(message, person, now, with_id="", beside=())
        if first is None:
            return None
        parts, messages = [first], [message]
        for other in await _due_soon(message, now):
            part = await self._let_out(other, person, now, with_id=message.id, beside=parts)
            if part is not None:
                parts.append(part)
                messages.append(other)
        assert person.address is not None, "courtesy lets nothing out without a chat"
        return Parcel(tuple(messages), person.address, joined(in_order(parts)))

    async def _let_out(
        self, message: Message, person: Person, now: datetime, *, with_id: str, beside: Sequence[Part]
    ) -> Part | None:
        """Ask courtesy, draw, and claim. What would go along with others (`beside`) only stays where it is if it can't."""
        verdict, rule = decide(await situation_of(person, message, now))
        if isinstance(verdict, Go):
            shown = await self._drawn(message, goes_along=bool(beside))
            part = Part(message.id, shown) if shown else None
            if part and (not beside or fit_together([*beside, part])):
                return part if await _claimed(message, now, with_id) else None
            if part is None and not beside:
                await self._refuse(message, now, "overtaken")
        elif not beside and isinstance(verdict, Later):
            await record_reason(message.id, message.to_id, now, "later", rule)
            await move(message, "waiting", due_at=verdict.at, rule=rule)
        elif not beside:
            await self._refuse(message, now, rule)
        return None

    async def _drawn(self, message: Message, *, goes_along: bool) -> Shown | None:
        """The card; one that only goes along and can't be drawn is left to its own step, and stops nothing else."""
        try:
            return await self.draw(message.card, message.about, message.to_id)
        except Exception as fault:
            if not goes_along:
                raise
            log.warning("the card “%s” can't go along with another: %s", message.card, discreet.trouble(fault))
            return None

    async def _refuse(self, message: Message, now: datetime, rule: str) -> None:
        await record_reason(message.id, message.to_id, now, "no", rule)
        await self.turn_away(message, rule)


async def _hold(message: Message) -> Person | None:
    """Lock the rows of all whose budgets this message touches, always in the same order; returns the person whom it is for."""
    is_ask = message.kind == Kind.ASK
    concerned = {message.to_id, message.sender_id} if is_ask else {message.to_id}
    held = await Person.filter(id__in=sorted(concerned)).order_by("id").select_for_update()
    if is_ask and message.topic:
        await take_turn(f"story {message.topic}")
    return next((person for person in held if person.id == message.to_id), None)


async def _due_soon(message: Message, now: datetime) -> list[Message]:
    """What else waits for her and is due now or in a few minutes, and may be one card with others."""
    minutes = timedelta(minutes=manners.chosen().together_minutes)
    if message.kind in ALONE or not minutes:
        return []
    waiting = Message.filter(to_id=message.to_id, state="waiting", due_at__lte=now + minutes)
    others = waiting.exclude(id=message.id).exclude(kind__in=list(ALONE))
    return await others.order_by("due_at", "id")


async def _claimed(message: Message, now: datetime, with_id: str) -> bool:
    """Whether it is ours to send; a feature may have withdrawn it just now."""
    try:
        await move(message, "sending", due_at=now + SENDING_FOR, sent_at=now, with_id=with_id)
    except AlreadyMoved:
        return False
    await record_reason(message.id, message.to_id, now, "go")
    return True
