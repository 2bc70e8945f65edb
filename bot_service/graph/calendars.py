"""When people are free, and the lunches in their calendars: Exchange through Graph, from the organiser's mailbox alone.

getSchedule and events are all addressed to the organiser, so that the app needs no access to anybody else's mailbox;
guests are read as the company shares free and busy times anyway, and invited by the organiser's mail.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot_service.errors import Outage, Refusal
from bot_service.graph import requests
from bot_service.graph.client import GraphClient
from bot_service.graph.meeting import Booked, Guest, Meeting, booked_in, event_of
from bot_service.graph.schedule import Schedule, WorkingHours, schedule_in
from bot_service.graph.trouble import Conflict, NotThere, NotUnderstood

__all__ = ["Booked", "Calendars", "Guest", "Meeting", "Schedule", "WorkingHours"]

#: learn.microsoft.com/graph/outlook-get-free-busy-schedule
MAILBOXES_PER_CALL = 20
LONGEST_WINDOW = timedelta(days=62)
USED_BEFORE = "ErrorDuplicateTransactionId"


class Calendars:
    """The calendars of everybody, seen and written from the `organiser`'s mailbox (its address)."""

    def __init__(self, client: GraphClient, organiser: str) -> None:
        self._client = client
        self._organiser = organiser

    async def schedules(self, mails: Sequence[str], start: datetime, end: datetime) -> dict[str, Schedule]:
        """Return mail in lower case → Schedule for each mail asked, between two aware moments less than 62 days apart.

        A mailbox that can't be read is in the answer with its `fault`. Twenty mailboxes go into a call. Raises `Outage`.
        """
        if end - start >= LONGEST_WINDOW:
            raise ValueError("Exchange tells free and busy times for less than 62 days at once.")
        wanted = sorted({mail.lower() for mail in mails})
        chunks = [wanted[at : at + MAILBOXES_PER_CALL] for at in range(0, len(wanted), MAILBOXES_PER_CALL)]
        read = await asyncio.gather(*(self._schedules(chunk, start, end) for chunk in chunks))
        known = {schedule.mail: schedule for chunk in read for schedule in chunk}
        return {mail: known.get(mail) or Schedule(mail, (), None, fault="NoAnswer") for mail in wanted}

    def payload(self, meeting: Meeting, transaction_id: str) -> bytes:
        """Render the event that `book` sends. Store it first: a repeat must be the same, byte for byte."""
        content = requests.create_event(
            self._client.builders, self._organiser, event_of(meeting, transaction_id)
        ).content
        assert content is not None  # an event always has one
        return content

    async def book(self, meeting: Meeting, payload: bytes | None, transaction_id: str) -> Booked:
        """Put the lunch into all guests' calendars and return it. Asking again with the same payload books nothing new.

        Raises `Outage` also when the answer was lost: ask again. Raises a `Refusal` (`cancelled_before`) when this
        transaction id made an event that is gone since: a new booking takes a new attempt's id.
        """
        sent = payload or self.payload(meeting, transaction_id)
        request = requests.create_event_again(self._client.builders, self._organiser, sent)
        try:
            return booked_in(await self._client.answer(request, mailbox=self._organiser))
        except Conflict as conflict:
            return await self._booked_before(meeting, conflict)
        except NotUnderstood as refused:
            # Exchange answers a used transactionId with 400 or 409; its code is what counts.
            if refused.code != USED_BEFORE:
                raise
            return await self._booked_before(meeting, Conflict(str(refused), code=refused.code))

    async def find(self, lunch_id: str) -> Booked | None:
        """Return the event that carries this lunch's id; one that still stands is preferred to a cancelled one."""
        request = requests.find_events(self._client.builders, self._organiser, lunch_id)
        answer = await self._client.answer(request, mailbox=self._organiser)
        found = sorted((booked_in(event) for event in answer["value"]), key=lambda booked: booked.cancelled)
        return found[0] if found else None

    async def read(self, event_id: str) -> Booked | None:
        """Return the event as it is now, with everybody's answers; None when it is gone."""
        request = requests.read_event(self._client.builders, self._organiser, event_id)
        try:
            return booked_in(await self._client.answer(request, mailbox=self._organiser))
        except NotThere:
            return None

    async def cancel(self, event_id: str, comment: str) -> None:
        """Take the lunch out of all calendars; guests get `comment` by mail. Already gone is fine."""
        request = requests.cancel_event(self._client.builders, self._organiser, event_id, comment)
        try:
            await self._client.answer(request, mailbox=self._organiser)
        except NotThere:
            return
        except NotUnderstood:
            # Exchange refuses to cancel twice; anything else it refuses is our fault and shall be seen.
            booked = await self.read(event_id)
            if booked is not None and not booked.cancelled:
                raise

    async def _schedules(self, mails: Sequence[str], start: datetime, end: datetime) -> list[Schedule]:
        request = requests.get_schedule(self._client.builders, self._organiser, mails, start, end)
        answer = await self._client.answer(request, mailbox=self._organiser)
        return [schedule_in(entry) for entry in answer["value"]]

    async def _booked_before(self, meeting: Meeting, conflict: Conflict) -> Booked:
        """An event was made with this transaction id before: return it. Any other conflict passes by itself."""
        if conflict.code != USED_BEFORE:
            raise Outage(conflict.sentence, after=timedelta(seconds=10)) from conflict
        booked = await self.find(meeting.lunch_id)
        if booked is None or booked.cancelled:
            raise Refusal("This lunch was booked and cancelled before.", reason="cancelled_before") from conflict
        return booked
