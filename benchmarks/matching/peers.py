"""What people use today, written anew as honestly as we can: the shuffle, the greedy, and the two matching libraries.

Each takes people and the pairs that have met, and returns one round of pairs. None of them makes a
three of an odd one, none knows teams unless told.
"""

import random
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain, combinations

import networkx as nx
import rustworkx

Ids = Sequence[str]
Met = Collection[frozenset[str]]
Pairs = list[tuple[str, str]]
Peer = Callable[[Ids, Met, random.Random], Pairs]


def shuffle(people: Ids, met: Met, dice: random.Random) -> Pairs:  # noqa: ARG001 - it looks at no history
    """Icebreaker: Fisher-Yates, then neighbours are paired; an odd one is dropped without a word. No history.

    github.com/OfficeDev/microsoft-teams-apps-icebreaker, Source/Icebreaker/Services/MatchingService.cs,
    `MakePairs` and `Randomize`, commit edbab93.
    """
    order = list(people)
    for place in range(len(order) - 1, 0, -1):
        other = dice.randint(0, place)
        order[place], order[other] = order[other], order[place]
    return [(order[place], order[place + 1]) for place in range(0, len(order) - 1, 2)]


def greedy(people: Ids, met: Met, dice: random.Random) -> Pairs:
    """chat-roulette: one person at a time, in random order, gets somebody new if anybody new is left, else anybody.

    github.com/chat-roulettte/chat-roulette, `GetRandomMatchesV4` (PL/pgSQL) in
    internal/database/migrations/20250906120506_user_connection_mode.up.sql, commit 7c7f3ea; without its preferences
    for gender and for online or in person, which narrow the choice further.
    """
    waiting = list(people)
    dice.shuffle(waiting)
    pairs: Pairs = []
    while len(waiting) > 1:
        one = waiting.pop()
        # A random start and then in turn: the order is random already, and this finds somebody new at once.
        start = dice.randrange(len(waiting))
        found = next(
            (place for place in _from(start, len(waiting)) if frozenset((one, waiting[place])) not in met), start
        )
        waiting[found], waiting[-1] = waiting[-1], waiting[found]
        pairs.append((one, waiting.pop()))
    return pairs


def networkx_matching(people: Ids, met: Met, dice: random.Random) -> Pairs:
    """nx.max_weight_matching on everybody with everybody: the fewest repeats of this round, ties at random."""
    graph = nx.Graph()
    graph.add_nodes_from(people)
    graph.add_weighted_edges_from(
        (one, other, _weight(one, other, met, dice)) for one, other in combinations(people, 2)
    )
    return [(one, other) for one, other in nx.max_weight_matching(graph, maxcardinality=True)]


def rustworkx_matching(people: Ids, met: Met, dice: random.Random) -> Pairs:
    """rustworkx.max_weight_matching on everybody with everybody: the fewest repeats of this round, ties at random."""
    graph: rustworkx.PyGraph[str, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(people))
    graph.add_edges_from(
        [
            (one, other, _weight(people[one], people[other], met, dice))
            for one, other in combinations(range(len(people)), 2)
        ]
    )
    matched = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return [(people[one], people[other]) for one, other in matched]


STRANGERS = 1_000_000  #: weighs more than all random ties of a round together
TIES = 1_000

PEERS: dict[str, Peer] = {
    "shuffle": shuffle,
    "greedy": greedy,
    "networkx": networkx_matching,
    "rustworkx": rustworkx_matching,
}


def _weight(one: str, other: str, met: Met, dice: random.Random) -> int:
    return STRANGERS * (frozenset((one, other)) not in met) + dice.randrange(TIES)


def _from(start: int, length: int) -> Iterable[int]:
    return chain(range(start, length), range(start))
