from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from bot_service.teams.messenger import Messenger
from tests.teams.connector import Connector


@pytest.fixture
async def connector() -> AsyncIterator[Connector]:
    """Teams' connector on loopback."""
    stand_in = Connector()
    async with TestServer(stand_in.app(), host="127.0.0.1") as server:
        stand_in.port = server.port or 0
        yield stand_in


@pytest.fixture
async def messenger(connector: Connector) -> AsyncIterator[Messenger]:
    made = Messenger(connector.settings(), connector.token)
    yield made
    await made.close()
