"""What comes up between accepting an invitation and the lunch: a no after all, a better time, a day off, a colleague to bring along.

And what whoever has rights on the organisers' mailboxes does there, very rarely. All of it is drawn from the seed and the lunch.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from bot_service.sandbox import memory
from bot_service.sandbox.account import Account
from bot_service.sandbox.habits import Habits
from bot_service.sandbox.meeting import ACCEPTED, Copy, Meeting
from bot_service.sandbox.memory import OURS
from bot_service.sandbox.outlook_hands import CantBeDone, OutlookHands
from bot_service.sandbox.plans import Interfere, SecondThought
from bot_service.sandbox.world import World

#: Of 100 invitations that somebody accepts: what she does later, and how long before the lunch at the latest.
LATER: tuple[tuple[int, str, timedelta], ...] = (
    (2, "decline", timedelta(hours=4)),
    (2, "propose", timedelta(hours=26)),
    (1, "forward", timedelta(hours=26)),
    (1, "away", timedelta(hours=60)),
)
#: Percent of weeks in which somebody with rights touches a lunch, and how likely each thing is.
INTERFERES = 25
_TOUCHES: tuple[tuple[int, str], ...] = ((6, "move"), (3, "place"), (1, "delete"))
_AHEAD = (timedelta(hours=30), timedelta(days=14))
_UNFINISHED = timedelta(days=16)  #: what comes up later nobody would deal with before the story ends
_QUARTER = timedelta(minutes=15)
_BY_QUARTERS = range(-12, 13)
_PLACES = ("Canteen, table 7", "Coffee bar on the ground floor", "Roof terrace")


class SecondThoughts:
    """Draws them, and has them done by `OutlookHands` when their time has come."""

    def __init__(self, world: World, habits: Habits) -> None:
        self._world = world
        self._habits = habits
        self._hands = OutlookHands(world)
        self._drawn: set[tuple[str, str]] = set()

    def after_accepting(
        self, person: Account, name: str, copy: Copy
    ) -> tuple[SecondThought, datetime, datetime] | None:
        """What comes up, when (not necessarily in her working time), and until when it makes sense.

        None for nearly everybody, and the second time.
        """
        if self._habits.always_yes or (person.id, name) in self._drawn:
            return None
        self._drawn.add((person.id, name))
        chance = self._habits.chance(person.id, "second thought", name)
        drawn, moment = chance.random() * 100, chance.random()
        for percent, do, before in LATER:
            if drawn < percent:
                first, last = self._world.clock.now + timedelta(hours=8), copy.meeting.facts.start - before
                if last < first or last > self._world.end - _UNFINISHED:
                    return None
                return SecondThought(copy.id, do), (first + moment * (last - first)).replace(microsecond=0), last
            drawn -= percent
        return None

    def interferes(self, week: int) -> bool:
        """Whether somebody with rights does something to a lunch in this week."""
        return not self._habits.always_yes and self._habits.percent(INTERFERES, "rights", str(week))

    def act(self, person: Account, deed: SecondThought | Interfere) -> int:
        """Do it, where it still makes sense; gives the number of deeds."""
        try:
            if isinstance(deed, Interfere):
                return self._interfere(deed)
            return self._think_again(person, deed)
        except CantBeDone:
            return 0

    def _think_again(self, person: Account, deed: SecondThought) -> int:
        copy = self._world.outlook.find(person, deed.event_id)
        if copy is None or copy.answer != ACCEPTED or copy.meeting.facts.start <= self._world.clock.now:
            return 0
        wish: dict[str, Any] = {"event": copy.id}
        if deed.do == "away":
            wish |= self._whole_day(person, copy.meeting.facts.start) | {"subject": "Day off"}
        elif deed.do == "propose":
            start = next(self._other_times(copy.meeting, [person]), None)
            if start is None:
                return 0
            wish["start"] = start.isoformat()
        elif deed.do == "forward":
            company = next(self._who_could_come(copy.meeting), None)
            if company is None:
                return 0
            wish["to"] = company.id
        self._hands.do(person, deed.do, wish)
        return 1

    def _whole_day(self, person: Account, at: datetime) -> dict[str, str]:
        day = datetime.combine(at.astimezone(person.zone_info).date(), time(), person.zone_info)
        next_day = datetime.combine(day.date() + timedelta(days=1), time(), person.zone_info)
        return {"start": day.isoformat(), "end": next_day.isoformat()}

    def _who_could_come(self, meeting: Meeting) -> Iterator[Account]:
        """Colleagues of yet another team who take part, have time and are new to everybody there."""
        facts = meeting.facts
        there = [each for line in facts.attendees if (each := self._world.company.find(line.mail))]
        people = list(self._world.company.people)
        self._habits.chance("company", memory.name_of(meeting)).shuffle(people)
        teams = {each.team for each in there}
        met = {mail for each in there for mail in self._met(each)}
        for one in people:
            is_new = one.team not in teams and one.mail.lower() not in met and memory.has_joined(self._world, one)
            if is_new and memory.is_free(self._world, one, facts.start, facts.end, but=meeting):
                yield one

    def _met(self, person: Account) -> Iterator[str]:
        for copy in self._world.outlook.copies(person):
            if OURS in copy.meeting.facts.categories:
                yield from (line.mail.lower() for line in copy.meeting.facts.attendees)

    def _interfere(self, deed: Interfere) -> int:
        chance = self._habits.chance("rights", "what", str(deed.number))
        now = self._world.clock.now
        lunches = [
            copy
            for organiser in self._world.company.organisers
            for copy in self._world.outlook.calendar(organiser, now + _AHEAD[0], now + _AHEAD[1])
            if OURS in copy.categories and not copy.meeting.is_cancelled
        ]
        if not lunches:
            return 0
        copy = chance.choice(sorted(lunches, key=lambda each: memory.name_of(each.meeting)))
        do = chance.choices([word for _, word in _TOUCHES], [weight for weight, _ in _TOUCHES])[0]
        wish: dict[str, Any] = {"event": copy.id}
        if do == "move":
            facts = copy.meeting.facts
            guests = [each for line in facts.attendees if (each := self._world.company.find(line.mail))]
            start = next(self._other_times(copy.meeting, guests), None)
            if start is None:
                return 0
            wish["start"] = start.isoformat()
        elif do == "place":
            wish["place"] = chance.choice(_PLACES)
        self._hands.do(copy.owner, do, wish)
        return 1

    def _other_times(self, meeting: Meeting, people: Sequence[Account]) -> Iterator[datetime]:
        """Other times of that day at which all these people are at work and free, the nearest first."""
        facts = meeting.facts
        for step in sorted(_BY_QUARTERS, key=lambda quarters: (abs(quarters), quarters)):
            start, end = facts.start + step * _QUARTER, facts.end + step * _QUARTER
            if step and all(memory.is_free(self._world, guest, start, end, but=meeting) for guest in people):
                yield start
