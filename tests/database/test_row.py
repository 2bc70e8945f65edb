import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from tortoise import fields

from bot_service.database.row import AlreadyMoved, DueRow, Row, due, move, next_due_at, put, row_id

TABLES = [__name__]
MIGRATIONS = ""
pytestmark = pytest.mark.usefixtures("database")

MONDAY = datetime(2026, 1, 5, 12, 15, tzinfo=UTC)


class Picnic(DueRow):
    place = fields.CharField(100, default="")
    guests = fields.IntField(default=0)

    class Meta:
        table = "picnic"


class Basket(Row):
    owner = fields.CharField(64, unique=True)

    class Meta:
        table = "basket"


def picnic(name: str, state: str = "proposed", due_at: datetime | None = MONDAY) -> Picnic:
    return Picnic(id=row_id("picnic", name), state=state, due_at=due_at, place=name)


def test_the_same_parts_are_the_same_row_and_their_border_counts() -> None:
    assert row_id("lunch", "maya", "otto") == row_id("lunch", "maya", "otto")
    assert row_id("ab", "c") != row_id("a", "bc")
    assert len(row_id("lunch")) <= 64


async def test_a_row_written_twice_is_written_once() -> None:
    await put(picnic("park"))
    await put(Picnic(id=row_id("picnic", "park"), state="agreed", place="elsewhere"))

    kept = await Picnic.get(id=row_id("picnic", "park"))
    assert (kept.state, kept.place, await Picnic.all().count()) == ("proposed", "park", 1)


async def test_a_second_row_for_what_is_unique_is_not_written_either() -> None:
    await put(Basket(id="1", owner="maya"))
    await put(Basket(id="2", owner="maya"))
    assert [basket.id for basket in await Basket.all()] == ["1"]


async def test_a_move_changes_state_time_and_columns_and_forgets_failed_tries() -> None:
    row = picnic("park")
    row.tries = 3
    await put(row)
    later = MONDAY + timedelta(days=1)
    await move(row, "agreed", due_at=later, guests=2)

    kept = await Picnic.get(id=row.id)
    for seen in (row, kept):
        assert (seen.state, seen.due_at, seen.guests, seen.tries) == ("agreed", later, 2, 0)


async def test_a_move_without_a_time_leaves_nothing_ahead() -> None:
    row = picnic("park")
    await put(row)
    await move(row, "held")
    assert (await Picnic.get(id=row.id)).due_at is None
    assert await next_due_at(Picnic) is None


async def test_whoever_moves_second_is_told_and_changes_nothing() -> None:
    await put(picnic("park"))
    first, second = await Picnic.all().first(), await Picnic.all().first()
    assert first is not None
    assert second is not None
    await move(first, "agreed")
    with pytest.raises(AlreadyMoved):
        await move(second, "called off", guests=9)
    kept = await Picnic.get(id=first.id)
    assert (kept.state, kept.guests, second.state) == ("agreed", 0, "proposed")


async def test_of_twenty_who_move_at_once_one_succeeds() -> None:
    await put(picnic("park"))
    rows = [await Picnic.get(id=row_id("picnic", "park")) for _ in range(20)]
    outcomes = await asyncio.gather(*(move(row, f"by {n}") for n, row in enumerate(rows)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome] == [AlreadyMoved] * 19


async def test_a_row_that_waits_keeps_its_state_and_counts_its_tries() -> None:
    row = picnic("park")
    await put(row)
    await move(row, row.state, due_at=MONDAY + timedelta(minutes=5), tries=row.tries + 1)
    assert (await Picnic.get(id=row.id)).tries == 1


async def test_what_is_due_comes_longest_due_first() -> None:
    warsaw = timezone(timedelta(hours=1))
    await put(picnic("third", due_at=MONDAY))
    await put(picnic("second", due_at=(MONDAY - timedelta(microseconds=1)).astimezone(warsaw)))
    await put(picnic("first", due_at=MONDAY - timedelta(days=300)))
    await put(picnic("tomorrow", due_at=MONDAY + timedelta(days=1)))
    await put(picnic("never", due_at=None))

    found = await due(Picnic, MONDAY, 10)
    assert found == [(row_id("picnic", name), "proposed") for name in ("first", "second", "third")]
    assert await due(Picnic, MONDAY, 1) == found[:1]
    assert await next_due_at(Picnic) == MONDAY - timedelta(days=300)
