"""The daily step: what nobody needs any more is deleted, in small batches, each by itself."""

from datetime import datetime, timedelta

from bot_service import clock
from bot_service.database.clean import clean_file
from bot_service.database.held import Held
from bot_service.database.row import move
from bot_service.manners import chosen
from bot_service.people.retention import Retention
from bot_service.privacy.found import Rows
from bot_service.privacy.tables import known

BATCH = 500
#: Rows of one run; then others have their turn first.
AT_ONCE = 10_000
EVERY, SOON = timedelta(days=1), timedelta(seconds=30)


async def delete_old(retention_id: str) -> None:
    """Step of (retention, daily): table by table, those first that belong to others. What is not done now is done soon."""
    this = await Retention.get(id=retention_id)
    now = clock.now()
    left = AT_ONCE
    for held in known():
        left -= await _date(held, now, left)
        left -= await _delete(old_rows(held, now), left)
        if left <= 0:
            break
    await move(this, "daily", due_at=now + (EVERY if left > 0 else SOON))


async def clean_pages_now(retention_id: str) -> None:
    """Step of (retention, pages): nothing of what was deleted is left in the file."""
    this = await Retention.get(id=retention_id)
    await clean_file()
    await move(this, "pages")


def old_rows(held: Held, now: datetime) -> Rows | None:
    """What has had its time; None for a table that keeps everything."""
    if held.too_old is not None:
        return held.too_old(now)
    kept = days_kept(held)
    if kept is None:
        return None
    old = held.rows.filter(**{f"{held.since}__lt": now - kept})
    return old.filter(due_at__isnull=True) if held.has_work else old


def days_kept(held: Held) -> timedelta | None:
    """How long a row of this table stays, by the numbers that the company chose."""
    return timedelta(days=getattr(chosen(), held.kept)) if isinstance(held.kept, str) else held.kept


async def _date(held: Held, now: datetime, most: int) -> int:
    """Rows from before they were dated begin to age today."""
    if not held.has_work:
        return 0
    undated = await held.rows.filter(moved_at__isnull=True).limit(max(most, 0)).values_list("id", flat=True)
    for start in range(0, len(undated), BATCH):
        await held.rows.filter(id__in=undated[start : start + BATCH]).update(moved_at=now)
    return len(undated)


async def _delete(old: Rows | None, most: int) -> int:
    """Returns how many rows went."""
    gone = 0
    while old is not None and gone < most:
        ids = await old.limit(BATCH).values_list("id", flat=True)
        if not ids:
            break
        gone += await old.filter(id__in=list(ids)).delete()
    return gone
