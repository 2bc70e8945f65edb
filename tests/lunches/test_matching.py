from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot_service.lunches.matching import NO_OTHER_TEAM, NO_SLOT, ODD_ONE, Match, Pair, Seeker, match_pairs, pick_guest
from tests.cast import ADA, BO, CHIDI, DANA, ELIF, MAYA, NEVER, seeker


def match(*people: Seeker, met: dict[Pair, int] | None = None, seed: str = "round 1") -> Match:
    return match_pairs(people, met or {}, {}, seed)


def pairs(matched: Match) -> set[Pair]:
    return {Pair(group) for group in matched.groups}


def test_ada_and_elif_of_one_team_each_meet_somebody_else():
    assert all(Pair({"Ada", "Elif"}) != pair for pair in pairs(match(ADA, ELIF, BO, CHIDI)))


def test_who_met_before_is_not_matched_again_while_there_is_another_way():
    met = {Pair({"Ada", "Bo"}): 1, Pair({"Chidi", "Dana"}): 1, Pair({"Ada", "Chidi"}): 1, Pair({"Bo", "Dana"}): 1}
    assert pairs(match(ADA, BO, CHIDI, DANA, met=met)) == {Pair({"Ada", "Dana"}), Pair({"Bo", "Chidi"})}


def test_meeting_again_is_better_than_not_meeting_at_all():
    assert pairs(match(ADA, BO, met={Pair({"Ada", "Bo"}): 3})) == {Pair({"Ada", "Bo"})}


def test_the_odd_one_makes_a_pair_a_three():
    (group,) = match(ADA, BO, CHIDI).groups
    assert set(group) == {"Ada", "Bo", "Chidi"}


def test_who_has_no_time_in_common_with_anybody_is_told_so():
    matched = match(ADA, BO, seeker("Chidi", "Sales", starts=NEVER))
    assert matched.left_over == {"Chidi": NO_SLOT}


def test_a_company_of_one_team_is_told_that_nobody_else_is_there():
    assert match(ADA, ELIF).left_over == {"Ada": NO_OTHER_TEAM, "Elif": NO_OTHER_TEAM}


def test_who_sat_out_goes_first():
    fair = [seeker("Ada", "Engineering"), seeker("Elif", "Engineering", sat_out=True), seeker("Bo", "Finance")]
    matched = match(*fair)
    assert pairs(matched) == {Pair({"Bo", "Elif"})}
    assert matched.left_over == {"Ada": ODD_ONE}


def test_a_manager_does_not_lunch_with_her_report_by_lot():
    assert match(seeker("Ada", "Engineering", manager="Bo"), BO).groups == ()


def test_nobody_and_one_person_are_no_reason_to_fail():
    assert match() == Match()
    assert match(ADA).left_over == {"Ada": NO_OTHER_TEAM}


def test_maya_the_host_meets_somebody_new_of_the_team_she_knows_least():
    picked = pick_guest(
        MAYA, [ADA, BO, CHIDI, DANA, ELIF], {Pair({"Maya", "Ada"}): 1}, ["Engineering", "Finance"], "seed"
    )
    assert picked == "Elif"
    assert pick_guest(MAYA, [ADA], {Pair({"Maya", "Ada"}): 1}, ["Engineering"], "seed") is None


companies = st.lists(
    st.tuples(st.sampled_from(["Engineering", "Finance", "Sales"]), st.integers(0, 7)), min_size=0, max_size=14
).map(lambda people: [seeker(f"person {n:02}", team, starts=(mask, mask)) for n, (team, mask) in enumerate(people)])


@given(companies, st.integers(0, 3))
def test_everybody_is_in_one_group_or_told_why_not_and_no_rule_is_broken(people: list[Seeker], seed: int):
    met = {Pair({one.id, other.id}): 1 for one, other in combinations(people[:4], 2)}
    matched = match_pairs(people, met, {}, str(seed))
    seated = [one for group in matched.groups for one in group]
    assert sorted([*seated, *matched.left_over]) == [one.id for one in people]
    known = {one.id: one for one in people}
    for group in matched.groups:
        assert len(group) in {2, 3}
        assert len({known[one].team for one in group}) == len(group)
        assert any(_and(starts) for starts in zip(*(known[one].starts for one in group), strict=True))


@given(companies, st.randoms())
def test_the_order_of_the_input_does_not_matter(people: list[Seeker], random: Random):
    shuffled = [*people]
    random.shuffle(shuffled)
    assert match_pairs(shuffled, {}, {}, "seed") == match_pairs(people, {}, {}, "seed")


def _and(starts: tuple[int, ...]) -> int:
    common = -1
    for one in starts:
        common &= one
    return common
