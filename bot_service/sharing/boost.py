"""A colleague's own post, offered to hosts to pass on. Whoever passes it on has given her something."""

from contextlib import suppress

from tortoise import fields

from bot_service import clock
from bot_service.courtesy import courier
from bot_service.courtesy.kind import Kind
from bot_service.database.row import AlreadyMoved, DueRow, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.people.person import hosts, person
from bot_service.people.relationship import ledger
from bot_service.people.relationship.ledger import Passed
from bot_service.sharing.story import LONGEST_LINK, read_link
from bot_service.teams.wording import clean

LONGEST_LINE = 300


class Boost(DueRow):
    """submitted → offered (to every host but herself)."""

    person_id = fields.CharField(max_length=64, db_index=True)
    link = fields.CharField(max_length=1024)
    line = fields.TextField(default="")
    at = fields.DatetimeField()

    class Meta:
        table = "boost"


class BoostOffer(DueRow):
    """A boost offered to one host: offered → passed | skipped. What was skipped is told to nobody."""

    boost_id = fields.CharField(max_length=64, db_index=True)
    host_id = fields.CharField(max_length=64, db_index=True)

    class Meta:
        table = "boost_offer"


class NotAPost(Refusal):
    """What was submitted can't be passed on yet."""

    reason = "not a post"


class NotYourBoost(Refusal):
    """Offered to somebody else, or gone."""

    reason = "not your boost"


async def submit_boost(person_id: str, link: object, line: object) -> Boost:
    """Keep a post to be passed on. The same link of the same person is one boost. Raises `NotAPost`."""
    address, said = read_link(clean(link)), clean(line)
    if not address:
        raise NotAPost(
            f"The link must be a web address that starts with https:// and has at most {LONGEST_LINK} characters."
        )
    if len(said) > LONGEST_LINE:
        raise NotAPost(f"Your line has {len(said):,} characters; {LONGEST_LINE} fit.")
    sender = await person(person_id)
    id_, now = row_id("boost", sender.id, address), clock.now()
    await put(Boost(id=id_, state="submitted", due_at=now, person_id=sender.id, link=address, line=said, at=now))
    return await Boost.get(id=id_)


async def offer_boost(boost_id: str) -> None:
    """Step of (boost, submitted): offer it to the hosts, when courtesy lets it through."""
    boost = await Boost.get(id=boost_id)
    async with transaction():
        await move(boost, "offered")
        for host in await hosts():
            if host.id != boost.person_id:
                offer = BoostOffer(
                    id=offer_of(boost.id, host.id), state="offered", due_at=None, boost_id=boost.id, host_id=host.id
                )
                await put(offer)
                await courier.write(to=host.id, kind=Kind.BOOST, card="boost", about=boost.id, sender=boost.person_id)


def offer_of(boost_id: str, host_id: str) -> str:
    """The id of the one offer of this boost to this host."""
    return row_id("boost offer", boost_id, host_id)


async def own_offer(host_id: str, boost_id: object) -> BoostOffer:
    """The offer of this boost to this host. Raises `NotYourBoost`."""
    found = await BoostOffer.get_or_none(id=offer_of(clean(boost_id), host_id))
    if found is None:
        raise NotYourBoost("This post wasn't offered to you, or is no longer there. Nothing was changed.")
    return found


async def pass_on(offer: BoostOffer) -> None:
    """The host says that she passed it on: her gift, and a kind line to the colleague. Said twice it is one gift."""
    if offer.state == "passed":
        return
    boost = await Boost.get(id=offer.boost_id)
    with suppress(AlreadyMoved):
        async with transaction():
            await move(offer, "passed")
            await ledger.record(Passed.BOOST, from_id=offer.host_id, to_id=boost.person_id, ref=boost.id)
            await courier.write(
                to=boost.person_id, kind=Kind.CELEBRATION, card="boost-passed", about=offer.id, sender=offer.host_id
            )
            await courier.refresh("boost", boost.id, to=offer.host_id)


async def skip(offer: BoostOffer) -> None:
    """Not this one; told to nobody."""
    if offer.state == "offered":
        with suppress(AlreadyMoved):
            async with transaction():
                await move(offer, "skipped")
                await courier.refresh("boost", offer.boost_id, to=offer.host_id)
