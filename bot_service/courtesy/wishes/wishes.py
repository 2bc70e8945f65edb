"""What a person wishes of Potluck, and how she changes it. What is typed is checked by pure functions; a change holds from the next second on.

Hers are: how she is celebrated and thanked, whether anybody may ask her for anything, when she works, and until when she is left
alone. Which host may ask stands in the ledger, and how she likes her lunches with the lunches.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot_service import clock
from bot_service.courtesy.wishes.back import be_back
from bot_service.database.transaction import transaction
from bot_service.manners import chosen
from bot_service.people.hours import Hours, hours_in, kept_hours, zone_named
from bot_service.people.pause import pause
from bot_service.people.person import Person, people, person
from bot_service.people.relationship.consent import has_leave, noes_since_leave
from bot_service.people.relationship.ledger import Passed, passed_from
from bot_service.people.typed.fields import Fields
from bot_service.people.typed.times_said import (
    MIDNIGHT,
    Unreadable,
    back_on,
    clock_in,
    day_of,
    day_said,
    start_of,
    weekdays_in,
    weekdays_said,
    windows_in,
)
from bot_service.teams.wording import clean

#: The fields, in the order of the form.
FIELDS = ("celebrate", "thanks", "never_ask", "hours", "paused")
CELEBRATE = {"openly": "Openly, in the channel, after my yes", "privately": "Only for me", "never": "Not at all"}
THANKS = {"private": "Only for me", "open": "Openly, in the channel"}

WORKING_WEEK = range(5)
NOON = time(12)
_CLOCK = r"(?:\d{1,2}(?:[:.h]\d{2})?\s*(?:am\b|pm\b)?|noon\b|midday\b|midnight\b)"
_SPAN = re.compile(
    rf"(?:\bfrom\s+)?({_CLOCK})\s*(?:-|\u2013|\u2014|\bto\b|\buntil\b|\btill\b)\s*({_CLOCK})", re.IGNORECASE
)


@dataclass(frozen=True)
class WantedWishes:
    """What she wants from now on. `own_hours` as a row keeps them, None: as her calendar says; `back_on`: the day that ends a pause."""

    celebrate: str
    thanks: str
    never_ask: bool
    own_hours: Mapping[str, Any] | None
    back_on: date | None


def week_in(text: str) -> Hours:
    """“Mon-Thu 8-16”, “weekdays 9 am to 5 pm”, “22:00-6:00 Sat, Sun”; without days from Monday to Friday. Pure. Raises `Unreadable`."""
    spans = _SPAN.findall(text)
    if len(spans) != 1:
        way_out = "I keep one span for all days" if spans else "I read no hours in it"
        raise Unreadable(f"“{text}”: {way_out}; write it like Mon-Thu 8-16.")
    days = weekdays_in(_SPAN.sub(" ", text).strip(" ,;:"))
    start, end = _shift(*spans[0])
    return Hours(days or frozenset(WORKING_WEEK), start, end)


def _shift(begin: str, end: str) -> tuple[time, time]:
    """From, to; what begins in the afternoon and ends in the morning is a night."""
    opens, closes = clock_in(begin), clock_in(end)
    if opens >= NOON and MIDNIGHT < closes <= NOON:
        return opens, closes
    return windows_in(f"{begin}-{end}")[0]


def week_said(hours: Hours) -> str:
    """“Mon-Thu 08:00-16:00”, as it can be typed again."""
    return f"{weekdays_said(hours.days)} {hours.start:%H:%M}-{hours.end:%H:%M}"


def as_typed(data: Mapping[str, object]) -> dict[str, str]:
    """The fields as they came with a press; clients leave out those that are empty."""
    return {name: clean(data.get(name)) for name in FIELDS}


def as_drawn(data: Mapping[str, object]) -> dict[str, str]:
    """What stood in the fields when the form was drawn, as its button says; {} where it says nothing."""
    was = data.get("was")
    return {name: clean(was.get(name)) for name in FIELDS if name in was} if isinstance(was, Mapping) else {}


def filled(someone: Person, now: datetime) -> dict[str, str]:
    """The fields as they stand in her form; read again, they give the same."""
    own = hours_in(someone.own_hours, someone.zone, someone.country)
    return {
        "celebrate": someone.celebrate,
        "thanks": someone.thanks,
        "never_ask": "true" if someone.never_ask else "false",
        "hours": week_said(own) if own else "",
        "paused": day_of(someone.paused_until, someone.zone) if someone.is_paused(now) else "",
    }


def read_form(typed: Mapping[str, str], today: date) -> tuple[WantedWishes | None, list[str]]:
    """What she wants, or None and all that is wrong, one sentence for each field. Pure. `today` by her own clock."""
    form = Fields(typed)
    hours = form.read("hours", week_in, None)
    wanted = WantedWishes(
        celebrate=form.choice("celebrate", CELEBRATE, "Choose how you like to be celebrated."),
        thanks=form.choice("thanks", THANKS, "Choose how you like to be thanked."),
        never_ask=form.text("never_ask") == "true",
        own_hours=kept_hours(hours.days, hours.start, hours.end) if hours else None,
        back_on=form.read("paused", lambda text: back_on(text, today), None),
    )
    return (None, form.faults) if form.faults else (wanted, [])


async def change_wishes(person_id: str, typed: Mapping[str, str], was: Mapping[str, str] | None = None) -> list[str]:
    """Take over what she typed into `FIELDS`, all or nothing; returns what is wrong, in sentences. Done twice is done once.

    `was`: what stood in her form when it was drawn. What she left as it stood there stays as it is now, so that an old form takes
    back nothing that she said since.
    """
    someone, now = await person(person_id), clock.now()
    today = now.astimezone(zone_named(someone.zone)).date()
    holds, shown = filled(someone, now), was or {}
    changed = {name for name, text in typed.items() if text != holds[name] and text != shown.get(name)}
    wanted, faults = read_form({name: typed[name] if name in changed else holds[name] for name in typed}, today)
    if wanted is None:
        return faults
    values = {
        "celebrate": wanted.celebrate,
        "thanks": wanted.thanks,
        "never_ask": wanted.never_ask,
        "own_hours": wanted.own_hours,
    }
    columns = {("own_hours" if name == "hours" else name) for name in changed}
    async with transaction():
        if kept := {column: value for column, value in values.items() if column in columns}:
            await Person.filter(id=someone.id).update(**kept)
        if "paused" in changed:  # the day that stands there already keeps its hour
            await _pause(someone, wanted.back_on)
    return []


async def _pause(someone: Person, day: date | None) -> None:
    if day is None:
        await be_back(someone.id)
    else:
        await pause(someone.id, start_of(day, someone.zone))


async def who_may_ask(person_id: str) -> list[Person]:
    """The hosts whom she lets ask her now and then, by name; without those whom her noes ended it for."""
    said = await passed_from(person_id, (Passed.LEAVE, Passed.WITHDRAWN, Passed.DECLINED))
    known = await people({one.to_id for one in said if one.kind == Passed.LEAVE})
    letting = [
        host
        for host in known.values()
        if host.is_host
        and host.state != "left"
        and has_leave(said, person_id, host.id)
        and len(noes_since_leave(said, person_id, host.id)) < chosen().noes_end_asking
    ]
    return sorted(letting, key=lambda host: (host.name, host.id))


def what_holds(someone: Person, hosts: Sequence[Person], now: datetime) -> dict[str, str]:
    """Title → what holds now, in plain words that are not escaped. Pure. `hosts`: who may ask her."""
    asked_by = ", ".join(host.name for host in hosts) or "Nobody so far; you choose under “Who may ask me”"
    paused = someone.paused_until if someone.is_paused(now) else None
    return {
        "Lunches": "You take part" if someone.is_joined else "You don't take part",
        "Celebrate me": CELEBRATE.get(someone.celebrate, "").replace("my yes", "your yes").replace("for me", "for you"),
        "Thank me": THANKS.get(someone.thanks, "").replace("for me", "for you"),
        "May ask me": "Nobody, ever" if someone.never_ask else asked_by,
        "I work": f"{week_said(someone.hours)}, {_whose_hours(someone)}",
        "Pause": f"Until {day_said(paused.astimezone(zone_named(someone.zone)).date())}" if paused else "No pause",
    }


def _whose_hours(someone: Person) -> str:
    if hours_in(someone.own_hours, someone.zone, someone.country):
        return "as you told me"
    if hours_in(someone.calendar_hours, someone.zone, someone.country):
        return "as your calendar says"
    return "as most people do"


def without_own_hours(someone: Person) -> str:
    """Her working time where she tells us none: “as your calendar says: Mon-Fri 09:00-17:00”."""
    told = hours_in(someone.calendar_hours, someone.zone, someone.country)
    return f"as your calendar says: {week_said(told)}" if told else f"as most people do: {week_said(Hours())}"
