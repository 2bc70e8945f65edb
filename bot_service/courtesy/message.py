"""A message to a person: which card, about what, why, and what became of it. No words of it are stored."""

from datetime import datetime

from tortoise import fields

from bot_service.database.row import DueRow


class Message(DueRow):
    """waiting → sending → delivered | in doubt | declined; delivered → changed → delivered when its card has news.

    She leaves Potluck: waiting → recalled → declined. In shadow mode: waiting → shadowed, which is what would have been sent.

    `sending` is committed before the call to Teams: after a crash the row becomes `in doubt`, never a second message.
    """

    to_id = fields.CharField(max_length=64, db_index=True)
    sender_id = fields.CharField(max_length=64, default="", db_index=True)
    kind = fields.CharField(max_length=16)
    card = fields.CharField(max_length=32)
    about = fields.CharField(max_length=128, db_index=True)
    topic = fields.CharField(max_length=64, default="", db_default="", db_index=True)  #: the story that an ask offers
    by_hand = fields.BooleanField(default=False, db_default=False)  #: a colleague set it off herself
    awaits = fields.BooleanField(default=False, db_default=False)  #: a question of ours that she has not answered
    with_id = fields.CharField(max_length=64, default="", db_default="")  #: the message whose card carries this one
    edition = fields.IntField(default=0)  #: goes up with each piece of news, also while a send is under way
    rule = fields.CharField(max_length=64, default="")  #: the rule that last said later or no
    activity_id = fields.CharField(max_length=256, default="")
    sent_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "message"


#: A message in one of these states may have been seen, so it counts against the budgets.
PERHAPS_SEEN = ("sending", "delivered", "changed", "in doubt", "shadowed")
