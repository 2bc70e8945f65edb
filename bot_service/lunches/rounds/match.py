"""The step of a planned round: read who is free, match, and propose a lunch to each group."""

from datetime import timedelta

from bot_service import clock
from bot_service.courtesy.courier import write
from bot_service.courtesy.kind import Kind
from bot_service.database.row import move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Calendars
from bot_service.graph.directory import Directory
from bot_service.lunches.programs.program import HOST, LOTTERY, MIXER, Program
from bot_service.lunches.programs.round import AGAIN, ON_DEMAND, TEAM_TABLE, LeftOver, Round
from bot_service.lunches.rounds.gathering import Gathering, gather
from bot_service.lunches.rounds.history import acquaintance, past_groups
from bot_service.lunches.rounds.seating import Past, Seated, Seating, common, seat
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
    inviting = {this.host_id} - {""} or {one for one, person in here.people.items() if person.is_host}
    past = Past(await past_groups(), await acquaintance(inviting) if this.kind in HOSTED else {})
    seating = seat(here, past, executive=program.executive_id if program else "")
    if this.kind == AGAIN and not seating.tables and _may_wait(this):
        return await move(this, "planned", due_at=clock.now() + A_WEEK)
    agreeable = await who_has_lunches_booked()
    async with transaction():
        free = await _still_free()
        for table in seating.tables:
            if free.issuperset(table.group.ids):
                await _propose(here, table, agreeable)
            else:
                seating.left_over |= dict.fromkeys(free & set(table.group.ids), LOST_HER_PARTNER)
        await _leave_over(this, seating)
        await move(this, "matched")
    return None


async def _still_free() -> set[str]:
    """Who may be invited at this moment, in the caller's transaction: a pause or a stop holds from its second on.

    Rounds that are matched at the same time write one after the other, so that nobody gets two invitations.
    """
    await Program.all().order_by("id").select_for_update()
    now = clock.now()
    joined = {one.id for one in await Person.filter(state="joined") if not one.is_paused(now)}
    return joined - await busy_with_potluck()


def _may_wait(this: Round) -> bool:
    """Two who would like to meet again wait for one another while one of them is away or has no time, but not for ever."""
    return this.begun_at is not None and clock.now() < this.begun_at + AGAIN_WITHIN


async def _propose(here: Gathering, table: Seated, agreeable: set[str]) -> None:
    """Make the lunch and its guests; whoever likes her lunches booked for her has said yes."""
    this, ids = here.round, table.group.ids
    lunch_id = row_id("lunch", this.id, *ids)
    choices = best_choices(common(here, table), here.horizon, here.terms, int(lunch_id[:8], 16))
    place = _place(here, table)
    await put(
        Lunch(
            id=lunch_id,
            state="proposed",
            due_at=clock.now(),
            round_id=this.id,
            program_id=this.program_id,
            kind=this.kind,
            host_id=ids[0] if this.kind in HOSTED else "",
            why=table.group.why if this.kind == MIXER else None,  # the cards of the other kinds say why themselves
            instead=table.instead or None,
            choices_kept=[choice.kept() for choice in choices],
            place=place or "",
            is_online=place is None,
        )
    )
    for one in ids:
        answer = "yes" if one in agreeable else ""
        guest = row_id("guest", lunch_id, one)
        await put(Guest(id=guest, lunch_id=lunch_id, person_id=one, team=here.people[one].team, answer=answer))


def _place(here: Gathering, table: Seated) -> str | None:
    """Where they meet; None: online. Where the directory names no offices, one zone counts as one office."""
    everybody = [here.times[one] for one in table.group.ids]
    sites = {one.site for one in everybody}
    zones = {here.people[one].zone for one in table.group.ids}
    if here.terms.place == "online" or any(one.is_online_only for one in everybody) or len(sites) > 1:
        return None
    (site,) = sites
    if not site:
        return "Canteen" if len(zones) == 1 else None
    return f"Canteen, {site}"


async def _leave_over(this: Round, seating: Seating) -> None:
    """Remember who sat out, so that she goes first next time; and tell who would otherwise wait for a word."""
    if this.second or this.kind == AGAIN:
        return
    for person_id, reason in seating.left_over.items():
        left = LeftOver(
            id=row_id("left over", this.id, person_id), round_id=this.id, person_id=person_id, reason=reason
        )
        await put(left)
        if this.kind == MIXER or (this.host_id == person_id and this.kind != LOTTERY):
            await write(to=person_id, kind=Kind.LUNCH, card="sat-out", about=left.id)
