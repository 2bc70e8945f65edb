"""What the product answers to the world of Teams. The entrance translates and calls; the product decides."""

from collections.abc import Mapping
from typing import Any, Protocol

from bot_service.bot.caller import Caller
from bot_service.teams.address import Address
from bot_service.teams.reply import Reply


class Receptionist(Protocol):
    """The product at the front desk.

    Teams delivers the same thing twice now and then, so every method may be called again with the same words. All but `pressed` run
    inside a transaction and call nobody outside. A `Refusal` is told to the person; any other error is a fault.
    """

    async def pressed(self, caller: Caller, verb: str, data: Mapping[str, Any]) -> Reply:
        """She pressed a button; `data` holds its ids and the card's inputs, none of it to be trusted. Answer within seconds."""
        ...

    async def said(self, caller: Caller, text: str, key: str) -> None:
        """She wrote to the bot; mentions of the bot are removed from `text`. `key` names this message: answer it once."""
        ...

    async def answer(self, caller: Caller, reply: Reply, key: str) -> None:
        """Write `reply` into her chat, once per `key`: for presses of old clients, which come as messages, and for refused words."""
        ...

    async def installed(self, caller: Caller) -> None:
        """She (or her administrator for her) added Potluck to her own chats."""
        ...

    async def removed(self, caller: Caller) -> None:
        """She took Potluck away; nothing can be sent to her any more."""
        ...

    async def joined_channel(self, address: Address, team_name: str, channel_name: str) -> None:
        """Potluck may post in this channel. Called again when the channel or the team gets a new name."""
        ...

    async def left_channel(self, address: Address) -> None:
        """Potluck may not post there any more; for a whole team `address` is its General channel."""
        ...
