from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot_service.graph.schedule import Schedule, WorkingHours
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.times.forms import Form, form_of
from bot_service.lunches.times.slots import Horizon, common_starts, moments, possible_starts

LUNCH, COFFEE = form_of(Terms(), "lunch"), form_of(Terms(), "coffee")
MONDAY = datetime(2026, 3, 23, 0, 0, tzinfo=UTC)  # in Europe the clocks change on the Sunday after
OFFICE = WorkingHours(frozenset(range(5)), time(9), time(17), "Europe/Berlin")
NEW_YORK = WorkingHours(frozenset(range(5)), time(9), time(17), "America/New_York")
KOLKATA = WorkingHours(frozenset(range(5)), time(9, 30), time(18), "Asia/Kolkata")


def starts(schedule: Schedule, form: Form = LUNCH, days: int = 7) -> list[datetime]:
    horizon = Horizon.between(MONDAY, MONDAY + timedelta(days=days))
    return list(moments(possible_starts(schedule, form, horizon), horizon))


def adas(*busy: tuple[datetime, datetime], hours: WorkingHours | None = OFFICE) -> Schedule:
    return Schedule("ada@contoso.example", busy, hours)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """March 2026, in Berlin."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


def test_ada_can_have_lunch_from_half_past_eleven_to_a_quarter_to_one_on_each_working_day():
    assert starts(adas(), days=1) == [at(23, 11, 30) + timedelta(minutes=15 * quarter) for quarter in range(6)]
    assert {moment.weekday() for moment in starts(adas())} == set(range(5))


def test_lunch_stays_at_noon_of_the_wall_when_the_clocks_change():
    first = {
        moment.astimezone(ZoneInfo("Europe/Berlin")).date(): moment for moment in reversed(starts(adas(), days=14))
    }
    assert {moment.astimezone(ZoneInfo("Europe/Berlin")).time() for moment in first.values()} == {time(11, 30)}


def test_a_meeting_until_noon_leaves_the_time_from_noon_on():
    assert starts(adas((at(23, 9), at(23, 12))), days=1)[0] == at(23, 12)


def test_a_meeting_of_five_minutes_is_in_the_way_of_every_start_that_would_run_into_it():
    assert starts(adas((at(23, 12, 20), at(23, 12, 25))), days=1) == [at(23, 11, 30), at(23, 12, 30), at(23, 12, 45)]


def test_somebody_away_all_week_has_no_time():
    assert starts(adas((MONDAY, MONDAY + timedelta(days=7)))) == []


def test_who_works_until_noon_has_no_lunch_but_coffee_in_the_morning():
    mornings = WorkingHours(frozenset({0}), time(8), time(12), "Europe/Berlin")
    assert starts(adas(hours=mornings)) == []
    assert starts(adas(hours=mornings), COFFEE)[0] == at(23, 9, 30)


def test_an_entry_without_length_at_twenty_past_twelve_takes_no_time():
    assert starts(adas((at(23, 12, 20), at(23, 12, 20))), days=1) == starts(adas(), days=1)


SUNDAY_NIGHT = WorkingHours(frozenset({6}), time(0), time(8), "Europe/Berlin")


def test_a_window_that_opens_at_a_time_that_is_skipped_is_open_as_soon_as_the_clocks_have_jumped():
    night = Form("night", 30, ((time(2, 30), time(4)),))
    assert starts(adas(hours=SUNDAY_NIGHT), night) == [at(29, 3), at(29, 3, 15), at(29, 3, 30)]


def test_a_window_that_closes_at_a_time_that_is_skipped_closes_when_the_clocks_jump():
    night = Form("night", 30, ((time(1), time(2, 30)),))
    assert starts(adas(hours=SUNDAY_NIGHT), night) == [at(29, 1), at(29, 1, 15), at(29, 1, 30)]


def test_a_window_that_opens_at_a_time_that_comes_twice_closes_again_when_the_clocks_go_back():
    night = Form("night", 30, ((time(2, 30), time(3, 15)),))
    midnight = datetime(2026, 10, 25, tzinfo=UTC)  # two o'clock in Berlin, for the first time
    horizon = Horizon.between(midnight, midnight + timedelta(days=1))
    found = moments(possible_starts(adas(hours=SUNDAY_NIGHT), night, horizon), horizon)
    # half past two; an hour later half past two again, and a quarter to three
    assert [(moment - midnight) // timedelta(minutes=1) for moment in found] == [30, 90, 105]


def test_berlin_and_new_york_share_no_lunch_but_a_coffee():
    horizon = Horizon.between(MONDAY, MONDAY + timedelta(days=1))
    here, there = adas(), adas(hours=NEW_YORK)
    assert not common_starts([possible_starts(one, LUNCH, horizon) for one in (here, there)])
    coffees = common_starts([possible_starts(one, COFFEE, horizon) for one in (here, there)])
    # New York has changed its clocks already: half past nine there is half past two in Berlin
    assert next(moments(coffees, horizon)) == at(23, 14, 30)


spans = st.tuples(st.integers(0, 7 * 1440), st.integers(1, 600)).map(
    lambda span: (MONDAY + timedelta(minutes=span[0]), MONDAY + timedelta(minutes=span[0] + span[1]))
)
people_hours = st.sampled_from([OFFICE, NEW_YORK, KOLKATA])


@given(st.lists(spans, max_size=12), people_hours, st.sampled_from([LUNCH, COFFEE]))
def test_the_search_finds_exactly_what_a_search_minute_by_minute_finds(
    busy: list[tuple[datetime, datetime]], hours: WorkingHours, form: Form
):
    assert starts(adas(*busy, hours=hours), form) == _minute_by_minute(busy, hours, form)


def _minute_by_minute(busy: list[tuple[datetime, datetime]], hours: WorkingHours, form: Form) -> list[datetime]:
    """Slow and obvious: at each quarter, is each minute of the whole length fine?"""
    blocked = set()
    for begin, end in busy:
        blocked.update(range(int((begin - MONDAY).total_seconds() // 60), int((end - MONDAY).total_seconds() // 60)))
    zone, found = ZoneInfo(hours.zone), []
    for quarter in range(7 * 96):
        begin = MONDAY + timedelta(minutes=15 * quarter)
        local, over = begin.astimezone(zone), (begin + timedelta(minutes=form.minutes)).astimezone(zone)
        within = any(local.time() >= opens and over.time() <= closes for opens, closes in form.windows)
        at_work = local.weekday() in hours.days and local.time() >= hours.start and over.time() <= hours.end
        minutes = range(15 * quarter, 15 * quarter + form.minutes)
        if within and at_work and local.date() == over.date() and not blocked.intersection(minutes):
            found.append(begin)
    return found
