"""Somebody who subscribed: answers validations as one should, and remembers what it was told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class Ears:
    """Hears at `url`/notices and `url`/lifecycle. `answers` is the status for notices; `says` what is answered to a token."""

    url: str = ""
    answers: int = 202
    says: str | None = None
    asked: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)

    @property
    def heard(self) -> list[Any]:
        """All entries, in the order in which they came."""
        return [entry for body in self.bodies for entry in body["value"]]

    @property
    def changes(self) -> list[str]:
        return [entry["changeType"] for entry in self.heard if "changeType" in entry]

    async def hear(self, request: web.Request) -> web.Response:
        token = request.query.get("validationToken")
        if token is not None:
            self.asked.append(request.path)
            return web.Response(text=token if self.says is None else self.says)
        if self.answers < 300:
            self.bodies.append(await request.json())
        return web.Response(status=self.answers)


@asynccontextmanager
async def ears() -> AsyncIterator[Ears]:
    own = Ears()
    app = web.Application()
    app.router.add_post("/{way:.*}", own.hear)
    async with TestServer(app, host="127.0.0.1") as server:
        own.url = str(server.make_url("")).rstrip("/")
        yield own
