"""The bot's personal tab, opened by a visitor for somebody she plays: with a token as Teams would hand it to the page.

In Teams the page asks its host for the token (teams-js, getAuthToken). A browser outside of Teams has no host, so the token
comes along behind the # of the address, which is sent to no server.
"""

from urllib.parse import urlsplit

from aiohttp import web

from bot_service.sandbox.account import Account
from bot_service.sandbox.world import World


def add_routes(app: web.Application, world: World, bot_url: str) -> None:
    """Serve GET /sandbox/people/{person}/tab, which leads to the page, and POST …/token, the token alone."""
    bot = urlsplit(bot_url)
    page = f"{bot.scheme}://{bot.netloc}/tab"

    def person_in(request: web.Request) -> Account:
        found = world.company.find(request.match_info["person"])
        if found is None:
            raise web.HTTPNotFound(text=f"Nobody here is called {request.match_info['person']}.")
        return found

    async def lead(request: web.Request) -> web.Response:
        token = world.sign_in.token_for_tab(person_in(request))
        return web.Response(status=302, headers={"Location": f"{page}#token={token}", "Cache-Control": "no-store"})

    async def hand_out(request: web.Request) -> web.Response:
        token = world.sign_in.token_for_tab(person_in(request))
        return web.json_response({"token": token}, headers={"Cache-Control": "no-store"})

    app.router.add_get("/sandbox/people/{person}/tab", lead)
    app.router.add_post("/sandbox/people/{person}/token", hand_out)
