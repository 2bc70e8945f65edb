"""A post in a channel: which card, about what, whose, and what became of it. No words of it are stored."""

from tortoise import fields
from tortoise.expressions import F

from bot_service import clock
from bot_service.database.row import DueRow, put, row_id


class Post(DueRow):
    """waiting → posting → posted | in doubt | refused; in doubt → waiting | found → posted; posted → changed → posted.

    `posting` is committed before the call. In shadow mode: waiting → shadowed, which is what would have been posted.
    """

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
