"""Made-up companies, and who met whom in their past rounds. The same words in, the same company out, on every machine."""

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot_service.matching.seekers import PastGroup, Seeker

Whole = NDArray[np.int64]
TRIES = 1_000


def zipf_sizes(people: int, teams: int) -> list[int]:
    """How many people each team has when the k-th has about 1/k of the first; each has one at least."""
    return shares(people, [1 / (number + 1) for number in range(teams)])


def even_sizes(people: int, teams: int) -> list[int]:
    return shares(people, [1.0] * teams)


def shares(people: int, weights: Sequence[float]) -> list[int]:
    """People dealt out to teams by weight, one at least to each: whole numbers that sum to `people`."""
    spare = people - len(weights)
    exact = [spare * weight / sum(weights) for weight in weights]
    sizes = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda team: (sizes[team] - exact[team], team))
    for team in by_remainder[: spare - sum(sizes)]:
        sizes[team] += 1
    return [size + 1 for size in sizes]


def company(sizes: Sequence[int], seed: str = "company") -> list[Seeker]:
    """People of teams of these sizes, in no particular order."""
    teams = [f"team {number + 1:03}" for number, size in enumerate(sizes) for _ in range(size)]
    random.Random(seed).shuffle(teams)
    return [Seeker(f"p{number:06}", team) for number, team in enumerate(teams)]


def past_rounds(
    seekers: Sequence[Seeker], rounds: int, seed: str = "past", met: Sequence[PastGroup] = ()
) -> list[PastGroup]:
    """Rounds of random pairs, always of two teams, nobody twice with the same, nor like in `met`; an odd one sits out."""
    dice = random.Random(seed)
    names = {team: number for number, team in enumerate(sorted({seeker.team for seeker in seekers}))}
    teams = np.array([names[seeker.team] for seeker in seekers], np.int64)
    ids = [seeker.id for seeker in seekers]
    index = {one: number for number, one in enumerate(ids)}
    pairs = np.array([[index[one] for one in group.ids] for group in met], np.int64).reshape(-1, 2)
    known = np.sort(keys(pairs[:, 0], pairs[:, 1], len(ids)))
    groups: list[PastGroup] = []
    for number in range(1, rounds + 1):
        left, right = random_pairs(teams, known, dice)
        known = np.sort(np.concatenate((known, keys(left, right, len(ids)))))
        groups += [
            PastGroup(number, (ids[one], ids[other])) for one, other in zip(left.tolist(), right.tolist(), strict=True)
        ]
    return groups


def random_pairs(teams: Whole, met: Whole, dice: random.Random) -> tuple[Whole, Whole]:
    """Everybody in a pair of two teams that never met. Pairs that won't do are mixed with others until they do.

    `teams`: each person's team. `met`: the sorted keys of the pairs that have met.
    """
    people = len(teams)
    order = list(range(people))
    dice.shuffle(order)
    left, right = (np.array(order[start : people - people % 2 : 2], np.int64) for start in (0, 1))
    for _ in range(TRIES):
        wrong = teams[left] == teams[right]
        wrong |= is_in(keys(left, right, people), met)
        bad = np.flatnonzero(wrong).tolist()
        if not bad:
            return left, right
        mixed = sorted({*bad, *dice.choices(range(len(left)), k=2 * len(bad) + 4)})
        dealt = list(mixed)
        dice.shuffle(dealt)
        right[mixed] = right[dealt]
    raise RuntimeError("no round without a repeat was found: too many rounds for so few people")


def keys(left: Whole, right: Whole, people: int) -> Whole:
    """One number for each pair, whoever of the two is named first."""
    return np.minimum(left, right) * people + np.maximum(left, right)


def is_in(wanted: Whole, known: Whole) -> NDArray[np.bool_]:
    """Which of `wanted` are among `known`, which is sorted."""
    if not len(known):
        return np.zeros(len(wanted), bool)
    places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.asarray(known[places] == wanted)
