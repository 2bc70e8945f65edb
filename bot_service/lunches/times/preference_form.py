"""The form of how somebody likes to be invited: what she typed into its fields, and what that means. Pure.

Whatever is wrong is told all together, in one plain sentence for each field.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot_service.lunches.programs.names import like, named, or_else
from bot_service.lunches.programs.terms import COFFEE, LUNCH
from bot_service.lunches.times.forms import Wishes
from bot_service.lunches.times.preferences import Preference
from bot_service.people.typed.fields import Fields
from bot_service.people.typed.times_said import (
    Unreadable,
    Window,
    back_on,
    day_of,
    weekdays_in,
    weekdays_said,
    windows_in,
    windows_said,
)
from bot_service.teams.wording import clean

ASK, BOOK = "ask", "book"
HOW = {ASK: "Ask me first", BOOK: "Book it for me; I can still decline"}
MOST = {"0": "As many as come", "1": "At most one a month", "2": "At most two a month", "3": "At most three a month"}

#: The fields, in the order of the form; one for each programme follows.
FIELDS = ("how", "lunch_windows", "coffee_windows", "days", "site", "online_only", "own_lunch", "most", "paused")
SITTING = "sitting-"


@dataclass(frozen=True)
class WantedPreference:
    """What she wants from now on. Days are those on which she is back: `paused_until` in everything, `sitting_until` by programme."""

    books_for_me: bool
    wishes: Wishes
    site: str
    online_only: bool
    own_lunch_is_free: bool
    most_a_month: int
    paused_until: date | None
    sitting_until: Mapping[str, date | None] = field(default_factory=dict)


def as_typed(data: Mapping[str, object], programs: Collection[str]) -> dict[str, str]:
    """The fields as they came with a press; clients leave out those that are empty."""
    return {name: clean(data.get(name)) for name in (*FIELDS, *(SITTING + one for one in programs))}


def filled(
    preference: Preference, zone: str, paused_until: datetime | None, sitting_until: Mapping[str, datetime | None]
) -> dict[str, str]:
    """The fields as they stand in her form; read again, they give the same."""
    wishes = preference.wishes
    return {
        "how": BOOK if preference.books_for_me else ASK,
        "lunch_windows": windows_said(wishes.lunch_windows),
        "coffee_windows": windows_said(wishes.coffee_windows),
        "days": weekdays_said(wishes.days),
        "site": preference.site,
        "online_only": "true" if preference.online_only else "false",
        "own_lunch": "true" if preference.own_lunch_is_free else "false",
        "most": str(min(preference.most_a_month, len(MOST) - 1)),
        "paused": day_of(paused_until, zone),
        **{SITTING + one: day_of(until, zone) for one, until in sitting_until.items()},
    }


def read_form(
    typed: Mapping[str, str], today: date, *, sites: Collection[str], minutes: Mapping[str, int]
) -> tuple[WantedPreference | None, list[str]]:
    """What she wants, or None and all that is wrong with the form.

    `today` by her clock is for days without a year; `minutes` are those of the shortest lunch and coffee that she could have.
    """
    form = Fields(typed)
    wanted = WantedPreference(
        books_for_me=form.choice("how", HOW, "Choose whether I ask you first.") == BOOK,
        wishes=Wishes(
            _windows(form, LUNCH, "lunch_windows", minutes),
            _windows(form, COFFEE, "coffee_windows", minutes),
            form.read("days", weekdays_in, frozenset()),
        ),
        site=form.read("site", lambda text: _site_in(text, sites), ""),
        online_only=form.text("online_only") == "true",
        own_lunch_is_free=form.text("own_lunch") == "true",
        most_a_month=int(form.choice("most", MOST, "Choose how many lunches a month you want at most.")),
        paused_until=form.read("paused", lambda text: back_on(text, today), None),
        sitting_until={
            name.removeprefix(SITTING): form.read(name, lambda text: back_on(text, today), None)
            for name in typed
            if name.startswith(SITTING)
        },
    )
    return (None, form.faults) if form.faults else (wanted, [])


def _windows(form: Fields, of: str, name: str, minutes: Mapping[str, int]) -> tuple[Window, ...]:
    """Her windows, each long enough for the shortest that she could have."""
    hers: tuple[Window, ...] = ()
    hers = form.read(name, windows_in, hers)
    for opens, closes in hers:
        long = (closes.hour * 60 + closes.minute or 24 * 60) - opens.hour * 60 - opens.minute
        if long < minutes[of]:
            form.faults.append(f"{windows_said([(opens, closes)])} is too short: a {of} takes {minutes[of]} minutes.")
    return hers


def _site_in(text: str, sites: Collection[str]) -> str:
    """The site as the directory spells it; any, where the directory knows none."""
    if not sites or (found := named(text, sites)):
        return found if sites and found else text
    near = like(text, sites)
    raise Unreadable(f"Nobody works at a site “{text}”." + (f" Do you mean {or_else(near)}?" if near else ""))
