"""botbuilder's adapter with our own check at its door, and without a way out: messages leave through the courier only.

The library's own check answers 500 to a malformed token or an unknown key, keeps old keys for a day, fetches them blocking and without
a time-out, and is off when the app id is empty.
"""

from typing import Any, NoReturn

from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication, ClaimsIdentity

from bot_service.bot.activity import channel_data, conversation_of
from bot_service.bot.token import TokenCheck
from bot_service.settings import Microsoft


class _NoWayOut:
    """In the place of the connector: whoever tries to send from a turn is told."""

    @property
    def conversations(self) -> NoReturn:
        raise RuntimeError("Every message goes through courtesy's courier.")


class _NoConnectors:
    async def create(self, service_url: str, audience: str) -> _NoWayOut:
        del service_url, audience
        return _NoWayOut()


class _Door(BotFrameworkAuthentication):  # type: ignore[misc] # the library ships no types
    """Lets in what Teams signed for us, from our tenant."""

    def __init__(self, microsoft: Microsoft) -> None:
        self._check = TokenCheck(microsoft)

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """Raises `NoToken`, `WrongToken`, `ForeignTenant`, or `Outage`."""
        claims = await self._check.claims(
            auth_header, channel_id=str(activity.channel_id), service_url=str(activity.service_url)
        )
        self._check.check_tenant(conversation_of(activity), channel_data(activity))
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity(claims, is_authenticated=True)
        result.audience = claims["aud"]
        result.connector_factory = _NoConnectors()
        return result

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> NoReturn:
        raise NotImplementedError("Teams does not stream to bots.")

    def create_connector_factory(self, claims_identity: Any) -> _NoConnectors:
        del claims_identity
        return _NoConnectors()

    async def create_user_token_client(self, claims_identity: Any) -> None:
        """We sign nobody in."""
        del claims_identity


def build_adapter(microsoft: Microsoft) -> CloudAdapter:
    """The adapter for one bot."""
    return CloudAdapter(_Door(microsoft))
