import asyncio
from collections.abc import Iterator

import pytest
from tortoise import fields

from bot_service.database.row import Row, put
from bot_service.database.transaction import on_commit, transaction

TABLES = [__name__]
MIGRATIONS = ""
pytestmark = pytest.mark.usefixtures("database")


class Loaf(Row):
    kind = fields.CharField(20, default="rye")

    class Meta:
        table = "loaf"


@pytest.fixture
def commits() -> Iterator[list[str]]:
    """One entry for each commit that was told."""
    told: list[str] = []
    unsubscribe = on_commit(lambda: told.append("committed"))
    yield told
    unsubscribe()


async def loaves() -> list[str]:
    return sorted([loaf.id for loaf in await Loaf.all()])


async def test_an_error_undoes_everything_and_nobody_is_told(commits: list[str]) -> None:
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await put(Loaf(id="1"))
            raise ZeroDivisionError
    assert (await loaves(), commits) == ([], [])


async def test_listeners_are_told_once_after_the_outermost_commit(commits: list[str]) -> None:
    async with transaction():
        await put(Loaf(id="1"))
        async with transaction():
            await put(Loaf(id="2"))
        assert commits == []
    assert (await loaves(), commits) == (["1", "2"], ["committed"])


async def test_an_error_in_an_inner_part_undoes_that_part_only() -> None:
    async with transaction():
        await put(Loaf(id="1"))
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await put(Loaf(id="2"))
                raise ZeroDivisionError
        await put(Loaf(id="3"))
    assert await loaves() == ["1", "3"]


async def test_whoever_unsubscribed_is_not_told(commits: list[str]) -> None:
    told: list[str] = []
    unsubscribe = on_commit(lambda: told.append("told"))
    unsubscribe()
    unsubscribe()
    await put(Loaf(id="1"))
    assert (told, commits) == ([], ["committed"])


async def test_others_do_not_see_what_is_not_yet_committed() -> None:
    half_way, seen = asyncio.Event(), asyncio.Event()

    async def bake() -> None:
        async with transaction():
            await put(Loaf(id="1"))
            half_way.set()
            with pytest.raises(TimeoutError):  # on SQLite whoever reads waits for the end
                await asyncio.wait_for(seen.wait(), 0.2)

    async def look() -> list[str]:
        await half_way.wait()
        return await loaves()

    baking = asyncio.create_task(bake())
    looking = asyncio.create_task(look())
    await baking
    assert await looking in ([], ["1"])
    assert await loaves() == ["1"]


async def test_fifty_transactions_at_once_are_all_written() -> None:
    async def bake(number: int) -> None:
        async with transaction():
            await put(Loaf(id=f"{number}"))
            await asyncio.sleep(0)
            await put(Loaf(id=f"{number} again"))

    await asyncio.gather(*(bake(number) for number in range(50)))
    assert len(await loaves()) == 100


async def test_a_task_cancelled_at_any_moment_leaves_the_database_usable() -> None:
    async def bake(number: int) -> None:
        async with transaction():
            await put(Loaf(id=f"{number}"))
            await put(Loaf(id=f"{number} again"))

    for number in range(30):
        task = asyncio.create_task(bake(number))
        for _ in range(number):
            await asyncio.sleep(0)
        await asyncio.sleep(number / 30_000)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5):
        await put(Loaf(id="last"))
    found = await loaves()
    assert "last" in found
    assert {f"{loaf} again" for loaf in found if loaf.isdigit()} == {loaf for loaf in found if loaf.endswith("again")}
