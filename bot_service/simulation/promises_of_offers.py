"""What Potluck promises about invitations: who gets one, how often one hears of a lunch, and what nobody can tell from it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot_service.matching.explain import NO_TIME, NOBODY_FREE
from bot_service.simulation.open_cards import Open, open_cards
from bot_service.simulation.own_account import Mixing
from bot_service.simulation.promises_of_words import anonymous, owners_of
from bot_service.simulation.seen import Seen, ids_of

MOST_MESSAGES = 3  #: about one lunch, to one person
OFFERED_AT_LEAST = 0.95
ON_ITS_WAY = timedelta(days=3)  #: until an invitation is there, over a weekend's quiet hours
CLOSED_WITHIN = timedelta(hours=15)  #: until the cards of the others show that an invitation is over
YES = frozenset({"offer.lunch", "offer.coffee"})
NO_COMMON_TIME = frozenset({NO_TIME, NOBODY_FREE})


@dataclass(frozen=True)
class Offered:
    """How many people of a round could meet somebody, and how many of them were invited."""

    round: str
    eligible: int
    offered: int

    @property
    def share(self) -> float:
        return self.offered / self.eligible if self.eligible else 1.0

    def line(self) -> dict[str, Any]:
        """As report.json has it."""
        return {"round": self.round, "eligible": self.eligible, "offered": self.offered, "share": round(self.share, 4)}


def offered(seen: Seen) -> list[Offered]:
    """Each round of the programmes for everybody: of all who took part and had any time in common with somebody, who was invited."""
    told = {(telling.lunch, telling.person) for telling in seen.own.tellings}
    return [_offered(seen, mixing, told) for mixing in seen.own.mixings if mixing.begun_at <= seen.end - ON_ITS_WAY]


def nearly_everybody_is_invited(seen: Seen) -> Iterator[str]:
    """4: at least 95 % of those who take part and could meet somebody get an invitation in each round; among few, all but one."""
    for each in offered(seen):
        if each.share < OFFERED_AT_LEAST and each.eligible - each.offered > 1:
            yield f"In round {each.round} {each.offered} of {each.eligible} people were invited: {each.share:.0%}."


def nobody_hears_of_a_lunch_too_often(seen: Seen) -> Iterator[str]:
    """8: at most three messages about one lunch: invitation, one reminder or piece of news, and the question or a kind end."""
    heard: dict[tuple[str, str], list[str]] = defaultdict(list)
    for telling in seen.own.tellings:
        heard[telling.lunch, telling.person].append(telling.card)
    for (lunch, person), cards in heard.items():
        if len(cards) > MOST_MESSAGES:
            yield f"{seen.name(person)} got {len(cards)} messages about the lunch {lunch}: {', '.join(cards)}."


def nobody_has_two_open_invitations(seen: Seen) -> Iterator[str]:
    """4: one open invitation per person over all programmes."""
    spans: dict[str, list[Open]] = defaultdict(list)
    for each in open_cards(seen, YES, "offer."):
        spans[each.person].append(each)
    for person, mine in spans.items():
        for number, one in enumerate(mine):
            for other in mine[number + 1 :]:
                if other.about != one.about and one.until - other.since > CLOSED_WITHIN:
                    yield f"{seen.name(person)} had two open invitations on {other.since:%d %b %H:%M}: {one.about} and {other.about}."


def kind_ends_read_the_same(seen: Seen) -> Iterator[str]:
    """9: declined, timed out and no slot read the same to whoever had said yes, name of the partner and meal aside.

    Lunches of different kinds may end in different words: whoever asked for company may ask again.
    """
    declined = {turn.about for turn in seen.presses("offer.decline", "offer.pause")}
    words = {turn.id: turn.words() for turn in seen.messages if turn.is_new}
    after_no, otherwise = defaultdict(dict), defaultdict(set)  # type: dict[str, dict[str, str]], dict[str, set[str]]
    for telling in seen.own.tellings:
        if telling.card == "kind-end" and telling.turn in words:
            kind, wording = seen.own.kinds.get(telling.lunch, ""), anonymous(seen, words[telling.turn])
            if telling.lunch in declined:
                after_no[kind].setdefault(wording, telling.person)
            else:
                otherwise[kind].add(wording)
    for kind, wording, person in ((kind, *each) for kind, read in after_no.items() for each in read.items()):
        if otherwise[kind] and wording not in otherwise[kind]:
            yield f"{seen.name(person)} could tell from the end of a lunch that somebody declined: “{' / '.join(wording.splitlines())}”."


def meeting_again_is_wished_by_all(seen: Seen) -> Iterator[str]:
    """9: who meets again has ticked it, each of them, after a lunch at which the others sat. One tick alone leads to nothing."""
    ticks = [
        (turn.at, turn.sender, owners_of(seen, turn))
        for turn in seen.presses("checkin.met")
        if str(turn.given.get("again", "")).lower() == "true"
    ]
    for what, at, guests in _again(seen):
        for one in sorted(guests):
            if not any(sender == one and when <= at and guests - {one} <= others for when, sender, others in ticks):
                yield f"{what} brings {seen.name(one)} together with people whom she had not wished to meet again."


PROMISES: tuple[Callable[[Seen], Iterator[str]], ...] = (
    nearly_everybody_is_invited,
    nobody_hears_of_a_lunch_too_often,
    nobody_has_two_open_invitations,
    kind_ends_read_the_same,
    meeting_again_is_wished_by_all,
)


def _offered(seen: Seen, mixing: Mixing, told: set[tuple[str, str]]) -> Offered:
    """Whoever has her lunches booked for her is told of one that stands already: there is nothing left to accept on that card."""
    could = {person for person, reason in mixing.left_over.items() if reason not in NO_COMMON_TIME}
    got = {
        person
        for person, lunches in mixing.lunches.items()
        if any(person in seen.guests.get(lunch, ()) or (lunch, person) in told for lunch in lunches)
    }
    return Offered(mixing.round, len({*mixing.lunches} | could), len(got))


def _again(seen: Seen) -> Iterator[tuple[str, datetime, frozenset[str]]]:
    """Every lunch of two or more who meet again, as an invitation and as an event: what it is, when it came, for whom."""
    came: dict[str, datetime] = {}
    for turn in seen.turns:
        if turn.is_new:
            for lunch in turn.offers("offer."):
                came.setdefault(lunch, turn.at)
    for lunch, kind in seen.own.kinds.items():
        if kind == "again" and lunch in seen.guests:
            yield f"The lunch {lunch}", came[lunch], seen.guests[lunch]
    events = {event.uid: event for calendar in seen.calendars for event in calendar.events if event.kind == "again"}
    for uid, event in events.items():
        yield f"The event {uid}", event.start, ids_of(seen, event.guests)
