"""A few people of Contoso for tests of shout-outs and sharing, and what the courier would do with their messages."""

from datetime import datetime
from typing import Any

from bot_service import clock
from bot_service.courtesy.courier import Outcome
from bot_service.courtesy.message import Message
from bot_service.courtesy.shown import Shown
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.people.person import Person
from bot_service.people.relationship import ledger
from tests.colleagues import MONDAY, Calendar, join, text_of

__all__ = [
    "MONDAY",
    "TABLES",
    "Calendar",
    "carry",
    "have_lunch",
    "input_of",
    "join",
    "messages",
    "passed",
    "text_of",
    "verbs_of",
]

TABLES = [
    "bot_service.people.person",
    "bot_service.people.relationship.ledger",
    "bot_service.courtesy.message",
    "bot_service.courtesy.channels.post",
    "bot_service.shoutouts.success",
    "bot_service.shoutouts.shoutout",
    "bot_service.sharing.story",
    "bot_service.sharing.share",
    "bot_service.sharing.leave",
    "bot_service.sharing.ask",
    "bot_service.sharing.boost",
    "bot_service.sharing.feed",
]


async def have_lunch(host: Person, guest: Person, at: datetime) -> None:
    """They met, and both confirmed it."""
    await ledger.record("lunch", from_id=host.id, to_id=guest.id, ref=f"lunch-{host.id}-{guest.id}", at=at)
    await ledger.record("lunch", from_id=guest.id, to_id=host.id, ref=f"lunch-{host.id}-{guest.id}", at=at)


async def messages(card: str, **of: Any) -> list[Message]:
    return await Message.filter(card=card, **of).order_by("id")


async def carry(card: str, outcomes: dict[str, Outcome], outcome: str = "delivered") -> None:
    """Settle the waiting messages with this card as the courier does."""
    for message in await Message.filter(card=card, state="waiting"):
        async with transaction():
            await move(message, outcome, sent_at=clock.now())
            if card in outcomes:
                await outcomes[card](message, outcome)


async def passed(kind: str) -> list[tuple[str, str]]:
    """Who gave to whom, as the ledger has it."""
    entries = await ledger.Entry.filter(kind=kind).order_by("at", "id")
    return [(entry.from_id, entry.to_id) for entry in entries]


def verbs_of(shown: Shown | None) -> list[str]:
    """What the buttons of a card say to us."""
    assert shown is not None
    return [action["verb"] for action in shown.card.get("actions", []) if "verb" in action]


def input_of(shown: Shown | None, name: str) -> dict[str, Any]:
    assert shown is not None
    found: dict[str, Any] = next(element for element in shown.card["body"] if element.get("id") == name)
    return found
