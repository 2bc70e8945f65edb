"""The product at the front desk of the bot: checks who is there, calls one feature, and renders what is now stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot_service.bot.caller import Caller
from bot_service.bot.commands import obey
from bot_service.bot.verbs import VERBS
from bot_service.courtesy.channels.channel import close_channel, open_channel
from bot_service.courtesy.courier import Courier
from bot_service.courtesy.note import answer_in_words
from bot_service.courtesy.together import PART
from bot_service.people.chat import chat_closed, chat_opened, remember_address
from bot_service.people.erased import let_in
from bot_service.people.person import person
from bot_service.teams.address import Address
from bot_service.teams.reply import Reply

OLD_BUTTON = "This button is from an older version and does nothing any more. Write “help” to see what I can do."


def storable(value: Any) -> Any:
    """Text without what no database keeps: NUL and halves of characters. Everything else stays as it came."""
    return (
        "".join(sign for sign in value if sign != "\0" and not "\ud800" <= sign <= "\udfff")
        if isinstance(value, str)
        else value
    )


@dataclass(frozen=True)
class Desk:
    """Implements `bot.receptionist.Receptionist`."""

    courier: Courier

    async def pressed(self, caller: Caller, verb: str, data: Mapping[str, Any]) -> Reply:
        """A button: authorised by who pressed it and what is stored, never by what the card sent along."""
        presser = await person(caller.object_id)
        if caller.is_personal:
            await remember_address(presser, caller.address)
        if verb not in VERBS:
            return Reply(text=OLD_BUTTON)
        sent = {name: storable(value) for name, value in data.items()}
        part = str(sent.pop(PART, ""))
        answer = await VERBS[verb](presser.id, sent)
        shown = await self.courier.draw_answer(presser.id, answer, part, sent)
        return Reply(text=answer.text, card=shown.card if shown else None)

    async def said(self, caller: Caller, text: str, key: str) -> None:
        """A message. Teams may show us somebody before the directory does; she is greeted all the same."""
        if caller.is_personal:
            await let_in(caller.object_id)
            await chat_opened(caller.object_id, caller.name, caller.address)
        await obey(await person(caller.object_id), storable(text), key)

    async def answer(self, caller: Caller, reply: Reply, key: str) -> None:
        """For clients whose buttons come as messages. A card needs no second copy: the one pressed shows the news in place."""
        if reply.text:
            await answer_in_words(caller.object_id, reply.text, key=key)

    async def installed(self, caller: Caller) -> None:
        await chat_opened(caller.object_id, caller.name, caller.address)

    async def removed(self, caller: Caller) -> None:
        await chat_closed(caller.object_id)

    async def joined_channel(self, address: Address, team_name: str, channel_name: str) -> None:
        await open_channel(address, team_name, channel_name)

    async def left_channel(self, address: Address) -> None:
        await close_channel(address)
