"""The step of a planned round: read who is free, match, and propose a lunch to each group."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot_service import clock
from bot_service.database.row import move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Calendars
from bot_service.lunches.programs.program import HOST
from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.rounds.history import acquaintance, past_groups, sat_out_last
from bot_service.lunches.tables.lunch import Choice, Guest, Lunch, busy_with_potluck
from bot_service.lunches.times.slots import COFFEE, LUNCH, Horizon, common_starts, moments, possible_starts
from bot_service.matching.host_tables import host_lunches
from bot_service.matching.match import match_people
from bot_service.matching.seekers import Group, Matching, Pair, PastGroup, Seeker
from bot_service.people.person import Person

#: Answers take up to three working days, and nobody is surprised by a lunch tomorrow.
NOTICE = timedelta(days=5)
REACH = timedelta(days=16)
SAME_DAY = timedelta(hours=9)
CHOICE_OF = 24  #: how many of the first common times a lunch is spread over


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
    past = await past_groups()
    matched = await _match_hosts(this, table, past) if this.kind == HOST else _match_everybody(this, table, past)
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
    ahead = await _days_taken(set(free))
    seekers = {}
    for one, person in sorted(free.items()):
        schedule = schedules[person.mail.lower()]
        if schedule.hours and schedule.hours.zone != person.zone:  # she moved
            await Person.filter(id=one).update(zone=schedule.hours.zone)
        starts = (0, 0)
        if not schedule.fault:
            free_of_us = replace(schedule, busy=(*schedule.busy, *ahead.get(one, ())))
            starts = (possible_starts(free_of_us, LUNCH, horizon), possible_starts(free_of_us, COFFEE, horizon))
        seekers[one] = Seeker(one, person.team, manager_id=person.manager_id, starts=starts, sat_out=one in sat_out)
    return Table(free, seekers, horizon)


async def _days_taken(ids: set[str]) -> dict[str, list[tuple[datetime, datetime]]]:
    """Around each lunch that somebody has ahead, the hours of that day: nobody gets two of ours on one day."""
    booked = {lunch.id: lunch.starts_at for lunch in await Lunch.filter(state="booked") if lunch.starts_at}
    taken: dict[str, list[tuple[datetime, datetime]]] = {}
    for guest in await Guest.filter(lunch_id__in=list(booked), person_id__in=list(ids), answer="yes"):
        begins = booked[guest.lunch_id]
        taken.setdefault(guest.person_id, []).append((begins - SAME_DAY, begins + SAME_DAY))
    return taken


def _match_everybody(this: Round, table: Table, past: list[PastGroup]) -> Matching:
    return match_people(list(table.seekers.values()), past, seed=this.program_id)


async def _match_hosts(this: Round, table: Table, past: list[PastGroup]) -> Matching:
    """Each host with somebody new of the team she knows least; a round that a host asked for is hers, and for the team she named."""
    hosts = [seeker for one, seeker in table.seekers.items() if table.people[one].is_host and this.host_id in {"", one}]
    ids = {host.id for host in hosts}
    met = {Pair({host, one}) for group in past for host in ids & set(group.ids) for one in group.ids if one != host}
    return host_lunches(
        hosts,
        [seeker for one, seeker in table.seekers.items() if not table.people[one].is_host],
        acquaintance=await acquaintance(ids),
        seed=this.id,
        apart=met,
        teams=dict.fromkeys(ids, this.team) if this.team else {},
    )


async def _propose(this: Round, table: Table, group: Group) -> None:
    lunch_id = row_id("lunch", this.id, *group.ids)
    choices = []
    for form, name in enumerate((LUNCH, COFFEE)):
        common = common_starts([table.seekers[one].starts[form] for one in group.ids])
        if (at := _spread(common, table.horizon, lunch_id)) is not None:
            choices.append(Choice(name.name, at).kept())
    await put(
        Lunch(
            id=lunch_id,
            state="proposed",
            due_at=clock.now(),
            round_id=this.id,
            program_id=this.program_id,
            kind=this.kind,
            host_id=group.ids[0] if this.kind == HOST else "",
            why=None if this.kind == HOST else group.why,  # the card of a host says why herself
            choices_kept=choices,
        )
    )
    for one in group.ids:
        await put(
            Guest(id=row_id("guest", lunch_id, one), lunch_id=lunch_id, person_id=one, team=table.people[one].team)
        )


def _spread(starts: int, horizon: Horizon, lunch_id: str) -> datetime | None:
    """One of the first common times; which one differs from lunch to lunch, so that not all fall on one morning."""
    first = [moment for moment, _ in zip(moments(starts, horizon), range(CHOICE_OF), strict=False)]
    return first[int(lunch_id[:8], 16) % len(first)] if first else None
