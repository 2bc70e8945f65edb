"""What somebody's preferences mean, in words she can check. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot_service.lunches.programs.program import Program
from bot_service.lunches.programs.terms import COFFEE, LUNCH, Terms
from bot_service.lunches.tables.said import listed
from bot_service.lunches.times.forms import Wishes, form_of
from bot_service.lunches.times.preferences import Preference
from bot_service.people.hours import zone_named
from bot_service.people.person import Person
from bot_service.people.typed.times_said import Window, day_said, weekdays_said, windows_said
from bot_service.teams import cards

TIMES_A_MONTH = {0: "As many lunches and coffees as come.", 1: "At most one lunch or coffee a month."}


def what_holds(
    someone: Person,
    preference: Preference,
    programs: Sequence[Program],
    sitting_until: Mapping[str, datetime],
    now: datetime,
    apart: Sequence[Person] = (),
) -> list[str]:
    """One line for each wish, as Markdown; the programmes are those that may be meant for her, `apart` whom she would rather not meet."""
    wishes = preference.wishes
    lines = [
        "I book lunches for you at once; you can still decline each of them."
        if preference.books_for_me
        else "I ask you before I book anything.",
        _when(LUNCH, wishes, programs),
        _when(COFFEE, wishes, programs),
        f"Only on {weekdays_said(wishes.days)}." if wishes.days else "On every day that you work.",
        _where(someone, preference),
        "The block named “lunch” in your calendar may be used for it."
        if preference.own_lunch_is_free
        else "The block named “lunch” in your calendar stays yours.",
        TIMES_A_MONTH.get(preference.most_a_month, f"At most {preference.most_a_month} lunches and coffees a month."),
    ]
    if apart:
        lines.append(f"Never at one table with {cards.escape(listed([one.name for one in apart]))}; nobody is told.")
    if someone.paused_until is not None and someone.is_paused(now):
        lines.append(f"**I leave you alone until {_day(someone.paused_until, someone)}.**")
    lines += [
        f"“{cards.escape(one.name)}” goes on without you until {_day(sitting_until[one.id], someone)}."
        for one in programs
        if one.id in sitting_until
    ]
    return lines


def _when(form: str, wishes: Wishes, programs: Sequence[Program]) -> str:
    """Her windows, and a word where no programme has this form then."""
    hers = wishes.windows(form)
    if not hers:
        return f"{form.capitalize()} at the times of each program."
    said = f"{form.capitalize()} between {windows_said(hers)}."
    terms = [one.terms for one in programs if form in one.terms.forms]
    if terms and not any(_is_possible(one, form, wishes) for one in terms):
        return f"{said} No program of yours has {form} at that time, so you get none for now."
    return said


def _is_possible(terms: Terms, form: str, wishes: Wishes) -> bool:
    narrowed = form_of(terms, form, wishes)
    return any(_length(window) >= timedelta(minutes=narrowed.minutes) for window in narrowed.windows)


def _length(window: Window) -> timedelta:
    opens, closes = (timedelta(hours=at.hour, minutes=at.minute) for at in window)
    return (closes or timedelta(days=1)) - opens


def _where(someone: Person, preference: Preference) -> str:
    if preference.online_only:
        return "Only online."
    site = preference.site or someone.site
    return f"At {cards.escape(site)}, or online." if site else "Wherever it suits, or online."


def _day(moment: datetime, someone: Person) -> str:
    return day_said(moment.astimezone(zone_named(someone.zone)).date())
