"""Graph: up to twenty requests in one. Each is answered, refused or throttled on its own.

https://learn.microsoft.com/graph/json-batching
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from bot_service.sandbox.odata import Answer, Call, Json, Refused

Dispatch = Callable[[Call], Answer]


def run_batch(call: Call, dispatch: Dispatch) -> Answer:
    """POST /$batch: `dispatch` answers one part. Raises `Refused` (400) for a batch that can't be read."""
    parts = call.fields().get("requests")
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise Refused(400, "BadRequest", "Invalid batch payload format.")
    if len(parts) > 20:
        raise Refused(400, "BadRequest", "Number of batch request steps exceeds the maximum value of 20.")
    if len({part.get("id") for part in parts}) != len(parts):
        raise Refused(400, "BadRequest", "Each request in a batch must have its own id.")
    done: dict[str, int] = {}
    answers: list[Json] = []
    for part in parts:
        part_id = str(part.get("id"))
        answer = (
            dispatch(_call_of(part, call))
            if all(done.get(str(other), 500) < 400 for other in part.get("dependsOn") or [])
            else _failed()
        )
        done[part_id] = answer.status
        answers.append(_shown(part_id, answer))
    return Answer(200, {"responses": answers})


def _call_of(part: Json, around: Call) -> Call:
    address = urlsplit(str(part.get("url", "")))
    headers: dict[str, Any] = part.get("headers") or {}
    path = "/" + unquote(address.path).lstrip("/")
    return Call(
        method=str(part.get("method", "GET")).upper(),
        path=path,
        query=dict(parse_qsl(address.query, keep_blank_values=True)),
        headers={str(name).lower(): str(value) for name, value in headers.items()},
        body=part.get("body"),
        base=around.base,
        grant=around.grant,
    )


def _shown(part_id: str, answer: Answer) -> Json:
    shown: Json = {"id": part_id, "status": answer.status, "headers": dict(answer.headers)}
    if answer.body is not None:
        shown["headers"]["Content-Type"] = "application/json"
        shown["body"] = answer.body
    return shown


def _failed() -> Answer:
    return Answer(
        424, {"error": {"code": "FailedDependency", "message": "A request that this one depends on has failed."}}
    )
