import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot_service.bot.endpoint import add_bot
from bot_service.bot.turns import Turns
from bot_service.database.connection import open_database
from bot_service.settings import read_settings
from bot_service.teams.channels import Channels
from tests.bot.desk import Bot, Desk
from tests.bot.microsoft import LoopbackMicrosoft


@pytest.fixture
async def microsoft() -> AsyncIterator[LoopbackMicrosoft]:
    stand_in = LoopbackMicrosoft()
    async with TestServer(stand_in.app(), host="127.0.0.1") as server:
        stand_in.port = server.port
        yield stand_in


@pytest.fixture
async def inbox(tmp_path: Path) -> AsyncIterator[None]:
    """An empty inbox; modules that act on it ask for one in each kind of database."""
    settings = read_settings({"DATABASE_URL": f"sqlite://{tmp_path}/potluck.db", "POTLUCK_MODE": "test"})
    async with open_database(settings, ["bot_service.bot.inbox"], migrations=""):
        yield


@pytest.fixture
async def bot(microsoft: LoopbackMicrosoft, inbox: None) -> AsyncIterator[Bot]:
    async def token(_scope: str) -> str:
        await asyncio.sleep(0)
        return "bot-token"

    assert inbox is None
    desk = Desk()
    app = web.Application()
    add_bot(app, microsoft.settings(), desk)
    channels = Channels(microsoft.settings(), token)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield Bot(microsoft, desk, client, Turns(desk, channels))
    await channels.close()
