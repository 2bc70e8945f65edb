"""How a person likes to be invited: hers alone to set, and the same for all programmes."""

from typing import Any

from tortoise import fields

from bot_service.database.row import Row


class Preference(Row):
    """`id` is the person's. What is empty or None leaves it to the programme.

    `lunch_windows` and `coffee_windows` are kept as [["11:30", "13:00"], …] by her own clock; `days` as weekdays, Monday = 0.
    """

    books_for_me = fields.BooleanField(default=False)  #: book it at once; otherwise she is asked first
    online_only = fields.BooleanField(default=False)
    site = fields.CharField(
        max_length=128, default=""
    )  #: where she eats, if not at the office that the directory names
    own_lunch_is_free = fields.BooleanField(default=False)  #: her own block named “lunch” may be used
    most_a_month = fields.IntField(default=0)  #: lunches in 30 days over all programmes; 0: as many as come
    lunch_windows: Any = fields.JSONField(null=True)
    coffee_windows: Any = fields.JSONField(null=True)
    days: Any = fields.JSONField(null=True)

    class Meta:
        table = "preference"
