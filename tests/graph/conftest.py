"""What these tests are handed: Contoso, served by the sandbox over loopback, and our gateways pointed at it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestServer

from bot_service.graph.calendars import Calendars, Guest, Meeting
from bot_service.graph.client import GraphClient
from bot_service.graph.directory import Directory
from bot_service.graph.sign_in import SignIn
from bot_service.sandbox.account import Account
from bot_service.sandbox.read_back import calendar_of
from bot_service.sandbox.server import create_microsoft
from bot_service.sandbox.world import World
from bot_service.settings import Microsoft

NOON = datetime(2026, 1, 13, 11, 15, tzinfo=UTC)


@dataclass
class Contoso:
    """A company in the sandbox: its state, and where it is served."""

    world: World
    microsoft: Microsoft

    @property
    def organiser(self) -> str:
        return self.world.company.organiser.mail

    def somebody(self, team: str, number: int = 0) -> Account:
        return [person for person in self.world.company.people if person.team == team][number]


@pytest.fixture
async def contoso() -> AsyncIterator[Contoso]:
    async with served(World(seed=7, people=60)) as company:
        yield company


@asynccontextmanager
async def served(world: World) -> AsyncIterator[Contoso]:
    async with TestServer(create_microsoft(world), host="127.0.0.1") as server:
        address = str(server.make_url("")).rstrip("/")
        company = world.company
        yield Contoso(
            world,
            Microsoft(
                tenant_id=company.tenant_id,
                app_id=company.app_id,
                app_secret=company.app_secret,
                graph_url=f"{address}/v1.0",
                login_url=f"{address}/login",
            ),
        )


SignsIn = Callable[[Microsoft], SignIn]


@pytest.fixture
def signs_in() -> Iterator[SignsIn]:
    """Sign in at some Microsoft; the connections are given back after the test."""
    with ExitStack() as opened:

        def sign_in(microsoft: Microsoft) -> SignIn:
            return opened.enter_context(closing(SignIn(microsoft)))

        yield sign_in


@pytest.fixture
async def client(contoso: Contoso, signs_in: SignsIn) -> AsyncIterator[GraphClient]:
    client = GraphClient(contoso.microsoft, signs_in(contoso.microsoft))
    yield client
    await client.close()


@pytest.fixture
def directory(client: GraphClient) -> Directory:
    return Directory(client)


@pytest.fixture
def calendars(client: GraphClient, contoso: Contoso) -> Calendars:
    return Calendars(client, [contoso.organiser])


@pytest.fixture
def elsewhere(contoso: Contoso) -> Contoso:
    """The same company, at an address where nothing answers."""
    nowhere = "http://127.0.0.1:9"
    return replace(
        contoso, microsoft=replace(contoso.microsoft, graph_url=f"{nowhere}/v1.0", login_url=f"{nowhere}/login")
    )


@pytest.fixture
def two(contoso: Contoso) -> tuple[Account, Account]:
    return contoso.somebody("Engineering"), contoso.somebody("Finance")


@pytest.fixture
def lunch(two: tuple[Account, Account]) -> Meeting:
    return Meeting(
        subject="Lunch",
        html="<p>What is your team proud of?</p>",
        start=NOON,
        end=NOON + timedelta(minutes=45),
        place="Canteen",
        online=False,
        guests=tuple(Guest(person.mail, person.name) for person in two),
        kind="mixer",
        lunch_id="3f0e4c1a-lunch",
    )


Hears = Callable[[Account], list[str]]


@pytest.fixture
def hears(contoso: Contoso) -> Hears:
    """What happened to meetings in somebody's mailbox so far, in order: created, updated, deleted."""
    told: dict[str, list[str]] = {}
    contoso.world.outlook.listen(lambda owner, _, change: told.setdefault(owner, []).append(change))
    return lambda person: told.get(person.id, [])


def lunches_of(contoso: Contoso, person: Account) -> list[dict[str, object]]:
    return [event for event in calendar_of(contoso.world, person)["events"] if "Potluck" in event["categories"]]
