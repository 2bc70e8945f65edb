"""The keys with which Microsoft signs: the Bot Framework what Teams sends us, Entra who is signed in. Read again when they change.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
"""

import asyncio
import json
import logging
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from bot_service import discreet
from bot_service.errors import Outage

log = logging.getLogger(__name__)

PATIENCE = aiohttp.ClientTimeout(total=10)
READ_AGAIN = 24 * 3600.0  # seconds; Microsoft asks for at least daily
SEARCH_AGAIN = 60.0  # seconds; made-up key ids must not make us hammer Microsoft
TRY_AGAIN = 5.0  # seconds after Microsoft could not be asked


@dataclass(frozen=True)
class SigningKey:
    """One public key, and the channels for which the Bot Framework endorses it; Entra endorses none."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """Reads without blocking, at most once at a time. Times are the machine's own, also in the demo."""

    def __init__(self, address: str) -> None:
        """Use the key set at `address`, or the one that an OpenID document there names."""
        self._address = address
        self._keys: dict[str, SigningKey] = {}
        self._read_at = self._searched_at = self._failed_at = float("-inf")
        self._reading = asyncio.Lock()

    async def find(self, kid: str) -> SigningKey | None:
        """The key with this id, or None when Microsoft doesn't know it. Raises `Outage` when Microsoft can't be asked.

        A key that we know stays good while Microsoft can't be asked, so that Teams goes on working.
        """
        if self._is_due(kid):
            async with self._reading:
                if self._is_due(kid):
                    await self._read(kid)
        if kid not in self._keys and self._failed_at > self._read_at:
            raise Outage("Microsoft's signing keys can't be read just now.")
        return self._keys.get(kid)

    def _is_due(self, kid: str) -> bool:
        now = time.monotonic()
        if now - self._failed_at < TRY_AGAIN:
            return False
        return now - self._read_at > READ_AGAIN or (kid not in self._keys and now - self._searched_at > SEARCH_AGAIN)

    async def _read(self, kid: str) -> None:
        """Read all keys. The first and the daily reading don't count as a search for an unknown key."""
        is_search = time.monotonic() - self._read_at <= READ_AGAIN
        try:
            self._keys = await self._fetched()
        except (
            aiohttp.ClientError,
            TimeoutError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            jwt.PyJWTError,
        ) as error:
            log.warning("Microsoft's signing keys can't be read from %s: %s", self._address, discreet.trouble(error))
            self._failed_at = time.monotonic()
            return
        self._read_at = time.monotonic()
        if is_search and kid not in self._keys:
            self._searched_at = self._read_at

    async def _fetched(self) -> dict[str, SigningKey]:
        async with aiohttp.ClientSession(timeout=PATIENCE, raise_for_status=True) as session:
            found = await _json(session, self._address)
            if "jwks_uri" in found:
                found = await _json(session, found["jwks_uri"])
        listed = found["keys"]
        return {key["kid"]: _signing_key(key) for key in listed if key.get("kty") == "RSA" and "kid" in key}


async def _json(session: aiohttp.ClientSession, address: str) -> Any:
    async with session.get(address) as answer:
        return await answer.json(content_type=None)


def _signing_key(key: dict[str, Any]) -> SigningKey:
    public = RSAAlgorithm.from_jwk(json.dumps(key))
    if not isinstance(public, RSAPublicKey):
        raise TypeError("a private key among the public ones")
    return SigningKey(public, frozenset(key.get("endorsements", ())))
