"""Something that a person is proud of, as a colleague told it after lunch. It reaches its owner first, and alone."""

from datetime import datetime

from tortoise import fields

from bot_service import clock
from bot_service.courtesy import courier
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.rules.quiet_hours import after_working_days
from bot_service.database.row import DueRow, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.manners import chosen
from bot_service.people.person import Person
from bot_service.shoutouts.wording import LONGEST
from bot_service.teams.wording import clean


class Success(DueRow):
    """told → shown → opened | kept | let go. Only `opened` is ever known to anybody but its owner."""

    checkin_id = fields.CharField(
        max_length=64, db_index=True
    )  #: "": a colleague wrote it by her own hand, without a lunch
    told_by = fields.CharField(max_length=64, db_index=True)
    owner_id = fields.CharField(max_length=64, db_index=True)
    text = fields.TextField()

    class Meta:
        table = "success"

    @property
    def is_by_hand(self) -> bool:
        return not self.checkin_id


class NotYourSuccess(Refusal):
    """Somebody else's, or one that is gone; which of the two is told to nobody."""

    reason = "not your success"


async def tell_success(checkin_id: str, told_by: str, owner_id: str, text: str) -> None:
    """Keep what was told in a check-in, in the caller's transaction. Nothing told, or told of oneself: nothing kept."""
    await _keep(row_id("success", checkin_id), checkin_id, told_by, owner_id, text)


async def preview_by_hand(author_id: str, for_id: str, text: str) -> None:
    """A colleague celebrates somebody of her own accord, in the caller's transaction: it goes the same way, to her first and alone.

    Courtesy shows it to somebody who has not joined once, and never to who does not want to hear from us. Set off twice with the
    same words is once; without words, or for oneself, nothing is kept.
    """
    await _keep(row_id("success", "by hand", author_id, for_id, clean(text)), "", author_id, for_id, text)


async def _keep(id_: str, checkin_id: str, told_by: str, owner_id: str, text: str) -> None:
    told = clean(text)[:LONGEST]
    if told and told_by != owner_id:
        whose = {"checkin_id": checkin_id, "told_by": told_by, "owner_id": owner_id}
        await put(Success(id=id_, state="told", due_at=clock.now(), text=told, **whose))


def waits_until(owner: Person) -> datetime:
    """Until when a celebration that reached her now waits for her yes, in her working days; without one it stays hers alone."""
    return after_working_days(clock.now(), chosen().celebration_waits_working_days, owner.hours)


async def own_success(person_id: str, success_id: object) -> Success:
    """The success with this id, if it is this person's. Raises `NotYourSuccess`."""
    found = await Success.get_or_none(id=clean(success_id))
    if found is None or found.owner_id != person_id:
        raise NotYourSuccess("This card isn't yours, or is no longer there. Nothing was changed.")
    return found


async def show_success(success_id: str) -> None:
    """Step of (success, told): write to the owner alone."""
    success = await Success.get(id=success_id)
    async with transaction():
        await move(success, "shown")
        by_hand = success.is_by_hand
        await courier.write(
            to=success.owner_id, kind=Kind.CELEBRATION, card="success", about=success.id, by_hand=by_hand
        )


async def success_arrived(message: Message, outcome: str) -> None:
    """The card is in the owner's chat, so her time begins; or it never will be, and the success stays hers."""
    success = await Success.get_or_none(id=message.about)
    if success is None or success.state != "shown":
        return
    if outcome in {"declined", "shadowed"}:
        await move(success, "let go")
    else:
        owner = await Person.get(id=success.owner_id)
        await move(success, "shown", due_at=waits_until(owner))


async def let_success_go(success_id: str) -> None:
    """Step of (success, shown): she said nothing, so it stays hers alone and leaves no trace."""
    success = await Success.get(id=success_id)
    if success.due_at is None or success.due_at > clock.now():
        return
    async with transaction():
        await move(success, "let go")
        await courier.refresh("success", success.id, to=success.owner_id)
