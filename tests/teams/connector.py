"""A connector that writes down what it is asked and answers what the test wants; for what Teams really does there is the sandbox."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot_service.settings import Microsoft
from bot_service.teams.address import Address


@dataclass
class Connector:
    port: int = 0
    status: int = 201
    body: Any = field(default_factory=lambda: {"id": "activity-1"})
    headers: dict[str, str] = field(default_factory=dict)
    takes: float = 0.0
    hangs_up: bool = False
    asked: list[tuple[str, str, Any, str]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    @property
    def service_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/teams/"

    def settings(self, *hosts: str) -> Microsoft:
        return Microsoft(tenant_id="contoso", app_id="app", app_secret="secret", service_hosts=hosts or ("127.0.0.1",))

    def chat(self, conversation_id: str = "a:chat of Aisha") -> Address:
        return Address(self.service_url, conversation_id, "contoso")

    async def token(self, scope: str) -> str:
        self.tokens.append(scope)
        return "the-bots-token"

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        self.asked.append((request.method, request.raw_path, body, request.headers.get("Authorization", "")))
        await asyncio.sleep(self.takes)
        if self.hangs_up:
            assert request.transport is not None
            request.transport.close()
        if isinstance(self.body, str):
            return web.Response(text=self.body, status=self.status, headers=self.headers)
        return web.json_response(self.body, status=self.status, headers=self.headers)
