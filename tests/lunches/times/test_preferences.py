"""The form of how somebody likes to be invited, and what the card says of it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.lunches.programs.program import Program
from bot_service.lunches.programs.terms import Terms, kept
from bot_service.lunches.times.forms import Wishes
from bot_service.lunches.times.preference_form import SITTING, WantedPreference, as_typed, filled, read_form
from bot_service.lunches.times.preference_said import what_holds
from bot_service.lunches.times.preferences import Preference, kept_windows
from bot_service.people.person import Person
from bot_service.people.typed.times_said import start_of

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PLAIN = filled(Preference(id="ada"), "Europe/Berlin", None, {"everybody": None})
MINUTES = {"lunch": 45, "coffee": 30}
EVERYBODY = Program(id="everybody", kind="mixer", name="Lunch with *another* team", terms_kept=kept(Terms()))


def read(sites: tuple[str, ...] = (), **typed: str) -> tuple[WantedPreference | None, list[str]]:
    return read_form({**PLAIN, **typed}, TODAY, sites=sites, minutes=MINUTES)


def ada(**more: object) -> Person:
    return Person(id="ada", name="Ada", principal_name="ada", mail="ada", zone="Europe/Berlin", **more)


def said(preference: Preference, *programs: Program, **sitting: datetime) -> str:
    return "\n".join(what_holds(ada(site="Berlin"), preference, programs or [EVERYBODY], sitting, NOON))


def test_whoever_set_nothing_is_asked_first_and_leaves_the_rest_to_the_programmes():
    wanted, faults = read()
    assert faults == []
    assert wanted == WantedPreference(False, Wishes(), "", False, False, 0, None, {"everybody": None})
    assert said(Preference(id="ada")).splitlines() == [
        "I ask you before I book anything.",
        "Lunch at the times of each program.",
        "Coffee at the times of each program.",
        "On every day that you work.",
        "At Berlin, or online.",
        "The block named “lunch” in your calendar stays yours.",
        "As many lunches and coffees as come.",
    ]


def test_all_faults_are_told_together_each_in_one_sentence():
    wanted, faults = read(
        how="", lunch_windows="noonish", coffee_windows="9-9:20", days="Moonday", most="9", paused="yesterday",
        **{SITTING + "everybody": "2026-11-24"},
    )  # fmt: skip
    assert wanted is None
    assert faults == [
        "Choose whether I ask you first.",
        "“noonish” is no window of time; write it like 11:30-13:00.",
        "09:00-09:20 is too short: a coffee takes 30 minutes.",
        "“moonday” is no day of the week; write it like Mon or Monday.",
        "Choose how many lunches a month you want at most.",
        "“yesterday” is no day that I can read; write it like 24 December or 2026-12-24.",
        "“2026-11-24” is Tue 24 November 2026, which is not ahead; a pause needs a day to come.",
    ]


def test_a_site_is_spelt_as_the_directory_spells_it():
    wanted, _ = read(("Berlin", "Oslo"), site=" berlin ")
    assert wanted is not None
    assert wanted.site == "Berlin"
    assert read(("Berlin", "Oslo"), site="Berlni")[1] == ["Nobody works at a site “Berlni”. Do you mean “Berlin”?"]
    assert read((), site="Canteen")[1] == []  # the directory knows no sites


def test_a_pause_is_over_when_her_day_begins_not_when_ours_does():
    wanted, _ = read(paused="24 December")
    assert wanted is not None
    assert wanted.paused_until == date(2026, 12, 24)
    assert start_of(date(2026, 12, 24), "Asia/Kolkata") == datetime(2026, 12, 23, 18, 30, tzinfo=UTC)


def test_she_is_told_when_no_programme_has_lunch_at_the_hours_she_likes():
    late = Preference(id="ada", lunch_windows=[["13:00", "14:00"]])
    assert "Lunch between 13:00-14:00. No program of yours has lunch at that time" in said(late)
    longer = Program(id="p", kind="mixer", name="P", terms_kept=kept(Terms(lunch_windows=((time(12), time(14)),))))
    assert "No program" not in said(late, EVERYBODY, longer)


def test_what_she_leaves_out_is_said_with_the_day_on_which_she_is_back():
    lines = what_holds(
        ada(paused_until=NOON + timedelta(days=2)), Preference(id="ada"), [EVERYBODY], {"everybody": NOON}, NOON
    )
    assert "**I leave you alone until Thu 26 November 2026.**" in lines
    assert "“Lunch with \\*another\\* team” goes on without you until Tue 24 November 2026." in lines
    over = what_holds(ada(paused_until=NOON), Preference(id="ada"), [EVERYBODY], {}, NOON)
    assert not [line for line in over if "until" in line]


def test_what_clients_leave_out_or_make_up_is_empty():
    typed = as_typed({"how": "ask", "days": ["Mon"], "site": None, "more": "x"}, ["everybody"])
    assert typed["how"] == "ask"
    assert {text for name, text in typed.items() if name != "how"} == {""}


clocks = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
windows = st.lists(
    st.lists(clocks, min_size=2, max_size=2, unique=True)
    .map(sorted)
    .filter(lambda span: (span[1].hour * 60 + span[1].minute) - (span[0].hour * 60 + span[0].minute) >= 45)
    .map(lambda span: (span[0], span[1])),
    max_size=2,
    unique=True,
).map(lambda some: tuple(sorted(some)))
preferences = st.builds(
    lambda lunch, coffee, days, **plain: Preference(
        id="ada", lunch_windows=kept_windows(lunch), coffee_windows=kept_windows(coffee), days=sorted(days), **plain
    ),
    windows,
    windows,
    st.frozensets(st.integers(0, 6)),
    books_for_me=st.booleans(),
    online_only=st.booleans(),
    own_lunch_is_free=st.booleans(),
    most_a_month=st.integers(0, 3),
    site=st.sampled_from(["", "Berlin"]),
)


@given(preferences, st.integers(1, 400) | st.none(), st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "Pacific/Apia"]))
def test_the_form_as_it_stands_means_what_holds_now(preference: Preference, days: int | None, zone: str):
    back = None if days is None else TODAY + timedelta(days=days)
    until = None if back is None else start_of(back, zone)
    typed = filled(preference, zone, until, {"everybody": until})
    wanted, faults = read_form(typed, TODAY, sites=["Berlin"], minutes=MINUTES)
    assert faults == []
    assert wanted == WantedPreference(
        preference.books_for_me, preference.wishes, preference.site, preference.online_only,
        preference.own_lunch_is_free, preference.most_a_month, back, {"everybody": back},
    )  # fmt: skip


@pytest.mark.parametrize("number", [1, 2])
def test_at_most_so_many_a_month_is_said(number: int):
    assert "a month" in said(Preference(id="ada", most_a_month=number))
