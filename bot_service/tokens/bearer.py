"""A bearer token as it comes in a header: whose signature it carries, and what it claims.

https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import jwt

from bot_service.errors import Refusal
from bot_service.tokens.keys import SigningKey, SigningKeys

SKEW = timedelta(minutes=5)


class NoToken(Refusal):
    """The request carries no token, or something that is none."""

    reason = "no_token"


class WrongToken(Refusal):
    """The token was not made by whom we trust, for us, now."""

    reason = "wrong_token"


class ForeignTenant(Refusal):
    """The caller belongs to another organisation."""

    reason = "foreign_tenant"


class Signed(NamedTuple):
    """A token, and the key that it says it is signed with; nothing of it is checked yet."""

    token: str
    key: SigningKey

    def claims(self, *, audience: Sequence[str], issuer: Sequence[str]) -> dict[str, Any]:
        """What it claims, when it is signed, made by one of `issuer` for one of `audience`, and good now. Raises `WrongToken`."""
        try:
            claims: dict[str, Any] = jwt.decode(
                self.token,
                self.key.public,
                algorithms=["RS256"],
                audience=[name for name in audience if name] or None,
                issuer=list(issuer),
                leeway=SKEW,
                options={"require": ["aud", "exp", "iss"]},
            )
        except jwt.InvalidTokenError as error:
            raise WrongToken(f"The token is not good: {error}") from error
        return claims


async def signed(authorization: str, keys: SigningKeys, *, signer: str) -> Signed:
    """Read an `Authorization` header. `signer` is how those are called whose `keys` count.

    Raises `NoToken`, `WrongToken`, or `Outage` when the keys can't be read.
    """
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or token.count(".") != 2:
        raise NoToken("The request carries no token.")
    try:
        header = jwt.get_unverified_header(token.strip())
    except jwt.InvalidTokenError as error:
        raise NoToken("This is no token.") from error
    if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
        raise WrongToken(f"The token is not signed as {signer} signs.")
    key = await keys.find(header["kid"])
    if key is None:
        raise WrongToken(f"The token is signed with a key that {signer} doesn't have.")
    return Signed(token.strip(), key)
