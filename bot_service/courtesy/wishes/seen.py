"""What one person may see of another, by her role: the only answer to that question, for every page and every call.

What everybody is shown of herself ("what others see of me") is made of this very function, asked once for each role.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot_service.courtesy.rules.situation import may_ask_whom
from bot_service.people.person import Person


class Role(StrEnum):
    """As whom somebody looks."""

    COLLEAGUE = "colleague"
    HOST = "host"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Viewer:
    """Who looks, and in which of her roles."""

    id: str
    role: Role


@dataclass(frozen=True)
class Seen:
    """All of it. `may_be_asked` is for hosts alone: "yes", or "not yet", which has no date and no reason.

    The rest stands in the company's directory, where everybody can read it. Nothing is added here without being told to the
    person it is about.
    """

    id: str
    name: str
    team: str
    job_title: str
    site: str
    may_be_asked: str = ""


async def seen_of(person: Person, by: Viewer, now: datetime) -> Seen:
    """What `by` may see of one person now."""
    (seen,) = await all_seen([person], by, now)
    return seen


async def all_seen(people: Sequence[Person], by: Viewer, now: datetime, *, topic: str = "") -> list[Seen]:
    """The same of several people, in their order; a `topic` narrows what a host may ask to one story."""
    askable: set[str] = set()
    if by.role == Role.HOST:
        askable = await may_ask_whom(by.id, [one for one in people if one.id != by.id], now, topic=topic)
    return [_seen(one, by, may_be_asked=one.id in askable) for one in people]


def viewer(person: Person) -> Viewer:
    """As whom she looks at colleagues, as her row says: hosts as hosts, everybody else as a colleague."""
    return Viewer(person.id, Role.HOST if person.is_host else Role.COLLEAGUE)


def _seen(one: Person, by: Viewer, *, may_be_asked: bool) -> Seen:
    answer = ("yes" if may_be_asked else "not yet") if by.role == Role.HOST else ""
    return Seen(one.id, one.name, one.team, one.job_title, one.site, answer)
