"""The few times that an invitation offers, out of all that suit everybody."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.times.choices import MOST, best_choices
from bot_service.lunches.times.slots import Horizon, moments

HORIZON = Horizon(datetime(2026, 3, 9, tzinfo=UTC), 5 * 96)
NOON, THREE = 48, 60  #: quarter hours of a day
DAYS = range(0, 5 * 96, 96)
STARTS = st.integers(0, (1 << HORIZON.quarters) - 1)


def at(*quarters: int) -> int:
    return sum(1 << quarter for quarter in quarters)


def test_lunch_and_coffee_are_offered_in_turn_on_three_days():
    starts = (at(*(day + NOON for day in DAYS)), at(*(day + THREE for day in DAYS)))

    chosen = best_choices(starts, HORIZON, Terms(), lot=0)

    assert sorted(choice.form for choice in chosen) == ["coffee", "lunch", "lunch"]
    assert len({choice.at.date() for choice in chosen}) == 3
    assert [choice.minutes for choice in chosen if choice.form == "coffee"] == [30]


def test_who_has_one_day_only_is_offered_several_times_of_it():
    chosen = best_choices((at(NOON, NOON + 1, NOON + 2, NOON + 3), 0), HORIZON, Terms(), lot=5)

    assert len(chosen) == 3
    assert len(set(chosen)) == 3


def test_a_time_that_was_offered_before_does_not_come_again():
    first = HORIZON.start + NOON * timedelta(minutes=15)

    assert [choice.at for choice in best_choices((at(NOON, NOON + 96), 0), HORIZON, Terms(), 0, except_at=[first])] == [
        first + timedelta(days=1)
    ]
    assert best_choices((at(NOON), 0), HORIZON, Terms(), 0, except_at=[first]) == []


@given(STARTS, STARTS, st.integers(0, 1 << 32))
def test_every_choice_suits_everybody_and_there_are_as_many_as_there_can_be(lunch: int, coffee: int, lot: int):
    chosen = best_choices((lunch, coffee), HORIZON, Terms(), lot)

    possible = {("lunch", start) for start in moments(lunch, HORIZON)} | {
        ("coffee", start) for start in moments(coffee, HORIZON)
    }
    assert {(choice.form, choice.at) for choice in chosen} <= possible
    assert len(chosen) == min(MOST, len(possible))
    assert chosen == sorted(chosen, key=lambda choice: (choice.at, choice.form))
