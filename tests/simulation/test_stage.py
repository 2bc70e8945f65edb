import io
import socket
from pathlib import Path

import aiohttp
import pytest
from rich.console import Console

from bot_service.errors import UserMistake
from bot_service.simulation.demo import run_demo
from bot_service.simulation.stage import Run, fresh_database, stage

SMALL = Run(people=12, seed=7, weeks=1)


async def test_a_visitor_presses_next_day_and_finds_offers_in_a_colleagues_chat(tmp_path: Path) -> None:
    async with stage(SMALL, tmp_path) as opened, aiohttp.ClientSession(opened.url, raise_for_status=True) as visitor:
        await opened.driver.advance(0)
        for _ in range(4):
            await visitor.post("/sandbox/advance", json={"days": 1})
        assert (await opened.sandbox.now()).isoformat() == "2026-01-09T07:00:00+00:00"
        turns = await opened.sandbox.turns()
        assert {turn.verb for turn in turns} >= {"welcome.join", "offer.lunch"}
        assert any(turn.offers("offer.") for turn in turns if turn.is_new)
        people = await opened.sandbox.people()
        assert sum(each.opted_in for each in people) > len(people) / 2
        assert {each.role for each in people} == {"host", "person"}


async def test_the_viewer_is_a_page(tmp_path: Path) -> None:
    async with stage(SMALL, tmp_path) as opened, aiohttp.ClientSession(opened.url) as visitor, visitor.get("/") as page:
        assert page.status == 200
        assert page.content_type == "text/html"


async def test_a_demo_on_a_port_in_use_leaves_the_database_of_another_demo_alone(tmp_path: Path) -> None:
    (tmp_path / "demo.db").write_text("another demo's")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UserMistake, match=r"^Port \d+ is in use; .*--port\.$"):
            await run_demo(SMALL, tmp_path, port=other.getsockname()[1], console=Console(file=io.StringIO()))
    assert (tmp_path / "demo.db").read_text() == "another demo's"


async def test_the_demo_can_be_had_on_the_last_port_of_all(tmp_path: Path) -> None:
    async with stage(SMALL, tmp_path, port=65535) as opened:
        assert opened.house.settings.port == 65535
        assert int(opened.url.rpartition(":")[2]) < 65535


def test_the_database_of_the_last_demo_makes_room(tmp_path: Path) -> None:
    for name in ("demo.db", "demo.db-wal", "demo.db.lock"):
        (tmp_path / name).write_text("old")
    assert not fresh_database(tmp_path).exists()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_a_users_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserMistake, match="start the demo in another folder"):
        fresh_database(tmp_path / "file")
