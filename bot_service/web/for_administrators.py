"""What an administrator is told: whether it works, in numbers; about fewer than five people there is no number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot_service.courtesy.message import PERHAPS_SEEN, Message
from bot_service.database.agenda import stuck_among
from bot_service.database.row import DueRow
from bot_service.journey import KINDS
from bot_service.lunches.tables.lunch import AHEAD, Lunch
from bot_service.people.person import Person
from bot_service.people.relationship.groups import LEAST

LATELY = timedelta(days=30)
TRIES = 3  #: failures in a row after which a step counts as stuck


@dataclass(frozen=True)
class Status:
    """Numbers of people, lunches and messages; None is fewer than five. `stuck`: kind of row → how many steps fail again and again."""

    people: int | None
    take_part: int | None
    lunches_ahead: int | None
    lunches_held_lately: int | None
    messages_lately: int | None
    in_trial: bool
    stuck: Mapping[str, int]


async def status(now: datetime, *, is_shadow: bool) -> Status:
    """Count."""
    since = now - LATELY
    kinds: Mapping[str, type[DueRow]] = KINDS
    return Status(
        people=enough(await Person.exclude(state="left").count()),
        take_part=enough(await Person.filter(state="joined").count()),
        lunches_ahead=enough(await Lunch.filter(state__in=AHEAD).count()),
        lunches_held_lately=enough(await Lunch.filter(state="held", starts_at__gt=since).count()),
        messages_lately=enough(await Message.filter(state__in=PERHAPS_SEEN, sent_at__gt=since).count()),
        in_trial=is_shadow,
        stuck=await stuck_among(kinds, tries=TRIES),
    )


def enough(count: int) -> int | None:
    """The number; None where so few could be single people."""
    return count if count >= LEAST else None
