"""The form on which a table is opened: the card, and what was typed into it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot_service.courtesy.shown import Shown, show
from bot_service.lunches.programs.terms import COFFEE, LUNCH
from bot_service.lunches.rounds.open_table import Plan
from bot_service.people.hours import zone_named
from bot_service.people.typed.fields import LONGEST_TEXT, Fields
from bot_service.people.typed.times_said import clock_in, day_in
from bot_service.teams import cards

FORMS = {LUNCH: "Lunch", COFFEE: "Coffee"}
SEATS = ("1", "2", "3", "4", "5")
FIELDS = ("form", "day", "at", "place", "online", "others", "line")
EMPTY = {"form": LUNCH, "day": "", "at": "12:15", "place": "", "online": "false", "others": "2", "line": ""}
LONGEST_PLACE = 100
AHEAD_AT_LEAST = timedelta(hours=2)
AHEAD_AT_MOST = timedelta(days=60)


def draw_form(typed: Mapping[str, str], faults: Sequence[str] = ()) -> Shown:
    """The form with these texts in its fields; above them, what was wrong with them."""
    title = "Open a table"
    told = [cards.words("\n".join(["**It is not open yet:**", "", *[f"- {cards.escape(fault)}" for fault in faults]]))]
    return show(
        cards.heading(title),
        cards.words("It goes into your calendar and into the channel; whoever likes joins by one tap.", subtle=True),
        *(told if faults else []),
        cards.choices("form", "What", FORMS, value=typed["form"]),
        cards.text_input(
            "day", "Day", value=typed["day"], placeholder="Thursday, tomorrow or 5 March", max_length=LONGEST_TEXT
        ),
        cards.text_input("at", "Time, by your clocks", value=typed["at"], placeholder="12:15", max_length=LONGEST_TEXT),
        cards.text_input("place", "Where", value=typed["place"], placeholder="Canteen", max_length=LONGEST_TEXT),
        cards.toggle("online", "Online, as a Teams meeting", on=typed["online"] == "true"),
        cards.choices("others", "Seats for others", [(seats, seats) for seats in SEATS], value=typed["others"]),
        cards.text_input("line", "A line about it (may stay empty)", value=typed["line"], max_length=LONGEST_TEXT),
        summary=title,
        actions=[
            cards.execute("Open it", "table.open", "", style="positive"),
            cards.execute("Cancel", "table.list", ""),
        ],
    )


def read_table(typed: Mapping[str, str], now: datetime, zone: str) -> tuple[Plan | None, list[str]]:
    """The table that a form describes, or None and all that is wrong with it; `zone` is her own. Pure."""
    form = Fields(typed)
    what = form.choice("form", FORMS, "Choose lunch or coffee.")
    today = now.astimezone(zone_named(zone)).date()
    day = form.read("day", lambda text: day_in(text, today), None)
    at = form.read("at", clock_in, None)
    if not (form.text("day") and form.text("at")):
        form.faults.append("Say on which day, and at what time.")
    is_online = form.text("online") == "true"
    place = "" if is_online else form.text("place")
    if not place and not is_online:
        form.faults.append("Say where, or choose online.")
    if len(place) > LONGEST_PLACE:
        form.faults.append(f"The place has {len(place)} characters; {LONGEST_PLACE} fit.")
    others = form.choice("others", SEATS, "One to five others can join.")
    line = form.text("line")
    starts_at = now
    if day is not None and at is not None:
        starts_at = datetime.combine(day, at, zone_named(zone))
        if not now + AHEAD_AT_LEAST <= starts_at <= now + AHEAD_AT_MOST:
            form.faults.append("A table begins in two hours at the earliest, and within sixty days.")
    return (None, form.faults) if form.faults else (Plan(what, starts_at, place, is_online, int(others), line), [])
