from collections.abc import Iterable, Sequence
from itertools import combinations

import pytest

from bot_service.matching.designs import TURNED, group_rounds, kirkman_rounds, known_rounds, pair_rounds
from bot_service.matching.seekers import LARGEST, SMALLEST

SIZES = range(SMALLEST, LARGEST + 1)


def everybody_sits_once(groups: Iterable[Sequence[int]], people: int) -> bool:
    return sorted(one for group in groups for one in group) == list(range(people))


def meetings(rounds: Iterable[Iterable[Sequence[int]]]) -> list[tuple[int, ...]]:
    return [pair for groups in rounds for group in groups for pair in combinations(sorted(group), 2)]


def check(rounds: Sequence[Sequence[Sequence[int]]], people: int, size: int) -> int:
    """How many rounds it is, after a look at each: everybody sits in one group of the size, and no two meet twice."""
    assert all(everybody_sits_once(groups, people) for groups in rounds)
    assert {len(group) for groups in rounds for group in groups} <= {size}
    seen = meetings(rounds)
    assert len(seen) == len(set(seen))
    return len(rounds)


@pytest.mark.parametrize("people", range(2, 201, 2))
def test_in_pairs_everybody_meets_everybody_in_one_round_fewer_than_people(people: int) -> None:
    assert check(pair_rounds(people), people, 2) == people - 1


@pytest.mark.parametrize("people", [1, 3, 7, 31])
def test_of_an_odd_number_each_sits_out_once_and_meets_all_others(people: int) -> None:
    rounds = pair_rounds(people)
    out = [set(range(people)) - {one for pair in pairs for one in pair} for pairs in rounds]
    assert sorted(one for left_over in out for one in left_over) == list(range(people))
    assert sorted(meetings(rounds)) == list(combinations(range(people), 2))


def test_nobody_meets_nobody() -> None:
    assert pair_rounds(0) == known_rounds(0, 4) == kirkman_rounds(0) == []


@pytest.mark.parametrize("groups", range(1, 33))
def test_in_groups_nobody_meets_twice_and_nobody_of_the_own_column_before_the_last_rounds(groups: int) -> None:
    for size in SIZES:
        rounds = group_rounds(groups, size)
        check(rounds, groups * size, size)
        across = [len({one // groups for one in group}) == size for plan in rounds for group in plan]
        assert across == sorted(across, reverse=True)


@pytest.mark.parametrize("groups", [5, 7, 8, 9, 11, 16, 25, 27, 32])
def test_of_a_prime_power_of_groups_there_are_as_many_rounds(groups: int) -> None:
    for size in range(3, min(groups, LARGEST) + 1):
        assert len(group_rounds(groups, size)) >= groups


@pytest.mark.parametrize(
    ("people", "size", "rounds"),
    [
        *((9, 3, 4), (12, 3, 4), (15, 3, 7), (18, 3, 8), (21, 3, 10), (24, 3, 11), (30, 3, 14), (36, 3, 17)),
        *(
            (16, 4, 5),
            (20, 4, 5),
            (24, 4, 7),
            (28, 4, 9),
            (32, 4, 9),
            (36, 4, 11),
            (40, 4, 12),
            (60, 4, 17),
            (64, 4, 21),
        ),
        *((25, 5, 6), (30, 5, 6), (35, 5, 7), (49, 7, 8), (64, 8, 9)),
    ],
)
def test_a_known_plan_has_so_many_rounds(people: int, size: int, rounds: int) -> None:
    assert check(known_rounds(people, size), people, size) == rounds


@pytest.mark.parametrize(("people", "size"), TURNED)
def test_what_was_written_down_beats_what_is_calculated(people: int, size: int) -> None:
    assert check(known_rounds(people, size), people, size) > len(group_rounds(people // size, size))


@pytest.mark.parametrize("people", [3, 9, 15, 21, 27, 39, 45, 51, 57, 63, 75, 81, 87, 93, 99, 147])
def test_in_threes_everybody_meets_everybody(people: int) -> None:
    assert check(kirkman_rounds(people), people, 3) == (people - 1) // 2


@pytest.mark.parametrize("people", [0, 6, 20, 25, 33])
def test_where_no_such_plan_is_known_there_is_none(people: int) -> None:
    assert kirkman_rounds(people) == []


def test_who_cannot_be_seated_in_groups_of_this_size_gets_no_plan() -> None:
    assert known_rounds(22, 4) == []


@pytest.mark.parametrize(("people", "size"), [(20, 2), (21, 3), (15, 3), (27, 3), (40, 4), (24, 4), (30, 5), (60, 6)])
def test_of_a_plan_the_first_rounds_can_be_had(people: int, size: int) -> None:
    full = known_rounds(people, size)
    for rounds in range(len(full) + 2):
        assert check(known_rounds(people, size, rounds), people, size) == min(rounds, len(full))
