"""How much one hears of a lunch: at most three messages in all, the check-in included."""

from tortoise.queryset import QuerySet

from bot_service.courtesy.courier import write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message

OFFER, NUDGE, NEWS, KIND_END = "offer", "nudge", "lunch-news", "kind-end"
ABOUT_LUNCHES = (OFFER, NUDGE, NEWS, KIND_END)
TABLE_POST = "open-table"  #: an open table as the channel sees it
MOST = 2  #: before the lunch; the third is the check-in, or the kind end


async def tell(lunch_id: str, person_id: str, card: str, *, key: str = "", kind: Kind = Kind.LUNCH) -> bool:
    """Write to a guest about her lunch, in the caller's transaction, unless she has heard of it as often as she may.

    Told twice with the same `card` and `key` is told once. An invitation that waits for her working hours shows the newest times
    when it leaves, so nothing is written beside it. Returns whether she is told; if not, her cards show the news all the same.
    """
    heard = await _messages(lunch_id, person_id)
    if card != KIND_END and any(each.state == "waiting" for each in heard):
        return True
    if len(heard) >= MOST + (card == KIND_END):
        return False
    await write(to=person_id, kind=kind, card=card, about=lunch_id, key=key)
    return True


async def has_heard_of(lunch_id: str, person_id: str) -> bool:
    """Whether a message about this lunch went to her, or is on its way."""
    return await _messages(lunch_id, person_id).exists()


async def may_hear_of(lunch_id: str, person_id: str) -> bool:
    """Whether fewer than two messages about this lunch went to her, or are on their way."""
    return await _messages(lunch_id, person_id).count() < MOST


def _messages(lunch_id: str, person_id: str) -> QuerySet[Message]:
    return Message.filter(to_id=person_id, about=lunch_id, card__in=ABOUT_LUNCHES).exclude(state="declined")
