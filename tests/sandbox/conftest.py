"""A small Contoso served on loopback, and a caller who holds the app's token."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot_service.sandbox.account import Account
from bot_service.sandbox.server import create_microsoft
from bot_service.sandbox.sign_in import GRAPH
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller


@pytest.fixture
def world() -> World:
    return World(seed=7, people=24, weeks=4)


@pytest.fixture
def app_token(world: World) -> str:
    company = world.company
    form = {
        "grant_type": "client_credentials", "client_id": company.app_id, "client_secret": company.app_secret, "scope": f"{GRAPH}/.default",
    }  # fmt: skip
    return str(world.sign_in.token_for_app(company.tenant_id, form)["access_token"])


@pytest.fixture
async def microsoft(world: World) -> AsyncIterator[str]:
    """The address of a served sandbox."""
    async with TestServer(create_microsoft(world)) as server:
        yield str(server.make_url("/")).rstrip("/")


@pytest.fixture
async def graph(microsoft: str, app_token: str) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(session, microsoft, app_token)


@pytest.fixture
def maya(world: World) -> Account:
    return world.company.people[0]


@pytest.fixture
def vuk(world: World) -> Account:
    return next(person for person in world.company.people if person.team == "Engineering" and not person.is_host)
