"""The wire to Microsoft Graph: requests are built by msgraph-sdk, answers come back as bytes or as our exceptions.

Its own answer models cost 20 times as much as reading the JSON (getSchedule of 20 people: 85 ms against 4 ms), so they
are not used. Retries are not used either: kiota would wait for minutes inside one call, while our jobs are durable and
wait outside.
"""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.request_information import RequestInformation
from kiota_http.kiota_client_factory import KiotaClientFactory
from kiota_http.middleware.options import RetryHandlerOption
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from bot_service.errors import Outage
from bot_service.graph.batch import PARTS, PutOff, batch_of, body_of, part_of
from bot_service.graph.mailbox_slots import MailboxSlots
from bot_service.graph.requests import reads_only
from bot_service.graph.sign_in import SignIn, is_loopback
from bot_service.graph.trouble import NotSignedIn, OnlyLooking, told_by
from bot_service.settings import Microsoft

TIME_OUT = httpx.Timeout(30, connect=10)
#: How often the parts of a batch that are put off are asked again within the call, and how long that waits each time at most.
TRIES, LONGEST_PAUSE = 4, timedelta(seconds=5)
NATIONAL_GRAPHS = frozenset({"graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"})


class GraphClient:
    """One connection pool to Graph, signed in as the app. In shadow mode (`is_shadow`) nothing but reading passes."""

    def __init__(self, microsoft: Microsoft, sign_in: SignIn, *, is_shadow: bool = False) -> None:
        self.is_shadow = is_shadow
        self._wire = KiotaClientFactory.create_with_default_middleware(
            client=httpx.AsyncClient(timeout=TIME_OUT, http2=True, trust_env=not is_loopback(microsoft.graph_url)),
            options={RetryHandlerOption.get_key(): RetryHandlerOption(max_retries=0, should_retry=False)},
        )
        self._sign_in = sign_in
        tokens = _Tokens(microsoft, sign_in)
        #: What a token for this Graph is asked for.
        self.scope = tokens.scope
        self._adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(tokens), client=self._wire)
        self._adapter.base_url = microsoft.graph_url
        self._slots = MailboxSlots()
        #: msgraph-sdk's request builders; use their `to_…_request_information`, and send by `answer`.
        self.builders = GraphServiceClient(request_adapter=self._adapter)

    async def answer(self, request: RequestInformation, *, mailbox: str = "") -> Any:
        """Send one request and return its JSON (None when the answer is empty).

        `mailbox`: whose Exchange mailbox works for it; at most four of ours are open there at a time.
        Raises `Outage`, or what `trouble.told_by` chooses; `OnlyLooking` in shadow mode. Ids are immutable, times are in UTC.
        """
        self._check_shadow(request)
        async with self._slots.taken(mailbox):
            return await self._send(_preferring(request), mailbox)

    async def answers(self, requests: Sequence[RequestInformation], *, mailbox: str = "") -> list[Any | None]:
        """Send many requests that change nothing as batches of 20; return each JSON in order, None where the thing is not there.

        Parts that are throttled or away are asked again, at most for some seconds; then it is an `Outage` with the wait that was
        asked for. Any other trouble of one part is raised, as if it had been sent alone. `mailbox`: where all of them are
        answered; a batch fills it.
        """
        for each in requests:
            self._check_shadow(each)
        base_url = self._adapter.base_url
        parts = [part_of(number, _preferring(each), base_url) for number, each in enumerate(requests)]
        found: list[Any | None] = []
        for start in range(0, len(parts), PARTS):
            chunk = parts[start : start + PARTS]
            async with self._slots.taken(mailbox, len(chunk)):
                found += await self._batch(chunk, mailbox)
        return found

    async def close(self) -> None:
        await self._wire.aclose()

    def _check_shadow(self, request: RequestInformation) -> None:
        """Every request passes here, so that none that changes something can be forgotten."""
        if self.is_shadow and not reads_only(request):
            raise OnlyLooking("Potluck is in shadow mode: it changes nothing in calendars, and asks for no notices.")

    async def _batch(self, parts: Sequence[dict[str, Any]], mailbox: str) -> list[Any | None]:
        found: dict[str, Any | None] = {}
        for pause in _pauses():
            waiting = [part for part in parts if part["id"] not in found]
            answer = await self._send(_preferring(batch_of(waiting, self._adapter.base_url)))
            answered = {part["id"]: part for part in answer["responses"]}
            put_off: list[PutOff] = []
            for part in waiting:
                try:
                    found[part["id"]] = body_of(answered.get(part["id"]), mailbox=mailbox)
                except PutOff as again:
                    put_off.append(again)
            if not put_off:
                break
            await _sit_out(put_off, pause)
        return [found[part["id"]] for part in parts]

    async def _send(self, request: RequestInformation, mailbox: str = "") -> Any:
        try:
            body = await self._adapter.send_primitive_async(request, "bytes", {"XXX": ODataError})
        except APIError as error:
            told = _told_by(error, mailbox)
            if isinstance(told, NotSignedIn):
                self._sign_in.forget()
            raise told from error
        except (httpx.TimeoutException, httpx.TransportError) as error:
            raise Outage("Microsoft Graph can't be reached.") from error
        try:
            return json.loads(body) if body else None
        except ValueError as error:
            raise Outage("Something else than Microsoft Graph answers, perhaps a proxy.") from error


class _Tokens(AccessTokenProvider):
    """Gives our token to Graph's host and to nobody else, wherever a link in an answer may lead."""

    def __init__(self, microsoft: Microsoft, sign_in: SignIn) -> None:
        host = urlsplit(microsoft.graph_url).hostname or ""
        self.scope = f"https://{host if host in NATIONAL_GRAPHS else 'graph.microsoft.com'}/.default"
        self._hosts = AllowedHostsValidator([host])
        self._sign_in = sign_in

    async def get_authorization_token(
        self,
        uri: str,
        additional_authentication_context: dict[str, Any] | None = None,  # noqa: ARG002 - kiota's signature
    ) -> str:
        if not self._hosts.is_url_host_valid(uri):
            raise NotSignedIn(
                f"A link led away from Microsoft Graph, to {urlsplit(uri).hostname}; we did not follow it."
            )
        return await self._sign_in.token(self.scope)

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return self._hosts


def _preferring(request: RequestInformation) -> RequestInformation:
    """Beside what the request prefers itself."""
    request.headers.add("Prefer", 'IdType="ImmutableId", outlook.timezone="UTC"')
    return request


def _pauses() -> list[timedelta | None]:
    """How long to wait after each try where Graph doesn't say; None after the last one."""
    return [timedelta(seconds=2**number) for number in range(TRIES - 1)] + [None]


async def _sit_out(put_off: Sequence[PutOff], pause: timedelta | None) -> None:
    """Wait as long as the most patient part wants. Raises its `Outage` when that is too long, or it was the last try."""
    longest = max(put_off, key=lambda one: one.wait or timedelta())
    wait = longest.wait if longest.wait is not None else pause
    if pause is None or wait is None or wait > LONGEST_PAUSE:
        raise longest.outage
    await asyncio.sleep(wait.total_seconds())


def _told_by(error: APIError, mailbox: str) -> Exception:
    headers = httpx.Headers(dict(error.response_headers or {}))
    main = error.error if isinstance(error, ODataError) else None
    return told_by(
        error.response_status_code or 0,
        (main and main.code) or "",
        (main and main.message) or "",
        retry_after=headers.get("Retry-After", ""),
        date=headers.get("Date", ""),
        mailbox=mailbox,
    )
