"""What Potluck promises about lunches, checked on what was seen of a run; `broken` checks all promises of design §6.

Pure functions: a run in, one sentence per broken promise out. Tests, the demo and simulations use the same ones.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from bot_service.simulation import promises_of_asks, promises_of_words
from bot_service.simulation.seen import Calendar, Event, Seen, WorkingHours, ids_of

Promise = Callable[[Seen], Iterator[str]]

#: Lunches of these kinds are matched; the others people choose themselves, so teams and repeats are theirs to decide.
MATCHED = {"mixer", "host"}


def broken(seen: Seen) -> list[str]:
    """Return one sentence per broken promise; none is the only good number."""
    return [sentence for promise in PROMISES for sentence in promise(seen)]


def nobody_is_in_two_places(seen: Seen) -> Iterator[str]:
    """1: no overlapping lunches, none over a busy, tentative or out-of-office time that was there before it."""
    for calendar in seen.calendars:
        taken = sorted((each for each in calendar.events if each.takes_time), key=lambda each: each.start)
        for one, other in combinations(taken, 2):
            if one.start < other.end and other.start < one.end and _is_our_doing(one, other):
                yield f"{calendar.principal_name} has “{one.subject}” and “{other.subject}” at the same time, {other.start:%d %b %H:%M} UTC."


def nobody_eats_outside_working_hours(seen: Seen) -> Iterator[str]:
    """1: a lunch lies within the working day of each guest."""
    for calendar in seen.calendars:
        for event in calendar.events:
            if event.is_ours and event.takes_time and calendar.hours and not _is_within(event, calendar.hours):
                yield f"{calendar.principal_name} has “{event.subject}” on {event.start:%a %d %b %H:%M} UTC, outside her working hours."


def each_guest_has_the_event_once(seen: Seen) -> Iterator[str]:
    """2: one event, the same on the calendar of every guest, once; a guest who declined it in Outlook has it no more."""
    copies = Counter((event.uid, calendar.principal_name) for calendar, event in _lunches(seen))
    guests = {
        event.uid: [mail for mail in event.guests if event.responses[mail] != "declined"] for _, event in _lunches(seen)
    }
    for (uid, owner), count in copies.items():
        if count > 1:
            yield f"{owner} has the event {uid} {count} times."
    for uid, mails in guests.items():
        for mail in sorted(mails):
            colleague = seen.person(mail)
            if colleague is not None and not copies[uid, colleague.principal_name]:
                yield f"{mail} is a guest of the event {uid} and does not have it."


def each_lunch_that_is_on_has_one_event(seen: Seen) -> Iterator[str]:
    """2: an agreed lunch has exactly one event; a called-off lunch has none. Of three guests one may have dropped out."""
    events = {event.uid: (event.start, ids_of(seen, event.guests)) for _, event in _lunches(seen)}
    known: set[str] = set()
    for table in seen.own.tables:
        found = {uid for uid, (start, guests) in events.items() if start == table.start and table.guests <= guests}
        known |= found
        if len(found) != 1:
            yield f"The lunch {table.lunch} has {len(found)} events."
    if seen.own.tables:
        for uid in sorted(set(events) - known):
            yield f"The event {uid} is on calendars, but its lunch was called off or never was."


def only_who_joined_is_matched(seen: Seen) -> Iterator[str]:
    """3: an offer or a lunch only for people who said yes to lunches before, and have not said stop since."""
    joined: set[str] = set()
    for turn in seen.turns:
        if turn.verb == "welcome.join":
            joined.add(turn.sender)
        elif turn.verb == "welcome.decline" or _says_stop(turn.type, turn.text, turn.verb):
            joined.discard(turn.sender)
        elif turn.is_new and turn.offers("offer.") and turn.to not in joined:
            yield f"{seen.name(turn.to)} got an offer on {turn.at:%d %b}, but had not joined."
    ever = {turn.sender for turn in seen.presses("welcome.join")}
    for calendar, event in _lunches(seen):
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
    nobody_is_in_two_places,
    nobody_eats_outside_working_hours,
    each_guest_has_the_event_once,
    each_lunch_that_is_on_has_one_event,
    only_who_joined_is_matched,
    lunches_cross_teams,
    nobody_is_matched_twice,
    *promises_of_asks.PROMISES,
    *promises_of_words.PROMISES,
)


def _is_our_doing(one: Event, other: Event) -> bool:
    """Whether an overlap is ours: two lunches, or a lunch booked over what was there. A meeting put over a lunch later is not."""
    if one.is_ours and other.is_ours:
        return True
    ours, theirs = (one, other) if one.is_ours else (other, one)
    if not ours.is_ours:
        return False
    return not (ours.created_at and theirs.created_at and theirs.created_at > ours.created_at)


def _is_within(event: Event, hours: WorkingHours) -> bool:
    start, end = (at.astimezone(ZoneInfo(hours.zone)) for at in (event.start, event.end - timedelta(microseconds=1)))
    return (
        start.date() == end.date()
        and start.weekday() in hours.days
        and hours.start <= start.time()
        and end.time() <= hours.end
    )


def _lunches(seen: Seen) -> Iterator[tuple[Calendar, Event]]:
    """Every event of ours that is on, on every calendar that has it."""
    for calendar in seen.calendars:
        for event in calendar.events:
            if event.is_ours and not event.is_cancelled:
                yield calendar, event


def _pairs(seen: Seen) -> list[tuple[str, str]]:
    """The pairs of guests, by mail, of each matched lunch once."""
    matched = {event.uid: event.guests for _, event in _lunches(seen) if MATCHED & set(event.categories)}
    return [pair for guests in matched.values() for pair in combinations(sorted(guests), 2)]


def _says_stop(kind: str, text: str, verb: str) -> bool:
    return kind == "message" and not verb and text.strip().lower() == "stop"
