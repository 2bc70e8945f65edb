"""What a mailbox says of a person's week, taken over whenever it is read for lunches. It is never read for anything else."""

from typing import Any

from bot_service.graph.schedule import Schedule
from bot_service.people.hours import kept_hours
from bot_service.people.person import Person


def said_by(schedule: Schedule | None) -> dict[str, Any]:
    """Her zone and hours as columns of `Person`; nothing where the mailbox could not be read, or says nothing."""
    if schedule is None or schedule.hours is None:
        return {}
    hours = schedule.hours
    return {"zone": hours.zone, "calendar_hours": kept_hours(hours.days, hours.start, hours.end)}


async def take_over(person: Person, schedule: Schedule) -> None:
    """She moved, or works at other times than before: known from now on. What she told us herself is left alone."""
    news = {column: value for column, value in said_by(schedule).items() if getattr(person, column) != value}
    if news:
        person.update_from_dict(news)
        await Person.filter(id=person.id).update(**news)
