from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot_service.matching.repair import fewer_repeats

Rounds = list[list[list[int]]]

ADA, BO, CHIDI, DANA, ELIF, MAYA = range(6)
FORBIDDEN = 1_000_000
NO_PRICE = np.zeros((6, 6), dtype=np.int64)


def drafted(people: int, sizes: Sequence[int], rounds: int, seed: str = "") -> Rounds:
    """Rounds by chance, of groups of these sizes; the rest is left over."""
    chance = Random(seed)
    ends = np.cumsum([0, *sizes]).tolist()
    mixed = [chance.sample(range(people), people) for _ in range(rounds)]
    return [[order[start:end] for start, end in pairwise(ends)] for order in mixed]


def meetings(rounds: Rounds) -> Counter[tuple[int, ...]]:
    return Counter(pair for groups in rounds for group in groups for pair in combinations(sorted(group), 2))


def repeats(rounds: Rounds) -> int:
    return sum(times - 1 for times in meetings(rounds).values())


def cost(rounds: Rounds, price: NDArray[np.int64], again: int = 1) -> int:
    return sum(price[pair] + (times - 1) * max(price[pair], again) for pair, times in meetings(rounds).items())


def teams_of(size: int, people: int) -> NDArray[np.int64]:
    """What it costs if nobody may meet her own team."""
    team = np.arange(people) // size
    return FORBIDDEN * ((team[:, None] == team) & ~np.eye(people, dtype=bool)).astype(np.int64)


def repaired(rounds: Rounds, price: NDArray[np.int64] = NO_PRICE, *, steps: int = 300, seed: str = "") -> Rounds:
    return fewer_repeats(rounds, price, seed=seed, steps=steps)


def seats(rounds: Rounds) -> list[list[frozenset[int]]]:
    return [[frozenset(group) for group in groups] for groups in rounds]


# Small plans, by name.


def test_ada_and_bo_meet_others_the_second_time():
    plan = repaired([[[ADA, BO], [CHIDI, DANA]], [[ADA, BO], [CHIDI, DANA]]])
    assert repeats(plan) == 0


def test_a_plan_without_repeats_stays_as_it_is():
    plan = [[[ADA, BO], [CHIDI, DANA]], [[ADA, CHIDI], [BO, DANA]]]
    assert seats(repaired(plan)) == seats(plan)


def test_ada_who_met_bo_before_meets_somebody_else():
    price = NO_PRICE.copy()
    price[ADA, BO] = price[BO, ADA] = 1
    assert (ADA, BO) not in meetings(repaired([[[ADA, BO], [CHIDI, DANA]]], price))


def test_where_all_have_met_nothing_can_be_done():
    assert seats(repaired([[[ADA, BO]]] * 3)) == seats([[[ADA, BO]]] * 3)


def test_of_two_repeats_the_cheaper_one_is_left():
    price = NO_PRICE.copy()
    price[:2, 2:4] = price[2:4, :2] = 1
    price[ADA, BO] = price[BO, ADA] = 3
    plan = repaired([[[ADA, BO], [CHIDI, DANA]]], price)
    assert cost(plan, price) == 2


def test_who_is_left_over_stays_left_over_and_joins_no_group():
    plan = repaired([[[ADA, BO], [CHIDI, DANA]], [[ADA, BO], [ELIF, MAYA]], [[CHIDI, ELIF]]])
    assert repeats(plan) == 0
    assert [{one for group in groups for one in group} for groups in plan] == [
        {ADA, BO, CHIDI, DANA},
        {ADA, BO, ELIF, MAYA},
        {CHIDI, ELIF},
    ]


def test_a_round_that_has_been_announced_stays():
    announced, planned = [[ADA, BO], [CHIDI, DANA]], [[ADA, BO], [CHIDI, DANA]]
    frozen = np.array([[True] * 6, [False] * 6])
    plan = fewer_repeats([announced, planned], NO_PRICE, seed="", steps=300, frozen=frozen)
    assert seats(plan)[0] == seats([announced])[0]
    assert repeats(plan) == 0


def test_nobody_is_seated_with_whom_she_shares_no_time():
    morning, noon = 1, 2
    starts = np.array([[morning], [morning], [morning | noon], [noon], [noon], [noon]], dtype=np.uint64)
    plan = fewer_repeats([[[ADA, BO], [CHIDI, DANA]]] * 2, NO_PRICE, seed="", steps=300, starts=starts)
    assert seats(plan) == seats([[[ADA, BO], [CHIDI, DANA]]] * 2)


