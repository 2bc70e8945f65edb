"""What a host sees of herself: her mirror, her balance, the forgotten teams, her next good steps. Hers alone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot_service.people.person import Person
from bot_service.people.relationship.forgotten import forgotten
from bot_service.people.relationship.groups import Team, teams_today
from bot_service.people.relationship.ladder import Act, Step, given_to_teams, next_step_with_team
from bot_service.people.relationship.ledger import Given, given_by
from bot_service.people.relationship.mirror import Balance, Line, balance, mirror


@dataclass(frozen=True)
class Overview:
    """`lines` are for her table; `forgotten` and `steps` are never about the same team."""

    lines: Sequence[Line]
    balance: Balance
    forgotten: Sequence[Step]
    steps: Sequence[Step]


async def overview_of(host: Person, now: datetime, *, asked: int = 0, among: Collection[str] | None = None) -> Overview:
    """Read it, in two queries. `asked`: how many asks she sent. `among`: only these teams; her own is never one of them."""
    return overview(await given_by(host.id), await teams_today(), host.team, now, asked=asked, among=among)


async def next_steps(host: Person, now: datetime, most: int = 3) -> list[Step]:
    """Her own next good steps, at most so many: first a team that everybody forgot, then as many different ones as there are."""
    seen = await overview_of(host, now)
    return [*seen.forgotten[:1], *seen.steps][:most]


def overview(
    given: Iterable[Given],
    teams: Iterable[Team],
    own_team: str,
    now: datetime,
    *,
    asked: int = 0,
    among: Collection[str] | None = None,
) -> Overview:
    """The same, of what was read. Pure."""
    given = list(given)
    others = [one for one in teams if one.guests and one.name != own_team and (among is None or one.name in among)]
    names = [one.name for one in others]
    coffees = forgotten(others, now)
    remembered = set(names) - {step.team for step in coffees}
    lines = mirror(given, names)
    last = given_to_teams(given)
    steps = [next_step_with_team(line.team, last.get(line.team, {}), now) for line in lines if line.team in remembered]
    return Overview(lines, balance(given, asked), coffees, _varied(steps))


def _varied(steps: Sequence[Step]) -> list[Step]:
    """One of each act, then another one of each, and so on; within an act as they came."""
    turn = dict.fromkeys(Act, 0)
    order = []
    for step in steps:
        order.append((turn[step.act], list(Act).index(step.act)))
        turn[step.act] += 1
    return [step for _, step in sorted(zip(order, steps, strict=True), key=lambda each: each[0])]
