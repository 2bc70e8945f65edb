"""The lunches of all hosts in one round: each host meets people of the teams she knows least, and no guest is asked twice.

Which guest sits with which host is one question for all hosts together, answered exactly as the cheapest flow of lunches from
hosts through teams to guests. Prices are whole numbers of any length, for the terms of fifty hosts fit into no float.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import groupby, islice

from bot_service.matching.lots import lot
from bot_service.matching.seekers import Group, Matching, Pair, PastGroup, Rules, Seeker
from bot_service.matching.tables import Customs, alphabetical, by_team, weighed, why_this_team

NOBODY_FITS = "nobody whom you could meet has a time that suits you both"
NOBODY_THERE_FITS = "nobody of the team you asked for has a time that suits you both"
ALL_TAKEN = "whoever has time for you sits with another host this round; you go first next time"


def host_lunches(
    hosts: Sequence[Seeker],
    guests: Sequence[Seeker],
    past: Sequence[PastGroup] = (),
    *,
    acquaintance: Mapping[str, Mapping[str, int]],
    lunches_each: int = 1,
    rules: Rules = Rules(),  # noqa: B008 - frozen
    seed: str = "",
    apart: Collection[Pair] = (),
    teams: Mapping[str, str] = {},
) -> Matching:
    """Give each host lunches with one guest each; the best way for all hosts together.

    `acquaintance[host][team]`: how often she sat with that team; missing is never. `teams[host]`: the only team she asked for.
    In this order: few hosts without a lunch; few lunches fewer than `lunches_each`; few repeats, and old rather than recent
    ones; nobody without a lunch twice in a row; each lunch of a host with another team; teams she knows least; guests who sat
    out last round; the programme's preferences; the seed. Without the cross-team rule her own team is one among all.
    A guest is asked once at most, and a host is nobody's guest. Groups list the host first. Only hosts are left over.
    """
    customs = Customs.of(hosts, past, rules, seed, apart)
    wanting = {host.id for host in hosts}
    invited = [guest for guest in alphabetical(guests) if guest.id not in wanting]
    chance = {guest.id: customs.chance(guest) for guest in invited}
    invited.sort(key=lambda guest: (not guest.sat_out, chance[guest.id]))
    season = _Season(customs, by_team(invited), chance, acquaintance, teams, lunches_each, lunches_each * len(wanting))
    hosting = sorted(alphabetical(hosts), key=lambda host: lot("host", seed, host.id))
    choices = {host.id: season.choices(host) for host in hosting}
    seated = _seat(season, hosting, choices)
    groups = [
        Group((host.id, guest.id), season.why(host, guest)) for host in hosting for guest in seated.get(host.id, ())
    ]
    left_over = {host.id: season.reason(host, choices[host.id]) for host in hosting if host.id not in seated}
    return Matching(tuple(sorted(groups)), left_over)


@dataclass(frozen=True)
class _Season:
    """What one round is about. `guests`: those of each team, who sat out first, then by chance. `lunches`: of all hosts together."""

    customs: Customs
    guests: Mapping[str, Sequence[Seeker]]
    chance: Mapping[str, int]
    acquaintance: Mapping[str, Mapping[str, int]]
    asked: Mapping[str, str]
    each: int
    lunches: int

    def known(self, host: Seeker) -> Callable[[str], int]:
        met = self.acquaintance.get(host.id, {})
        return lambda team: met.get(team, 0)

    def teams(self, host: Seeker) -> list[str]:
        asked = self.asked.get(host.id)
        return sorted((team for team in self.guests if team == (asked or team)), key=self.known(host))

    def price(self, host: Seeker, guest: Seeker) -> int:
        return weighed(0, 0, *self.customs.repeat(host, guest), 0, 0, *self.turn(host, guest))

    def turn(self, host: Seeker, guest: Seeker) -> tuple[int, bool, int, int]:
        """Smaller is sooner, among those whom she has not met."""
        known = self.acquaintance.get(host.id, {}).get(guest.team, 0)
        return known, not guest.sat_out, self.customs.preference(host, guest), self.chance[guest.id]

    def choices(self, host: Seeker) -> list[Seeker]:
        """The guests worth asking, enough of them for the best lunches of all hosts to be among them.

        Kept are the cheapest of each team, one for each lunch of the round, and of these the cheapest that together are `each`
        times as many. Whoever had a guest beyond could change to one of these: at least one of her team, or of a team the host
        has no lunch with yet, is no dearer and free, because all other lunches together take one fewer.
        """
        met, enough, found = self.customs.met[host.id], self.each * self.lunches, list[Seeker]()
        for _, teams in groupby(self.teams(host), key=self.known(host)):
            for team in teams:
                new = (one for one in self._liked(host, team) if one.id not in met and self.customs.may_meet(host, one))
                found += islice(new, self.lunches)
            if len(found) >= enough:
                return sorted(found, key=lambda guest: self.turn(host, guest))[:enough]
        again = [one for team in self.teams(host) for one in self.guests[team] if one.id in met]
        return found + [one for one in again if self.customs.may_meet(host, one)]

    def why(self, host: Seeker, guest: Seeker) -> str:
        known, asked = self.known(host), self.asked.get(host.id)
        if guest.id in self.customs.met[host.id]:
            return f"{host.id} and {guest.id} have met before: time to hear what is new."
        if not guest.team:
            return f"{host.id} and {guest.id} both have time to meet."
        less_known = [team for team in self.teams(host) if known(team) < known(guest.team)]
        least = not any(self.customs.may_meet(host, one) for team in less_known for one in self.guests[team])
        return why_this_team(host.id, guest.team, known(guest.team), asked=bool(asked), least=least)

    def reason(self, host: Seeker, choices: Sequence[Seeker]) -> str:
        if choices:
            return ALL_TAKEN
        return NOBODY_THERE_FITS if self.asked.get(host.id) else NOBODY_FITS

    def _liked(self, host: Seeker, team: str) -> Iterable[Seeker]:
        """The team's guests, the cheapest first among those she has not met."""
        if self.customs.rules.same_site or self.customs.rules.near_zones:
            return sorted(self.guests[team], key=lambda guest: self.turn(host, guest))
        return self.guests[team]


