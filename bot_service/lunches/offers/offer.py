"""An offer on its way to an agreement: ask everybody, remind once, and end kindly when it does not come about."""

from datetime import datetime, timedelta
from typing import Any

from bot_service import clock
from bot_service.courtesy.channels.post import refresh_post
from bot_service.courtesy.courier import refresh, withdraw
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.rules.quiet_hours import after_working_days
from bot_service.database.row import move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.lunches.offers.told import (
    KIND_END,
    NEWS,
    NUDGE,
    OFFER,
    TABLE_POST,
    has_heard_of,
    invited_at,
    tell,
    wait_no_more,
)
from bot_service.lunches.programs.program import MIXER
from bot_service.lunches.programs.round import OPEN_TABLE, Round, planned
from bot_service.lunches.tables.lunch import Guest, Lunch, guests_of, sitting_at
from bot_service.lunches.times.preferences import preferences_of
from bot_service.people.person import people

NUDGE_AFTER = 1
CLOSE_AFTER = 2  #: working days, each counted from the step before
SECOND_ROUNDS_FOR = timedelta(days=8)  #: after that, whoever is without a partner waits for the next round


async def pursue_offer(lunch_id: str) -> None:
    """The step of a proposed lunch: offer it; a working day later remind who is silent; two more, and it ends kindly.

    Whoever likes her lunches booked for her has said yes already; when all do, it is agreed without a question. The reminder
    shows the whole invitation, so that it also covers an offer whose sending was in doubt.
    """
    lunch = await Lunch.get(id=lunch_id)
    now = clock.now()
    async with transaction():
        guests = await guests_of(lunch_id)
        silent = [guest for guest in guests if not guest.answer]
        if lunch.offered_at is None:
            await _invite(guests if lunch.attempt == 1 else silent, lunch, Kind.LUNCH, OFFER)
            await move(lunch, "proposed", due_at=_later(now, NUDGE_AFTER), offered_at=now)
            await show_news(lunch_id)
            if not silent:
                await agree(lunch)
        elif lunch.nudged_at is None and (not_before := await _nudged_from(silent, lunch)) > now:
            await move(lunch, "proposed", due_at=not_before)
        elif lunch.nudged_at is None:
            await _invite(silent, lunch, Kind.REMINDER, NUDGE)
            await move(lunch, "proposed", due_at=_later(now, CLOSE_AFTER), nudged_at=now)
        else:
            await call_off(lunch)


async def agree(lunch: Lunch) -> None:
    """Everybody said yes, in the caller's transaction: the chosen time, or the first one when nobody had to choose."""
    chosen: dict[str, Any] = {}
    if not lunch.form:
        first = lunch.choices[0]
        chosen = {"form": first.form, "starts_at": first.at, "minutes": first.minutes}
    await move(lunch, "agreed", due_at=clock.now(), **chosen)


async def ask_anew(guests: list[Guest]) -> None:
    """Their answers no longer hold, for the times have changed; who has her lunches booked for her agrees to these too."""
    preferences = await preferences_of([guest.person_id for guest in guests])
    for guest in guests:
        still_coming = Guest.filter(id=guest.id).exclude(answer="no")  # a no that was said meanwhile holds
        await still_coming.update(answer="yes" if preferences[guest.person_id].books_for_me else "")


async def call_off(lunch: Lunch) -> None:
    """End a lunch, in the caller's transaction. Declined, timed out and no slot read the same to whoever had said yes.

    She is looked after: a second round finds her somebody else, where there is somebody.
    """
    await move(lunch, "called off", payload=None)
    for card in (OFFER, NUDGE, NEWS):
        await withdraw(card, lunch.id)
    willing = await sitting_at(lunch.id)
    for guest in willing:
        if lunch.event_id or lunch.kind == OPEN_TABLE or await has_heard_of(lunch.id, guest.person_id):
            await tell(lunch.id, guest.person_id, KIND_END)
    await show_news(lunch.id)
    if willing:
        await _plan_second_round(lunch)


async def show_news(lunch_id: str) -> None:
    """Every card about a lunch shows how it stands now, and waits for those answers only that are missing; in the caller's transaction."""
    await _wait_for_whom_it_must(lunch_id)
    for card in (OFFER, NUDGE, NEWS):
        await refresh(card, lunch_id)
    await refresh_post(TABLE_POST, lunch_id)


async def _wait_for_whom_it_must(lunch_id: str) -> None:
    if not await Lunch.exists(id=lunch_id, state="proposed"):
        return await wait_no_more(lunch_id)
    for guest in await guests_of(lunch_id):
        if guest.answer:
            await wait_no_more(lunch_id, guest.person_id)
    return None


async def _plan_second_round(lunch: Lunch) -> None:
    """Tomorrow, all whose lunches of this round came to nothing are matched with one another and with late joiners."""
    this = await Round.get_or_none(id=lunch.round_id)
    if this is None or this.kind != MIXER:
        return
    first = await Round.filter(program_id=this.program_id, number=this.number, second=False).first()
    now = clock.now()
    if first is None or first.begun_at is None or now > first.begun_at + SECOND_ROUNDS_FOR:
        return
    tomorrow = after_working_days(now, 1).replace(hour=7, minute=0, second=0, microsecond=0)
    await put(
        planned(
            row_id("round", this.program_id, str(this.number), "second", f"{tomorrow:%Y-%m-%d}"),
            this.kind,
            tomorrow,
            program_id=this.program_id,
            number=this.number,
            second=True,
        )
    )


async def _nudged_from(silent: list[Guest], lunch: Lunch) -> datetime:
    """A working day of hers after the invitation reached her; it may have waited for the end of her holiday."""
    known = await people({guest.person_id for guest in silent})
    reached = [(one, await invited_at(lunch.id, one.id)) for one in known.values()]
    moments = [after_working_days(at, NUDGE_AFTER, one.hours) for one, at in reached if at is not None]
    return max(moments, default=clock.now())


async def _invite(guests: list[Guest], lunch: Lunch, kind: Kind, card: str) -> None:
    for guest in guests:
        awaits = not guest.answer
        await tell(lunch.id, guest.person_id, card, key=str(lunch.attempt), kind=kind, awaits=awaits)


def _later(now: datetime, working_days: int) -> datetime:
    return after_working_days(now, working_days)
