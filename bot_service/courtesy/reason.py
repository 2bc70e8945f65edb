"""Why a message came, came later, or did not come: kept for ninety days, so that everybody can be told."""

from datetime import datetime

from tortoise import fields

from bot_service.database.row import Row, put, row_id


class Reason(Row):
    """What courtesy decided about one message at one moment; `rule` is empty where nothing stood in its way."""

    message_id = fields.CharField(max_length=64, db_index=True)
    to_id = fields.CharField(max_length=64, db_index=True)
    at = fields.DatetimeField(db_index=True)
    verdict = fields.CharField(max_length=8)  #: go, later or no
    rule = fields.CharField(max_length=64, default="")

    class Meta:
        table = "reason"


async def record_reason(message_id: str, to_id: str, at: datetime, verdict: str, rule: str = "") -> None:
    """Keep what was decided, in the caller's transaction; a message that waits ten nights is told once that it waits for morning."""
    await put(
        Reason(
            id=row_id("reason", message_id, verdict, rule),
            message_id=message_id,
            to_id=to_id,
            at=at,
            verdict=verdict,
            rule=rule,
        )
    )
