"""Carries cards to Teams and says plainly what became of them. Only courtesy's courier and noticeboard use it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationAccount, ConversationParameters
from msrest.exceptions import ClientException

from bot_service.errors import InDoubt, Outage
from bot_service.settings import Microsoft
from bot_service.teams.address import Address
from bot_service.teams.wire import NotTaken, Token, UnknownServiceHost, Unreachable, Wire
from bot_service.teams.wording import CardTooLarge, check_size

__all__ = ["CardTooLarge", "Messenger", "NotTaken", "UnknownServiceHost", "Unreachable"]

CARD = "application/vnd.microsoft.card.adaptive"


class Messenger:
    """Sends, updates and posts cards as the bot. Every method may raise:

    - `Unreachable` (also `UnknownServiceHost`): nothing was sent and a retry is no use,
    - `NotTaken`, `CardTooLarge`: the card itself is at fault,
    - `Outage`: nothing happened; try again `after`,
    - `InDoubt` (`send` and `post` only): it may have been sent; never repeat it.
    """

    def __init__(self, microsoft: Microsoft, token: Token) -> None:
        self._wire = Wire(microsoft, token)
        self._bot_id = f"28:{microsoft.app_id}"

    async def send(self, address: Address, card: Mapping[str, Any], summary: str) -> str:
        """Send a card into a conversation; its activity id comes back, for updates. `summary` is the line in notifications."""
        message = self._message(card, summary, address)
        conversations = self._wire.connector(address.service_url).conversations
        return _id(await _answered(conversations.send_to_conversation(address.conversation_id, message)))

    async def update(self, address: Address, activity_id: str, card: Mapping[str, Any], summary: str) -> None:
        """Put a card in the place of one sent before. Twice is as good as once."""
        message = self._message(card, summary, address)
        message.id = activity_id
        conversations = self._wire.connector(address.service_url).conversations
        await _answered(conversations.update_activity(address.conversation_id, activity_id, message))

    async def post(self, channel: Address, card: Mapping[str, Any], summary: str) -> tuple[Address, str]:
        """Start a new thread in a channel; the thread and the id of its first message come back."""
        thread = ConversationParameters(
            is_group=True,
            bot=ChannelAccount(id=self._bot_id),
            channel_data={"channel": {"id": channel.conversation_id}, "tenant": {"id": channel.tenant_id}},
            activity=self._message(card, summary),
        )
        created = await _answered(self._wire.connector(channel.service_url).conversations.create_conversation(thread))
        if not _id(created):
            raise InDoubt("Teams took the post and did not say where it is.")
        activity_id = str(created.activity_id or _id(created).partition(";messageid=")[2])
        return Address(channel.service_url, _id(created), channel.tenant_id), activity_id

    async def open_chat(self, service_url: str, tenant_id: str, object_id: str) -> Address:
        """The personal chat with somebody who has Potluck installed; asking twice gives the same chat."""
        chat = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=self._bot_id),
            members=[ChannelAccount(id=object_id)],
            channel_data={"tenant": {"id": tenant_id}},
            tenant_id=tenant_id,
        )
        try:
            created = await _answered(self._wire.connector(service_url).conversations.create_conversation(chat))
        except InDoubt as doubt:
            raise Outage(str(doubt), after=timedelta(seconds=30)) from doubt
        if not _id(created):
            raise Outage("Teams opened a chat and did not say which.")
        return Address(service_url, _id(created), tenant_id)

    async def close(self) -> None:
        """Give the connections back."""
        await self._wire.close()

    def _message(self, card: Mapping[str, Any], summary: str, address: Address | None = None) -> Activity:
        check_size(card)
        message = Activity(
            type="message",
            from_property=ChannelAccount(id=self._bot_id),
            summary=summary,
            attachments=[Attachment(content_type=CARD, content=dict(card))],
        )
        if address is not None:
            message.conversation = ConversationAccount(id=address.conversation_id)
        return message


async def _answered(call: Any) -> Any:
    """The library's answer; one that it can't read leaves us in doubt."""
    try:
        return await call
    except ClientException as error:
        raise InDoubt(f"Teams answered something unreadable: {error}") from error


def _id(answer: Any) -> str:
    return str(getattr(answer, "id", None) or "")
