"""The tables of hosts: what holds between a host and her guests, and a table with several people of one team.

A host's lunches (host_tables) and the seats that are drawn by lot (lottery) follow the same rules.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, groupby, islice
from typing import Any

from bot_service.matching.bonds import FRESHNESS
from bot_service.matching.lots import lot
from bot_service.matching.seekers import Group, Matching, Pair, PastGroup, Rules, Seeker

TOO_FEW = "not enough people of one team have a time that suits all of you"
TOO_FEW_THERE = "not enough people of the team you asked for have a time that suits all of you"

ROOM = 48  #: bits for each term of a price; the sum of a term over all lunches of a round stays far below

Foes = Mapping[str, frozenset[str]]  #: id → ids that are not seated with it
Start = tuple[int, int]  #: a form and a quarter hour, as in `Seeker.starts`


@dataclass(frozen=True)
class Customs:
    """What holds at the tables of some hosts: the rules, who is kept apart, and how many rounds ago a host met whom."""

    rules: Rules
    seed: str
    apart: frozenset[Pair]
    met: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(
        cls, hosts: Iterable[Seeker], past: Sequence[PastGroup], rules: Rules, seed: str, apart: Collection[Pair]
    ) -> "Customs":
        met: dict[str, dict[str, int]] = {host.id: {} for host in hosts}
        this_round = max((group.round for group in past), default=0) + 1
        for group in past:
            ago = this_round - group.round
            if rules.memory is None or ago <= rules.memory:
                for host in met.keys() & group.ids:
                    met[host].update({one: min(ago, met[host].get(one, ago)) for one in group.ids})
        return cls(rules, seed, frozenset(apart), met)

    def may_meet(self, host: Seeker, guest: Seeker) -> bool:
        """Of different teams (or the programme doesn't mind), nobody kept apart, and a start that suits both."""
        return (
            not (self.rules.cross_team and host.team == guest.team)
            and any(mine & theirs for mine, theirs in zip(host.starts, guest.starts, strict=False))
            and host.id != guest.id
            and Pair((host.id, guest.id)) not in self.apart
            and not (self.rules.managers_apart and (host.manager_id == guest.id or guest.manager_id == host.id))
        )

    def foes(self, guests: Sequence[Seeker]) -> Foes:
        """Who of these may not sit at one table, whatever their teams."""
        here, found = {guest.id for guest in guests}, dict[str, set[str]]()
        pairs = {pair for pair in self.apart if pair <= here}
        if self.rules.managers_apart:
            pairs |= {Pair((guest.id, guest.manager_id)) for guest in guests if guest.manager_id in here}
        for one, other in (sorted(pair) for pair in pairs if len(pair) == 2):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return {one: frozenset(others) for one, others in found.items()}

    def repeat(self, host: Seeker, guest: Seeker) -> tuple[int, int]:
        """Whether they met within the memory, and how fresh that is, as in `cost.Cost`."""
        ago = self.met[host.id].get(guest.id)
        return (0, 0) if ago is None else (1, max(FRESHNESS // ago, 1))

    def preference(self, host: Seeker, guest: Seeker) -> int:
        """One for different sites, one for each whole hour between zones; only as far as the programme prefers."""
        cost = int(self.rules.same_site and host.site != guest.site)
        if self.rules.near_zones and host.utc_offset is not None and guest.utc_offset is not None:
            cost += abs(round(host.utc_offset * 60) - round(guest.utc_offset * 60)) // 60
        return cost

    def chance(self, guest: Seeker) -> int:
        """A number of 32 bits that is hers in this round."""
        return lot(self.seed, guest.id) >> 32


def team_table(
    host: Seeker,
    guests: Sequence[Seeker],
    past: Sequence[PastGroup] = (),
    *,
    acquaintance: Mapping[str, int],
    guests_from: int = 2,
    guests_to: int = 4,
    team: str = "",
    rules: Rules = Rules(),  # noqa: B008 - frozen
    seed: str = "",
    apart: Collection[Pair] = (),
) -> Matching:
    """Seat a host with people of one team at a start that suits all: of the team she knows least, or of the one she named.

    `acquaintance`: how often she sat with each team; missing is never. As many come as can, up to `guests_to`; then, in this
    order: few whom she met (long ago rather than lately), who sat out last round, who suits the programme's preferences, the seed.
    Guests may be of one team, but not kept apart, nor manager and report. People without a team make no table.
    The group lists the host first. Where no team can bring `guests_from`, the host is left over.
    """
    customs = Customs.of([host], past, rules, seed, apart)
    invited = [guest for guest in alphabetical(guests) if guest.team and team in {"", guest.team}]
    possible = by_team(guest for guest in invited if customs.may_meet(host, guest))
    foes = customs.foes([guest for members in possible.values() for guest in members])

    def known(name: str) -> int:
        return acquaintance.get(name, 0)

    for times, names in groupby(sorted(possible, key=known), key=known):
        tables = {}
        for name in names:
            prices = {guest.id: _price(customs, host, guest) for guest in possible[name]}
            table = fullest_table(host, possible[name], prices, guests_to, foes)
            if len(table) >= max(guests_from, 1):
                tables[-len(table), sum(prices[guest.id] for guest in table) >> ROOM, lot(seed, name), name] = table
        if tables:
            best = tables[min(tables)]
            why = why_this_team(host.id, best[0].team, times, asked=bool(team), least=True)
            return Matching((Group((host.id, *sorted(guest.id for guest in best)), why),))
    return Matching((), {host.id: TOO_FEW_THERE if team else TOO_FEW})


def _price(customs: Customs, host: Seeker, guest: Seeker) -> int:
    repeat, freshness = customs.repeat(host, guest)
    # Chance stands alone in the last place: where the tables of two teams are compared, it is left away.
    return weighed(repeat, freshness, not guest.sat_out, customs.preference(host, guest), customs.chance(guest))


def fullest_table(
    host: Seeker, guests: Sequence[Seeker], prices: Mapping[str, int], seats: int, foes: Foes, *, mixed: bool = False
) -> list[Seeker]:
    """The best guests who have a start in common with the host and with one another.

    As many as possible up to `seats`; `mixed`: with as few pairs of one team as possible; of the smallest sum of prices; at the
    earliest start. Best first: the table that would be best if there were no foes is looked at first; where two in it are
    foes, it is laid again without the one, and without all foes of the one. So the first table in peace is the best there is.
    """
    ordered = sorted(guests, key=lambda guest: (prices[guest.id], guest.id))
    serial, waiting, seen = count(), list[Any](), set[tuple[Start, frozenset[str]]]()

    def look(start: Start, without: frozenset[str]) -> None:
        if (start, without) not in seen:
            seen.add((start, without))
            free = (guest for guest in ordered if _has_time(guest, start) and guest.id not in without)
            table = _first(free, seats, mixed=mixed)
            cost = (-len(table), _pairs_of_one_team(table) if mixed else 0, sum(prices[guest.id] for guest in table))
            heappush(waiting, (cost, start, next(serial), without, table))

    for start in _starts(host):
        look(start, frozenset())
    while waiting:
        _, start, _, without, table = heappop(waiting)
        ids = {guest.id for guest in table}
        foe = next((guest.id for guest in table if foes.get(guest.id, frozenset()) & ids), None)
        if foe is None:
            return list(table)
        look(start, without | {foe})
        look(start, without | foes[foe])
    return []


def _first(guests: Iterable[Seeker], seats: int, *, mixed: bool) -> list[Seeker]:
    """The first ones; `mixed`: nobody is second of her team while there is a first of another."""
    if not mixed:
        return list(islice(guests, max(seats, 0)))
    turns, seated = [list[Seeker]() for _ in range(seats)], dict[str, int]()
    for guest in guests:
        turn = seated.get(guest.team, 0)
        if turn < seats:
            turns[turn].append(guest)
            seated[guest.team] = turn + 1
            if len(turns[0]) == seats:
                break
    return [guest for turn in turns for guest in turn][:seats]


def _pairs_of_one_team(table: Sequence[Seeker]) -> int:
    return sum(len(members) * (len(members) - 1) // 2 for members in by_team(table).values())


def why_this_team(host_id: str, team: str, times: int, *, asked: bool, least: bool) -> str:
    """One line on why she sits with people of this team. `least`: she sat with no other team that has time less often."""
    if asked:
        return f"{host_id} asked for a lunch with {team}."
    if not times:
        return f"{host_id} has not sat with anybody of {team} yet."
    often = {1: "once", 2: "twice"}.get(times, f"{times} times")
    return f"{host_id} has sat with {team} {often}{', and with no other team that has time less often' * least}."


def weighed(*terms: int) -> int:
    """Terms of a price, the most important first, as one whole number that adds up term by term."""
    price = 0
    for term in terms:
        price = (price << ROOM) + term
    return price


def _starts(host: Seeker) -> Iterator[Start]:
    """Each form and quarter hour at which she can begin."""
    for form, starts in enumerate(host.starts):
        yield from ((form, quarter) for quarter in range(starts.bit_length()) if starts >> quarter & 1)


def _has_time(guest: Seeker, start: Start) -> bool:
    form, quarter = start
    return form < len(guest.starts) and bool(guest.starts[form] >> quarter & 1)


def alphabetical(people: Iterable[Seeker]) -> list[Seeker]:
    """Each of them once, in the order of their ids."""
    return sorted({one.id: one for one in people}.values(), key=lambda one: one.id)


def by_team(people: Iterable[Seeker]) -> dict[str, list[Seeker]]:
    teams = dict[str, list[Seeker]]()
    for one in people:
        teams.setdefault(one.team, []).append(one)
    return teams
