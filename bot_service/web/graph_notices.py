"""POST /graph/notices and /graph/lifecycle: where Microsoft Graph tells us of changes in organisers' calendars.

Answered at once; nothing is asked of Graph meanwhile. learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot_service.lunches.outlook.notices import Notice, hear

PATHS = ("/graph/notices", "/graph/lifecycle")
LARGEST = 256 * 1024  # bytes; Graph sends some hundred entries at most
LONGEST_TOKEN = 4096  # characters


async def receive(request: web.Request) -> web.Response:
    """Say a validation token again (200, plain text), or take notices in (202). 400 and 413 for what is neither."""
    token = request.query.get("validationToken")
    if token is not None:
        return _said_again(token)
    body = await request.read()
    if len(body) > LARGEST:
        return web.Response(status=413)
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return web.Response(status=400)
    entries = sent.get("value") if isinstance(sent, Mapping) else None
    if not isinstance(entries, list):
        return web.Response(status=400)
    await hear([_notice(entry) for entry in entries if isinstance(entry, Mapping)])
    return web.Response(status=202)


def _said_again(token: str) -> web.Response:
    """Never as a page: whoever sends somebody here with a token of her own making must not have it run in a browser."""
    if len(token) > LONGEST_TOKEN:
        return web.Response(status=400)
    return web.Response(
        text=token,
        content_type="text/plain",
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"},
    )


def _notice(entry: Mapping[str, Any]) -> Notice:
    return Notice(
        subscription_id=_text(entry.get("subscriptionId")),
        client_state=_text(entry.get("clientState")),
        event=_text(entry.get("lifecycleEvent")),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
