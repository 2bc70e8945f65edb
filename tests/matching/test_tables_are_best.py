"""Host lunches, team tables and draws of made-up companies, held against every other way there is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot_service.matching.host_tables import host_lunches
from bot_service.matching.lottery import lottery
from bot_service.matching.seekers import Matching, Pair, PastGroup, Rules, Seeker
from bot_service.matching.tables import TOO_FEW, team_table

IDS = ["Ada", "Bo", "Chidi", "Dana", "Elif", "Fei", "Gil", "Hana"]
TEAMS = ["Engineering", "Finance", "Sales"]
a_team = st.sampled_from(TEAMS)
rules = st.builds(
    Rules, cross_team=st.booleans(), managers_apart=st.booleans(), memory=st.sampled_from([None, 1, 2]),
    same_site=st.booleans(), near_zones=st.booleans(),
)  # fmt: skip


@dataclass
class Company:
    hosts: list[Seeker]
    guests: list[Seeker]
    past: list[PastGroup]
    known: dict[str, dict[str, int]]
    rules: Rules
    apart: list[Pair]
    wins: dict[str, int]
    seed: str

    @property
    def everybody(self) -> dict[str, Seeker]:
        return {one.id: one for one in [*self.hosts, *self.guests]}

    def shuffled(self, dice: Random) -> "Company":
        mixed = {
            name: dice.sample(getattr(self, name), k=len(getattr(self, name)))
            for name in ("hosts", "guests", "past", "apart")
        }
        return replace(self, **mixed)

    def lunches(self, each: int) -> Matching:
        return host_lunches(
            self.hosts,
            self.guests,
            self.past,
            acquaintance=self.known,
            lunches_each=each,
            rules=self.rules,
            seed=self.seed,
            apart=self.apart,
        )

    def table(self) -> Matching:
        host = self.hosts[0]
        return team_table(
            host,
            self.guests,
            self.past,
            acquaintance=self.known[host.id],
            guests_to=3,
            rules=self.rules,
            seed=self.seed,
            apart=self.apart,
        )

    def lottery(self) -> Matching:
        return lottery(
            self.hosts[0], self.guests, won_before=self.wins, rules=self.rules, seed=self.seed, apart=self.apart
        )

    def in_peace(self, *table: Seeker) -> bool:
        """Nobody of these is kept apart, and there is a start that suits all."""
        ids = {one.id for one in table}
        managed = self.rules.managers_apart and any(one.manager_id in ids - {one.id} for one in table)
        starts = [_common(starts) for starts in zip(*(one.starts for one in table), strict=True)]
        return not managed and any(starts) and not any(pair <= ids for pair in self.apart)

    def may_host(self, host: Seeker, *guests: Seeker) -> bool:
        own = self.rules.cross_team and any(guest.team == host.team for guest in guests)
        return not own and self.in_peace(host, *guests)

    def price(self, host: Seeker, guest: Seeker) -> tuple[int, ...]:
        """Repeat, freshness, sat out, preference."""
        this = max((group.round for group in self.past), default=0) + 1
        agos = [this - group.round for group in self.past if {host.id, guest.id} <= set(group.ids)]
        ago = min((ago for ago in agos if ago <= (self.rules.memory or ago)), default=0)
        zones = abs((host.utc_offset or 0) - (guest.utc_offset or 0)) if guest.utc_offset is not None else 0
        liking = (self.rules.same_site and host.site != guest.site) + (self.rules.near_zones and int(zones))
        return int(ago > 0), 1000 // ago if ago else 0, int(not guest.sat_out), int(liking)


@st.composite
def companies(draw: st.DrawFn, hosts: int, guests: int) -> Company:
    def people(names: Sequence[str], teams: Sequence[str]) -> list[Seeker]:
        return [
            Seeker(
                name, draw(st.sampled_from(teams)), draw(st.sampled_from("AB")), draw(st.sampled_from([0.0, 1.5, 3.0])),
                draw(st.sampled_from(["", "", *IDS[:3], "Maya"])), draw(st.tuples(st.integers(0, 7), st.integers(0, 3))), draw(st.booleans()),
            )
            for name in names
        ]  # fmt: skip

    hosting = people(["Maya", "Noor", "Omar"][: draw(st.integers(1, hosts))], [*TEAMS, "Board"])
    invited = people(IDS[: draw(st.integers(0, guests))], TEAMS)
    ids = [one.id for one in [*hosting, *invited]] + ["Gone"]
    some = st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True)
    return Company(
        hosting, invited,
        [PastGroup(number, tuple(group)) for number, group in draw(st.lists(st.tuples(st.integers(1, 3), some), max_size=5))],
        {host.id: draw(st.dictionaries(a_team, st.integers(0, 2))) for host in hosting},
        draw(rules), [Pair(group[:2]) for group in draw(st.lists(some, max_size=3))],
        draw(st.dictionaries(st.sampled_from(IDS), st.integers(0, 3))), draw(st.sampled_from("abc")),
    )  # fmt: skip


def _common(starts: Sequence[int]) -> int:
    common = -1
    for one in starts:
        common &= one
    return common


def _cost_of_lunches(company: Company, each: int, lunches: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    people, had = company.everybody, Counter(host for host, _ in lunches)
    alone = [host for host in company.hosts if not had[host.id]]
    teams = Counter((host, people[guest].team) for host, guest in lunches)
    prices = [company.price(people[host], people[guest]) for host, guest in lunches]
    repeats, freshness, strangers, liking = (sum(term) for term in zip(*prices, (0, 0, 0, 0), strict=True))
    known = sum(company.known[host].get(team, 0) * times for (host, team), times in teams.items())
    return (
        len(alone), each * len(company.hosts) - len(lunches), repeats, freshness, sum(host.sat_out for host in alone),
        sum(times - 1 for times in teams.values()), known, strangers, liking,
    )  # fmt: skip


def _all_lunches(company: Company, each: int) -> Iterator[list[tuple[str, str]]]:
    """Every guest with any host who may have her, or with none."""
    may = [[None, *(host.id for host in company.hosts if company.may_host(host, guest))] for guest in company.guests]
    for chosen in product(*may):
        lunches = [(host, guest.id) for host, guest in zip(chosen, company.guests, strict=True) if host]
        if all(times <= each for times in Counter(host for host, _ in lunches).values()):
            yield lunches


@settings(max_examples=250, deadline=None)
@given(companies(3, 6), st.integers(1, 2))
def test_no_other_way_of_having_lunch_is_better(company: Company, each: int):
    matched = company.lunches(each)
    lunches, people = [(host, guest) for (host, guest), _ in matched.groups], company.everybody
    assert len({guest for _, guest in lunches}) == len(lunches)
    assert all(company.may_host(people[host], people[guest]) for host, guest in lunches)
    assert matched.left_over.keys() == {host.id for host in company.hosts} - {host for host, _ in lunches}
    best = min(_cost_of_lunches(company, each, other) for other in _all_lunches(company, each))
    assert _cost_of_lunches(company, each, lunches) == best


def _tables(company: Company, most: int) -> Iterator[tuple[Seeker, ...]]:
    for size in range(1, most + 1):
        yield from (table for table in combinations(company.guests, size) if company.may_host(company.hosts[0], *table))


@settings(max_examples=250, deadline=None)
@given(companies(1, 7))
def test_no_other_team_table_is_better(company: Company):
    def cost(table: Sequence[Seeker]) -> tuple[int, ...]:
        terms = (sum(term) for term in zip(*(company.price(host, guest) for guest in table), strict=True))
        return company.known[host.id].get(table[0].team, 0), -len(table), *terms

    host, people, matched = company.hosts[0], company.everybody, company.table()
    tables = [each for each in _tables(company, 3) if len(each) > 1 and len({guest.team for guest in each}) == 1]
    if not tables:
        assert matched == Matching((), {host.id: TOO_FEW})
        return
    ((ids, _),) = matched.groups
    seated = tuple(people[one] for one in sorted(ids[1:]))
    assert ids[0] == host.id
    assert seated in tables
    assert cost(seated) == min(map(cost, tables))


@settings(max_examples=250, deadline=None)
@given(companies(1, 7))
def test_no_other_draw_is_fairer(company: Company):
    def cost(table: Sequence[Seeker]) -> tuple[int, int, list[int]]:
        alike = sum(one.team == other.team for one, other in combinations(table, 2)) if company.rules.cross_team else 0
        return -len(table), alike, sorted(company.wins.get(one.id, 0) for one in table)

    host, matched = company.hosts[0], company.lottery()
    won = {one for group in matched.groups for one in group.ids}
    winners = tuple(guest for guest in company.guests if guest.id in won)
    tables = list(_tables(company, 3))
    assert winners in tables or not tables
    assert cost(winners) == min(map(cost, tables), default=(0, 0, []))
    assert matched.left_over.keys() | won == company.everybody.keys()
    assert (host.id in won) is (host.id not in matched.left_over) is bool(tables)
    lost = [guest for guest in company.guests if guest.id not in won]
    assert replace(company, guests=[*winners, *lost[1:]]).lottery().groups == matched.groups


@settings(max_examples=150, deadline=None)
@given(companies(3, 8), st.integers(1, 2), st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_named_never_matters(company: Company, each: int, dice: Random):
    other = replace(company.shuffled(dice), hosts=company.hosts)
    assert company.shuffled(dice).lunches(each) == company.lunches(each)
    assert other.table() == company.table()
    assert other.lottery() == company.lottery()
