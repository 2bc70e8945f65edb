"""When each of some people could meet, read before anybody is matched: calendars, wishes, days off, and lunches she has already."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from tortoise.expressions import Subquery

from bot_service.graph.calendars import Calendars
from bot_service.graph.schedule import Schedule, WorkingHours
from bot_service.lunches.programs.terms import COFFEE, LONGEST_MINUTES, LUNCH, Terms
from bot_service.lunches.tables.lunch import AHEAD, Guest, Lunch
from bot_service.lunches.times.days_off import days_off, earliest_start
from bot_service.lunches.times.forms import Wishes, form_of
from bot_service.lunches.times.preferences import FEW, Preference, preferences_of
from bot_service.lunches.times.slots import USUAL_HOURS, Horizon, free_starts, open_starts
from bot_service.people.hours import zone_named
from bot_service.people.person import Person
from bot_service.people.working_hours import take_over

Span = tuple[datetime, datetime]

#: Around a lunch that somebody has ahead: nobody gets two of ours on one day.
SAME_DAY = timedelta(hours=9)
LONGEST = timedelta(minutes=LONGEST_MINUTES)

NOT_READ = "NotRead"


@dataclass(frozen=True)
class Availability:
    """One person's time. `taken` is all that stands in the way (UTC); of a mailbox that can't be read nothing is known."""

    person: Person
    preference: Preference
    schedule: Schedule
    taken: tuple[Span, ...]

    @property
    def is_known(self) -> bool:
        return not self.schedule.fault

    @property
    def is_online_only(self) -> bool:
        return self.preference.online_only

    @property
    def site(self) -> str:
        """Where she eats; empty: nobody knows."""
        return self.preference.site or self.person.site

    @property
    def hours(self) -> WorkingHours:
        return self.schedule.hours or replace(USUAL_HOURS, zone=self.person.zone or USUAL_HOURS.zone)

    def starts(
        self, terms: Terms, horizon: Horizon, *, wide: bool = False, noticed_at: datetime | None = None
    ) -> tuple[int, int]:
        """When she could begin a lunch, and when a coffee: quarters of the horizon, none for a form that the terms don't have.

        With `noticed_at` she is left one full working day of hers between that moment and the start.
        """
        return (
            self._starts(LUNCH, terms, horizon, wide=wide, noticed_at=noticed_at),
            self._starts(COFFEE, terms, horizon, wide=wide, noticed_at=noticed_at),
        )

    def _starts(self, form: str, terms: Terms, horizon: Horizon, *, wide: bool, noticed_at: datetime | None) -> int:
        if not self.is_known or form not in terms.forms:
            return 0
        starts = _open_starts(self.hours, form, terms, horizon, self.preference.wishes, self.person.country, wide)
        if noticed_at is not None:
            starts &= -1 << max(0, horizon.quarter(_earliest_start(noticed_at, self.hours, self.person.country)))
        return free_starts(starts, self.taken, terms.minutes_of(form), horizon)


async def availabilities(
    people: Collection[Person],
    horizon: Horizon,
    calendars: Calendars,
    *,
    besides: Span | None = None,
    lunch_id: str = "",
) -> dict[str, Availability]:
    """Read when these people are free, by id. Zones and working hours that changed are taken over.

    When a lunch is booked or moved, it shall not stand in its own way: `lunch_id` names it, and `besides` is the time of its event.
    Raises `Outage`.
    """
    ids = {one.id for one in people}
    mails = [one.mail for one in people if one.mail]
    schedules = await calendars.schedules(mails, horizon.start, horizon.end + LONGEST) if mails else {}
    preferences, ahead = await preferences_of(ids), await _lunches_ahead(ids, horizon, lunch_id)
    found = {}
    for one in people:
        schedule = schedules.get(one.mail.lower()) or Schedule(one.mail, (), None, fault=NOT_READ)
        await take_over(one, schedule)
        free = schedule.own_lunch if preferences[one.id].own_lunch_is_free else ()
        taken = (*_without(schedule.busy, (*free, *([besides] if besides else ()))), *ahead.get(one.id, ()))
        found[one.id] = Availability(one, preferences[one.id], schedule, taken)
    return found


def _without(taken: Sequence[Span], free: Iterable[Span]) -> list[Span]:
    """Each of the `free` entries takes one equal entry away; another one at the same time stays."""
    left = list(taken)
    for span in free:
        if span in left:
            left.remove(span)
    return left


async def _lunches_ahead(ids: Collection[str], horizon: Horizon, but: str) -> dict[str, list[Span]]:
    """Around each lunch that somebody said yes to, the hours of that day."""
    near = Lunch.filter(
        state__in=AHEAD,
        starts_at__gt=horizon.start - SAME_DAY - LONGEST,
        starts_at__lt=horizon.end + SAME_DAY + LONGEST,
    ).exclude(id=but)
    begins = dict(await near.values_list("id", "starts_at"))
    seats = Guest.filter(answer="yes", lunch_id__in=Subquery(near.values("id")))
    hers = seats.filter(person_id__in=list(ids)) if len(ids) <= FEW else seats
    taken: dict[str, list[Span]] = {}
    for lunch_id, person_id in await hers.values_list("lunch_id", "person_id"):
        if lunch_id in begins:  # else it was agreed in this moment
            at = begins[lunch_id]
            taken.setdefault(person_id, []).append((at - SAME_DAY, at + SAME_DAY))
    return taken


@lru_cache(maxsize=8192)
def _open_starts(
    hours: WorkingHours, form: str, terms: Terms, horizon: Horizon, wishes: Wishes, country: str, wide: bool
) -> int:
    """The same for everybody with the same hours, wishes and country, who are most of a company."""
    zone = zone_named(hours.zone)
    begin, end = horizon.start.astimezone(zone).date(), (horizon.end + LONGEST).astimezone(zone).date()
    return open_starts(hours, form_of(terms, form, wishes, wide=wide), horizon, days_off(terms, country, begin, end))


_earliest_start = lru_cache(maxsize=1024)(earliest_start)
