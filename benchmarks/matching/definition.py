"""What a matching of pairs costs, from the words of its definition: the judge's own copy.

It shares no code with the engine, so that the two are wrong together only by chance.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import combinations

from instances import Instance

from bot_service.matching.seekers import Seeker

LEVELS = (
    "left over",
    "off size",
    "repeats",
    "freshness",
    "sat out again",
    "wishes missed",
    "preference",
    "bridges",
)
Cost = tuple[int, ...]  #: one number for each level, the most important first


class Definition:
    """What each group of one instance costs, straight from the words of the rules."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.people = sorted(instance.seekers, key=lambda seeker: seeker.id)
        self.of_id = {seeker.id: seeker for seeker in self.people}
        self.next_round = max((group.round for group in instance.past), default=0) + 1
        self.last_met: dict[frozenset[str], int] = {}
        self.between_teams: Counter[frozenset[str]] = Counter()
        for group in instance.past:
            for one, other in combinations(sorted(set(group.ids)), 2):
                pair = frozenset((one, other))
                self.last_met[pair] = max(group.round, self.last_met.get(pair, group.round))
                if one in self.of_id and other in self.of_id:
                    self.between_teams[frozenset((self.of_id[one].team, self.of_id[other].team))] += 1

    @cached_property
    def groups(self) -> list[tuple[Seeker, ...]]:
        """Every pair, and every three, that may meet."""
        pairs = [pair for pair in combinations(self.people, 2) if self.may_meet(pair)]
        possible = {(one.id, other.id) for one, other in pairs}
        threes = [
            (one, other, third)
            for one, other in pairs
            for third in self.people
            if other.id < third.id
            and (one.id, third.id) in possible
            and (other.id, third.id) in possible
            and has_common_start((one, other, third))
        ]
        return [*pairs, *threes]

    def may_meet(self, group: Sequence[Seeker]) -> bool:
        """No two of one team, nobody who is not to meet, no manager with report, and a moment that suits all."""
        rules = self.instance.rules
        for one, other in combinations(group, 2):
            if rules.cross_team and one.team == other.team:
                return False
            if rules.managers_apart and (one.manager_id == other.id or other.manager_id == one.id):
                return False
            if frozenset((one.id, other.id)) in self.instance.apart:
                return False
        return has_common_start(group)

    def cost_of_group(self, group: Sequence[Seeker]) -> Cost:
        """What this group adds to each level; leaving nobody over, it takes from `nothing`."""
        pairs = list(combinations(group, 2))
        ago = [
            self.next_round - self.last_met[ids]
            for ids in (frozenset((one.id, other.id)) for one, other in pairs)
            if ids in self.last_met and ids not in self.instance.again
        ]
        memory = self.instance.rules.memory
        remembered = [rounds for rounds in ago if memory is None or rounds <= memory]
        return (
            -len(group),
            len(group) - 2,
            len(remembered),
            sum(1000 // rounds for rounds in remembered),
            -sum(seeker.sat_out for seeker in group),
            -sum(frozenset((one.id, other.id)) in self.instance.again for one, other in pairs),
            sum(self.preference(one, other) for one, other in pairs),
            sum(self.bridge(one, other) for one, other in pairs),
        )

    def preference(self, one: Seeker, other: Seeker) -> int:
        rules, cost = self.instance.rules, 0
        if rules.same_site and one.site != other.site:
            cost += 1
        if rules.near_zones and one.utc_offset is not None and other.utc_offset is not None:
            cost += int(abs(one.utc_offset - other.utc_offset))
        return cost

    def bridge(self, one: Seeker, other: Seeker) -> int:
        met = self.between_teams[frozenset((one.team, other.team))]
        return acquaintance(met) if self.instance.rules.cross_team else 0

    @property
    def nothing(self) -> Cost:
        """What it costs when nobody meets."""
        sat_out = sum(seeker.sat_out for seeker in self.people)
        return (len(self.people), 0, 0, 0, sat_out, len(self.instance.again), 0, 0)

    def cost_of(self, groups: Sequence[Sequence[str]]) -> Cost:
        each = [self.cost_of_group([self.of_id[one] for one in group]) for group in groups]
        return tuple(sum(level) for level in zip(self.nothing, *each, strict=True))


def acquaintance(meetings: int) -> int:
    """What two teams that met so often cost: 0 for none, 30 for one, 60 in the end."""
    return 60 - 60 // (1 + meetings)


def has_common_start(group: Sequence[Seeker]) -> bool:
    for form in zip(*(seeker.starts for seeker in group), strict=True):
        common = form[0]
        for starts in form[1:]:
            common &= starts
        if common:
            return True
    return False
