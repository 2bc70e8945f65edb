"""Lunch and coffee as a programme and a guest want them: how long, at which times of day, on which days. Pure."""

from dataclasses import dataclass
from datetime import time
from functools import lru_cache

from bot_service.lunches.programs.terms import LUNCH, FixedSlot, Terms
from bot_service.people.typed.times_said import MIDNIGHT, Window

ALL_DAY: tuple[Window, ...] = ((MIDNIGHT, MIDNIGHT),)
ALL_DAYS = frozenset(range(7))

#: Taken when the programme's own windows hold no common slot; for coffee all of the working hours.
WIDE_LUNCH: Window = (time(11), time(14, 30))


@dataclass(frozen=True)
class Form:
    """Lunch or coffee: how long, and within which times of day in each guest's own zone it must lie as a whole.

    Windows that overlap or touch are as good as one. `days` are weekdays by her own clock, Monday = 0. With a `fixed_slot` it begins then or not at all.
    """

    name: str
    minutes: int
    windows: tuple[Window, ...]
    days: frozenset[int] = ALL_DAYS
    fixed_slot: FixedSlot | None = None


@dataclass(frozen=True)
class Wishes:
    """When a guest herself wants to meet; what is empty leaves it to the programme."""

    lunch_windows: tuple[Window, ...] = ()
    coffee_windows: tuple[Window, ...] = ()
    days: frozenset[int] = frozenset()

    def windows(self, form: str) -> tuple[Window, ...]:
        return self.lunch_windows if form == LUNCH else self.coffee_windows


NO_WISHES = Wishes()


@lru_cache(maxsize=4096)
def form_of(terms: Terms, form: str, wishes: Wishes = NO_WISHES, *, wide: bool = False) -> Form:
    """The form under these terms for a guest with these wishes, which narrow the programme's windows and always hold.

    A fixed company slot need not lie in the programme's windows, and `wide` doesn't widen it.
    """
    windows = _windows_of(terms, form, wide=wide)
    if hers := wishes.windows(form):
        overlaps = (_overlap(one, other) for one in windows for other in hers)
        windows = tuple(window for window in overlaps if window)
    return Form(form, terms.minutes_of(form), windows, wishes.days or ALL_DAYS, terms.fixed_slot)


def _windows_of(terms: Terms, form: str, *, wide: bool) -> tuple[Window, ...]:
    if terms.fixed_slot or (wide and form != LUNCH):
        return ALL_DAY
    windows = terms.lunch_windows if form == LUNCH else terms.coffee_windows
    return (*windows, WIDE_LUNCH) if wide else windows


def _overlap(one: Window, other: Window) -> Window | None:
    """The time of day that both have; windows end by midnight."""
    begin, end = max(one[0], other[0]), min(one[1], other[1], key=_as_end)
    return (begin, end) if begin < end or end == MIDNIGHT else None


def _as_end(end: time) -> tuple[bool, time]:
    return (end == MIDNIGHT, end)
