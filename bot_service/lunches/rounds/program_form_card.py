"""The form of a programme as a card: empty with sensible defaults, filled in, or with what was wrong and what was typed."""

from collections.abc import Mapping, Sequence

from microsoft_teams.cards import CardElement

from bot_service.courtesy.shown import Shown, show
from bot_service.lunches.programs.program import MIXER
from bot_service.lunches.programs.program_form import (
    KINDS,
    LONGEST_NAME,
    LUNCH_OR_COFFEE,
    PLACES,
    RHYTHMS,
    SIZES,
    WantedProgram,
)
from bot_service.lunches.programs.terms import Cadence, Members, Terms
from bot_service.people.person import Person
from bot_service.people.typed.fields import LONGEST_TEXT
from bot_service.people.typed.times_said import WEEKDAYS
from bot_service.teams import cards
from bot_service.teams.wording import CardTooLarge, check_size

TOO_MUCH = "That is more than fits into the form. Please shorten it and try again; nothing you wrote is lost."
ONE_A_ROUND = "Everybody, hosts too, has one lunch a round: weekly is four a month."


def usual(host: Person) -> WantedProgram:
    """What a new programme begins with, by the clocks of the host."""
    return WantedProgram("", MIXER, Members(), Cadence(zone=host.zone or "UTC"), Terms())


def draw_form(program_id: str, typed: Mapping[str, str], faults: Sequence[str] = ()) -> Shown:
    """The form with these texts in its fields; above them, what was wrong with them. Raises `CardTooLarge`."""
    title = "Edit the program" if program_id else "A new program"
    told = [
        cards.words("\n".join(["**Nothing is saved yet:**", "", *[f"- {cards.escape(fault)}" for fault in faults]]))
    ]
    shown = show(
        cards.heading(title),
        *(told if faults else []),
        cards.text_input("name", "Name", value=typed["name"], max_length=LONGEST_NAME),
        cards.choices("kind", "What it is", KINDS, value=typed["kind"]),
        cards.heading("Who takes part"),
        cards.words("Of all who joined Potluck; leave everything empty for all of them.", subtle=True),
        _text("group", "Members of this Microsoft 365 group", typed),
        _text("teams", "Only these teams", typed, "Sales, Design"),
        _text("sites", "Only at these sites", typed, "Berlin, Oslo"),
        _text("executive", "For seats by lot: with whom (name or mail)", typed),
        cards.heading("When people are matched"),
        cards.words(ONE_A_ROUND, subtle=True),
        cards.choices("weeks", "How often", RHYTHMS, value=typed["weeks"]),
        cards.choices(
            "weekday",
            "On",
            [(str(day), name.capitalize()) for day, name in enumerate(WEEKDAYS)],
            value=typed["weekday"],
        ),
        _text("at", "At", typed, "09:00"),
        _text("zone", "Time zone", typed, "Europe/Berlin"),
        _text("blackouts", "No lunches on these days", typed, "2026-12-21 to 2027-01-04, 1 May"),
        cards.toggle(
            "holidays", "No lunches on the public holidays of each guest's country", on=typed["holidays"] != "false"
        ),
        cards.heading("How they meet"),
        cards.choices("size", "People at a table", [(size, size) for size in SIZES], value=typed["size"]),
        cards.choices("forms", "Lunch or coffee", LUNCH_OR_COFFEE, value=typed["forms"]),
        _text("minutes", "Minutes of a lunch, at most 60", typed),
        _text("lunch_windows", "Lunch lies between", typed, "11:30-13:30"),
        _text("coffee_minutes", "Minutes of a coffee, at most 60", typed),
        _text("coffee_windows", "Coffee lies between", typed, "9:30-11:00, 14:00-16:30"),
        _text("fixed", "Or always at the company's own hour", typed, "Thursday 12:15"),
        cards.choices("place", "Where", PLACES, value=typed["place"]),
        _text("memory", "Nobody meets again within so many rounds (empty: ever)", typed),
        summary=title,
        actions=[
            cards.execute("Save" if program_id else "Create", "program.save", program_id, style="positive"),
            cards.execute("Cancel", "program.open" if program_id else "program.list", program_id),
        ],
    )
    try:
        check_size(shown.card)
    except CardTooLarge:
        raise CardTooLarge(TOO_MUCH) from None
    return shown


def _text(field: str, label: str, typed: Mapping[str, str], example: str = "") -> CardElement:
    return cards.text_input(field, label, value=typed[field], placeholder=example, max_length=LONGEST_TEXT)
