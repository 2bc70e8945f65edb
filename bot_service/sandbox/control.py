"""The sandbox's own controls under /sandbox: its clock, its cast, trouble on request, and the way to let days go by."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot_service.sandbox import visit
from bot_service.sandbox.cast import Cast
from bot_service.sandbox.clock import ClockRunsBackwards
from bot_service.sandbox.faults import NoSuchFault
from bot_service.sandbox.world import World

#: Lets so much time go by for product and cast together; the simulation brings one.
Advance = Callable[[timedelta], Awaitable[None]]

_LONGEST_POLL = timedelta(seconds=20)  # real time
_STEP = timedelta(hours=1)  # sandbox time
_BREATH = 0.05  # seconds of real time in which a bot that follows the clock may act


def add_routes(
    app: web.Application, world: World, cast: Cast, advance: Advance | None = None, *, plays_along: bool = False
) -> None:
    """Serve the controls and, with `visit`, what can be seen and done.

    `plays_along`: the cast acts by itself whenever the clock moves; leave it off where a driver says when.
    """
    control = Control(world, cast, advance)
    for method, path, handler in (
        ("GET", "account", control.account),
        ("GET", "clock", control.read_clock),
        ("POST", "clock", control.move_clock),
        ("GET", "cast/next", control.next_action),
        ("POST", "cast/act", control.act),
        ("POST", "cast/played", control.set_played),
        ("GET", "cast/trouble", control.trouble),
        ("GET", "requests", control.requests),
        ("POST", "faults", control.order_fault),
        ("DELETE", "faults", control.clear_faults),
        ("POST", "advance", control.advance),
    ):
        app.router.add_route(method, f"/sandbox/{path}", handler)
    visit.add_routes(app, world, cast)
    if plays_along:
        app.cleanup_ctx.append(control.play_along)
    app.on_cleanup.append(control.close)


class Control:
    def __init__(self, world: World, cast: Cast, advance: Advance | None) -> None:
        self._world = world
        self._cast = cast
        self._advance = advance or self._let_time_pass
        self._advancing = asyncio.Lock()

    async def account(self, request: web.Request) -> web.Response:
        """All that a service needs to work with this sandbox; addresses as the caller reached it."""
        company, here = self._world.company, f"{request.scheme}://{request.host}"
        return web.json_response(
            {
                "tenantId": company.tenant_id,
                "appId": company.app_id,
                "appSecret": company.app_secret,
                "botId": self._world.teams.bot_id,
                "graphUrl": f"{here}/v1.0",
                "loginUrl": f"{here}/login",
                "botLoginUrl": f"{here}/botframework",
                "serviceUrl": f"{here}/teams/",
                "serviceHost": request.url.host,
                "organiser": company.organiser.mail,
                "organisers": [mailbox.mail for mailbox in company.organisers],
                "hosts": [host.principal_name for host in company.hosts],
                "channel": company.channel_id,
            }
        )

    async def read_clock(self, request: web.Request) -> web.Response:
        """The time and how often it was moved; with `after` it waits up to 20 s for the next move after that one."""
        after = request.query.get("after", "")
        if after.lstrip("-").isdecimal():
            await self._world.clock.wait_for_move(int(after), at_most=_LONGEST_POLL)
        return self._time()

    async def move_clock(self, request: web.Request) -> web.Response:
        """Move the clock to `to` (with a zone); 409 when that has passed."""
        to = _moment((await read_json(request)).get("to"))
        if to is None:
            return refusal(400, "“to” must be a time with its zone, such as 2026-01-05T09:00:00Z.")
        try:
            self._world.clock.move(to)
        except ClockRunsBackwards as error:
            return refusal(409, str(error))
        return self._time()

    async def next_action(self, _: web.Request) -> web.Response:
        """When anybody acts next; a notice of Microsoft that is on its way is an act, too."""
        moments = [at for at in (self._cast.next_action_at(), self._world.notices.next_at) if at]
        at = min(moments, default=None)
        return web.json_response({"at": _exact(at) if at else None})

    async def act(self, _: web.Request) -> web.Response:
        """Let everybody act, and bring what Microsoft has to tell about it before the answer: so runs repeat."""
        acted = await self._cast.act()
        return web.json_response({"acted": acted + await self._world.notices.bring()})

    async def set_played(self, request: web.Request) -> web.Response:
        body = await read_json(request)
        try:
            self._cast.play(str(body.get("person", "")), bool(body.get("played", True)))
        except LookupError as error:
            return refusal(404, str(error.args[0]))
        return web.json_response({"played": sorted(self._cast.played)})

    async def trouble(self, _: web.Request) -> web.Response:
        """What the bot sent that Teams would not have shown, and what it refused to hear."""
        return web.json_response({"trouble": self._cast.trouble})

    async def requests(self, _: web.Request) -> web.Response:
        counted = self._world.requests
        return web.json_response({"graph": counted.graph, "teams": counted.teams, "refused": dict(counted.refused)})

    async def order_fault(self, request: web.Request) -> web.Response:
        try:
            self._world.faults.order(await read_json(request))
        except NoSuchFault as error:
            return refusal(400, str(error))
        return web.json_response({"pending": len(self._world.faults.pending)}, status=201)

    async def clear_faults(self, _: web.Request) -> web.Response:
        self._world.faults.clear()
        return web.json_response({"pending": 0})

    async def advance(self, request: web.Request) -> web.Response:
        """Let `days` and `hours` go by; two calls at once follow one another."""
        body = await read_json(request)
        try:
            span = timedelta(days=float(body.get("days", 0)), hours=float(body.get("hours", 0)))
        except (TypeError, ValueError, OverflowError):
            span = timedelta()
        if not timedelta() < span <= timedelta(weeks=60):
            return refusal(400, "Say how many “days” or “hours”, more than none and at most a year.")
        async with self._advancing:
            await self._advance(span)
        return self._time()

    async def play_along(self, _: web.Application) -> AsyncIterator[None]:
        """The cast acts at the start and whenever the clock has moved, until the sandbox closes."""
        playing = asyncio.create_task(self._follow_clock())
        yield
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)

    async def close(self, _: web.Application) -> None:
        await self._cast.close()

    async def _follow_clock(self) -> None:
        while True:
            version = self._world.clock.version
            await self._cast.act()
            await self._world.clock.wait_for_move(version)

    async def _let_time_pass(self, span: timedelta) -> None:
        """Without a driver: from deed to deed, at most an hour at a time, so that a bot that follows the clock keeps up."""
        end = self._world.clock.now + span
        while (now := self._world.clock.now) < end:
            due = self._cast.next_action_at() or end
            self._world.clock.move(min(max(due, now + timedelta(seconds=1)), now + _STEP, end))
            await self._cast.act()
            await asyncio.sleep(_BREATH)

    def _time(self) -> web.Response:
        return web.json_response({"now": _exact(self._world.clock.now), "version": self._world.clock.version})


async def read_json(request: web.Request) -> Mapping[str, Any]:
    """The body of a request; {} when it is no JSON object."""
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return body if isinstance(body, Mapping) else {}


def refusal(status: int, sentence: str) -> web.Response:
    """A no, with its reason in a sentence."""
    return web.json_response({"error": sentence}, status=status)


def _exact(moment: datetime) -> str:
    """To the microsecond: who follows the clock must see the very moment it was moved to."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
