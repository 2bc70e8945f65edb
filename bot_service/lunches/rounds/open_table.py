"""“Thursday 12:15, canteen, two seats”: a table that anybody may join by one tap, and leave without a word."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from tortoise.queryset import QuerySet

from bot_service import clock
from bot_service.courtesy.channels.post import pin, refresh_post
from bot_service.courtesy.courier import write
from bot_service.courtesy.kind import Kind
from bot_service.database.row import move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Outage, Refusal
from bot_service.graph.calendars import Calendars
from bot_service.lunches.offers.changing import changing
from bot_service.lunches.offers.told import KIND_END, TABLE_POST
from bot_service.lunches.programs.not_with import not_with, shuns
from bot_service.lunches.programs.round import OPEN_TABLE, Round
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.tables.lunch import Guest, Lunch, sitting_at
from bot_service.lunches.tables.said import local_time
from bot_service.people.hours import zone_named
from bot_service.people.person import Person, person
from bot_service.teams.wording import clean

STANDING = ("agreed", "booked")
MOST_AHEAD = 3  #: open tables of one person at a time
CLOSED = "This table doesn't take place after all; whoever opened it had to close it."


@dataclass(frozen=True)
class Plan:
    """A table as its opener wants it. `others`: seats besides her own; `place` is "" online; `line`: a word to whoever reads it."""

    form: str
    starts_at: datetime
    place: str
    is_online: bool
    others: int
    line: str = ""


class NoSeat(Refusal):
    """She can't sit at this table: it is full, over, or another lunch of hers is on that day."""

    reason = "no seat"


async def open_table(opener_id: str, plan: Plan) -> Lunch:
    """Open it: her own seat is taken, it goes into her calendar, and into the channel. Opened twice by the same press it is one.

    Raises `NoSeat` where she may not.
    """
    async with transaction():
        opener = await _joined(opener_id)
        now = clock.now()
        id_, standing = await _place_for(opener, plan)
        if standing is not None:
            return standing
        if await _ahead().filter(host_id=opener.id).count() >= MOST_AHEAD:
            raise NoSeat(
                f"You have {MOST_AHEAD} open tables ahead of you. Close one of them first, or wait until it is over."
            )
        await _check_day(opener, plan.starts_at)
        this = Round(id=row_id("round", id_), state="matched", program_id="", kind=OPEN_TABLE, number=0, begun_at=now)
        await put(this)
        lunch = Lunch(
            id=id_,
            state="agreed",
            due_at=now,
            round_id=this.id,
            kind=OPEN_TABLE,
            host_id=opener.id,
            form=plan.form,
            starts_at=plan.starts_at,
            minutes=Terms().minutes_of(plan.form),
            place=plan.place,
            is_online=plan.is_online,
            seats=plan.others + 1,
            why=plan.line or None,
            offered_at=now,
        )
        await put(lunch)
        await _seat(lunch, opener)
        await pin(card=TABLE_POST, about=id_, author=opener.id)
    return await Lunch.get(id=id_)


async def _place_for(opener: Person, plan: Plan) -> tuple[str, Lunch | None]:
    """The id of this table, and the table where it is open already. One that was closed, or moved, leaves its place to another."""
    for number in count():
        id_ = row_id("open table", opener.id, plan.starts_at.isoformat(), str(number))
        found = await Lunch.get_or_none(id=id_)
        if found is None or (found.state in STANDING and found.starts_at == plan.starts_at):
            return id_, found
    raise AssertionError("numbers don't end")


async def join_table(person_id: str, lunch_id: object) -> Lunch:
    """Take a free seat; of two who tap for the last one, one gets it. Taken twice it is one. Raises `NoSeat`."""
    async with transaction():
        guest = await _joined(person_id)
        lunch = await _locked(lunch_id)
        sitting = await sitting_at(lunch.id)
        if guest.id in {one.person_id for one in sitting}:
            return lunch
        if len(sitting) >= lunch.seats:
            raise NoSeat(
                "The last seat has just been taken. Write “tables” for others, or “open table” for one of your own."
            )
        if await shuns(guest.id, [one.person_id for one in sitting]):
            raise NoSeat("You asked me to keep you apart from somebody at this table. Write “tables” for others.")
        assert lunch.starts_at is not None
        await _check_day(guest, lunch.starts_at)
        await _seat(lunch, guest)
        await _changed(lunch)
    return lunch


async def leave_table(person_id: str, lunch_id: object) -> Lunch:
    """Give the seat back; nobody is told. Raises `NoSeat` where she has none, or is the one who opened it."""
    async with transaction():
        lunch = await _locked(lunch_id)
        if lunch.host_id == person_id:
            raise NoSeat("It is your own table: close it, and those who joined are told.")
        if await Guest.filter(lunch_id=lunch.id, person_id=person_id, answer="yes").update(answer="no"):
            await _changed(lunch)
    return lunch


async def close_table(person_id: str, lunch_id: object) -> Lunch:
    """Its opener closes it: nobody can join from this second on, and the next step takes it out of all calendars. Raises `NoSeat`."""
    async with transaction():
        lunch = await _locked(lunch_id)
        if lunch.host_id != person_id:
            raise NoSeat("Only who opened a table can close it; you may leave it.")
        if lunch.payload is not None:
            raise NoSeat("It is just being put into the calendars. Try again in a minute.")
        await move(lunch, "closing", due_at=clock.now())
        await refresh_post(TABLE_POST, lunch.id)
    return lunch


