from dataclasses import replace

from hypothesis import given, settings

from bot_service.matching.changes import join_late, replace_decliner
from bot_service.matching.explain import NOBODY_FREE
from bot_service.matching.match import match_people
from bot_service.matching.seekers import PastGroup, Rules
from tests.cast import ADA, BO, CHIDI, DANA, ELIF, MAYA, NEVER
from tests.matching.companies import Company, check, companies, ids


def test_who_joins_late_meets_the_one_left_over():
    matched = join_late([("Ada", "Bo")], "Dana", [ADA, BO, CHIDI, DANA])
    assert ids(matched) == [("Ada", "Bo"), ("Chidi", "Dana")]


def test_who_joins_late_makes_a_pair_a_three_and_nobody_else_notices():
    before = [("Ada", "Bo"), ("Chidi", "Dana")]
    matched = join_late(before, "Maya", [ADA, BO, CHIDI, DANA, MAYA])
    assert len(set(before) - set(ids(matched))) == 1
    assert sorted(map(len, ids(matched))) == [2, 3]


def test_who_joins_late_without_time_is_told_why():
    matched = join_late([("Ada", "Bo")], "Dana", [ADA, BO, replace(DANA, starts=(0, 1 << 50))])
    assert ids(matched) == [("Ada", "Bo")]
    assert matched.left_over == {"Dana": NOBODY_FREE}


def test_who_has_a_seat_already_does_not_get_another():
    assert ids(join_late([("Ada", "Bo")], "Ada", [ADA, BO])) == [("Ada", "Bo")]


def test_the_one_left_over_takes_the_seat_of_a_decliner():
    matched = replace_decliner([("Ada", "Bo"), ("Dana", "Maya")], "Bo", [ADA, BO, CHIDI, DANA, MAYA])
    assert ids(matched) == [("Ada", "Chidi"), ("Dana", "Maya")]
    assert matched.left_over == {}


def test_of_two_left_over_the_one_whom_ada_has_not_met_takes_the_seat():
    past = [PastGroup(1, ("Ada", "Chidi"))]
    matched = replace_decliner([("Ada", "Bo")], "Bo", [ADA, BO, CHIDI, DANA], past)
    assert ids(matched) == [("Ada", "Dana")]


def test_a_three_stays_a_pair_when_nobody_can_come_instead():
    assert ids(replace_decliner([("Ada", "Bo", "Chidi")], "Bo", [ADA, BO, CHIDI, ELIF])) == [("Ada", "Chidi")]


def test_the_partner_of_a_decliner_joins_another_table_when_nobody_is_left_over():
    matched = replace_decliner([("Ada", "Bo"), ("Chidi", "Dana")], "Bo", [ADA, BO, CHIDI, DANA])
    assert ids(matched) == [("Ada", "Chidi", "Dana")]


def test_the_partner_of_a_decliner_is_told_when_nobody_else_is_free():
    matched = replace_decliner([("Ada", "Bo")], "Bo", [ADA, BO, ELIF, replace(CHIDI, starts=NEVER)])
    assert matched.groups == ()
    assert matched.left_over["Ada"] == NOBODY_FREE


@settings(max_examples=60, deadline=None)
@given(companies())
def test_a_late_joiner_changes_at_most_one_group(company: Company):
    if not company.people:
        return
    *early, late = company.people
    before = match_people(early, company.past, **company.asked)
    after = join_late(ids(before), late.id, company.people, company.past, **company.asked)
    check(company, after)
    assert len(set(ids(before)) - set(ids(after))) <= 1
    assert set(after.left_over) <= {*before.left_over, late.id}


@settings(max_examples=60, deadline=None)
@given(companies())
def test_a_decliner_changes_at_most_her_own_group_and_one_more(company: Company):
    before = match_people(company.people, company.past, **company.asked)
    if not before.groups:
        return
    decliner = before.groups[0].ids[0]
    after = replace_decliner(ids(before), decliner, company.people, company.past, **company.asked)
    stayed = tuple(one for one in company.people if one.id != decliner)
    check(replace(company, people=stayed), after)
    assert len(set(ids(before)[1:]) - set(ids(after))) <= 1


def test_bad_rules_are_no_reason_to_fail():
    assert ids(match_people([ADA, BO], rules=Rules(8))) == [("Ada", "Bo")]
