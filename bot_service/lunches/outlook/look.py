"""One look at a booked lunch: all that has to be read before anything is done, so that what follows is decided in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot_service import clock
from bot_service.graph.calendars import Booked, Calendars
from bot_service.graph.trouble import MailboxUnfit
from bot_service.lunches.offers.invite import ONLINE
from bot_service.lunches.offers.organisers import note_fault
from bot_service.lunches.outlook.differences import (
    OFF,
    Away,
    Difference,
    Moved,
    OrganiserLeft,
    Proposed,
    Seat,
    Table,
    differences,
    people_differences,
)
from bot_service.lunches.outlook.suiting import Span, is_away, suits
from bot_service.lunches.programs.round import OPEN_TABLE
from bot_service.lunches.tables.lunch import Guest, Lunch, guests_of
from bot_service.lunches.times.availability import Availability, availabilities
from bot_service.lunches.times.slots import Horizon
from bot_service.people.person import Person, people

#: When everybody's absences are read again, before it begins.
LOOKS_BEFORE = (timedelta(hours=48), timedelta(hours=24))


@dataclass(frozen=True)
class Look:
    """What was seen. `is_seen`: the event could be asked for; without that nothing is known of it.

    `suited`: a time that came up → guest's id → whether it suits her; None: her calendar can't be read.
    """

    lunch: Lunch
    known: Mapping[str, Person]
    booked: Booked | None
    is_seen: bool
    found: list[Difference]
    suited: Mapping[Span, Mapping[str, bool | None]]

    @property
    def has_begun(self) -> bool:
        """From then on, what people do to the event is mostly tidying up."""
        stands_at = self.booked.start if self.booked and not self.booked.cancelled else self.lunch.starts_at
        return stands_at is not None and stands_at <= clock.now()

    @property
    def needs_another_time(self) -> bool:
        """Somebody is away, or nobody is left who can keep it. An event that can't be taken out of the calendars gets no second one."""
        if self.lunch.kind == OPEN_TABLE:
            return False
        return OrganiserLeft() in self.found or (self.is_seen and any(isinstance(one, Away) for one in self.found))

    @property
    def organiser(self) -> Person | None:
        """The guest in whose calendar the event lies; None: it lies in a mailbox of ours."""
        return next((one for one in self.known.values() if one.goes_by(self.lunch.organiser)), None)


async def look_at(lunch: Lunch, calendars: Calendars) -> Look:
    """Read the event, and the calendars of the guests where it matters. Raises `Outage`.

    A mailbox that doesn't show its events any more is noted for `doctor`; the lunch stays in people's calendars.
    """
    guests = await guests_of(lunch.id)
    known = await people({guest.person_id for guest in guests})
    table = table_of(lunch, guests, known)
    booked, is_seen = None, True
    try:
        booked = await calendars.read(lunch.event_id, organiser=lunch.organiser)
    except MailboxUnfit as unfit:
        is_seen = False
        await note_fault(lunch.organiser, unfit.sentence)
    away = await _who_is_away(lunch, table, known, _event(table, booked, is_seen=is_seen), calendars)
    found = differences(table, booked, away=away) if is_seen else people_differences(table, away=away)
    suited = {}
    if booked is not None:
        for span in _times_in(found):
            suited[span] = await _whom_suits(span, lunch, table, known, booked, calendars)
    return Look(lunch, known, booked, is_seen, found, suited)


def table_of(lunch: Lunch, guests: list[Guest], known: Mapping[str, Person]) -> Table:
    """A lunch as its rows tell it."""
    assert lunch.starts_at is not None
    sitting = [guest for guest in guests if guest.answer == "yes"]
    mails = {one: person.mail.lower() for one, person in known.items()}
    names = {person.principal_name.lower(): person.mail.lower() for person in known.values()}
    left = {
        guest.person_id for guest in guests if guest.person_id not in known or known[guest.person_id].state == "left"
    }
    former = [guest for guest in guests if guest not in sitting and guest.person_id in mails]
    nowhere = ONLINE if lunch.is_online else ""
    organiser = names.get(lunch.organiser.lower(), lunch.organiser.lower())
    return Table(
        starts_at=lunch.starts_at,
        ends_at=lunch.ends_at,
        place=lunch.place or nowhere,
        organiser=organiser,
        seats=tuple(
            Seat(
                guest.person_id,
                mails.get(guest.person_id, ""),
                guest.response,
                guest.proposed_at,
                has_left=guest.person_id in left,
            )
            for guest in sitting
        ),
        former=frozenset(mails[guest.person_id] for guest in former),
        off=frozenset(mails[guest.person_id] for guest in former if guest.response == OFF),
        if_no_place=nowhere,
        is_open=lunch.kind == OPEN_TABLE,
        is_orphaned=bool(organiser) and any(mails.get(one) == organiser for one in left),
    )


def _event(table: Table, booked: Booked | None, *, is_seen: bool) -> Span | None:
    if booked is None:
        return None if is_seen else (table.starts_at, table.ends_at)
    return None if booked.cancelled else (booked.start, booked.end)


async def _who_is_away(
    lunch: Lunch, table: Table, known: Mapping[str, Person], event: Span | None, calendars: Calendars
) -> frozenset[str]:
    """Asked in the last two days before it. `event`: the time at which it stands in calendars; None: in none any more."""
    span = event or (table.starts_at, table.ends_at)
    if not span[0] - LOOKS_BEFORE[0] <= clock.now() < span[0]:
        return frozenset()
    read = await _read(span, lunch, table, known, None, calendars)
    return frozenset(one for one, availability in read.items() if is_away(availability, span, event))


def _times_in(found: list[Difference]) -> list[Span]:
    return [(one.start, one.end) for one in found if isinstance(one, Moved | Proposed)]


async def _whom_suits(
    span: Span, lunch: Lunch, table: Table, known: Mapping[str, Person], booked: Booked, calendars: Calendars
) -> dict[str, bool | None]:
    """Guest's id → whether she is at work and free then. The lunch itself, wherever it stands now, is not in its own way."""
    read = await _read(span, lunch, table, known, (booked.start, booked.end), calendars)
    return {one: suits(availability, span) for one, availability in read.items()}


async def _read(
    span: Span, lunch: Lunch, table: Table, known: Mapping[str, Person], event: Span | None, calendars: Calendars
) -> Mapping[str, Availability]:
    """The calendars of whoever sits there, around a time; nothing where no mailbox of ours may ask."""
    sitting = [known[seat.person_id] for seat in table.seats if not seat.has_left]
    horizon = Horizon.between(span[0].replace(minute=0, second=0, microsecond=0), span[1])
    try:
        return await availabilities(sitting, horizon, calendars, besides=event, lunch_id=lunch.id)
    except MailboxUnfit:
        return {}
