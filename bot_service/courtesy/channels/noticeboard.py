"""The only way to a channel: one public post per thing, never twice; what is in doubt its author decides."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot_service import clock, discreet
from bot_service.courtesy.channels.channel import Channel, chosen_channel, close_channel
from bot_service.courtesy.channels.post import Post
from bot_service.courtesy.courier import SENDING_FOR, SHADOWED_FOR, write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.reason import record_reason
from bot_service.courtesy.shown import Render, Shown
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.errors import InDoubt, Outage, Refusal
from bot_service.teams.address import Address
from bot_service.teams.messenger import Messenger, Unreachable

log = logging.getLogger(__name__)

A_WHILE = timedelta(hours=1)

#: Told that the post about this thing stands in the channel, in the transaction that records it.
Arrived = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Noticeboard:
    """Posts to the channel with the name or id `channel_name`, or to the first one the bot was added to when that is empty.

    `posts` draws what is posted; `arrived` tells features that theirs stands there. In shadow mode (`is_shadow`) nothing does.
    """

    messenger: Messenger
    posts: Mapping[str, Render]
    arrived: Mapping[str, Arrived]
    channel_name: str = ""
    is_shadow: bool = False

    async def publish(self, post_id: str) -> None:
        """Send a waiting post once. Without a channel it waits; an hour later we look again."""
        post = await Post.get(id=post_id)
        shown = await self.posts[post.card](post.about, "")
        if shown is None:
            return await move(post, "refused")
        channel = await chosen_channel(self.channel_name)
        if channel is None:
            raise Outage("Potluck is in no channel yet; add it to the team that shall read shout-outs.", after=A_WHILE)
        if self.is_shadow:
            return await self._keep_back(post)
        return await self._send(post, channel, shown)

    async def _keep_back(self, post: Post) -> None:
        """It would have been posted now; the list of what would have been shows it."""
        async with transaction():
            await record_reason(post.id, post.author_id, clock.now(), "go")
            await move(post, "shadowed")

    async def _send(self, post: Post, channel: Channel, shown: Shown) -> None:
        await move(post, "posting", due_at=clock.now() + SENDING_FOR)
        try:
            thread, activity_id = await self.messenger.post(channel.address, shown.card, shown.summary)
        except Unreachable:
            log.warning("channel %s is gone", channel.id)
            await close_channel(channel.address)
            await move(post, "waiting", due_at=clock.now())
        except Outage as outage:
            await move(post, "waiting", due_at=clock.now() + outage.after)
        except InDoubt:
            await self._doubt(post)
        except Refusal as refusal:
            log.warning("Teams does not take the post “%s”: %s", post.card, discreet.trouble(refusal))
            await move(post, "refused")
        else:
            async with transaction():
                where: dict[str, Any] = {
                    "service_url": thread.service_url,
                    "conversation_id": thread.conversation_id,
                    "tenant_id": thread.tenant_id,
                }
                await self._arrive(post, activity_id=activity_id, **where)
                await Post.filter(id=post.id, edition__gt=post.edition).update(state="changed", due_at=clock.now())

    async def find(self, post_id: str) -> None:
        """The author saw it in the channel. We don't know its id there, so it stays as it is."""
        async with transaction():
            await self._arrive(await Post.get(id=post_id))

    async def _arrive(self, post: Post, **where: Any) -> None:
        await move(post, "posted", **where)
        if post.card in self.arrived:
            await self.arrived[post.card](post.about)

    async def doubt(self, post_id: str) -> None:
        """A post whose process died: its author is shown it and decides."""
        await self._doubt(await Post.get(id=post_id))

    async def _doubt(self, post: Post) -> None:
        """Ask its author; where she has not answered an earlier doubt about it, that card is enough. Until she says, it stays in doubt."""
        to: dict[str, Any] = {"to": post.author_id, "card": "post-in-doubt", "about": post.id}
        async with transaction():
            await move(post, "in doubt")
            await write(**to, kind=Kind.NEWS, key=clock.now().isoformat(), awaits=True, in_place=True)

    async def renew(self, post_id: str) -> None:
        """Show the newest state of a public post."""
        post = await Post.get(id=post_id)
        if self.is_shadow:
            return await move(post, "changed", due_at=clock.now() + SHADOWED_FOR)
        shown = await self.posts[post.card](post.about, "")
        if shown is not None and post.activity_id:
            address = Address(post.service_url, post.conversation_id, post.tenant_id)
            try:
                await self.messenger.update(address, post.activity_id, shown.card, shown.summary)
            except Refusal as refusal:
                log.info("post %s can't be updated: %s", post.id, discreet.trouble(refusal))
            except InDoubt as doubt:
                raise Outage(str(doubt)) from doubt
        return await move(post, "posted")
