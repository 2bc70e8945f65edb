"""The form of a programme: what a host typed into its fields, and what that means. Pure.

Whatever is wrong is told all together, in one plain sentence for each field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args
from zoneinfo import available_timezones

from bot_service.lunches.programs.program import HOST, LOTTERY, MIXER
from bot_service.lunches.programs.terms import (
    COFFEE,
    LONGEST_MINUTES,
    LUNCH,
    Cadence,
    FixedSlot,
    Members,
    Place,
    Terms,
)
from bot_service.people.typed.fields import Fields
from bot_service.people.typed.times_said import (
    WEEKDAYS,
    Unreadable,
    Window,
    clock_in,
    days_in,
    weekdays_in,
    windows_in,
    windows_said,
)
from bot_service.teams.wording import clean

KINDS = {
    MIXER: "Everybody meets somebody of another team",
    HOST: "Hosts meet the teams they hardly know",
    LOTTERY: "Seats with an executive, drawn by lot",
}
_MANY = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
RHYTHMS = {
    "1": "Every week",
    **{str(weeks): f"Every {word} weeks" for weeks, word in enumerate(_MANY, start=2)},
    "0": "Once a month",
}
LUNCH_OR_COFFEE = {"both": "Lunch or coffee, as they like", LUNCH: "Lunch only", COFFEE: "Coffee only"}
PLACES: dict[str, str] = {
    "either": "In person or online",
    "in person": "In person, people of one site",
    "online": "Online",
}
SIZES = ("2", "3", "4", "5")
LONGEST_NAME = 80
SHORTEST_MINUTES = 15
LONGEST_MEMORY = 500
MOST_BLACKOUTS = 20

#: The fields, in the order of the form.
FIELDS = (
    "name", "kind", "group", "teams", "sites", "executive", "weeks", "weekday", "at", "zone", "size", "forms", "minutes",
    "coffee_minutes", "lunch_windows", "coffee_windows", "fixed", "place", "memory", "blackouts", "holidays",
)  # fmt: skip


@dataclass(frozen=True)
class WantedProgram:
    """A programme as a form describes it. Teams, sites and `executive` are as typed: only the directory knows who that is."""

    name: str
    kind: str
    members: Members
    cadence: Cadence
    terms: Terms
    executive: str = ""


def as_typed(data: Mapping[str, object]) -> dict[str, str]:
    """The fields as they came with a press; nothing else of it, and nothing that no database keeps."""
    return {field: clean(data.get(field)) for field in FIELDS}


def filled(wanted: WantedProgram) -> dict[str, str]:
    """The fields as they stand in the form of this programme; read again, they give the same."""
    terms, cadence, members = wanted.terms, wanted.cadence, wanted.members
    fixed = terms.fixed_slot
    return {
        "name": wanted.name,
        "kind": wanted.kind,
        "group": members.group,
        "teams": "; ".join(members.teams),
        "sites": "; ".join(members.sites),
        "executive": wanted.executive,
        "weeks": str(cadence.weeks),
        "weekday": str(cadence.weekday),
        "at": f"{cadence.at:%H:%M}",
        "zone": cadence.zone,
        "size": str(terms.size),
        "forms": terms.forms[0] if len(terms.forms) == 1 else "both",
        "minutes": str(terms.minutes),
        "coffee_minutes": str(terms.coffee_minutes),
        "lunch_windows": windows_said(terms.lunch_windows),
        "coffee_windows": windows_said(terms.coffee_windows),
        "fixed": f"{WEEKDAYS[fixed.weekday].capitalize()} {fixed.at:%H:%M}" if fixed else "",
        "place": terms.place,
        "memory": "" if terms.memory is None else str(terms.memory),
        "blackouts": ", ".join(f"{begin} to {end}" if begin < end else f"{begin}" for begin, end in terms.blackouts),
        "holidays": "true" if terms.keeps_holidays else "false",
    }


def read_form(typed: Mapping[str, str], today: date) -> tuple[WantedProgram, list[str]]:
    """The programme, and all that is wrong with the form; what is wrong has something harmless in its place.

    `today` is for days without a year.
    """
    form = Fields(typed)
    kind = form.choice("kind", KINDS, "Choose what kind of program it is.")
    executive = form.text("executive")
    if kind == LOTTERY and not executive:
        form.faults.append("Name the executive with whom people win a seat.")
    members = Members(group=form.text("group"), teams=form.names("teams"), sites=form.names("sites"))
    zone = form.read("zone", zone_in, "UTC")
    cadence = Cadence(
        weeks=int(form.choice("weeks", RHYTHMS, "Choose how often a round begins.")),
        weekday=int(
            form.choice("weekday", [str(day) for day in range(7)], "Choose the weekday on which a round begins.")
        ),
        at=form.read("at", clock_in, Cadence.at),
        zone=zone,
    )
    wanted = WantedProgram(
        _name(form), kind, members, cadence, _terms(form, zone, today), executive if kind == LOTTERY else ""
    )
    return wanted, form.faults


def _terms(form: Fields, zone: str, today: date) -> Terms:
    chosen = form.choice("forms", LUNCH_OR_COFFEE, "Choose lunch, coffee, or both.")
    minutes = form.number("minutes", SHORTEST_MINUTES, LONGEST_MINUTES, "A lunch lasts", Terms.minutes)
    coffee = form.number("coffee_minutes", SHORTEST_MINUTES, LONGEST_MINUTES, "A coffee lasts", Terms.coffee_minutes)
    return Terms(
        size=int(form.choice("size", SIZES, "Two to five people sit at a table.")),
        forms=(LUNCH, COFFEE) if chosen == "both" else (chosen,),
        minutes=minutes,
        coffee_minutes=coffee,
        lunch_windows=_windows(form, "lunch_windows", minutes, Terms.lunch_windows),
        coffee_windows=_windows(form, "coffee_windows", coffee, Terms.coffee_windows),
        place=_PLACES[form.choice("place", PLACES, "Choose where people meet.")],
        fixed_slot=form.read("fixed", lambda text: _slot_in(text, zone), None),
        memory=form.number("memory", 1, LONGEST_MEMORY, "People meet nobody again for", None, "rounds"),
        blackouts=form.read("blackouts", lambda text: _blackouts_in(text, today), ()),
        keeps_holidays=form.text("holidays") != "false",
    )


def zone_in(text: str) -> str:
    """“Europe/Berlin”, or “berlin”: the IANA name. Raises `Unreadable`."""
    wanted = "_".join(text.split()).casefold()
    known = available_timezones()
    found = [zone for zone in known if zone.casefold() == wanted]
    found = found or [zone for zone in known if "/" in zone and zone.rsplit("/")[-1].casefold() == wanted]
    if len(found) != 1:
        raise Unreadable(f"I don't know the time zone “{text}”; write it like Europe/Berlin.")
    return found[0]


def _slot_in(text: str, zone: str) -> FixedSlot:
    day, _, at = text.replace(",", " ").strip().partition(" ")
    try:
        (weekday,), clock = weekdays_in(day), clock_in(at.strip().removeprefix("at "))
    except (Unreadable, ValueError):
        raise Unreadable(
            f"“{text}” is no weekday and time; write the company's own hour like Thursday 12:15."
        ) from None
    if clock.minute % 15:
        raise Unreadable("The company's own hour begins at a full quarter of an hour, like Thursday 12:15.")
    return FixedSlot(weekday, clock, zone)


def _blackouts_in(text: str, today: date) -> tuple[tuple[date, date], ...]:
    days = days_in(text, today)
    if len(days) > MOST_BLACKOUTS:
        raise Unreadable(f"At most {MOST_BLACKOUTS} times without lunches fit; leave out those that are over.")
    return days


def _name(form: Fields) -> str:
    name = form.text("name")
    if not name:
        form.faults.insert(0, "Give the program a name.")
    elif len(name) > LONGEST_NAME:
        form.faults.insert(0, f"The name has {len(name)} characters; {LONGEST_NAME} fit.")
    return name


def _windows(form: Fields, field: str, minutes: int, usual: tuple[Window, ...]) -> tuple[Window, ...]:
    """Windows, each long enough for one whole lunch or coffee."""
    found = form.read(field, windows_in, usual) or usual
    for opens, closes in found:
        end = closes.hour * 60 + closes.minute or 24 * 60
        if end - opens.hour * 60 - opens.minute < minutes:
            form.faults.append(f"{windows_said([(opens, closes)])} is too short for {minutes} minutes.")
    return found


_PLACES: dict[str, Place] = {place: place for place in get_args(Place)}
