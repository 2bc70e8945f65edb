"""What the celebrated sees before anybody else, her answer, and the post as the channel sees it."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown
from bot_service.database.row import AlreadyMoved, move
from bot_service.database.transaction import transaction
from bot_service.people.person import Person
from bot_service.shoutouts.shoutout import Shoutout, may_be_posted, own_shoutout, tell_owner
from bot_service.shoutouts.wording import LONGEST, read_words
from bot_service.teams import cards

PUBLIC = {"agreed", "pinned", "posted"}


async def draw_preview(shoutout_id: str, to: str) -> Shown | None:
    """For the celebrated only: exactly what will be posted, open to her pen while she has not answered."""
    shoutout = await Shoutout.get_or_none(id=shoutout_id)
    if shoutout is None or shoutout.for_id != to:
        return None
    author, celebrated = await Person.get_or_none(id=shoutout.author_id), await Person.get_or_none(id=to)
    if celebrated is None:
        return None
    if shoutout.state in {"declined", "let go"} or (shoutout.state != "posted" and not may_be_posted(celebrated)):
        line = "This stays yours alone. Nobody else has seen it, and nobody will."
        return Shown(cards.as_json(cards.card(cards.heading("Kept to yourself"), cards.words(line))), line)
    body = _post(shoutout, author, celebrated)
    if shoutout.state in PUBLIC:
        line = (
            "Posted for all to see, with your yes."
            if shoutout.state == "posted"
            else "Thank you! It goes up in the channel."
        )
        return Shown(cards.as_json(cards.card(cards.words(line), *body, summary=line)), line)
    summary = "A shout-out for you: please have a look first"
    drawn = cards.card(
        cards.words(
            "This is how your colleagues would see it. Change what you like; without your yes nothing is posted."
        ),
        *body,
        cards.text_input("words", "Words of the post", value=shoutout.words, multiline=True, max_length=LONGEST),
        actions=[
            cards.execute("Yes, post it", "shoutout.post", shoutout.id, style="positive"),
            cards.execute("No, keep it to myself", "shoutout.decline", shoutout.id),
        ],
        summary=summary,
    )
    return Shown(cards.as_json(drawn), summary)


async def draw_shoutout(shoutout_id: str, _to: str) -> Shown | None:
    """The post in the channel; None unless the celebrated said yes, and is still with us when it goes up."""
    shoutout = await Shoutout.get_or_none(id=shoutout_id)
    if shoutout is None or shoutout.state not in PUBLIC:
        return None
    author = await Person.get_or_none(id=shoutout.author_id)
    celebrated = await Person.get_or_none(id=shoutout.for_id)
    if celebrated is None or (shoutout.state != "posted" and not may_be_posted(celebrated)):
        return None
    summary = f"A shout-out for {celebrated.name}"
    return Shown(cards.as_json(cards.card(*_post(shoutout, author, celebrated), summary=summary)), summary)


def _post(shoutout: Shoutout, author: Person | None, celebrated: Person) -> list[Any]:
    """As the channel reads it; signed, unless who told it was erased meanwhile."""
    signed = [cards.words("Told by", subtle=True), cards.person(author.name, author.id, author.team)] if author else []
    return [
        cards.heading(f"A shout-out for {cards.escape(celebrated.name)}"),
        cards.person(celebrated.name, celebrated.id, celebrated.team),
        cards.words(cards.escape(shoutout.words)),
        *signed,
    ]


async def agree_to_shoutout(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She says yes to these words. Raises `NoWords`, `TooManyWords`; pressed twice it is one yes."""
    shoutout = await own_shoutout(person_id, data.get("id"))
    if shoutout.state == "previewed" and may_be_posted(await Person.get_or_none(id=person_id)):
        words = read_words(data["words"]) if "words" in data else shoutout.words
        with suppress(AlreadyMoved):
            async with transaction():
                await move(shoutout, "agreed", due_at=clock.now(), words=words)
                await tell_owner(shoutout)
    return Answer(card="preview", about=shoutout.id)


async def decline_shoutout(person_id: str, data: Mapping[str, Any]) -> Answer:
    """She says no, or takes back a yes that is not posted yet; nobody learns of it."""
    shoutout = await own_shoutout(person_id, data.get("id"))
    if shoutout.state in {"previewed", "agreed"}:
        with suppress(AlreadyMoved):
            async with transaction():
                await move(shoutout, "declined")
                await tell_owner(shoutout)
    return Answer(card="preview", about=shoutout.id)


CARDS = {"preview": draw_preview, "shoutout": draw_shoutout}
VERBS = {"shoutout.post": agree_to_shoutout, "shoutout.decline": decline_shoutout}
