"""A host's programmes in her chat: the list, one of them, its form, and the question before it ends."""

from collections.abc import Mapping
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer, Verb
from bot_service.courtesy.shown import Render, Shown, show
from bot_service.errors import Refusal
from bot_service.lunches.programs.change import (
    change_program,
    current_program,
    current_programs,
    end_program,
    make_program,
    pause_program,
    resume_program,
)
from bot_service.lunches.programs.meant import understood, wanted_of
from bot_service.lunches.programs.program import Program
from bot_service.lunches.programs.program_form import as_typed, filled, read_form
from bot_service.lunches.rounds.program_form_card import draw_form, usual
from bot_service.lunches.rounds.program_said import line_of, terms_said
from bot_service.people.hours import zone_named
from bot_service.people.person import Person, person
from bot_service.teams import cards

LIST, PROGRAM, FORM, END = "programs", "program", "program-form", "program-end"
SHOWN = 4  #: programmes on one card: each has a button, and two of the six that the store allows are for a new one and for more

NAME_IS_TAKEN = (
    "There is another program of this name; choose a name of its own, so that everybody can tell them apart."
)


class OnlyForHosts(Refusal):
    """Programmes are made and changed by hosts."""

    reason = "only for hosts"


async def draw_programs(first: str, to: str) -> Shown | None:
    """All programs from number `first` on, each in one line."""
    host = await person(to)
    if not host.is_host:
        return None
    begin = int(first) if first.isascii() and first.isdigit() else 0
    everything = await current_programs()
    page = everything[begin : begin + SHOWN]
    title = "Programs"
    lines = [cards.words(line_of(program, host)) for program in page] or [cards.words("There is no program just now.")]
    buttons = [cards.execute(_button(program), "program.open", program.id) for program in page]
    if len(everything) > SHOWN:
        after = begin + SHOWN if begin + SHOWN < len(everything) else 0
        buttons.append(cards.execute("More programs" if after else "From the beginning", "program.list", str(after)))
    buttons.append(cards.execute("New program", "program.new", ""))
    return show(cards.heading(title), *lines, summary=title, actions=buttons)


async def draw_program(program_id: str, to: str) -> Shown | None:
    """One programme and what can be done with it."""
    host = await person(to)
    program = await Program.get_or_none(id=program_id)
    if not host.is_host or program is None:
        return None
    elements = [
        cards.heading(cards.escape(program.name)),
        cards.words(line_of(program, host)),
        cards.words(terms_said(program)),
    ]
    back = cards.execute("All programs", "program.list", "")
    if program.state == "ended":
        return show(*elements, summary=program.name, actions=[back])
    toggle = ("Resume", "program.resume") if program.state == "paused" else ("Pause", "program.pause")
    buttons = [
        cards.execute("Edit", "program.edit", program.id),
        cards.execute(*toggle, program.id),
        cards.execute("End …", "program.end", program.id),
        back,
    ]
    return show(*elements, summary=program.name, actions=buttons)


async def draw_program_form(program_id: str, to: str) -> Shown | None:
    """The form of this programme, or of a new one ("")."""
    host = await person(to)
    if not host.is_host:
        return None
    if not program_id:
        return draw_form("", filled(usual(host)))
    return draw_form(program_id, filled(await wanted_of(await current_program(program_id))))


async def draw_end(program_id: str, to: str) -> Shown | None:
    """The one question before it ends."""
    program = await Program.get_or_none(id=program_id)
    if not (await person(to)).is_host or program is None:
        return None
    title = f"End “{program.name}” for good?"
    said = "No new round begins, and it can't be started again; pausing does the same for a while."
    still = "Lunches that were offered or booked already go on as usual, and people are asked how it was."
    buttons = [
        cards.execute("End it", "program.end-it", program.id, style="destructive"),
        cards.execute("Keep it", "program.open", program.id),
    ]
    body = (cards.heading(cards.escape(title)), cards.words(said), cards.words(still))
    return show(*body, summary=title, actions=buttons)


async def list_them(person_id: str, data: Mapping[str, Any]) -> Answer:
    await _host(person_id)
    return Answer(card=LIST, about=str(data.get("id", "")))


async def open_one(person_id: str, data: Mapping[str, Any]) -> Answer:
    await _host(person_id)
    return Answer(card=PROGRAM, about=(await current_program(data.get("id"))).id)


async def new(person_id: str, _data: Mapping[str, Any]) -> Answer:
    await _host(person_id)
    return Answer(card=FORM)


async def edit(person_id: str, data: Mapping[str, Any]) -> Answer:
    await _host(person_id)
    return Answer(card=FORM, about=(await current_program(data.get("id"))).id)


async def save(person_id: str, data: Mapping[str, Any]) -> Answer:
    """Make or change a programme; whatever is wrong is told beside the form, which keeps what she wrote."""
    host = await _host(person_id)
    program = await current_program(data["id"]) if data.get("id") else None
    typed = as_typed(data)
    today = clock.now().astimezone(zone_named(host.zone)).date()
    wanted, faults = read_form(typed, today)
    wanted, executive_id, unknown = await understood(wanted)
    if not (faults or unknown):
        saved = (
            await make_program(host.id, wanted, executive_id)
            if program is None
            else await change_program(program, host.id, wanted, executive_id)
        )
        if saved is not None:
            return Answer(card=PROGRAM, about=saved.id)
        faults = [NAME_IS_TAKEN]
    faults = [*faults, *unknown]
    return Answer(text=" ".join(faults), shown=draw_form(program.id if program else "", typed, faults))


async def pause(person_id: str, data: Mapping[str, Any]) -> Answer:
    await _host(person_id)
    program = await current_program(data.get("id"))
    await pause_program(program)
    return Answer(card=PROGRAM, about=program.id)


async def resume(person_id: str, data: Mapping[str, Any]) -> Answer:
    host = await _host(person_id)
    program = await current_program(data.get("id"))
    await resume_program(program, host.id)
    return Answer(card=PROGRAM, about=program.id)


async def ask_before_end(person_id: str, data: Mapping[str, Any]) -> Answer:
    await _host(person_id)
    return Answer(card=END, about=(await current_program(data.get("id"))).id)


async def end(person_id: str, data: Mapping[str, Any]) -> Answer:
    await _host(person_id)
    program = await current_program(data.get("id"))
    await end_program(program)
    return Answer(card=PROGRAM, about=program.id)


async def _host(person_id: str) -> Person:
    found = await person(person_id)
    if not found.is_host:
        raise OnlyForHosts("Only hosts make and change programs.")
    return found


def _button(program: Program) -> str:
    return f"“{cards.shortened(program.name, 40)}” …"


VERBS: dict[str, Verb] = {
    "program.list": list_them,
    "program.open": open_one,
    "program.new": new,
    "program.edit": edit,
    "program.save": save,
    "program.pause": pause,
    "program.resume": resume,
    "program.end": ask_before_end,
    "program.end-it": end,
}
CARDS: dict[str, Render] = {
    LIST: draw_programs,
    PROGRAM: draw_program,
    FORM: draw_program_form,
    END: draw_end,
}
