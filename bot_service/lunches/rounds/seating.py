"""Who sits with whom in a gathering, by the kind of its round. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby

from bot_service.lunches.programs.program import LOTTERY, MIXER
from bot_service.lunches.programs.round import AGAIN, ON_DEMAND, TEAM_TABLE
from bot_service.lunches.rounds.gathering import Gathering
from bot_service.lunches.rounds.history import Past
from bot_service.lunches.times.slots import common_starts
from bot_service.matching.host_tables import host_lunches
from bot_service.matching.lottery import lottery
from bot_service.matching.match import match_people
from bot_service.matching.seekers import Group, Matching, Pair, Rules
from bot_service.matching.tables import team_table

ONLINE_INSTEAD = "There was no time at which you could eat at one place, so this one is online."
AT_OTHER_HOURS = "There was no time within the usual hours, so these lie a little outside of them."
SEEKS_LATER = "you have an invitation already that waits for your answer, or you are paused"


@dataclass(frozen=True)
class Way:
    """One way to match: people of each pool with one another. `instead` says how it is not as the programme wanted."""

    pools: Sequence[Sequence[str]]
    instead: str = ""
    is_wide: bool = False  #: at hours a little outside of the usual ones
    is_online: bool = False


@dataclass(frozen=True)
class Seated:
    """One table, and the way in which it came about."""

    group: Group
    way: Way


@dataclass
class Seating:
    """All tables of a round, and one reason for each person who sits at none."""

    tables: list[Seated] = field(default_factory=list)
    left_over: dict[str, str] = field(default_factory=dict)
    _among: dict[str, int] = field(default_factory=dict)

    def add(self, matching: Matching, way: Way) -> None:
        """Seat these groups, and remember why the others still wait: as it was found among the most people."""
        self.tables += [Seated(group, way) for group in matching.groups]
        seated = {one for group in matching.groups for one in group.ids}
        self.left_over = {one: why for one, why in self.left_over.items() if one not in seated}
        among = len(seated) + len(matching.left_over)
        for one, why in matching.left_over.items():
            if one in self.left_over and among > self._among.get(one, 0):
                self.left_over[one], self._among[one] = why, among


def seat(here: Gathering, past: Past, *, executive: str = "", patient: bool = True) -> Seating:
    """Seat everybody as the round's kind wants it.

    `executive`: with whom one sits in a lottery. `patient`: who would like to meet again waits for whoever is away. Nobody sits
    with anybody of whom `here.apart` keeps her apart, and what is said to who is left over is what is said without that.
    """
    kind = here.round.kind
    if kind == MIXER:
        return _mixed(here, past)
    if kind == AGAIN:
        return _again(here, patient=patient)
    if kind == LOTTERY:
        return _drawn(here, past, executive)
    if kind == TEAM_TABLE:
        return _at_one_table(here, past)
    return _hosted(here, past)


def _mixed(here: Gathering, past: Past) -> Seating:
    """Everybody as the programme wants; who finds nobody so, online instead; then at hours a little wider; then next time.

    Those who are left for a second round are few: whoever of them has met waits for the next round rather than meet again.
    """
    seating = Seating(left_over=dict.fromkeys(here.people, ""))
    rules = Rules(size=here.terms.size, memory=here.terms.memory)
    apart = {*here.apart, *past.declined_since(here.round.number - 1)}
    apart |= past.met(here.people) if here.round.second else set()
    for way in _ways(here):
        for pool in way.pools:
            seekers = here.seekers(seating.left_over.keys() & set(pool), wide=way.is_wide)
            matched = match_people(seekers, past.groups, rules=rules, seed=here.round.program_id, apart=apart)
            seating.add(matched, way)
    return seating


def _ways(here: Gathering) -> list[Way]:
    """The best way first. Where the directory names no offices at all, people find a place in common themselves."""
    everybody = sorted(here.people)
    wide = Way([everybody], AT_OTHER_HOURS, is_wide=True)
    if here.terms.place != "in person":
        return [Way([everybody]), wide]
    present = [one for one in everybody if not here.times[one].is_online_only]
    if any(here.times[one].site for one in present):
        present = [one for one in present if here.times[one].site]
    present.sort(key=lambda one: here.times[one].site)
    by_site = [list(group) for _, group in groupby(present, key=lambda one: here.times[one].site)]
    return [Way(by_site), Way([everybody], ONLINE_INSTEAD, is_online=True), wide]


def _usual_then_wider(here: Gathering) -> list[Way]:
    everybody = sorted(here.people)
    return [Way([everybody]), Way([everybody], AT_OTHER_HOURS, is_wide=True)]


def _again(here: Gathering, *, patient: bool) -> Seating:
    """Those who would like to meet again, and nobody else; in the end without whoever never has time.

    Of two who would rather not, by now, one is left out.
    """
    if patient and len(here.people) < len(here.round.only or ()):
        return Seating()
    ids: tuple[str, ...] = ()
    for one in sorted(here.people):
        if in_peace((*ids, one), here.apart):
            ids = (*ids, one)
    if len(ids) < 2:
        return Seating()
    tables = [Seated(Group(ids), way) for way in _usual_then_wider(here)]
    return Seating([table for table in tables if any(common(here, table))][:1])


def _hosted(here: Gathering, past: Past) -> Seating:
    """Each host with somebody new of the team she knows least; what somebody asked for is hers, and for the team she named."""
    asker, team = here.round.host_id, here.round.team
    wanting = {one for one, person in here.people.items() if (one == asker if asker else person.is_host)}
    if asker and not wanting:
        return Seating(left_over={asker: SEEKS_LATER})
    may_be_hosts = here.round.kind == ON_DEMAND
    guests = {one for one, person in here.people.items() if one not in wanting and (may_be_hosts or not person.is_host)}
    seating = Seating(left_over=dict.fromkeys(wanting, ""))
    for way in _usual_then_wider(here):
        seated = {one for table in seating.tables for one in table.group.ids}
        matched = host_lunches(
            here.seekers(wanting - seated, wide=way.is_wide),
            here.seekers(guests - seated, wide=way.is_wide),
            past.groups,
            acquaintance=past.acquaintance,
            seed=here.round.id,
            apart={*here.apart, *past.met(wanting)},
            teams=dict.fromkeys(wanting, team) if team else {},
        )
        seating.add(matched, way)
    return seating


def _at_one_table(here: Gathering, past: Past) -> Seating:
    """A host with two to four people of one team."""
    host, team, seed = here.round.host_id, here.round.team, here.round.id
    if host not in here.people:
        return Seating(left_over={host: SEEKS_LATER})
    guests = [one for one, person in here.people.items() if one != host and not person.is_host]
    known = past.acquaintance.get(host, {})

    def table(way: Way) -> Matching:
        (seeker,) = here.seekers([host], wide=way.is_wide)
        invited = here.seekers(guests, wide=way.is_wide)
        return team_table(seeker, invited, past.groups, acquaintance=known, team=team, seed=seed, apart=here.apart)

    return _first_that_works(here, table, left_over=[host])


def _drawn(here: Gathering, past: Past, executive: str) -> Seating:
    """Seats with an executive, drawn by lot among all who take part."""
    if executive not in here.people:
        return Seating(left_over={executive: SEEKS_LATER} if executive else {})
    won: dict[str, int] = {}
    for group in past.groups:
        if executive in group.ids:
            for one in group.ids:
                won[one] = won.get(one, 0) + 1
    entrants = [one for one in here.people if one != executive]

    def table(way: Way) -> Matching:
        (host,) = here.seekers([executive], wide=way.is_wide)
        hopeful = here.seekers(entrants, wide=way.is_wide)
        return lottery(host, hopeful, seats=here.terms.size - 1, won_before=won, seed=here.round.id, apart=here.apart)

    return _first_that_works(here, table, left_over=here.people)


def _first_that_works(here: Gathering, table: Callable[[Way], Matching], left_over: Collection[str]) -> Seating:
    """One table: at the usual hours, else at wider ones."""
    seating = Seating(left_over=dict.fromkeys(left_over, ""))
    for way in _usual_then_wider(here):
        if not seating.tables:
            seating.add(table(way), way)
    return seating


def in_peace(ids: Collection[str], apart: Collection[Pair]) -> bool:
    """Whether no two of these are kept apart."""
    return not any(Pair(two) in apart for two in combinations(ids, 2))


def common(here: Gathering, table: Seated) -> list[int]:
    """The starts (lunch, coffee) that suit everybody at a table."""
    starts = [here.starts(one, wide=table.way.is_wide) for one in table.group.ids]
    return [common_starts(of_form) for of_form in zip(*starts, strict=True)]


def place_of(here: Gathering, table: Seated) -> str | None:
    """Where they meet: None online, "" at a place of their choice."""
    everybody = [here.times[one] for one in table.group.ids]
    sites = {one.site for one in everybody}
    is_online = table.way.is_online or here.terms.place == "online" or any(one.is_online_only for one in everybody)
    if is_online or len(sites) > 1:
        return None
    (site,) = sites
    if site:
        return f"Canteen, {site}"
    return "" if here.terms.place == "in person" else None
