"""A lunch as an Outlook event: what we ask Exchange to keep, and what it says it keeps."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.location import Location
from msgraph.generated.models.online_meeting_provider_type import OnlineMeetingProviderType
from msgraph.generated.models.single_value_legacy_extended_property import SingleValueLegacyExtendedProperty

from bot_service.graph.zones import moment

CATEGORY = "Potluck"
#: The name under which our lunch's id travels with its event; the GUID is ours alone and never changes.
LUNCH_ID = "String {7d6e2f0c-6a0b-5a55-9a4e-3c1f8f5f0b6d} Name LunchId"
_ANSWERS = {"accepted": "accepted", "declined": "declined", "tentativelyAccepted": "tentative"}


@dataclass(frozen=True)
class Guest:
    """Somebody invited, by mail address."""

    mail: str
    name: str


@dataclass(frozen=True)
class Meeting:
    """What shall stand in the guests' calendars. Times are aware.

    `kind`: mixer, host, team table, open table, again, lottery or on demand. The organiser is none of the guests.
    """

    subject: str
    html: str
    start: datetime
    end: datetime
    place: str
    online: bool
    guests: tuple[Guest, ...]
    kind: str
    lunch_id: str


@dataclass(frozen=True)
class Booked:
    """The event as Exchange keeps it in the organiser's calendar. Times are UTC, mails in lower case.

    `guests`: who is invited, also who was forwarded to, without rooms and the organiser. `responses`: mail → `none`,
    `accepted`, `declined` or `tentative`. `proposals`: mail → the time that she would rather have. `is_online`: there is a
    Teams meeting to join.
    """

    event_id: str
    i_cal_uid: str
    start: datetime
    end: datetime
    cancelled: bool
    responses: Mapping[str, str]
    place: str = ""
    is_online: bool = False
    guests: frozenset[str] = frozenset()
    proposals: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    organiser: str = ""


def event_of(meeting: Meeting, transaction_id: str) -> Event:
    """The event to create: learn.microsoft.com/graph/api/user-post-events.

    Guests may propose other times: their proposals come with the event, and are followed.
    """
    event = Event(
        subject=meeting.subject,
        body=ItemBody(content_type=BodyType.Html, content=meeting.html),
        start=graph_time(meeting.start),
        end=graph_time(meeting.end),
        location=Location(display_name=meeting.place),
        attendees=[_required(guest) for guest in meeting.guests],
        categories=[CATEGORY, meeting.kind],
        allow_new_time_proposals=True,
        response_requested=True,
        transaction_id=transaction_id,
        single_value_extended_properties=[SingleValueLegacyExtendedProperty(id=LUNCH_ID, value=meeting.lunch_id)],
    )
    if meeting.online:
        event.is_online_meeting = True
        event.online_meeting_provider = OnlineMeetingProviderType.TeamsForBusiness
    return event


def change_of(times: tuple[datetime, datetime] | None, place: str | None) -> Event:
    """What a change sends: only what is given. Never the body, with which an online meeting would lose its link."""
    event = Event()
    if times is not None:
        event.start, event.end = graph_time(times[0]), graph_time(times[1])
    if place is not None:
        event.location = Location(display_name=place)
    return event


def seats_of(event: Mapping[str, Any], invite: Sequence[Guest], uninvite: Collection[str]) -> Event | None:
    """The change after which these guests are invited too, and those mails (lower case) no more; None: it is so already.

    A PATCH of attendees replaces them all, so that everybody else is sent as she stands there: rooms and optional ones too.
    """
    lines = event.get("attendees") or ()
    staying = [line for line in lines if _mail(line) not in uninvite]
    there = {_mail(line) for line in staying}
    new = [guest for guest in invite if guest.mail.lower() not in there]
    if not new and len(staying) == len(lines):
        return None
    return Event(attendees=[*(_as_it_stands(line) for line in staying), *(_required(guest) for guest in new)])


def _as_it_stands(line: Mapping[str, Any]) -> Attendee:
    address = line.get("emailAddress") or {}
    kind = AttendeeType(line.get("type") or AttendeeType.Required)
    return Attendee(type=kind, email_address=EmailAddress(address=address.get("address"), name=address.get("name")))


def _required(guest: Guest) -> Attendee:
    return Attendee(type=AttendeeType.Required, email_address=EmailAddress(address=guest.mail, name=guest.name))


def booked_in(event: Mapping[str, Any]) -> Booked:
    """Read an event's JSON: learn.microsoft.com/graph/api/resources/event."""
    organiser = _mail(event.get("organizer"))
    invited = {mail: attendee for mail, attendee in _invited(event) if mail != organiser}
    return Booked(
        event_id=event["id"],
        i_cal_uid=event["iCalUId"],
        start=moment(event["start"]),
        end=moment(event["end"]),
        cancelled=bool(event.get("isCancelled")),
        responses={mail: _answer_of(attendee) for mail, attendee in invited.items()},
        place=(event.get("location") or {}).get("displayName") or "",
        is_online=bool(event.get("isOnlineMeeting") and (event.get("onlineMeeting") or {}).get("joinUrl")),
        guests=frozenset(invited),
        proposals={
            mail: (moment(proposed["start"]), moment(proposed["end"]))
            for mail, attendee in invited.items()
            if (proposed := attendee.get("proposedNewTime")) and proposed.get("start") and proposed.get("end")
        },
        categories=tuple(event.get("categories") or ()),
        organiser=organiser,
    )


def _invited(event: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for attendee in event.get("attendees") or ():
        if attendee.get("type") != "resource" and (mail := _mail(attendee)):
            yield mail, attendee


def _mail(recipient: Mapping[str, Any] | None) -> str:
    return (((recipient or {}).get("emailAddress") or {}).get("address") or "").lower()


def _answer_of(attendee: Mapping[str, Any]) -> str:
    """`none` and `notResponded` mean the same to us: she has not answered."""
    return _ANSWERS.get((attendee.get("status") or {}).get("response") or "", "none")


def graph_time(at: datetime) -> DateTimeTimeZone:
    """A moment as Graph takes it, in UTC. It wants no offset in `dateTime` beside a `timeZone`."""
    return DateTimeTimeZone(
        date_time=at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds"), time_zone="UTC"
    )


def graph_instant(at: datetime) -> str:
    """A moment as a query takes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
