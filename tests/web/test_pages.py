"""The pages that a browser may ask for: nothing personal, and shown in frames of Microsoft's hosts only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot_service.settings import read_settings
from bot_service.web.routes import add_routes


@asynccontextmanager
async def served(*, ready: bool = True, organiser: str = "") -> AsyncIterator[ClientSession]:
    app = web.Application()
    settings = read_settings({"POTLUCK_MODE": "test", "POTLUCK_ORGANISER": organiser})
    add_routes(app, settings, ready=lambda: ready)
    async with TestServer(app) as server, ClientSession(server.make_url("/")) as session:
        yield session


async def test_the_tab_may_be_framed_by_microsofts_hosts_and_by_nobody_else() -> None:
    async with served() as browser, browser.get("/tab") as page:
        assert page.status == 200
        assert page.content_type == "text/html"
        assert "X-Frame-Options" not in page.headers
        ancestors = page.headers["Content-Security-Policy"].split("frame-ancestors ")[1].split()
        assert "https://teams.microsoft.com" in ancestors
        assert "https://*.cloud.microsoft" in ancestors
        assert "*" not in ancestors


async def test_everything_that_the_tab_needs_is_served_beside_it() -> None:
    async with served() as browser:
        html = await (await browser.get("/tab")).text()
        for path, kind in (("/tab/tab.js", "text/javascript"), ("/tab/tab.css", "text/css")):
            assert f'"{path}"' in html
            async with browser.get(path) as file:
                assert (file.status, file.content_type) == (200, kind)
        assert "//cdn" not in html


async def test_privacy_and_terms_are_readable_without_signing_in() -> None:
    async with served(organiser="potluck@contoso.example") as browser:
        privacy = await (await browser.get("/privacy")).text()
        assert "potluck@contoso.example" in privacy
        assert "silence means no" in privacy
        async with browser.get("/terms") as terms:
            assert terms.status == 200
            assert terms.content_type == "text/html"


async def test_what_the_administrator_set_cannot_write_into_the_page() -> None:
    async with served(organiser="<script>@contoso.example") as browser:
        assert "<script>" not in await (await browser.get("/privacy")).text()


@pytest.mark.parametrize(("ready", "status"), [(True, 200), (False, 503)])
async def test_readiness_waits_for_the_house_and_health_does_not(ready: bool, status: int) -> None:
    async with served(ready=ready) as browser:
        assert (await browser.get("/readyz")).status == status
        assert (await browser.get("/healthz")).status == 200
