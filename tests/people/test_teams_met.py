"""A host gets around: in how many teams has she had a lunch that counts?"""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from bot_service.people.relationship.teams_met import teams_met

pairs = st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("ABCD")), max_size=8)


def test_three_lunches_in_three_teams_are_three():
    assert teams_met([("1", "Sales"), ("2", "Legal"), ("3", "Art")], 9) == 3


def test_one_table_with_people_of_three_teams_is_one():
    assert teams_met([("1", "Sales"), ("1", "Legal"), ("1", "Art")], 9) == 1


def test_a_mixed_table_counts_for_the_team_that_she_met_nowhere_else():
    assert teams_met([("1", "Sales"), ("1", "Legal"), ("2", "Sales")], 9) == 2


def test_three_lunches_with_one_team_are_one_and_what_has_no_team_or_lunch_counts_nothing():
    assert teams_met([("1", "Sales"), ("2", "Sales"), ("3", "Sales"), ("4", ""), ("", "Art")], 9) == 1


@given(pairs, st.integers(0, 4))
def test_no_way_of_giving_each_team_a_lunch_of_its_own_counts_more(met: list[tuple[str, str]], enough: int):
    known = set(met)
    best = max(
        sum((lunch, team) in known for lunch, team in zip("123", order, strict=True))
        for order in permutations("ABCD", 3)
    )
    assert teams_met(met, enough) == min(best, enough)
    assert teams_met(reversed(met), enough) == min(best, enough)
