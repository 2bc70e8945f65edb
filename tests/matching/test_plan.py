from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot_service.matching import plan as plan_module
from bot_service.matching.match import match_people
from bot_service.matching.plan import plan_rounds
from bot_service.matching.seekers import Matching, Pair, PastGroup, Rules, Seeker
from tests.cast import ADA, BO, CHIDI, DANA, ELIF, seeker
from tests.matching.companies import Company, check, companies, ids

EVERYBODY = Rules(cross_team=False)


def strangers(number: int) -> list[Seeker]:
    return [seeker(f"person {one:03}", "Engineering") for one in range(number)]


def meetings(plan: list[Matching]) -> Counter[Pair]:
    return Counter(Pair(pair) for matched in plan for group in ids(matched) for pair in combinations(group, 2))


@pytest.mark.parametrize("people", [4, 6, 20, 50])
def test_everybody_meets_everybody_once_and_each_round_is_complete(people: int):
    plan = plan_rounds(strangers(people), rounds=people - 1, rules=EVERYBODY)
    assert all(len(matched.groups) == people // 2 for matched in plan)
    assert len(meetings(plan)) == people * (people - 1) // 2
    assert set(meetings(plan).values()) == {1}


@pytest.mark.parametrize(("people", "size", "rounds"), [(16, 4, 5), (20, 4, 5), (32, 4, 9), (21, 3, 10)])
def test_for_these_groups_mathematics_knows_a_plan_without_a_repeat(people: int, size: int, rounds: int):
    plan = plan_rounds(strangers(people), rounds=rounds, rules=Rules(size, cross_team=False))
    assert all(len(group) == size for matched in plan for group in ids(matched))
    assert set(meetings(plan).values()) == {1}


def test_teams_keep_apart_in_a_known_plan():
    people = [seeker(f"person {one:02}", f"team {one % 4}") for one in range(32)]
    plan = plan_rounds(people, rounds=8, rules=Rules(4))
    team = {one.id: one.team for one in people}
    assert all(len({team[one] for one in group}) == 4 for matched in plan for group in ids(matched))
    assert set(meetings(plan).values()) == {1}


def test_a_plan_goes_on_where_the_past_ended():
    past = [PastGroup(1, ("person 000", "person 001")), PastGroup(1, ("person 002", "person 003"))]
    plan = plan_rounds(strangers(4), past, rounds=2, rules=EVERYBODY)
    assert not set(meetings(plan)) & {Pair(group.ids) for group in past}
    assert set(meetings(plan).values()) == {1}


def test_who_is_left_over_in_one_round_sits_in_the_next():
    plan = plan_rounds([ADA, ELIF, BO], rounds=4)
    out = [next(iter(matched.left_over)) for matched in plan]
    assert all(one != other for one, other in pairwise(out))


def test_repeats_are_swapped_away_where_rounds_one_after_the_other_have_some():
    """Eight rounds of threes of twenty-one people, three of them kept apart so that no known plan fits."""
    apart = [Pair(pair) for pair in combinations(["person 000", "person 001", "person 002"], 2)]
    rules = Rules(3, cross_team=False)
    plan = plan_rounds(strangers(21), rounds=7, rules=rules, apart=apart, seed="offsite")
    assert set(meetings(plan).values()) == {1}
    assert not set(meetings(plan)) & set(apart)


def test_one_round_ahead_is_the_next_round():
    people = [ADA, BO, CHIDI, DANA, ELIF]
    assert plan_rounds(people, rounds=1, seed="7") == [match_people(people, seed="7")]


def test_whoever_waits_is_told_how_far_it_is():
    told: list[float] = []
    plan_rounds(strangers(9), rounds=5, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


@settings(max_examples=25, deadline=None)
@given(companies(most=10), st.integers(1, 3))
def test_no_round_of_a_plan_breaks_a_rule(company: Company, rounds: int):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan_module, "STEPS", 300)
        plan = plan_rounds(company.people, company.past, rounds=rounds, **company.asked)
    assert len(plan) == rounds
    for matched in plan:
        check(company, matched)
