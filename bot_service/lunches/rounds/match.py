"""The step of a planned round: read who is free, match, and propose a lunch to each group."""

import asyncio
from collections.abc import Collection, Iterator
from datetime import timedelta

from bot_service import clock
from bot_service.courtesy.courier import write
from bot_service.courtesy.kind import Kind
from bot_service.database.row import Row, move, put_all, row_id
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Calendars
from bot_service.graph.directory import Directory
from bot_service.lunches.programs.not_with import kept_apart
from bot_service.lunches.programs.program import HOST, LOTTERY, MIXER, Program
from bot_service.lunches.programs.round import AGAIN, ON_DEMAND, TEAM_TABLE, LeftOver, Round
from bot_service.lunches.programs.terms import kept
from bot_service.lunches.rounds.gathering import Gathering, gather
from bot_service.lunches.rounds.history import past_of, told_before
from bot_service.lunches.rounds.seating import Seated, common, in_peace, place_of, seat
from bot_service.lunches.tables.lunch import Guest, Lunch, busy_with_potluck
from bot_service.lunches.times.choices import best_choices
from bot_service.lunches.times.preferences import who_has_lunches_booked
from bot_service.people.person import Person

HOSTED = frozenset({HOST, TEAM_TABLE, ON_DEMAND})  #: kinds in which the first of a group invites the others
AGAIN_WITHIN = timedelta(days=60)
A_WEEK = timedelta(days=7)
LOST_HER_PARTNER = "the one you were to meet can't come this time"


async def match_round(round_id: str, *, calendars: Calendars, directory: Directory) -> None:
    """Match everybody who takes part, is not paused and has no open invitation; calendars are read before, so each lunch can be booked."""
    this = await Round.get(id=round_id)
    here = await gather(this, calendars=calendars, directory=directory)
    program = await Program.get_or_none(id=this.program_id)
    past = await past_of(this.program_id, hosts=_who_invites(this, here))
    executive = program.executive_id if program else ""
    seating = await asyncio.to_thread(seat, here, past, executive=executive, patient=_may_wait(this))
    if this.kind == AGAIN and not seating.tables and _may_wait(this):
        return await move(this, "planned", due_at=clock.now() + A_WEEK)
    agreeable = await who_has_lunches_booked()
    async with transaction():
        free = await _still_free()
        apart = await kept_apart(here.people)  # said while calendars were read, it holds all the same
        tables = [
            table for table in seating.tables if free.issuperset(table.group.ids) and in_peace(table.group.ids, apart)
        ]
        lost = [one for table in seating.tables if table not in tables for one in table.group.ids if one in free]
        await put_all([row for table in tables for row in _proposed(here, table, agreeable)])
        await _leave_over(this, {**seating.left_over, **dict.fromkeys(lost, LOST_HER_PARTNER)})
        await move(this, "matched")
    return None


def _who_invites(this: Round, here: Gathering) -> Collection[str]:
    if this.kind not in HOSTED:
        return ()
    return [this.host_id] if this.host_id else [one for one, person in here.people.items() if person.is_host]


def _may_wait(this: Round) -> bool:
    """Two who would like to meet again wait for one another while one of them is away or has no time, but not for ever."""
    return this.begun_at is not None and clock.now() < this.begun_at + AGAIN_WITHIN


async def _still_free() -> set[str]:
    """Who may be invited at this moment, in the caller's transaction: a pause or a stop holds from its second on.

    Rounds that are matched at the same time write one after the other, so that nobody gets two invitations.
    """
    await Program.all().order_by("id").select_for_update()
    joined = Person.filter(state="joined").values_list("id", "paused_until")
    now = clock.now()
    not_paused = {str(one) for one, until in await joined if until is None or until <= now}
    return not_paused - await busy_with_potluck()


def _proposed(here: Gathering, table: Seated, agreeable: Collection[str]) -> Iterator[Row]:
    """The rows of a lunch and its guests; whoever likes her lunches booked for her has said yes."""
    this, ids = here.round, table.group.ids
    lunch_id = row_id("lunch", this.id, *ids)
    choices = best_choices(common(here, table), here.horizon, here.terms, int(lunch_id[:8], 16))
    place = place_of(here, table)
    yield Lunch(
        id=lunch_id,
        state="proposed",
        due_at=clock.now(),
        round_id=this.id,
        program_id=this.program_id,
        kind=this.kind,
        host_id=ids[0] if this.kind in HOSTED else "",
        why=table.group.why if this.kind == MIXER else None,  # the cards of the other kinds say why themselves
        instead=table.way.instead or None,
        terms_kept=kept(here.terms),
        choices_kept=[choice.kept() for choice in choices],
        place=place or "",
        is_online=place is None,
    )
    for one in ids:
        guest, answer = row_id("guest", lunch_id, one), "yes" if one in agreeable else ""
        yield Guest(id=guest, lunch_id=lunch_id, person_id=one, team=here.people[one].team, answer=answer)


async def _leave_over(this: Round, reasons: dict[str, str]) -> None:
    """Remember who sat out, so that she goes first next time, and tell her why, once; who was not drawn by lot had not asked."""
    if this.kind == AGAIN:
        return
    ids = {person_id: row_id("left over", this.id, person_id) for person_id in reasons}
    await put_all(
        [LeftOver(id=ids[one], round_id=this.id, person_id=one, reason=reason) for one, reason in reasons.items()]
    )
    told = await told_before(this)
    for person_id in sorted(reasons.keys() - told) if this.kind != LOTTERY else ():
        await write(to=person_id, kind=Kind.LUNCH, card="sat-out", about=ids[person_id])
