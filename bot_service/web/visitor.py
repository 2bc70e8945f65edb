"""Who looks at the tab: the person for whom Microsoft Entra made the token that the page sends along.

The rules are Entra's (learn.microsoft.com/entra/identity-platform/access-token-claims-reference) and those of single sign-on in
tabs (learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview). What she may do stands in her row, never in the token.
"""

from typing import Any
from urllib.parse import urlsplit

from bot_service.errors import Refusal
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.tokens.bearer import ForeignTenant, WrongToken, signed
from bot_service.tokens.keys import SigningKeys

SCOPE = "access_as_user"
MICROSOFT_LOGIN = "https://login.microsoftonline.com"


class NoUser(Refusal):
    """The token is good, but it is an app's own, or no user's consent stands behind it."""

    reason = "no_user"


class NotOfUs(Refusal):
    """Somebody of our tenant whom the directory does not name: a guest, somebody quite new, or somebody who has left."""

    reason = "not_of_us"


class VisitorCheck:
    """Reads tokens of one app registration. Without one every token is refused; there is no switch to turn the check off."""

    def __init__(self, settings: Settings) -> None:
        microsoft = settings.microsoft
        self._tenant_id = microsoft.tenant_id.lower()
        self._audiences = audiences(microsoft.app_id, urlsplit(settings.public_url).hostname or "")
        self._issuers = issuers(self._tenant_id, microsoft.login_url)
        self._keys = SigningKeys(f"{microsoft.login_url}/{microsoft.tenant_id}/discovery/v2.0/keys")

    async def visitor(self, authorization: str) -> Person:
        """The person who is signed in, as her row is now.

        Raises `NoToken`, `WrongToken`, `ForeignTenant`, `NoUser`, `NotOfUs`, or `Outage` when Microsoft's keys can't be read.
        """
        return await _known(await self._object_id(authorization))

    async def _object_id(self, authorization: str) -> str:
        token = await signed(authorization, self._keys, signer="Microsoft Entra")
        if not self._audiences or not self._tenant_id:
            raise WrongToken("Potluck has no app registration here, so nobody can sign in.")
        claims = token.claims(audience=self._audiences, issuer=self._issuers)
        if str(claims.get("tid", "")).lower() != self._tenant_id:
            raise ForeignTenant("Potluck does not work for this organisation.")
        if claims.get("idtyp") == "app" or SCOPE not in _scopes(claims):
            raise NoUser(f"This token is not a person's: Potluck needs one with the scope {SCOPE}.")
        object_id = claims.get("oid")
        if not isinstance(object_id, str) or not object_id:
            raise NoUser("This token does not say whose it is.")
        return object_id


def audiences(app_id: str, host: str) -> list[str]:
    """The names under which tokens are made for us; tab, bot and add-in may get different ones. None without an app."""
    if not app_id:
        return []
    names = [app_id, f"api://{app_id}", f"api://botid-{app_id}"]
    return [*names, *([f"api://{host}/{app_id}", f"api://{host}/botid-{app_id}"] if host else [])]


def issuers(tenant_id: str, login_url: str) -> list[str]:
    """Who makes tokens of this tenant, in versions 1 and 2."""
    return [
        f"https://sts.windows.net/{tenant_id}/",
        f"{MICROSOFT_LOGIN}/{tenant_id}/v2.0",
        *([f"{login_url}/{tenant_id}/v2.0"] if login_url != MICROSOFT_LOGIN else []),
    ]


def _scopes(claims: dict[str, Any]) -> list[str]:
    scopes = claims.get("scp")
    return scopes.split() if isinstance(scopes, str) else []


async def _known(object_id: str) -> Person:
    found = await Person.get_or_none(id=object_id)
    if found is None or found.state == "left":
        raise NotOfUs(
            "Potluck doesn't know you yet: it reads the company's directory once a day, and works for members of it."
        )
    return found
