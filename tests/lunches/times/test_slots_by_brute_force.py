"""The slot search finds a time exactly when somebody who looks at the clock on the wall minute by minute finds it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot_service.graph.schedule import Schedule, WorkingHours
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.times.forms import Form, form_of
from bot_service.lunches.times.slots import Horizon, common_starts, moments, possible_starts

LUNCH, COFFEE = form_of(Terms(), "lunch"), form_of(Terms(), "coffee")
MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)

#: Where clocks change on which day: half an hour at Lord Howe, at midnight in Beirut and Havana, elsewhere at two.
CHANGES = {
    datetime(2026, 3, 8, tzinfo=UTC): ("America/New_York", "America/St_Johns", "America/Havana"),
    datetime(2026, 3, 29, tzinfo=UTC): ("Europe/Berlin", "Asia/Beirut"),
    datetime(2026, 4, 5, tzinfo=UTC): ("Australia/Lord_Howe",),
    datetime(2026, 10, 4, tzinfo=UTC): ("Australia/Lord_Howe",),
    datetime(2026, 10, 25, tzinfo=UTC): ("Europe/Berlin", "Asia/Beirut"),
    datetime(2026, 11, 1, tzinfo=UTC): ("America/New_York", "America/St_Johns", "America/Havana"),
}
#: Half and three quarter hours, and the date line; the clocks stay.
STEADY = ("Asia/Kolkata", "Asia/Kathmandu", "Pacific/Apia")
NIGHT = Form("after midnight", 45, ((time(0, 10), time(2, 10)), (time(1, 40), time(4, 0))))
WHENEVER = Form("whenever", 10, ((time(0), time(23, 59)),))
LONG_NIGHT = Form("the night through", 90, ((time(0, 0), time(4, 30)),))
EARLY = Form("the hour of the change", 30, ((time(1, 30), time(2, 30)), (time(2, 15), time(3, 15))))


def by_brute_force(guests: list[Schedule], form: Form, begin: datetime, end: datetime) -> list[datetime]:
    """Slow and obvious: each quarter hour at which every minute of the whole length suits everybody."""
    quarters = (begin + number * QUARTER for number in range((end - begin) // QUARTER))
    return [start for start in quarters if all(_suits(start, form, guest) for guest in guests)]


def _suits(start: datetime, form: Form, guest: Schedule) -> bool:
    return all(_is_open(minute, form, guest) for minute in _minutes(start, form))


def _minutes(start: datetime, form: Form) -> Iterator[datetime]:
    return (start + number * MINUTE for number in range(form.minutes))


def _is_open(minute: datetime, form: Form, guest: Schedule) -> bool:
    assert guest.hours
    local = minute.astimezone(ZoneInfo(guest.hours.zone))
    return (
        local.weekday() in guest.hours.days
        and guest.hours.start <= local.time() < guest.hours.end
        and any(opens <= local.time() < closes for opens, closes in form.windows)
        and not any(begin <= minute < end for begin, end in guest.busy)
    )


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


spans_of_a_day = st.lists(st.integers(0, 1439), min_size=2, max_size=2, unique=True).map(sorted)
quarters_of_a_day = st.lists(st.integers(0, 95), min_size=2, max_size=2, unique=True).map(
    lambda quarters: sorted(15 * quarter for quarter in quarters)
)
office_hours = st.sampled_from([(time(8, 15), time(16, 15)), (time(9), time(17)), (time(10, 45), time(19))])
at_any_hour = st.just((time(0), time(23, 59)))
working_days = st.sampled_from([frozenset(range(7)), frozenset(range(5)), frozenset({6, 0, 1, 2, 3})])
forms = st.sampled_from([LUNCH, COFFEE, NIGHT, LONG_NIGHT, EARLY, WHENEVER]) | st.builds(
    lambda minutes, spans: Form("any", minutes, tuple((_clock(opens), _clock(closes)) for opens, closes in spans)),
    st.integers(1, 60),
    st.lists(spans_of_a_day | quarters_of_a_day, min_size=1, max_size=2),
)


@st.composite
def hours_in(draw: st.DrawFn, zones: list[str]) -> WorkingHours:
    spans = (spans_of_a_day | quarters_of_a_day).map(lambda span: (_clock(span[0]), _clock(span[1])))
    start, end = draw(st.one_of(at_any_hour, at_any_hour, office_hours, spans))
    days = draw(st.one_of(working_days, working_days, st.frozensets(st.integers(0, 6))))
    return WorkingHours(days, start, end, draw(st.sampled_from(zones)))


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Schedule], Form, datetime, datetime]:
    """Two or three guests, a form, and three to five days around a change of the clocks of some or all of them."""
    days = draw(st.integers(3, 5))
    change = draw(st.sampled_from(list(CHANGES)))
    begin = change - draw(st.integers(0, 96 * (days - 1))) * QUARTER
    here = draw(st.sampled_from(CHANGES[change]))
    zones = [here, here, draw(st.sampled_from((here, *CHANGES[change], *STEADY)))]
    # some began before the first day, some go on after the last, some take no time
    length = st.one_of(st.sampled_from([0, 1, 5]), st.integers(0, 90), st.integers(0, 600))
    span = st.tuples(st.integers(-600, days * 1440), length)
    guests = []
    for name in ("ada", "bo", "cem")[: draw(st.integers(2, 3))]:
        busy = sorted(
            (begin + first * MINUTE, begin + (first + minutes) * MINUTE)
            for first, minutes in draw(st.lists(span, max_size=10))
        )
        guests.append(Schedule(f"{name}@contoso.example", tuple(busy), draw(hours_in(zones))))
    return guests, draw(forms), begin, begin + timedelta(days=days)


@settings(max_examples=1000, deadline=None)
@given(tables())
def test_guests_can_begin_exactly_when_each_minute_suits_each_of_them_by_the_clock_on_her_wall(
    table: tuple[list[Schedule], Form, datetime, datetime],
):
    guests, form, begin, end = table
    horizon = Horizon.between(begin, end)
    common = common_starts([possible_starts(guest, form, horizon) for guest in guests])
    assert list(moments(common, horizon)) == by_brute_force(guests, form, begin, end)
