"""What a colleague knows from her calendar: when she is away, what she is invited to, whom she met last over lunch."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot_service.sandbox import card
from bot_service.sandbox.account import Account
from bot_service.sandbox.conversations import PRESS
from bot_service.sandbox.diary import AWAY
from bot_service.sandbox.meeting import DECLINED, Copy, Meeting
from bot_service.sandbox.workday import Span
from bot_service.sandbox.world import World

_LOOK_AHEAD = timedelta(days=45)
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
