"""The step of a planned round: read who is free, match, and propose a lunch to each group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot_service import clock
from bot_service.database.row import move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Calendars
from bot_service.lunches.history import meetings, sat_out_last, team_meetings_of, teams_by_acquaintance
from bot_service.lunches.lunch import Guest, Lunch, busy_with_potluck
from bot_service.lunches.matching import Match, Pair, Seeker, match_pairs, pick_guest
from bot_service.lunches.program import HOST, LeftOver, Round
from bot_service.lunches.slots import COFFEE, LUNCH, Horizon, common_starts, moments, possible_starts
from bot_service.people.person import Person

#: Answers take up to three working days, and nobody is surprised by a lunch tomorrow.
NOTICE = timedelta(days=5)
REACH = timedelta(days=16)
CHOICE_OF = 24  #: how many of the first common times a lunch is spread over
NOBODY_NEW = "nobody new of another team has a time that suits you both"


@dataclass(frozen=True)
class Table:
    """What the matching is about, for one round: who seeks, who they are, and in which time."""

    people: Mapping[str, Person]
    seekers: Mapping[str, Seeker]
    horizon: Horizon


async def match_round(round_id: str, *, calendars: Calendars) -> None:
    """Match everybody who joined, is not paused and has no open invitation; calendars are read before, so each lunch can be booked."""
    this = await Round.get(id=round_id)
    table = await _gather(this, calendars)
    met = await meetings()
    matched = await _match_hosts(this, table, met) if this.kind == HOST else _match_everybody(this, table, met)
    async with transaction():
        for group in matched.groups:
            await _propose(this, table, group)
        for person_id, reason in matched.left_over.items():
            await put(
                LeftOver(
                    id=row_id("left over", this.id, person_id), round_id=this.id, person_id=person_id, reason=reason
                )
            )
        await move(this, "matched")


async def _gather(this: Round, calendars: Calendars) -> Table:
    now = clock.now()
    joined = {one.id: one for one in await Person.filter(state="joined").exclude(mail="") if not one.is_paused(now)}
    waiting = await busy_with_potluck(set(joined))
    free = {one: person for one, person in joined.items() if one not in waiting}
    horizon = Horizon.between(now + NOTICE, now + REACH)
    schedules = await calendars.schedules([person.mail for person in free.values()], horizon.start, horizon.end)
    sat_out = await sat_out_last(this.program_id, this.number)
    seekers = {}
    for one, person in sorted(free.items()):
        schedule = schedules.get(person.mail.lower())
        known = schedule is not None and not schedule.fault
        if schedule and schedule.hours and schedule.hours.zone != person.zone:  # she moved
            await Person.filter(id=one).update(zone=schedule.hours.zone)
        starts = tuple(
            possible_starts(schedule, form, horizon) if schedule and known else 0 for form in (LUNCH, COFFEE)
        )
        seekers[one] = Seeker(one, person.team, person.manager_id, starts, sat_out=one in sat_out)
    return Table(free, seekers, horizon)


def _match_everybody(this: Round, table: Table, met: Mapping[Pair, int]) -> Match:
    teams = team_meetings_of(met, {one: person.team for one, person in table.people.items()})
    return match_pairs(list(table.seekers.values()), met, teams, seed=this.id)


async def _match_hosts(this: Round, table: Table, met: Mapping[Pair, int]) -> Match:
    """Each host with somebody of the team she knows least; a round that a host asked for is hers, and for the team she named."""
    groups: list[tuple[str, ...]] = []
    left_over: dict[str, str] = {}
    free = {one: seeker for one, seeker in table.seekers.items() if not table.people[one].is_host}
    for host in (
        table.seekers[one] for one in sorted(table.people) if table.people[one].is_host and this.host_id in {"", one}
    ):
        order = (
            [this.team]
            if this.team
            else await teams_by_acquaintance(host.id, {one.team for one in free.values()}, host.team)
        )
        guest = pick_guest(host, list(free.values()), met, order, seed=f"{this.id}/{host.id}")
        if guest is None:
            left_over[host.id] = NOBODY_NEW
        else:
            groups.append((host.id, guest))
            del free[guest]
    return Match(tuple(groups), left_over)


async def _propose(this: Round, table: Table, group: Sequence[str]) -> None:
    lunch_id = row_id("lunch", this.id, *group)
    lunch_at, coffee_at = (
        _spread(common_starts([table.seekers[one].starts[form] for one in group]), table.horizon, lunch_id)
        for form in (0, 1)
    )
    await put(
        Lunch(
            id=lunch_id,
            state="proposed",
            due_at=clock.now(),
            round_id=this.id,
            kind=this.kind,
            host_id=group[0] if this.kind == HOST else "",
            lunch_at=lunch_at,
            coffee_at=coffee_at,
        )
    )
    for one in group:
        await put(
            Guest(id=row_id("guest", lunch_id, one), lunch_id=lunch_id, person_id=one, team=table.people[one].team)
        )


def _spread(starts: int, horizon: Horizon, lunch_id: str) -> datetime | None:
    """One of the first common times; which one differs from lunch to lunch, so that not all fall on one morning."""
    first = [moment for moment, _ in zip(moments(starts, horizon), range(CHOICE_OF), strict=False)]
    return first[int(lunch_id[:8], 16) % len(first)] if first else None
