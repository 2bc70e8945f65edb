"""A public card that celebrates a colleague. She sees it first, edits it as she likes, and may decline without anybody learning it."""

from tortoise import fields

from bot_service import clock
from bot_service.courtesy import courier
from bot_service.courtesy.channels import post
from bot_service.database.row import DueRow, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.people.person import Person
from bot_service.people.relationship import ledger
from bot_service.people.relationship.ledger import Passed
from bot_service.shoutouts.success import Success, waits_until
from bot_service.shoutouts.wording import draft
from bot_service.teams.wording import clean


class Shoutout(DueRow):
    """previewed → agreed → pinned → posted; previewed → declined | let go. Nobody but `for_id` sees it before `agreed`.

    agreed → let go, where she left or changed her mind about being celebrated before it was posted.
    """

    success_id = fields.CharField(max_length=64, db_index=True)
    author_id = fields.CharField(max_length=64, db_index=True)  #: who told it; the post is signed by her
    for_id = fields.CharField(max_length=64, db_index=True)
    words = fields.TextField()

    class Meta:
        table = "shoutout"


class NotYourShoutout(Refusal):
    """Somebody else's, or one that is gone; which of the two is told to nobody."""

    reason = "not your shout-out"


def shoutout_of(success_id: str) -> str:
    """The id of the one shout-out that can come from a success."""
    return row_id("shoutout", success_id)


async def own_shoutout(person_id: str, shoutout_id: object) -> Shoutout:
    """The shout-out with this id, if it celebrates this person. Raises `NotYourShoutout`."""
    found = await Shoutout.get_or_none(id=clean(shoutout_id))
    if found is None or found.for_id != person_id:
        raise NotYourShoutout("This shout-out isn't yours, or is no longer there. Nothing was changed.")
    return found


async def draft_shoutout(success: Success) -> None:
    """Make a preview of a success that its owner opened, in the caller's transaction."""
    teller, owner = await Person.get_or_none(id=success.told_by), await Person.get(id=success.owner_id)
    name = teller.first_name if teller else "A colleague"
    words = success.text if success.is_by_hand else draft(name, owner.first_name, success.text)
    whose = {"success_id": success.id, "author_id": success.told_by, "for_id": owner.id}
    await put(Shoutout(id=shoutout_of(success.id), state="previewed", due_at=waits_until(owner), words=words, **whose))


def may_be_posted(celebrated: Person | None) -> bool:
    """Nobody is celebrated in public after leaving the company or Potluck, nor who likes it in private or not at all."""
    return celebrated is not None and celebrated.state not in {"left", "declined"} and celebrated.celebrate == "openly"


async def tell_owner(shoutout: Shoutout) -> None:
    """Her card shows how it stands now, in the caller's transaction."""
    await courier.refresh("success", shoutout.success_id, to=shoutout.for_id)


async def post_shoutout(shoutout_id: str) -> None:
    """Step of (shoutout, agreed): pin it to the channel, signed by who told it; drop it where she has left meanwhile."""
    shoutout = await Shoutout.get(id=shoutout_id)
    celebrated = await Person.get_or_none(id=shoutout.for_id)
    async with transaction():
        if may_be_posted(celebrated):
            await move(shoutout, "pinned")
            await post.pin(card="shoutout", about=shoutout.id, author=shoutout.author_id)
        else:
            await _let_go(shoutout)


async def shoutout_arrived(shoutout_id: str) -> None:
    """It stands in the channel, in the transaction that records that: from now on it is a gift of who told it."""
    shoutout = await Shoutout.get(id=shoutout_id)
    if shoutout.state == "pinned":
        await move(shoutout, "posted")
        await ledger.record(Passed.SHOUTOUT, from_id=shoutout.author_id, to_id=shoutout.for_id, ref=shoutout.id)
        await tell_owner(shoutout)


async def let_shoutout_go(shoutout_id: str) -> None:
    """Step of (shoutout, previewed): she did not say yes, so it stays hers."""
    shoutout = await Shoutout.get(id=shoutout_id)
    if shoutout.due_at is None or shoutout.due_at > clock.now():
        return
    async with transaction():
        await _let_go(shoutout)


async def _let_go(shoutout: Shoutout) -> None:
    await move(shoutout, "let go")
    await tell_owner(shoutout)
