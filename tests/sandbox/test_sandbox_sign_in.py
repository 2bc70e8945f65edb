import asyncio
import time
from typing import Any

import aiohttp
import httpx
import jwt
import msal
import pytest
from aiohttp.test_utils import TestServer

from bot_service.sandbox.server import create_app
from bot_service.sandbox.sign_in import CONNECTOR, GRAPH, SignInRefused
from bot_service.sandbox.world import World


def form(world: World, **changes: str) -> dict[str, str]:
    company = world.company
    return {
        "grant_type": "client_credentials", "client_id": company.app_id, "client_secret": company.app_secret, "scope": f"{GRAPH}/.default",
    } | changes  # fmt: skip


class Wire:
    """Moves Microsoft's sign-in host to the sandbox, as msal refuses any other."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = httpx.Client(trust_env=False)

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self._client.get(url.replace("https://login.microsoftonline.com", f"{self._address}/login"), **options)

    def post(self, url: str, **options: Any) -> httpx.Response:
        return self._client.post(url.replace("https://login.microsoftonline.com", f"{self._address}/login"), **options)

    def close(self) -> None:
        self._client.close()


async def test_microsofts_own_library_signs_in(world: World, microsoft: str):
    company = world.company

    def sign_in() -> Any:
        wire = Wire(microsoft)
        app = msal.ConfidentialClientApplication(
            company.app_id,
            client_credential=company.app_secret,
            authority=f"https://login.microsoftonline.com/{company.tenant_id}",
            http_client=wire,
            instance_discovery=False,
        )
        answers = [app.acquire_token_for_client([f"{audience}/.default"]) for audience in (GRAPH, CONNECTOR)]
        wire.close()
        return answers

    for_graph, for_teams = await asyncio.to_thread(sign_in)
    grant = world.sign_in.grant(f"Bearer {for_graph['access_token']}", GRAPH)
    assert grant is not None
    assert "User.Read.All" in grant.roles
    assert world.sign_in.grant(f"Bearer {for_graph['access_token']}", CONNECTOR) is None
    assert world.sign_in.grant(f"Bearer {for_teams['access_token']}", CONNECTOR) is not None


@pytest.mark.parametrize(
    ("changes", "status", "error", "number"),
    [
        ({"client_secret": "guessed"}, 401, "invalid_client", 7000215),
        ({"client_id": "somebody-else"}, 400, "unauthorized_client", 700016),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        ({"scope": "https://graph.microsoft.com/User.Read"}, 400, "invalid_scope", 70011),
        ({"scope": ""}, 400, "invalid_request", 900144),
    ],
)
def test_a_wrong_request_gets_no_token_but_the_reason(
    world: World, changes: dict[str, str], status: int, error: str, number: int
):
    with pytest.raises(SignInRefused, match=f"AADSTS{number}") as refused:
        world.sign_in.token_for_app(world.company.tenant_id, form(world, **changes))
    assert (refused.value.status, refused.value.error) == (status, error)


async def test_an_unknown_tenant_is_refused_in_microsofts_words(world: World, microsoft: str):
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{microsoft}/login/elsewhere/oauth2/v2.0/token", data=form(world)) as response:
            answer = await response.json()
        assert response.status == 400
        assert answer["error_codes"] == [90002]
        assert answer["timestamp"].startswith("2026-01-05 07:00:00")
        async with session.get(f"{microsoft}/login/elsewhere/v2.0/.well-known/openid-configuration") as response:
            assert (await response.json())["error"] == "invalid_tenant"


async def read_keys(address: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{address}/botframework/v1/.well-known/openidconfiguration") as response:
            document = await response.json()
        async with session.get(document["jwks_uri"]) as response:
            return document, (await response.json())["keys"]


async def test_what_teams_signs_can_be_checked_with_the_published_key(world: World, microsoft: str):
    token = world.sign_in.sign_activity(f"{microsoft}/teams/")
    document, keys = await read_keys(microsoft)
    kid = jwt.get_unverified_header(token)["kid"]
    [key] = [key for key in keys if key["kid"] == kid]
    claims = jwt.decode(
        token, jwt.PyJWK(key).key, algorithms=["RS256"], audience=world.company.app_id, issuer=document["issuer"]
    )
    assert claims["serviceurl"] == f"{microsoft}/teams/"
    assert "msteams" in key["endorsements"]
    assert claims["exp"] > time.time()


async def test_after_a_rotation_the_old_key_is_gone(world: World, microsoft: str):
    before = world.sign_in.sign_activity("http://127.0.0.1/teams/")
    world.sign_in.rotate_keys()
    _, keys = await read_keys(microsoft)
    after = world.sign_in.sign_activity("http://127.0.0.1/teams/")
    published = {key["kid"] for key in keys}
    assert jwt.get_unverified_header(before)["kid"] not in published
    assert jwt.get_unverified_header(after)["kid"] in published


def test_a_signature_is_made_once_per_address_and_claims_can_be_spoilt(world: World):
    address = "http://127.0.0.1/teams/"
    assert world.sign_in.sign_activity(address) == world.sign_in.sign_activity(address)
    spoilt = world.sign_in.sign_activity(address, iss="https://evil.example")
    assert jwt.decode(spoilt, options={"verify_signature": False})["iss"] == "https://evil.example"


async def test_the_tabs_token_names_its_person_and_is_signed_with_the_tenants_key(world: World, microsoft: str):
    somebody = world.company.people[3]
    token = world.sign_in.token_for_tab(somebody, idtyp="user", name=None)
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{microsoft}/login/{world.company.tenant_id}/discovery/v2.0/keys") as answer,
    ):
        [key] = (await answer.json())["keys"]
    claims = jwt.decode(token, jwt.PyJWK(key).key, algorithms=["RS256"], audience=world.company.app_id)
    assert (claims["oid"], claims["tid"]) == (somebody.id, world.company.tenant_id)
    assert (claims["scp"], claims["idtyp"], "name" in claims) == ("access_as_user", "user", False)


async def test_a_visitor_is_led_to_the_tab_with_a_token_that_no_server_sees(world: World):
    somebody = world.company.people[3]
    async with (
        TestServer(create_app(world, bot_url="http://127.0.0.1:3978/api/messages")) as server,
        aiohttp.ClientSession(server.make_url("/")) as session,
        session.get(f"/sandbox/people/{somebody.id}/tab", allow_redirects=False) as led,
        session.post(f"/sandbox/people/{somebody.id}/token") as token,
        session.get("/sandbox/people/nobody/tab", allow_redirects=False) as nobody,
    ):
        address, _, hidden = led.headers["Location"].partition("#token=")
        assert (led.status, address) == (302, "http://127.0.0.1:3978/tab")
        for each in (hidden, (await token.json())["token"]):
            assert jwt.decode(each, options={"verify_signature": False})["oid"] == somebody.id
        assert nobody.status == 404
