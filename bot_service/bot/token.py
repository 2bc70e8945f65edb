"""Whether a request comes from Teams, and for us: the rules of the Bot Framework's tokens, and our own on tenants.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt

from bot_service.bot.keys import SigningKeys
from bot_service.errors import Refusal, UserMistake
from bot_service.settings import Microsoft, Settings

ISSUER = "https://api.botframework.com"
SKEW = timedelta(minutes=5)


class NoToken(Refusal):
    """The request carries no token, or something that is none."""

    reason = "no_token"


class WrongToken(Refusal):
    """The token was not made by the Bot Framework, for us, now, for this channel and address."""

    reason = "wrong_token"


class ForeignTenant(Refusal):
    """The activity comes from another organisation."""

    reason = "foreign_tenant"


def check_registration(settings: Settings) -> None:
    """Refuse to start without an app registration: nobody could tell Teams' words from anybody's. Raises `UserMistake`."""
    if settings.mode == "production" and not settings.microsoft.app_id:
        raise UserMistake(
            "POTLUCK_APP_ID is empty, so nobody could prove to be Teams: set POTLUCK_APP_ID, POTLUCK_APP_SECRET and "
            "POTLUCK_TENANT_ID as in your app registration, or run `potluck demo`."
        )


class TokenCheck:
    """Checks tokens for one bot. Without an app id every token is refused; there is no switch to turn the check off."""

    def __init__(self, microsoft: Microsoft) -> None:
        self._app_id = microsoft.app_id
        self._tenant_id = microsoft.tenant_id.lower()
        self._keys = SigningKeys(microsoft.bot_login_url)

    async def claims(self, authorization: str, *, channel_id: str, service_url: str) -> dict[str, Any]:
        """The claims of a good token. Raises `NoToken`, `WrongToken`, or `Outage` when Microsoft's keys can't be read."""
        token = _bearer(authorization)
        try:
            header = jwt.get_unverified_header(token)
        except jwt.InvalidTokenError as error:
            raise NoToken("This is no token.") from error
        if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
            raise WrongToken("The token is not signed as the Bot Framework signs.")
        key = await self._keys.find(header["kid"])
        if key is None:
            raise WrongToken("The token is signed with a key that the Bot Framework doesn't have.")
        if channel_id not in key.endorsements:
            raise WrongToken(f"The token's key is not endorsed for the channel “{channel_id}”.")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self._app_id or None,
                issuer=ISSUER,
                leeway=SKEW,
                options={"require": ["aud", "exp", "iss"]},
            )
        except jwt.InvalidTokenError as error:
            raise WrongToken(f"The token is not good: {error}") from error
        if not self._app_id or not service_url or claims.get("serviceurl") != service_url:
            raise WrongToken("The token was made for another address.")
        return claims

    def check_tenant(self, conversation: Mapping[str, Any] | None, channel_data: Mapping[str, Any] | None) -> None:
        """Only our own tenant may speak to us: the Bot Framework's token names none, the activity does. Raises `ForeignTenant`."""
        named = {tenant.lower() for tenant in tenants(conversation, channel_data)}
        if named != {self._tenant_id} or not self._tenant_id:
            raise ForeignTenant("Potluck does not work for this organisation.")


def tenants(conversation: Mapping[str, Any] | None, channel_data: Mapping[str, Any] | None) -> list[str]:
    """The tenants that an activity names: of its conversation and of its channel data, each if there."""
    tenant = (channel_data or {}).get("tenant")
    named = [(conversation or {}).get("tenantId"), tenant.get("id") if isinstance(tenant, Mapping) else None]
    return [name for name in named if isinstance(name, str) and name]


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or token.count(".") != 2:
        raise NoToken("The request carries no token.")
    return token.strip()
