"""The sandbox's own controls for change notifications: lose, double or mix them up, tell lifecycle events, forget delta tokens."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot_service.sandbox.notices import NoSuchDeed
from bot_service.sandbox.subscriptions import Subscription
from bot_service.sandbox.world import World

LIFECYCLE = ("reauthorizationRequired", "subscriptionRemoved", "missed")


def add_routes(app: web.Application, world: World) -> None:
    """Serve these controls under /sandbox."""
    control = NoticesControl(world)
    app.router.add_get("/sandbox/subscriptions", control.subscriptions)
    app.router.add_delete("/sandbox/subscriptions/{subscription}", control.remove)
    app.router.add_post("/sandbox/subscriptions/{subscription}/lifecycle", control.tell)
    app.router.add_post("/sandbox/notices", control.order)
    app.router.add_delete("/sandbox/delta-tokens", control.forget)


class NoticesControl:
    def __init__(self, world: World) -> None:
        self._world = world

    async def subscriptions(self, _: web.Request) -> web.Response:
        """Those that live, with the mailbox they follow."""
        living = self._world.subscriptions.living()
        return web.json_response(
            [{"id": each.id, "mailbox": each.owner.mail, "until": each.until.isoformat()} for each in living]
        )

    async def remove(self, request: web.Request) -> web.Response:
        """It vanishes without a word."""
        found = self._found(request)
        if found is None:
            return _refusal(404, "There is no such subscription.")
        self._world.subscriptions.remove(found.id)
        return web.json_response({"removed": found.id})

    async def tell(self, request: web.Request) -> web.Response:
        """A lifecycle event: {"event": "missed"}. `subscriptionRemoved` also removes it."""
        found = self._found(request)
        if found is None:
            return _refusal(404, "There is no such subscription.")
        event = (await _body(request)).get("event")
        if event not in LIFECYCLE:
            return _refusal(400, f"“event” must be one of {', '.join(LIFECYCLE)}.")
        if event == "subscriptionRemoved":
            self._world.subscriptions.remove(found.id, tell=True)
        else:
            self._world.subscriptions.tell(found, event)
        return web.json_response({"told": event})

    async def order(self, request: web.Request) -> web.Response:
        """What happens to the next notices: {"do": "lose", "times": 2}."""
        body = await _body(request)
        times = body.get("times", 1)
        if not isinstance(times, int) or times < 1:
            return _refusal(400, "“times” must be a number above none.")
        try:
            self._world.notices.order(str(body.get("do")), times)
        except NoSuchDeed as error:
            return _refusal(400, str(error))
        return web.json_response({"ordered": times}, status=201)

    async def forget(self, _: web.Request) -> web.Response:
        """All delta tokens given so far are answered 410 from now on."""
        self._world.forget_delta_tokens()
        return web.json_response({})

    def _found(self, request: web.Request) -> Subscription | None:
        return self._world.subscriptions.find(request.match_info["subscription"])


async def _body(request: web.Request) -> Mapping[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        body = None
    return body if isinstance(body, Mapping) else {}


def _refusal(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
