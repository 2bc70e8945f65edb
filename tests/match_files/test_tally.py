"""Repeats and same-team pairs, counted from the groups alone."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot_service.match_files.tally import Groups, Tally, tally
from bot_service.matching.seekers import PastGroup

TEAMS = {
    "Ada": "Engineering",
    "Bo": "Finance",
    "Chidi": "Sales",
    "Dana": "Design",
    "Elif": "Engineering",
    "Maya": "Comms",
}
NOBODY_MET: tuple[PastGroup, ...] = ()


def test_whoever_met_before_is_a_repeat_in_the_history_and_in_new_rounds() -> None:
    past = (PastGroup(1, ("Bo", "Ada")), PastGroup(2, ("Chidi", "Zed", "Dana")))
    rounds: list[Groups] = [[("Ada", "Bo"), ("Chidi", "Elif")], [("Elif", "Chidi"), ("Ada", "Bo", "Dana")]]
    assert tally(rounds, 3, teams=TEAMS, past=past, memory=None) == Tally(4, 3, 0, 0)


def test_what_is_no_longer_remembered_is_counted_apart() -> None:
    past = (PastGroup(4, ("Ada", "Bo")), PastGroup(2, ("Ada", "Bo")), PastGroup(2, ("Chidi", "Dana")))
    rounds = [[("Ada", "Bo"), ("Chidi", "Dana")]]
    assert tally(rounds, 6, teams=TEAMS, past=past, memory=2) == Tally(2, 1, 1, 0)
    assert tally(rounds, 7, teams=TEAMS, past=past, memory=2) == Tally(2, 0, 2, 0)


def test_everybody_of_one_team_who_meets_is_a_pair_of_one_team() -> None:
    rounds: list[Groups] = [[("Ada", "Elif", "Bo")], [("Elif", "Ada")]]
    assert tally(rounds, 1, teams=TEAMS, past=NOBODY_MET, memory=None) == Tally(2, 1, 0, 2)


def test_nothing_is_nothing() -> None:
    assert tally([[]], 1, teams={}, past=NOBODY_MET, memory=None) == Tally(0, 0, 0, 0)


def _round(order: list[str]) -> Groups:
    return [order[start : start + 2] for start in range(0, 6, 2)]


@given(st.lists(st.permutations(sorted(TEAMS)).map(_round), min_size=1, max_size=8), st.integers(0, 8))
def test_it_does_not_matter_where_the_history_ends(rounds: list[Groups], split: int) -> None:
    """All meetings but each pair's first are repeats, whether some of them are history or none."""
    split = min(split, len(rounds))
    past = [PastGroup(number, tuple(ids)) for number, groups in enumerate(rounds[:split], 1) for ids in groups]
    counted = tally(rounds[split:], split + 1, teams=TEAMS, past=past, memory=None)
    met = [{frozenset(pair) for ids in groups for pair in combinations(ids, 2)} for groups in rounds]
    before = [set().union(*met[:number]) for number in range(len(met))]
    assert counted.repeats == sum(len(met[number] & before[number]) for number in range(split, len(met)))
