"""What hosts do to programmes: make, change, pause, resume and end them. Any host may change any programme."""

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from bot_service import clock
from bot_service.database.row import move, put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.lunches.programs.cadence import next_round_after
from bot_service.lunches.programs.names import named
from bot_service.lunches.programs.program import Program
from bot_service.lunches.programs.program_form import WantedProgram
from bot_service.lunches.programs.round import Round
from bot_service.lunches.programs.terms import kept
from bot_service.teams.wording import clean


class NoSuchProgram(Refusal):
    """Ended, or never there."""

    reason = "no such program"


async def current_programs() -> list[Program]:
    """All that have not ended, by name."""
    return await Program.exclude(state="ended").order_by("name", "id")


async def current_program(program_id: object) -> Program:
    """The programme of that id, as long as it has not ended. Raises `NoSuchProgram`."""
    found = await Program.exclude(state="ended").get_or_none(id=clean(program_id))
    if found is None:
        raise NoSuchProgram("This program has ended, or is no longer there. Write “programs” for those that are.")
    return found


async def make_program(host_id: str, wanted: WantedProgram, executive_id: str) -> Program | None:
    """Make a programme; its first round is at least a day ahead. Made twice by the same press it is one.

    None where another one of this name is there already: nobody could tell them apart.
    """
    now = clock.now()
    async with transaction():
        if standing := await _of_that_name(wanted.name):
            return standing if _same(standing, wanted, executive_id) else None
        program = Program(id=await _free_id(wanted.name), **_columns(host_id, wanted, executive_id))
        program.state, program.due_at = _begun(program, now, last=None)
        await put(program)
    return await Program.get(id=program.id)


async def change_program(program: Program, host_id: str, wanted: WantedProgram, executive_id: str) -> Program | None:
    """Take over what a form says; the next round goes by it, on the day that it had unless the rhythm is another one.

    Rounds and lunches that have begun stay as they are. None, and nothing is changed, where another programme has this name.
    """
    async with transaction():
        standing = await _of_that_name(wanted.name)
        if standing is not None and standing.id != program.id:
            return None
        if wanted.members.group == program.members.group:
            wanted = replace(wanted, members=replace(wanted.members, group_id=program.members.group_id))
        columns = _columns(host_id, wanted, executive_id)
        changed = Program(id=program.id, **columns)
        state, due_at = program.state, None
        if program.state != "paused":
            state, due_at = _begun(changed, clock.now(), last=await _last_round(program))
        if (program.state, state) == ("running", "running") and program.cadence == wanted.cadence:
            due_at = program.due_at
        await move(program, state, due_at=due_at, **columns)
    return program


async def pause_program(program: Program) -> None:
    """No round begins until somebody resumes it."""
    if program.state != "paused":
        await move(program, "paused")


async def resume_program(program: Program, host_id: str) -> None:
    """Rounds begin again, in the old rhythm; those missed are not made up for."""
    if program.state == "paused":
        state, due_at = _begun(program, clock.now(), last=await _last_round(program))
        await move(program, state, due_at=due_at, host_id=host_id)


async def end_program(program: Program) -> None:
    """No further round, ever. Lunches of its rounds go on."""
    await move(program, "ended")


def _begun(program: Program, now: datetime, *, last: datetime | None) -> tuple[str, datetime]:
    """(state, due_at) of a programme that goes on now: a group is looked up first."""
    members = program.members
    if members.group and not members.group_id:
        return "checking", now
    return "running", next_round_after(now, program.cadence, last)


async def next_round_of(program: Program) -> datetime:
    """When its next round begins, counted from the last one."""
    return next_round_after(clock.now(), program.cadence, await _last_round(program))


async def _last_round(program: Program) -> datetime | None:
    last = await Round.filter(program_id=program.id, number__gt=0, second=False).order_by("-number").first()
    return last.begun_at if last else None


def _columns(host_id: str, wanted: WantedProgram, executive_id: str) -> dict[str, Any]:
    return {
        "kind": wanted.kind,
        "name": wanted.name,
        "host_id": host_id,
        "executive_id": executive_id,
        "members_kept": kept(wanted.members),
        "cadence_kept": kept(wanted.cadence),
        "terms_kept": kept(wanted.terms),
    }


async def _free_id(name: str) -> str:
    """An id of its own, also where programmes of this name ended before, or have another name by now."""
    for number in count():
        if not await Program.exists(id=(id_ := row_id("program", name.casefold(), str(number)))):
            return id_
    raise AssertionError("numbers don't end")


async def _of_that_name(name: str) -> Program | None:
    return next((program for program in await current_programs() if named(name, [program.name])), None)


def _same(program: Program, wanted: WantedProgram, executive_id: str) -> bool:
    members = replace(program.members, group_id="")
    have = (program.kind, members, program.cadence, program.terms, program.executive_id)
    return have == (wanted.kind, wanted.members, wanted.cadence, wanted.terms, executive_id)
