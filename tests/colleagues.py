"""A few people of Contoso for tests of every feature, the clock they live by, and what they read."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot_service import clock
from bot_service.courtesy.shown import Shown
from bot_service.database.row import put
from bot_service.people.person import Person

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


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
