"""Told to whoever has nobody to meet in a round: why, and what comes next."""

from bot_service.courtesy.shown import Render, Shown, show
from bot_service.lunches.programs.program import HOST
from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.rounds.seating import SEEKS_LATER
from bot_service.teams import cards

TITLE = "Nobody this time"
GOES_FIRST = "You go first in the next round."


async def draw_sat_out(left_over_id: str, _to: str) -> Shown | None:
    """The reason, and that she goes first next time where there is a next time."""
    left = await LeftOver.get_or_none(id=left_over_id)
    this = await Round.get_or_none(id=left.round_id) if left else None
    if left is None or this is None:
        return None
    return show(cards.heading(TITLE), cards.words(_said(this, left.reason)), summary=TITLE)


def _said(this: Round, reason: str) -> str:
    """“I looked once more, and found nobody: no time suits you and …. You go first in the next round.”"""
    if this.second:
        because = f"I looked once more, and found nobody{f': {reason}' if reason else ''}."
    else:
        because = f"{reason[:1].upper()}{reason[1:]}." if reason else ""
    return f"{because} {_next_time(this, reason)}".strip()


def _next_time(this: Round, reason: str) -> str:
    """What comes next, unless the reason says it."""
    if reason.endswith("next time"):
        return ""
    if this.host_id:
        return "" if reason == SEEKS_LATER else "Ask me again whenever you like."
    return "I look again in the next round." if this.kind == HOST else GOES_FIRST


CARDS: dict[str, Render] = {"sat-out": draw_sat_out}
