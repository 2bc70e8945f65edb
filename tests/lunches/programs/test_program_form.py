from datetime import date, time, timedelta
from zoneinfo import available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot_service.lunches.programs.program import HOST, LOTTERY, MIXER
from bot_service.lunches.programs.program_form import (
    FIELDS,
    KINDS,
    LUNCH_OR_COFFEE,
    PLACES,
    RHYTHMS,
    WantedProgram,
    as_typed,
    filled,
    read_form,
    zone_in,
)
from bot_service.lunches.programs.terms import CADENCE, MEMBERS, TERMS, Cadence, FixedSlot, Members, Terms, kept
from bot_service.teams.wording import clean

TODAY = date(2026, 3, 2)
USUAL = WantedProgram("Lunch", MIXER, Members(), Cadence(zone="Europe/Berlin"), Terms())

ZONES = sorted(available_timezones())
QUARTERS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
NAMES = st.text(
    st.characters(blacklist_characters=";,", blacklist_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=20
)
CLEAN = NAMES.filter(lambda name: clean(name) == name and name.strip() == name)
LISTS = st.lists(CLEAN, max_size=4, unique=True).map(tuple)
WINDOWS = st.integers(0, 22).map(lambda hour: ((time(hour), time(hour + 1, 15)),))
DAYS = st.dates(TODAY, date(2030, 1, 1))
SPANS = st.tuples(DAYS, st.integers(0, 40)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))


@st.composite
def programmes(draw: st.DrawFn) -> WantedProgram:
    zone = draw(st.sampled_from(ZONES))
    kind = draw(st.sampled_from(sorted(KINDS)))
    return WantedProgram(
        name=draw(CLEAN),
        kind=kind,
        members=Members(group=draw(st.just("") | CLEAN), teams=draw(LISTS), sites=draw(LISTS)),
        cadence=Cadence(int(draw(st.sampled_from(sorted(RHYTHMS)))), draw(st.integers(0, 6)), draw(QUARTERS), zone),
        terms=Terms(
            size=draw(st.integers(2, 5)),
            forms=draw(st.sampled_from([("lunch", "coffee"), ("lunch",), ("coffee",)])),
            minutes=draw(st.integers(15, 60)),
            coffee_minutes=draw(st.integers(15, 60)),
            lunch_windows=draw(WINDOWS),
            coffee_windows=draw(WINDOWS),
            place=draw(st.sampled_from(sorted(PLACES))),
            fixed_slot=draw(st.none() | st.builds(FixedSlot, st.integers(0, 6), QUARTERS, st.just(zone))),
            memory=draw(st.none() | st.integers(1, 500)),
            blackouts=draw(st.lists(SPANS, max_size=5).map(tuple)),
            keeps_holidays=draw(st.booleans()),
        ),
        executive=draw(CLEAN) if kind == LOTTERY else "",
    )


@given(programmes())
def test_what_stands_in_the_form_of_a_programme_is_read_as_that_programme(wanted: WantedProgram):
    assert read_form(filled(wanted), TODAY) == (wanted, [])


@given(programmes())
def test_a_programme_is_kept_in_a_row_as_it_is(wanted: WantedProgram):
    assert TERMS.validate_python(kept(wanted.terms)) == wanted.terms
    assert CADENCE.validate_python(kept(wanted.cadence)) == wanted.cadence
    assert MEMBERS.validate_python(kept(wanted.members)) == wanted.members


@given(st.dictionaries(st.sampled_from(FIELDS), st.text() | st.none() | st.integers() | st.lists(st.text())))
def test_whatever_comes_from_a_client_is_read_or_told_in_sentences(data: dict[str, object]):
    wanted, faults = read_form(as_typed(data), TODAY)
    assert filled(wanted)
    assert all(fault[-1] in ".!?" and len(fault) < 300 for fault in faults)


def test_every_field_of_the_form_is_read_and_filled():
    assert set(filled(USUAL)) == set(FIELDS)


