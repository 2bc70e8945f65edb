"""The personal tab: a page built from `teams_app/tab` and committed, shown in a frame of Teams, Outlook and Microsoft 365."""

from collections.abc import Callable, Iterator
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).with_name("pages") / "tab"

TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript"}

#: Who may show us in a frame (learn.microsoft.com, "Tab requirements"). X-Frame-Options would forbid all of them.
FRAME_ANCESTORS = (
    "'self'",
    "https://*.cloud.microsoft",
    "https://teams.microsoft.com",
    "https://*.teams.microsoft.com",
    "https://*.microsoft365.com",
    "https://*.office.com",
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "https://outlook-sdf.office.com",
    "https://outlook-sdf.office365.com",
)

HEADERS = {
    # Fluent UI writes its styles into the page; scripts come from here only.
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            f"frame-ancestors {' '.join(FRAME_ANCESTORS)}",
        )
    ),
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def tab_files() -> Iterator[tuple[str, Callable[[], web.Response]]]:
    """Give path and answer of each file: /tab, and its script and styles below /tab/."""
    for file in sorted(FOLDER.iterdir()):
        yield "/tab" if file.name == "index.html" else f"/tab/{file.name}", _answer(file)


def _answer(file: Path) -> Callable[[], web.Response]:
    body = file.read_bytes()

    def answer() -> web.Response:
        return web.Response(body=body, content_type=TYPES[file.suffix], charset="utf-8", headers=HEADERS)

    return answer
