"""What Potluck promises about people's calendars (design §6, 1 and 2): free time, working time, and each event once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot_service.simulation.seen import Calendar, Event, Placing, Seen, WorkingHours, ids_of
from bot_service.simulation.working_time import public_holidays

#: Of which kinds lunches are; of the chosen ones teams and repeats are people's own to decide.
MATCHED, CHOSEN = {"mixer", "host", "lottery", "on demand"}, {"team table", "open table", "again"}
OWN_LUNCH = frozenset(
    {"lunch"}
)  #: what a block in one's own calendar is called that may be used for ours by one's leave
NOTICED = timedelta(days=2)  #: guests' calendars are looked at once more so long before a lunch


def nobody_is_in_two_places(seen: Seen) -> Iterator[str]:
    """1: no overlapping lunches, none over a busy, tentative or out-of-office time that was there before it."""
    placed = {(placing.owner, placing.uid): placing for placing in seen.placings}
    generous = _who_gives_her_own_lunch(seen)
    for calendar in seen.calendars:
        owner = calendar.principal_name
        for one, other in _overlapping(event for event in calendar.events if event.takes_time):
            is_given = owner in generous and {one.subject.lower(), other.subject.lower()} & OWN_LUNCH
            if _is_our_doing(one, other, placed, owner) and not is_given:
                yield f"{calendar.principal_name} has “{one.subject}” and “{other.subject}” at the same time, {other.start:%d %b %H:%M} UTC."


def nothing_is_booked_over_anything(seen: Seen) -> Iterator[str]:
    """1: at the moment when a lunch is put into a calendar, or moved, its time is free and within that person's working day."""
    generous = _who_gives_her_own_lunch(seen)
    for placing in seen.placings:
        over = [
            subject for *_, subject in placing.over if placing.owner not in generous or subject.lower() not in OWN_LUNCH
        ]
        at = f"“{placing.subject}” of {placing.start:%a %d %b %H:%M} UTC in the calendar of {placing.owner}"
        if over:
            yield f"Potluck put {at}, over “{over[0]}”."
        if placing.hours and not _is_within(placing.start, placing.end, placing.hours):
            yield f"Potluck put {at}, outside her working hours."


def who_is_away_is_noticed(seen: Seen) -> Iterator[str]:
    """1: a lunch does not stay over an out-of-office time that was entered after it, but two days or more ahead."""
    for calendar in seen.calendars:
        for one, other in _overlapping(event for event in calendar.events if event.takes_time):
            ours, theirs = (one, other) if one.is_ours else (other, one)
            last_look = ours.start - NOTICED
            is_known = theirs.created_at is not None and theirs.created_at <= last_look < seen.end
            if ours.is_ours and theirs.show_as == "oof" and is_known:
                yield f"{calendar.principal_name} entered “{theirs.subject}” on {theirs.created_at:%d %b}, and still has “{ours.subject}” on {ours.start:%d %b}."


def nobody_eats_outside_working_hours(seen: Seen) -> Iterator[str]:
    """1: a lunch lies within the working day of each guest; one who has moved since knows what her calendar says."""
    placed = {(placing.owner, placing.uid): placing.hours for placing in seen.placings}
    for calendar, event in lunches_of(seen):
        hours = placed.get((calendar.principal_name, event.uid), calendar.hours)
        if event.takes_time and hours and not _is_within(event.start, event.end, hours):
            yield f"{calendar.principal_name} has “{event.subject}” on {event.start:%a %d %b %H:%M} UTC, outside her working hours."


def nobody_eats_on_a_holiday(seen: Seen) -> Iterator[str]:
    """1: no lunch on a public holiday of the country where a guest works; whoever keeps a table open chose its day, and who joins too."""
    for calendar, event in lunches_of(seen):
        guest = seen.person(calendar.principal_name)
        if guest is None or not event.takes_time or event.kind == "open table":
            continue
        day = event.start.astimezone(ZoneInfo(guest.zone or "UTC")).date()
        if day in public_holidays(guest.country, day.year):
            yield f"{guest.name} has “{event.subject}” on {day:%d %b}, a public holiday ({guest.country})."


