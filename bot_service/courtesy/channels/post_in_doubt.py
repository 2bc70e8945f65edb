"""Teams did not say whether a post arrived. We never send it twice: its author looks, and decides."""

from collections.abc import Mapping
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.channels.post import Post
from bot_service.courtesy.courier import answered
from bot_service.courtesy.shown import Render, Shown
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.teams import cards

TITLE = "Did your post arrive?"


async def draw_doubt(post_id: str, _to: str) -> Shown | None:
    """Ask the author whether her post can be seen; after she answered, nothing is left to ask."""
    post = await Post.get_or_none(id=post_id)
    if post is None:
        return None
    asked = post.state == "in doubt"
    words = (
        "Teams did not tell us whether your post reached the channel. Please have a look."
        if asked
        else "Thank you, that is settled."
    )
    buttons = [
        cards.execute("It is there", "post.there", post.id),
        cards.execute("It is missing: post it", "post.again", post.id),
    ]
    drawn = cards.card(cards.heading(TITLE), cards.words(words), actions=buttons if asked else [])
    return Shown(cards.as_json(drawn), TITLE)


async def post_again(person_id: str, data: Mapping[str, Any]) -> Answer:
    """The author looked and it is missing."""
    return await _decide(person_id, data, to="waiting")


async def post_is_there(person_id: str, data: Mapping[str, Any]) -> Answer:
    """The author looked and it is there."""
    return await _decide(person_id, data, to="found")


async def _decide(person_id: str, data: Mapping[str, Any], *, to: str) -> Answer:
    post = await Post.get_or_none(id=str(data.get("id", "")))
    if post is None or post.author_id != person_id:
        raise Refusal("This post isn't yours to decide on.")
    if post.state == "in doubt":
        async with transaction():
            await move(post, to, due_at=clock.now())
            await answered("post-in-doubt", post.id)
    return Answer(card="post-in-doubt", about=post.id)


VERBS = {"post.again": post_again, "post.there": post_is_there}
CARDS: dict[str, Render] = {"post-in-doubt": draw_doubt}
