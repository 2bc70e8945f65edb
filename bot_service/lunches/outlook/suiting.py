"""Whom a time suits that a person chose in Outlook, and who is out of office then. Pure."""

from datetime import date, datetime, timedelta

from bot_service.lunches.times.availability import Availability
from bot_service.people.hours import public_holidays, zone_named
from bot_service.people.typed.times_said import MIDNIGHT

Span = tuple[datetime, datetime]


def suits(availability: Availability, span: Span) -> bool | None:
    """Whether she is at work, on no public holiday, and free for all of `span`; None: her calendar can't be read.

    The windows of the programme are not asked: somebody chose this time.
    """
    if not availability.is_known:
        return None
    if any(_meet(taken, span) for taken in availability.taken):
        return False
    hours = availability.hours
    begin, end = (moment.astimezone(zone_named(hours.zone)).replace(tzinfo=None) for moment in span)
    if begin.weekday() not in hours.days or begin.date() in public_holidays(availability.person.country, begin.year):
        return False
    opens, closes = datetime.combine(begin.date(), hours.start), _closing(begin.date(), availability)
    return opens <= begin and end <= closes


def is_away(availability: Availability, span: Span, event: Span | None = None) -> bool:
    """Whether she is out of office for a part of `span`.

    `event`: when the lunch itself stands in her calendar, which she may show there as she likes, out of office too. So the only
    entry of just that time is no absence.
    """
    schedule = availability.schedule
    is_the_lunch = event is not None and schedule.busy.count(event) == 1
    return any(_meet(away, span) for away in schedule.away if not (is_the_lunch and away == event))


def _closing(day: date, availability: Availability) -> datetime:
    """When her working day ends; midnight, or a time before it began, is on the next day."""
    hours = availability.hours
    next_day = hours.end == MIDNIGHT or hours.end <= hours.start
    return datetime.combine(day + timedelta(days=next_day), hours.end)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
