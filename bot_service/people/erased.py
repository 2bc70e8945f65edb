"""Who was erased and must not come back with the next reading of the directory: nothing but the fact, under a name that tells nobody."""

from tortoise import fields

from bot_service.database.row import Row


class Erased(Row):
    """`id` is made of hers and can't be read back; the row goes when she writes to us herself."""

    at = fields.DatetimeField()

    class Meta:
        table = "erased"
