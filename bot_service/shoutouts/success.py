"""Something that a person is proud of, as a colleague told it after lunch. It reaches its owner first, and alone."""

from tortoise import fields

from bot_service import clock
from bot_service.courtesy import courier
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.quiet_hours import after_working_days
from bot_service.database.row import DueRow, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.people.person import Person
from bot_service.shoutouts.wording import LONGEST
from bot_service.teams.wording import clean

#: Working days that the owner has, from the moment the card reached her.
SILENCE = 2


class Success(DueRow):
    """told → shown → opened | kept | let go. Only `opened` is ever known to anybody but its owner."""

    checkin_id = fields.CharField(max_length=64, db_index=True)
    told_by = fields.CharField(max_length=64, db_index=True)
    owner_id = fields.CharField(max_length=64, db_index=True)
    text = fields.TextField()

    class Meta:
        table = "success"


class NotYourSuccess(Refusal):
    """Somebody else's, or one that is gone; which of the two is told to nobody."""

    reason = "not your success"


async def tell_success(checkin_id: str, told_by: str, owner_id: str, text: str) -> None:
    """Keep what was told in a check-in, in the caller's transaction. Nothing told, or told of oneself: nothing kept."""
    told = clean(text)[:LONGEST]
    if not told or told_by == owner_id:
        return
    await put(
        Success(
            id=row_id("success", checkin_id),
            state="told",
            due_at=clock.now(),
            checkin_id=checkin_id,
            told_by=told_by,
            owner_id=owner_id,
            text=told,
        )
    )


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
        await courier.write(to=success.owner_id, kind=Kind.CELEBRATION, card="success", about=success.id)


async def success_arrived(message: Message, outcome: str) -> None:
    """The card is in the owner's chat, so her two working days begin; or it never will be, and the success stays hers."""
    success = await Success.get_or_none(id=message.about)
    if success is None or success.state != "shown":
        return
    if outcome == "declined":
        await move(success, "let go")
    else:
        owner = await Person.get(id=success.owner_id)
        await move(success, "shown", due_at=after_working_days(clock.now(), SILENCE, owner.hours))


async def let_success_go(success_id: str) -> None:
    """Step of (success, shown): she said nothing, so it stays hers alone and leaves no trace."""
    success = await Success.get(id=success_id)
    if success.due_at is None or success.due_at > clock.now():
        return
    async with transaction():
        await move(success, "let go")
        await courier.refresh("success", success.id, to=success.owner_id)
