"""Whom somebody would rather not have lunch with: hers alone to say, and seen by nobody else."""

from tortoise import fields

from bot_service.database.row import Row


class NotWith(Row):
    """`person_id` would rather not sit with `other_id`; the rounds keep both apart, whoever of them said so."""

    person_id = fields.CharField(max_length=64, db_index=True)
    other_id = fields.CharField(max_length=64, db_index=True)

    class Meta:
        table = "not_with"
