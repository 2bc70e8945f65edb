"""The only way to a person. Features write a message inside their transaction; the courier carries it when courtesy agrees."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import F

from bot_service import clock
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.rules import Later, No, decide
from bot_service.courtesy.shown import Render, Shown
from bot_service.courtesy.situation import situation_of
from bot_service.database.row import move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import InDoubt, Outage, Refusal
from bot_service.people.person import Person
from bot_service.teams.messenger import Messenger, Unreachable

log = logging.getLogger(__name__)

#: How long a send may take before we must assume that its process died.
SENDING_FOR = timedelta(minutes=5)

#: Told what became of a message, in the transaction that records it: "delivered", "in doubt" or "declined".
Outcome = Callable[[Message, str], Awaitable[None]]


async def write(*, to: str, kind: Kind, card: str, about: str, key: str = "", sender: str = "") -> None:
    """Put a message on its way, in the caller's transaction. Written twice (same to, card, about, key) is written once.

    `sender` is the host or colleague on whose behalf it goes; rules on asks look at what she gave before.
    """
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
        )
    )


async def withdraw(card: str, about: str) -> None:
    """What has not left yet does not leave any more, in the caller's transaction."""
    await Message.filter(card=card, about=about, state="waiting").update(
        state="declined", due_at=None, rule="overtaken"
    )


async def refresh(card: str, about: str, *, to: str = "") -> None:
    """There is news on this card: where it was delivered it changes in place; under way, right after it arrived."""
    concerned = Message.filter(card=card, about=about)
    if to:
        concerned = concerned.filter(to_id=to)
    await concerned.update(edition=F("edition") + 1)
    await concerned.filter(state="delivered").update(state="changed", due_at=clock.now())


@dataclass(frozen=True)
class Courier:
    """Carries messages through Teams. `cards` draws them at the door; `outcomes` tells features what became of theirs."""

    messenger: Messenger
    cards: Mapping[str, Render]
    outcomes: Mapping[str, Outcome]

    async def draw(self, card: str, about: str, to: str) -> Shown | None:
        """The card as it is true now for this person; None when there is nothing to show any more."""
        return await self.cards[card](about, to)

    async def deliver(self, message_id: str) -> None:
        """Ask courtesy, draw the card, send it once. Raises `Outage` when nothing was sent and a retry is safe."""
        message = await Message.get(id=message_id)
        person = await Person.get_or_none(id=message.to_id)
        if person is None or person.address is None:
            return await self._settle(message, "declined", rule="no chat")
        now = clock.now()
        verdict, rule = decide(await situation_of(person, Kind(message.kind), message.sender_id, now))
        if isinstance(verdict, Later):
            return await move(message, "waiting", due_at=verdict.at, rule=rule)
        if isinstance(verdict, No):
            return await self._settle(message, "declined", rule=rule)
        shown = await self.draw(message.card, message.about, message.to_id)
        if shown is None:
            return await self._settle(message, "declined", rule="overtaken")
        return await self._send(message, person, shown, now)

    async def _send(self, message: Message, person: Person, shown: Shown, now: datetime) -> None:
        assert person.address is not None
        await move(message, "sending", due_at=now + SENDING_FOR, sent_at=now)
        try:
            activity_id = await self.messenger.send(person.address, shown.card, shown.summary)
        except Unreachable:
            await self._settle(message, "declined", rule="unreachable")
        except Outage as outage:
            await move(message, "waiting", due_at=clock.now() + outage.after, sent_at=None)
        except InDoubt:
            await self._settle(message, "in doubt")
        except Refusal as refusal:
            log.warning("Teams does not take the card “%s”: %s", message.card, refusal.sentence)
            await self._settle(message, "declined", rule="not taken")
        else:
            await self._settle(message, "delivered", activity_id=activity_id)

    async def doubt(self, message_id: str) -> None:
        """A send whose process died: perhaps it arrived. It is recorded so, and its feature's next step covers it."""
        await self._settle(await Message.get(id=message_id), "in doubt")

    async def renew(self, message_id: str) -> None:
        """Show the newest state on a delivered card. Updating twice does no harm."""
        message = await Message.get(id=message_id)
        person = await Person.get_or_none(id=message.to_id)
        shown = await self.draw(message.card, message.about, message.to_id)
        if person is not None and person.address is not None and shown is not None:
            try:
                await self.messenger.update(person.address, message.activity_id, shown.card, shown.summary)
            except Refusal as refusal:
                log.info("message %s can't be updated: %s", message.id, refusal.sentence)
            except InDoubt as doubt:
                raise Outage(str(doubt)) from doubt
        await self._rest(message)

    async def _settle(self, message: Message, state: str, *, rule: str = "", activity_id: str = "") -> None:
        """Record what became of a message and tell its feature, in one transaction."""
        async with transaction():
            edition = message.edition
            await move(message, state, rule=rule or message.rule, activity_id=activity_id)
            if message.card in self.outcomes:
                await self.outcomes[message.card](message, state)
            if state == "delivered":
                await _changed_meanwhile(message, edition)

    async def _rest(self, message: Message) -> None:
        async with transaction():
            edition = message.edition
            await move(message, "delivered")
            await _changed_meanwhile(message, edition)


async def _changed_meanwhile(message: Message, edition: int) -> None:
    """News that came while the card was under way is shown next."""
    await (
        Message.filter(id=message.id, state="delivered")
        .exclude(edition=edition)
        .update(state="changed", due_at=clock.now())
    )
