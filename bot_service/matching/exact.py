"""Few people: the best pairs that there are, and where the number is odd the best three.

Pairs are a maximum-weight matching (rustworkx). For those whom it leaves over, the threes: by Gallai and Edmonds a best
solution has as many groups as the matching has pairs, and each of its threes lies in one component of the people whom
some best matching leaves over, at most one in each (Cornuéjols, Hartvigsen, Pulleyblank, "Packing subgraphs in a graph",
1982). So the search goes through these components, and cuts where even the matching of the rest can't be good enough.
"""

from collections.abc import Collection, Iterable, Sequence

import rustworkx

from bot_service.matching.instance import Instance
from bot_service.matching.values import Values

Three = tuple[int, int, int]
Groups = list[tuple[int, ...]]

UP_TO = 300  #: people; above, `improve` is as good and faster
THREES_UP_TO = 64  #: people; above, whoever is left over joins the pair that suits best


def best_pairs(instance: Instance) -> Groups:
    """The groups of two, and of three where somebody would be left over, of the smallest cost. Sizes are those of pairs."""
    values = Values(instance)
    everyone = range(len(instance))
    pairs = _match(values, everyone)
    left = len(instance) - 2 * len(pairs)
    if not left or len(instance) > THREES_UP_TO:
        return pairs
    search = _Search(values, pairs)
    search.run(frozenset(everyone), _components(values, len(pairs)), [], 0)
    return search.best


class _Search:
    """Branch and bound over the three of each component; `best` is the best solution so far."""

    def __init__(self, values: Values, pairs: Groups) -> None:
        self.values, self.best = values, pairs
        self.best_value = sum(values.pair(*pair) for pair in pairs)

    def run(self, free: frozenset[int], components: Sequence[Collection[Three]], fixed: Groups, worth: int) -> None:
        """Try every three of the first component, and none of it, with all there is of the others."""
        pairs = _match(self.values, free)
        self._keep(fixed + pairs, worth + sum(self.values.pair(*pair) for pair in pairs))
        if not components:
            return
        here, rest = components[0], components[1:]
        without = {one: self._bound(free - {one}, rest) for one in sorted({one for three in here for one in three})}
        chances = sorted(((self._chance(three, without), three) for three in here), reverse=True)
        for chance, three in chances:
            if self._hopeless(worth + chance):
                break
            mine = worth + self.values.three(three)
            if not self._hopeless(mine + self._bound(free - set(three), rest)):
                self.run(free - set(three), rest, [*fixed, three], mine)
        if rest and not self._hopeless(worth + self._bound(free, rest)):
            self.run(free, rest, fixed, worth)

    def _keep(self, groups: Groups, value: int) -> None:
        if value > self.best_value:
            self.best, self.best_value = groups, value

    def _hopeless(self, bound: int) -> bool:
        return self.values.rank(bound) <= self.values.rank(self.best_value)

    def _chance(self, three: Three, without: dict[int, int]) -> int:
        """No solution with this three is worth more: take one of it away, and what is left is a solution without her."""
        whole = self.values.three(three)
        return min(
            whole - self.values.pair(*(one for one in three if one != third)) + without[third] for third in three
        )

    def _bound(self, free: Collection[int], components: Iterable[Collection[Three]]) -> int:
        """No solution for `free` with threes of these components is worth more: let every possible third have her best gain."""
        gains: dict[int, int] = {}
        for three in (three for component in components for three in component if set(three) <= set(free)):
            whole = self.values.three(three)
            for third in three:
                gain = whole - self.values.pair(*(one for one in three if one != third))
                gains[third] = max(gain, gains.get(third, 0))
        singles = {third: gain for third, gain in gains.items() if gain > 0}
        pairs = _match(self.values, free, singles)
        return sum(self.values.pair(*pair) if len(pair) == 2 else singles[pair[0]] for pair in pairs)


def _match(values: Values, among: Collection[int], singles: dict[int, int] | None = None) -> Groups:
    """The pairs of greatest worth; whoever stands in `singles` may stay alone for that worth, and comes as a group of one."""
    inside, singles = set(among), singles or {}
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    people = sorted(inside)
    graph.add_nodes_from(people + [-1] * len(singles))
    node = {one: number for number, one in enumerate(people)}
    graph.add_edges_from(
        [(node[one], node[other], worth) for one, other, worth in values.pairs if one in inside and other in inside]
    )
    alone = {len(people) + number: one for number, one in enumerate(sorted(singles))}
    graph.add_edges_from([(twin, node[one], singles[one]) for twin, one in alone.items()])
    matching = rustworkx.max_weight_matching(graph, max_cardinality=False, weight_fn=int)
    return sorted(_members(people, alone, edge) for edge in matching)


def _members(people: Sequence[int], alone: dict[int, int], edge: tuple[int, int]) -> tuple[int, ...]:
    low, high = sorted(edge)
    return (alone[high],) if high in alone else (people[low], people[high])


def _components(values: Values, most: int) -> list[list[Three]]:
    """The threes of each component of the people whom some largest matching leaves over; components without any are dropped."""
    graph: rustworkx.PyGraph[int, None] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(range(len(values.instance))))
    graph.add_edges_from([(one, other, None) for one, other, _ in values.pairs])
    may_stay_out = [one for one in graph.node_indices() if _matched_without(graph, one) == most]
    inside = graph.subgraph(may_stay_out)
    threes = (
        values.threes([may_stay_out[node] for node in part])
        for part in rustworkx.connected_components(inside)
        if len(part) >= 3
    )
    return [each for each in threes if each]


def _matched_without(graph: "rustworkx.PyGraph[int, None]", person: int) -> int:
    others = graph.subgraph([one for one in graph.node_indices() if one != person])
    return len(rustworkx.max_weight_matching(others, max_cardinality=True))
