"""Rows, and the one way a row goes from one state to the next.

Every row that has work ahead carries its `state` and `due_at` (design §4); who does the work asks `due` and, in the
same transaction as everything that follows from it, calls `move`. Ids say what a row stands for, so that whatever is
written twice is written once. Columns that name other rows are plain `CharField(64)`; times are aware, in UTC.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tortoise import fields
from tortoise.models import Model

from bot_service import clock
from bot_service.database.transaction import transaction

NAMESPACE = uuid5(NAMESPACE_URL, "https://potluck.invalid/rows")


#: PostgreSQL takes 32,767 values in a statement; our widest row has some thirty.
ROWS_AT_ONCE = 500


class AlreadyMoved(Exception):  # noqa: N818 - what happened, in the product's words
    """Somebody else moved this row first; whatever was to be done about it is done, or no longer wanted."""


class Row(Model):
    """Anything that is kept."""

    id = fields.CharField(64, primary_key=True)

    class Meta:
        abstract = True


class DueRow(Row):
    """A row with a life: its state, when the step of that state is due (None: nothing ahead), and failed tries so far.

    `moved_at` is when it was written or last moved; what has nothing ahead is deleted some time after that (`Held.kept`).
    """

    state = fields.CharField(32)
    due_at = fields.DatetimeField(null=True, db_index=True)
    tries = fields.IntField(default=0)
    moved_at: datetime | None = fields.DatetimeField(null=True, db_index=True)

    class Meta:
        abstract = True


def row_id(*parts: str) -> str:
    """Return the id of what `parts` stand for, in this order: the same parts, the same row, in every run."""
    return str(uuid5(NAMESPACE, "\x1f".join(parts)))


async def move(row: DueRow, to: str, *, due_at: datetime | None = None, **changes: Any) -> None:
    """Move `row` from the state it was read in to the state `to`, due again at `due_at`, with `changes` of other columns.

    Of several who try at once, one succeeds; `to` may be the same state, to wait or to try again. `tries` starts from
    0 unless given. Raises `AlreadyMoved` when the row in the database is no longer in the state that `row` shows.
    """
    values = {"tries": 0, **changes, "state": to, "due_at": due_at, "moved_at": clock.now()}
    async with transaction():
        unmoved = type(row).filter(id=row.id, state=row.state)
        if not await unmoved.update(**values):
            raise AlreadyMoved(f"{type(row).__name__} {row.id} is no longer “{row.state}”.")
    row.update_from_dict(values)


async def put(row: Row) -> None:
    """Write a new row; nothing happens where a row of that id is already there: written twice is written once."""
    _date([row])
    async with transaction():
        await type(row).bulk_create([row], ignore_conflicts=True)


async def put_all(rows: Sequence[Row]) -> None:
    """Write many new rows as `put` writes one, in the order in which their kinds first come."""
    _date(rows)
    kinds = dict.fromkeys(type(row) for row in rows)
    async with transaction():
        for kind in kinds:
            of_kind = [row for row in rows if type(row) is kind]
            await kind.bulk_create(of_kind, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)


def _date(rows: Sequence[Row]) -> None:
    for row in rows:
        if isinstance(row, DueRow) and row.moved_at is None:
            row.moved_at = clock.now()


async def due(model: type[DueRow], now: datetime, limit: int) -> list[tuple[str, str]]:
    """Return (id, state) of up to `limit` rows whose step is due, the longest due first, then by id."""
    rows = model.filter(due_at__lte=now).order_by("due_at", "id").limit(limit)
    return [(str(row), str(state)) for row, state in await rows.values_list("id", "state")]


async def next_due_at(model: type[DueRow]) -> datetime | None:
    """Return when the next step of these rows is due, which may be in the past; None when nothing lies ahead."""
    row = await model.filter(due_at__isnull=False).order_by("due_at").first()
    return row.due_at if row else None
