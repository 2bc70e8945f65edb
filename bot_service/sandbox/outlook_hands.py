"""What people do in Outlook, by themselves or played by a visitor: answer, propose, move, delete, forward, go on holiday.

Whoever has rights on a mailbox does there what its owner can do: for a meeting that it organises, move it or call it off.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot_service.sandbox.account import Account
from bot_service.sandbox.diary import AWAY, BUSY, FREE, Entry
from bot_service.sandbox.meeting import ACCEPTED, DECLINED, MAYBE, Copy, with_changes
from bot_service.sandbox.memory import OURS
from bot_service.sandbox.workday import is_at_work
from bot_service.sandbox.world import World

Wish = Mapping[str, Any]
_STEP = timedelta(minutes=30)
_LATER_BY_HALF_HOURS = range(1, 144)


class CantBeDone(LookupError):  # noqa: N818 - what is wrong, in plain words
    """Outlook has no such button here; the message says why."""


class OutlookHands:
    """Does things in the Outlook of one world, at the present moment of its clock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._at_meetings: dict[str, Callable[[Copy, Wish], None]] = {
            "accept": lambda copy, wish: self._answer(copy, ACCEPTED, wish),
            "tentative": lambda copy, wish: self._answer(copy, MAYBE, wish),
            "decline": lambda copy, wish: self._answer(copy, DECLINED, wish),
            "propose": self._propose,
            "move": self._move,
            "place": self._place,
            "delete": self._delete,
            "forward": self._forward,
            "uncategorise": self._uncategorise,
        }
        self._in_diary: dict[str, Callable[[Account, Wish], None]] = {
            "away": lambda owner, wish: self._note_down(owner, AWAY, "Out of office", wish),
            "block": lambda owner, wish: self._note_down(owner, BUSY, "Lunch", wish),
            "leave": self._leave,
            "relocate": self._relocate,
            "share": self._share,
        }

    @property
    def deeds(self) -> list[str]:
        """Everything that can be done, by its word."""
        return [*self._at_meetings, *self._in_diary]

    def do(self, owner: Account, deed: str, wish: Wish | None = None) -> Copy | None:
        """Do `deed` in the mailbox of `owner`; gives the copy it was done to, None where it was no meeting.

        `wish`: `event` (either id, or the iCalUId; left out: her next lunch), `start` and `end` (with a zone) or `by` (minutes
        later), `place`, `to` (a person), `tell` (false: the others get no mail), `answer` (of who proposes a time:
        "decline"), `subject`, `zone`, `how` ("deleted": the account is gone, not only disabled). Raises `CantBeDone`.
        """
        wish = wish or {}
        if deed in self._in_diary:
            self._in_diary[deed](owner, wish)
            return None
        if deed not in self._at_meetings:
            raise CantBeDone(f"“do” must be one of {', '.join(self.deeds)}.")
        copy = self.find(owner, str(wish.get("event") or ""))
        self._at_meetings[deed](copy, wish)
        return copy

    def find(self, owner: Account, event: str = "") -> Copy:
        """A meeting in her calendar by one of its ids; her next lunch where none is named. Raises `CantBeDone`."""
        now = self._world.clock.now
        ahead = [copy for copy in self._world.outlook.copies(owner) if not copy.is_gone]
        if event:
            found = [copy for copy in ahead if event in {copy.id, copy.immutable_id, copy.meeting.ical_uid}]
        else:
            found = [copy for copy in ahead if OURS in copy.meeting.facts.categories and copy.meeting.facts.start > now]
        if not found:
            raise CantBeDone(f"{owner.name} has no such meeting in the calendar.")
        return min(found, key=lambda copy: (copy.meeting.facts.start, copy.meeting.ical_uid))

    def _answer(self, copy: Copy, answer: str, wish: Wish) -> None:
        if copy.is_organiser:
            raise CantBeDone("Who organises a meeting doesn't answer it.")
        self._world.outlook.answer(copy, answer, tell=_tells(wish))

    def _propose(self, copy: Copy, wish: Wish) -> None:
        if copy.is_organiser or not copy.meeting.facts.allows_new_times:
            raise CantBeDone("No new time can be proposed for this meeting.")
        answer = DECLINED if wish.get("answer") in {"decline", DECLINED} else MAYBE
        self._world.outlook.answer(copy, answer, proposal=self._span(copy, wish))

    def _move(self, copy: Copy, wish: Wish) -> None:
        start, end = self._span(self._organised(copy), wish)
        self._world.outlook.change(copy, with_changes(copy.meeting.facts, {"start": start, "end": end}))

    def _place(self, copy: Copy, wish: Wish) -> None:
        changed = with_changes(self._organised(copy).meeting.facts, {"place": str(wish.get("place") or "")})
        self._world.outlook.change(copy, changed)

    def _delete(self, copy: Copy, wish: Wish) -> None:
        """An organiser's deletion calls it off; an attendee's tells nobody, unless she wants to `tell`: then she declines."""
        if not copy.is_organiser and wish.get("tell") is not None and _tells(wish):
            self._world.outlook.answer(copy, DECLINED)
        else:
            self._world.outlook.remove(copy, tell=_tells(wish))

    def _forward(self, copy: Copy, wish: Wish) -> None:
        guest = self._world.company.find(str(wish.get("to") or ""))
        if guest is None:
            raise CantBeDone("“to” must name somebody of the directory.")
        self._world.outlook.forward(copy, guest)

    def _uncategorise(self, copy: Copy, wish: Wish) -> None:
        del wish
        self._world.outlook.categorise(copy, ())

    def _note_down(self, owner: Account, show_as: str, subject: str, wish: Wish) -> None:
        start, end = _moment(wish, "start"), _moment(wish, "end")
        if start is None or end is None or end <= start:
            raise CantBeDone("“start” and “end” must be times with their zone, in this order.")
        zone = owner.zone_info
        whole_days = all(edge.astimezone(zone).time() == time() for edge in (start, end))
        words, now = str(wish.get("subject") or subject), self._world.clock.now
        entry = Entry(start, end, show_as, words, is_all_day=whole_days, noted_at=now)
        self._world.outlook.note_down(owner, entry)

    def _leave(self, owner: Account, wish: Wish) -> None:
        if wish.get("how") == "deleted":
            self._world.company.remove(owner.id)
        else:
            self._world.company.change(owner.id, is_enabled=False)

    def _relocate(self, owner: Account, wish: Wish) -> None:
        zone = str(wish.get("zone") or "")
        if not self._world.company.has_office_in(zone):
            raise CantBeDone(f"{self._world.company.name} has no office in the zone “{zone}”.")
        self._world.company.change(owner.id, zone=zone)

    def _share(self, owner: Account, wish: Wish) -> None:
        self._world.company.change(owner.id, shares_details=_tells(wish))

    def _organised(self, copy: Copy) -> Copy:
        if not copy.is_organiser:
            raise CantBeDone(f"{copy.owner.name} doesn't organise this meeting.")
        return copy

    def _span(self, copy: Copy, wish: Wish) -> tuple[datetime, datetime]:
        """The time wished for: from `start` on, `by` minutes later than now planned, or the next that suits its owner."""
        facts, start = copy.meeting.facts, _moment(wish, "start")
        length = facts.end - facts.start
        if start is None and wish.get("by") is not None:
            start = facts.start + _minutes(wish["by"])
        start = start or next(self._free_for(copy.owner, facts.start, length), facts.start + _STEP)
        return start, _moment(wish, "end") or start + length

    def _free_for(self, owner: Account, after: datetime, length: timedelta) -> Iterator[datetime]:
        """Later times, half hour by half hour, at which she works and has nothing else."""
        for step in _LATER_BY_HALF_HOURS:
            start = after + step * _STEP
            at_work = is_at_work(owner, start) and is_at_work(owner, start + length - _STEP / 2)
            taken = self._world.outlook.taken(owner, start, start + length) if at_work else []
            if at_work and all(entry.show_as == FREE for entry in taken):
                yield start


def _tells(wish: Wish) -> bool:
    return wish.get("tell") not in {False, "no", "false"}


def _minutes(by: object) -> timedelta:
    try:
        return timedelta(minutes=float(str(by)))
    except ValueError:
        raise CantBeDone("“by” must be a number of minutes.") from None


def _moment(wish: Wish, name: str) -> datetime | None:
    if not wish.get(name):
        return None
    try:
        moment = datetime.fromisoformat(str(wish[name]))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise CantBeDone(f"“{name}” must be a time with its zone, such as 2026-01-14T12:00:00Z.")
    return moment.astimezone(UTC)
