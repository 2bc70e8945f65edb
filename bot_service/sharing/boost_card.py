"""The form for a post of one's own, the offer of it to a host, and the kind line when she passed it on."""

from collections.abc import Mapping
from typing import Any

from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown, show
from bot_service.people.person import Person
from bot_service.sharing.boost import LONGEST_LINE, Boost, BoostOffer, offer_of, own_offer, pass_on, skip, submit_boost
from bot_service.sharing.networks import NETWORKS
from bot_service.sharing.story import LONGEST_LINK
from bot_service.teams import cards


async def draw_boost_form(boost_id: str, to: str) -> Shown | None:
    """The empty form ("": nothing submitted), or a word on what she submitted."""
    boost = await Boost.get_or_none(id=boost_id, person_id=to) if boost_id else None
    if boost is not None:
        line = "Thank you! A host may get to see it, and you hear from us when one passes it on."
        return show(cards.words(line), summary=line)
    return show(
        cards.heading("A post of yours to pass on"),
        cards.text_input("link", "Link to your post", max_length=LONGEST_LINK, required="Where is your post?"),
        cards.text_input("line", "What it is about, in one line", max_length=LONGEST_LINE),
        summary="A post of yours to pass on",
        actions=[cards.execute("Offer it", "boost.submit", "", style="positive")],
    )


async def draw_boost(boost_id: str, to: str) -> Shown | None:
    """The offer to this host, or what she made of it."""
    offer = await BoostOffer.get_or_none(id=offer_of(boost_id, to))
    if offer is None:
        return None
    boost = await Boost.get(id=boost_id)
    author = await Person.get(id=boost.person_id)
    title = f"{author.first_name} wrote something"
    about = [
        cards.heading(cards.escape(title)),
        cards.person(author.name, author.id, author.team),
        cards.words(cards.escape(boost.line)),
    ]
    if offer.state != "offered":
        line = (
            f"You passed it on. {author.first_name} is glad."
            if offer.state == "passed"
            else "Not this one. Nobody is told."
        )
        return show(
            *about, cards.words(cards.escape(line)), summary=line, actions=[cards.open_url("Read it", boost.link)]
        )
    return show(
        *about,
        summary=title,
        actions=[
            cards.open_url("Read it", boost.link),
            *(cards.open_url(f"Pass on by {one.name}", one.address(boost.line, boost.link)) for one in NETWORKS),
            cards.execute("I passed it on", "boost.passed", boost.id, style="positive"),
            cards.execute("Not this one", "boost.skip", boost.id),
        ],
    )


async def draw_passed(offer_id: str, to: str) -> Shown | None:
    """The kind line to the colleague whose post was passed on."""
    offer = await BoostOffer.get_or_none(id=offer_id, state="passed")
    boost = await Boost.get_or_none(id=offer.boost_id, person_id=to) if offer else None
    if offer is None or boost is None:
        return None
    host = await Person.get(id=offer.host_id)
    line = f"{host.first_name} liked your post and passed it on."
    return show(
        cards.words(cards.escape(line)),
        cards.person(host.name, host.id, host.team),
        summary=line,
        actions=[cards.open_url("Your post", boost.link)],
    )


async def submit(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A colleague offers a post of her own. Pressed twice it is one. Raises `NotAPost`."""
    boost = await submit_boost(person_id, data.get("link"), data.get("line"))
    return Answer(card="boost-form", about=boost.id)


async def passed(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host passed it on. Raises `NotYourBoost`."""
    offer = await own_offer(person_id, data.get("id"))
    await pass_on(offer)
    return Answer(card="boost", about=offer.boost_id)


async def skipped(person_id: str, data: Mapping[str, Any]) -> Answer:
    """A host leaves it. Raises `NotYourBoost`."""
    offer = await own_offer(person_id, data.get("id"))
    await skip(offer)
    return Answer(card="boost", about=offer.boost_id)


CARDS = {"boost-form": draw_boost_form, "boost": draw_boost, "boost-passed": draw_passed}
VERBS = {"boost.submit": submit, "boost.passed": passed, "boost.skip": skipped}
