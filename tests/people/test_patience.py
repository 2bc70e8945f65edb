"""Knocking ever more rarely, and at last not at all."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot_service.people.relationship.patience import AT_ANY_TIME, WEEK, may_check_in_from, rest

MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
moments = st.integers(0, 5000).map(lambda hours: MONDAY + timedelta(hours=hours))


def test_who_has_answered_everything_may_be_asked_how_it_was_at_any_time():
    assert may_check_in_from([], most=4) == AT_ANY_TIME


def test_after_one_two_three_and_four_check_ins_without_an_answer_it_is_a_week_then_two_then_four_then_eight():
    sent: list[datetime] = [MONDAY]
    for weeks in (1, 2, 4, 8):
        comes_from = may_check_in_from(sent, most=8)
        assert comes_from == sent[-1] + weeks * WEEK
        sent.append(comes_from)


def test_after_the_set_number_without_an_answer_no_more_come():
    weekly = [MONDAY + number * WEEK for number in range(4)]
    assert may_check_in_from(weekly[:3], most=4) is not None
    assert may_check_in_from(weekly, most=4) is None
    assert may_check_in_from([MONDAY], most=1) is None


@given(st.lists(moments, min_size=1, max_size=8), st.integers(1, 8), st.randoms())
def test_the_order_in_which_they_are_told_does_not_matter(sent: list[datetime], most: int, random: object):
    shuffled = list(sent)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis hands over a Random
    assert may_check_in_from(shuffled, most) == may_check_in_from(sent, most)


@given(st.lists(moments, max_size=8), moments, st.integers(1, 8))
def test_one_more_without_an_answer_never_brings_the_next_one_nearer(sent: list[datetime], one: datetime, most: int):
    before, after = may_check_in_from(sent, most), may_check_in_from([*sent, one], most)
    assert after is None or (before is not None and before < after)


@given(st.integers(-5, 200))
def test_each_rest_is_twice_the_one_before_it_for_as_long_as_anybody_lives(times: int):
    assert rest(times) == (timedelta() if times < 1 else WEEK if times == 1 else min(2 * rest(times - 1), rest(13)))
    assert MONDAY + rest(times) > MONDAY - WEEK
