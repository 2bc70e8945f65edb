"""Outlook's half of the world: every mailbox, invitations, replies and cancellations.

Mail takes no time here: what the organiser does is seen by the attendees at once, and the other way round.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot_service.sandbox.account import Account
from bot_service.sandbox.clock import Clock
from bot_service.sandbox.company import Company
from bot_service.sandbox.diary import Diary, Entry
from bot_service.sandbox.ids import event_id, ical_uid
from bot_service.sandbox.meeting import DECLINED, SILENT, Copy, Facts, Invited, Meeting

#: What happened to one copy of a meeting, in the words of Graph's change notifications.
Change = Literal["created", "updated", "deleted"]
#: Told of each change in any mailbox: whose mailbox, the copy as it is now, and what happened to it.
Listener = Callable[[str, Copy, Change], None]


class TransactionIdTaken(Exception):  # noqa: N818 - what is wrong, in plain words
    """The transactionId belongs to another event of this mailbox, or to one that is gone."""


class Outlook:
    """All mailboxes of the company."""

    def __init__(self, seed: int, company: Company, clock: Clock) -> None:
        self._seed = seed
        self._company = company
        self._clock = clock
        self._copies: dict[str, list[Copy]] = {}
        self._by_id: dict[tuple[str, str], Copy] = {}
        self._by_ical_uid: dict[str, list[Copy]] = {}
        self._by_transaction: dict[tuple[str, str], tuple[str, Copy]] = {}
        self._diaries: dict[str, Diary] = {}
        self._listeners: list[Listener] = []
        self._booked = 0
        self.version = 0

    def listen(self, listener: Listener) -> None:
        """From now on `listener` hears of every meeting that comes, changes or goes, in the order in which it happens."""
        self._listeners.append(listener)

    def diary(self, owner: Account) -> Diary:
        """Her own entries, which nobody invited her to."""
        diary = self._diaries.get(owner.id)
        if diary is None:
            diary = self._diaries[owner.id] = Diary(self._seed, owner)
        diary.owner = self._company.accounts.get(owner.id, owner)
        return diary

    def note_down(self, owner: Account, entry: Entry) -> None:
        """She puts something into her own diary: a holiday, a lunch by herself. Nobody is told."""
        self.diary(owner).add(entry)
        self.version += 1

    def copies(self, owner: Account) -> Iterator[Copy]:
        """Every meeting that ever lay in her calendar, cancelled and declined ones too, in order of arrival."""
        yield from self._copies.get(owner.id, ())

    def calendar(self, owner: Account, start: datetime, end: datetime) -> list[Copy]:
        """The meetings in her calendar that touch the time from `start` to `end`, by their start."""
        found = [
            copy
            for copy in self.copies(owner)
            if not copy.is_gone and copy.meeting.facts.start < end and copy.meeting.facts.end > start
        ]
        return sorted(found, key=lambda copy: (copy.meeting.facts.start, copy.meeting.ical_uid))

    def taken(self, owner: Account, start: datetime, end: datetime) -> list[Entry]:
        """All of her calendar from `start` to `end` as free/busy sees it: her diary and the meetings, in order."""
        entries = self.diary(owner).entries(start, end)
        for copy in self.calendar(owner, start, end):
            facts = copy.meeting.facts
            entries.append(Entry(facts.start, facts.end, copy.show_as, facts.subject, facts.is_all_day))
        entries.sort()
        return entries

    def find(self, owner: Account, some_id: str) -> Copy | None:
        """A meeting in her calendar by either of its ids."""
        found = self._by_id.get((owner.id, some_id))
        return found if found and not found.is_gone else None

    def invitations(self, owner: Account) -> list[Copy]:
        """Invitations that she has not answered yet."""
        return [
            copy for copy in self.copies(owner) if not copy.is_gone and not copy.is_organiser and copy.answer == SILENT
        ]

    def was_booked(self, organiser: Account, transaction_id: str | None) -> bool:
        """Whether this mailbox has used the transaction id before: then nothing more is sent."""
        return (organiser.id, transaction_id) in self._by_transaction

    def book(
        self, organiser: Account, facts: Facts, *, transaction_id: str | None = None, fingerprint: str = ""
    ) -> Copy:
        """Put a meeting into the organiser's calendar and invite; an identical repeat gives the first one.

        Raises `TransactionIdTaken` where the repeat is not identical (`fingerprint` differs) or the first is gone.
        """
        if transaction_id is not None and (organiser.id, transaction_id) in self._by_transaction:
            before, copy = self._by_transaction[organiser.id, transaction_id]
            if before != fingerprint or copy.is_gone:
                raise TransactionIdTaken(transaction_id)
            return copy
        self._booked += 1
        now = self._clock.now
        meeting = Meeting(ical_uid(self._seed, organiser.id, self._booked), organiser, facts, now, now, transaction_id)
        copy = self._deliver(meeting, organiser)
        if transaction_id is not None:
            self._by_transaction[organiser.id, transaction_id] = fingerprint, copy
        self._invite(meeting)
        return copy

    def change(self, copy: Copy, facts: Facts) -> None:
        """The organiser changes the meeting: a new time must be answered anew, those no longer invited lose it."""
        meeting = copy.meeting
        moved = (facts.start, facts.end) != (meeting.facts.start, meeting.facts.end)
        meeting.facts = facts
        invited = {line.mail.lower() for line in facts.attendees}
        for other in self._by_ical_uid[meeting.ical_uid]:
            if not other.is_organiser and other.owner.mail.lower() not in invited:
                self._take_away(other)
            elif moved and not other.is_organiser:
                other.answer, other.answered_at = SILENT, None
        meeting.proposals = {} if moved else meeting.proposals
        meeting.answers = {} if moved else {mail: said for mail, said in meeting.answers.items() if mail in invited}
        self._invite(meeting)
        self._note_change(meeting)

    def cancel(self, copy: Copy, comment: str = "") -> None:
        """The organiser calls it off: it leaves every calendar."""
        copy.meeting.is_cancelled = True
        copy.meeting.cancel_comment = comment
        copy.meeting.changed_at = self._clock.now
        for other in self._by_ical_uid[copy.meeting.ical_uid]:
            self._take_away(other)

    def remove(self, copy: Copy, *, tell: bool = True) -> None:
        """Delete it: for the organiser that calls it off (unless he doesn't `tell`), an attendee only clears her own calendar."""
        if copy.is_organiser and tell:
            self.cancel(copy)
        else:
            self._take_away(copy)

    def forward(self, copy: Copy, guest: Account) -> None:
        """Somebody passes the invitation on: `guest` has it too, and appears in everybody's list of attendees."""
        meeting = copy.meeting
        if guest.mail.lower() in {line.mail.lower() for line in meeting.facts.attendees}:
            return
        line = Invited(guest.mail, guest.name, "optional")
        meeting.facts = replace(meeting.facts, attendees=(*meeting.facts.attendees, line))
        if not guest.is_guest and not self._holds(guest, meeting):
            self._deliver(meeting, guest)
        self._note_change(meeting)

    def categorise(self, copy: Copy, categories: tuple[str, ...]) -> None:
        """The owner of this mailbox sorts it her own way; nobody else sees that."""
        copy.own_categories = categories
        self._note(copy, "updated")

    def answer(
        self, copy: Copy, answer: str, *, tell: bool = True, proposal: tuple[datetime, datetime] | None = None
    ) -> None:
        """An invited person answers; `tell` is whether the organiser hears of it. A declined one leaves her calendar.

        `proposal` is a time (from, to) that she would like better; the organiser sees it beside her answer until she answers
        anew or the meeting moves.
        """
        now = self._clock.now
        copy.answer, copy.answered_at = answer, now
        if answer == DECLINED:
            self._take_away(copy)
        else:
            self._note(copy, "updated")
        if tell:
            mail = copy.owner.mail.lower()
            copy.meeting.answers[mail] = answer, now
            copy.meeting.proposals.pop(mail, None)
            if proposal is not None:
                copy.meeting.proposals[mail] = proposal
            self._note_change(copy.meeting)

    def _invite(self, meeting: Meeting) -> None:
        for line in meeting.facts.attendees:
            guest = self._company.find(line.mail)
            if guest is None or guest.is_guest or guest.id == meeting.organiser.id:
                continue
            known = self._holds(guest, meeting)
            if known is None:
                self._deliver(meeting, guest)
            elif known.is_gone and known.answer != DECLINED:
                known.is_gone = False
                self._note(known, "created")

    def _deliver(self, meeting: Meeting, owner: Account) -> Copy:
        parts = (owner.id, meeting.ical_uid)
        copy = Copy(event_id(*parts), event_id(*parts, immutable=True), owner, meeting, 0)
        self._copies.setdefault(owner.id, []).append(copy)
        self._by_ical_uid.setdefault(meeting.ical_uid, []).append(copy)
        self._by_id[owner.id, copy.id] = self._by_id[owner.id, copy.immutable_id] = copy
        self._note(copy, "created")
        return copy

    def _holds(self, owner: Account, meeting: Meeting) -> Copy | None:
        return self._by_id.get((owner.id, event_id(owner.id, meeting.ical_uid)))

    def _take_away(self, copy: Copy) -> None:
        """It leaves this one calendar."""
        if not copy.is_gone:
            copy.is_gone = True
            self._note(copy, "deleted")

    def _note_change(self, meeting: Meeting) -> None:
        """Everybody who still has it sees it as it is now."""
        meeting.changed_at = self._clock.now
        for copy in self._by_ical_uid[meeting.ical_uid]:
            if not copy.is_gone:
                self._note(copy, "updated")

    def _note(self, copy: Copy, change: Change) -> None:
        self.version += 1
        copy.version = self.version
        for listener in self._listeners:
            listener(copy.owner.id, copy, change)
