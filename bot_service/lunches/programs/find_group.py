"""A programme's Microsoft 365 group: found by name in the directory, and what happens where it isn't there, or not any more."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from bot_service.courtesy.note import tell
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.lunches.programs.change import next_round_of
from bot_service.lunches.programs.names import or_else
from bot_service.lunches.programs.program import Program
from bot_service.lunches.programs.terms import kept
from bot_service.teams.cards import escape

MOST_TOLD = 3


class Group(Protocol):
    """A Microsoft 365 group."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


class Groups(Protocol):
    """What is asked of the directory."""

    async def groups(self, search: str, /) -> Sequence[Group]:
        """The groups whose names begin like that."""
        ...


async def find_group(program_id: str, *, directory: Groups) -> None:
    """The step of a programme that is being checked: it runs once its group is known, else it pauses and its host is told why."""
    program = await Program.get(id=program_id)
    members = program.members
    try:
        found = await directory.groups(members.group)
    except Refusal as no:
        return await pause_and_tell(program, f"I can't look up groups: {no.sentence}")
    alike = [group for group in found if group.name.casefold() == members.group.casefold()]
    if len(alike) != 1:
        return await pause_and_tell(
            program, _why(members.group, several=bool(alike), near=[group.name for group in found])
        )
    known = kept(replace(members, group_id=alike[0].id, group=alike[0].name))
    return await move(program, "running", due_at=await next_round_of(program), members_kept=known)


async def group_is_gone(program: Program) -> None:
    """Its group was deleted: it pauses, and its host is told. Resumed, it looks for a group of that name again."""
    if program.state == "running":
        why = f"Its group “{program.members.group}” is gone from Microsoft 365."
        await pause_and_tell(program, why, members_kept=kept(replace(program.members, group_id="")))


async def pause_and_tell(program: Program, why: str, **changes: Any) -> None:
    """Paused, and whoever changed it last is told, once for each change and round."""
    key = f"group {program.id} {program.due_at}"
    told = escape(f"“{program.name}” is paused. {why}") + " Write **programs** to change it."
    async with transaction():
        await move(program, "paused", **changes)
        if program.host_id:
            await tell(program.host_id, told, key=key)


def _why(group: str, *, several: bool, near: list[str]) -> str:
    if several:
        return f"There are several groups called “{group}”; give the one you mean a name of its own, or choose teams instead."
    hint = f" There is {or_else(near[:MOST_TOLD])}." if near else ""
    return f"I find no group called “{group}”.{hint}"