def test_no_rounds_and_nobody_are_a_plan_too():
    nobody = np.zeros((0, 0), dtype=np.int64)
    assert repaired([]) == []
    assert repaired([[], []]) == [[], []]
    assert repaired([[]], nobody) == [[]]


def test_the_one_who_waits_hears_how_far_it_is():
    heard: list[float] = []
    fewer_repeats([[[ADA, BO]]] * 2, NO_PRICE, seed="", steps=1000, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[0] == 0
    assert heard[-1] < 1


@pytest.mark.parametrize(
    ("people", "size", "rounds"), [(12, 3, 4), (16, 4, 5), (20, 4, 5), (21, 3, 8), (24, 4, 5), (30, 3, 12)]
)
def test_from_chance_to_a_plan_without_repeats(people: int, size: int, rounds: int) -> None:
    price = np.zeros((people, people), dtype=np.int64)
    plan = repaired(drafted(people, [size] * (people // size), rounds), price, steps=3000)
    assert repeats(plan) == 0


def test_fifty_people_in_teams_of_five_meet_thirty_strangers_each() -> None:
    price = teams_of(5, 50)
    plan = repaired(drafted(50, [2] * 25, 30), price, steps=3000)
    assert cost(plan, price) == 0


# What is true of every plan.


@st.composite
def plans(draw: st.DrawFn) -> tuple[Rounds, NDArray[np.int64], NDArray[np.uint64]]:
    """Up to 14 people in groups of up to 4, some left over; some who met, some who must not; a morning and a noon."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    people = sum(sizes) + draw(st.integers(0, 2))
    prices = st.sampled_from([0, 0, 0, 0, 1, 5, FORBIDDEN])
    price = np.zeros((people, people), dtype=np.int64)
    for one, other in combinations(range(people), 2):
        price[one, other] = price[other, one] = draw(prices)
    free = draw(st.lists(st.sampled_from([(1, 0), (0, 2), (1, 2)]), min_size=people, max_size=people))
    rounds = drafted(people, sizes, draw(st.integers(1, 5)), str(draw(st.integers(0, 1000))))
    return rounds, price, np.array(free, dtype=np.uint64)


@given(plans(), st.integers(0, 5), st.integers(0, 3))
@settings(deadline=None, max_examples=60)
def test_a_repaired_plan_seats_the_same_people_in_groups_of_the_same_sizes_and_is_never_dearer(
    given_plan: tuple[Rounds, NDArray[np.int64], NDArray[np.uint64]], seed: int, again: int
) -> None:
    rounds, price, _ = given_plan
    plan = fewer_repeats(rounds, price, seed=str(seed), steps=150, again=again)
    for before, after in zip(rounds, plan, strict=True):
        assert [len(group) for group in after] == [len(group) for group in before]
        assert sorted(one for group in after for one in group) == sorted(one for group in before for one in group)
    assert cost(plan, price, again) <= cost(rounds, price, again)
    assert plan == fewer_repeats(rounds, price, seed=str(seed), steps=150, again=again)


@given(plans())
@settings(deadline=None, max_examples=60)
def test_more_pairs_that_must_not_meet_are_never_the_price_of_fewer_repeats(
    given_plan: tuple[Rounds, NDArray[np.int64], NDArray[np.uint64]],
) -> None:
    rounds, price, _ = given_plan

    def forbidden(plan: Rounds) -> int:
        return sum(times for pair, times in meetings(plan).items() if price[pair] == FORBIDDEN)

    assert forbidden(repaired(rounds, price, steps=150)) <= forbidden(rounds)


@given(plans(), st.data())
@settings(deadline=None, max_examples=60)
def test_whoever_keeps_her_seat_keeps_it_and_times_in_common_are_kept(
    given_plan: tuple[Rounds, NDArray[np.int64], NDArray[np.uint64]], data: st.DataObject
) -> None:
    rounds, price, starts = given_plan

    def fits(group: list[int]) -> bool:
        return bool(np.bitwise_and.reduce(starts[group], axis=0).any())

    kept = np.array([data.draw(st.lists(st.booleans(), min_size=len(price), max_size=len(price))) for _ in rounds])
    plan = fewer_repeats(rounds, price, seed="", steps=150, frozen=kept, starts=starts)
    for before, after, stays in zip(rounds, plan, kept, strict=True):
        for was, is_now in zip(before, after, strict=True):
            assert {one for one in was if stays[one]} == {one for one in is_now if stays[one]}
            assert fits(is_now) or (set(was) == set(is_now) and not fits(was))
