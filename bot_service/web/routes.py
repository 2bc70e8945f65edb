"""What may be asked of us over HTTP, beside the bot: pages for browsers, how we are, and what Microsoft Graph tells us."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot_service.settings import Settings
from bot_service.web import graph_notices
from bot_service.web.api import add_api
from bot_service.web.notices import privacy_page, terms_page
from bot_service.web.tab import tab_files

Handler = Callable[[web.Request], Awaitable[web.Response]]


def add_routes(app: web.Application, settings: Settings, *, ready: Callable[[], bool]) -> None:
    """Add the pages. `ready` says whether the house can do its work (database open, models warm): /readyz asks it.

    /healthz only says that the process answers.
    """
    for path, page in tab_files():
        app.router.add_get(path, _always(page))
    app.router.add_get("/privacy", _always(privacy_page(settings.company.organiser)))
    app.router.add_get("/terms", _always(terms_page()))
    for path in graph_notices.PATHS:
        app.router.add_post(path, graph_notices.receive)
    add_api(app, settings)
    app.router.add_get("/healthz", _health)
    app.router.add_get("/readyz", _readiness(ready))


def _always(page: Callable[[], web.Response]) -> Handler:
    async def answer(_: web.Request) -> web.Response:
        return page()

    return answer


async def _health(_: web.Request) -> web.Response:
    return web.json_response({"status": "alive"})


def _readiness(ready: Callable[[], bool]) -> Handler:
    async def answer(_: web.Request) -> web.Response:
        if ready():
            return web.json_response({"status": "ready"})
        return web.json_response({"status": "starting"}, status=503, headers={"Retry-After": "2"})

    return answer
