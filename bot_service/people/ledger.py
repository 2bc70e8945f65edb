"""What passed between people: one append-only list, asked by courtesy, shown to hosts as their own mirror.

An entry goes from the one who gave to the one who received. A `lunch` is written when the receiving guest confirmed it,
so that nobody can claim one alone.
"""

from datetime import datetime
from enum import StrEnum

from tortoise import fields
from tortoise.expressions import Q

from bot_service import clock
from bot_service.database.row import Row, put, row_id
from bot_service.people.person import Person


class Passed(StrEnum):
    """What can pass between two people, or a person and a team."""

    LUNCH = "lunch"
    SUCCESS = "success"
    SHOUTOUT = "shoutout"
    BOOST = "boost"
    CHECK_IN = "checkin"
    LEAVE = "leave"
    ASK = "ask"
    DECLINED = "declined"
    SHARE = "share"
    THANKS = "thanks"
    FIRST = "first"  #: a host shared a story herself before she asked anybody; from her and to her
    WITHDRAWN = "withdrawn"  #: leave that a host no longer has


#: What counts as having given. Birthdays, applause and praise of a whole team don't.
GIFTS = (Passed.LUNCH, Passed.SHOUTOUT, Passed.BOOST)


class Entry(Row):
    """One line of the ledger; `ref` is the id of the lunch, shout-out, story … that it is about."""

    at = fields.DatetimeField()
    kind = fields.CharField(max_length=16)
    from_id = fields.CharField(max_length=64)
    to_id = fields.CharField(max_length=64, default="")
    team = fields.CharField(max_length=256, default="")  #: the receiver's team on that day
    ref = fields.CharField(max_length=64, default="")

    class Meta:
        table = "ledger"
        indexes = (("from_id", "team", "kind", "at"), ("to_id", "kind", "at"), ("team", "kind", "at"))


async def record(kind: str, *, from_id: str, to_id: str, ref: str, at: datetime | None = None) -> None:
    """Write one entry in the caller's transaction. Recorded twice is recorded once."""
    receiver = await Person.get_or_none(id=to_id)
    await put(
        Entry(
            id=row_id("ledger", kind, from_id, to_id, ref),
            at=at or clock.now(),
            kind=Passed(kind),
            from_id=from_id,
            to_id=to_id,
            team=receiver.team if receiver else "",
            ref=ref,
        )
    )


async def passed_between(one: str, other: str) -> list[Entry]:
    """Everything that passed between two people, both ways, earliest first."""
    both = Q(from_id=one, to_id=other) | Q(from_id=other, to_id=one)
    return await Entry.filter(both).order_by("at", "id")


async def last_lunches_by_team(person_id: str) -> dict[str, datetime]:
    """When this person last ate with each team; a team that is missing: never."""
    entries = await Entry.filter(from_id=person_id, kind=Passed.LUNCH).order_by("at")
    return {entry.team: entry.at for entry in entries if entry.team}
