"""What fills colleagues' days without us: meetings, focus time, days off. Made week by week, when somebody looks.

About half of the working day is taken; around noon most people are free, but not all and not always.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from bot_service.sandbox.account import Account

BUSY, TENTATIVE, AWAY, FREE, ELSEWHERE = "busy", "tentative", "oof", "free", "workingElsewhere"

_STEP = timedelta(minutes=30)
_NOON = (time(11, 30), time(14))
_SUBJECTS = (
    "1:1", "Project review", "Customer call", "Planning", "Interview", "Budget check", "Design critique", "Demo", "Supplier call",
    "Retrospective", "Workshop", "Onboarding", "Roadmap", "Quarterly review", "Focus time",
)  # fmt: skip


class Entry(NamedTuple):
    """One thing in a diary: from and to in UTC, and how Outlook shows it."""

    start: datetime
    end: datetime
    show_as: str
    subject: str
    is_all_day: bool = False
    number: int = 0  # of what its owner put in herself; 0: it was drawn
    noted_at: datetime | None = None  # when she put it in


class Diary:
    """One colleague's own entries. What is drawn never overlaps; the same seed gives the same days, whichever is looked at first.

    `owner` is she as she is now: who moves to another zone has new weeks there, what was already planned stays.
    """

    def __init__(self, seed: int, owner: Account) -> None:
        self._seed = seed
        self.owner = owner
        self._weeks: dict[date, tuple[Entry, ...]] = {}
        self._added: list[Entry] = []
        habits = random.Random(f"{seed}/{owner.id}/habits")  # noqa: S311 - seeded chance is the point
        self._busyness = habits.uniform(0.40, 0.58)
        self._noon_habit = habits.choice(owner.hours.days) if habits.random() < 0.2 else None
        self._noon_subject = "Lunch" if habits.random() < 0.4 else "Gym"
        meeting = random.Random(f"{seed}/{owner.team}/weekly")  # noqa: S311 - same
        self._team_day = meeting.randrange(4)

    def add(self, entry: Entry) -> None:
        """She enters something herself, over whatever is there."""
        self._added.append(entry._replace(number=len(self._added) + 1))

    def entries(self, start: datetime, end: datetime) -> list[Entry]:
        """Everything that touches the time from `start` to `end`, in order."""
        zone = self.owner.zone_info
        monday = _monday(start.astimezone(zone).date())
        last = end.astimezone(zone).date()
        found = []
        while monday <= last:
            found += [entry for entry in self._week(monday) if entry.start < end and entry.end > start]
            monday += timedelta(weeks=1)
        if self._added:
            found += [entry for entry in self._added if entry.start < end and entry.end > start]
            found.sort()
        return found

    @staticmethod
    def parts(owner: Account, entry: Entry) -> tuple[object, ...]:
        """What the ids of an entry are made of."""
        return owner.id, "diary", entry.start.isoformat(), *([entry.number] if entry.number else [])

    def is_away(self, at: datetime) -> bool:
        """Whether she is on holiday or has the day off."""
        return any(entry.show_as == AWAY for entry in self.entries(at, at + timedelta(minutes=1)))

    def is_working(self, at: datetime) -> bool:
        """Whether she is at work at this moment: her day, her hours, not away."""
        local = at.astimezone(self.owner.zone_info)
        hours = self.owner.hours
        return local.weekday() in hours.days and hours.start <= local.time() < hours.end and not self.is_away(at)

    def _week(self, monday: date) -> tuple[Entry, ...]:
        if monday not in self._weeks:
            chance = random.Random(f"{self._seed}/{self.owner.id}/{monday}")  # noqa: S311 - same
            self._weeks[monday] = tuple(self._fill_week(monday, chance)) if self.owner.team else ()
        return self._weeks[monday]

    def _fill_week(self, monday: date, chance: random.Random) -> Iterator[Entry]:
        if chance.random() < 0.06:
            yield self._away(monday, 5, "Holiday")
            return
        for day in self.owner.hours.days:
            if chance.random() < 0.02:
                yield self._away(monday + timedelta(days=day), 1, "Day off")
            else:
                yield from self._fill_day(monday + timedelta(days=day), chance)

    def _away(self, first: date, days: int, subject: str) -> Entry:
        zone = self.owner.zone_info
        start = datetime.combine(first, time(), zone).astimezone(UTC)
        end = datetime.combine(first + timedelta(days=days), time(), zone).astimezone(UTC)
        return Entry(start, end, AWAY, subject, is_all_day=True)

    def _fill_day(self, day: date, chance: random.Random) -> list[Entry]:
        """Put meetings on half hours until the day is as full as this person's days are."""
        zone = self.owner.zone_info
        start = datetime.combine(day, self.owner.hours.start, zone).astimezone(UTC)
        end = datetime.combine(day, self.owner.hours.end, zone).astimezone(UTC)
        noon = tuple(datetime.combine(day, moment, zone).astimezone(UTC) for moment in _NOON)
        taken = [entry for entry in self._standing(day) if start <= entry.start and entry.end <= end]
        wanted = (end - start) * self._busyness * chance.uniform(0.8, 1.2)
        steps = int((end - start) / _STEP)
        filled = sum((entry.end - entry.start for entry in taken), timedelta())
        for _ in range(40):
            if filled >= wanted:
                break
            begin = start + chance.randrange(steps) * _STEP
            stop = begin + chance.choices((1, 2, 3, 4), (45, 35, 12, 8))[0] * _STEP
            at_noon = begin < noon[1] and stop > noon[0]
            if (
                stop > end
                or any(begin < entry.end and stop > entry.start for entry in taken)
                or (at_noon and chance.random() > 0.05)
            ):
                continue
            show_as = chance.choices((BUSY, TENTATIVE, ELSEWHERE, FREE), (86, 8, 3, 3))[0]
            filled += stop - begin
            taken.append(Entry(begin, stop, show_as, chance.choice(_SUBJECTS)))
        return sorted(taken)

    def _standing(self, day: date) -> Iterator[Entry]:
        """The team's weekly hour is at the same moment for all; a few have a fixed thing to do at noon."""
        if day.weekday() == self._team_day:
            begin = datetime.combine(day, time(15), UTC)
            yield Entry(begin, begin + timedelta(hours=1), BUSY, f"{self.owner.team} weekly")
        if day.weekday() == self._noon_habit:
            begin = datetime.combine(day, time(12), self.owner.zone_info).astimezone(UTC)
            yield Entry(begin, begin + timedelta(hours=1), BUSY, self._noon_subject)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
