"""Whose token opens the tab: a person of our tenant, signed in for Potluck, now; the key is her object id and nothing else."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import jwt
import pytest

from bot_service.database.row import put
from bot_service.errors import Outage
from bot_service.people.person import Person
from bot_service.sandbox.account import Account
from bot_service.sandbox.sign_in import Key
from bot_service.sandbox.world import World
from bot_service.settings import Settings
from bot_service.tokens.bearer import ForeignTenant, NoToken, WrongToken
from bot_service.web.visitor import NotOfUs, NoUser, VisitorCheck
from tests.graph.conftest import served

TABLES = ["bot_service.people.person"]
OTHER_TENANT = "11111111-0000-0000-0000-000000000001"
PUBLIC_URL = "https://potluck.contoso.example"


@dataclass
class Desk:
    """Contoso, whose directory was read, and our check."""

    world: World
    settings: Settings
    check: VisitorCheck

    @property
    def ada(self) -> Account:
        return self.world.company.people[1]

    async def visits(self, token: str | None = None, **claims: Any) -> Person:
        token = token if token is not None else self.world.sign_in.token_for_tab(self.ada, **claims)
        return await self.check.visitor(f"Bearer {token}")


@pytest.fixture
async def desk(database: Settings) -> AsyncIterator[Desk]:
    async with opened(database) as here:
        yield here


@asynccontextmanager
async def opened(database: Settings) -> AsyncIterator[Desk]:
    async with served(World(seed=7, people=12)) as contoso:
        for one in contoso.world.company.people:
            row = {"name": one.name, "principal_name": one.principal_name, "mail": one.mail, "team": one.team}
            await put(Person(id=one.id, state="known", **row))
        settings = replace(database, microsoft=contoso.microsoft, public_url=PUBLIC_URL)
        yield Desk(contoso.world, settings, VisitorCheck(settings))


async def test_whoever_is_signed_in_is_known_by_her_object_id(desk: Desk) -> None:
    found = await desk.visits(preferred_username="maya@contoso.example", email="maya@contoso.example", name="Maya")

    assert found.id == desk.ada.id


@pytest.mark.parametrize(
    "audience", ["{id}", "api://{id}", "api://botid-{id}", "api://potluck.contoso.example/botid-{id}", "api://potluck.contoso.example/{id}"]
)  # fmt: skip
async def test_tab_bot_and_add_in_may_get_tokens_for_different_names_of_ours(desk: Desk, audience: str) -> None:
    found = await desk.visits(aud=audience.format(id=desk.world.company.app_id))

    assert found.id == desk.ada.id


@pytest.mark.parametrize("issuer", ["https://sts.windows.net/{}/", "https://login.microsoftonline.com/{}/v2.0"])
async def test_both_versions_of_tokens_are_good(desk: Desk, issuer: str) -> None:
    assert (await desk.visits(iss=issuer.format(desk.world.company.tenant_id))).id == desk.ada.id


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "00000003-0000-0000-c000-000000000000"},
        {"aud": "api://evil.example/botid-{id}"},
        {"aud": None},
        {"iss": f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0"},
        {"iss": "https://login.microsoftonline.com/common/v2.0"},
        {"iss": "https://api.botframework.com"},
        {"iss": None},
        {"exp": int(time.time()) - 600},
        {"exp": None},
        {"nbf": int(time.time()) + 86_400},  # the list is made long before the last test of a run
    ],
)
async def test_a_token_for_somebody_else_or_another_time_is_turned_away(desk: Desk, claims: dict[str, Any]) -> None:
    with pytest.raises(WrongToken):
        await desk.visits(**claims)


async def test_another_tenant_is_turned_away_though_everything_else_is_right(desk: Desk) -> None:
    with pytest.raises(ForeignTenant):
        await desk.visits(tid=OTHER_TENANT)


@pytest.mark.parametrize(
    "claims",
    [
        {"scp": None, "roles": ["User.Read.All"]},
        {"scp": None, "idtyp": "app"},
        {"idtyp": "app"},
        {"scp": "User.Read openid"},
        {"scp": "access_as_user_too"},
        {"scp": ["access_as_user"]},
        {"oid": None},
        {"oid": ""},
        {"oid": 7},
    ],
)
async def test_an_apps_own_token_or_one_for_something_else_is_nobodys(desk: Desk, claims: dict[str, Any]) -> None:
    with pytest.raises(NoUser):
        await desk.visits(**claims)


async def test_potlucks_own_token_for_graph_does_not_open_the_tab(desk: Desk) -> None:
    company = desk.world.company
    form = {"grant_type": "client_credentials", "client_id": company.app_id, "client_secret": company.app_secret}
    own = desk.world.sign_in.token_for_app(company.tenant_id, form | {"scope": "https://graph.microsoft.com/.default"})

    with pytest.raises(WrongToken):
        await desk.visits(own["access_token"])


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer nonsense", "Bearer a.b.c", "Basic YTpi", "Bearer é.é.é"]
)
async def test_without_a_token_nobody_gets_in(desk: Desk, header: str) -> None:
    with pytest.raises(NoToken):
        await desk.check.visitor(header)


async def test_a_token_that_somebody_else_signed_is_turned_away(desk: Desk) -> None:
    claims = {
        "aud": desk.world.company.app_id,
        "oid": desk.ada.id,
        "scp": "access_as_user",
        "exp": int(time.time()) + 600,
    }
    claims |= {"iss": f"https://sts.windows.net/{desk.world.company.tenant_id}/", "tid": desk.world.company.tenant_id}
    await desk.visits()
    stranger = Key(desk.world.sign_in.login_key.kid)

    for forged in (
        stranger.sign(claims),
        Key("another key").sign(claims),
        jwt.encode(claims, "", algorithm="none", headers={"kid": stranger.kid}),
        jwt.encode(claims, "x" * 32, algorithm="HS256", headers={"kid": stranger.kid}),
    ):
        with pytest.raises(WrongToken):
            await desk.visits(forged)


async def test_the_key_of_the_bot_framework_opens_no_tab(desk: Desk) -> None:
    token = desk.world.sign_in.sign_activity("https://smba.trafficmanager.net/emea/", scp="access_as_user")

    with pytest.raises(WrongToken):
        await desk.visits(token)


async def test_new_keys_are_found_at_once_and_a_known_one_stays_good_while_microsoft_is_away(desk: Desk) -> None:
    await desk.visits()
    desk.world.sign_in.rotate_keys()
    await desk.visits()

    desk.world.faults.order({"path": "/login/", "do": "status", "status": 503, "times": 20})
    assert (await desk.visits()).id == desk.ada.id
    desk.world.sign_in.rotate_keys()
    with pytest.raises(Outage):
        await desk.visits()


async def test_while_keys_are_read_everybody_else_goes_on(desk: Desk) -> None:
    """The first visitor waits for Microsoft; the loop does not."""
    desk.world.faults.order({"path": "/login/", "do": "delay", "seconds": 0.2, "times": 1})
    waiting = asyncio.create_task(desk.visits())
    turns = 0
    while not waiting.done():
        await asyncio.sleep(0.01)
        turns += 1

    assert (await waiting).id == desk.ada.id
    assert turns > 1


@pytest.mark.parametrize("state", ["left", "nowhere"])
async def test_who_has_left_or_was_never_in_the_directory_is_not_of_us(desk: Desk, state: str) -> None:
    if state == "left":
        await Person.filter(id=desk.ada.id).update(state="left")
    else:
        await Person.filter(id=desk.ada.id).delete()

    with pytest.raises(NotOfUs):
        await desk.visits()


async def test_without_an_app_registration_nobody_gets_in(desk: Desk) -> None:
    check = VisitorCheck(replace(desk.settings, microsoft=replace(desk.settings.microsoft, app_id="")))
    for audience in ("", None, "api://", "api://botid-"):
        with pytest.raises(WrongToken):
            await check.visitor(f"Bearer {desk.world.sign_in.token_for_tab(desk.ada, aud=audience)}")
