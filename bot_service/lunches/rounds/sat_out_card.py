"""Told to whoever has nobody to meet in a round: why, in one sentence."""

from bot_service.courtesy.shown import Render, Shown
from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.rounds.seating import SEEKS_LATER
from bot_service.teams import cards


async def draw_sat_out(left_over_id: str, _to: str) -> Shown | None:
    """The reason, and that she goes first next time where there is a next time."""
    left = await LeftOver.get_or_none(id=left_over_id)
    this = await Round.get_or_none(id=left.round_id) if left else None
    if left is None or this is None:
        return None
    title = "Nobody this time"
    next_time = "Ask me again whenever you like." if this.host_id else "You go first in the next round."
    because = f"{left.reason[:1].upper()}{left.reason[1:]}." if left.reason else ""
    sentence = next_time if left.reason != SEEKS_LATER or not this.host_id else ""
    said = cards.words(" ".join(part for part in (because, sentence) if part))
    return Shown(cards.as_json(cards.card(cards.heading(title), said)), title)


CARDS: dict[str, Render] = {"sat-out": draw_sat_out}
