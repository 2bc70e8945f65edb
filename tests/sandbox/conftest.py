"""A small Contoso served on loopback, and a caller who holds the app's token."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot_service.sandbox.account import Account
from bot_service.sandbox.server import create_microsoft
from bot_service.sandbox.sign_in import GRAPH
from bot_service.sandbox.world import World


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


class Caller:
    """Calls Graph; answers are (status, body)."""

    def __init__(self, session: aiohttp.ClientSession, address: str, token: str) -> None:
        self._session = session
        self._address = address
        self.token = token
        self.headers: Mapping[str, str] = {}

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        named = {name.replace("_", "-"): value for name, value in headers.items()} | {
            "Authorization": f"Bearer {self.token}"
        }
        url = path if path.startswith("http") else f"{self._address}/v1.0{path}"
        async with self._session.request(method, url, json=body, headers=named) as response:
            self.headers = response.headers
            content = await response.read()
            return response.status, await response.json() if content else None


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
