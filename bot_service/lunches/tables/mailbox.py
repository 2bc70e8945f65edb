"""The mailboxes that organise lunches, as we follow them: how far their changes were read, and who tells us of new ones."""

from datetime import datetime

from tortoise import fields

from bot_service.database.row import DueRow


class Mailbox(DueRow):
    """watched; former when it is none of the organisers' any more, or a guest's own. `address` is in lower case.

    Changes of its calendar are read from `delta_link` on; empty: from the beginning. A subscription tells us that there are some;
    it may be lost at any time. `fault` is what was wrong when last used, in a sentence for `doctor`.
    """

    address = fields.CharField(max_length=256)
    delta_link = fields.TextField(default="")
    reads_until: datetime | None = fields.DatetimeField(null=True)  #: the end of the time that the delta covers
    subscription_id = fields.CharField(max_length=128, default="")
    subscription_until: datetime | None = fields.DatetimeField(null=True)
    client_state = fields.CharField(max_length=128, default="")
    fault = fields.CharField(max_length=512, default="")
    fault_at: datetime | None = fields.DatetimeField(
        null=True
    )  #: when it refused a lunch; None where following it failed

    class Meta:
        table = "mailbox"
