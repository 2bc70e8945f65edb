"""What people type into a form about times and days, and what we make of it."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.people.typed.times_said import (
    Unreadable,
    Window,
    day_in,
    days_in,
    weekdays_in,
    weekdays_said,
    windows_in,
    windows_said,
)

TODAY = date(2026, 11, 24)  # a Tuesday
CHRISTMAS = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ()),
        ("11:30-13:00, 14-15", ((time(11, 30), time(13)), (time(14), time(15)))),
        ("14-15; 11.30 \u2013 13.00", ((time(11, 30), time(13)), (time(14), time(15)))),
        ("noon to 1 pm", ((time(12), time(13)),)),
        ("11-1pm", ((time(11), time(13)),)),
        ("2-3pm and 9am-10am", ((time(9), time(10)), (time(14), time(15)))),
        ("from 12 to midnight", ((time(12), time(0)),)),
        ("02:00-04:00", ((time(2), time(4)),)),
    ],
)
def test_a_window_is_read_however_it_is_typed(typed: str, meant: tuple[Window, ...]):
    assert windows_in(typed) == meant


@pytest.mark.parametrize("typed", ["lunchtime", "11:30", "13-12", "12-12", "25-26", "11:60-12", "2-4", "9-10-11", "-"])
def test_what_is_no_window_is_told_back_with_an_example(typed: str):
    with pytest.raises(Unreadable, match="“"):
        windows_in(typed)


@pytest.mark.parametrize(
    "typed",
    ["2026-12-24", "24 December", "the 24th of December", "Dec 24", "December 24th, 2026", "24.12.", "24.12.2026", "24.12"],
)  # fmt: skip
def test_christmas_eve_is_read_however_it_is_typed(typed: str):
    assert day_in(typed, TODAY) == CHRISTMAS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tomorrow", date(2026, 11, 25)),
        ("Friday", date(2026, 11, 27)),
        ("tuesday", date(2026, 12, 1)),
        ("in 2 weeks", date(2026, 12, 8)),
        ("3 Jan.", date(2027, 1, 3)),
        ("29 February", date(2028, 2, 29)),
        ("24 November", TODAY),
    ],
)
def test_a_day_without_a_year_is_the_next_one(typed: str, meant: date):
    assert day_in(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["", "31 June", "soon", "1/2/2026", "2026-13-01", "24 Foo", "29 February 2027"])
def test_what_is_no_day_is_told_back_with_an_example(typed: str):
    with pytest.raises(Unreadable, match="24 December"):
        day_in(typed, TODAY)


def test_blackouts_are_days_and_from_a_day_to_a_day():
    new_year = (CHRISTMAS, date(2027, 1, 1))
    assert days_in("24 December - 1 January, 2027-03-05", TODAY) == (new_year, (date(2027, 3, 5), date(2027, 3, 5)))
    assert days_in("24 Dec \u2013 1 Jan", TODAY) == (new_year,)
    assert days_in("24-26 December", TODAY) == ((CHRISTMAS, date(2026, 12, 26)),)
    assert days_in("2026-12-24 to 2026-12-26", TODAY) == ((CHRISTMAS, date(2026, 12, 26)),)
    with pytest.raises(Unreadable):
        days_in("26-24 December", TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", set()),
        ("Mon-Thu, Sat", {0, 1, 2, 3, 5}),
        ("mondays and fridays", {0, 4}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("Fri to Mon", {4, 5, 6, 0}),
        ("Th", {3}),
    ],
)
def test_days_of_the_week_are_read_however_they_are_typed(typed: str, meant: set[int]):
    assert weekdays_in(typed) == meant


@pytest.mark.parametrize("typed", ["noday", "Mon-Tue-Wed", "m"])
def test_what_is_no_day_of_the_week_is_told_back_with_an_example(typed: str):
    with pytest.raises(Unreadable, match="Mon"):
        weekdays_in(typed)


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
windows = st.lists(st.tuples(clocks, clocks).filter(lambda span: span[0] < span[1]), max_size=3, unique=True)


@given(windows, st.frozensets(st.integers(0, 6)))
def test_what_a_card_says_can_be_typed_again(some: list[Window], days: frozenset[int]):
    assert windows_in(windows_said(sorted(some))) == tuple(sorted(some))
    assert weekdays_in(weekdays_said(days)) == days


@given(st.text(max_size=40), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(text: str, today: date):
    for read in (windows_in, weekdays_in):
        _read_or_refused(lambda: read(text))  # noqa: B023 - called at once
    _read_or_refused(lambda: day_in(text, today))
    _read_or_refused(lambda: days_in(text, today))


def _read_or_refused(read: object) -> None:
    assert callable(read)
    try:
        read()
    except Unreadable as refusal:
        assert refusal.sentence.endswith(".")  # noqa: PT017 - it need not be raised
