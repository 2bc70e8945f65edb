"""Messages that stand on one card: found again by the message that was due first."""

from bot_service.courtesy.message import Message


async def still_joined(message_id: str, to: str) -> list[Message]:
    """All messages that stand on the card of this one, itself included, in their places; none where it isn't hers or never arrived."""
    message = await Message.get_or_none(id=message_id, to_id=to)
    if message is None or message.state not in {"delivered", "changed"}:
        return []
    head = message.with_id or message.id
    others = await Message.filter(to_id=to, with_id=head, state__in=("delivered", "changed")).order_by("id")
    first = await Message.filter(to_id=to, id=head, state__in=("delivered", "changed"))
    return [*first, *others]
