"""Brings activities to the bot as Teams does: signed, answered within 15 seconds, and again when the bot fails."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot_service.sandbox.world import World

ANSWER_WITHIN = 15.0  # seconds of real time, then Teams gives up and sends again
PAUSES = (0.2, 0.5, 1.0)  # seconds of real time between tries


class BotUnreachable(Exception):  # noqa: N818 - what is wrong, in plain words
    """The bot is away, slow or failing: keep the activity and bring it later."""


@dataclass(frozen=True)
class Delivered:
    """The bot's HTTP answer; `body` is {} where it had none."""

    status: int
    body: Mapping[str, Any]


class Postbox:
    """The way from Teams to `bot_url`. `service_url` is where the bot finds the connector."""

    def __init__(self, world: World, bot_url: str, service_url: str) -> None:
        self._world = world
        self.bot_url = bot_url
        self.service_url = service_url
        self.pauses: tuple[float, ...] = PAUSES
        self._session: aiohttp.ClientSession | None = None

    async def bring(self, activity: Mapping[str, Any]) -> Delivered:
        """Deliver, with the same activity id at each try. Raises BotUnreachable after some tries."""
        for pause in (*self.pauses, None):
            try:
                answer = await self._post(activity)
                if answer.status < 500:
                    return answer
                trouble = f"The bot answered {answer.status}."
            except (aiohttp.ClientError, TimeoutError) as error:
                trouble = f"The bot did not answer ({type(error).__name__})."
            if pause is not None:
                await asyncio.sleep(pause)
        raise BotUnreachable(trouble)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, activity: Mapping[str, Any]) -> Delivered:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN))
        token = self._world.sign_in.sign_activity(self.service_url)
        headers = {"Authorization": f"Bearer {token}"}
        async with self._session.post(self.bot_url, json=activity, headers=headers) as response:
            is_json = response.content_type == "application/json"
            body = await response.json() if is_json and await response.read() else {}
            return Delivered(response.status, body if isinstance(body, Mapping) else {})
