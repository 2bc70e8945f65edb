"""A bot of a few lines for tests of the sandbox: it notes what it hears, checks who signed it, and does what a test tells it."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot_service.sandbox import control
from bot_service.sandbox.cast import Cast
from bot_service.sandbox.habits import Habits
from bot_service.sandbox.server import create_microsoft
from bot_service.sandbox.sign_in import CONNECTOR
from bot_service.sandbox.world import World

Json = dict[str, Any]


@dataclass
class SmallBot:
    """`answer` makes the body for an invoke; `statuses` are given out first, one per call, before it works again."""

    world: World
    answer: Callable[[Json], Json] = lambda _: toast("Noted.")
    heard: list[Json] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def messages(self, request: web.Request) -> web.Response:
        activity = await request.json()
        token = request.headers["Authorization"].removeprefix("Bearer ")
        claims = jwt.decode(
            token, self.world.sign_in.bot_key.private.public_key(), ["RS256"], audience=self.world.company.app_id
        )
        assert claims["serviceurl"] == activity["serviceUrl"]
        self.heard.append(activity)
        if self.statuses and (status := self.statuses.pop(0)) != 200:
            return web.Response(status=status)
        if activity["type"] == "invoke":
            return web.json_response(self.answer(activity))
        return web.Response(status=202)

    def invokes(self) -> list[Json]:
        return [activity for activity in self.heard if activity["type"] == "invoke"]

    def verbs(self) -> list[str]:
        return [activity["value"]["action"]["verb"] for activity in self.invokes()]


@dataclass
class Room:
    """A sandbox with its cast, and a small bot; `url` is the sandbox's, `teams` speaks to the connector as the bot."""

    world: World
    cast: Cast
    bot: SmallBot
    url: str
    http: aiohttp.ClientSession
    stop_bot: Callable[[], Any]

    async def teams(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> tuple[int, Any]:
        company = self.world.company
        form = {"grant_type": "client_credentials", "client_id": company.app_id, "client_secret": company.app_secret}
        granted = self.world.sign_in.token_for_app(company.tenant_id, {**form, "scope": f"{CONNECTOR}/.default"})
        headers = {"Authorization": f"Bearer {granted['access_token'] if token is None else token}"}
        async with self.http.request(method, f"{self.url}/teams/v3/{path}", json=body, headers=headers) as response:
            return response.status, await response.json()

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.http.request(method, f"{self.url}/sandbox/{path}", json=body) as response:
            return response.status, await response.json()

    async def chat(self, person: str) -> str:
        """Open her chat as a bot does; gives its id."""
        status, body = await self.teams("POST", "conversations", opening(self.world, person))
        assert status == 201, body
        return str(body["id"])

    async def send(self, person: str, card: Mapping[str, Any]) -> str:
        """A card lies in her chat; gives its id."""
        status, body = await self.teams("POST", f"conversations/{await self.chat(person)}/activities", message(card))
        assert status == 201, body
        return str(body["id"])

    async def let_pass(self, **span: float) -> None:
        """Time goes by from deed to deed, without pauses for a bot that would follow the clock."""
        clock, end = self.world.clock, self.world.clock.now + timedelta(**span)
        while clock.now < end:
            clock.move(min(max(self.cast.next_action_at() or end, clock.now), end))
            await self.cast.act()


@asynccontextmanager
async def open_room(*, seed: int = 7, people: int = 12, always_yes: bool = True) -> AsyncIterator[Room]:
    """The sandbox and the bot, each on a port of its own; the app is already installed everywhere."""
    world = World(seed=seed, people=people)
    bot = SmallBot(world)
    bot_app = web.Application()
    bot_app.router.add_post("/api/messages", bot.messages)
    async with TestServer(bot_app) as bot_server, aiohttp.ClientSession() as http:
        cast = Cast(
            world, bot_url=str(bot_server.make_url("/api/messages")), habits=Habits(seed, always_yes=always_yes)
        )
        app = create_microsoft(world)
        control.add_routes(app, world, cast)
        async with TestServer(app) as server:
            url = str(server.make_url("")).rstrip("/")
            cast.postbox.pauses = (0.0, 0.0, 0.0)
            cast.postbox.service_url = f"{url}/teams/"
            yield Room(world, cast, bot, url, http, bot_server.close)


def opening(world: World, person: str) -> Json:
    tenant = world.company.tenant_id
    return {"bot": {"id": world.teams.bot_id}, "members": [{"id": person}], "channelData": {"tenant": {"id": tenant}}}


def card(*elements: Json, buttons: Mapping[str, str] | None = None, **fields: Any) -> Json:
    """A sound card; `buttons` are verb → id."""
    actions = [
        {"type": "Action.Execute", "title": verb, "verb": verb, "data": {"id": about}}
        for verb, about in (buttons or {}).items()
    ]
    body = [{"type": "TextBlock", "text": "Hello"}, *elements]
    return {"type": "AdaptiveCard", "version": "1.5", "body": body, "actions": actions} | fields


def message(content: Mapping[str, Any]) -> Json:
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": content}],
    }


def toast(text: str) -> Json:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def replacing(content: Json) -> Json:
    return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": content}
