"""What all of Graph has in common: a call, its answer, refusals, and how lists are selected from and paged.

https://learn.microsoft.com/graph/errors and https://learn.microsoft.com/graph/paging
"""

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot_service.sandbox.sign_in import Grant

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One request to Graph, whether it came alone or in a batch. Header names are lower-case; `base` ends in /v1.0."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    base: str
    grant: Grant

    @property
    def wants_immutable_ids(self) -> bool:
        """Whether it asked for ids that survive a move."""
        return re.search(r'IdType\s*=\s*"?ImmutableId', self.headers.get("prefer", ""), re.IGNORECASE) is not None

    @property
    def zone(self) -> str:
        """The zone it wants to read times in."""
        found = re.search(r'outlook\.timezone\s*=\s*"?([^",;]+)', self.headers.get("prefer", ""), re.IGNORECASE)
        return found[1].strip() if found else "UTC"

    @property
    def applied_preferences(self) -> dict[str, str]:
        """The header that tells which preferences were followed."""
        names = re.findall(
            r'(?:IdType|outlook\.timezone)\s*=\s*"?[^",;]+"?', self.headers.get("prefer", ""), re.IGNORECASE
        )
        return {"Preference-Applied": ", ".join(names)} if names else {}

    def fields(self) -> Json:
        """The body as an object, its keys as they came. Raises `Refused` when it is none."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise Refused(
                400,
                "BadRequest",
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
            )
        return self.body

    def parameters(self) -> Json:
        """The body of an action, by lower-case names: the documentation writes camelCase, Microsoft's SDK PascalCase."""
        return {key.lower(): value for key, value in self.fields().items()}


@dataclass(frozen=True)
class Answer:
    """What Graph answers: a status, a JSON body or none, further headers."""

    status: int = 200
    body: Json | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - the product's kind of word
    """Graph says no: status, its code, and a sentence."""

    def __init__(self, status: int, code: str, sentence: str, *, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code
        self.retry_after = retry_after

    def answer(self, at: str, request_id: str, client_request_id: str = "") -> Answer:
        """The error as Graph writes it."""
        inner = {"date": at, "request-id": request_id, "client-request-id": client_request_id or request_id}
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return Answer(self.status, {"error": {"code": self.code, "message": str(self), "innerError": inner}}, headers)


def not_found(key: str) -> Refused:
    """The directory knows nothing by this name."""
    return Refused(
        404,
        "Request_ResourceNotFound",
        f"Resource '{key}' does not exist or one of its queried reference-property objects are not present.",
    )


def entity(call: Call, context: str, item: Json, *, status: int = 200) -> Answer:
    """One thing, with the context that says what it is."""
    return Answer(
        status, {"@odata.context": f"{call.base}/$metadata#{context}/$entity", **item}, call.applied_preferences
    )


def listed(call: Call, context: str, items: list[Json], *, page_size: int = 100, most: int = 999) -> Answer:
    """A page of a list, with `@odata.nextLink` while there is more; `$top` and `$count` are followed."""
    start = _start_of_page(call)
    size = page_size_of(call, page_size, most)
    body: Json = {"@odata.context": f"{call.base}/$metadata#{context}"}
    if call.query.get("$count", "").lower() == "true":
        body["@odata.count"] = len(items)
    if start + size < len(items):
        body["@odata.nextLink"] = link(call, {"$skiptoken": _token(start + size)}, without=("$skip",))
    body["value"] = items[start : start + size]
    return Answer(200, body, call.applied_preferences)


def link(call: Call, parameters: Mapping[str, str], *, without: Iterable[str] = ()) -> str:
    """The address of a further page or of what changes from now on."""
    query = {name: value for name, value in call.query.items() if name not in without} | dict(parameters)
    return f"{call.base}{call.path}?" + "&".join(f"{name}={_quoted(value)}" for name, value in query.items())


def selected(item: Json, names: str, known: Callable[[str], bool], kind: str) -> Json:
    """Only the properties that `$select` names, and always the id. Raises `Refused` for one that doesn't exist."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    for name in wanted:
        if not known(name):
            raise Refused(
                400,
                "BadRequest",
                f"Parsing OData Select and Expand failed: Could not find a property named '{name}' on type 'microsoft.graph.{kind}'.",
            )
    return {key: value for key, value in item.items() if key in wanted or key == "id" or key.startswith("@")}


def literal(text: str) -> str:
    """The text of an OData string literal."""
    return text.removeprefix("'").removesuffix("'").replace("''", "'")


def page_size_of(call: Call, usual: int, most: int) -> int:
    """How many it wants on a page. Raises `Refused` for a `$top` that can't be."""
    wish = call.query.get("$top")
    preferred = re.search(r"odata\.maxpagesize\s*=\s*(\d+)", call.headers.get("prefer", ""), re.IGNORECASE)
    if wish is None:
        return min(most, int(preferred[1])) if preferred else usual
    if not wish.isdigit() or not 1 <= int(wish) <= most:
        raise Refused(
            400,
            "Request_UnsupportedQuery",
            f"Invalid page size specified: '{wish}'. Must be between 1 and {most} inclusive.",
        )
    return int(wish)


def _start_of_page(call: Call) -> int:
    token = call.query.get("$skiptoken")
    if token is None:
        return int(call.query.get("$skip", "0"))
    try:
        return int(base64.urlsafe_b64decode(token).decode().removeprefix("page:"))
    except ValueError as trouble:
        raise Refused(
            400,
            "Directory_ExpiredPageToken",
            "The specified page token value has expired and can no longer be included in your request.",
        ) from trouble


def _token(start: int) -> str:
    return base64.urlsafe_b64encode(f"page:{start:06}".encode()).decode()


def _quoted(value: str) -> str:
    return value.replace("%", "%25").replace("&", "%26").replace("+", "%2B").replace("#", "%23").replace(" ", "%20")
