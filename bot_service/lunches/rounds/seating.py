"""Who sits with whom in a gathering, by the kind of its round. Pure but for what is handed in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot_service.lunches.programs.program import LOTTERY, MIXER
from bot_service.lunches.programs.round import AGAIN, ON_DEMAND, TEAM_TABLE
from bot_service.lunches.rounds.gathering import Gathering
from bot_service.lunches.times.slots import common_starts
from bot_service.matching.host_tables import host_lunches
from bot_service.matching.lottery import lottery
from bot_service.matching.match import match_people
from bot_service.matching.seekers import Group, Matching, Pair, PastGroup, Rules
from bot_service.matching.tables import team_table

ONLINE_INSTEAD = "Nobody at your place had a time in common with you, so this one is online."
AT_OTHER_HOURS = "There was no time within the usual hours, so these lie a little outside of them."
SEEKS_LATER = "you have an invitation already that waits for your answer, or you are paused"


@dataclass(frozen=True)
class Seated:
    """One table. `instead` says in one sentence how it is not as the programme wanted; `is_wide`: at other hours than usual."""

    group: Group
    instead: str = ""
    is_wide: bool = False


@dataclass
class Seating:
    """All tables of a round, and one reason for each person who sits at none."""

    tables: list[Seated] = field(default_factory=list)
    left_over: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Past:
    """What was before: groups by rounds, and for hosts how often they sat with each team."""

    groups: Sequence[PastGroup]
    acquaintance: Mapping[str, Mapping[str, int]]

    def met(self, hosts: Collection[str]) -> set[Pair]:
        """Everybody whom one of these hosts has sat with: she listens to new people first."""
        tables = [(group, host) for group in self.groups for host in set(hosts) & set(group.ids)]
        return {Pair({host, one}) for group, host in tables for one in group.ids if one != host}


def seat(here: Gathering, past: Past, *, executive: str = "") -> Seating:
    """Seat everybody as the round's kind wants it. `executive`: with whom one sits in a lottery."""
    kind = here.round.kind
    if kind == MIXER:
        return _mixed(here, past)
    if kind == AGAIN:
        return _again(here)
    if kind == LOTTERY:
        return _drawn(here, past, executive)
    if kind == TEAM_TABLE:
        return _at_one_table(here, past)
    return _hosted(here, past)


def _mixed(here: Gathering, past: Past) -> Seating:
    """Everybody as the programme wants; who finds nobody so, online instead; then at hours a little wider; then next time."""
    seating = Seating(left_over=dict.fromkeys(here.people, ""))
    for pools, instead, wide in _ways(here):
        waiting = set(seating.left_over)
        reasons: dict[str, str] = {}
        for pool in pools:
            matched = _matched(here, past, waiting & set(pool), wide=wide)
            seating.tables += [Seated(group, instead, wide) for group in matched.groups]
            reasons.update(matched.left_over)
        seated = {one for table in seating.tables for one in table.group.ids}
        seating.left_over = {one: reasons.get(one) or seating.left_over[one] for one in waiting - seated}
    return seating


def _ways(here: Gathering) -> list[tuple[list[list[str]], str, bool]]:
    """(pools in which people are matched, the sentence that goes with it, whether the hours are wider), the best way first."""
    everybody = sorted(here.people)
    usual, wide = ([everybody], "", False), ([everybody], AT_OTHER_HOURS, True)
    if here.terms.place != "in person":
        return [usual, wide]
    present = [one for one in everybody if here.times[one].site and not here.times[one].is_online_only]
    by_site = [
        list(group)
        for _, group in groupby(
            sorted(present, key=lambda one: here.times[one].site), key=lambda one: here.times[one].site
        )
    ]
    return [(by_site, "", False), ([everybody], ONLINE_INSTEAD, False), wide]


def _matched(here: Gathering, past: Past, ids: Collection[str], *, wide: bool) -> Matching:
    rules = Rules(size=here.terms.size, memory=here.terms.memory)
    return match_people(here.seekers(ids, wide=wide), past.groups, rules=rules, seed=here.round.program_id)


def _again(here: Gathering) -> Seating:
    """Those who would like to meet again, all of them and nobody else."""
    ids = tuple(sorted(here.people))
    everybody = len(ids) == len(here.round.only or ids) > 1
    for wide in (False, True):
        if everybody and any(_common(here, ids, wide=wide)):
            return Seating([Seated(Group(ids), AT_OTHER_HOURS if wide else "", wide)])
    return Seating()


def _hosted(here: Gathering, past: Past) -> Seating:
    """Each host with somebody new of the team she knows least; what somebody asked for is hers, and for the team she named."""
    asker, team = here.round.host_id, here.round.team
    wanting = {one for one, person in here.people.items() if (one == asker if asker else person.is_host)}
    if asker and not wanting:
        return Seating(left_over={asker: SEEKS_LATER})
    may_host = here.round.kind == ON_DEMAND
    guests = [one for one, person in here.people.items() if one not in wanting and (may_host or not person.is_host)]
    return _as_seating(
        host_lunches(
            here.seekers(wanting),
            here.seekers(guests),
            past.groups,
            acquaintance=past.acquaintance,
            seed=here.round.id,
            apart=past.met(wanting),
            teams=dict.fromkeys(wanting, team) if team else {},
        )
    )


def _at_one_table(here: Gathering, past: Past) -> Seating:
    """A host with two to four people of one team."""
    host = here.round.host_id
    if host not in here.people:
        return Seating(left_over={host: SEEKS_LATER})
    guests = [one for one, person in here.people.items() if one != host and not person.is_host]
    (seeker,) = here.seekers([host])
    known = past.acquaintance.get(host, {})
    return _as_seating(
        team_table(
            seeker, here.seekers(guests), past.groups, acquaintance=known, team=here.round.team, seed=here.round.id
        )
    )


def _drawn(here: Gathering, past: Past, executive: str) -> Seating:
    """Seats with an executive, drawn by lot among all who take part."""
    if executive not in here.people:
        return Seating()
    won: dict[str, int] = {}
    for group in past.groups:
        if executive in group.ids:
            for one in group.ids:
                won[one] = won.get(one, 0) + 1
    (host,) = here.seekers([executive])
    entrants = here.seekers([one for one in here.people if one != executive])
    drawn = lottery(host, entrants, seats=here.terms.size - 1, won_before=won, seed=here.round.id)
    return _as_seating(drawn)


def _as_seating(matching: Matching) -> Seating:
    return Seating([Seated(group) for group in matching.groups], dict(matching.left_over))


def _common(here: Gathering, ids: Sequence[str], *, wide: bool) -> list[int]:
    starts = [here.starts(one, wide=wide) for one in ids]
    return [common_starts(of_form) for of_form in zip(*starts, strict=True)]


def common(here: Gathering, table: Seated) -> list[int]:
    """The starts (lunch, coffee) that suit everybody at a table."""
    return _common(here, table.group.ids, wide=table.is_wide)
