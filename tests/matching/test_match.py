from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot_service.matching import exact, explain
from bot_service.matching.cost import cost_of
from bot_service.matching.match import match_people
from bot_service.matching.seekers import Matching, Pair, PastGroup, Rules, Seeker
from tests.cast import ADA, BO, CHIDI, DANA, ELIF, NEVER, seeker
from tests.matching.companies import Company, best_cost, check, companies, ids

EVERYBODY = Rules(cross_team=False)


def pairs(matched: Matching) -> set[Pair]:
    return {Pair(group) for group in ids(matched)}


def met(*groups: tuple[str, ...]) -> list[PastGroup]:
    """Each in a round of its own, the last one most recently."""
    return [PastGroup(number, group) for number, group in enumerate(groups, start=1)]


# What matters, in its order.


def test_as_many_as_possible_meet_even_if_two_have_to_meet_again():
    matched = match_people([ADA, BO, CHIDI, ELIF], met(("Ada", "Bo")), apart=[Pair({"Ada", "Chidi"})])
    assert pairs(matched) == {Pair({"Ada", "Bo"}), Pair({"Chidi", "Elif"})}


def test_ada_and_elif_of_one_team_each_meet_somebody_else():
    assert Pair({"Ada", "Elif"}) not in pairs(match_people([ADA, ELIF, BO, CHIDI]))


def test_where_teams_do_not_matter_ada_may_meet_elif():
    assert pairs(match_people([ADA, ELIF], rules=EVERYBODY)) == {Pair({"Ada", "Elif"})}


def test_who_met_before_is_not_matched_again_while_there_is_another_way():
    past = met(("Ada", "Bo"), ("Chidi", "Dana"), ("Ada", "Chidi"), ("Bo", "Dana"))
    assert pairs(match_people([ADA, BO, CHIDI, DANA], past)) == {Pair({"Ada", "Dana"}), Pair({"Bo", "Chidi"})}


def test_of_two_repeats_the_older_one_is_chosen():
    past = met(("Ada", "Bo"), ("Ada", "Chidi"), ("Dana", "Chidi"), ("Dana", "Bo"))
    matched = match_people([ADA, BO, CHIDI, DANA], past, apart=[Pair({"Ada", "Dana"})])
    assert pairs(matched) == {Pair({"Ada", "Bo"}), Pair({"Chidi", "Dana"})}
    assert pairs(match_people([ADA, BO, CHIDI, DANA], past[::-1], apart=[Pair({"Ada", "Dana"})])) == pairs(matched)


def test_what_lies_beyond_the_memory_is_no_repeat():
    past = met(("Ada", "Bo"), ("Chidi", "Dana"), ("Elif", "Dana"))
    spent = cost_of([("Ada", "Bo")], [ADA, BO], past, rules=Rules(memory=2))
    assert spent.repeats == 0
    assert cost_of([("Ada", "Bo")], [ADA, BO], past, rules=Rules(memory=3)).repeats == 1


def test_who_sat_out_goes_first():
    fair = [ADA, replace(ELIF, sat_out=True), BO]
    matched = match_people(fair)
    assert pairs(matched) == {Pair({"Bo", "Elif"})}
    assert matched.left_over == {"Ada": explain.LARGEST_TEAM}


def test_teams_that_hardly_met_come_first():
    past = [PastGroup(1, ("Fay", "Bo")), PastGroup(1, ("Gus", "Chidi"))]
    fay, gus = seeker("Fay", "Engineering"), seeker("Gus", "Design")
    matched = match_people([fay, gus, replace(BO, id="Bea"), replace(CHIDI, id="Cleo"), BO, CHIDI], past)
    spent = cost_of(ids(matched), [fay, gus, replace(BO, id="Bea"), replace(CHIDI, id="Cleo"), BO, CHIDI], past)
    assert spent.bridges == 0


