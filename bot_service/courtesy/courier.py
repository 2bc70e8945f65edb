"""The only way to a person. Features write a message inside their transaction; the courier carries it when courtesy agrees."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from bot_service import clock, discreet
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.claim import SENDING_FOR, Door, Parcel
from bot_service.courtesy.joint import still_joined
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.reason import record_reason
from bot_service.courtesy.shown import Render, Shown
from bot_service.courtesy.together import Part, joined, with_typed
from bot_service.database.row import AlreadyMoved, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import InDoubt, Outage, Refusal
from bot_service.people.chat import chat_closed
from bot_service.people.person import Person
from bot_service.teams.messenger import Messenger, UnknownServiceHost, Unreachable

__all__ = [
    "SENDING_FOR",
    "SHADOWED_FOR",
    "Courier",
    "Outcome",
    "answered",
    "recall",
    "refresh",
    "wake",
    "withdraw",
    "write",
]

log = logging.getLogger(__name__)

#: What follows from something that she did herself.
ANSWERING = (Kind.ANSWER, Kind.WELCOME, Kind.THANKS)

#: A card delivered before shadow mode shows its news when that ends.
SHADOWED_FOR = timedelta(days=1)

#: Told what became of a message, in the transaction that records it: "delivered", "in doubt", "shadowed" or "declined".
Outcome = Callable[[Message, str], Awaitable[None]]


async def write(
    *,
    to: str,
    kind: Kind,
    card: str,
    about: str,
    key: str = "",
    sender: str = "",
    topic: str = "",
    by_hand: bool = False,
    awaits: bool = False,
    in_place: bool = False,
) -> None:
    """Put a message on its way, in the caller's transaction. Written twice (same to, card, about, key) is written once.

    `sender` is the host or colleague on whose behalf it goes; rules on asks look at what she gave before. `topic` is the story
    that an ask offers. `by_hand`: a colleague set it off herself. `awaits`: it asks something; `answered` ends that. With
    `in_place` an older message about the same thing is brought up to date instead, where it has not left yet or she has not
    answered it.
    """
    if in_place and await _is_renewed(to, card, about):
        return
    await put(
        Message(
            id=row_id("message", to, card, about, key),
            state="waiting",
            due_at=clock.now(),
            to_id=to,
            sender_id=sender,
            kind=kind,
            card=card,
            about=about,
            topic=topic,
            by_hand=by_hand,
            awaits=awaits,
        )
    )


async def _is_renewed(to: str, card: str, about: str) -> bool:
    older = Message.filter(to_id=to, card=card, about=about)
    if await older.filter(state="waiting").exists():
        return True  # it is drawn when it leaves, from what is true then
    is_unanswered = await older.filter(state__in=("sending", "delivered", "changed"), awaits=True).exists()
    if is_unanswered:
        await refresh(card, about, to=to)
    return is_unanswered


async def answered(card: str, about: str, *, to: str = "") -> None:
    """She answered, or it need not be answered any more: it counts as open no longer. In the caller's transaction."""
    await _concerned(card, about, to).filter(awaits=True).update(awaits=False)


async def withdraw(card: str, about: str) -> None:
    """What has not left yet does not leave any more, in the caller's transaction."""
    await Message.filter(card=card, about=about, state="waiting").update(
        state="declined", due_at=None, rule="overtaken", awaits=False
    )


async def recall(person_id: str) -> None:
    """She has left Potluck: what still waits for her never leaves, not even if she is back before its time. In the caller's transaction.

    What answers her, or thanks her for what she did, is left to courtesy.
    """
    waiting = Message.filter(to_id=person_id, state="waiting").exclude(kind__in=list(ANSWERING))
    await waiting.update(state="recalled", due_at=clock.now())


async def wake(person_id: str) -> None:
    """She is back earlier than she said: what waited for the end of her pause is asked about now. In the caller's transaction."""
    await Message.filter(to_id=person_id, state="waiting", rule="paused").update(due_at=clock.now())


async def refresh(card: str, about: str, *, to: str = "") -> None:
    """There is news on this card: where it was delivered it changes in place; under way, right after it arrived."""
    concerned = _concerned(card, about, to)
    await concerned.update(edition=F("edition") + 1)
    await concerned.filter(state="delivered").update(state="changed", due_at=clock.now())


def _concerned(card: str, about: str, to: str) -> QuerySet[Message]:
    concerned = Message.filter(card=card, about=about)
    return concerned.filter(to_id=to) if to else concerned


