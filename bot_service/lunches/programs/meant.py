"""Whom and what the names in a programme's form mean: the directory knows teams, sites and executives."""

import asyncio
from dataclasses import replace

from bot_service.lunches.programs.colleagues import Colleague, called, everybody
from bot_service.lunches.programs.names import like, like_people, named, or_else
from bot_service.lunches.programs.program import Program
from bot_service.lunches.programs.program_form import WantedProgram
from bot_service.people.person import Person


async def understood(wanted: WantedProgram) -> tuple[WantedProgram, str, list[str]]:
    """The same with teams and sites spelt as the directory spells them, the executive's person id ("": none), and what is wrong.

    The Microsoft 365 group is looked up later, for that takes a call to Microsoft.
    """
    teams, wrong_teams = _spelt(wanted.members.teams, await _known("team"), "team")
    sites, wrong_sites = _spelt(wanted.members.sites, await _known("site"), "site")
    executive_id, wrong_executive = await _executive(wanted.executive)
    members = replace(wanted.members, teams=teams, sites=sites)
    return replace(wanted, members=members), executive_id, [*wrong_teams, *wrong_sites, *wrong_executive]


async def wanted_of(program: Program) -> WantedProgram:
    """A programme as its form shows it."""
    executive = await Person.get_or_none(id=program.executive_id) if program.executive_id else None
    mail = (executive.mail or executive.principal_name) if executive else ""
    return WantedProgram(program.name, program.kind, program.members, program.cadence, program.terms, mail)


async def _known(column: str) -> set[str]:
    """Every team or site that a colleague is of."""
    return {str(name) for name in await Person.exclude(state="left").distinct().values_list(column, flat=True)} - {""}


def _spelt(typed: tuple[str, ...], known: set[str], what: str) -> tuple[tuple[str, ...], list[str]]:
    found = {name: named(name, known) for name in typed}
    spelt = tuple(dict.fromkeys(name for name in found.values() if name))
    return spelt, [_unknown(name, what, known) for name, spelling in found.items() if spelling is None]


def _unknown(name: str, what: str, known: set[str]) -> str:
    near = like(name, known)
    return f"I know no {what} “{name}”." + (f" Do you mean {or_else(near)}?" if near else "")


async def _executive(typed: str) -> tuple[str, list[str]]:
    """By mail or name; whom people shall sit with must have joined, for her calendar is read."""
    if not typed:
        return "", []
    return await asyncio.to_thread(_executive_of, typed, await everybody())


def _executive_of(typed: str, colleagues: list[Colleague]) -> tuple[str, list[str]]:
    found = called(typed, colleagues)
    if not found:
        near = like_people(typed, [one.name for one in colleagues])
        return "", [f"I know no colleague “{typed}”." + (f" Do you mean {or_else(near)}?" if near else "")]
    if len(found) > 1:
        return "", [f"Several colleagues are called “{typed}”; write the mail address of the one you mean."]
    if found[0].state != "joined":
        return "", [f"{found[0].name} has not joined Potluck yet; seats can be drawn as soon as that has happened."]
    return found[0].id, []
