"""Graph over HTTP: who is asking, what is asked, and the answer with the headers that Graph sends along."""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot_service.sandbox.graph import Graph
from bot_service.sandbox.graph_subscriptions import confirm
from bot_service.sandbox.odata import Answer, Call, Refused
from bot_service.sandbox.sign_in import GRAPH
from bot_service.sandbox.world import World


def add_routes(app: web.Application, world: World, graph: Graph) -> None:
    """Serve Graph under /v1.0."""
    app.router.add_route("*", "/v1.0/{path:.*}", _handler(world, graph))


def as_response(answer: Answer) -> web.Response:
    """The HTTP answer."""
    if answer.body is None:
        return web.Response(status=answer.status, headers=answer.headers)
    headers = {
        **answer.headers,
        "Content-Type": "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
        "OData-Version": "4.0",
    }
    return web.Response(
        status=answer.status, body=json.dumps(answer.body, ensure_ascii=False).encode(), headers=headers
    )


def _handler(world: World, graph: Graph) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        client_request_id = request.headers.get("client-request-id", "")
        try:
            call = await _read(request, world)
            answer = graph.answer(call)
            if (call.method, call.path, answer.status) == ("POST", "/subscriptions", 201):
                await confirm(world, answer)
        except Refused as refused:
            answer = graph.refuse(refused, client_request_id)
        response = as_response(answer)
        response.headers["client-request-id"] = client_request_id
        return response

    return handle


async def _read(request: web.Request, world: World) -> Call:
    """Raises `Refused`: 401 without a good token, 400 for a body that is no JSON."""
    authorization = request.headers.get("Authorization", "")
    grant = world.sign_in.grant(authorization, GRAPH)
    if grant is None:
        sentence = "Access token validation failure. Invalid token." if authorization else "Access token is empty."
        raise Refused(401, "InvalidAuthenticationToken", sentence)
    content = await request.read()
    try:
        body = json.loads(content) if content.strip() else None
    except ValueError as trouble:
        sentence = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
        raise Refused(400, "BadRequest", sentence) from trouble
    headers = {name.lower(): ", ".join(request.headers.getall(name)) for name in request.headers}
    base = f"{request.scheme}://{request.host}/v1.0"
    return Call(request.method, "/" + request.match_info["path"], dict(request.query), headers, body, base, grant)
