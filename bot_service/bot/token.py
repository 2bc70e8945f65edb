"""Whether a request comes from Teams, and for us: the rules of the Bot Framework's tokens, and our own on tenants.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from collections.abc import Mapping
from typing import Any

from bot_service.errors import UserMistake
from bot_service.settings import Microsoft, Settings
from bot_service.tokens.bearer import ForeignTenant, WrongToken, signed
from bot_service.tokens.keys import SigningKeys

ISSUER = "https://api.botframework.com"


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
        self._keys = SigningKeys(f"{microsoft.bot_login_url}/v1/.well-known/openidconfiguration")

    async def claims(self, authorization: str, *, channel_id: str, service_url: str) -> dict[str, Any]:
        """The claims of a good token. Raises `NoToken`, `WrongToken`, or `Outage` when Microsoft's keys can't be read."""
        token = await signed(authorization, self._keys, signer="the Bot Framework")
        if channel_id not in token.key.endorsements:
            raise WrongToken(f"The token's key is not endorsed for the channel “{channel_id}”.")
        claims = token.claims(audience=[self._app_id], issuer=[ISSUER])
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
