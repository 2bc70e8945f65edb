"""A recurring lunch programme, and its rounds."""

from datetime import UTC, datetime, time, timedelta

from tortoise import fields

from bot_service import clock
from bot_service.database.row import DueRow, Row, move, put, row_id
from bot_service.database.transaction import transaction

MIXER = "mixer"
HOST = "host"

WEDNESDAY, FRIDAY = 2, 4


class Program(DueRow):
    """running: its next round begins at `due_at`. `kind` is mixer (everybody who joined) or host (hosts meet teams they hardly know)."""

    kind = fields.CharField(max_length=16)
    name = fields.CharField(max_length=128)
    every_days = fields.IntField()
    rounds_begun = fields.IntField(default=0)

    class Meta:
        table = "program"


class Round(DueRow):
    """planned → matched. A round that a host asked for herself names her, and perhaps a team."""

    program_id = fields.CharField(max_length=64)
    kind = fields.CharField(max_length=16)
    number = fields.IntField()
    host_id = fields.CharField(max_length=64, default="")
    team = fields.CharField(max_length=256, default="")
    begun_at: datetime | None = fields.DatetimeField(null=True)  #: the order of rounds over all programs

    class Meta:
        table = "round"


class LeftOver(Row):
    """Somebody who was not matched in a round, and why; she goes first next time."""

    round_id = fields.CharField(max_length=64, db_index=True)
    person_id = fields.CharField(max_length=64, db_index=True)
    reason = fields.CharField(max_length=256)

    class Meta:
        table = "left_over"


async def begin_programs() -> None:
    """The two programmes of a new installation: everybody every other week, hosts every week."""
    now = clock.now()
    everybody = Program(id="everybody", kind=MIXER, name="Lunch with another team", every_days=14, state="running")
    hosts = Program(id="hosts", kind=HOST, name="Hosts get to know the teams", every_days=7, state="running")
    everybody.due_at = _next(now, WEDNESDAY)
    hosts.due_at = _next(now, FRIDAY)
    await put(everybody)
    await put(hosts)


async def begin_round(program_id: str) -> None:
    """Plan the next round now, and know when the one after it begins. Rounds missed while we were away are not made up for."""
    program = await Program.get(id=program_id)
    now, number = clock.now(), program.rounds_begun + 1
    following = program.due_at or now
    while following <= now:
        following += timedelta(days=program.every_days)
    async with transaction():
        await move(program, "running", due_at=following, rounds_begun=number)
        await put(
            Round(
                id=row_id("round", program.id, str(number)),
                state="planned",
                due_at=now,
                program_id=program.id,
                kind=program.kind,
                number=number,
                begun_at=now,
            )
        )


def _next(now: datetime, weekday: int) -> datetime:
    """The next such day at 7:00 UTC, at least one day ahead so that people can join before."""
    day = now.date() + timedelta(days=1)
    while day.weekday() != weekday:
        day += timedelta(days=1)
    return datetime.combine(day, time(7, 0), UTC)
