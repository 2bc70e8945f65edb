"""The API behind the personal tab. Who asks is read from the token, what she may do from her row, on every call.

GET  /api/me                  who I am, what is next for me, which wishes hold
GET  /api/me/messages         every message I got, with its reason
GET  /api/me/seen-by-others   exactly what colleagues, hosts and administrators see of me
GET  /api/me/export           all that is kept on me, as JSON or (?as=html) as a page
POST /api/me/wishes           change a wish
GET  /api/people/{id}         what I may see of somebody
GET  /api/host/mirror         for hosts: their own mirror
GET  /api/host/askable        for hosts: whom they may ask (?story=)
GET  /api/admin/status        for administrators: numbers
GET  /api/admin/shadow        for administrators: what a trial would have sent
"""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot_service import clock
from bot_service.courtesy.shadow import shadowed
from bot_service.courtesy.why import messages_with_reasons
from bot_service.courtesy.wishes.seen import seen_of, viewer
from bot_service.database.row import AlreadyMoved
from bot_service.errors import Outage, Refusal
from bot_service.people.person import NobodyKnown, Person, person
from bot_service.privacy.export import export_of
from bot_service.settings import Settings
from bot_service.teams.wording import clean
from bot_service.tokens.bearer import ForeignTenant, NoToken, WrongToken
from bot_service.web.for_administrators import status
from bot_service.web.for_hosts import askable_by, mirror_of
from bot_service.web.own import in_trial, seen_by_others
from bot_service.web.own_page import own_page, take_wishes
from bot_service.web.spoken import HEADERS, answer, no
from bot_service.web.visitor import NotOfUs, NoUser, VisitorCheck

log = logging.getLogger(__name__)

LARGEST = 64 * 1024  # bytes of a wish
UNREADABLE = "Potluck can't read this; reload the page and try again."
MESSAGES = 500  # the latest; all of them stand in the export

Call = Callable[[Person, web.Request], Awaitable[Any]]


class NotYourRole(Refusal):
    """A call for hosts or administrators, made by somebody else."""

    reason = "not_your_role"


class NotReadable(Refusal):
    """What was sent is no JSON object."""

    reason = "not_readable"


def add_api(app: web.Application, settings: Settings) -> None:
    """Open the API in `app`."""
    api = Api(settings)
    for method, path, call in (
        ("GET", "/api/me", api.me),
        ("GET", "/api/me/messages", api.messages),
        ("GET", "/api/me/seen-by-others", api.seen_by_others),
        ("GET", "/api/me/export", api.export),
        ("POST", "/api/me/wishes", api.wish),
        ("GET", "/api/people/{id}", api.colleague),
        ("GET", "/api/host/mirror", api.mirror),
        ("GET", "/api/host/askable", api.askable),
        ("GET", "/api/admin/status", api.status),
        ("GET", "/api/admin/shadow", api.shadow),
    ):
        app.router.add_route(method, path, api.door(call))


class Api:
    """Answers 401 without a good token, 403 to who is no person of ours or has not the role, 404, 400 and 503; each in a sentence."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._check = VisitorCheck(settings)

    def door(self, call: Call) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Let a person in to `call`, and turn what goes wrong into a status and a sentence."""

        async def enter(request: web.Request) -> web.StreamResponse:
            try:
                said = await self._called(call, request)
            except (NoToken, WrongToken) as refusal:
                return no(401, refusal.sentence, WWW_Authenticate="Bearer")
            except (ForeignTenant, NoUser, NotOfUs, NotYourRole) as refusal:
                log.info("Turned away: %s", refusal.reason)
                return no(403, refusal.sentence)
            except NobodyKnown as refusal:
                return no(404, refusal.sentence)
            except Refusal as refusal:
                return no(400, refusal.sentence)
            except Outage as outage:
                return no(503, outage.sentence, Retry_After=str(int(outage.after.total_seconds())))
            return said if isinstance(said, web.StreamResponse) else answer(said)

        return enter

    async def _called(self, call: Call, request: web.Request) -> Any:
        """Call once more when somebody else was quicker, e.g. her own second press: then the answer is about how things are now."""
        authorization = request.headers.get("Authorization", "")
        try:
            return await call(await self._check.visitor(authorization), request)
        except AlreadyMoved:
            return await call(await self._check.visitor(authorization), request)

    async def me(self, visitor: Person, _: web.Request) -> Any:
        return await own_page(visitor, clock.now())

    async def messages(self, visitor: Person, _: web.Request) -> Any:
        return {"messages": await messages_with_reasons(visitor.id, MESSAGES)}

    async def seen_by_others(self, visitor: Person, _: web.Request) -> Any:
        return await seen_by_others(visitor, clock.now())

    async def export(self, visitor: Person, request: web.Request) -> Any:
        export = await export_of(visitor.id)
        if request.query.get("as") == "html":
            return web.Response(text=export.as_html(), content_type="text/html", headers=HEADERS)
        return web.Response(text=export.as_json(), content_type="application/json", headers=HEADERS)

    async def wish(self, visitor: Person, request: web.Request) -> Any:
        return await take_wishes(visitor, await _sent(request), clock.now())

    async def colleague(self, visitor: Person, request: web.Request) -> Any:
        return await seen_of(await person(clean(request.match_info["id"])), viewer(visitor), clock.now())

    async def mirror(self, visitor: Person, _: web.Request) -> Any:
        _check_role(visitor.is_host, "hosts")
        return await mirror_of(visitor, clock.now())

    async def askable(self, visitor: Person, request: web.Request) -> Any:
        _check_role(visitor.is_host, "hosts")
        return await askable_by(visitor, clock.now(), request.query.get("story", ""))

    async def status(self, visitor: Person, _: web.Request) -> Any:
        _check_role(visitor.is_administrator, "administrators")
        return await status(clock.now(), is_shadow=self._settings.is_shadow)

    async def shadow(self, visitor: Person, _: web.Request) -> Any:
        _check_role(visitor.is_administrator, "administrators")
        return {"messages": await in_trial(await shadowed(), clock.now())}


def _check_role(has_it: bool, who: str) -> None:
    if not has_it:
        raise NotYourRole(f"This page is for {who} only.")


async def _body(request: web.Request) -> bytes:
    """All that was sent, in however many packets it came. Raises `NotReadable` when it is too much."""
    body = b""
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            raise NotReadable(UNREADABLE)
    return body


async def _sent(request: web.Request) -> dict[str, Any]:
    """The JSON object that was sent. Raises `NotReadable`."""
    try:
        sent = json.loads(await _body(request))
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise NotReadable(UNREADABLE)
    return sent
