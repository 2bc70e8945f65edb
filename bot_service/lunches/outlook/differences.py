"""What stands in Outlook beside what we know of a lunch: the differences, as plain values. Pure.

What people do to their own copies (mark it free, move a reminder, delete it or its category, decline without an answer)
never reaches the organiser's event, so that there is nothing to see here and nothing follows from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot_service.graph.meeting import Booked

#: Kept as the response of a former guest who has been seen to be off the event: if she is on it again, somebody put her there.
OFF = "off"


@dataclass(frozen=True)
class Seat:
    """The place of a guest who comes, as we know it. `mail` is in lower case, `response` as her row keeps it."""

    person_id: str
    mail: str
    response: str = ""
    proposed_at: datetime | None = None  #: the other time that was looked at already
    has_left: bool = False  #: the company


@dataclass(frozen=True)
class Table:
    """A lunch as we know it.

    `former`: mails of those who had a place and don't come any more; `off`: those of them who have been off the event since.
    `is_open`: people join and leave by a tap here, so that it is the event that follows.
    """

    starts_at: datetime
    ends_at: datetime
    place: str  #: as the event says it
    organiser: str  #: mail in lower case; of a guest, or of a mailbox of ours
    seats: tuple[Seat, ...]
    former: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    if_no_place: str = ""  #: what it means when the event says none
    is_open: bool = False
    is_orphaned: bool = False  #: the guest who organises it works here no more


@dataclass(frozen=True)
class Responded:
    """She accepted, answered tentatively, or a change of the time has wiped out what she had answered (``""``)."""

    person_id: str
    response: str


@dataclass(frozen=True)
class Declined:
    person_id: str


@dataclass(frozen=True)
class Proposed:
    """She would rather meet then; `declines`: otherwise she doesn't come."""

    person_id: str
    start: datetime
    end: datetime
    declines: bool = False


@dataclass(frozen=True)
class ProposalGone:
    """What she proposed doesn't stand there any more: she has answered anew, or a new time has wiped it out."""

    person_id: str


@dataclass(frozen=True)
class Uninvited:
    """Somebody with rights took her off the event."""

    person_id: str


@dataclass(frozen=True)
class NotYetInvited:
    """She took a place at an open table and is not on the event."""

    person_id: str


@dataclass(frozen=True)
class StillInvited:
    """This mail is on the event although she doesn't come any more."""

    mail: str


@dataclass(frozen=True)
class TakenOff:
    """This mail of somebody who doesn't come any more is off the event."""

    mail: str


@dataclass(frozen=True)
class Forwarded:
    """Somebody we did not invite is on the event, or one who was off it has been put on it again."""

    mail: str


@dataclass(frozen=True)
class Moved:
    """It stands at another time. `is_wished`: at one that a guest proposed."""

    start: datetime
    end: datetime
    is_wished: bool = False


@dataclass(frozen=True)
class PlaceChanged:
    place: str


@dataclass(frozen=True)
class Gone:
    """Deleted or cancelled by somebody with rights."""


@dataclass(frozen=True)
class Left:
    """She works here no more."""

    person_id: str


@dataclass(frozen=True)
class OrganiserLeft:
    """The guest in whose calendar the event lies works here no more, so that nobody can keep it."""


@dataclass(frozen=True)
class Away:
    """She is out of office then."""

    person_id: str


Difference = (
    Responded
    | Declined
    | Proposed
    | ProposalGone
    | Uninvited
    | NotYetInvited
    | StillInvited
    | TakenOff
    | Forwarded
    | Moved
    | PlaceChanged
    | Gone
    | Left
    | OrganiserLeft
    | Away
)


def differences(table: Table, booked: Booked | None, *, away: frozenset[str] = frozenset()) -> list[Difference]:
    """What differs between a table and its event (None: gone), in the order in which it is dealt with.

    `away`: ids of guests who are out of office. The same event twice, taken over in between, has no differences.
    """
    return [*_without_event(table, away), *(_with_event(table, booked) if booked else [Gone()])]


def people_differences(table: Table, *, away: frozenset[str] = frozenset()) -> list[Difference]:
    """What can be known of a table whose event can't be seen."""
    return list(_without_event(table, away))


def _without_event(table: Table, away: frozenset[str]) -> Iterator[Difference]:
    if table.is_orphaned:
        yield OrganiserLeft()
    for seat in table.seats:
        if seat.has_left:
            yield Left(seat.person_id)
        elif seat.person_id in away:
            yield Away(seat.person_id)


def _with_event(table: Table, booked: Booked) -> Iterator[Difference]:
    if booked.cancelled:
        yield Gone()
        return
    if (booked.start, booked.end) != (table.starts_at, table.ends_at):
        wished = any(start == booked.start for start, _ in booked.proposals.values())
        yield Moved(booked.start, booked.end, is_wished=wished)
    if (booked.place or table.if_no_place) != table.place:
        yield PlaceChanged(booked.place)
    gone = {seat.mail for seat in table.seats if seat.has_left} | table.former
    strangers = booked.guests - gone - {seat.mail for seat in table.seats} - {table.organiser}
    for seat in table.seats:
        if seat.mail in booked.guests and not seat.has_left:
            yield from _of_guest(seat, booked)
        elif not seat.has_left and seat.mail != table.organiser:
            yield from _of_missing(seat, strangers, is_open=table.is_open)
    back = {mail for mail in booked.guests & table.off if booked.responses.get(mail) != "declined"}
    yield from (StillInvited(mail) for mail in sorted(booked.guests & gone - back))
    yield from (TakenOff(mail) for mail in sorted(table.former - table.off - booked.guests - {table.organiser}))
    yield from (Forwarded(mail) for mail in sorted(strangers | back))


def _of_missing(seat: Seat, strangers: frozenset[str], *, is_open: bool) -> Iterator[Difference]:
    """She is not on the event. Beside a stranger she may be that one, under an address that she had before."""
    if is_open:
        yield NotYetInvited(seat.person_id)
    elif not strangers:
        yield Uninvited(seat.person_id)


def _of_guest(seat: Seat, booked: Booked) -> Iterator[Difference]:
    said = booked.responses.get(seat.mail, "none")
    proposal = booked.proposals.get(seat.mail)
    if proposal is None and seat.proposed_at is not None:
        yield ProposalGone(seat.person_id)
    if proposal and proposal != (booked.start, booked.end) and proposal[0] != seat.proposed_at:
        yield Proposed(seat.person_id, *proposal, declines=said == "declined")
    elif said == "declined":
        yield Declined(seat.person_id)
        return
    response = {"none": "", "declined": seat.response}.get(said, said)
    if response != seat.response:
        yield Responded(seat.person_id, response)
