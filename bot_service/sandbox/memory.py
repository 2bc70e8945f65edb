"""What a colleague knows from her calendar: when she is away, what she is invited to, whom she met last over lunch."""

import calendar
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot_service.sandbox import card
from bot_service.sandbox.account import Account
from bot_service.sandbox.conversations import PRESS
from bot_service.sandbox.diary import AWAY, ELSEWHERE, FREE
from bot_service.sandbox.meeting import DECLINED, Copy, Meeting
from bot_service.sandbox.workday import Span, is_at_work
from bot_service.sandbox.world import World

_LOOK_AHEAD = timedelta(days=45)
_TIME = re.compile(r"(\d{1,2}) (\w+), (\d\d):(\d\d)$")
_MONTHS = calendar.month_name[1:]
OURS = "Potluck"  # the category of the events that colleagues know as lunches


def holidays(world: World, person: Account, start: datetime) -> list[Span]:
    """When she is away from `start` on."""
    entries = world.outlook.diary(person).entries(start, start + _LOOK_AHEAD)
    return [(entry.start, entry.end) for entry in entries if entry.show_as == AWAY]


def open_invitations(world: World, person: Account) -> Iterator[tuple[str, Copy]]:
    """Lunches she is invited to, hasn't answered and that have not begun; each with a name that is the same on each run."""
    for copy in world.outlook.invitations(person):
        if OURS in copy.meeting.facts.categories and copy.meeting.facts.start > world.clock.now:
            yield name_of(copy.meeting), copy


def is_free(world: World, person: Account, start: datetime, end: datetime, *, but: Meeting | None = None) -> bool:
    """Whether she is at work from `start` to `end` and has nothing else; `but` is a meeting that does not count."""
    if not is_at_work(person, start) or not is_at_work(person, end - timedelta(minutes=1)):
        return False
    itself = (but.facts.start, but.facts.end, but.facts.subject) if but else None
    return all(
        entry.show_as in {FREE, ELSEWHERE} or (entry.start, entry.end, entry.subject) == itself
        for entry in world.outlook.taken(person, start, end)
    )


def time_named(words: str, person: Account, now: datetime) -> datetime | None:
    """The time that a button names by her own clocks, such as “Join Ada, Thu 5 March, 12:15”, around this time of the year."""
    match = _TIME.search(words)
    if match is None or match[2] not in _MONTHS:
        return None
    month = _MONTHS.index(match[2]) + 1
    year = now.year + (month + 6 < now.month)
    return datetime(year, month, int(match[1]), int(match[3]), int(match[4]), tzinfo=person.zone_info)


def free_noon(world: World, person: Account) -> datetime | None:
    """The first day after three in the next two weeks on which she has an hour from noon on, by her own clocks."""
    today = world.clock.now.astimezone(person.zone_info).date()
    noons = (datetime.combine(today + timedelta(days=ahead), time(12), person.zone_info) for ahead in range(3, 15))
    return next((noon for noon in noons if is_free(world, person, noon, noon + timedelta(hours=1))), None)


def lunch_meant(world: World, person: Account, words: str) -> Meeting | None:
    """The lunch behind her that a text speaks of: the last one with somebody it names, else the last one of all."""
    now = world.clock.now
    past = [
        copy.meeting
        for copy in world.outlook.copies(person)
        if OURS in copy.meeting.facts.categories
        and not copy.meeting.is_cancelled
        and not copy.is_organiser
        and copy.meeting.facts.end <= now
    ]
    past.sort(key=lambda meeting: meeting.facts.end, reverse=True)
    named = (lunch for lunch in past if (other := partner_at(world, person, lunch)) and other.given_name in words)
    return next(named, past[0] if past else None)


def partner_at(world: World, person: Account, meeting: Meeting) -> Account | None:
    """Whom she met there."""
    others = (world.company.find(guest.mail) for guest in meeting.facts.attendees)
    return next((other for other in others if other and other.id != person.id), None)


def has_refusal(meeting: Meeting) -> bool:
    """Whether a guest declined it."""
    return any(answer == DECLINED for answer, _ in meeting.answers.values())


def has_joined(world: World, person: Account) -> bool:
    """Whether she said yes to lunches, and has not said stop since."""
    joined = False
    for line in world.teams.personal(person.id, person.name).lines:
        if line.sender == person.id:
            if line.type == PRESS and line.text in {"welcome.join", "welcome.decline"}:
                joined = line.text == "welcome.join"
            elif line.text.strip().lower() == "stop":
                joined = False
    return joined


def sees_her_post(world: World, person: Account) -> bool:
    """Whether the words she last agreed to have posted can be read in the channel; true when she knows of none."""
    agreed = [
        str(line.value.get("words", ""))
        for line in world.teams.personal(person.id).lines
        if line.type == PRESS and line.text == "shoutout.post" and line.value
    ]
    channel = world.teams.get(world.company.channel_id)
    shown = [card.words(content).replace("\\", "") for line in channel.messages() for content in line.cards]
    return not agreed or any(agreed[-1].strip() in words for words in shown)


def name_of(meeting: Meeting) -> str:
    """Start and guests: the same on each run, unlike the ids that depend on what was booked first."""
    guests = sorted(guest.mail.lower() for guest in meeting.facts.attendees)
    return f"{meeting.facts.start.isoformat()} {' '.join(guests)}"