@dataclass(frozen=True)
class Courier:
    """Carries messages through Teams. `cards` draws them at the door; `outcomes` tells features what became of theirs.

    In shadow mode (`is_shadow`) everything is decided, drawn and claimed as ever, and nothing leaves.
    """

    messenger: Messenger
    cards: Mapping[str, Render]
    outcomes: Mapping[str, Outcome]
    is_shadow: bool = False

    async def draw(self, card: str, about: str, to: str) -> Shown | None:
        """The card as it is true now for this person; None when there is nothing to show any more."""
        return await self.cards[card](about, to)

    async def draw_answer(self, to: str, answer: Answer, part: str, typed: Mapping[str, Any]) -> Shown | None:
        """What she sees in place of the card that she pressed.

        `part`: the message of hers in whose part of the card the button stands, "" for none; then she gets the whole card back, and what
        she `typed` into other parts stays there.
        """
        shown = await self.draw(answer.card, answer.about, to) if answer.card else answer.shown
        messages = await still_joined(part, to) if shown and part else []
        if shown is None or len(messages) < 2:
            return shown
        drawn = await self._parts(message for message in messages if message.id != part)
        place = [message.id for message in messages]
        parts = sorted([*drawn, Part(part, shown)], key=lambda each: place.index(each.message_id))
        return with_typed(joined(parts, first=part), part, typed)

    async def deliver(self, message_id: str) -> None:
        """Ask courtesy, draw the card, send it once. Raises `Outage` when nothing was sent and a retry is safe."""
        door = Door(self.draw, self._turn_away)
        async with transaction():
            parcel = await door.claim(message_id, clock.now())
            if parcel is not None and self.is_shadow:
                await self._settle(parcel.messages, "shadowed")
        if parcel is not None and not self.is_shadow:
            await self._send(parcel)

    async def take_back(self, message_id: str) -> None:
        """The step of a message that was recalled: its feature is told that it never reached her."""
        message = await Message.get(id=message_id)
        async with transaction():
            await record_reason(message.id, message.to_id, clock.now(), "no", "opted out")
            await self._turn_away(message, "opted out")

    async def _send(self, parcel: Parcel) -> None:
        try:
            activity_id = await self.messenger.send(parcel.address, parcel.shown.card, parcel.shown.summary)
        except Unreachable as refusal:
            await self._note_unreachable(parcel, refusal)
        except Outage as outage:
            await _give_back(parcel, outage)
        except InDoubt:
            await self._settle(parcel.messages, "in doubt")
        except Refusal as refusal:
            names = ", ".join(message.card for message in parcel.messages)
            log.warning("Teams does not take the card “%s”: %s", names, discreet.trouble(refusal))
            await self._decline(parcel, "not taken")
        else:
            await self._settle(parcel.messages, "delivered", activity_id=activity_id)

    async def _note_unreachable(self, parcel: Parcel, refusal: Unreachable) -> None:
        """She blocked or removed us, so the chat is closed until she writes: nothing is tried again and again."""
        async with transaction():
            await self._decline(parcel, "unreachable")
            if not isinstance(refusal, UnknownServiceHost):
                await chat_closed(parcel.messages[0].to_id)

    async def doubt(self, message_id: str) -> None:
        """A send whose process died: perhaps it arrived. It is recorded so, and its feature's next step covers it."""
        await self._settle([await Message.get(id=message_id)], "in doubt")

    async def renew(self, message_id: str) -> None:
        """Show the newest state on a delivered card, with all that stands on it. Updating twice does no harm."""
        message = await Message.get(id=message_id)
        if self.is_shadow:
            return await move(message, "changed", due_at=clock.now() + SHADOWED_FOR)
        messages = await still_joined(message.id, message.to_id)
        person = await Person.get_or_none(id=message.to_id)
        parts = await self._parts(messages)
        if person is not None and person.address is not None and parts:
            shown = joined(parts)
            try:
                await self.messenger.update(person.address, message.activity_id, shown.card, shown.summary)
            except Refusal as refusal:
                log.info("message %s can't be updated: %s", message.id, discreet.trouble(refusal))
            except InDoubt as doubt:
                raise Outage(str(doubt)) from doubt
        return await _rest(messages)

    async def _parts(self, messages: Iterable[Message]) -> list[Part]:
        """The cards of these as they are true now; those with nothing to show any more are missing."""
        drawn = [(message.id, await self.draw(message.card, message.about, message.to_id)) for message in messages]
        return [Part(message_id, shown) for message_id, shown in drawn if shown is not None]

    async def _turn_away(self, message: Message, rule: str) -> None:
        await self._settle([message], "declined", rule=rule)

    async def _decline(self, parcel: Parcel, rule: str) -> None:
        async with transaction():
            for message in parcel.messages:
                await record_reason(message.id, message.to_id, clock.now(), "no", rule)
            await self._settle(parcel.messages, "declined", rule=rule)

    async def _settle(self, messages: Iterable[Message], state: str, *, rule: str = "", activity_id: str = "") -> None:
        """Record what became of messages that went together, and tell their features, in one transaction."""
        async with transaction():
            for message in messages:
                edition = message.edition
                over = {"awaits": False} if state == "declined" else {}
                if not await _moved(message, state, rule=rule or message.rule, activity_id=activity_id, **over):
                    continue
                if message.card in self.outcomes:
                    await self.outcomes[message.card](message, state)
                if state == "delivered":
                    await _changed_meanwhile(message, edition)


async def _give_back(parcel: Parcel, outage: Outage) -> None:
    """Nothing was sent: each waits again, and may go with others than before."""
    async with transaction():
        for message in parcel.messages:
            await move(message, "waiting", due_at=clock.now() + outage.after, sent_at=None, with_id="")


async def _rest(messages: Iterable[Message]) -> None:
    """They show what was true when they were drawn; news that came meanwhile is shown next."""
    async with transaction():
        for message in messages:
            if message.state == "changed":
                await _moved(message, "delivered")
            await _changed_meanwhile(message, message.edition)


async def _moved(message: Message, to: str, **changes: Any) -> bool:
    """Whether we moved it; of those that went together one may have been moved by somebody else, and the others go on."""
    try:
        await move(message, to, **changes)
    except AlreadyMoved:
        log.info("message %s was moved by somebody else meanwhile", message.id)
        return False
    return True


async def _changed_meanwhile(message: Message, edition: int) -> None:
    """News that came while the card was under way is shown next."""
    await (
        Message.filter(id=message.id, state="delivered")
        .exclude(edition=edition)
        .update(state="changed", due_at=clock.now())
    )