def test_a_manager_does_not_lunch_with_her_report_unless_the_programme_says_so():
    ada = seeker("Ada", "Engineering", manager="Bo")
    assert match_people([ada, BO]).groups == ()
    assert pairs(match_people([ada, BO], rules=Rules(managers_apart=False))) == {Pair({"Ada", "Bo"})}


def test_two_who_both_wish_to_meet_again_do_and_it_is_no_repeat():
    past = met(("Ada", "Bo"))
    wish = [Pair({"Ada", "Bo"})]
    matched = match_people([ADA, BO, CHIDI, DANA], past, again=wish)
    again = next(group for group in matched.groups if Pair(group.ids) == wish[0])
    assert again.why == "You both wished to meet again."
    assert cost_of([again.ids], [ADA, BO], past, again=wish).repeats == 0


def test_who_wants_to_meet_in_person_is_matched_on_her_site():
    oslo = [replace(ADA, site="Oslo"), replace(BO, site="Oslo")]
    kigali = [replace(CHIDI, site="Kigali"), replace(DANA, site="Kigali")]
    for seed in "abcdef":
        assert pairs(match_people([*oslo, *kigali], rules=Rules(same_site=True), seed=seed)) == {
            Pair({"Ada", "Bo"}),
            Pair({"Chidi", "Dana"}),
        }


def test_near_zones_come_first_where_the_programme_prefers_them():
    people = [replace(one, utc_offset=hours) for one, hours in zip([ADA, BO, CHIDI, DANA], [1, -8, 2, -7], strict=True)]
    assert pairs(match_people(people, rules=Rules(near_zones=True))) == {
        Pair({"Ada", "Chidi"}),
        Pair({"Bo", "Dana"}),
    }


def test_two_seeds_make_two_matchings():
    people = [seeker(f"person {number}", f"team {number}") for number in range(12)]
    assert len({match_people(people, seed=str(seed)).groups for seed in range(8)}) > 1


def test_a_company_of_unequal_teams_is_connected_soon():
    sizes = [20, 11, 7, 6, 5, 4, 4, 3]
    people = [seeker(f"{team} {n:02}", f"team {team}") for team, size in enumerate(sizes) for n in range(size)]
    past: list[PastGroup] = []
    for number in range(8):
        past += [PastGroup(number, group) for group in ids(match_people(people, past, seed="spring"))]
    met = {Pair(one.split()[0] for one in group.ids) for group in past}
    assert len(met) == 8 * 7 // 2


def test_a_first_round_does_not_send_a_whole_team_to_one_other():
    people = [seeker(f"{team:02} {n:02}", f"team {team}") for team in range(20) for n in range(20)]
    met = {Pair(one.split()[0] for one in group) for group in ids(match_people(people))}
    assert len(met) > 100


# Why, and why not.


def test_a_first_meeting_of_two_teams_says_so():
    (group,) = match_people([ADA, BO]).groups
    assert group.why == "You have not had lunch together yet, and it is the first time for Engineering and Finance."


def test_a_repeat_that_could_not_be_avoided_says_so():
    (group,) = match_people([ADA, BO], [PastGroup(3, ("Ada", "Bo")), PastGroup(5, ("Chidi", "Dana"))]).groups
    assert group.why == "You had lunch together 3 rounds ago; somebody new for everybody could not be found this time."


@pytest.mark.parametrize(
    ("people", "apart", "reason"),
    [
        ([ADA], [], explain.ALONE),
        ([ADA, ELIF], [], explain.NO_OTHER_TEAM),
        ([replace(ADA, starts=NEVER), BO], [], explain.NO_TIME),
        ([ADA, BO], [Pair({"Ada", "Bo"})], explain.NOBODY_FREE),
        ([replace(ADA, starts=(1, 0)), replace(BO, starts=(2, 0))], [], explain.NOBODY_FREE),
    ],
)
def test_ada_is_told_why_she_was_left_over(people: list[Seeker], apart: list[Pair], reason: str):
    assert match_people(people, apart=apart).left_over["Ada"] == reason


