"""The clock is served as the sandbox serves it: {now, version}, and an answer that waits until it has moved."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot_service import clock
from bot_service.errors import UserMistake

MONDAY = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)


class Tower:
    """A tower with a clock that everybody sees."""

    def __init__(self) -> None:
        self.now = MONDAY
        self.version = 1
        self.moved = asyncio.Event()
        self.asked: list[str | None] = []
        self.url = ""

    def move(self, by: timedelta) -> None:
        self.now += by
        self.version += 1
        self.moved.set()
        self.moved = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        after = request.query.get("after")
        self.asked.append(after)
        if after == str(self.version):
            with suppress(TimeoutError):
                await asyncio.wait_for(self.moved.wait(), 20)
        return web.json_response({"now": self.now.isoformat().replace("+00:00", "Z"), "version": self.version})


@pytest.fixture
async def tower() -> AsyncIterator[Tower]:
    tower = Tower()
    app = web.Application()
    app.router.add_get("/sandbox/clock", tower.answer)
    async with TestServer(app) as server:
        tower.url = str(server.make_url("/sandbox/clock"))
        yield tower


async def until(moment: datetime) -> None:
    async with asyncio.timeout(5):
        while clock.now() != moment:  # noqa: ASYNC110 - the clock tells nobody
            await asyncio.sleep(0.01)


def test_the_time_is_real_and_in_utc_unless_told_otherwise() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC


async def test_a_served_clock_is_read_once_when_asked(tower: Tower) -> None:
    await clock.refresh(tower.url)
    assert clock.now() == MONDAY
    tower.move(timedelta(days=1))
    assert clock.now() == MONDAY
    await clock.refresh(tower.url)
    assert clock.now() == MONDAY + timedelta(days=1)
    assert clock.now().tzinfo is UTC


async def test_a_served_clock_is_followed_without_asking_all_the_time(tower: Tower) -> None:
    following = asyncio.create_task(clock.follow_served(tower.url))
    await until(MONDAY)
    for _ in range(3):
        tower.move(timedelta(hours=1))
        await until(tower.now)
    assert len(tower.asked) <= 5
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


async def test_time_stands_still_while_the_served_clock_is_away(tower: Tower, unused_tcp_port: int) -> None:
    await clock.refresh(tower.url)
    following = asyncio.create_task(clock.follow_served(f"http://127.0.0.1:{unused_tcp_port}/sandbox/clock"))
    await asyncio.sleep(0.1)
    assert clock.now() == MONDAY
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


async def test_a_clock_that_is_not_there_is_told_with_the_way_out(unused_tcp_port: int) -> None:
    with pytest.raises(UserMistake, match="potluck sandbox"):
        await clock.refresh(f"http://127.0.0.1:{unused_tcp_port}/sandbox/clock")
