"""The little of Microsoft that the bot's door needs: signing keys that can change, and the list of a team's channels."""

import time
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from bot_service.settings import Microsoft

APP_ID = "11111111-2222-3333-4444-555555555555"
CONTOSO = "aaaaaaaa-0000-0000-0000-000000000001"
SERVICE = "https://smba.trafficmanager.net/emea/contoso/"
BOT = f"28:{APP_ID}"

AISHA = {"id": "29:aisha", "aadObjectId": "0aa00000-0000-0000-0000-00000000a15a", "name": "Aisha Khan"}
TOMASZ = {"id": "29:tomasz", "aadObjectId": "0aa00000-0000-0000-0000-0000000070a5", "name": "Tomasz Nowak"}


class LoopbackMicrosoft:
    """Serves keys and channels on a port of this machine, and signs as the Bot Framework does."""

    def __init__(self) -> None:
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.endorsements = ["msteams", "outlook", "m365extensions"]
        self.is_away = False
        self.hangs_for = 0.0
        self.asked_for_keys = 0
        self.channels_status = 200
        self.port = 0
        self.kid = ""
        self.rotate()

    def rotate(self) -> None:
        """Sign with a new key, and forget the old one."""
        self.kid = f"key-{len(self.keys) + 1}-{id(self)}"
        self.keys = {self.kid: rsa.generate_private_key(public_exponent=65537, key_size=2048)}

    def settings(self, **changes: Any) -> Microsoft:
        usual = {
            "tenant_id": CONTOSO,
            "app_id": APP_ID,
            "app_secret": "secret",
            "bot_login_url": f"http://127.0.0.1:{self.port}",
            "service_hosts": ("smba.trafficmanager.net", "*.botframework.com", "127.0.0.1"),
        }
        return Microsoft(**(usual | changes))

    def sign(
        self,
        service_url: str = SERVICE,
        *,
        key: rsa.RSAPrivateKey | None = None,
        headers: dict[str, str] | None = None,
        **changes: Any,
    ) -> str:
        """An Authorization header; `changes` replace claims, None drops one."""
        claims = {
            "iss": "https://api.botframework.com",
            "aud": APP_ID,
            "serviceurl": service_url,
            "nbf": int(time.time()) - 5,
            "exp": int(time.time()) + 3600,
        } | changes
        claims = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode(
            claims, key or self.keys[self.kid], algorithm="RS256", headers={"kid": self.kid} | (headers or {})
        )
        return f"Bearer {signed}"

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/v1/.well-known/openidconfiguration", self._configuration)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/teams/v3/teams/{team}/conversations", self._channels)
        return app

    async def _configuration(self, _request: web.Request) -> web.Response:
        if self.is_away:
            return web.Response(status=503, text="<html>away</html>")
        return web.json_response(
            {"issuer": "https://api.botframework.com", "jwks_uri": f"http://127.0.0.1:{self.port}/keys"}
        )

    async def _keys(self, _request: web.Request) -> web.Response:
        self.asked_for_keys += 1
        listed = [
            jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
            | {"kid": kid, "endorsements": self.endorsements}
            for kid, key in self.keys.items()
        ]
        return web.json_response({"keys": listed})

    async def _channels(self, request: web.Request) -> web.Response:
        if self.channels_status != 200:
            return web.json_response({"error": {"code": "Whatever"}}, status=self.channels_status)
        team = request.match_info["team"]
        return web.json_response({"conversations": [{"id": team}, {"id": "19:news@thread.tacv2", "name": "Good news"}]})


def activity(
    kind: str = "message", *, sender: dict[str, str] | None = None, service_url: str = SERVICE, **changes: Any
) -> dict[str, Any]:
    """An activity as Teams sends it from Aisha's own chat with the bot."""
    sender = sender or AISHA
    return {
        "type": kind,
        "id": "1700000000001",
        "timestamp": "2026-01-05T08:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": sender,
        "recipient": {"id": BOT, "name": "Potluck"},
        "conversation": {"id": f"a:{sender['name']}", "conversationType": "personal", "tenantId": CONTOSO},
        "channelData": {"tenant": {"id": CONTOSO}},
    } | changes


def press(verb: str, data: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A press on a button of a card."""
    action = {"type": "Action.Execute", "verb": verb, "data": data or {}}
    return activity("invoke", name="adaptiveCard/action", value={"action": action, "trigger": "manual"}, **changes)


def in_team(kind: str, *, service_url: str = SERVICE, **changes: Any) -> dict[str, Any]:
    """An activity of the team "Everyone at Contoso"; `changes` of channelData go into it, the others into the activity."""
    data = {"tenant": {"id": CONTOSO}, "team": {"id": "19:everyone@thread.tacv2", "name": "Everyone at Contoso"}}
    data |= changes.pop("channelData", {})
    conversation = {
        "id": "19:everyone@thread.tacv2",
        "conversationType": "channel",
        "isGroup": True,
        "tenantId": CONTOSO,
    }
    return activity(kind, service_url=service_url, conversation=conversation, channelData=data, **changes)
