"""How a colleague makes up her mind: she reads a card or an invitation as it arrived, and decides what to do about it, and when."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot_service.sandbox import card, memory
from bot_service.sandbox.account import Account
from bot_service.sandbox.answers import Answers
from bot_service.sandbox.conversations import Line
from bot_service.sandbox.habits import CALENDAR, HELD, Decision, Habit, Habits, habit_for
from bot_service.sandbox.plans import PressCard
from bot_service.sandbox.world import World

_INVITATION = Habit("calendar", CALENDAR, timedelta(minutes=5), timedelta(hours=5))


@dataclass(frozen=True)
class Order:
    """What a test wants somebody to do with a kind of card: press `verb` ("" = nothing) with these `inputs`."""

    verb: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    after: timedelta = timedelta(minutes=5)


#: Hosts want to get to know people and give first: they take part, come, say how it was, pass posts on, and share themselves.
_KEEN = {"welcome", "offer", "checkin", "coffee", "boost", "share", "story"}


class Mind:
    """Decides for everybody; remembers which cards were thought about and which answered."""

    def __init__(self, world: World, habits: Habits) -> None:
        self._world = world
        self._habits = habits
        self._answers = Answers(world, habits)
        self._seen: Counter[tuple[str, str, str]] = Counter()  # person, family, about: how often such a card came
        self._thought: set[tuple[str, str, str, str]] = set()  # the same and the message
        self._pressed: set[tuple[str, str, str]] = set()
        self._shared: set[tuple[str, str]] = set()  # person, story
        self.orders: dict[tuple[str, str], Order] = {}

    def forget(self, person: Account) -> None:
        """She looks at everything in her chat and calendar afresh; what she pressed she still knows."""
        self._thought = {thought for thought in self._thought if thought[0] != person.id}

    def consider(self, person: Account, line: Line) -> Iterator[tuple[PressCard, timedelta]]:
        """She reads a message, new or replaced: what she will press, and after how much working time; nothing twice."""
        for shown in (part for each in line.cards for part in card.parts(each)):
            buttons = card.presses(shown)
            habit = habit_for(buttons)
            if habit is None:
                continue
            about = _about(habit, buttons)
            kind = (person.id, habit.family, about)
            if (*kind, line.message_id) in self._thought or (not habit.again and kind in self._pressed):
                continue
            self._thought.add((*kind, line.message_id))
            self._seen[kind] += 1
            name = f"{about}#{self._seen[kind]}"
            decision = self._decide(person, habit, name, shown)
            if decision is not None:
                yield PressCard(line.conversation, line.message_id, habit.family, about, name), decision.after

    def choose(self, person: Account, deed: PressCard, shown: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """The time has come: the verb she presses on the card as it is now, and what it sends; None when it is no longer there.

        A client sends every field of the card along, those of the other messages on it as they stand.
        """
        for part in card.parts(shown):
            buttons = card.presses(part)
            habit = habit_for(buttons)
            if habit is None or habit.family != deed.family or _about(habit, buttons) != deed.about:
                continue
            decision = self._decide(person, habit, deed.decided_by, part)
            fitting = self._fitting(person, [each for each in buttons if decision and each.verb == decision.verb])
            if fitting:
                button = self._habits.chance(person.id, deed.decided_by, "which").choice(fitting)
                fields = {field.id: field.value for field in card.inputs(shown).values()}
                sent = {**fields, **self._filled(person, deed, button, part)}
                return button.verb, {**button.data, **(sent if button.sends_fields else {})}
        return None

    def _filled(
        self, person: Account, deed: PressCard, button: card.Press, part: Mapping[str, Any]
    ) -> Mapping[str, str]:
        """What she writes into the fields of this message; from now on she knows that she pressed it."""
        lunch = memory.lunch_meant(self._world, person, card.words(part))
        partner = memory.partner_at(self._world, person, lunch) if lunch else None
        filled = self._answers.fill(person, button.verb, deed.decided_by, card.inputs(part), partner)
        self._pressed.add((person.id, deed.family, deed.about))
        if button.verb == "share.shared":
            self._shared.add((person.id, button.about))
        order = self.orders.get((person.id, deed.family), Order(""))
        return {**filled, **order.inputs}

    def consider_invitation(self, person: Account, name: str) -> Decision | None:
        """What she answers to an invitation in Outlook, in Graph's words; None the second time, or when she leaves it open."""
        thought = (person.id, _INVITATION.family, name, "")
        if thought in self._thought:
            return None
        self._thought.add(thought)
        if order := self.orders.get((person.id, _INVITATION.family)):
            return Decision(order.verb, order.after) if order.verb else None
        return self._habits.decide(person.id, _INVITATION, name, [answer for _, answer in CALENDAR])

    def _decide(self, person: Account, habit: Habit, name: str, shown: Mapping[str, Any]) -> Decision | None:
        buttons = card.presses(shown)
        if order := self.orders.get((person.id, habit.family)):
            return Decision(order.verb, order.after) if any(order.verb == each.verb for each in buttons) else None
        offered = [button.verb for button in self._wanted(person, buttons)]
        keen = person.is_host and habit.family in _KEEN
        decision = self._habits.decide(person.id, habit, name, offered, keen=keen)
        if decision and decision.verb == "checkin.met" and "checkin.missed" in offered:
            return decision if self._has_met(person, shown) else Decision("checkin.missed", decision.after)
        if decision and decision.verb == "post.there" and "post.again" in offered:
            seen = memory.sees_her_post(self._world, person)
            return decision if seen else Decision("post.again", decision.after)
        return decision

    def _wanted(self, person: Account, buttons: list[card.Press]) -> list[card.Press]:
        """A host shares a story herself before she looks whom she may ask for one, and does not share it twice."""
        if not person.is_host:
            return buttons
        wanted = [each for each in buttons if each.verb != "story.share" or (person.id, each.about) not in self._shared]
        goes_first = any(each.verb == "story.share" for each in wanted)
        return [each for each in wanted if not goes_first or each.verb != "story.choose"]

    def _fitting(self, person: Account, buttons: list[card.Press]) -> list[card.Press]:
        """Those of the times that still suit her. Where none does she takes an invitation as it is, and stays away from a table."""
        suiting = [button for button in self._wanted(person, buttons) if self._suits(person, button)]
        return suiting or [button for button in buttons if button.verb != "table.join"]

    def _suits(self, person: Account, button: card.Press) -> bool:
        at = memory.time_named(button.title, person, self._world.clock.now)
        return at is None or memory.is_free(self._world, person, at, at + timedelta(minutes=45))

    def _has_met(self, person: Account, shown: Mapping[str, Any]) -> bool:
        lunch = memory.lunch_meant(self._world, person, card.words(shown))
        return lunch is not None and not memory.has_refusal(lunch) and self._habits.percent(HELD, memory.name_of(lunch))


def _about(habit: Habit, buttons: list[card.Press]) -> str:
    """What the card is about: the id its buttons carry (for a share, also the ask it answers)."""
    verbs = {verb for _, verb in habit.chances} | ({"offer.coffee"} if habit.family == "offer" else set())
    button = next(button for button in buttons if button.verb in verbs)
    return "/".join(part for part in (button.about, str(button.data.get("ask", ""))) if part)
