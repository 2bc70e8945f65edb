"""The wire to Microsoft Graph: requests are built by msgraph-sdk, answers come back as bytes or as our exceptions.

Its own answer models cost 20 times as much as reading the JSON (getSchedule of 20 people: 85 ms against 4 ms), so they
are not used. Retries are not used either: kiota would wait for minutes inside one call, while our jobs are durable and
wait outside.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_http.kiota_client_factory import KiotaClientFactory
from kiota_http.middleware.options import RetryHandlerOption
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from bot_service.errors import Outage
from bot_service.graph.sign_in import SignIn, is_loopback
from bot_service.graph.trouble import NotSignedIn, told_by
from bot_service.settings import Microsoft

TIME_OUT = httpx.Timeout(30, connect=10)
#: learn.microsoft.com/graph/throttling-limits, Outlook: four requests at a time for one app and one mailbox.
AT_A_TIME_PER_MAILBOX = 4
#: learn.microsoft.com/graph/json-batching
PARTS_PER_BATCH = 20
NATIONAL_GRAPHS = frozenset({"graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"})


class GraphClient:
    """One connection pool to Graph, signed in as the app."""

    def __init__(self, microsoft: Microsoft, sign_in: SignIn) -> None:
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
        self._open_slots: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(AT_A_TIME_PER_MAILBOX)
        )
        #: msgraph-sdk's request builders; use their `to_…_request_information`, and send by `answer`.
        self.builders = GraphServiceClient(request_adapter=self._adapter)

    async def answer(self, request: RequestInformation, *, mailbox: str = "") -> Any:
        """Send one request and return its JSON (None when the answer is empty).

        `mailbox`: whose Exchange mailbox works for it; at most four of ours are open there at a time.
        Raises `Outage`, or what `trouble.told_by` chooses. Ids are immutable, times are in UTC.
        """
        request.headers.remove("Prefer")
        request.headers.add("Prefer", 'IdType="ImmutableId", outlook.timezone="UTC"')
        if not mailbox:
            return await self._send(request)
        async with self._open_slots[mailbox.lower()]:
            return await self._send(request)

    async def answers(self, requests: Sequence[RequestInformation]) -> list[Any | None]:
        """Send many small GETs as batches of 20; return each JSON in order, None where the thing is not there.

        Any other trouble of one part is raised, as if it had been sent alone.
        """
        found: list[Any | None] = []
        for start in range(0, len(requests), PARTS_PER_BATCH):
            found += await self._batch(requests[start : start + PARTS_PER_BATCH])
        return found

    async def close(self) -> None:
        await self._wire.aclose()

    async def _batch(self, requests: Sequence[RequestInformation]) -> list[Any | None]:
        batch = RequestInformation(Method.POST, "{+baseurl}/$batch", {"baseurl": self._adapter.base_url})
        parts = [
            {"id": str(number), "method": "GET", "url": self._relative(each)} for number, each in enumerate(requests)
        ]
        batch.headers.add("Accept", "application/json")
        batch.set_stream_content(json.dumps({"requests": parts}).encode(), "application/json")
        answer = await self.answer(batch)
        by_id = {part["id"]: part for part in answer["responses"]}
        return [_body_of(by_id[part["id"]]) for part in parts]

    async def _send(self, request: RequestInformation) -> Any:
        try:
            body = await self._adapter.send_primitive_async(request, "bytes", {"XXX": ODataError})
        except APIError as error:
            told = _told_by(error)
            if isinstance(told, NotSignedIn):
                self._sign_in.forget()
            raise told from error
        except (httpx.TimeoutException, httpx.TransportError) as error:
            raise Outage("Microsoft Graph can't be reached.") from error
        try:
            return json.loads(body) if body else None
        except ValueError as error:
            raise Outage("Something else than Microsoft Graph answers, perhaps a proxy.") from error

    def _relative(self, request: RequestInformation) -> str:
        """The address within a batch; `$` stands as it is there, because not every service behind it decodes names."""
        request.path_parameters["baseurl"] = self._adapter.base_url
        return request.url.removeprefix(self._adapter.base_url).replace("?%24", "?$").replace("&%24", "&$")


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


def _told_by(error: APIError) -> Exception:
    headers = httpx.Headers(dict(error.response_headers or {}))
    main = error.error if isinstance(error, ODataError) else None
    return told_by(
        error.response_status_code or 0,
        (main and main.code) or "",
        (main and main.message) or "",
        retry_after=headers.get("Retry-After", ""),
        date=headers.get("Date", ""),
    )


def _body_of(part: dict[str, Any]) -> Any | None:
    """The JSON of one part of a batch; each part is throttled, missing or refused on its own."""
    status, body = part["status"], part.get("body")
    if status < 300:
        return body
    if status == 404:
        return None
    error = body.get("error", {}) if isinstance(body, dict) else {}
    headers = httpx.Headers(part.get("headers") or {})
    raise told_by(status, error.get("code", ""), error.get("message", ""), retry_after=headers.get("Retry-After", ""))
