"""Where a conversation is: all that is needed to write into it later."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """One conversation with the bot: a personal chat, a group chat, a channel, or one thread of a channel.

    `service_url` is Teams' regional address as the last activity named it; it may change, so keep the newest.
    `conversation_id` of a thread is the channel's id, `;messageid=` and the id of its first message.
    """

    service_url: str
    conversation_id: str
    tenant_id: str
