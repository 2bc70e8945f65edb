"""Values of ours as the JSON that a page reads: names in camelCase, moments in UTC with a Z."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

from aiohttp import web

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def spoken(value: Any) -> Any:
    """`value` as JSON can say it: frozen values and named tuples by the names of their fields, keys of mappings as they are."""
    if is_dataclass(value):
        return {camel(field.name): spoken(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {camel(name): spoken(each) for name, each in zip(value._fields, value, strict=True)}
    if isinstance(value, Mapping):
        return {str(name): spoken(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [spoken(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def camel(name: str) -> str:
    """`job_title` → `jobTitle`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def answer(value: Any, status: int = 200) -> web.Response:
    """Answer with `value`; nobody on the way keeps a copy."""
    return web.json_response(spoken(value), status=status, headers=HEADERS)


def no(status: int, sentence: str, **headers: str) -> web.Response:
    """Say no, in one sentence for a person."""
    return web.json_response(
        {"error": {"message": sentence}},
        status=status,
        headers=HEADERS | {name.replace("_", "-"): value for name, value in headers.items()},
    )
