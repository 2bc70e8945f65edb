"""Acts on what Teams told us: reads one stored activity and calls the product. One method of the receptionist per thing that happens."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botbuilder.schema import Activity

from bot_service import discreet
from bot_service.bot.activity import address_of, caller_of, channel_data, is_personal, names_bot, part, text_of
from bot_service.bot.inbox import Inbox
from bot_service.bot.receptionist import Receptionist
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.teams.address import Address
from bot_service.teams.channels import GENERAL, Channel, Channels
from bot_service.teams.reply import Reply

log = logging.getLogger(__name__)

JOINED = {"channelCreated", "channelRestored", "channelRenamed", "channelShared"}
LEFT = {"channelDeleted", "channelUnshared"}
TEAM_BACK = {"teamRenamed", "teamRestored", "teamUnarchived"}
TEAM_GONE = {"teamDeleted", "teamArchived", "teamHardDeleted"}


@dataclass(frozen=True)
class Turns:
    """The step (inbox, received)."""

    receptionist: Receptionist
    channels: Channels

    async def handle(self, inbox_id: str) -> None:
        """Act on one activity and mark it handled, together. Raises `Outage` when Teams must be asked and does not answer."""
        kept = await Inbox.get(id=inbox_id)
        if kept.state != "received":
            return
        activity = kept.activity
        team = await self._channels_of(activity) if _changes_team(activity) else []
        try:
            reply = await self._pressed_before(activity)
            async with transaction():
                await self._act(activity, team, reply, kept.id)
                await move(kept, "handled", body="")
        except Refusal as no:
            log.info("refused: %s", no.reason)
            async with transaction():
                await self._tell(activity, Reply(text=no.sentence), kept.id)
                await move(kept, "handled", body="")

    async def _pressed_before(self, activity: Activity) -> Reply | None:
        """A button pressed in an old client comes as a message; it is the same press, and brings its own transaction."""
        caller = caller_of(activity)
        if activity.type != "message" or caller is None or not _verb(activity):
            return None
        return await self.receptionist.pressed(caller, _verb(activity), dict(activity.value))

    async def _act(self, activity: Activity, team: list[Channel], reply: Reply | None, key: str) -> None:
        if activity.type == "message":
            await self._hear(activity, reply, key)
        elif activity.type in {"installationUpdate", "conversationUpdate"}:
            if is_personal(activity):
                await self._settle_in(activity)
            else:
                await self._note_team(activity, team)

    async def _hear(self, activity: Activity, reply: Reply | None, key: str) -> None:
        caller = caller_of(activity)
        if reply is not None:
            await self._tell(activity, reply, key)
        elif caller is not None and text_of(activity):
            await self.receptionist.said(caller, text_of(activity), key)

    async def _tell(self, activity: Activity, reply: Reply, key: str) -> None:
        caller = caller_of(activity)
        if caller is not None and (reply.text or reply.card):
            await self.receptionist.answer(caller, reply, key)

    async def _settle_in(self, activity: Activity) -> None:
        caller = caller_of(activity)
        if caller is None:
            return
        if _comes(activity):
            await self.receptionist.installed(caller)
        elif _goes(activity):
            await self.receptionist.removed(caller)

    async def _note_team(self, activity: Activity, team: list[Channel]) -> None:
        """The first channel told is the one that was chosen when Potluck was added, then the others."""
        said = channel_data(activity)
        event, channel = said.get("eventType"), part(said, "channel")
        if _goes(activity) or event in TEAM_GONE:
            await self.receptionist.left_channel(_team_address(activity))
        elif event in LEFT:
            await self.receptionist.left_channel(address_of(activity, str(channel.get("id") or "")))
        elif event in JOINED and channel.get("id"):
            await self._joined(activity, Channel(str(channel["id"]), channel.get("name") or GENERAL))
        for found in team:
            await self._joined(activity, found)

    async def _joined(self, activity: Activity, channel: Channel) -> None:
        team_name = str(part(channel_data(activity), "team").get("name") or "")
        await self.receptionist.joined_channel(address_of(activity, channel.id), team_name, channel.name)

    async def _channels_of(self, activity: Activity) -> list[Channel]:
        """All channels of the team, the chosen one first; only General when Teams doesn't show us the others."""
        said = channel_data(activity)
        team_id = _team_address(activity).conversation_id
        chosen = part(part(said, "settings"), "selectedChannel").get("id") or team_id
        try:
            found = await self.channels.of_team(str(activity.service_url), team_id)
        except Refusal as no:
            log.warning("The channels of a team can't be read: %s", discreet.trouble(no))
            found = [Channel(team_id, GENERAL)]
        return sorted(found, key=lambda channel: channel.id != chosen)


def _comes(activity: Activity) -> bool:
    """Whether Potluck was added here: as an installation, an update of one, or as a new member."""
    if activity.type == "installationUpdate":
        return str(activity.action or "").startswith("add")
    return names_bot(activity, activity.members_added)


def _goes(activity: Activity) -> bool:
    """Whether Potluck was taken away. An update of the app removes and adds it again: that is no farewell."""
    if activity.type == "installationUpdate":
        return str(activity.action or "") == "remove"
    return names_bot(activity, activity.members_removed)


def _changes_team(activity: Activity) -> bool:
    """Whether all the channels of a team must be read."""
    if activity.type not in {"installationUpdate", "conversationUpdate"} or is_personal(activity):
        return False
    said = channel_data(activity)
    is_team = bool(part(said, "team").get("id"))
    return is_team and (_comes(activity) or said.get("eventType") in TEAM_BACK)


def _team_address(activity: Activity) -> Address:
    """A team goes by the id of its General channel."""
    return address_of(activity, str(part(channel_data(activity), "team").get("id") or ""))


def _verb(activity: Activity) -> str:
    value: Any = activity.value
    verb = value.get("verb") if isinstance(value, Mapping) else None
    return verb if isinstance(verb, str) else ""
