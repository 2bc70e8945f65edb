"""What would have gone in shadow mode: to whom, what, on whose behalf and why. For administrators, so it says nothing told in confidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot_service.courtesy.channels.post import Post
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.reason import Reason
from bot_service.people.person import people

#: What it is, and why such a message goes at all.
SAID: Mapping[Kind, tuple[str, str]] = {
    Kind.ANSWER: ("an answer", "she wrote or pressed something"),
    Kind.NEWS: ("news of something in her care", "a post of hers is in doubt, or a programme of hers paused"),
    Kind.WELCOME: ("the welcome", "Potluck was added to her Teams"),
    Kind.LUNCH: ("about a lunch", "she takes part, and a round seated her or her lunch changed"),
    Kind.REMINDER: ("a reminder", "an invitation waited for her answer"),
    Kind.CHECK_IN: ("“How was it?”", "a lunch of hers was over"),
    Kind.CELEBRATION: ("something to be proud of", "a colleague told of it, or passed her post on"),
    Kind.BOOST: ("a post to pass on", "a colleague offered it to the hosts"),
    Kind.LEAVE: ("may she be asked?", "she had lunch with this host"),
    Kind.ASK: ("a story to share", "she lets this host ask her, who gave first, and nobody had asked lately"),
    Kind.THANKS: ("thanks", "she told us that she shared a story"),
}
IN_PUBLIC = ("a post", "whoever it is about agreed")


@dataclass(frozen=True)
class Shadowed:
    """One message or post that would have gone `at` that moment. Names are "" where there is nobody, or nobody any more."""

    at: datetime | None
    to_id: str
    to: str
    kind: str
    what: str
    sender_id: str
    on_behalf_of: str
    why: str


async def shadowed(to: str = "") -> list[Shadowed]:
    """Everything that shadow mode kept back, earliest first; or only what would have gone `to` one person."""
    messages = Message.filter(state="shadowed", to_id=to) if to else Message.filter(state="shadowed")
    posts = [] if to else await Post.filter(state="shadowed").order_by("id")
    return await _listed(await messages.order_by("sent_at", "id"), posts)


async def _listed(messages: list[Message], posts: list[Post]) -> list[Shadowed]:
    at = dict(await Reason.filter(message_id__in=[post.id for post in posts]).values_list("message_id", "at"))
    known = await people(
        {one.to_id for one in messages} | {one.sender_id for one in messages} | {one.author_id for one in posts}
    )
    names = {one.id: one.name for one in known.values()} | {"": ""}
    found = [
        Shadowed(
            one.sent_at,
            one.to_id,
            names.get(one.to_id, ""),
            str(one.kind),
            SAID[Kind(one.kind)][0],
            one.sender_id,
            names.get(one.sender_id, ""),
            SAID[Kind(one.kind)][1],
        )
        for one in messages
    ]
    found += [
        Shadowed(
            at.get(one.id),
            "",
            "the channel",
            "post",
            IN_PUBLIC[0],
            one.author_id,
            names.get(one.author_id, ""),
            IN_PUBLIC[1],
        )
        for one in posts
    ]
    return sorted(found, key=lambda one: (one.at is not None, one.at.timestamp() if one.at else 0.0))
