"""What passed between people: one append-only list, asked by courtesy, shown to hosts as their own mirror.

An entry goes from the one who gave to the one who received. A `lunch` is written when the receiving guest confirmed it,
so that nobody can claim one alone. It keeps the receiver's team of that day for ever, whatever she or the team is called later.
Nothing changes or deletes an entry but the erasure of a person, which leaves a nameless stub: "" where her id stood.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from tortoise import fields
from tortoise.expressions import Q
from tortoise.functions import Count, Max
from tortoise.queryset import QuerySet

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


class Passing(NamedTuple):
    """One entry as pure functions take it; `at` is aware UTC, ids are "" where somebody was erased, `team` is the receiver's of that day."""

    at: datetime
    kind: Passed
    from_id: str
    to_id: str
    team: str = ""
    ref: str = ""


class Given(NamedTuple):
    """What one person gave to one team, of one kind: when last, and how many times."""

    team: str
    kind: Passed
    last: datetime
    times: int


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
        indexes = (
            ("from_id", "team", "kind", "at"),
            ("from_id", "to_id"),
            ("to_id", "kind", "at"),
            ("team", "kind", "at"),
        )


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


async def passed_between(one: str, other: str) -> list[Passing]:
    """Everything that passed between two people, both ways, earliest first; nothing where one of them is erased."""
    if not one or not other:
        return []
    return await _read(Entry.filter(Q(from_id=one, to_id=other) | Q(from_id=other, to_id=one)))


async def passed_to(person_id: str, kinds: Iterable[Passed], since: datetime | None = None) -> list[Passing]:
    """What this person received of these kinds, from anybody, later than `since`; earliest first."""
    return await _read(Entry.filter(to_id=person_id, **_which(kinds, since))) if person_id else []


async def passed_from(person_id: str, kinds: Iterable[Passed], since: datetime | None = None) -> list[Passing]:
    """What this person gave of these kinds, to anybody, later than `since`; earliest first."""
    return await _read(Entry.filter(from_id=person_id, **_which(kinds, since))) if person_id else []


async def given_by(person_id: str) -> list[Given]:
    """What this person gave, summed up by team and kind, in one reading of one index, however much it is."""
    if not person_id:
        return []
    summed = Entry.filter(from_id=person_id).annotate(last=Max("at"), times=Count("at")).group_by("team", "kind")
    rows = await summed.values_list("team", "kind", "last", "times")
    return [Given(team, Passed(kind), moment_of(last), times) for team, kind, last, times in rows]


def _which(kinds: Iterable[Passed], since: datetime | None) -> dict[str, Any]:
    return {"kind__in": list(kinds), **({"at__gt": since} if since else {})}


async def _read(entries: QuerySet[Entry]) -> list[Passing]:
    rows: Sequence[Any] = await entries.order_by("at", "id").values_list(
        "at", "kind", "from_id", "to_id", "team", "ref"
    )
    return [Passing(at, Passed(kind), *rest) for at, kind, *rest in rows]


def moment_of(read: Any) -> datetime:
    """SQLite knows no moments: the largest of a column comes back as the words it was written in."""
    moment = datetime.fromisoformat(read) if isinstance(read, str) else read
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
