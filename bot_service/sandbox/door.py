"""What every request meets first: it is counted, may be one too many, and trouble that was ordered happens to it.

The sandbox's own pages under /sandbox and / are neither counted nor troubled.
"""

import re
from contextlib import nullcontext

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot_service.sandbox.faults import Fault
from bot_service.sandbox.graph import Graph, ordered_refusal
from bot_service.sandbox.graph_http import as_response
from bot_service.sandbox.odata import Refused
from bot_service.sandbox.world import World

_MAILBOX = re.compile(r"^/v1\.0/users/([^/]+)/(?:events|calendar|mailboxSettings)")

#: What is Microsoft's, by the start of the path.
_GRAPH, _TEAMS, _LOGIN = "/v1.0/", "/teams/", ("/login/", "/botframework/")


def door(world: World, graph: Graph) -> Middleware:
    """Make the middleware that stands before everything."""

    async def answered(request: web.Request, handler: Handler) -> web.StreamResponse:
        named = _MAILBOX.match(request.path)
        owner = world.company.find(named[1]) if named else None
        with world.limits.opened(owner.id) if owner else nullcontext():
            fault = world.faults.take(request.method, request.path_qs)
            return await (handler(request) if fault is None else _troubled(fault, request, handler, world, graph))

    @web.middleware
    async def pass_through(request: web.Request, handler: Handler) -> web.StreamResponse:
        surface = _surface(request.path)
        if not surface:
            return await handler(request)
        world.requests.graph += surface == "graph"
        world.requests.teams += surface == "teams"
        try:
            response = await answered(request, handler)
        except Refused as refused:
            response = as_response(graph.refuse(refused, request.headers.get("client-request-id", "")))
        if response.status >= 400:
            world.requests.refused[f"{surface} {response.status}"] += 1
        return response

    return pass_through


async def _troubled(
    fault: Fault, request: web.Request, handler: Handler, world: World, graph: Graph
) -> web.StreamResponse:
    if fault.do == "status":
        return as_response(graph.refuse(ordered_refusal(fault), request.headers.get("client-request-id", "")))
    if fault.do == "delay":
        await world.faults.wait(fault)
        return await handler(request) if request.transport is not None else _cut(request)
    if fault.do == "late_reply":
        response = await handler(request)
        await world.faults.wait(fault)
        return response
    if fault.do == "lose_reply":
        await handler(request)
    return _cut(request)


def _cut(request: web.Request) -> web.Response:
    """Close the connection; what is returned can't be written any more."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _surface(path: str) -> str:
    if path.startswith(_GRAPH):
        return "graph"
    if path.startswith(_TEAMS):
        return "teams"
    return "sign-in" if path.startswith(_LOGIN) else ""
