"""Signs in at Microsoft Entra as the app itself (client credentials) and hands out tokens, for Graph and for Teams.

A stand-in for Microsoft on http://127.0.0.1 gets its tokens by the same code: msal accepts no other authority than
https, so it keeps Microsoft's name, and only the wire is moved (`Wire`).
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import msal

from bot_service.errors import Outage, Refusal
from bot_service.settings import Microsoft

MICROSOFT_LOGIN = "https://login.microsoftonline.com"
#: Microsoft's own sign-in hosts: worldwide, US government, China.
MICROSOFT_LOGINS = frozenset(
    {MICROSOFT_LOGIN, "https://login.microsoftonline.us", "https://login.partner.microsoftonline.cn"}
)
RENEW_BEFORE_END_FOR = timedelta(minutes=5)
TIME_OUT = httpx.Timeout(30, connect=10)


class SignInRefused(Refusal):
    """Entra does not let this app in; the sentence names the setting to correct."""

    reason = "sign_in_refused"


@dataclass(frozen=True)
class _Held:
    token: str
    until: float  # of time.monotonic(): tokens live in real time, whatever the demo's clock says


class Wire:
    """The HTTP client msal works with: has time-outs, and moves Microsoft's address to the stand-in's if there is one."""

    def __init__(self, login_url: str) -> None:
        self._login_url = login_url
        self._client = httpx.Client(timeout=TIME_OUT, follow_redirects=True, trust_env=not is_loopback(login_url))

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self._client.get(self._moved(url), **options)

    def post(self, url: str, **options: Any) -> httpx.Response:
        return self._client.post(self._moved(url), **options)

    def close(self) -> None:
        self._client.close()

    def _moved(self, url: str) -> str:
        if self._login_url in MICROSOFT_LOGINS:
            return url
        return self._login_url + url.removeprefix(MICROSOFT_LOGIN)


class SignIn:
    """One app registration's tokens. Safe to share between tasks; a token is asked for once and kept until it ends."""

    def __init__(self, microsoft: Microsoft) -> None:
        self._microsoft = microsoft
        self._wire = Wire(microsoft.login_url)
        self._app: Any = None  # msal ships no types
        self._held: dict[str, _Held] = {}
        self._asking = asyncio.Lock()

    async def token(self, scope: str) -> str:
        """Return a bearer token for `scope`, e.g. `https://graph.microsoft.com/.default`.

        Raises `SignInRefused` for a wrong tenant, app or secret, `Outage` when Entra can't be reached.
        """
        if (held := self._held_for(scope)) is None:
            async with self._asking:
                if (held := self._held_for(scope)) is None:
                    held = self._held[scope] = await asyncio.to_thread(self._ask, scope)
        return held.token

    def forget(self) -> None:
        """Ask anew next time: somebody did not accept a token of ours, so it has been revoked."""
        self._held.clear()
        self._app = None  # msal keeps the token too

    def close(self) -> None:
        self._wire.close()

    def _held_for(self, scope: str) -> _Held | None:
        held = self._held.get(scope)
        return held if held and time.monotonic() < held.until else None

    def _ask(self, scope: str) -> _Held:
        try:
            if self._app is None:
                self._app = self._register()
            answer = self._app.acquire_token_for_client(scopes=[scope])
        except (httpx.TransportError, httpx.HTTPStatusError, msal.exceptions.MsalServiceError, RuntimeError) as trouble:
            raise Outage(f"Microsoft's sign-in at {self._microsoft.login_url} does not answer.") from trouble
        except ValueError as trouble:
            raise SignInRefused(
                f"Microsoft does not know the tenant “{self._microsoft.tenant_id}”; check POTLUCK_TENANT_ID.",
                reason="unknown_tenant",
            ) from trouble
        if "access_token" not in answer:
            raise self._trouble(answer)
        lifetime = max(0.0, answer.get("expires_in", 0) - RENEW_BEFORE_END_FOR.total_seconds())
        return _Held(answer["access_token"], time.monotonic() + lifetime)

    def _register(self) -> Any:
        login = self._microsoft.login_url
        is_microsoft = login in MICROSOFT_LOGINS
        return msal.ConfidentialClientApplication(
            self._microsoft.app_id,
            client_credential=self._microsoft.app_secret,
            authority=f"{login if is_microsoft else MICROSOFT_LOGIN}/{self._microsoft.tenant_id}",
            http_client=self._wire,
            instance_discovery=None if is_microsoft else False,
        )

    def _trouble(self, answer: dict[str, Any]) -> Refusal | Outage:
        """Entra's error answer in our words. Codes: learn.microsoft.com/entra/identity-platform/reference-error-codes."""
        error, codes = answer.get("error", ""), set(answer.get("error_codes", ()))
        if error in {"temporarily_unavailable", "server_error", "too_many_requests"}:
            return Outage("Microsoft's sign-in is not available at the moment.")
        if codes & {90002, 900023} or error == "invalid_tenant":
            return SignInRefused(
                f"Microsoft does not know the tenant “{self._microsoft.tenant_id}”; check POTLUCK_TENANT_ID.",
                reason="unknown_tenant",
            )
        if 700016 in codes or error == "unauthorized_client":
            return SignInRefused(
                f"The tenant does not know the app “{self._microsoft.app_id}”; check POTLUCK_APP_ID and POTLUCK_TENANT_ID.",
                reason="unknown_app",
            )
        if error == "invalid_client":
            return SignInRefused(
                "Microsoft does not accept the app's secret: it is wrong or has expired. "
                "Make a new one in the Entra admin center and set POTLUCK_APP_SECRET.",
                reason="wrong_secret",
            )
        said = str(answer.get("error_description") or error).splitlines()[0]
        return SignInRefused(f"Microsoft refused to sign this app in: {said}")


def is_loopback(url: str) -> bool:
    """Whether the address is this machine, where no company proxy may stand between."""
    return urlsplit(url).hostname in {"127.0.0.1", "::1", "localhost"}
