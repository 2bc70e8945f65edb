"""Nothing is kept for ever: once a day what has had its time is deleted."""

from bot_service import clock
from bot_service.database.row import DueRow, put


class Retention(DueRow):
    """`daily`: when old things are deleted next. `pages`: the database's file still holds what was deleted just now."""

    class Meta:
        table = "retention"


async def begin_deleting() -> None:
    """Have what is old deleted from now on."""
    await put(Retention(id="daily", state="daily", due_at=clock.now()))


async def clean_pages() -> None:
    """Have the file cleaned of what was deleted, in the caller's transaction: soon, and after a crash too."""
    await put(Retention(id="pages", state="pages", due_at=clock.now()))
    await Retention.filter(id="pages").update(due_at=clock.now())
