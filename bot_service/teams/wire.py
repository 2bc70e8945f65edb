"""The road to Teams: botbuilder's connector on top, aiohttp beneath, so that sixty sends at once take as long as one.

What the answers mean is said here, once. The library below us would use blocking `requests` in a small thread pool, wait 100 seconds
and retry nothing.
"""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
from botframework.connector import AsyncBfPipeline, BotFrameworkConnectorConfiguration
from botframework.connector.aio import ConnectorClient
from msrest.pipeline import Response
from msrest.pipeline.async_abc import AsyncHTTPSender, AsyncPipeline
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http import ClientRequest
from yarl import URL

from bot_service.errors import InDoubt, Outage, Refusal
from bot_service.settings import Microsoft

#: What the bot's token is for; `Token` fetches one.
SCOPE = "https://api.botframework.com/.default"
Token = Callable[[str], Awaitable[str]]
NO_CREDENTIALS = ()  # the library insists on some; the wire signs by itself, without blocking

#: Waiting for a free connection counts into `connect`, so that running out of it means: nothing was sent.
PATIENCE = aiohttp.ClientTimeout(total=60, connect=30, sock_connect=5, sock_read=20)
MOST_AT_ONCE = 50
AFTER_TOO_MANY = timedelta(seconds=30)  # Teams counts requests in windows of up to 30 seconds and often names no time


class Unreachable(Refusal):
    """The person or channel can't be written to: Potluck was removed or blocked, or the conversation is gone. Not worth a retry."""

    reason = "unreachable"


class UnknownServiceHost(Unreachable):
    """The address is not one of Microsoft's; our token is not sent there."""

    reason = "unknown_service_host"


class NotTaken(Refusal):
    """Teams found fault with the message itself; the same message will never be taken."""

    reason = "not_taken"


class Wire(AsyncHTTPSender[Any, Any]):
    """One pool of connections to Teams. Opens on first use; `close` it in the end."""

    def __init__(self, microsoft: Microsoft, token: Token) -> None:
        self._known_hosts = microsoft.service_hosts
        self._token = token
        self._session: aiohttp.ClientSession | None = None
        self._connectors: dict[str, Any] = {}

    def connector(self, service_url: str) -> Any:
        """Botbuilder's connector for one of Teams' regional addresses. Raises `UnknownServiceHost`."""
        check_service_host(service_url, self._known_hosts)
        if service_url not in self._connectors:
            configuration = BotFrameworkConnectorConfiguration(
                NO_CREDENTIALS, service_url, pipeline_type=AsyncBfPipeline, sender=self
            )
            self._connectors[service_url] = ConnectorClient(None, custom_configuration=configuration)
        return self._connectors[service_url]

    async def read(self, service_url: str, path: str) -> Any:
        """Read the JSON at `path` below `service_url`."""
        check_service_host(service_url, self._known_hosts)
        pipeline = AsyncPipeline([RawDeserializer()], self)
        question = ClientRequest("GET", service_url.rstrip("/") + path, headers={"Accept": "application/json"})
        answer = await pipeline.run(question, stream=False)  # type: ignore[arg-type] # msrest's hint is wrong here
        return answer.context[RawDeserializer.CONTEXT_NAME]

    async def close(self) -> None:
        """Give the connections back."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def __aexit__(self, *exc_details: object) -> None:
        await self.close()

    async def send(self, request: Any, **_config: Any) -> Any:
        """Carry one request. Raises `Unreachable`, `NotTaken`, `Outage` (nothing happened) or `InDoubt` (it may have)."""
        asked = request.http_request
        headers = {**asked.headers, "Authorization": f"Bearer {await self._token(SCOPE)}"}
        try:
            async with self._open_session().request(
                asked.method,
                URL(asked.url, encoded=True),
                data=asked.data,
                headers=headers,
                allow_redirects=False,
            ) as answer:
                body = await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Outage(f"Teams can't be reached: {error}") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _lost(asked.method, f"the answer got lost ({type(error).__name__})") from error
        _check(asked.method, answer.status, answer.headers.get("Retry-After", ""), body)
        if body and not _is_json(body):
            raise _lost(asked.method, "its answer can't be read")
        return Response(request, _Answer(answer.status, body))

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            pool = aiohttp.TCPConnector(limit=MOST_AT_ONCE, keepalive_timeout=5)
            self._session = aiohttp.ClientSession(connector=pool, timeout=PATIENCE)
        return self._session


class _Answer:
    """A JSON answer, as msrest reads it."""

    headers = {"content-type": "application/json"}  # noqa: RUF012 - msrest only reads it

    def __init__(self, status: int, body: bytes) -> None:
        self.status_code = status
        self._body = body

    def body(self) -> bytes:
        return self._body

    def text(self, encoding: str | None = None) -> str:
        return self._body.decode(encoding or "utf-8-sig")


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def check_service_host(service_url: str, known_hosts: tuple[str, ...]) -> None:
    """Raise `UnknownServiceHost` unless `service_url` is an https address on a known host (`*.` stands for any subdomain).

    Plain http is taken on this machine only, where the sandbox listens.
    """
    try:
        url = URL(service_url)
        host = (url.host or "").lower()
    except ValueError:
        url, host = URL(), ""
    known = any(host.endswith(name[1:]) if name.startswith("*.") else host == name for name in known_hosts)
    if not known or not (url.scheme == "https" or (url.scheme == "http" and host in {"127.0.0.1", "localhost", "::1"})):
        raise UnknownServiceHost(
            f"{service_url} is no address of Microsoft Teams that we know; nothing was sent there."
        )


def _check(method: str, status: int, retry_after: str, body: bytes) -> None:
    """Say what a status means for what we asked; do nothing when it went well."""
    if status < 300:
        return
    said = body[:300].decode("utf-8", "replace")
    if status in {429, 412}:
        after = timedelta(seconds=int(retry_after)) if retry_after.isdecimal() else AFTER_TOO_MANY
        raise Outage(f"Teams asks us to slow down ({status}).", after=after)
    if status in {403, 404}:
        raise Unreachable(f"Teams can't deliver this ({status}): {said}")
    if status == 401:
        raise Outage(
            "Teams doesn't accept our sign-in (401); check the app registration with `potluck doctor`.",
            after=timedelta(minutes=5),
        )
    if status == 408 or status >= 500:
        raise _lost(method, f"Teams answered {status}: {said}")
    raise NotTaken(f"Teams did not take this ({status}): {said}")


def _lost(method: str, why: str) -> Exception:
    """A lost POST may have been done; reading and updating again does no harm."""
    return (
        InDoubt(f"Teams may or may not have acted: {why}.")
        if method == "POST"
        else Outage(f"Teams did not answer: {why}.")
    )
