"""Programmes' terms, guests' wishes, days off and night shifts: the search finds what somebody finds who asks of each minute
whether it suits, by the clock on the wall."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import event, given, settings
from hypothesis import strategies as st

from bot_service.graph.schedule import Schedule, WorkingHours
from bot_service.lunches.programs.terms import FixedSlot, Terms
from bot_service.lunches.times.forms import Wishes, form_of
from bot_service.lunches.times.slots import Horizon, common_starts, moments, possible_starts
from bot_service.people.typed.times_said import Window

MINUTE, QUARTER, DAY = timedelta(minutes=1), timedelta(minutes=15), timedelta(days=1)
CHANGES = {
    datetime(2026, 3, 8, tzinfo=UTC): ("America/New_York", "America/St_Johns", "America/Havana"),
    datetime(2026, 3, 29, tzinfo=UTC): ("Europe/Berlin", "Asia/Beirut"),
    datetime(2026, 10, 4, tzinfo=UTC): ("Australia/Lord_Howe",),
    datetime(2026, 10, 25, tzinfo=UTC): ("Europe/Berlin", "Asia/Beirut"),
    datetime(2026, 11, 1, tzinfo=UTC): ("America/New_York", "America/St_Johns", "America/Havana"),
}
STEADY = ("Asia/Kolkata", "Asia/Kathmandu", "Pacific/Apia")


@dataclass(frozen=True)
class Somebody:
    """A guest: her calendar, what she wishes, and the days on which she doesn't work."""

    schedule: Schedule
    wishes: Wishes
    days_off: frozenset[date]


@dataclass(frozen=True)
class Case:
    """What is searched: for these guests, on these terms, between two moments."""

    guests: list[Somebody]
    terms: Terms
    form: str
    wide: bool
    begin: datetime
    end: datetime


