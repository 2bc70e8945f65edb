"""What an ask has to have behind it, reckoned anew from what was seen: the issue's rules in our own words, none of the product's.

`why_not` is asked about each ask that came, and about each name on a card that tells a host whom she may ask.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot_service.simulation.own_account import Entry
from bot_service.simulation.seen import Colleague, Seen
from bot_service.simulation.tries import ASK, tries
from bot_service.simulation.working_time import Weeks

GIFTS = ("lunch", "shoutout", "boost")
KINDS_OF_GIFTS = 2
FIRST_GIFT_AGE = timedelta(days=28)
LAST_GIFT_WORKING_DAYS = 5
BETWEEN_ASKS = timedelta(weeks=8)
A_YEAR, ASKS_IN_A_YEAR = timedelta(days=365), 4
A_WEEK, ASKS_OF_A_HOST_IN_A_WEEK = timedelta(days=7), 5
TEAMS_OF_A_HOST = 3
PERCENT_OF_A_TEAM = 10
A_NO_HOLDS, NOES = timedelta(days=90), 2


@dataclass(frozen=True)
class Asked:
    """A host asks a person to share a story; `ask` is its id, "" where it is only shown that she may."""

    host: str
    person: str
    story: str
    at: datetime
    ask: str = ""


class Past:
    """The whole run, ready to be asked about one pair at one moment: what lies before it counts."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.weeks = Weeks(seen)
        self.asks = [*_asks(seen)]
        self.asks_of: dict[str, list[Asked]] = defaultdict(list)
        self.asks_by: dict[str, list[Asked]] = defaultdict(list)
        self.asks_for: dict[str, list[Asked]] = defaultdict(list)
        for one in self.asks:
            self.asks_of[one.person].append(one)
            self.asks_by[one.host].append(one)
            self.asks_for[one.story].append(one)
        self.gifts_to = _by_receiver(seen.entries_of(*GIFTS))
        self.leave = _by_pair(seen.entries_of("leave", "withdrawn"))
        self.noes = _noes(seen, self.asks)
        self.lunches_of: dict[str, list[Entry]] = defaultdict(list)
        for entry in seen.entries_of("lunch"):
            self.lunches_of[entry.giver].append(entry)
        self.first: dict[tuple[str, str], datetime] = {}
        for turn in seen.presses("share.shared"):
            self.first.setdefault((turn.sender, turn.about), turn.at)
        self.team_size: dict[str, int] = defaultdict(int)
        for each in seen.people:
            self.team_size[each.team] += 1

    def person(self, id_: str) -> Colleague | None:
        return self.seen.person(id_)


def before(asks: list[Asked], one: Asked, span: timedelta = timedelta.max) -> list[Asked]:
    """Those of these asks that came before this one, and not longer ago than `span`."""
    return [each for each in asks if each.ask != one.ask and each.at <= one.at and one.at - each.at < span]


Why = Callable[[Past, Asked], str]


def no_leave(past: Past, one: Asked) -> str:
    """She let this host ask her, and has not taken that back."""
    said = [entry.kind for entry in past.leave[one.person, one.host] if entry.at <= one.at]
    return "" if said and said[-1] == "leave" else "without her leave"


def too_few_gifts(past: Past, one: Asked) -> str:
    """Two gifts of different kinds since anybody last asked her, one at least by this very host."""
    gifts = _gifts(past, one)
    if len({gift.kind for gift in gifts}) < KINDS_OF_GIFTS:
        kinds = ", ".join(sorted({gift.kind for gift in gifts})) or "nothing"
        return f"after too little: {kinds} since she was last asked"
    return "" if any(gift.giver == one.host for gift in gifts) else "before giving anything to her"


def too_soon(past: Past, one: Asked) -> str:
    """Her first gift lies four weeks back, and the latest of all five of the receiver's working days."""
    gifts = _gifts(past, one)
    hers = [gift.at for gift in gifts if gift.giver == one.host]
    if hers and one.at - min(hers) < FIRST_GIFT_AGE:
        return f"only {(one.at - min(hers)).days} days after her first gift"
    latest = max((gift.at for gift in gifts), default=None)
    if latest and past.weeks.days_between(one.person, latest, one.at) < LAST_GIFT_WORKING_DAYS:
        return "too soon after the latest gift: it would look like a price"
    return ""


def asked_enough(past: Past, one: Asked) -> str:
    """One ask in eight weeks and four in a year, whoever asks."""
    asks = past.asks_of[one.person]
    if before(asks, one, BETWEEN_ASKS):
        return "a second time within eight weeks"
    return "a fifth time within a year" if len(before(asks, one, A_YEAR)) >= ASKS_IN_A_YEAR else ""


def host_asked_enough(past: Past, one: Asked) -> str:
    """Five people in any seven days."""
    lately = before(past.asks_by[one.host], one, A_WEEK)
    return "as a sixth within seven days" if len(lately) >= ASKS_OF_A_HOST_IN_A_WEEK else ""


