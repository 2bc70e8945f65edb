"""How much one hears of a lunch: at most three messages in all, the check-in included."""

from datetime import datetime

from tortoise.queryset import QuerySet

from bot_service.courtesy.courier import answered, write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message

OFFER, NUDGE, NEWS, KIND_END = "offer", "nudge", "lunch-news", "kind-end"
ABOUT_LUNCHES = (OFFER, NUDGE, NEWS, KIND_END)
TABLE_POST = "open-table"  #: an open table as the channel sees it
MOST = 2  #: before the lunch; the third is the check-in, or the kind end


async def tell(
    lunch_id: str, person_id: str, card: str, *, key: str = "", kind: Kind = Kind.LUNCH, awaits: bool = False
) -> bool:
    """Write to a guest about her lunch, in the caller's transaction, unless she has heard of it as often as she may.

    Told twice with the same `card` and `key` is told once. `awaits`: she is to answer. An invitation that waits for her working hours
    shows the newest times when it leaves, so nothing is written beside it. Returns whether she is told; if not, her cards show the news all the same.
    """
    heard = await _messages(lunch_id, person_id)
    if card != KIND_END and any(each.state == "waiting" for each in heard):
        if awaits:
            await _messages(lunch_id, person_id).filter(state="waiting", card__in=(OFFER, NUDGE)).update(awaits=True)
        return True
    if len(heard) >= MOST + (card == KIND_END):
        return False
    await write(to=person_id, kind=kind, card=card, about=lunch_id, key=key, awaits=awaits)
    return True


async def invited_at(lunch_id: str, person_id: str) -> datetime | None:
    """When the newest invitation to this lunch reached her, or perhaps did; None while none has."""
    arrived = _messages(lunch_id, person_id).filter(card=OFFER, sent_at__isnull=False)
    newest = await arrived.order_by("-sent_at").first()
    return newest.sent_at if newest else None


async def wait_no_more(lunch_id: str, person_id: str = "") -> None:
    """She (or everybody) has answered this invitation, or need not any more: it is no open one. In the caller's transaction."""
    for card in (OFFER, NUDGE):
        await answered(card, lunch_id, to=person_id)


async def has_heard_of(lunch_id: str, person_id: str) -> bool:
    """Whether a message about this lunch went to her, or is on its way."""
    return await _messages(lunch_id, person_id).exists()


async def may_hear_of(lunch_id: str, person_id: str) -> bool:
    """Whether fewer than two messages about this lunch went to her, or are on their way."""
    return await _messages(lunch_id, person_id).count() < MOST


def _messages(lunch_id: str, person_id: str) -> QuerySet[Message]:
    return Message.filter(to_id=person_id, about=lunch_id, card__in=ABOUT_LUNCHES).exclude(state="declined")
