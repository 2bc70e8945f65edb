"""Days without lunch, and how early somebody must know of one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.graph.schedule import WorkingHours
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.times.days_off import days_off, earliest_start
from bot_service.people.hours import public_holidays

OFFICE = WorkingHours(frozenset(range(5)), time(9), time(17), "Europe/Berlin")
CHRISTMAS_EVE, NEW_YEAR = date(2026, 12, 24), date(2027, 1, 1)


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("DE", date(2026, 10, 3)),
        ("GB", date(2026, 12, 25)),
        ("US", date(2026, 7, 3)),  # the Fourth is a Saturday
        ("IN", date(2026, 8, 15)),
        ("FI", date(2026, 12, 6)),
        ("BR", date(2026, 9, 7)),
        ("JP", date(2026, 11, 23)),
        ("de", date(2026, 1, 1)),
    ],
)
def test_each_country_has_its_own_holidays(country: str, day: date):
    assert day in public_holidays(country, day.year)
    assert date(2026, 6, 17) not in public_holidays(country, 2026)


@pytest.mark.parametrize("country", ["", "XX", "ZZ", "Germany", "D"])
def test_of_a_country_that_nobody_knows_no_holiday_is_known(country: str):
    assert public_holidays(country, 2026) == frozenset()


def test_over_new_year_the_holidays_of_both_years_count():
    assert days_off(Terms(), "DE", CHRISTMAS_EVE, date(2027, 1, 6)) == {
        date(2026, 12, 25),
        date(2026, 12, 26),
        NEW_YEAR,
    }


def test_a_programme_may_leave_out_days_and_may_not_keep_holidays():
    between_the_years = Terms(blackouts=((CHRISTMAS_EVE, date(2026, 12, 26)),), keeps_holidays=False)
    off = days_off(between_the_years, "DE", date(2026, 12, 1), date(2027, 1, 6))
    assert off == {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)}


def berlin(day: int, hour: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "earliest"),
    [
        (berlin(2, 10), berlin(4)),  # Monday: Tuesday is hers to get ready
        (berlin(5, 17), berlin(7)),  # Thursday: Friday; Saturday is no working day, so Monday it will be
        (berlin(6, 8), berlin(10)),  # Friday: Monday
        (berlin(8, 23), berlin(10)),  # Sunday night
        (berlin(2, 12, month=4), berlin(8, month=4)),  # before Easter: Tuesday after it
        (berlin(27, 12), berlin(31)),  # the clocks change on the Sunday between
    ],
)
def test_there_is_a_full_working_day_before_a_lunch(now: datetime, earliest: datetime):
    assert earliest_start(now, OFFICE, "DE") == earliest


def test_whoever_never_works_is_waited_for_no_longer_than_to_the_day_after_tomorrow():
    never = WorkingHours(frozenset(), time(9), time(17), "Europe/Berlin")
    assert earliest_start(berlin(2, 10), never, "") == berlin(4)


@given(
    st.integers(0, 730 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/Sao_Paulo", "Pacific/Apia"]),
    st.sampled_from(["DE", "IN", "BR", ""]),
)
def test_exactly_one_of_the_days_between_is_a_working_day(
    now: datetime, working: frozenset[int], zone: str, country: str
):
    hours = WorkingHours(working, time(9), time(17), zone)
    local = earliest_start(now, hours, country).astimezone(ZoneInfo(zone))
    between, day = [], now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while day < local.date():
        between.append(day)
        day += timedelta(days=1)
    working_days = [
        day for day in between if day.weekday() in working and day not in public_holidays(country, day.year)
    ]
    assert working_days == between[-1:]
    assert local.time() == time(0)
