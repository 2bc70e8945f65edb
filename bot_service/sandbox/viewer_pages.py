"""The sandbox's face in a browser: the page of `viewer/`, built from `teams_app/viewer` and committed, so it needs no Node."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).with_name("viewer")

TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}

HEADERS = {
    # The pictures of cards may stand anywhere; everything else comes from here.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: https: http://127.0.0.1:*",
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
}


def add_routes(app: web.Application) -> None:
    """Serve the viewer at `/` and its other files beside it."""
    for file in sorted(FOLDER.iterdir()):
        app.router.add_get("/" if file.name == "index.html" else f"/{file.name}", _page(file))


def _page(file: Path) -> Callable[[web.Request], Awaitable[web.Response]]:
    body = file.read_bytes()

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=TYPES[file.suffix], charset="utf-8", headers=HEADERS)

    return answer
