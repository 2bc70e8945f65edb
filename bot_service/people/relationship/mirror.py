"""The host's mirror, hers alone: team by team when she last ate, listened, celebrated, thanked and passed on; what she gave and asked. Pure.

The lines are the teams of today, by name. What she gave counts for the team in which the receiver was on that day: who moves on takes
no lunch along, and a team that is called otherwise is a new one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot_service.people.relationship.ago import so_often
from bot_service.people.relationship.ladder import given_to_teams
from bot_service.people.relationship.ledger import GIFTS, Given, Passed, Passing

NOTHING_YET = "You have neither given nor asked yet. Lunch is a good start."


@dataclass(frozen=True)
class Line:
    """One team: when she last did what; None is never."""

    team: str
    ate: datetime | None = None
    listened: datetime | None = None
    celebrated: datetime | None = None
    thanked: datetime | None = None
    passed_on: datetime | None = None


@dataclass(frozen=True)
class Balance:
    """How many times she gave to anybody, and asked anybody."""

    gave: int
    asked: int

    @property
    def in_words(self) -> str:
        """“You gave 12 times and asked twice.”"""
        if not self.gave:
            return f"You asked {so_often(self.asked)}, and have given nothing yet." if self.asked else NOTHING_YET
        return f"You gave {so_often(self.gave)} and {f'asked {so_often(self.asked)}' if self.asked else 'never asked'}."


def summed(passings: Iterable[Passing], person_id: str) -> list[Given]:
    """What this person gave, of all that passed, by team and kind: what `ledger.given_by` reads."""
    sums: dict[tuple[str, Passed], Given] = {}
    for one in passings:
        if person_id and one.from_id == person_id:
            before = sums.get((one.team, one.kind), Given(one.team, one.kind, one.at, 0))
            sums[one.team, one.kind] = Given(one.team, one.kind, max(before.last, one.at), before.times + 1)
    return list(sums.values())


def mirror(given: Iterable[Given], teams: Collection[str]) -> list[Line]:
    """A line for each of today's teams, those she ate with longest ago (or never) first, then by name."""
    last = given_to_teams(given)
    lines = [
        Line(
            team,
            ate=of_team.get(Passed.LUNCH),
            listened=of_team.get(Passed.SUCCESS),
            celebrated=of_team.get(Passed.SHOUTOUT),
            thanked=of_team.get(Passed.THANKS),
            passed_on=of_team.get(Passed.BOOST),
        )
        for team in teams
        for of_team in [last.get(team, {})]
    ]
    return sorted(lines, key=lambda line: (line.ate is not None, line.ate and line.ate.timestamp(), line.team))


def balance(given: Iterable[Given], asked: int) -> Balance:
    """What she gave in all, colleagues of no team and those who were erased included, beside how many times she asked.

    The ledger holds only asks that arrived, and whether one did is not hers to know: `asked` counts those that she sent.
    """
    return Balance(gave=sum(one.times for one in given if one.kind in GIFTS), asked=asked)