def team_asked_enough(past: Past, one: Asked) -> str:
    """A tenth of her team for one story, at least one person."""
    person = past.person(one.person)
    if person is None:
        return ""
    size = past.team_size[person.team]
    team = [
        each
        for each in before(past.asks_for[one.story], one)
        if (other := past.person(each.person)) and other.team == person.team
    ]
    most = max(1, size * PERCENT_OF_A_TEAM // 100)
    return f"as one more than {most} of the {size} people of {person.team} for one story" if len(team) >= most else ""


def host_met_too_few(past: Past, one: Asked) -> str:
    """The host had lunch in three teams that are not her own, at three tables."""
    host = past.person(one.host)
    tables: dict[str, set[str]] = defaultdict(set)
    for entry in past.lunches_of[one.host]:
        if entry.at <= one.at and entry.team and (host is None or entry.team != host.team):
            tables[entry.team].add(entry.ref)
    refs = {ref for team in tables.values() for ref in team}
    return "" if min(len(tables), len(refs)) >= TEAMS_OF_A_HOST else "before she had lunch with three other teams"


def host_did_not_share(past: Past, one: Asked) -> str:
    """She pressed “I shared” for this story herself, before she asked anybody."""
    first = past.first.get((one.host, one.story))
    return "" if first and first <= one.at else "for a story that she had not shared herself"


def said_no(past: Past, one: Asked) -> str:
    """A no to this host, or silence, holds for ninety days, and two for good, until the person invites her."""
    invited = [entry.at for entry in past.leave[one.person, one.host] if entry.kind == "leave" and entry.at <= one.at]
    since = max(invited, default=past.seen.start)
    noes = [at for ask, at in past.noes[one.person, one.host] if since < at <= one.at and ask != one.ask]
    if len(noes) >= NOES:
        return "after two noes"
    return f"{(one.at - noes[-1]).days} days after a no" if noes and one.at - noes[-1] < A_NO_HOLDS else ""


#: Each says why an ask should not be, or "".
REASONS: tuple[Why, ...] = (
    no_leave,
    too_few_gifts,
    too_soon,
    asked_enough,
    host_asked_enough,
    team_asked_enough,
    host_met_too_few,
    host_did_not_share,
    said_no,
)


def why_not(past: Past, one: Asked) -> list[str]:
    """Everything that speaks against this ask."""
    return [why for reason in REASONS if (why := reason(past, one))]


def _gifts(past: Past, one: Asked) -> list[Entry]:
    """What anybody gave her since anybody last asked her."""
    asks = [each.at for each in past.asks_of[one.person] if each.at < one.at and each.ask != one.ask]
    since = max(asks, default=past.seen.start)
    return [gift for gift in past.gifts_to[one.person] if since < gift.at <= one.at]


def _asks(seen: Seen) -> Iterator[Asked]:
    """Every ask that we recorded; its story is that of the press which sent it."""
    presses: dict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
    refused = {(one.host, one.person, one.story, one.at) for one in tries(seen) if not one.is_sent}
    for turn in seen.presses(ASK):
        person = str(turn.given.get("person", ""))
        if (turn.sender, person, turn.about, turn.at) not in refused:
            presses[turn.sender, person].append((turn.at, turn.about))
    taken: set[tuple[str, str, str]] = set()
    for entry in sorted(seen.entries_of("ask"), key=lambda each: each.at):
        sent = presses[entry.giver, entry.receiver]
        before = sent[: bisect_left(sent, (entry.at + timedelta(microseconds=1), ""))]
        fresh = [story for _, story in before if (entry.giver, entry.receiver, story) not in taken]
        story = fresh[-1] if fresh else ""
        taken.add((entry.giver, entry.receiver, story))
        yield Asked(entry.giver, entry.receiver, story, entry.at, entry.ref)


def _noes(seen: Seen, asks: list[Asked]) -> dict[tuple[str, str], list[tuple[str, datetime]]]:
    """By person and host: each ask that she did not answer by sharing, and when she said no; silence counts from its arrival."""
    shared = {(turn.sender, turn.about): turn.at for turn in seen.presses("share.shared")}
    declined = {turn.about: turn.at for turn in reversed(seen.presses("ask.decline", "ask.never"))}
    found: dict[tuple[str, str], list[tuple[str, datetime]]] = defaultdict(list)
    for one in asks:
        if shared.get((one.person, one.story), seen.start) < one.at:
            found[one.person, one.host].append((one.ask, declined.get(one.ask, one.at)))
    return found


def _by_receiver(entries: list[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda each: each.at):
        found[entry.receiver].append(entry)
    return found


def _by_pair(entries: list[Entry]) -> dict[tuple[str, str], list[Entry]]:
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda each: each.at):
        found[entry.giver, entry.receiver].append(entry)
    return found
