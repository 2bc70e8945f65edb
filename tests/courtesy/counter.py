"""A courier in the hands of a test: Teams' connector on loopback, three cards to carry, and what became of each message."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp.test_utils import TestServer

from bot_service.courtesy.courier import Courier, write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.shown import Shown, show
from bot_service.database.row import row_id
from bot_service.database.transaction import transaction
from bot_service.people.person import Person
from bot_service.teams import cards
from bot_service.teams.messenger import Messenger
from tests.colleagues import join
from tests.teams.connector import Connector

TABLES = [
    "bot_service.people.person",
    "bot_service.people.relationship.ledger",
    "bot_service.people.erased",
    "bot_service.courtesy.message",
    "bot_service.courtesy.reason",
    "bot_service.courtesy.note",
    "bot_service.courtesy.channels.post",
    "bot_service.courtesy.channels.channel",
]

#: Card → the kind of message that brings it.
KINDS = {
    "checkin": Kind.CHECK_IN,
    "passed": Kind.CELEBRATION,
    "lunch": Kind.LUNCH,
    "leave": Kind.LEAVE,
    "note": Kind.ANSWER,
    "welcome": Kind.WELCOME,
}


@dataclass
class Counter:
    """`truth`: what the card about a thing says now; "" when there is nothing to say. `told`: what features heard, in order."""

    connector: Connector
    messenger: Messenger
    truth: dict[str, str] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)
    is_shadow: bool = False

    @property
    def courier(self) -> Courier:
        cards_drawn = dict.fromkeys(KINDS, self._draw)
        return Courier(self.messenger, cards_drawn, dict.fromkeys(KINDS, self._hear), is_shadow=self.is_shadow)

    async def _draw(self, about: str, _to: str) -> Shown | None:
        said = self.truth.get(about, about)
        if not said:
            return None
        buttons = [cards.execute("Good", f"{about}.good", about), cards.execute("Bad", f"{about}.bad", about)]
        return show(cards.heading(said), summary=said, actions=buttons)

    async def _hear(self, message: Message, outcome: str) -> None:
        self.told.append((message.about, outcome))

    async def join(self, name: str, **more: Any) -> Person:
        """Somebody whose chat is at our connector."""
        person = await join(name, "Sales", **more)
        await Person.filter(id=person.id).update(service_url=self.connector.service_url)
        return await Person.get(id=person.id)

    async def put(self, card: str, about: str, to: Person, **more: Any) -> str:
        """Put a message on its way; returns its id."""
        async with transaction():
            await write(to=to.id, kind=KINDS[card], card=card, about=about, **more)
        return row_id("message", to.id, card, about, more.get("key", ""))

    async def deliver_all(self) -> None:
        for message in await Message.filter(state="waiting").order_by("due_at", "id"):
            await self.courier.deliver(message.id)

    async def renew_all(self) -> None:
        for message in await Message.filter(state="changed").order_by("id"):
            await self.courier.renew(message.id)

    def arrived(self, method: str = "POST") -> list[tuple[str, list[str]]]:
        """The line in notifications of each activity, and the titles on its card."""
        return [
            (body["summary"], titles(body["attachments"][0]["content"]))
            for asked, _, body, _ in self.connector.asked
            if asked == method
        ]


def titles(card: Mapping[str, Any]) -> list[str]:
    """The headings of a card, or of all the parts of a joined one."""
    parts = [part["items"] if part["type"] == "Container" else [part] for part in card["body"]]
    return [element["text"] for items in parts for element in items if element.get("style") == "heading"]


async def states() -> dict[str, str]:
    """About what → the state of its message."""
    return {message.about: message.state for message in await Message.all()}


@asynccontextmanager
async def open_counter() -> AsyncIterator[Counter]:
    connector = Connector()
    async with TestServer(connector.app(), host="127.0.0.1") as server:
        connector.port = server.port or 0
        messenger = Messenger(connector.settings(), connector.token)
        yield Counter(connector, messenger)
        await messenger.close()