def strange(name: str) -> tuple[list[Seeker], dict[str, object]]:
    """What nobody should send and somebody will."""
    pair, wish = Pair({"Ada", "Bo"}), Pair({"Ada", "Dana"})
    return {
        "nobody": ([], {}),
        "one person": ([ADA], {}),
        "larger groups than people": ([ADA, BO, CHIDI], {"rules": Rules(8)}),
        "one team": ([ADA, ELIF], {}),
        "Ada kept apart from everybody": ([ADA, BO, CHIDI], {"apart": [pair, Pair({"Ada", "Chidi"})]}),
        "kept apart and wishing to meet": ([ADA, DANA, BO], {"apart": [wish], "again": [wish]}),
        "kept apart twice, and from herself": ([ADA, BO, CHIDI], {"apart": [pair, pair, Pair({"Ada"})]}),
        "a past of people who left": (
            [ADA, BO],
            {"past": [PastGroup(1, ("Ada", "Zed")), PastGroup(1, ("Yan", "Zed"))]},
        ),
        "the past twice": ([ADA, BO, CHIDI, DANA], {"past": [PastGroup(1, ("Ada", "Bo"))] * 2}),
        "an empty group in the past": ([ADA, BO], {"past": [PastGroup(1, ()), PastGroup(-3, ("Ada",))]}),
        "her own manager": ([seeker("Ada", "Engineering", manager="Ada"), BO], {}),
        "the same person twice": ([ADA, ADA, BO], {}),
        "no form at all": ([replace(ADA, starts=()), BO], {}),
    }[name]


@pytest.mark.parametrize("size", [2, 5])
@pytest.mark.parametrize(
    ("name", "meet"),
    [
        ("nobody", 0), ("one person", 0), ("larger groups than people", 3), ("one team", 0),
        ("Ada kept apart from everybody", 2), ("kept apart and wishing to meet", 2),
        ("kept apart twice, and from herself", 2), ("a past of people who left", 2), ("the past twice", 4),
        ("an empty group in the past", 2), ("her own manager", 2), ("the same person twice", 2), ("no form at all", 0),
    ],
)  # fmt: skip
def test_strange_input_has_a_result_and_a_reason_for_everybody_without_a_lunch(name: str, meet: int, size: int):
    people, more = strange(name)
    matched = match_people(people, **{"rules": Rules(size), **more})
    assert sum(map(len, ids(matched))) == meet
    assert {*matched.left_over, *(one for group in ids(matched) for one in group)} == {one.id for one in people}
    assert all(matched.left_over.values())


# Sizes.


@pytest.mark.parametrize(
    ("people", "size", "expected"),
    [
        (2, 4, [2]), (3, 2, [3]), (3, 8, [3]), (5, 4, [5]), (6, 4, [3, 3]), (7, 4, [3, 4]), (9, 4, [4, 5]),
        (11, 4, [3, 4, 4]), (50, 2, [2] * 25), (51, 2, [2] * 24 + [3]), (20, 8, [6, 7, 7]), (30, 3, [3] * 10),
    ],
)  # fmt: skip
def test_the_odd_ones_make_groups_one_larger_and_nobody_is_left_over(people: int, size: int, expected: list[int]):
    matched = match_people([seeker(f"person {n}", f"team {n}") for n in range(people)], rules=Rules(size))
    assert sorted(len(group.ids) for group in matched.groups) == expected
    assert not matched.left_over


@pytest.mark.parametrize("size", [2, 4])
@pytest.mark.parametrize("people", [20, 400])
def test_where_one_team_holds_most_people_as_many_meet_as_there_are_others(people: int, size: int):
    most = people * 7 // 10
    company = [seeker(f"person {n:03}", "Engineering" if n < most else f"team {n % 3}") for n in range(people)]
    matched = match_people(company, rules=Rules(size))
    assert sum(len(group.ids) for group in matched.groups) == 2 * (people - most)
    assert set(matched.left_over.values()) == {explain.LARGEST_TEAM}


# For every company.


@settings(max_examples=60, deadline=None)
@given(companies())
def test_everybody_is_in_one_group_or_told_why_not_and_no_rule_is_broken(company: Company):
    check(company, match_people(company.people, company.past, **company.asked))


