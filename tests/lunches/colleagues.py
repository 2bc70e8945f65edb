"""A few people of Contoso for tests of programmes and rounds, and what can be read on the cards they get."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot_service import clock
from bot_service.courtesy.courier import write
from bot_service.courtesy.note import Note
from bot_service.courtesy.shown import Shown
from bot_service.database.row import put
from bot_service.people.person import Person

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

TABLES = [
    "bot_service.people.person",
    "bot_service.people.ledger",
    "bot_service.courtesy.message",
    "bot_service.courtesy.note",
    "bot_service.courtesy.post",
    "bot_service.lunches.programs.program",
    "bot_service.lunches.programs.round",
    "bot_service.lunches.times.preferences",
    "bot_service.lunches.tables.lunch",
    "bot_service.lunches.tables.mailbox",
    "bot_service.lunches.afterwards.checkin",
]

__all__ = ["MONDAY", "TABLES", "Calendar", "buttons", "join", "notes", "text_of", "values", "write"]


class Calendar:
    """The clock of a test; `later` moves it."""

    def __init__(self) -> None:
        self.now = MONDAY
        clock.follow(lambda: self.now)

    def later(self, **length: int) -> None:
        self.now += timedelta(**length)


async def join(name: str, team: str, *, is_host: bool = False, **more: Any) -> Person:
    """Somebody who has joined, in London."""
    id_ = name.lower().replace(" ", "-")
    told = {"mail": f"{id_}@contoso.example", "zone": "Europe/London", "state": "joined", **more}
    person = Person(id=id_, name=name, principal_name=told["mail"], team=team, is_host=is_host, **told)
    person.service_url, person.conversation_id = "http://127.0.0.1/teams/", f"chat-{id_}"
    await put(person)
    return person


def text_of(shown: Shown | None) -> str:
    """Everything that can be read on a card."""
    assert shown is not None
    return "\n".join(element["text"] for element in shown.card["body"] if element.get("text"))


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
