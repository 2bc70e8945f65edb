"""How a person likes to be invited: hers alone to set, and the same for all programmes."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from tortoise import fields
from tortoise.expressions import Subquery

from bot_service.database.row import Row
from bot_service.lunches.programs.round import Round
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.times.forms import Wishes
from bot_service.people.typed.times_said import Window

#: A month of lunches: of two rounds four weeks apart, the earlier one no longer counts.
MONTH = timedelta(days=27)
COUNTED = ("agreed", "booked", "held", "missed")

#: So many ids are asked for by name; for more everybody's rows are read.
FEW = 500

_WISHES = TypeAdapter(Wishes)


class Preference(Row):
    """`id` is the person's. What is empty or None leaves it to the programme.

    `lunch_windows` and `coffee_windows` are kept as [["11:30", "13:00"], …] by her own clock; `days` as weekdays, Monday = 0.
    """

    books_for_me = fields.BooleanField(default=False)  #: book it at once; otherwise she is asked first
    online_only = fields.BooleanField(default=False)
    site = fields.CharField(
        max_length=128, default=""
    )  #: where she eats, if not at the office that the directory names
    own_lunch_is_free = fields.BooleanField(default=False)  #: her own block named “lunch” may be used
    most_a_month = fields.IntField(default=0)  #: lunches a month over all programmes; 0: as many as come
    lunch_windows: Any = fields.JSONField(null=True)
    coffee_windows: Any = fields.JSONField(null=True)
    days: Any = fields.JSONField(null=True)

    class Meta:
        table = "preference"

    @property
    def wishes(self) -> Wishes:
        if not (self.lunch_windows or self.coffee_windows or self.days):
            return Wishes()
        return _WISHES.validate_python(
            {
                "lunch_windows": self.lunch_windows or (),
                "coffee_windows": self.coffee_windows or (),
                "days": self.days or (),
            }
        )


def kept_windows(windows: Collection[Window]) -> list[list[str]] | None:
    """As a row keeps them."""
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in windows] or None


async def preferences_of(ids: Collection[str]) -> dict[str, Preference]:
    """The preference of each of these people; who has set nothing has the plain one."""
    kept = Preference.filter(id__in=list(ids)) if len(ids) <= FEW else Preference.all()
    found = {preference.id: preference for preference in await kept}
    return {one: found.get(one) or Preference(id=one) for one in ids}


async def at_their_most(ids: Collection[str], now: datetime) -> set[str]:
    """Who of these has as many lunches as she wants from the rounds of the last four weeks, all programmes together."""
    wanted = {one: each.most_a_month for one, each in (await preferences_of(ids)).items() if each.most_a_month}
    if not wanted:
        return set()
    rounds = Round.filter(begun_at__gt=now - MONTH)
    lunches = Lunch.filter(round_id__in=Subquery(rounds.values("id")), state__in=COUNTED)
    seats = Guest.filter(lunch_id__in=Subquery(lunches.values("id")), answer="yes")
    had = Counter(str(one) for one in await seats.values_list("person_id", flat=True))
    return {one for one, most in wanted.items() if had[one] >= most}


async def who_has_lunches_booked() -> set[str]:
    """The ids of all who like their lunches booked for them, without a question."""
    return {str(one) for one in await Preference.filter(books_for_me=True).values_list("id", flat=True)}
