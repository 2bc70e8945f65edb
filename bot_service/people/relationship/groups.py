"""Which teams there are today, and how large a group must be before anything is said about it."""

from datetime import datetime
from typing import NamedTuple

from tortoise.expressions import Q, RawSQL
from tortoise.functions import Count

from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Passed, moment_of

#: Fewer people than this are single people: nothing is counted or said about a smaller group.
LEAST = 5


class Team(NamedTuple):
    """A team of today: its people, those of them who joined and are no hosts, and when anybody last ate with or celebrated one of them.

    `last` is None for never. It is about the people who were in the team on that day.
    """

    name: str
    size: int
    guests: int
    last: datetime | None = None


async def teams_today() -> list[Team]:
    """Every team that has people, by name. What was long ago is not read: of each team the latest, from the end of an index."""
    grouped = (
        Person.exclude(state="left")
        .exclude(team="")
        .annotate(
            size=Count("id"),
            guests=Count("id", _filter=Q(state="joined", is_host=False)),
            ate=_latest(Passed.LUNCH),
            celebrated=_latest(Passed.SHOUTOUT),
        )
        .group_by("team")
        .order_by("team")
    )
    rows = await grouped.values_list("team", "size", "guests", "ate", "celebrated")
    return [
        Team(name, size, guests, max((moment_of(one) for one in moments if one), default=None))
        for name, size, guests, *moments in rows
    ]


def _latest(kind: Passed) -> RawSQL:
    return RawSQL(f'(SELECT MAX("at") FROM "ledger" WHERE "ledger"."team" = "person"."team" AND "kind" = \'{kind}\')')  # noqa: S608 - our own words
