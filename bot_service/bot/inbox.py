"""What Teams told us and we have not acted on yet: stored once, acknowledged at once, handled later."""

import json
from typing import Any

from botbuilder.schema import Activity
from tortoise import fields

from bot_service import clock
from bot_service.bot.activity import conversation_of, read_activity
from bot_service.database.row import DueRow, put, row_id


class Inbox(DueRow):
    """One activity: received → handled. Its body is forgotten when it is handled; that it came is kept, for Teams repeats itself."""

    body = fields.TextField(default="")
    received_at = fields.DatetimeField()

    class Meta:
        table = "inbox"

    @property
    def activity(self) -> Activity:
        """The activity as it came."""
        return read_activity(json.loads(self.body))


async def keep(body: dict[str, Any], activity: Activity) -> None:
    """Store an activity that came from Teams; one with the same channel, conversation and id is stored once."""
    written = json.dumps(body, ensure_ascii=False)
    now = clock.now()
    conversation = str(conversation_of(activity).get("id") or "")
    await put(
        Inbox(
            id=row_id("inbox", str(activity.channel_id), conversation, str(activity.id or written)),
            state="received",
            due_at=now,
            body=written,
            received_at=now,
        )
    )