def by_brute_force(case: Case) -> list[datetime]:
    """Slow and obvious: each full quarter hour at which every minute of the whole length suits everybody."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    quarters = (
        first + number * QUARTER for number in range((case.begin - first) // QUARTER, (case.end - first) // QUARTER + 1)
    )
    return [
        start
        for start in quarters
        if case.begin <= start < case.end
        and _is_the_hour_of_the_company(start, case.terms.fixed_slot)
        and all(_suits(minute, case, guest) for minute in _minutes(start, case) for guest in case.guests)
    ]


def _minutes(start: datetime, case: Case) -> Iterator[datetime]:
    return (start + number * MINUTE for number in range(case.terms.minutes_of(case.form)))


def _is_the_hour_of_the_company(start: datetime, slot: FixedSlot | None) -> bool:
    if slot is None:
        return True
    zone = ZoneInfo(slot.zone)
    return any(
        day.weekday() == slot.weekday and datetime.combine(day, slot.at, zone).astimezone(UTC) == start
        for day in (start.date() - DAY, start.date(), start.date() + DAY)
    )


def _suits(minute: datetime, case: Case, guest: Somebody) -> bool:
    hours = guest.schedule.hours
    assert hours is not None
    local = minute.astimezone(ZoneInfo(hours.zone))
    hers = guest.wishes.lunch_windows if case.form == "lunch" else guest.wishes.coffee_windows
    return (
        _is_at_work(local, hours)
        and local.date() not in guest.days_off
        and (not guest.wishes.days or local.weekday() in guest.wishes.days)
        and (not hers or _is_within(local, hers))
        and (case.terms.fixed_slot is not None or _is_usual(local, case))
        and not any(begin <= minute < end for begin, end in guest.schedule.busy)
    )


def _is_usual(local: datetime, case: Case) -> bool:
    if case.form == "lunch":
        wider = case.wide and time(11) <= local.time() < time(14, 30)
        return wider or _is_within(local, case.terms.lunch_windows)
    return case.wide or _is_within(local, case.terms.coffee_windows)


def _is_within(local: datetime, windows: tuple[Window, ...]) -> bool:
    return any(opens <= local.time() and (local.time() < closes or closes == time(0)) for opens, closes in windows)


def _is_at_work(local: datetime, hours: WorkingHours) -> bool:
    today, yesterday = local.weekday() in hours.days, (local - DAY).weekday() in hours.days
    if hours.start < hours.end or hours.end == time(0):
        return today and hours.start <= local.time() and (local.time() < hours.end or hours.end == time(0))
    if hours.start == hours.end:
        return False
    return (today and local.time() >= hours.start) or (yesterday and local.time() < hours.end)


clocks = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
odd_clocks = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
windows = (
    st.lists(clocks | odd_clocks, min_size=2, max_size=2, unique=True).map(sorted).map(lambda span: (span[0], span[1]))
)
long = st.sampled_from([(time(0), time(0)), (time(1), time(23)), (time(8), time(0))])
around_noon = st.sampled_from([(time(11, 30), time(13, 30)), (time(11), time(12, 10)), (time(12), time(15))])
shifts = st.sampled_from(
    [(time(9), time(17)), (time(22), time(6)), (time(18, 30), time(2, 15)), (time(16), time(0)), (time(0), time(0))]
)
days_of_the_week = st.sampled_from(
    [frozenset(range(7)), frozenset(range(5)), frozenset({6, 0, 1, 2, 3}), frozenset({5})]
)
wishes = st.builds(
    Wishes,
    st.lists(windows | around_noon, max_size=2).map(tuple),
    st.lists(windows, max_size=2).map(tuple),
    st.one_of(
        st.just(frozenset()), st.just(frozenset()), days_of_the_week, st.frozensets(st.integers(0, 6), min_size=2)
    ),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """One or two guests around a change of the clocks, on terms of any kind."""
    change = draw(st.sampled_from(list(CHANGES)))
    length = draw(st.integers(2, 4))
    begin = change - draw(st.integers(0, (length - 1) * 1440)) * MINUTE
    here = draw(st.sampled_from(CHANGES[change]))
    elsewhere = draw(st.sampled_from((here, here, *CHANGES[change], *STEADY)))
    slot = st.builds(FixedSlot, st.integers(0, 6), clocks, st.sampled_from((here, elsewhere)))
    terms = Terms(
        minutes=draw(st.integers(1, 60)),
        coffee_minutes=draw(st.sampled_from([15, 30])),
        lunch_windows=tuple(draw(st.lists(long | windows | around_noon, min_size=1, max_size=2))),
        coffee_windows=tuple(draw(st.lists(long | windows, min_size=1, max_size=2))),
        fixed_slot=draw(st.one_of(st.none(), st.none(), slot)),
    )
    guests = [draw(_guests(begin, length, zone)) for zone in (here, elsewhere)[: draw(st.integers(1, 2))]]
    form, wide = draw(st.sampled_from(["lunch", "coffee"])), draw(st.booleans())
    return Case(guests, terms, form, wide, begin, begin + length * DAY)


@st.composite
def _guests(draw: st.DrawFn, begin: datetime, days: int, zone: str) -> Somebody:
    spans = st.tuples(st.integers(-300, days * 1440), st.sampled_from([0, 5, 30, 60, 600]))
    busy = sorted((begin + at * MINUTE, begin + (at + long) * MINUTE) for at, long in draw(st.lists(spans, max_size=5)))
    start, end = draw(st.one_of(shifts, shifts, st.tuples(odd_clocks, odd_clocks)))
    hours = WorkingHours(draw(days_of_the_week), start, end, zone)
    off = draw(st.one_of(st.just(()), st.sets(st.integers(-1, days + 1), max_size=2)))
    return Somebody(
        Schedule("ada@contoso.example", tuple(busy), hours),
        draw(wishes),
        frozenset(begin.date() + number * DAY for number in off),
    )


@settings(max_examples=1000, deadline=None)
@given(cases())
def test_guests_can_begin_exactly_when_each_minute_suits_their_hours_wishes_days_and_terms(case: Case):
    horizon = Horizon.between(case.begin, case.end)
    found = common_starts(
        [
            possible_starts(
                guest.schedule,
                form_of(case.terms, case.form, guest.wishes, wide=case.wide),
                horizon,
                guest.days_off,
            )
            for guest in case.guests
        ]
    )
    expected = by_brute_force(case)
    event("some" if expected else "none")
    assert list(moments(found, horizon)) == expected
