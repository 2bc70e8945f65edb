"""Which of all common times are offered: few, and different from one another. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import islice

from bot_service.lunches.programs.terms import COFFEE, LUNCH, Terms
from bot_service.lunches.tables.lunch import Choice
from bot_service.lunches.times.slots import Horizon, moments

MOST = 3
SPREAD_OVER = 24  #: of so many first common times one is taken, so that not all lunches of a round fall on one morning
LOOKED_AT = 400  #: quarter hours; whoever has that many times in common needs no later ones


def best_choices(
    starts: Sequence[int], horizon: Horizon, terms: Terms, lot: int, *, except_at: Collection[datetime] = ()
) -> list[Choice]:
    """Up to three of the common (lunch, coffee) starts, by time: lunch and coffee in turn, each on a day of its own if possible.

    `lot` is any number; it chooses among the first times. Times of `except_at` are not offered again.
    """
    left = {
        form: [at for at in islice(moments(bits, horizon), LOOKED_AT) if at not in except_at]
        for form, bits in zip((LUNCH, COFFEE), starts, strict=True)
    }
    chosen: list[Choice] = []
    turn = 0
    while len(chosen) < MOST and any(left.values()):
        form = (LUNCH, COFFEE)[turn % 2]
        turn += 1
        days = {choice.at.date() for choice in chosen}
        fresh = [at for at in left[form] if at.date() not in days]
        first = (fresh or left[form])[:SPREAD_OVER]
        if first:
            at = first[lot % len(first)]
            chosen.append(Choice(form, at, terms.minutes_of(form)))
            left[form] = [other for other in left[form] if other != at]
    return sorted(chosen, key=lambda choice: (choice.at, choice.form))