@settings(max_examples=40, deadline=None)
@given(companies(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(company: Company, random: Random):
    people, past = [*company.people], [*company.past]
    random.shuffle(people)
    random.shuffle(past)
    assert match_people(people, past, **company.asked) == match_people(company.people, company.past, **company.asked)


@settings(max_examples=150, deadline=None)
@given(companies(most=7, sizes=(2,)))
def test_for_few_people_no_pairs_and_threes_are_better(company: Company):
    matched = match_people(company.people, company.past, **company.asked)
    assert cost_of(ids(matched), company.people, company.past, **company.asked) == best_cost(company)


@settings(max_examples=25, deadline=None)
@given(companies(most=24, sizes=(2,)))
def test_the_way_of_the_many_breaks_no_rule_either(company: Company):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "UP_TO", 0)
        check(company, match_people(company.people, company.past, **company.asked))


def test_the_way_of_the_many_is_as_good_as_the_exact_one(monkeypatch: pytest.MonkeyPatch):
    chance = Random("a company")
    people = [seeker(f"person {n:03}", f"team {chance.randrange(12)}") for n in range(200)]
    past = []
    for number in range(10):
        chance.shuffle(people)
        past += [PastGroup(number, (a.id, b.id)) for a, b in zip(people[::2], people[1::2], strict=True)]
    best = cost_of(ids(match_people(people, past)), people, past)
    monkeypatch.setattr(exact, "UP_TO", 0)
    found = cost_of(ids(match_people(people, past)), people, past)
    assert found[:-1] == best[:-1]
    assert best.bridges <= found.bridges <= best.bridges * 1.005


def test_with_narrow_calendars_the_way_of_the_many_seats_as_many_as_can_be_seated(monkeypatch: pytest.MonkeyPatch):
    chance = Random("narrow calendars")
    people = [
        seeker(
            f"person {n:03}",
            f"team {chance.randrange(8)}",
            starts=(1 << chance.randrange(90),),
        )
        for n in range(240)
    ]
    most = len(match_people(people).left_over)
    monkeypatch.setattr(exact, "UP_TO", 0)
    assert 0 < len(match_people(people).left_over) == most


@pytest.mark.parametrize("people", [20, 30])
def test_one_round_at_a_time_everybody_meets_everybody_before_anybody_meets_twice(people: int):
    company = [seeker(f"person {n}", "Engineering") for n in range(people)]
    past: list[PastGroup] = []
    for number in range(people - 1):
        matched = match_people(company, past, rules=EVERYBODY, seed=f"round {number}")
        past += [PastGroup(number, group) for group in ids(matched)]
    assert len({Pair(group.ids) for group in past}) == people * (people - 1) // 2


def test_larger_groups_have_no_repeat_in_a_company_where_there_is_room():
    company = [seeker(f"person {n:02}", f"team {n % 9}") for n in range(72)]
    past: list[PastGroup] = []
    for number in range(4):
        matched = match_people(company, past, rules=Rules(4), seed="spring")
        past += [PastGroup(number, group) for group in ids(matched)]
    together = [Pair(pair) for group in past for pair in combinations(group.ids, 2)]
    assert len(together) == len(set(together)) == 4 * 18 * 6


@pytest.mark.parametrize(
    ("size", "groups"),
    [
        (2, ["0 3", "1 4", "2 5", "6 7 8"]),
        (4, ["0 2 7", "1 3 8", "4 5 6"]),
    ],
)
def test_the_same_input_gives_this_output_on_every_machine(size: int, groups: list[str]):
    """A change here is a change for everybody who kept a seed: say so in the changelog."""
    company = [seeker(f"person {n}", f"team {n % 4}") for n in range(9)]
    past = [PastGroup(1, ("person 0", "person 1"))]
    assert ids(match_people(company, past, seed="7", rules=Rules(size))) == [
        tuple(f"person {n}" for n in group.split()) for group in groups
    ]
