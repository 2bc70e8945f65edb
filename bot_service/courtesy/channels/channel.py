"""The channels that the bot was added to."""

from tortoise import fields
from tortoise.expressions import Q

from bot_service import clock
from bot_service.database.row import Row, put, row_id
from bot_service.teams.address import Address


class Channel(Row):
    """A channel in which we may post."""

    team_name = fields.CharField(max_length=256, default="")
    name = fields.CharField(max_length=256, default="")
    added_at = fields.DatetimeField()
    service_url = fields.CharField(max_length=512)
    conversation_id = fields.CharField(max_length=512)
    tenant_id = fields.CharField(max_length=64)

    class Meta:
        table = "channel"

    @property
    def address(self) -> Address:
        return Address(self.service_url, self.conversation_id, self.tenant_id)


async def open_channel(address: Address, team_name: str, channel_name: str) -> None:
    """The bot was added to a team, or a channel got a new name."""
    channel_id = row_id("channel", address.conversation_id)
    await put(
        Channel(
            id=channel_id,
            added_at=clock.now(),
            service_url=address.service_url,
            conversation_id=address.conversation_id,
            tenant_id=address.tenant_id,
        )
    )
    await Channel.filter(id=channel_id).update(team_name=team_name, name=channel_name, service_url=address.service_url)


async def close_channel(address: Address) -> None:
    """The bot was removed; nothing is posted there any more."""
    await Channel.filter(conversation_id=address.conversation_id).delete()


async def chosen_channel(name: str) -> Channel | None:
    """The channel with this name or id; without a name the one that the bot was added to first."""
    channels = Channel.filter(Q(name=name) | Q(conversation_id=name)) if name else Channel.all()
    return await channels.order_by("added_at", "id").first()
