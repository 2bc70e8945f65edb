"""From strangers to thanked, a step at a time, and patience between the steps."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.people.relationship.ladder import (
    Act,
    Last,
    Rung,
    given_to,
    given_to_teams,
    next_step_with_person,
    next_step_with_team,
    rung,
)
from bot_service.people.relationship.ledger import GIFTS, Passed, Passing
from bot_service.people.relationship.mirror import summed
from tests.people.passings import NOW, ago, ledgers, passed, passings

HERS = (Passed.LEAVE, Passed.WITHDRAWN, Passed.DECLINED, Passed.SHARE, Passed.SUCCESS, Passed.CHECK_IN)
lasts = st.dictionaries(st.sampled_from(Passed), st.integers(-1, 500).map(lambda days: NOW - timedelta(days=days)))


def said(last: Last) -> str:
    return next_step_with_team("Sales", last, NOW).sentence


def test_the_rungs_are_reached_one_after_the_other():
    last, seen = {}, [rung({})]
    for kind in (Passed.LUNCH, Passed.SUCCESS, Passed.SHOUTOUT, Passed.BOOST):
        last[kind] = NOW
        seen.append(rung(last))
    seen.append(rung(last, may_be_asked=True))
    for kind in (Passed.ASK, Passed.THANKS):
        last[kind] = NOW
        seen.append(rung(last))
    assert seen == list(Rung)


def test_with_strangers_it_begins_with_a_coffee():
    assert said({}) == "Coffee with someone of Sales: you have met nobody there."
    assert next_step_with_person("Bo", {}, NOW).sentence == "Coffee with Bo: you two have not met."


def test_what_is_missing_comes_next_and_the_rests_between_grow():
    last = {Passed.LUNCH: ago(1.5)}
    assert said(last) == "Listen to Sales: at your next lunch, ask what they are proud of."
    last[Passed.SUCCESS] = ago(1.5)
    assert said(last) == "Be patient with Sales: you had lunch last week."
    last = {Passed.LUNCH: ago(3), Passed.SUCCESS: ago(3)}
    assert said(last) == "Celebrate someone of Sales: tell after lunch what they are proud of."
    last[Passed.SHOUTOUT] = ago(2)
    assert said(last) == "Be patient with Sales: you celebrated 2 weeks ago."
    last = dict.fromkeys((Passed.LUNCH, Passed.SUCCESS, Passed.SHOUTOUT), ago(4))
    assert said(last) == "Pass on what someone of Sales has written; ask whether there is a post."


def test_when_all_is_given_it_rests_for_eight_weeks_and_then_one_says_hello_again():
    last = dict.fromkeys((Passed.LUNCH, Passed.SUCCESS, Passed.SHOUTOUT, Passed.BOOST), ago(7.9))
    assert said(last) == "Be patient with Sales: you had lunch 7 weeks ago."
    last = dict.fromkeys(last, ago(9))
    assert said(last) == "Say hello to Sales again: nine weeks since your last lunch."


def test_after_a_share_and_thanks_it_begins_again_with_a_hello():
    last = dict.fromkeys((Passed.LUNCH, Passed.SUCCESS, Passed.SHOUTOUT, Passed.BOOST), ago(6))
    last[Passed.THANKS] = ago(0.5)
    assert said(last) == "Be patient with Sales: you said thank you this week."
    last[Passed.THANKS] = ago(1.5)
    assert said(last) == "Say hello to Sales again: six weeks since your last lunch."


def test_whom_courtesy_lets_her_ask_she_may_ask():
    step = next_step_with_person("Bo", {Passed.LUNCH: ago(9)}, NOW, may_be_asked=True)
    assert (step.act, step.sentence) == (Act.ASK, "You may ask Bo now, very nicely.")
    team = next_step_with_team("Sales", {Passed.LUNCH: ago(9)}, NOW, may_be_asked=True)
    assert team.sentence == "You may ask someone of Sales now, very nicely."


def test_a_clock_that_was_ahead_makes_patient_and_breaks_nothing():
    assert said({Passed.LUNCH: NOW + timedelta(hours=1)}) == "Be patient with Sales: you had lunch this week."


@pytest.mark.parametrize("kind", HERS)
def test_what_bo_told_or_refused_or_took_back_changes_nothing_that_maya_can_see(kind: Passed):
    before = [passed(Passed.LUNCH, "maya", "bo", 3), passed(Passed.LEAVE, "bo", "maya", 2)]
    after = [*before, passed(kind, "bo", "maya", 1)]
    assert given_to(after, "maya", "bo") == given_to(before, "maya", "bo")
    assert summed(after, "maya") == summed(before, "maya")


@given(lasts, st.integers(0, 900))
def test_whether_an_ask_arrived_is_not_told_by_the_next_step(last: dict[Passed, object], days: int):
    arrived = {**last, Passed.ASK: NOW - timedelta(days=days)}
    withheld = {kind: at for kind, at in last.items() if kind != Passed.ASK}
    assert next_step_with_team("Sales", arrived, NOW) == next_step_with_team("Sales", withheld, NOW)


@given(lasts, st.sampled_from(GIFTS), st.integers(0, 900), st.booleans())
def test_a_gift_never_lowers_a_rung(last: dict[Passed, object], kind: Passed, days: int, may: bool):
    before = rung(last, may_be_asked=may)
    after = rung({**last, kind: NOW - timedelta(days=days)}, may_be_asked=may)
    assert list(Rung).index(after) >= list(Rung).index(before)


@given(ledgers, passings, st.integers())
def test_neither_the_order_nor_what_passed_between_others_moves_maya_and_bo(
    told: list[Passing], one: Passing, seed: int
):
    shuffled = [*told, one._replace(from_id="noor")]
    random.Random(seed).shuffle(shuffled)
    assert given_to(shuffled, "maya", "bo") == given_to(told, "maya", "bo")
    assert given_to_teams(summed(shuffled, "maya")) == given_to_teams(summed(told, "maya"))


@given(lasts, st.booleans(), st.integers(0, 200))
def test_there_is_always_one_next_step_and_patience_ends_by_itself(last: dict[Passed, object], may: bool, days: int):
    step = next_step_with_team("Sales", last, NOW + timedelta(days=days), may_be_asked=may)
    assert "Sales" in step.sentence
    assert (step.act == Act.ASK) == may
    later = next_step_with_team("Sales", last, NOW + timedelta(days=2 * 365))
    assert later.act in {Act.MEET, Act.MEET_AGAIN}


@given(ledgers)
def test_with_nobody_and_for_nobody_nothing_is_known(told: list[Passing]):
    assert given_to(told, "", "bo") == given_to(told, "maya", "") == {}
    assert summed(told, "") == []
    assert "" not in given_to_teams(summed(told, "maya"))
