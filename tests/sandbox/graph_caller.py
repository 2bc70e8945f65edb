"""Calls the sandbox's Graph as plainly as can be, for tests that look at what it answers."""

from collections.abc import Mapping
from typing import Any

import aiohttp


class Caller:
    """Calls Graph; answers are (status, body)."""

    def __init__(self, session: aiohttp.ClientSession, address: str, token: str) -> None:
        self._session = session
        self._address = address
        self.token = token
        self.headers: Mapping[str, str] = {}

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        named = {name.replace("_", "-"): value for name, value in headers.items()} | {
            "Authorization": f"Bearer {self.token}"
        }
        url = path if path.startswith("http") else f"{self._address}/v1.0{path}"
        async with self._session.request(method, url, json=body, headers=named) as response:
            self.headers = response.headers
            content = await response.read()
            return response.status, await response.json() if content else None
