"""The sandbox as one web application: Microsoft as the product sees it, and what only visitors see."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import web

from bot_service.sandbox import connector, control, graph_http, notices_control, sign_in_http, viewer_pages, visit_tab
from bot_service.sandbox.cast import Cast
from bot_service.sandbox.door import door
from bot_service.sandbox.graph import Graph
from bot_service.sandbox.habits import Habits
from bot_service.sandbox.world import World

#: Lets so many days (an hour is 1/24) go by for product and cast together; the simulation brings one.
Advance = Callable[[float], Awaitable[None]]

WORLD: web.AppKey[World] = web.AppKey("world", World)
CAST: web.AppKey[Cast] = web.AppKey("cast", Cast)


def create_microsoft(world: World, *, is_driven: bool = False) -> web.Application:
    """Make everything of Microsoft's and nothing of the sandbox's own: no cast, no controls. Enough to test a client.

    Change notifications are brought at once; where it `is_driven`, only when the driver says.
    """
    graph = Graph(world)
    app = web.Application(middlewares=[door(world, graph)], client_max_size=4 * 1024 * 1024)
    app[WORLD] = world
    graph_http.add_routes(app, world, graph)
    sign_in_http.add_routes(app, world)
    connector.add_routes(app, world)
    if not is_driven:
        app.cleanup_ctx.append(world.notices.bring_as_they_come)
    app.on_cleanup.append(world.notices.close)
    return app


def create_app(
    world: World,
    *,
    bot_url: str = "http://127.0.0.1:3978/api/messages",
    service_url: str = "http://127.0.0.1:3979/teams/",
    advance: Advance | None = None,
    habits: Habits | None = None,
    plays_along: bool = False,
) -> web.Application:
    """Make the whole sandbox: Microsoft, the cast, the controls and the viewer.

    The bot hears at `bot_url` and finds the connector at `service_url`. The cast has the `habits` of its seed unless given
    others. `plays_along`: it acts by itself whenever the clock moves; leave it off where a driver says when.
    """
    app = create_microsoft(world, is_driven=advance is not None)
    app[CAST] = cast = Cast(world, bot_url=bot_url, service_url=service_url, habits=habits)
    control.add_routes(app, world, cast, _by_days(advance), plays_along=plays_along)
    notices_control.add_routes(app, world)
    visit_tab.add_routes(app, world, bot_url)
    viewer_pages.add_routes(app)
    return app


def _by_days(advance: Advance | None) -> control.Advance | None:
    """A driver counts in days."""
    if advance is None:
        return None

    async def let_pass(span: timedelta) -> None:
        await advance(span / timedelta(days=1))

    return let_pass
