"""A receptionist for tests, and the bot that she sits behind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp.test_utils import TestClient

from bot_service import clock
from bot_service.bot.caller import Caller
from bot_service.bot.inbox import Inbox
from bot_service.bot.turns import Turns
from bot_service.database.row import due
from bot_service.teams.address import Address
from bot_service.teams.reply import Reply
from tests.bot.microsoft import LoopbackMicrosoft


@dataclass
class Desk:
    """A receptionist who writes down what she is told, and answers what the test wants."""

    heard: list[tuple[Any, ...]] = field(default_factory=list)
    on_press: Callable[[str], Reply] = lambda verb: Reply(text=f"You pressed {verb}.")
    on_word: Callable[[str], None] = lambda _text: None

    async def pressed(self, caller: Caller, verb: str, data: Mapping[str, Any]) -> Reply:
        self.heard.append(("pressed", caller, verb, dict(data)))
        return self.on_press(verb)

    async def said(self, caller: Caller, text: str, key: str) -> None:
        assert key
        self.heard.append(("said", caller, text))
        self.on_word(text)

    async def answer(self, caller: Caller, reply: Reply, key: str) -> None:
        self.heard.append(("answer", caller, reply, key))

    async def installed(self, caller: Caller) -> None:
        self.heard.append(("installed", caller))

    async def removed(self, caller: Caller) -> None:
        self.heard.append(("removed", caller))

    async def joined_channel(self, address: Address, team_name: str, channel_name: str) -> None:
        self.heard.append(("joined", address, team_name, channel_name))

    async def left_channel(self, address: Address) -> None:
        self.heard.append(("left", address))


@dataclass
class Bot:
    """The bot behind its door, with Microsoft on loopback."""

    microsoft: LoopbackMicrosoft
    desk: Desk
    client: TestClient
    turns: Turns

    async def tell(self, body: Any, token: str | None = "good") -> aiohttp.ClientResponse:
        """Post an activity, signed unless the test says otherwise."""
        headers = {}
        if token == "good":
            headers["Authorization"] = self.microsoft.sign(body["serviceUrl"])
        elif token is not None:
            headers["Authorization"] = token
        return await self.client.post("/api/messages", json=body, headers=headers)

    async def act(self) -> int:
        """Handle what is due in the inbox."""
        waiting = await due(Inbox, clock.now(), 100)
        for inbox_id, _ in waiting:
            await self.turns.handle(inbox_id)
        return len(waiting)
