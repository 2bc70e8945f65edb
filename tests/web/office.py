"""An office whose people open their tab: rows as the directory left them, tokens as Teams hands them out, our API over loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot_service import clock
from bot_service.app import HELD
from bot_service.database.row import put, row_id
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Entry, Passed
from bot_service.privacy.tables import know
from bot_service.sandbox.account import Account
from bot_service.sandbox.world import World
from bot_service.settings import Settings
from bot_service.sharing.leave import invite
from bot_service.web.routes import add_routes
from tests.graph.conftest import served

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)  # a Wednesday
LONG_AGO = NOW - timedelta(days=90)


@dataclass
class Office:
    """`people` by first name."""

    world: World
    url: str
    people: dict[str, Account]
    settings: Settings

    async def asks(self, who: Account, path: str, *, method: str = "GET", **options: Any) -> tuple[int, Any]:
        """What she is answered: status and JSON."""
        headers = {"Authorization": f"Bearer {self.world.sign_in.token_for_tab(who)}"}
        async with (
            ClientSession(self.url) as session,
            session.request(method, path, headers=headers, **options) as answer,
        ):
            return answer.status, await answer.json()

    async def sees(self, who: Account, path: str) -> Any:
        """What she is shown there."""
        status, said = await self.asks(who, path)
        assert status == 200, said
        return said

    @property
    def maya(self) -> Account:
        return self.world.company.hosts[0]

    def others(self) -> list[Account]:
        """Everybody but the host and her team."""
        return [one for one in self.world.company.people if one.team != self.maya.team]


@asynccontextmanager
async def office(database: Settings, **changes: Any) -> AsyncIterator[Office]:
    """Open it, with everybody joined; Maya is the one host."""
    async with served(World(seed=7, people=24)) as contoso:
        people = contoso.world.company.people
        for one in people:
            row = {"name": one.name, "principal_name": one.principal_name, "mail": one.mail, "team": one.team}
            row |= {"job_title": one.job_title, "site": one.office.city, "zone": "Europe/Berlin"}
            reached = {"service_url": "https://smba.example/", "conversation_id": f"a:{one.id}", "tenant_id": "t"}
            is_host = one.id == people[0].id
            await put(Person(id=one.id, state="joined", is_host=is_host, joined_at=LONG_AGO, **row, **reached))
        know(HELD)
        settings = replace(database, microsoft=contoso.microsoft, **changes)
        app = web.Application()
        add_routes(app, settings, ready=lambda: True)
        clock.follow(lambda: NOW)
        async with TestServer(app, host="127.0.0.1") as server:
            named = {one.given_name: one for one in people}
            yield Office(contoso.world, str(server.make_url("/")), named, settings)


async def passed(kind: Passed, giver: str, receiver: str, days_ago: int, *, team: str, ref: str = "") -> None:
    """Something passed from one to the other."""
    ref = ref or row_id(kind, giver, receiver, str(days_ago))
    entry = {"from_id": giver, "to_id": receiver, "team": team, "ref": ref, "kind": kind}
    await put(Entry(id=row_id("test", *entry.values()), at=NOW - timedelta(days=days_ago), **entry))


async def befriend(office: Office, host: Account, person: Account) -> None:
    """All that must have happened before this host may ask this person: lunches, gifts, time and leave."""
    teams = sorted({one.team for one in office.world.company.people} - {host.team})
    for number, team in enumerate(teams[:4]):
        guest = next(one for one in office.world.company.people if one.team == team)
        await passed(Passed.LUNCH, host.id, guest.id, 60 + number, team=team, ref=f"lunch {number}")
    await passed(Passed.LUNCH, host.id, person.id, 50, team=person.team)
    await passed(Passed.SHOUTOUT, host.id, person.id, 40, team=person.team)
    clock.follow(lambda: NOW - timedelta(days=30))
    await invite(person.id, host.id)
    clock.follow(lambda: NOW)
