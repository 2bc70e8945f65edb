"""Which teams nobody has met or celebrated lately: never single people, and always as a next step. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot_service.people.relationship.ago import for_so_long
from bot_service.people.relationship.groups import LEAST, Team
from bot_service.people.relationship.ladder import Act, Step

LATELY = timedelta(weeks=8)


def forgotten(teams: Iterable[Team], now: datetime) -> list[Step]:
    """A coffee with each forgotten team, those forgotten longest first.

    A team so small that it would be a person is never called so, nor one where nobody has joined whom she could have coffee with.
    """
    out_of_sight = [
        one
        for one in teams
        if one.name and one.size >= LEAST and one.guests and (one.last is None or one.last <= now - LATELY)
    ]
    out_of_sight.sort(key=lambda one: (one.last is not None, one.last and one.last.timestamp(), one.name))
    return [Step(Act.MEET, _sentence(one, now), one.name) for one in out_of_sight]


def _sentence(one: Team, now: datetime) -> str:
    if one.last is None:
        return f"Coffee with someone of {one.name}: nobody has met or celebrated them yet."
    return f"Coffee with someone of {one.name}: for {for_so_long(one.last, now)} nobody has met or celebrated them."
