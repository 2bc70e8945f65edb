"""What a host sees of herself, and of nobody else."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service.people.relationship.ago import ago as in_words
from bot_service.people.relationship.ago import for_so_long
from bot_service.people.relationship.ledger import GIFTS, Passed, Passing
from bot_service.people.relationship.mirror import Balance, Line, balance, mirror, summed
from tests.people.passings import NOW, TEAMS, ago, ledgers, passed, passings

NAMES = sorted(set(TEAMS.values()))


def test_each_team_has_a_line_with_the_latest_of_each_and_those_never_met_come_first():
    told = [
        passed(Passed.LUNCH, "maya", "ada", 9),
        passed(Passed.LUNCH, "maya", "dan", 3),
        passed(Passed.SUCCESS, "maya", "dan", 3),
        passed(Passed.SHOUTOUT, "maya", "cleo", 2),
        passed(Passed.LUNCH, "maya", "bo", 5),
        passed(Passed.BOOST, "maya", "bo", 4),
        passed(Passed.THANKS, "maya", "bo", 1),
        passed(Passed.LUNCH, "ada", "maya", 1),
        passed(Passed.LUNCH, "noor", "cleo", 1),
    ]
    assert mirror(summed(told, "maya"), ["Engineering", "Finance", "Sales", "Art"]) == [
        Line("Art"),
        Line("Sales", celebrated=ago(2)),
        Line("Finance", ate=ago(5), passed_on=ago(4), thanked=ago(1)),
        Line("Engineering", ate=ago(3), listened=ago(3)),
    ]


def test_a_lunch_counts_for_the_team_of_its_day_and_a_team_that_is_gone_has_no_line():
    told = [passed(Passed.LUNCH, "maya", "bo", 9, team="Quidditch"), passed(Passed.LUNCH, "maya", "bo", 3)]
    assert mirror(summed(told, "maya"), ["Finance", "Sales"]) == [Line("Sales"), Line("Finance", ate=ago(3))]


def test_those_who_were_erased_or_in_no_team_still_count_in_her_balance():
    told = [passed(Passed.LUNCH, "maya", "", 9), passed(Passed.BOOST, "maya", "", 9, team="Sales")]
    assert balance(summed(told, "maya"), 3) == Balance(gave=2, asked=3)
    assert mirror(summed(told, "maya"), ["Sales"]) == [Line("Sales", passed_on=ago(9))]


@pytest.mark.parametrize(
    ("gave", "asked", "words"),
    [
        (0, 0, "You have neither given nor asked yet. Lunch is a good start."),
        (12, 2, "You gave 12 times and asked twice."),
        (1, 0, "You gave once and never asked."),
        (0, 3, "You asked 3 times, and have given nothing yet."),
    ],
)
def test_her_balance_is_said_in_words(gave: int, asked: int, words: str):
    assert Balance(gave, asked).in_words == words


@pytest.mark.parametrize(
    ("days", "words", "length"),
    [
        (0, "this week", "less than a week"),
        (6, "this week", "less than a week"),
        (7, "last week", "one week"),
        (14, "2 weeks ago", "two weeks"),
        (13 * 7, "13 weeks ago", "13 weeks"),
        (52 * 7, "52 weeks ago", "52 weeks"),
        (53 * 7, "over a year ago", "more than a year"),
    ],
)
def test_how_long_ago_is_said_in_weeks(days: int, words: str, length: str):
    assert in_words(NOW - timedelta(days=days), NOW) == words
    assert for_so_long(NOW - timedelta(days=days), NOW) == length
    assert in_words(None, NOW) == "never"


@given(ledgers, st.lists(passings, max_size=5), st.integers())
def test_neither_the_order_nor_what_others_gave_changes_her_mirror(
    told: list[Passing], others: list[Passing], seed: int
):
    shuffled = told + [one._replace(from_id="noor") for one in others]
    random.Random(seed).shuffle(shuffled)
    hers, same = summed(told, "maya"), summed(shuffled, "maya")
    assert mirror(same, reversed(NAMES)) == mirror(hers, NAMES)
    assert balance(same, 3) == balance(hers, 3)


@given(ledgers, passings)
def test_one_more_of_anything_makes_no_line_older_and_no_balance_smaller(told: list[Passing], one: Passing):
    before = {line.team: line for line in mirror(summed(told, "maya"), NAMES)}
    more = [*told, one._replace(from_id="maya")]
    for line in mirror(summed(more, "maya"), NAMES):
        for field in ("ate", "listened", "celebrated", "thanked", "passed_on"):
            was, is_now = getattr(before[line.team], field), getattr(line, field)
            assert was is None or is_now >= was
    old, new = balance(summed(told, "maya"), 3), balance(summed(more, "maya"), 3)
    assert new == Balance(old.gave + (one.kind in GIFTS), 3)
