"""One run of a programme, or a table that somebody asked for: people are matched once in it."""

from datetime import datetime
from typing import Any

from tortoise import fields

from bot_service.database.row import DueRow, Row

#: Kinds of lunches that no programme makes: somebody asked for them, or two would like to meet again.
TEAM_TABLE, OPEN_TABLE, ON_DEMAND, AGAIN = "team table", "open table", "on demand", "again"


class Round(DueRow):
    """planned → matched.

    `kind` is that of its lunches: mixer, host, team table, open table, again, lottery or on demand. A round that a person asked
    for names her in `host_id`, and perhaps a `team` and a `form`. `only` names the people it is about; None: all who take part.
    A round with `second` set finds new partners for people of an earlier round of the same number.
    """

    program_id = fields.CharField(max_length=64)
    kind = fields.CharField(max_length=16)
    number = fields.IntField()
    host_id = fields.CharField(max_length=64, default="")
    team = fields.CharField(max_length=256, default="")
    form = fields.CharField(max_length=8, default="", db_default="")
    only: list[str] | None = fields.JSONField(null=True)
    second = fields.BooleanField(default=False, db_default=False)
    begun_at: datetime | None = fields.DatetimeField(null=True)  #: the order of rounds over all programs

    class Meta:
        table = "round"


def planned(id_: str, kind: str, begins_at: datetime, *, program_id: str = "", number: int = 0, **asked: Any) -> Round:
    """A round that begins then, still to be put; `number` 0: it is none of the programme's own. `asked`: its other columns."""
    when = {"due_at": begins_at, "begun_at": begins_at}
    return Round(id=id_, state="planned", kind=kind, program_id=program_id, number=number, **when, **asked)


class LeftOver(Row):
    """Somebody who was not matched in a round, and why; she goes first next time."""

    round_id = fields.CharField(max_length=64, db_index=True)
    person_id = fields.CharField(max_length=64, db_index=True)
    reason = fields.CharField(max_length=256)

    class Meta:
        table = "left_over"