def _seat(
    season: _Season, hosting: Sequence[Seeker], choices: Mapping[str, Sequence[Seeker]]
) -> dict[str, list[Seeker]]:
    """Let each lunch flow from its host through a team to a guest, or past them all where it can't be."""
    network, seats, places = Network(), list[tuple[int, Seeker, Seeker]](), dict[str, int]()
    source, sink = network.node(), network.node()
    for host in hosting:
        table = network.node()
        for missing in range(1, season.each + 1):
            network.arc(source, table, 0)
            alone = missing == season.each
            network.arc(table, sink, weighed(alone, 1, 0, 0, alone and host.sat_out, 0, 0, 0, 0, 0))
        for members in by_team(choices[host.id]).values():
            team = network.node()
            for lunch in range(min(season.each, len(members))):
                network.arc(table, team, weighed(lunch > 0, 0, 0, 0, 0))
            for guest in members:
                if guest.id not in places:
                    places[guest.id] = network.node()
                    network.arc(places[guest.id], sink, 0)
                seats.append((network.arc(team, places[guest.id], season.price(host, guest)), host, guest))
    for _ in range(season.lunches):
        network.send(source, sink)
    seated = dict[str, list[Seeker]]()
    for arc, host, guest in seats:
        if network.is_used(arc):
            seated.setdefault(host.id, []).append(guest)
    return seated


class Network:
    """Arcs that carry one unit each, for a price of zero or more. What has been sent is always the cheapest for so many units.

    Each unit takes the cheapest way there is, also back over arcs in use (successive shortest paths with potentials: Ahuja,
    Magnanti, Orlin, "Network Flows", 1993, §9.7).
    """

    def __init__(self) -> None:
        self._leaving: list[list[int]] = []  # arcs; the way back of arc n is n ^ 1
        self._potential: list[int] = []
        self._head: list[int] = []
        self._price: list[int] = []
        self._free: list[bool] = []

    def node(self) -> int:
        self._leaving.append([])
        self._potential.append(0)
        return len(self._leaving) - 1

    def arc(self, tail: int, head: int, price: int) -> int:
        for one, other, cost, free in ((tail, head, price, True), (head, tail, -price, False)):
            self._leaving[one].append(len(self._head))
            self._head.append(other)
            self._price.append(cost)
            self._free.append(free)
        return len(self._head) - 2

    def is_used(self, arc: int) -> bool:
        return not self._free[arc]

    def send(self, source: int, sink: int) -> bool:
        """One unit more, if there is a way."""
        arrived_by, settled = {source: -1}, dict[int, int]()
        nearest, waiting = {source: 0}, [(0, source)]
        while waiting and sink not in settled:
            so_far, node = heappop(waiting)
            if node in settled:
                continue
            settled[node] = so_far
            for arc in self._leaving[node]:
                head = self._head[arc]
                if self._free[arc] and head not in settled:
                    far = so_far + self._price[arc] + self._potential[node] - self._potential[head]
                    if head not in nearest or far < nearest[head]:
                        nearest[head], arrived_by[head] = far, arc
                        heappush(waiting, (far, head))
        if sink not in settled:
            return False
        for node, far in settled.items():
            self._potential[node] += far - settled[sink]
        node = sink
        while node != source:
            arc = arrived_by[node]
            self._free[arc], self._free[arc ^ 1] = False, True
            node = self._head[arc ^ 1]
        return True
