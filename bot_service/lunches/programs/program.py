"""A recurring lunch programme."""

from datetime import datetime, time
from typing import Any

from tortoise import fields

from bot_service import clock
from bot_service.database.row import DueRow, Row, move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.lunches.programs.cadence import next_round_after
from bot_service.lunches.programs.round import planned
from bot_service.lunches.programs.terms import CADENCE, MEMBERS, TERMS, Cadence, Members, Terms, kept
from bot_service.lunches.tables.lunch import Lunch

MIXER = "mixer"
HOST = "host"
LOTTERY = "lottery"

FRIDAY = 4
EARLY = time(7)  #: UTC; before most people begin to work


class Program(DueRow):
    """(checking →) running (its next round begins at `due_at`) ⇄ paused → ended. What is checked is its group, once, by name.

    `kind` is mixer (everybody who takes part), host (hosts meet teams they hardly know) or lottery (seats with an executive).
    """

    kind = fields.CharField(max_length=16)
    name = fields.CharField(max_length=128)
    host_id = fields.CharField(
        max_length=64, default="", db_default=""
    )  #: who made or last changed it, and is told when something is wrong with it; empty: it came with the installation
    executive_id = fields.CharField(max_length=64, default="", db_default="")  #: of a lottery: with whom one sits
    rounds_begun = fields.IntField(default=0)
    members_kept: Any = fields.JSONField(null=True)
    cadence_kept: Any = fields.JSONField(null=True)
    terms_kept: Any = fields.JSONField(null=True)

    class Meta:
        table = "program"

    @property
    def members(self) -> Members:
        return MEMBERS.validate_python(self.members_kept or {})

    @property
    def cadence(self) -> Cadence:
        return CADENCE.validate_python(self.cadence_kept or {})

    @property
    def terms(self) -> Terms:
        return TERMS.validate_python(self.terms_kept or {})


class Sitting(Row):
    """That a person sits out a programme until a moment; who is paused everywhere says so in her own row."""

    program_id = fields.CharField(max_length=64, db_index=True)
    person_id = fields.CharField(max_length=64, db_index=True)
    until: datetime = fields.DatetimeField()

    class Meta:
        table = "sitting_out"


async def terms_of(lunch: Lunch) -> Terms:
    """The terms on which a lunch was matched; lunches from before these were kept have their programme's."""
    if lunch.terms_kept:
        return TERMS.validate_python(lunch.terms_kept)
    program = await Program.get_or_none(id=lunch.program_id)
    return program.terms if program else Terms()


async def begin_programs() -> None:
    """The two programmes of a new installation: everybody every four weeks, hosts every week."""
    now = clock.now()
    for program in (
        Program(id="everybody", kind=MIXER, name="Lunch with another team", cadence_kept=kept(Cadence(at=EARLY))),
        Program(
            id="hosts",
            kind=HOST,
            name="Hosts get to know the teams",
            cadence_kept=kept(Cadence(weeks=1, weekday=FRIDAY, at=EARLY)),
        ),
    ):
        program.state, program.due_at = "running", next_round_after(now, program.cadence)
        await put(program)


async def begin_round(program_id: str) -> None:
    """Plan the next round now, and know when the one after it begins. Rounds missed while we were away are not made up for."""
    program = await Program.get(id=program_id)
    now, number = clock.now(), program.rounds_begun + 1
    async with transaction():
        await move(
            program, "running", due_at=next_round_after(now, program.cadence, program.due_at), rounds_begun=number
        )
        await put(
            planned(row_id("round", program.id, str(number)), program.kind, now, program_id=program.id, number=number)
        )
