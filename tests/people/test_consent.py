"""Whether a host may ask at all: the last word of the person counts."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot_service.people.relationship.consent import has_leave, noes_since_leave
from bot_service.people.relationship.ledger import Passed, Passing
from tests.people.passings import ago, ledgers, passed


def test_bo_who_said_yes_to_maya_may_be_asked_by_maya_and_not_by_noor():
    told = [passed(Passed.LEAVE, "bo", "maya")]
    assert has_leave(told, "bo", "maya")
    assert not has_leave(told, "bo", "noor")
    assert not has_leave(told, "maya", "bo")


def test_leave_that_bo_took_back_is_none_and_given_anew_is_leave():
    told = [passed(Passed.LEAVE, "bo", "maya", 9), passed(Passed.WITHDRAWN, "bo", "maya", 5)]
    assert not has_leave(told, "bo", "maya")
    assert has_leave([*told, passed(Passed.LEAVE, "bo", "maya", 2)], "bo", "maya")


def test_yes_and_no_at_the_same_moment_is_no():
    told = [passed(Passed.LEAVE, "bo", "maya", 9), passed(Passed.WITHDRAWN, "bo", "maya", 9)]
    assert not has_leave(told, "bo", "maya")


def test_noes_of_before_bo_invited_maya_again_are_forgotten():
    noes = [passed(Passed.DECLINED, "bo", "maya", weeks) for weeks in (30, 20, 3)]
    assert noes_since_leave(noes, "bo", "maya") == (ago(30), ago(20), ago(3))
    told = [passed(Passed.LEAVE, "bo", "maya", 40), *noes, passed(Passed.LEAVE, "bo", "maya", 10)]
    assert noes_since_leave(told, "bo", "maya") == (ago(3),)
    assert noes_since_leave(told, "bo", "noor") == ()


def test_somebody_who_was_erased_has_no_word():
    told = [passed(Passed.LEAVE, "", "maya"), passed(Passed.DECLINED, "", "maya"), passed(Passed.LEAVE, "bo", "")]
    assert not has_leave(told, "", "maya")
    assert not has_leave(told, "bo", "")
    assert noes_since_leave(told, "", "maya") == ()


@given(ledgers, st.integers())
def test_neither_the_order_nor_what_passed_between_others_matters(told: list[Passing], seed: int):
    shuffled = list(told)
    random.Random(seed).shuffle(shuffled)
    theirs = [one for one in told if (one.from_id, one.to_id) == ("bo", "maya")]
    for same in (shuffled, theirs):
        assert has_leave(same, "bo", "maya") == has_leave(told, "bo", "maya")
        assert noes_since_leave(same, "bo", "maya") == noes_since_leave(told, "bo", "maya")


@given(ledgers)
def test_a_no_never_gives_leave_and_a_new_leave_wipes_the_noes_away(told: list[Passing]):
    assert not has_leave([*told, passed(Passed.WITHDRAWN, "bo", "maya", -1)], "bo", "maya")
    invited = [*told, passed(Passed.LEAVE, "bo", "maya", -2)]
    assert has_leave(invited, "bo", "maya")
    assert noes_since_leave(invited, "bo", "maya") == ()
