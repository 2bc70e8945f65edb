"""Who can be matched in a round: of all who joined, whoever the programme is meant for and who wants to just now."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot_service.graph.trouble import NotThere
from bot_service.lunches.programs.find_group import group_is_gone
from bot_service.lunches.programs.members import takes_part
from bot_service.lunches.programs.program import HOST, Program
from bot_service.lunches.programs.sitting import sitting_out
from bot_service.lunches.times.preferences import at_their_most
from bot_service.people.person import Person


class Groups(Protocol):
    """What is asked of the directory."""

    async def members(self, group_id: str, /) -> Collection[str]:
        """The ids of all in this Microsoft 365 group."""
        ...


async def participants(
    program: Program | None, now: datetime, *, directory: Groups, asked_by: str = ""
) -> dict[str, Person]:
    """Return person id → Person of everybody who takes part: joined, with a mailbox, not paused, not sitting this programme out.

    Whoever removed or blocked the app can't be asked, so nobody waits for her answer, and her calendar is not read.
    Whoever has had as many lunches lately as she wants is left out too, but for `asked_by`, who asked for this round herself.
    Without a programme that is everybody. Hosts take part in a programme of hosts, and the executive in her lottery, whoever
    the others are. A programme whose group is gone is paused, and nobody but `asked_by` takes part. Raises `Outage`, or a `Refusal`
    where we may not read groups.
    """
    reachable = Person.filter(state="joined").exclude(mail="").exclude(conversation_id="")
    joined = [one for one in await reachable if not one.is_paused(now)]
    meant = await taking_part(program, joined, directory=directory) if program else joined
    meant += [one for one in joined if one.id == asked_by and one not in meant]
    ids = [one.id for one in meant]
    resting = await sitting_out(program.id, now, ids) if program else set()
    resting |= await at_their_most(ids, now)
    return {one.id: one for one in meant if one.id not in resting or one.id == asked_by}


async def taking_part(program: Program, people: list[Person], *, directory: Groups) -> list[Person]:
    """Of these people those whom the programme is meant for; nobody where its group is gone, which pauses it."""
    members = program.members
    group = frozenset[str]()
    if members.group_id:
        try:
            group = frozenset(await directory.members(members.group_id))
        except NotThere:
            await group_is_gone(program)
            return []
    return [one for one in people if takes_part(one, members, group) or _belongs(one, program)]


def _belongs(person: Person, program: Program) -> bool:
    """Without her the programme would be none."""
    return person.id == program.executive_id or (program.kind == HOST and person.is_host)
