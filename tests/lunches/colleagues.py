"""A few people of Contoso for tests of programmes and rounds, and what can be read on the cards they get."""

import json
from typing import Any

from bot_service.courtesy.courier import write
from bot_service.courtesy.note import Note
from bot_service.courtesy.shown import Shown
from tests.colleagues import MONDAY, Calendar, join, text_of

TABLES = [
    "bot_service.people.person",
    "bot_service.people.erased",
    "bot_service.people.relationship.ledger",
    "bot_service.courtesy.message",
    "bot_service.courtesy.note",
    "bot_service.courtesy.channels.post",
    "bot_service.lunches.programs.program",
    "bot_service.lunches.programs.round",
    "bot_service.lunches.programs.not_with",
    "bot_service.lunches.times.preferences",
    "bot_service.lunches.tables.lunch",
    "bot_service.lunches.tables.mailbox",
    "bot_service.lunches.afterwards.checkin",
]

__all__ = ["MONDAY", "TABLES", "Calendar", "buttons", "join", "notes", "text_of", "values", "write"]


def buttons(shown: Shown | None) -> dict[str, dict[str, Any]]:
    """Title → what the button says to us."""
    assert shown is not None
    return {action["title"]: {**action["data"], "verb": action["verb"]} for action in shown.card.get("actions", [])}


def values(shown: Shown | None) -> dict[str, str]:
    """What stands in the fields of a form, as it comes back with a press."""
    assert shown is not None
    fields = [element for element in shown.card["body"] if str(element["type"]).startswith("Input.")]
    return {field["id"]: str(field.get("value", "")) for field in fields}


async def notes() -> str:
    """What the bot is about to say in words."""
    return json.dumps([note.text for note in await Note.all().order_by("id")], ensure_ascii=False)