async def take_out(lunch_id: str, *, calendars: Calendars) -> None:
    """The step of a table that is closed: cancel its event, once. Outlook tells whoever joined, and where it can't, we do.

    Raises `Outage` while the mailbox refuses; then it is tried again for as long as the table would last.
    """
    lunch = await Lunch.get(id=lunch_id)
    told_by_outlook = await _cancel(lunch, calendars)
    is_over = lunch.ends_at <= clock.now()
    async with transaction():
        await move(lunch, "called off")
        for guest in await sitting_at(lunch.id):
            if not (told_by_outlook or is_over) and guest.person_id != lunch.host_id:
                await write(to=guest.person_id, kind=Kind.LUNCH, card=KIND_END, about=lunch.id)
        await refresh_post(TABLE_POST, lunch_id)


async def _cancel(lunch: Lunch, calendars: Calendars) -> bool:
    """Out of all calendars; returns whether it was in any, and Outlook could take it out."""
    is_out = False
    try:
        if lunch.event_id:
            async with changing(lunch, lets_go=True):
                await calendars.cancel(lunch.event_id, CLOSED, organiser=lunch.organiser)
                is_out = True
    except Outage:
        if clock.now() < lunch.ends_at:
            raise
    return is_out


async def open_tables(reader_id: str = "") -> list[Lunch]:
    """All that can still be joined or left, the next first.

    Without those at which somebody sits whom the reader would rather not meet, unless she sits there herself. It is not hidden from
    that other one, who would learn from it: a table is open to whoever likes, and who has a seat can give it back without a word.
    """
    ahead = await _ahead().order_by("starts_at", "id")
    shunned = {other.id for other in await not_with(reader_id)} if reader_id else set()
    if not shunned:
        return ahead
    sitting: dict[str, set[str]] = {}
    for guest in await Guest.filter(lunch_id__in=[lunch.id for lunch in ahead], answer="yes"):
        sitting.setdefault(guest.lunch_id, set()).add(guest.person_id)
    at = {lunch.id: sitting.get(lunch.id, set()) for lunch in ahead}
    return [lunch for lunch in ahead if reader_id in at[lunch.id] or not at[lunch.id] & shunned]


async def leave_tables(person_id: str) -> None:
    """Who opened them leaves Potluck: where nobody joined, a table closes; else nobody joins it any more, and it stays as agreed.

    Raises `Outage` for one that is just being put into the calendars.
    """
    for lunch in await _ahead().filter(host_id=person_id).order_by("id"):
        async with transaction():
            locked = await _locked(lunch.id)
            if len(taken := await sitting_at(locked.id)) > 1:
                await Lunch.filter(id=locked.id).update(seats=len(taken))
                await refresh_post(TABLE_POST, locked.id)
            elif locked.payload is not None:
                raise Outage("A table is just being put into the calendars.")
            else:
                await close_table(person_id, locked.id)


def _ahead() -> QuerySet[Lunch]:
    return Lunch.filter(kind=OPEN_TABLE, state__in=STANDING, starts_at__gt=clock.now())


async def _joined(person_id: str) -> Person:
    """She, locked in the caller's transaction, so that she takes one seat after the other."""
    await Person.filter(id=person_id).select_for_update().first()
    found = await person(person_id)
    if not found.is_joined:
        raise NoSeat("Open tables are for everybody who takes part: write “join” to Potluck, then try again.")
    return found


async def _locked(lunch_id: object) -> Lunch:
    """The table, locked in the caller's transaction, as long as it has not begun."""
    lunch = await Lunch.filter(id=clean(lunch_id), kind=OPEN_TABLE).select_for_update().first()
    if lunch is None or lunch.state not in STANDING or lunch.starts_at is None or lunch.starts_at <= clock.now():
        raise NoSeat("This table is closed, or has begun. Write “tables” for those that are open.")
    return lunch


async def _check_day(guest: Person, at: datetime) -> None:
    """Nobody has two lunches of ours on one day, by her own calendar."""
    day = _day(at, guest)
    seats = await Guest.filter(person_id=guest.id).exclude(answer="no").values_list("lunch_id", flat=True)
    near = Lunch.filter(id__in=list(seats), state__in=STANDING, starts_at__gt=at - timedelta(days=1))
    for other in await near.filter(starts_at__lt=at + timedelta(days=1)):
        if other.starts_at is not None and _day(other.starts_at, guest) == day:
            when = local_time(other.starts_at, guest.zone)
            raise NoSeat(f"You have a {other.form} with Potluck on that day already ({when}); one a day is enough.")


def _day(at: datetime, guest: Person) -> date:
    return at.astimezone(zone_named(guest.zone)).date()


async def _seat(lunch: Lunch, guest: Person) -> None:
    id_ = row_id("guest", lunch.id, guest.id)
    await put(Guest(id=id_, lunch_id=lunch.id, person_id=guest.id, team=guest.team, answer="yes"))
    await Guest.filter(id=id_).update(answer="yes", response="")


async def _changed(lunch: Lunch) -> None:
    """Its event is brought in line by its own step, and the channel shows how many seats are left."""
    await Lunch.filter(id=lunch.id, state="booked").update(due_at=clock.now())
    await refresh_post(TABLE_POST, lunch.id)
