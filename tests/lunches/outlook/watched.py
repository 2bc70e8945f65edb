"""An organiser's mailbox at Contoso, our web beside it, and lunches that stand in both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot_service import clock
from bot_service.database.row import put
from bot_service.graph.changes import Changes
from bot_service.graph.client import GraphClient
from bot_service.graph.sign_in import SignIn
from bot_service.lunches.outlook.mailbox import begin_watching, read_mailbox
from bot_service.lunches.tables.lunch import Lunch
from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.sandbox.meeting import Copy, Facts, Invited, with_changes
from bot_service.sandbox.server import create_microsoft
from bot_service.sandbox.subscriptions import Subscription
from bot_service.sandbox.world import World
from bot_service.settings import Microsoft, Settings
from bot_service.web.routes import add_routes

TABLES = ("bot_service.lunches.tables.lunch", "bot_service.lunches.tables.mailbox")
MONDAY = datetime(2026, 1, 5, 7, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LIFE = timedelta(minutes=4230)  #: of a subscription
NEXT_LOOK = timedelta(days=100)  #: of a lunch, when nothing happens to it


@dataclass
class Watched:
    """Contoso's calendars, and Potluck that follows them. `public_url`: where we can be told, "" for nowhere."""

    world: World
    changes: Changes
    url: str
    public_url: str
    events: dict[str, Copy] = field(default_factory=dict)

    async def books(self, name: str, *, ahead: timedelta = timedelta(days=8), organiser: str | None = None) -> Copy:
        """A lunch of this name with Maya stands in Outlook, and has just been looked at."""
        maya = self.world.company.people[0]
        start = self.world.clock.now + ahead
        facts = Facts(name, start, start + HOUR, attendees=(Invited(maya.mail, maya.name),))
        event = self.events[name] = self.world.outlook.book(self.world.company.organiser, facts)
        lunch = Lunch(
            id=name, state="booked", round_id="round", kind="mixer", form="lunch", starts_at=start, minutes=60
        )
        lunch.event_id, lunch.due_at = event.immutable_id, self.world.clock.now + NEXT_LOOK
        lunch.organiser = self.world.company.organiser.mail if organiser is None else organiser
        await put(lunch)
        return event

    def moves(self, name: str, *, by: timedelta = HOUR) -> None:
        facts = self.events[name].meeting.facts
        self.world.outlook.change(
            self.events[name], with_changes(facts, {"start": facts.start + by, "end": facts.end + by})
        )

    async def look(self) -> set[str]:
        """Take the step of the mailbox, due or not; returns the lunches that are to be looked at now, once."""
        await read_mailbox((await self.mailbox()).id, changes=self.changes, public_url=self.public_url)
        return await self.woken()

    async def woken(self) -> set[str]:
        due = Lunch.filter(due_at__lte=self.world.clock.now)
        names = {str(name) for name in await due.values_list("id", flat=True)}
        await due.update(due_at=self.world.clock.now + NEXT_LOOK)
        return names

    async def mailbox(self) -> Mailbox:
        return await Mailbox.get(address=self.world.company.organiser.mail)

    async def is_due(self) -> bool:
        due_at = (await self.mailbox()).due_at
        return due_at is not None and due_at <= self.world.clock.now

    async def looks_again_in(self) -> timedelta:
        due_at = (await self.mailbox()).due_at
        assert due_at is not None
        return due_at - self.world.clock.now

    def later(self, span: timedelta) -> None:
        self.world.clock.move(self.world.clock.now + span)

    def subscriptions(self) -> list[Subscription]:
        return self.world.subscriptions.living()


@asynccontextmanager
async def watched(settings: Settings) -> AsyncIterator[Watched]:
    """Open all of it; the mailbox has not been looked at yet."""
    world = World(seed=7, people=12, weeks=4)
    clock.follow(lambda: world.clock.now)
    company, our_web = world.company, web.Application()
    add_routes(our_web, settings, ready=lambda: True)
    async with (
        TestServer(create_microsoft(world, is_driven=True), host="127.0.0.1") as served,
        TestServer(our_web, host="127.0.0.1") as ours,
    ):
        address, url = (str(server.make_url("")).rstrip("/") for server in (served, ours))
        microsoft = Microsoft(
            company.tenant_id,
            company.app_id,
            company.app_secret,
            graph_url=f"{address}/v1.0",
            login_url=f"{address}/login",
        )
        sign_in = SignIn(microsoft)
        client = GraphClient(microsoft, sign_in)
        await begin_watching([company.organiser.mail])
        try:
            yield Watched(world, Changes(client), url, url)
        finally:
            await client.close()
            sign_in.close()


@asynccontextmanager
async def settled(settings: Settings) -> AsyncIterator[Watched]:
    """Ann's and Bo's lunches stand, have been looked at, and nothing has happened since."""
    async with watched(settings) as opened:
        await opened.books("Ann's lunch")
        await opened.books("Bo's lunch")
        await opened.look()
        await opened.world.notices.bring()
        await opened.look()
        yield opened