def fault(**typed: str) -> list[str]:
    return read_form({**filled(USUAL), **typed}, TODAY)[1]


def test_all_faults_are_told_together_in_plain_sentences():
    assert fault(name="", minutes="90", lunch_windows="13:00-11:00", at="25", zone="Berlinn", blackouts="someday") == [
        "Give the program a name.",
        "I don't know the time zone “Berlinn”; write it like Europe/Berlin.",
        "“25” is no time of day; write it like 11:30.",
        "A lunch lasts 15 to 60 minutes; you wrote “90”.",
        "“13:00-11:00” ends before it begins.",
        "“someday” is no day that I can read; write it like 24 December or 2026-12-24.",
    ]


def test_each_choice_must_be_one_of_those_offered():
    for field in ("kind", "weekday", "size", "forms", "place"):
        assert len(fault(**{field: "9"})) == 1


def test_a_round_begins_every_one_to_twelve_weeks_or_once_a_month():
    said = {weeks: RHYTHMS[str(weeks)] for weeks in (1, 5, 12, 0)}
    assert said == {1: "Every week", 5: "Every five weeks", 12: "Every twelve weeks", 0: "Once a month"}
    for weeks in range(13):
        wanted, faults = read_form({**filled(USUAL), "weeks": str(weeks)}, TODAY)
        assert (wanted.cadence.weeks, faults) == (weeks, [])
    assert fault(weeks="13") == fault(weeks="-1") == fault(weeks="") == ["Choose how often a round begins."]


def test_a_window_must_hold_the_whole_lunch():
    assert fault(lunch_windows="12:00-12:30") == ["12:00-12:30 is too short for 45 minutes."]
    assert not fault(lunch_windows="23:00-24:00")


def test_empty_fields_mean_the_usual():
    typed = dict.fromkeys(("minutes", "coffee_minutes", "lunch_windows", "coffee_windows", "memory", "fixed"), "")
    assert read_form({**filled(USUAL), **typed}, TODAY) == (USUAL, [])


def test_a_company_has_its_own_hour_by_the_clocks_of_the_programme():
    wanted, _ = read_form({**filled(USUAL), "fixed": "thursday, 12:15"}, TODAY)
    assert wanted.terms.fixed_slot == FixedSlot(3, time(12, 15), "Europe/Berlin")
    assert "quarter" in fault(fixed="Thursday 12:20")[0]
    assert "Thursday 12:15" in fault(fixed="noon")[0]
    assert "Thursday 12:15" in fault(fixed="Mon-Fri 12:15")[0]


def test_a_lottery_needs_somebody_to_sit_with():
    assert fault(kind=LOTTERY) == ["Name the executive with whom people win a seat."]
    wanted, _ = read_form({**filled(USUAL), "kind": HOST, "executive": "Ada"}, TODAY)
    assert wanted.executive == ""


def test_teams_are_written_with_commas_or_semicolons():
    for typed in ("Sales, Design", "Sales;Design;", "Sales ,Design, Sales"):
        wanted, _ = read_form({**filled(USUAL), "teams": typed}, TODAY)
        assert wanted.members.teams == ("Sales", "Design")
    wanted, _ = read_form({**filled(USUAL), "teams": "Research, Oslo; Sales"}, TODAY)
    assert wanted.members.teams == ("Research, Oslo", "Sales")


def test_blackouts_are_days_or_spans():
    wanted, _ = read_form({**filled(USUAL), "blackouts": "2026-12-21 to 2027-01-04, 2026-05-01"}, TODAY)
    assert wanted.terms.blackouts == ((date(2026, 12, 21), date(2027, 1, 4)), (date(2026, 5, 1), date(2026, 5, 1)))


def test_a_zone_may_be_written_as_its_city():
    assert [zone_in(text) for text in ("europe/berlin", "New York", "kolkata")] == [
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
    ]
    assert set(LUNCH_OR_COFFEE) == {"both", "lunch", "coffee"}
