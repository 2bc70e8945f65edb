"""Colleagues in the hands of a test: they read their chats, press buttons and write, all over HTTP as a visitor of the demo would."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot_service.simulation.seen import Colleague, Event
from bot_service.simulation.stage import Run, Stage, stage


@dataclass(frozen=True)
class Company:
    """A small company in which nobody acts by herself."""

    stage: Stage
    http: aiohttp.ClientSession

    async def everybody(self) -> dict[str, "Player"]:
        """First name → who can be played."""
        return {one.name.split()[0]: Player(self, one) for one in await self.stage.sandbox.people()}

    async def wait_until(self, moment: datetime) -> None:
        """Let time pass; whatever is due meanwhile is done."""
        await self.stage.driver.run_to(moment)

    async def settle(self) -> None:
        """Let Potluck finish what is due now."""
        await self.stage.driver.advance(0)

    async def channel(self) -> str:
        """Everything that can be read in the channels: for each post its words, and whose faces stand on it."""
        posts = [turn for turn in await self.stage.sandbox.turns() if turn.kind == "channel" and turn.by_bot]
        faces = re.compile(r'"displayName": "([^"]+)"')
        return "\n".join(
            "\n".join([turn.words(), *faces.findall(json.dumps(turn.cards, ensure_ascii=False, default=dict))])
            for turn in posts
        )

    async def get(self, path: str) -> Any:
        async with self.http.get(path) as answer:
            return await answer.json()

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        async with self.http.post(path, json=body) as answer:
            return await answer.json()


@dataclass(frozen=True)
class Player:
    """One colleague."""

    company: Company
    who: Colleague

    async def messages(self) -> list[dict[str, Any]]:
        """Her chat as she sees it now, the latest message first."""
        chats = await self.company.get("/sandbox/conversations")
        chat = next(each for each in chats if each["kind"] == "personal" and self.who.id in each["members"])
        found: list[dict[str, Any]] = await self.company.get(
            f"/sandbox/conversations/{chat['id']}/messages?person={self.who.id}"
        )
        return found[::-1]

    async def reads(self) -> str:
        """Everything in her chat, as text."""
        return json.dumps(await self.messages(), ensure_ascii=False)

    async def has_button(self, verb: str) -> bool:
        return any(verb in json.dumps(message["attachments"]) for message in await self.messages())

    async def presses(self, verb: str, **inputs: str) -> dict[str, Any]:
        """Press this button on the latest card that has it; afterwards Potluck has done what follows. Returns the answer to the press."""
        found = [each for each in await self.messages() if f'"{verb}"' in json.dumps(each["attachments"])]
        assert found, f"{self.who.name} sees no button {verb}; her latest card: {(await self.messages())[0]}"
        answer = await self.sends(verb, found[0], inputs=inputs)
        await self.company.settle()
        return answer

    async def sends(self, verb: str, message: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Send a press from this message, whether its card has such a button or not."""
        body = {"activityId": message.get("replacesId") or message["id"], "verb": verb, **more}
        answer: dict[str, Any] = await self.company.post(f"/sandbox/people/{self.who.id}/press", body)
        return answer

    async def says(self, text: str) -> None:
        await self.company.post(f"/sandbox/people/{self.who.id}/say", {"text": text})
        await self.company.settle()

    async def lunches(self) -> list[Event]:
        """What Potluck put into her calendar."""
        calendar = await self.company.stage.sandbox.calendar(self.who.principal_name)
        return [event for event in calendar.events if event.is_ours]


@asynccontextmanager
async def company(folder: Path, people: int, *, joined: bool = True) -> AsyncIterator[Company]:
    """Open a company that has just installed Potluck; everybody has joined, or nobody has answered yet."""
    async with stage(Run(people=people, seed=7, weeks=10), folder) as opened, aiohttp.ClientSession(opened.url) as http:
        here = Company(opened, http)
        players = (await here.everybody()).values()
        for one in players:
            await here.post("/sandbox/cast/played", {"person": one.who.id, "played": True})
        await here.settle()
        for one in players if joined else ():
            await one.presses("welcome.join")
        yield here
