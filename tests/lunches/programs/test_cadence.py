from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot_service.lunches.programs.cadence import next_round_after
from bot_service.lunches.programs.terms import Cadence

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC"]
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

moments = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(0, 60 * minutes)
)
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


def cadences(weeks: st.SearchStrategy[int]) -> st.SearchStrategy[Cadence]:
    return st.builds(Cadence, weeks, st.integers(0, 6), times, st.sampled_from(ZONES))


def day_of(moment: datetime, cadence: Cadence) -> date:
    return moment.astimezone(ZoneInfo(cadence.zone)).date()


def rounds(now: datetime, cadence: Cadence, many: int) -> list[datetime]:
    """The first rounds of a programme made `now`, each looked up when the one before began."""
    found = [next_round_after(now, cadence)]
    while len(found) < many:
        found.append(next_round_after(found[-1], cadence, found[-1]))
    return found


@given(moments, cadences(st.integers(1, 12)))
def test_every_so_many_weeks_is_every_so_many_weeks_by_the_calendar_of_its_zone(now: datetime, cadence: Cadence):
    days = [day_of(moment, cadence) for moment in rounds(now, cadence, 5)]
    assert {after - before for before, after in pairwise(days)} == {cadence.weeks * WEEK}
    assert {day.weekday() for day in days} == {cadence.weekday}


@given(moments, cadences(st.just(0)))
def test_monthly_is_once_in_each_month_on_its_first_such_weekday(now: datetime, cadence: Cadence):
    days = [day_of(moment, cadence) for moment in rounds(now, cadence, 14)]
    assert all(day.day <= 7 and day.weekday() == cadence.weekday for day in days)
    months = [day.year * 12 + day.month for day in days]
    assert months == list(range(months[0], months[0] + 14))


@given(moments, cadences(st.integers(0, 12)))
def test_the_first_round_leaves_a_day_to_join_and_comes_as_soon_as_it_can(now: datetime, cadence: Cadence):
    first = next_round_after(now, cadence)
    assert first > now + DAY
    assert first <= now + DAY + (WEEK if cadence.weeks else 5 * WEEK) + timedelta(hours=2)


def test_nine_o_clock_in_berlin_stays_nine_o_clock_when_the_clocks_change():
    cadence = Cadence(weeks=1, weekday=2, at=time(9), zone="Europe/Berlin")
    found = rounds(datetime(2026, 3, 16, 12, tzinfo=UTC), cadence, 3)
    assert [f"{moment:%d %H:%M}" for moment in found] == ["18 08:00", "25 08:00", "01 07:00"]


def test_a_time_that_the_clocks_skip_comes_an_hour_later_and_one_that_comes_twice_comes_once():
    cadence = Cadence(weeks=1, weekday=6, at=time(2, 30), zone="Europe/Berlin")
    spring = next_round_after(datetime(2026, 3, 25, tzinfo=UTC), cadence)
    assert f"{spring.astimezone(ZoneInfo('Europe/Berlin')):%d %H:%M}" == "29 03:30"
    autumn = next_round_after(datetime(2026, 10, 22, tzinfo=UTC), cadence)
    assert f"{autumn:%d %H:%M}" == "25 00:30"
    assert next_round_after(autumn, cadence, autumn) - autumn > 6 * DAY


@given(moments, cadences(st.integers(1, 12)), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_rounds_missed_while_we_were_away_are_left_out_and_the_rhythm_stays(
    last: datetime, cadence: Cadence, away: timedelta
):
    last = next_round_after(last, cadence)
    then = next_round_after(last + away, cadence, last)
    assert last + away < then <= last + away + cadence.weeks * WEEK + timedelta(hours=2)
    assert (day_of(then, cadence) - day_of(last, cadence)) % (cadence.weeks * WEEK) == timedelta(0)


@given(moments, cadences(st.integers(1, 12)), cadences(st.integers(1, 12)))
def test_an_edited_cadence_counts_from_the_last_round_and_skips_none(now: datetime, before: Cadence, after: Cadence):
    last = next_round_after(now, before)
    then = next_round_after(last, after, last)
    assert day_of(then, after).weekday() == after.weekday
    assert abs((day_of(then, after) - day_of(last, after)) - after.weeks * WEEK) <= 3 * DAY


@given(moments, cadences(st.integers(1, 12)), cadences(st.just(0)))
def test_a_programme_that_becomes_monthly_has_no_second_round_in_the_same_first_week(
    now: datetime, weekly: Cadence, monthly: Cadence
):
    last = next_round_after(now, weekly)
    then = day_of(next_round_after(last, monthly, last), monthly)
    since = day_of(last, monthly)
    assert (then.year, then.month) > (since.year, since.month)
    assert (then.year * 12 + then.month) - (since.year * 12 + since.month) == 1


@given(moments, cadences(st.integers(0, 12)), st.integers(1, 180))
def test_a_round_that_began_late_delays_none_after_it(now: datetime, cadence: Cadence, hours: int):
    planned = next_round_after(now, cadence)
    late = planned + timedelta(hours=min(hours, 70))
    assert next_round_after(late, cadence, late) == next_round_after(late, cadence, planned)
