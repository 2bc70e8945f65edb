"""The only way to a channel: one public post per thing, never twice; what is in doubt its author decides."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tortoise import fields
from tortoise.expressions import F, Q

from bot_service import clock
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.courier import SENDING_FOR, Outcome, write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.shown import Render, Shown
from bot_service.database.row import DueRow, Row, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import InDoubt, Outage, Refusal
from bot_service.teams import cards
from bot_service.teams.address import Address
from bot_service.teams.messenger import Messenger, Unreachable

log = logging.getLogger(__name__)


class Channel(Row):
    """A channel that the bot was added to."""

    team_name = fields.CharField(max_length=256, default="")
    name = fields.CharField(max_length=256, default="")
    service_url = fields.CharField(max_length=512)
    conversation_id = fields.CharField(max_length=512)
    tenant_id = fields.CharField(max_length=64)

    class Meta:
        table = "channel"

    @property
    def address(self) -> Address:
        return Address(self.service_url, self.conversation_id, self.tenant_id)


class Post(DueRow):
    """waiting → posting → posted | in doubt | refused; posted → changed → posted. `posting` is committed before the call."""

    card = fields.CharField(max_length=32)
    about = fields.CharField(max_length=128, db_index=True)
    author_id = fields.CharField(max_length=64, db_index=True)
    edition = fields.IntField(default=0)
    service_url = fields.CharField(max_length=512, default="")
    conversation_id = fields.CharField(max_length=512, default="")
    tenant_id = fields.CharField(max_length=64, default="")
    activity_id = fields.CharField(max_length=256, default="")

    class Meta:
        table = "post"


async def pin(*, card: str, about: str, author: str) -> None:
    """Put a post on its way to the company's channel, in the caller's transaction. Pinned twice is pinned once."""
    await put(
        Post(
            id=row_id("post", card, about),
            state="waiting",
            due_at=clock.now(),
            card=card,
            about=about,
            author_id=author,
        )
    )


async def refresh_post(card: str, about: str) -> None:
    """There is news on this post: it changes in place."""
    concerned = Post.filter(card=card, about=about)
    await concerned.update(edition=F("edition") + 1)
    await concerned.filter(state="posted").update(state="changed", due_at=clock.now())


async def open_channel(address: Address, team_name: str, channel_name: str) -> None:
    """The bot was added to a team: remember its channel."""
    await put(
        Channel(
            id=row_id("channel", address.conversation_id),
            team_name=team_name,
            name=channel_name,
            service_url=address.service_url,
            conversation_id=address.conversation_id,
            tenant_id=address.tenant_id,
        )
    )


async def close_channel(address: Address) -> None:
    """The bot was removed; nothing is posted there any more."""
    await Channel.filter(conversation_id=address.conversation_id).delete()


@dataclass(frozen=True)
class Noticeboard:
    """Posts to the channel with the name or id `channel_name`, or to the first one the bot was added to when that is empty."""

    messenger: Messenger
    posts: Mapping[str, Render]
    outcomes: Mapping[str, Outcome]
    channel_name: str = ""

    async def publish(self, post_id: str) -> None:
        """Send a waiting post once. Without a channel it waits; an hour later we look again."""
        post = await Post.get(id=post_id)
        shown = await self.posts[post.card](post.about, "")
        if shown is None:
            return await move(post, "refused")
        channel = await self._channel()
        if channel is None:
            raise Outage("Potluck has not been added to a channel yet; add it to the team that shall read shout-outs.")
        return await self._send(post, channel, shown)

    async def _send(self, post: Post, channel: Channel, shown: Shown) -> None:
        await move(post, "posting", due_at=clock.now() + SENDING_FOR)
        try:
            thread, activity_id = await self.messenger.post(channel.address, shown.card, shown.summary)
        except Unreachable:
            log.warning("channel %s is gone", channel.name)
            await close_channel(channel.address)
            await move(post, "waiting", due_at=clock.now())
        except Outage as outage:
            await move(post, "waiting", due_at=clock.now() + outage.after)
        except InDoubt:
            await self._doubt(post)
        else:
            async with transaction():
                where: dict[str, Any] = {
                    "service_url": thread.service_url,
                    "conversation_id": thread.conversation_id,
                    "tenant_id": thread.tenant_id,
                }
                await move(post, "posted", activity_id=activity_id, **where)
                await Post.filter(id=post.id, edition__gt=post.edition).update(state="changed", due_at=clock.now())

    async def doubt(self, post_id: str) -> None:
        """A post whose process died: its author is shown it and decides."""
        await self._doubt(await Post.get(id=post_id))

    async def _doubt(self, post: Post) -> None:
        async with transaction():
            await move(post, "in doubt")
            await write(to=post.author_id, kind=Kind.ANSWER, card="post-in-doubt", about=post.id)

    async def renew(self, post_id: str) -> None:
        """Show the newest state of a public post."""
        post = await Post.get(id=post_id)
        shown = await self.posts[post.card](post.about, "")
        if shown is not None:
            address = Address(post.service_url, post.conversation_id, post.tenant_id)
            try:
                await self.messenger.update(address, post.activity_id, shown.card, shown.summary)
            except Unreachable:
                log.info("post %s can't be updated: it is gone", post.id)
            except InDoubt as doubt:
                raise Outage(str(doubt)) from doubt
        await move(post, "posted")

    async def _channel(self) -> Channel | None:
        chosen = Channel.all()
        if self.channel_name:
            chosen = Channel.filter(Q(name=self.channel_name) | Q(conversation_id=self.channel_name))
        return await chosen.order_by("id").first()


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
    drawn = cards.card(cards.heading("Did your post arrive?"), cards.words(words), actions=buttons if asked else [])
    return Shown(cards.as_json(drawn), "Did your post arrive?")


async def post_again(person_id: str, data: Mapping[str, object]) -> Answer:
    """The author looked and it is missing."""
    return await _decide(person_id, data, to="waiting")


async def post_is_there(person_id: str, data: Mapping[str, object]) -> Answer:
    """The author looked and it is there."""
    return await _decide(person_id, data, to="posted")


async def _decide(person_id: str, data: Mapping[str, object], *, to: str) -> Answer:
    post = await Post.get_or_none(id=str(data.get("id", "")))
    if post is None or post.author_id != person_id:
        raise Refusal("This post isn't yours to decide on.")
    if post.state == "in doubt":
        await move(post, to, due_at=clock.now() if to == "waiting" else None)
    return Answer(card="post-in-doubt", about=post.id)


VERBS = {"post.again": post_again, "post.there": post_is_there}
CARDS: dict[str, Render] = {"post-in-doubt": draw_doubt}
