"""How somebody likes to be invited, in her chat: what holds now in words, and the form in which she changes it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot_service import clock
from bot_service.courtesy.answer import Answer, Verb
from bot_service.courtesy.shown import Render, Shown, show
from bot_service.courtesy.wishes.back import be_back
from bot_service.database.row import put
from bot_service.database.transaction import transaction
from bot_service.lunches.programs.change import current_programs
from bot_service.lunches.programs.members import takes_part
from bot_service.lunches.programs.not_with import not_with
from bot_service.lunches.programs.program import Program
from bot_service.lunches.programs.sitting import back_in, sit_out, sitting_of
from bot_service.lunches.programs.terms import COFFEE, LUNCH, Terms
from bot_service.lunches.times.preference_form import (
    HOW,
    MOST,
    SITTING,
    WantedPreference,
    as_typed,
    filled,
    read_form,
)
from bot_service.lunches.times.preference_said import what_holds
from bot_service.lunches.times.preferences import Preference, kept_windows, preferences_of
from bot_service.people.hours import zone_named
from bot_service.people.pause import pause
from bot_service.people.person import Person, person
from bot_service.people.typed.times_said import start_of
from bot_service.teams import cards

PREFERENCES, FORM = "preferences", "preferences-form"
TITLE = "How you like to be invited"
MOST_PROGRAMS = 8  #: with a field each


async def draw_preferences(_about: str, to: str) -> Shown | None:
    """What holds now, in words."""
    someone = await person(to)
    programs = await _programs_of(someone)
    preference = (await preferences_of([to]))[to]
    lines = what_holds(someone, preference, programs, await sitting_of(to), clock.now(), await not_with(to))
    return show(
        cards.heading(TITLE),
        cards.words("\n".join(f"- {line}" for line in lines)),
        cards.words("Nobody else sees this.", subtle=True),
        summary=TITLE,
        actions=[
            cards.execute("Edit", "preferences.edit", ""),
            cards.execute("Not with …", "not-with.show", ""),
            cards.execute("You and Potluck", "settings.show", ""),
        ],
    )


async def draw_preferences_form(_about: str, to: str) -> Shown | None:
    """The form with what holds now."""
    someone = await person(to)
    programs = await _programs_of(someone)
    return _form(await _filled(someone, programs), programs)


def _form(typed: Mapping[str, str], programs: Sequence[Program], faults: Sequence[str] = ()) -> Shown:
    """The form with these texts in its fields; above them, what was wrong with them."""
    told = "\n".join(["**Nothing is saved yet:**", "", *[f"- {cards.escape(fault)}" for fault in faults]])
    return show(
        cards.heading(TITLE),
        *([cards.words(told)] if faults else []),
        cards.choices("how", "When I have found somebody", HOW, value=typed["how"], expanded=True),
        cards.words("What you leave empty is as each program has it. All times are by your own clock.", subtle=True),
        _text("lunch_windows", "Lunch lies between", typed, "11:30-13:00"),
        _text("coffee_windows", "Coffee lies between", typed, "9:30-11:00, 14-16"),
        _text("days", "Only on", typed, "Mon-Thu"),
        _text("site", "Where I eat, if not at the office that the directory names", typed),
        cards.toggle("online_only", "Only online", on=typed["online_only"] == "true"),
        cards.toggle(
            "own_lunch",
            "The block named “lunch” in my calendar may be used for it",
            on=typed["own_lunch"] == "true",
        ),
        cards.choices("most", "How many lunches and coffees", MOST, value=typed["most"]),
        _text("paused", "Leave me alone until", typed, "24 December"),
        *[
            _text(SITTING + one.id, f"Leave “{cards.shortened(one.name, 60)}” out until", typed, "24 December")
            for one in programs
        ],
        summary=TITLE,
        actions=[
            cards.execute("Save", "preferences.save", "", style="positive", programs=[one.id for one in programs]),
            cards.execute("Cancel", "preferences.show", ""),
        ],
    )


def _text(field: str, label: str, typed: Mapping[str, str], example: str = "") -> Any:
    return cards.text_input(field, label, value=typed[field], placeholder=example, max_length=200)


async def show_them(_person_id: str, _data: Mapping[str, Any]) -> Answer:
    return Answer(card=PREFERENCES)


async def edit(_person_id: str, _data: Mapping[str, Any]) -> Answer:
    return Answer(card=FORM)


async def save(person_id: str, data: Mapping[str, Any]) -> Answer:
    """Take over what she typed; whatever is wrong is told in the form, which keeps it all."""
    someone = await person(person_id)
    asked = data.get("programs")
    programs = [one for one in await _programs_of(someone) if isinstance(asked, list) and one.id in asked]
    typed = as_typed(data, [one.id for one in programs])
    today = clock.now().astimezone(zone_named(someone.zone)).date()
    sites = {str(site) for site in await Person.exclude(site="").distinct().values_list("site", flat=True)}
    minutes = {form: _shortest(form, programs) for form in (LUNCH, COFFEE)}
    wanted, faults = read_form(typed, today, sites=sites, minutes=minutes)
    if wanted is None:
        return Answer(text=" ".join(faults), shown=_form(typed, programs, faults))
    before = await _filled(someone, programs)
    changed = {name for name, text in typed.items() if text != before[name]}
    async with transaction():
        await _keep(someone, wanted, changed)
    return Answer(card=PREFERENCES)


async def _keep(someone: Person, wanted: WantedPreference, changed: set[str]) -> None:
    """Write it down. A pause to the day that stands there already keeps its hour."""
    await put(Preference(id=someone.id))
    await Preference.filter(id=someone.id).update(
        books_for_me=wanted.books_for_me,
        online_only=wanted.online_only,
        site=wanted.site,
        own_lunch_is_free=wanted.own_lunch_is_free,
        most_a_month=wanted.most_a_month,
        lunch_windows=kept_windows(wanted.wishes.lunch_windows),
        coffee_windows=kept_windows(wanted.wishes.coffee_windows),
        days=sorted(wanted.wishes.days) or None,
    )
    if "paused" in changed:
        if (until := _start_of(wanted.paused_until, someone)) is None:
            await be_back(someone.id)
        else:
            await pause(someone.id, until)
    for program_id, day in wanted.sitting_until.items():
        if SITTING + program_id not in changed:
            continue
        if (until := _start_of(day, someone)) is None:
            await back_in(program_id, someone.id)
        else:
            await sit_out(program_id, someone.id, until)


def _start_of(day: date | None, someone: Person) -> datetime | None:
    return None if day is None else start_of(day, someone.zone)


async def _programs_of(someone: Person) -> list[Program]:
    """The programmes that may be meant for her; who is in a Microsoft 365 group is not asked here."""
    programs = [one for one in await current_programs() if takes_part(someone, one.members, frozenset({someone.id}))]
    return programs[:MOST_PROGRAMS]


async def _filled(someone: Person, programs: Sequence[Program]) -> dict[str, str]:
    paused = someone.paused_until if someone.is_paused(clock.now()) else None
    sitting = await sitting_of(someone.id)
    preference = (await preferences_of([someone.id]))[someone.id]
    return filled(preference, someone.zone, paused, {one.id: sitting.get(one.id) for one in programs})


def _shortest(form: str, programs: Sequence[Program]) -> int:
    """The minutes of the shortest lunch or coffee that she could have."""
    terms = [one.terms for one in programs if form in one.terms.forms] or [Terms()]
    return min(one.minutes_of(form) for one in terms)


VERBS: dict[str, Verb] = {"preferences.show": show_them, "preferences.edit": edit, "preferences.save": save}
CARDS: dict[str, Render] = {PREFERENCES: draw_preferences, FORM: draw_preferences_form}
