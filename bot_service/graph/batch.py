"""Up to twenty requests in one: how the parts are written, and what came of each.

learn.microsoft.com/graph/json-batching. Each part is throttled, missing or refused on its own.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation

from bot_service.errors import Outage
from bot_service.graph.trouble import NotThere, told_by, waiting_time

PARTS = 20


def part_of(number: int, request: RequestInformation, base_url: str) -> dict[str, Any]:
    """One request as a part. `$` stands as it is in its address, because not every service behind it decodes names."""
    request.path_parameters["baseurl"] = base_url
    address = request.url.removeprefix(base_url).replace("?%24", "?$").replace("&%24", "&$")
    assert request.http_method is not None
    part: dict[str, Any] = {"id": str(number), "method": request.http_method.value, "url": address}
    part["headers"] = {"Prefer": ", ".join(sorted(request.headers.get("Prefer")))}
    if request.content is not None:
        part["body"] = json.loads(request.content)
        part["headers"]["Content-Type"] = "application/json"
    return part


def batch_of(parts: Sequence[dict[str, Any]], base_url: str) -> RequestInformation:
    """The request that carries them."""
    batch = RequestInformation(Method.POST, "{+baseurl}/$batch", {"baseurl": base_url})
    batch.headers.add("Accept", "application/json")
    batch.set_stream_content(json.dumps({"requests": list(parts)}).encode(), "application/json")
    return batch


class PutOff(Exception):  # noqa: N818 - what happened, in plain words
    """This part did not come to anything and may be asked again; `wait` is how long Graph wants to be left alone, if it says."""

    def __init__(self, outage: Outage, wait: timedelta | None) -> None:
        super().__init__(outage.sentence)
        self.outage = outage
        self.wait = wait


def body_of(answered: dict[str, Any] | None, *, mailbox: str) -> Any | None:
    """The JSON of one part; None where the thing is not there. Raises `PutOff`, or what `trouble.told_by` chooses."""
    if answered is None:
        raise PutOff(Outage("Microsoft Graph answered a part of what we asked."), None)
    status, body = answered["status"], answered.get("body")
    if status < 300:
        return body
    error = body.get("error", {}) if isinstance(body, dict) else {}
    retry_after = httpx.Headers(answered.get("headers") or {}).get("Retry-After", "")
    told = told_by(status, error.get("code", ""), error.get("message", ""), retry_after=retry_after, mailbox=mailbox)
    if isinstance(told, NotThere):
        return None
    if isinstance(told, Outage):
        raise PutOff(told, waiting_time(retry_after))
    raise told
