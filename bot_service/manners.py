"""The numbers of courtesy that a company may choose, each within limits: it can be more patient than we are, or a little less.

No number switches a rule off: what the rules promise holds in every company. Weeks, months and years are rolling 7, 30 and 365 days of UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

PREFIX = "POTLUCK_"


@dataclass(frozen=True)
class Manners:
    """What holds where nothing is chosen. The names are those of the settings, in lower case and without POTLUCK_."""

    ask_every_weeks: int = 8
    asks_a_year: int = 4
    open_asks: int = 1
    open_invitations: int = 1
    unasked_a_week: int = 1
    host_asks_a_week: int = 5
    story_percent_of_team: int = 10
    gifts_before_ask: int = 2
    first_gift_days: int = 28
    gift_rests_working_days: int = 5
    host_teams_first: int = 3
    no_holds_days: int = 90
    noes_end_asking: int = 2
    checkins_unanswered: int = 4
    celebration_waits_working_days: int = 2
    together_minutes: int = 15
    notifications_a_minute: int = 10
    reasons_kept_days: int = 90
    leaver_erased_days: int = 30


class Number(NamedTuple):
    """What a number is, and between which limits (both included) it may be chosen."""

    what: str
    least: int
    most: int


NUMBERS: Mapping[str, Number] = {
    "ask_every_weeks": Number("weeks between two asks of one person, whoever asks", 4, 52),
    "asks_a_year": Number("asks of one person in a year, whoever asks", 1, 12),
    "open_asks": Number("asks that wait for one person's answer", 1, 2),
    "open_invitations": Number("invitations to a lunch that wait for one person's answer", 1, 3),
    "unasked_a_week": Number("messages a week that a person did not ask for", 1, 2),
    "host_asks_a_week": Number("people whom one host asks in a week", 1, 20),
    "story_percent_of_team": Number("percent of a team that are asked to share one story, at least one person", 1, 25),
    "gifts_before_ask": Number("kinds of gifts (lunch, shout-out, boost) since the last ask", 1, 3),
    "first_gift_days": Number("days between the asking host's first gift and an ask", 14, 365),
    "gift_rests_working_days": Number("working days between the latest gift and an ask", 1, 60),
    "host_teams_first": Number("other teams that a host has had lunch with before she asks anybody", 1, 20),
    "no_holds_days": Number("days that a no to a host holds", 30, 3650),
    "noes_end_asking": Number("noes after which a host never asks again, unless she is invited to", 1, 3),
    "checkins_unanswered": Number("check-ins without an answer after which no more come", 1, 8),
    "celebration_waits_working_days": Number("working days that a celebration waits for a yes", 1, 20),
    "together_minutes": Number("minutes within which two messages become one", 0, 120),
    "notifications_a_minute": Number("messages to one person in a minute", 1, 10),
    "reasons_kept_days": Number("days for which it is kept why a message came or did not", 30, 365),
    "leaver_erased_days": Number("days after which somebody who has left the company is erased", 0, 365),
}

#: name of the setting → (what it is, default as shown)
VARIABLES: dict[str, tuple[str, str]] = {
    f"{PREFIX}{field.name.upper()}": (
        f"{NUMBERS[field.name].what}: {NUMBERS[field.name].least} to {NUMBERS[field.name].most}",
        str(field.default),
    )
    for field in fields(Manners)
}


def read_manners(given: Mapping[str, str]) -> tuple[Manners, list[str]]:
    """Read the numbers from settings by name; returns them with one sentence for each that is none or too high or low."""
    chosen, faults = {}, []
    for field in fields(Manners):
        name, limits = f"{PREFIX}{field.name.upper()}", NUMBERS[field.name]
        text = given[name]
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
        if limits.least <= number <= limits.most:
            chosen[field.name] = number
        else:
            faults.append(f"{name}: “{text}” is not possible; give a number from {limits.least} to {limits.most}.")
    return Manners(**chosen), faults


_chosen = Manners()


def choose(manners: Manners) -> None:
    """Let these hold in this process from now on: it is told once, when the house opens."""
    global _chosen  # noqa: PLW0603 - one process serves one company
    _chosen = manners


def chosen() -> Manners:
    """Return the numbers that hold in this process."""
    return _chosen
