"""A programme in plain words, as its host reads it."""

from bot_service.lunches.programs.names import or_else
from bot_service.lunches.programs.program import LOTTERY, Program
from bot_service.lunches.programs.program_form import KINDS, RHYTHMS
from bot_service.lunches.programs.terms import Members
from bot_service.lunches.tables.said import listed, local_time
from bot_service.people.person import Person
from bot_service.people.typed.times_said import WEEKDAYS
from bot_service.teams import cards


def line_of(program: Program, host: Person) -> str:
    """“**Lunch**: everybody meets …, for everybody who joined, every four weeks on Wednesday at 09:00 (UTC). Next …”."""
    cadence = program.cadence
    rhythm = RHYTHMS.get(str(cadence.weeks), f"Every {cadence.weeks} weeks").lower()
    when = f"{rhythm}, on {WEEKDAYS[cadence.weekday].capitalize()} at {cadence.at:%H:%M} ({cadence.zone})"
    what = f"{KINDS[program.kind][:1].lower()}{KINDS[program.kind][1:]}"
    return f"**{cards.escape(program.name)}**: {what}; for {_who(program.members)}; {when}. {_state(program, host)}"


def _state(program: Program, host: Person) -> str:
    if program.state == "running" and program.due_at is not None:
        return f"Running; the next round begins on {local_time(program.due_at, host.zone)}."
    return {
        "checking": "I'm looking up its group; you hear from me if I can't find it.",
        "paused": "Paused: no round begins until a host resumes it.",
        "ended": "Ended. Lunches that were offered or booked go on.",
    }.get(program.state, "Running.")


def _who(members: Members) -> str:
    """“everybody who joined”, or who of them."""
    if members.is_everybody:
        return "everybody who joined"
    parts = [f"the group “{members.group}”"] if members.group else []
    parts += [f"the teams {or_else(list(members.teams))}"] if members.teams else []
    parts += [f"people at {or_else(list(members.sites))}"] if members.sites else []
    return cards.escape(listed(parts))


def terms_said(program: Program) -> str:
    """“2 people at a table, lunch of 45 minutes or coffee of 30 minutes, in person or online.”"""
    terms = program.terms
    lengths = listed([f"{form} of {terms.minutes_of(form)} minutes" for form in terms.forms], "or")
    place = {"either": "in person or online", "in person": "in person", "online": "online"}[terms.place]
    table = "at a table with the executive" if program.kind == LOTTERY else "at a table"
    parts = [f"{terms.size} people {table}", lengths, place]
    if terms.fixed_slot:
        parts.append(f"always on {WEEKDAYS[terms.fixed_slot.weekday].capitalize()} at {terms.fixed_slot.at:%H:%M}")
    return f"{', '.join(parts)}."
