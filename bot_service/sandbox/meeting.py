"""A meeting, as the organiser wants it, and its copy in each mailbox with that person's own answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot_service.sandbox.account import Account
from bot_service.sandbox.diary import BUSY, FREE, TENTATIVE
from bot_service.sandbox.ids import guid

#: What an invited person may answer, in Graph's words.
ACCEPTED, DECLINED, MAYBE, SILENT = "accepted", "declined", "tentativelyAccepted", "notResponded"


@dataclass(frozen=True)
class Invited:
    """One line of the list of attendees."""

    mail: str
    name: str
    kind: str = "required"


@dataclass(frozen=True)
class Facts:
    """What the organiser decides about a meeting. Times are UTC; `zone` is the one it was written in."""

    subject: str
    start: datetime
    end: datetime
    zone: str = "UTC"
    body: str = ""
    body_type: str = "html"
    place: str = ""
    attendees: tuple[Invited, ...] = ()
    categories: tuple[str, ...] = ()
    show_as: str = BUSY
    is_all_day: bool = False
    is_online: bool = False
    hides_attendees: bool = False
    wants_answers: bool = True
    allows_new_times: bool = True
    importance: str = "normal"
    sensitivity: str = "normal"
    reminder_minutes: int = 15
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Meeting:
    """One event, whoever sees it. `answers` is the organiser's tally: mail → answer, when.

    `proposals` are the times that attendees would like better: mail → from, to. A new time wipes them out.
    """

    ical_uid: str
    organiser: Account
    facts: Facts
    created_at: datetime
    changed_at: datetime
    transaction_id: str | None = None
    answers: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    proposals: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    is_cancelled: bool = False
    cancel_comment: str = ""


@dataclass
class Copy:
    """A meeting as it lies in one mailbox. `version` numbers its latest change; `is_gone`: no longer in the calendar.

    `own_categories` are the owner's where she has changed them: categories belong to a mailbox, not to the meeting.
    """

    id: str
    immutable_id: str
    owner: Account
    meeting: Meeting
    version: int
    answer: str = SILENT
    answered_at: datetime | None = None
    is_gone: bool = False
    own_categories: tuple[str, ...] | None = None

    @property
    def categories(self) -> tuple[str, ...]:
        """As they stand in this mailbox."""
        return self.meeting.facts.categories if self.own_categories is None else self.own_categories

    @property
    def is_organiser(self) -> bool:
        """Whether the owner of this mailbox organises it."""
        return self.owner.id == self.meeting.organiser.id

    @property
    def show_as(self) -> str:
        """An unanswered invitation lies in the calendar as tentative."""
        if self.meeting.is_cancelled or self.answer == DECLINED:
            return FREE
        if self.is_organiser or self.answer == ACCEPTED or self.meeting.facts.show_as == FREE:
            return self.meeting.facts.show_as
        return TENTATIVE


def mails_about(before: Facts, after: Facts) -> int:
    """How many mails Outlook sends for a change: one to each attendee, or only to those who were added or taken off."""
    old, new = ({line.mail.lower() for line in facts.attendees} for facts in (before, after))
    told = ("subject", "start", "end", "place", "body", "is_online")
    if any(getattr(before, name) != getattr(after, name) for name in told):
        return len(old | new)
    return len(old ^ new)


def join_link(meeting: Meeting) -> str:
    """The address of the online meeting."""
    return f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{guid(meeting.ical_uid).replace('-', '')}%40thread.v2/0"


def with_changes(facts: Facts, changes: Mapping[str, object]) -> Facts:
    """The facts after a change. What was an online meeting stays one (Microsoft's rule)."""
    changed = replace(facts, **changes)  # type: ignore[arg-type]  # fields by name
    return replace(changed, is_online=changed.is_online or facts.is_online)
