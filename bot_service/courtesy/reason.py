"""Why a message came, came later, or did not come: kept for ninety days, so that everybody can be told."""

from tortoise import fields

from bot_service.database.row import Row


class Reason(Row):
    """What courtesy decided about one message at one moment; `rule` is empty where nothing stood in its way."""

    message_id = fields.CharField(max_length=64, db_index=True)
    to_id = fields.CharField(max_length=64, db_index=True)
    at = fields.DatetimeField(db_index=True)
    verdict = fields.CharField(max_length=8)  #: go, later or no
    rule = fields.CharField(max_length=64, default="")

    class Meta:
        table = "reason"
