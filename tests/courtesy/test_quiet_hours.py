"""When a person is at work: by her own week, in her own zone, on no holiday of her country."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.courtesy.rules.quiet_hours import after_working_days, is_quiet, quiet_until
from bot_service.people.hours import Hours, hours_in, kept_hours, public_holidays, zone_named

DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
SUNDAY_NIGHTS = Hours(frozenset({5, 6}), time(22), time(6), "Europe/Berlin")


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def test_nine_is_work_and_five_is_not():
    hours = Hours(zone="Europe/London")
    assert not is_quiet(utc(2026, 3, 10, 9), hours)
    assert is_quiet(utc(2026, 3, 10, 8, 59, 59), hours)
    assert not is_quiet(utc(2026, 3, 10, 16, 59, 59), hours)
    assert quiet_until(utc(2026, 3, 10, 17), hours) == utc(2026, 3, 11, 9)


def test_the_same_moment_is_night_in_tokyo_and_noon_in_lisbon():
    noon = utc(2026, 3, 10, 12)
    assert not is_quiet(noon, Hours(zone="Europe/Lisbon"))
    assert quiet_until(noon, Hours(zone="Asia/Tokyo")) == utc(2026, 3, 11, 0)


def test_a_night_shift_goes_on_after_midnight_and_also_after_her_last_day():
    assert not is_quiet(utc(2026, 3, 14, 22, 0), SUNDAY_NIGHTS)  # Saturday, 23:00 in Berlin
    assert not is_quiet(utc(2026, 3, 16, 4, 59), SUNDAY_NIGHTS)  # Monday, 05:59
    assert quiet_until(utc(2026, 3, 16, 5), SUNDAY_NIGHTS) == utc(2026, 3, 21, 21)


def test_a_day_of_twenty_four_hours_ends_with_her_last_day():
    on_call = Hours(frozenset({0}), time(0), time(0), "UTC")
    assert not is_quiet(utc(2026, 3, 9, 23, 59), on_call)
    assert quiet_until(utc(2026, 3, 10, 0), on_call) == utc(2026, 3, 16, 0)


def test_a_week_without_a_free_day_is_never_quiet():
    always = Hours(frozenset(range(7)), time(2, 30), time(2, 30), "Europe/Berlin")
    moment = utc(2026, 3, 28)
    while moment < utc(2026, 3, 30):
        assert not is_quiet(moment, always)
        moment += QUARTER


def test_who_never_works_is_never_quiet():
    assert quiet_until(utc(2026, 3, 10), Hours(frozenset())) == utc(2026, 3, 10)


def test_christmas_is_free_in_germany_and_no_holiday_where_no_country_is_known():
    christmas = utc(2026, 12, 25, 10)
    assert quiet_until(christmas, Hours(zone="Europe/Berlin", country="DE")) == utc(2026, 12, 28, 8)
    assert not is_quiet(christmas, Hours(zone="Europe/Berlin"))
    assert not is_quiet(christmas, Hours(zone="Europe/Berlin", country="XX"))


def test_a_night_shift_that_begins_before_a_holiday_goes_on_into_it():
    nights = Hours(frozenset(range(7)), time(22), time(6), "Europe/Berlin", "DE")
    assert not is_quiet(utc(2026, 12, 25, 3), nights)  # of the 24th, which is no holiday
    assert is_quiet(utc(2026, 12, 26, 3), nights)


def test_in_spring_the_shift_of_that_night_is_an_hour_shorter_and_in_autumn_longer():
    assert quiet_until(utc(2026, 3, 29, 4), SUNDAY_NIGHTS) == utc(2026, 3, 29, 20)  # 6:00 in summer time is over
    assert not is_quiet(utc(2026, 3, 29, 3, 59), SUNDAY_NIGHTS)
    assert not is_quiet(utc(2026, 10, 25, 4, 59), SUNDAY_NIGHTS)
    assert is_quiet(utc(2026, 10, 25, 5), SUNDAY_NIGHTS)


def test_a_shift_in_the_hour_that_the_clocks_leave_out_is_left_out_too():
    early = Hours(frozenset({6}), time(2, 30), time(3), "Europe/Berlin")
    assert quiet_until(utc(2026, 3, 29, 0), early) == utc(2026, 4, 5, 0, 30)


def test_a_zone_that_nobody_knows_is_utc():
    assert not is_quiet(utc(2026, 3, 10, 9), Hours(zone="Contoso/Canteen"))


def test_two_working_days_after_thursday_is_monday_at_the_same_time_of_day():
    london = Hours(zone="Europe/London")
    assert after_working_days(utc(2026, 3, 12, 15), 2, london) == utc(2026, 3, 16, 15)
    assert after_working_days(utc(2026, 3, 26, 15), 2, london) == utc(2026, 3, 30, 14)  # the clocks went forward


def test_a_moment_on_a_free_day_counts_from_the_next_working_day():
    assert after_working_days(utc(2026, 3, 14, 15), 0) == utc(2026, 3, 16, 15)
    assert after_working_days(utc(2026, 3, 14, 15), 1) == utc(2026, 3, 16, 15)
    assert after_working_days(utc(2026, 4, 2, 10), 1, Hours(country="DE")) == utc(2026, 4, 7, 10)


#: Where the clocks change, they do so between midnight and four; nobody's shift begins or ends there in the next test.
ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Asia/Tokyo")
UNCHANGING = ("UTC", "Asia/Tokyo", "Asia/Kolkata", "America/Phoenix")
some_days = st.frozensets(st.integers(0, 6), min_size=1)
countries = st.sampled_from(("", "DE", "US", "JP", "GB"))


def quarters(first: int, last: int) -> st.SearchStrategy[time]:
    return st.integers(first, last).map(lambda number: time(number // 4, number % 4 * 15))


weeks = st.builds(Hours, some_days, quarters(16, 95), quarters(16, 95), st.sampled_from(ZONES), countries) | st.builds(
    Hours, some_days, quarters(0, 95), quarters(0, 95), st.sampled_from(UNCHANGING), countries
)
moments = st.integers(0, 2 * 365 * 96).map(lambda number: utc(2026, 1, 1) + number * QUARTER)


def works(moment: datetime, hours: Hours) -> bool:
    """By the clock on her wall and the calendar beside it."""
    local = moment.astimezone(zone_named(hours.zone))

    def on(day: date) -> bool:
        return day.weekday() in hours.days and day not in public_holidays(hours.country, day.year)

    if hours.start < hours.end:
        return on(local.date()) and hours.start <= local.time() < hours.end
    begun_today = on(local.date()) and local.time() >= hours.start
    return begun_today or (on(local.date() - DAY) and local.time() < hours.end)


@given(weeks, moments)
def test_the_end_of_the_quiet_is_the_first_quarter_hour_at_which_she_works(hours: Hours, now: datetime):
    end = quiet_until(now, hours)
    tried = now
    while not works(tried, hours):
        tried += QUARTER
    assert end == tried
    assert quiet_until(end, hours) == end


@given(weeks, moments, st.integers(0, 12))
def test_working_days_are_counted_one_by_one(hours: Hours, now: datetime, days: int):
    zone = zone_named(hours.zone)
    then = after_working_days(now, days, hours)
    first, last = now.astimezone(zone).date(), then.astimezone(zone).date()
    between = [first + number * DAY for number in range(1, (last - first).days + 1)]
    worked = [
        day for day in between if day.weekday() in hours.days and day not in public_holidays(hours.country, day.year)
    ]
    on_first = not between
    assert len(worked) == max(days, 0 if on_first else 1)
    assert not worked or worked[-1] == last


@pytest.mark.parametrize("kept", [None, [], {}, {"days": [], "start": "09:00", "end": "17:00"}])
def test_who_keeps_no_hours_has_none(kept: object):
    assert hours_in(kept, "UTC", "") is None


@given(weeks)
def test_kept_hours_are_read_as_they_were_written(hours: Hours):
    assert hours_in(kept_hours(hours.days, hours.start, hours.end), hours.zone, hours.country) == hours
