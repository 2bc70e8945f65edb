"""When people are free, and the lunches in their calendars: Exchange through Graph, from the organisers' mailboxes alone.

getSchedule and events are all addressed to an organiser, so that the app needs no access to anybody else's mailbox;
guests are read as the company shares free and busy times anyway, and invited by the organiser's mail.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot_service import clock
from bot_service.errors import Outage, Refusal
from bot_service.graph import requests
from bot_service.graph.client import GraphClient
from bot_service.graph.free_busy import read_schedules
from bot_service.graph.meeting import Booked, Guest, Meeting, booked_in, change_of, event_of, seats_of
from bot_service.graph.schedule import Schedule, WorkingHours
from bot_service.graph.trouble import Conflict, MailboxUnfit, NotThere, NotUnderstood

__all__ = ["Booked", "Calendars", "Guest", "MailboxUnfit", "Meeting", "NotThere", "Schedule", "WorkingHours"]

USED_BEFORE = "ErrorDuplicateTransactionId"
TEAMS = "teamsForBusiness"
#: A licence rarely comes or goes.
REMEMBERED_FOR = timedelta(days=1)
GIVEN_BACK = "This invitation could not be completed; another one follows."


class Calendars:
    """The calendars of everybody, seen and written from the mailboxes of the `organisers` (addresses; the first is the default).

    Wherever an `organiser` is named, "" means the default. What a mailbox can't do is a `MailboxUnfit`, and another may.
    """

    def __init__(self, client: GraphClient, organisers: Sequence[str]) -> None:
        self._client = client
        self.organisers = tuple(organisers)
        self._meets_online: dict[str, tuple[bool, datetime]] = {}

    @property
    def is_shadow(self) -> bool:
        """Whether they are only looked at, and every change is refused."""
        return self._client.is_shadow

    @property
    def organiser(self) -> str:
        """The default."""
        return self.organisers[0]

    async def schedules(self, mails: Sequence[str], start: datetime, end: datetime) -> dict[str, Schedule]:
        """Return mail in lower case → Schedule for each mail asked, between two aware moments less than 62 days apart.

        A mailbox that can't be read is in the answer with its `fault`. Raises `Outage`, or `MailboxUnfit` where none of the
        organisers' mailboxes may ask.
        """
        return await read_schedules(self._client, self.organisers, mails, start, end)

    def payload(self, meeting: Meeting, transaction_id: str) -> bytes:
        """Render the event that `book` sends. Store it first: a repeat must be the same, byte for byte."""
        content = requests.create_event(
            self._client.builders, self.organiser, event_of(meeting, transaction_id)
        ).content
        assert content is not None  # an event always has one
        return content

    async def book(self, meeting: Meeting, payload: bytes | None, transaction_id: str, *, organiser: str) -> Booked:
        """Put the lunch into all guests' calendars and return it. Asking again with the same payload books nothing new.

        Raises `Outage` also when the answer was lost: ask again. Raises a `Refusal` (`cancelled_before`) when this
        transaction id made an event that is gone since: a new booking takes a new attempt's id. Raises `MailboxUnfit` when
        nothing of this lunch stands in the organiser's calendar (any more): book it with another organiser.
        """
        organiser = organiser or self.organiser
        if meeting.online and not await self.may_meet_online(organiser):
            raise await self._given_back(meeting.lunch_id, MailboxUnfit(organiser, "no_online_meetings"))
        sent = payload or self.payload(meeting, transaction_id)
        booked = await self._create(meeting, sent, organiser)
        if meeting.online and not booked.is_online:
            booked = await self.read(booked.event_id, organiser=organiser) or booked
            if not booked.is_online:
                raise await self._given_back(meeting.lunch_id, MailboxUnfit(organiser, "no_online_meetings"))
        return booked

    async def find(self, lunch_id: str, *, organiser: str) -> Booked | None:
        """Return the event that carries this lunch's id; one that still stands is preferred to a cancelled one."""
        organiser = organiser or self.organiser
        request = requests.find_events(self._client.builders, organiser, lunch_id)
        answer = await self._client.answer(request, mailbox=organiser)
        found = sorted((booked_in(event) for event in answer["value"]), key=lambda booked: booked.cancelled)
        return found[0] if found else None

    async def read(self, event_id: str, *, organiser: str) -> Booked | None:
        """Return the event as it is now, with everybody's answers; None when it is gone."""
        organiser = organiser or self.organiser
        request = requests.read_event(self._client.builders, organiser, event_id)
        try:
            return booked_in(await self._client.answer(request, mailbox=organiser))
        except NotThere:
            return None

    async def change(
        self,
        event_id: str,
        *,
        organiser: str,
        start: datetime | None = None,
        end: datetime | None = None,
        place: str | None = None,
    ) -> Booked:
        """Move the lunch, or change its place; guests hear of it by Outlook's mail. What stands so already is left alone.

        So asking again, after a lost answer (`Outage`), tells nobody twice. Raises `NotThere` when it is gone or cancelled.
        """
        organiser = organiser or self.organiser
        stands = await self._standing(event_id, organiser)
        start = start or stands.start
        end = end or start + (stands.end - stands.start)
        is_moved = (start, end) != (stands.start, stands.end)
        new_place = None if place == stands.place else place
        if not is_moved and new_place is None:
            return stands
        new = change_of((start, end) if is_moved else None, new_place)
        await self._client.answer(
            requests.change_event(self._client.builders, organiser, event_id, new), mailbox=organiser
        )
        return await self._standing(event_id, organiser)

    async def seat(
        self, event_id: str, *, organiser: str, invite: Sequence[Guest] = (), uninvite: Collection[str] = ()
    ) -> None:
        """Invite these too, and take those mails (lower case) off the event; Outlook writes to nobody else.

        What is so already is left alone. Raises `NotThere` when the event is gone.
        """
        organiser = organiser or self.organiser
        reading = requests.read_event(self._client.builders, organiser, event_id)
        new = seats_of(await self._client.answer(reading, mailbox=organiser), invite, uninvite)
        if new is not None:
            request = requests.change_event(self._client.builders, organiser, event_id, new)
            await self._client.answer(request, mailbox=organiser)

    async def cancel(self, event_id: str, comment: str, *, organiser: str) -> None:
        """Take the lunch out of all calendars; guests get `comment` by mail. Already gone is fine."""
        organiser = organiser or self.organiser
        request = requests.cancel_event(self._client.builders, organiser, event_id, comment)
        try:
            await self._client.answer(request, mailbox=organiser)
        except NotThere:
            return
        except NotUnderstood:
            # Exchange refuses to cancel twice; anything else it refuses is our fault and shall be seen.
            booked = await self.read(event_id, organiser=organiser)
            if booked is not None and not booked.cancelled:
                raise

    async def may_meet_online(self, organiser: str) -> bool:
        """Whether this mailbox may hold Teams meetings; asked once a day."""
        allowed, until = self._meets_online.get(organiser.lower(), (False, clock.now()))
        if clock.now() < until:
            return allowed
        request = requests.read_calendar(self._client.builders, organiser)
        calendar = await self._client.answer(request, mailbox=organiser)
        allowed = TEAMS in (calendar.get("allowedOnlineMeetingProviders") or ())
        self._meets_online[organiser.lower()] = (allowed, clock.now() + REMEMBERED_FOR)
        return allowed

    async def _standing(self, event_id: str, organiser: str) -> Booked:
        booked = await self.read(event_id, organiser=organiser)
        if booked is None or booked.cancelled:
            raise NotThere("This lunch doesn't stand in the calendar any more.")
        return booked

    async def _create(self, meeting: Meeting, payload: bytes, organiser: str) -> Booked:
        request = requests.create_event_again(self._client.builders, organiser, payload)
        try:
            return booked_in(await self._client.answer(request, mailbox=organiser))
        except Conflict as conflict:
            return await self._booked_before(meeting, conflict, organiser)
        except NotUnderstood as refused:
            # Exchange answers a used transactionId with 400 or 409; its code is what counts.
            if refused.code != USED_BEFORE:
                raise
            return await self._booked_before(meeting, Conflict(str(refused), code=refused.code), organiser)
        except MailboxUnfit as unfit:
            return await self._standing_all_the_same(meeting, unfit)

    async def _booked_before(self, meeting: Meeting, conflict: Conflict, organiser: str) -> Booked:
        """An event was made with this transaction id before: return it. Any other conflict passes by itself."""
        if conflict.code != USED_BEFORE:
            raise Outage(conflict.sentence, after=timedelta(seconds=10)) from conflict
        booked = await self.find(meeting.lunch_id, organiser=organiser)
        if booked is None or booked.cancelled:
            raise Refusal("This lunch was booked and cancelled before.", reason="cancelled_before") from conflict
        return booked

    async def _standing_all_the_same(self, meeting: Meeting, unfit: MailboxUnfit) -> Booked:
        """A mailbox that takes nothing more may have taken this one, and only the answer was lost. Raises `unfit` otherwise."""
        try:
            booked = await self.find(meeting.lunch_id, organiser=unfit.mailbox)
        except MailboxUnfit:
            raise unfit from None
        if booked is None or booked.cancelled:
            raise unfit
        return booked

    async def _given_back(self, lunch_id: str, unfit: MailboxUnfit) -> MailboxUnfit:
        """Take out of the calendars what was made in this mailbox all the same; returns `unfit` to be raised."""
        booked = await self.find(lunch_id, organiser=unfit.mailbox)
        if booked is not None and not booked.cancelled:
            await self.cancel(booked.event_id, GIVEN_BACK, organiser=unfit.mailbox)
        return unfit