def each_guest_has_the_event_once(seen: Seen) -> Iterator[str]:
    """2: one event, the same on the calendar of every guest, once; a guest who declined it in Outlook has it no more."""
    copies = Counter((event.uid, calendar.principal_name) for calendar, event in lunches_of(seen))
    guests = {
        event.uid: [mail for mail in event.guests if event.responses[mail] != "declined"]
        for _, event in lunches_of(seen)
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
    events = {event.uid: (event.start, ids_of(seen, event.invited)) for _, event in lunches_of(seen)}
    known: set[str] = set()
    for table in seen.own.tables:
        found = {uid for uid, (start, guests) in events.items() if start == table.start and table.guests <= guests}
        known |= found
        if len(found) != 1:
            yield f"The lunch {table.lunch} has {len(found)} events."
    if seen.own.tables:
        for uid in sorted(set(events) - known):
            yield f"The event {uid} is on calendars, but its lunch was called off or never was."


def each_event_says_what_it_is(seen: Seen) -> Iterator[str]:
    """2: Outlook shows ours by the category Potluck and one for the kind."""
    said = {event.uid: event for _, event in lunches_of(seen)}
    for event in said.values():
        if len(event.categories) != 2 or event.kind not in MATCHED | CHOSEN:
            yield f"The event {event.uid} has the categories {', '.join(event.categories)}."


def lunches_of(seen: Seen) -> Iterator[tuple[Calendar, Event]]:
    """Every event of ours that is on, on every calendar of a guest that has it."""
    for calendar in seen.calendars:
        owner = seen.person(calendar.principal_name)
        called = owner.called if owner else frozenset({calendar.principal_name.lower()})
        for event in calendar.events:
            if event.is_ours and not event.is_cancelled and not called & event.optional:
                yield calendar, event


PROMISES: tuple[Callable[[Seen], Iterator[str]], ...] = (
    nobody_is_in_two_places,
    nothing_is_booked_over_anything,
    who_is_away_is_noticed,
    nobody_eats_outside_working_hours,
    nobody_eats_on_a_holiday,
    each_guest_has_the_event_once,
    each_lunch_that_is_on_has_one_event,
    each_event_says_what_it_is,
)


def _who_gives_her_own_lunch(seen: Seen) -> frozenset[str]:
    """The principal names of those who said that their own lunch hour may be used."""
    said = [turn.sender for turn in seen.presses("preferences.save") if turn.given.get("own_lunch") == "true"]
    return frozenset(person.principal_name for one in said if (person := seen.person(one)))


def _overlapping(events: Iterable[Event]) -> Iterator[tuple[Event, Event]]:
    """Every two that share some time, the earlier first."""
    going_on: list[Event] = []
    for event in sorted(events, key=lambda each: each.start):
        going_on = [each for each in going_on if each.end > event.start]
        yield from ((each, event) for each in going_on)
        going_on.append(event)


def _is_our_doing(one: Event, other: Event, placed: Mapping[tuple[str, str], Placing], owner: str) -> bool:
    """Whether an overlap is ours: two lunches, or a lunch put over what was there. A meeting put over a lunch later is not."""
    if one.is_ours and other.is_ours:
        return True
    ours, theirs = (one, other) if one.is_ours else (other, one)
    if not ours.is_ours:
        return False
    placing = placed.get((owner, ours.uid))
    if placing is not None:
        return theirs.taken in placing.over
    return not (ours.created_at and theirs.created_at and theirs.created_at > ours.created_at)


def _is_within(start: datetime, end: datetime, hours: WorkingHours) -> bool:
    begins, ends = (at.astimezone(ZoneInfo(hours.zone)) for at in (start, end - timedelta(microseconds=1)))
    return (
        begins.date() == ends.date()
        and begins.weekday() in hours.days
        and hours.start <= begins.time()
        and ends.time() <= hours.end
    )
