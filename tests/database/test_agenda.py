from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot_service.database.agenda import due_among, earliest_among
from bot_service.database.row import DueRow, put

TABLES = [__name__]
MIGRATIONS = ""
pytestmark = pytest.mark.usefixtures("database")

MONDAY = datetime(2026, 1, 5, 12, 15, tzinfo=UTC)


class Tea(DueRow):
    class Meta:
        table = "tea"


class Cake(DueRow):
    class Meta:
        table = "cake"


KINDS = {"tea": Tea, "cake": Cake}


async def test_what_is_due_of_all_kinds_comes_in_the_order_of_time() -> None:
    await put(Tea(id="black", state="cold", due_at=MONDAY))
    await put(Cake(id="apple", state="raw", due_at=MONDAY - timedelta(microseconds=1)))
    await put(Cake(id="plum", state="raw", due_at=MONDAY))
    await put(Tea(id="green", state="cold", due_at=MONDAY - timedelta(days=400)))
    await put(Tea(id="mint", state="cold", due_at=MONDAY + timedelta(microseconds=1)))
    await put(Cake(id="eaten", state="gone"))

    expected = [("tea", "green"), ("cake", "apple"), ("tea", "black"), ("cake", "plum")]
    assert await due_among(KINDS, MONDAY, 10) == expected
    assert await due_among(KINDS, MONDAY.astimezone(timezone(timedelta(hours=-5))), 3) == expected[:3]


async def test_the_earliest_of_all_kinds_is_known() -> None:
    assert await earliest_among(KINDS) is None
    await put(Cake(id="apple", state="raw", due_at=MONDAY))
    await put(Tea(id="black", state="cold", due_at=MONDAY + timedelta(days=1)))
    earliest = await earliest_among(KINDS)
    assert earliest == MONDAY
    assert earliest.tzinfo is not None
