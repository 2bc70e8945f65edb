"""Companies of chance for the tests of the matching engine, and the slow and simple way to the best matching."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from hypothesis import strategies as st

from bot_service.matching.cost import Cost, cost, may_sit
from bot_service.matching.instance import Instance
from bot_service.matching.seekers import Matching, Pair, PastGroup, Rules, Seeker
from tests.cast import seeker


@dataclass(frozen=True)
class Company:
    people: tuple[Seeker, ...]
    past: tuple[PastGroup, ...] = ()
    rules: Rules = field(default_factory=Rules)
    apart: frozenset[Pair] = frozenset()
    again: frozenset[Pair] = frozenset()

    def instance(self, seed: str = "seed") -> Instance:
        return Instance(self.people, self.past, self.rules, seed, self.apart, self.again)

    @property
    def asked(self) -> dict[str, object]:
        return {"rules": self.rules, "apart": self.apart, "again": self.again}


@st.composite
def companies(draw: st.DrawFn, most: int = 14, sizes: Sequence[int] = (2, 3, 4, 5)) -> Company:
    """People of few teams with narrow calendars, some kept apart, with a past in which some have left."""
    names = [f"person {number:02}" for number in range(draw(st.integers(0, most)))]
    some = st.sampled_from([*names, "Zed who left", "Yan who left"])
    pair = st.frozensets(some, min_size=2, max_size=2)
    people = tuple(
        seeker(
            name,
            draw(st.sampled_from(["Engineering", "Finance", "Sales", "Design"])),
            site=draw(st.sampled_from(["Kigali", "Oslo"])),
            manager=draw(st.sampled_from(["", *names])),
            starts=(draw(st.integers(0, 15)), draw(st.integers(0, 3))),
            sat_out=draw(st.booleans()),
        )
        for name in names
    )
    group = st.lists(some, min_size=1, max_size=3, unique=True).map(tuple)
    past = draw(st.lists(st.builds(PastGroup, st.integers(-2, 6), group), max_size=12))
    rules = Rules(
        size=draw(st.sampled_from(sizes)),
        cross_team=draw(st.booleans()),
        managers_apart=draw(st.booleans()),
        memory=draw(st.sampled_from([None, 1, 3])),
        same_site=draw(st.booleans()),
    )
    apart, again = draw(st.frozensets(pair, max_size=4)), draw(st.frozensets(pair, max_size=2))
    return Company(people, tuple(past), rules, apart, again)


def ids(matched: Matching) -> list[tuple[str, ...]]:
    return [group.ids for group in matched.groups]


def check(company: Company, matched: Matching) -> None:
    """Everybody is in one group or has a reason; sizes are right; no rule is broken."""
    instance = company.instance()
    seated = [one for group in ids(matched) for one in group]
    assert sorted([*seated, *matched.left_over]) == sorted(one.id for one in company.people)
    assert all(matched.left_over.values())
    for group in matched.groups:
        assert 2 <= len(group.ids) <= company.rules.size + 1
        assert may_sit(instance, [instance.index[one] for one in group.ids])
        assert group.why.endswith(".")


def best_cost(company: Company) -> Cost:
    """Of all ways to make groups of two and three: every one is tried."""
    instance = company.instance()
    everyone = range(len(instance))
    tables = [group for size in (2, 3) for group in combinations(everyone, size) if may_sit(instance, group)]

    def ways(first: int, seated: frozenset[int], groups: list[tuple[int, ...]]) -> list[Cost]:
        if first == len(instance):
            return [cost(instance, groups)]
        found = ways(first + 1, seated, groups)
        for group in tables if first not in seated else ():
            if group[0] == first and not seated & set(group):
                found.extend([min(ways(first + 1, seated | set(group), [*groups, group]))])
        return found

    return min(ways(0, frozenset(), []))
