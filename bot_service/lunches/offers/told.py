"""How much one hears of a lunch: at most three messages in all, the check-in included."""

from bot_service.courtesy.courier import write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message

OFFER, NUDGE, NEWS, KIND_END = "offer", "nudge", "lunch-news", "kind-end"
ABOUT_LUNCHES = (OFFER, NUDGE, NEWS, KIND_END)
TABLE_POST = "open-table"  #: an open table as the channel sees it
MOST = 2  #: before the lunch; the third is the check-in, or the kind end


async def tell(lunch_id: str, person_id: str, card: str, *, key: str = "", kind: Kind = Kind.LUNCH) -> bool:
    """Write to a guest about her lunch, in the caller's transaction, unless she has heard of it as often as she may.

    Told twice with the same `card` and `key` is told once. Returns whether she is told; if not, her cards show the news all the same.
    """
    if not await may_hear_of(lunch_id, person_id, MOST + (card == KIND_END)):
        return False
    await write(to=person_id, kind=kind, card=card, about=lunch_id, key=key)
    return True


async def may_hear_of(lunch_id: str, person_id: str, most: int = MOST) -> bool:
    """Whether fewer than `most` messages about this lunch went to her, or are on their way."""
    so_far = Message.filter(to_id=person_id, about=lunch_id, card__in=ABOUT_LUNCHES).exclude(state="declined")
    return await so_far.count() < most
