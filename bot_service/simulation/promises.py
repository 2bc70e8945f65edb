"""What Potluck promises about lunches, checked on what was seen of a run; `broken` checks all promises of design §6.

Pure functions: a run in, one sentence per broken promise out. Tests, the demo and simulations use the same ones.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from bot_service.simulation import (
    promises_of_asks,
    promises_of_calendars,
    promises_of_courtesy,
    promises_of_offers,
    promises_of_shares,
    promises_of_words,
)
from bot_service.simulation.promises_of_calendars import CHOSEN, lunches_of
from bot_service.simulation.seen import Seen, Turn

Promise = Callable[[Seen], Iterator[str]]


def broken(seen: Seen) -> list[str]:
    """Return one sentence per broken promise; none is the only good number."""
    return [sentence for promise in PROMISES for sentence in promise(seen)]


def each_lunch_goes_on(seen: Seen) -> Iterator[str]:
    """2: what was agreed is booked or ends, and no step fails for a reason that nobody foresaw."""
    for lunch, state in seen.own.stuck.items():
        yield f"The lunch {lunch} is still {state}."
    if seen.own.faults:
        yield f"{seen.own.faults} steps failed for reasons that nobody foresaw."


def only_who_joined_is_matched(seen: Seen) -> Iterator[str]:
    """3: an offer or a lunch only for people who said yes to lunches before, and have not said stop since."""
    joined: set[str] = set()
    for turn in seen.turns:
        if turn.verb == "welcome.join" or _says(turn, "join"):
            joined.add(turn.sender)
        elif turn.verb == "welcome.decline" or _says(turn, "stop"):
            joined.discard(turn.sender)
        elif turn.is_new and turn.offers("offer.") and turn.to not in joined:
            yield f"{seen.name(turn.to)} got an offer on {turn.at:%d %b}, but had not joined."
    ever = {turn.sender for turn in seen.turns if turn.verb == "welcome.join" or _says(turn, "join")}
    for calendar, event in lunches_of(seen):
        colleague = seen.person(calendar.principal_name)
        if colleague is not None and colleague.id not in ever:
            yield f"{colleague.name} has “{event.subject}” on her calendar, but never joined."


def lunches_cross_teams(seen: Seen) -> Iterator[str]:
    """4: no two guests of one team."""
    for one, other in same_team_pairs(seen):
        yield f"{one} and {other} are of one team and were matched."


def nobody_is_matched_twice(seen: Seen) -> Iterator[str]:
    """4: no repeat within the memory of the program."""
    for (one, other), times in repeat_pairs(seen).items():
        yield f"{one} and {other} were matched {times} times."


def same_team_pairs(seen: Seen) -> list[tuple[str, str]]:
    """Every pair of guests of one team in a matched lunch, by name."""
    people = [(seen.person(one), seen.person(other)) for one, other in _pairs(seen)]
    return [(a.name, b.name) for a, b in people if a and b and a.team == b.team]


def repeat_pairs(seen: Seen) -> dict[tuple[str, str], int]:
    """Every pair of guests with more than one matched lunch: names → how many."""
    counted = Counter((seen.name(one), seen.name(other)) for one, other in _pairs(seen))
    return {pair: times for pair, times in counted.items() if times > 1}


PROMISES: tuple[Promise, ...] = (
    *promises_of_calendars.PROMISES,
    each_lunch_goes_on,
    only_who_joined_is_matched,
    lunches_cross_teams,
    nobody_is_matched_twice,
    *promises_of_courtesy.PROMISES,
    *promises_of_asks.PROMISES,
    *promises_of_shares.PROMISES,
    *promises_of_offers.PROMISES,
    *promises_of_words.PROMISES,
)


def _pairs(seen: Seen) -> list[tuple[str, str]]:
    """The pairs of guests, by mail, of each matched lunch once."""
    matched = {event.uid: event.guests for _, event in lunches_of(seen) if event.kind not in CHOSEN}
    return [pair for guests in matched.values() for pair in combinations(sorted(guests), 2)]


def _says(turn: Turn, word: str) -> bool:
    """Whether a person wrote this word to Potluck."""
    return turn.type == "message" and not turn.by_bot and turn.text.strip().lower() == word
