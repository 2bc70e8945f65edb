"""A person tells us that she shared a story, asked or unasked (we never find out ourselves). One thanks follows, as she chose."""

from tortoise import fields

from bot_service import clock
from bot_service.courtesy import courier
from bot_service.courtesy.channels import post
from bot_service.courtesy.kind import Kind
from bot_service.database.row import DueRow, Row, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.people.person import Person, ThanksWish, person
from bot_service.people.relationship import ledger
from bot_service.people.relationship.ledger import Entry, Passed


class Share(DueRow):
    """told → thanked; `own` when a host shared what she herself would ask for: nobody owes her thanks for going first.

    Also where the host is gone and nobody is left to say thanks (`host_id` is "").
    """

    story_id = fields.CharField(max_length=64, db_index=True)
    person_id = fields.CharField(max_length=64, db_index=True)
    host_id = fields.CharField(max_length=64, db_index=True)  #: who asked, else who published; she says thanks
    asked = fields.BooleanField(default=False)
    thanks = fields.CharField(max_length=8, default="private")  #: open or private, as the sharer chose
    at = fields.DatetimeField()

    class Meta:
        table = "share"


class Thanks(Row):
    """The one thanks of a share; its id is made of the share's, so there can't be two."""

    share_id = fields.CharField(max_length=64, db_index=True)
    thanks = fields.CharField(max_length=8)
    at = fields.DatetimeField()

    class Meta:
        table = "thanks"


def share_of(story_id: str, person_id: str) -> str:
    """The id of the one share of this story by this person, on however many networks."""
    return row_id("share", story_id, person_id)


async def has_shared(story_id: str, person_id: str) -> bool:
    """Whether she told us that she shared this story."""
    return await Share.exists(id=share_of(story_id, person_id))


async def sharers_of(story_id: str) -> set[str]:
    """Ids of all who told us that they shared this story."""
    return {share.person_id for share in await Share.filter(story_id=story_id)}


async def went_first(story_id: str, host_id: str) -> bool:
    """Whether this host told us, as a host, that she shared this story herself: then she may offer it to others."""
    return await Entry.exists(kind=Passed.FIRST, from_id=host_id, ref=story_id)


async def tell_share(story_id: str, person_id: str, *, host_id: str, asked: bool, thanks: ThanksWish) -> None:
    """Record that she shared, and remember how she likes to be thanked; in the caller's transaction. Told twice is told once.

    A host who shared goes first from now on; told again, that also holds for one who was no host yet when she shared.
    """
    if (await person(person_id)).is_host:
        await ledger.record(Passed.FIRST, from_id=person_id, to_id=person_id, ref=story_id)
    if await has_shared(story_id, person_id):
        return
    is_own = host_id in {person_id, ""}
    share = Share(
        id=share_of(story_id, person_id),
        state="own" if is_own else "told",
        due_at=None if is_own else clock.now(),
        story_id=story_id,
        person_id=person_id,
        host_id=host_id,
        asked=asked,
        thanks=thanks,
        at=clock.now(),
    )
    await put(share)
    if not is_own:
        await ledger.record(Passed.SHARE, from_id=person_id, to_id=host_id, ref=share.id)
        await Person.filter(id=person_id).update(thanks=thanks)


async def thank(share_id: str) -> None:
    """Step of (share, told): exactly one thanks by the host, openly in the channel or privately, as the sharer chose; who has left is not named in public."""
    share = await Share.get(id=share_id)
    sharer = await Person.get_or_none(id=share.person_id)
    async with transaction():
        await move(share, "thanked")
        await put(Thanks(id=row_id("thanks", share.id), share_id=share.id, thanks=share.thanks, at=clock.now()))
        if share.thanks == "open" and sharer is not None and sharer.state not in {"left", "declined"}:
            await post.pin(card="thanks-line", about=share.id, author=share.host_id)
        else:
            await courier.write(
                to=share.person_id, kind=Kind.THANKS, card="thanks", about=share.id, sender=share.host_id
            )
        await ledger.record(Passed.THANKS, from_id=share.host_id, to_id=share.person_id, ref=share.id)
