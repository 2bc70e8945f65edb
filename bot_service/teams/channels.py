"""The channels of a team, by name: the only thing that we ask Teams about."""

from dataclasses import dataclass
from urllib.parse import quote

from bot_service.settings import Microsoft
from bot_service.teams.wire import Token, Wire

GENERAL = "General"  # Teams gives the first channel no name; every team has one


@dataclass(frozen=True)
class Channel:
    """One channel: its conversation id, and its name as people see it."""

    id: str
    name: str


class Channels:
    """Reads the list of channels of teams that Potluck was added to."""

    def __init__(self, microsoft: Microsoft, token: Token) -> None:
        self._wire = Wire(microsoft, token)

    async def of_team(self, service_url: str, team_id: str) -> list[Channel]:
        """All channels of the team that its members may see. Raises `Unreachable` when Potluck isn't in it, `Outage`."""
        answer = await self._wire.read(service_url, f"/v3/teams/{quote(team_id, safe='')}/conversations")
        listed = answer["conversations"]
        return [Channel(id=str(channel["id"]), name=channel.get("name") or GENERAL) for channel in listed]

    async def close(self) -> None:
        """Give the connections back."""
        await self._wire.close()
