"""The sandbox as one web application: Graph, sign-in, the Bot connector, and its own controls."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot_service.sandbox import connector, graph_http, sign_in_http
from bot_service.sandbox.door import door
from bot_service.sandbox.graph import Graph
from bot_service.sandbox.world import World

#: Drives time on by so many days; the simulation brings one.
Advance = Callable[[int], Awaitable[None]]

WORLD: web.AppKey[World] = web.AppKey("world", World)


def create_microsoft(world: World) -> web.Application:
    """Everything of Microsoft's and nothing of the sandbox's own: no cast, no controls. Enough to test a client."""
    graph = Graph(world)
    app = web.Application(middlewares=[door(world, graph)], client_max_size=4 * 1024 * 1024)
    app[WORLD] = world
    graph_http.add_routes(app, world, graph)
    sign_in_http.add_routes(app, world)
    connector.add_routes(app, world)
    return app
