"""The colleagues who act: they read the cards that arrive and their calendars, and do what their habits say, in working time.

They know nothing of the product but what it shows them. The same seed gives the same deeds at the same moments.
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot_service.sandbox import card, memory
from bot_service.sandbox.account import Account
from bot_service.sandbox.answers import Answers
from bot_service.sandbox.conversations import MESSAGE, ConversationNotFound, Line
from bot_service.sandbox.habits import CALENDAR, HELD, Decision, Habit, Habits, habit_for
from bot_service.sandbox.hands import Hands
from bot_service.sandbox.plans import Deed, Install, Plan, Plans, PressCard, Reply, Say
from bot_service.sandbox.postbox import BotUnreachable, Postbox
from bot_service.sandbox.sayings import sayings_of_week
from bot_service.sandbox.workday import after_work_of
from bot_service.sandbox.world import World

_TRY_AGAIN = timedelta(minutes=1)  # sandbox time, while the bot is away
_INSTALL = "0 install"


@dataclass(frozen=True)
class Order:
    """What a test wants somebody to do with a kind of card: press `verb` ("" = nothing) with these `inputs`."""

    verb: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    after: timedelta = timedelta(minutes=5)


class Cast:
    """Everybody in the company. Call `act` whenever `next_action_at` has come."""

    def __init__(
        self,
        world: World,
        *,
        bot_url: str = "http://127.0.0.1:3978/api/messages",
        service_url: str = "http://127.0.0.1:3979/teams/",
        habits: Habits | None = None,
    ) -> None:
        self._world = world
        self._postbox = Postbox(world, bot_url, service_url)
        self._habits = habits or Habits(world.seed)
        self._answers = Answers(world, self._habits)
        self._plans = Plans()
        self._orders: dict[tuple[str, str], Order] = {}
        self._seen: Counter[tuple[str, str, str]] = Counter()  # person, family, about: how often such a card came
        self._planned: set[tuple[str, ...]] = set()
        self._done: set[tuple[str, str, str]] = set()
        self._calendars_read = -1
        self._weeks = itertools.count(1)
        self._week_planned_until = world.start
        self._not_before: datetime | None = None
        self._acting = asyncio.Lock()
        self.hands = Hands(world, self._postbox)
        self.played: set[str] = set()
        self._open_house()
        world.teams.listen(self._notice)

    @property
    def trouble(self) -> list[str]:
        """What the bot sent that Teams would not have shown, and calls it refused."""
        return self.hands.trouble

    def tell(self, person: str, family: str, verb: str, inputs: Mapping[str, str] | None = None) -> None:
        """From now on this person (id or principal name) answers this kind of card so; "" as verb: she ignores it.

        `family` is one of `habits.HABITS`, or "calendar" with Graph's answer as verb.
        """
        self._orders[self._account(person).id, family] = Order(verb, inputs or {})

    def play(self, person: str, played: bool) -> None:
        """A played person does nothing by herself; let go, she returns to the cards that lie in her chat."""
        account = self._account(person)
        if played:
            self.played.add(account.id)
            self._plans.drop(lambda plan: plan.person == account.id and not isinstance(plan.deed, Install))
            return
        self.played.discard(account.id)
        self._planned = {known for known in self._planned if known[0] != account.id}
        self._calendars_read = -1
        for line in self._world.teams.personal(account.id, account.name).messages(account.id):
            self._notice(line)

    def next_action_at(self) -> datetime | None:
        """When somebody acts next, in sandbox time; never in the past of a failed try."""
        self._look_ahead()
        due = self._plans.next_at
        return max(due, self._not_before) if due and self._not_before else due

    async def act(self) -> int:
        """Do all that is due now, one after the other, and await the bot's answers; gives the number of deeds.

        When the bot is away, what is due stays due for a minute of sandbox time later.
        """
        async with self._acting:
            acted = 0
            while (due := self.next_action_at()) and due <= self._world.clock.now:
                plan = self._plans.take_due(due)
                if plan is None:
                    break
                try:
                    acted += await self._perform(plan)
                    self._not_before = None
                except BotUnreachable:
                    plan.tries += 1
                    self._plans.add(plan)
                    self._not_before = self._world.clock.now + _TRY_AGAIN
            return acted

    async def close(self) -> None:
        """Let go of the connections to the bot."""
        await self._postbox.close()

    def _open_house(self) -> None:
        """On the first day the administrator gives the app to everybody, and the first host adds it to the channel."""
        company = self._world.company
        everybody = [person.id for person in company.people]
        channel = self._world.teams.channel(company.channel_id, company.channel_name, everybody)
        self._plan(company.people[0], self._world.start, _INSTALL, Install(channel.id))
        for number, person in enumerate(company.people):
            chat = self._world.teams.personal(person.id, person.name)
            self._plan(person, self._world.start, f"{_INSTALL} {number:06}", Install(chat.id))

    def _look_ahead(self) -> None:
        """Read calendars that changed, and plan what people will say in the weeks to come."""
        if self._calendars_read != self._world.outlook.version:
            self._calendars_read = self._world.outlook.version
            for person in self._world.company.people:
                self._read_invitations(person)
        while self._week_planned_until <= self._world.clock.now + timedelta(days=7):
            self._plan_week(next(self._weeks), self._week_planned_until)
            self._week_planned_until += timedelta(days=7)

    def _plan_week(self, week: int, start: datetime) -> None:
        monday = start.replace(hour=0, minute=0)
        storyteller = self._world.company.hosts[0].id if self._world.company.hosts else ""
        for person in self._world.company.people:
            for text, after in sayings_of_week(self._habits, person, week, tells_stories=person.id == storyteller):
                at = self._in_working_time(person, max(start, monday + after), timedelta())
                if at < start + timedelta(days=7):
                    self._plan(person, at, f"say {text}", Say(text))

    def _read_invitations(self, person: Account) -> None:
        for name, copy in memory.open_invitations(self._world, person):
            key = (person.id, "calendar", name)
            if person.id in self.played or key in self._planned:
                continue
            self._planned.add(key)
            decision = self._on_invitation(person, name)
            if decision.verb:
                at = self._in_working_time(person, self._world.clock.now, decision.after)
                if at < copy.meeting.facts.start:
                    self._plan(person, at, f"reply {name}", Reply(copy.id, decision.verb))

    def _on_invitation(self, person: Account, name: str) -> Decision:
        if order := self._orders.get((person.id, "calendar")):
            return Decision(order.verb, order.after)
        habit = Habit("calendar", CALENDAR, timedelta(minutes=5), timedelta(hours=5))
        return self._habits.decide(person.id, habit, name, [answer for _, answer in CALENDAR]) or Decision(
            "", timedelta()
        )

    def _notice(self, line: Line) -> None:
        """A card arrived, or was replaced: decide now, act later."""
        if line.kind != "personal" or line.type != MESSAGE or line.sender != self._world.teams.bot_id:
            return
        person = self._account(self._world.teams.get(line.conversation).members[0])
        for shown in line.cards:
            buttons = card.presses(shown)
            habit = habit_for(buttons)
            if habit is None or person.id in self.played:
                continue
            about = _about(habit, buttons)
            known = (person.id, habit.family, about, line.message_id)
            if known in self._planned or (not habit.again and known[:3] in self._done):
                continue
            self._planned.add(known)
            self._seen[known[:3]] += 1
            name = f"{about}#{self._seen[known[:3]]}"
            decision = self._decide(person, habit, name, buttons)
            if decision is not None:
                at = self._in_working_time(person, line.at, decision.after)
                deed = PressCard(line.conversation, line.message_id, habit.family, about, name)
                self._plan(person, at, f"press {habit.family} {name}", deed)

    def _decide(self, person: Account, habit: Habit, name: str, buttons: list[card.Press]) -> Decision | None:
        offered = [button.verb for button in buttons]
        if order := self._orders.get((person.id, habit.family)):
            return Decision(order.verb, order.after) if order.verb in offered else None
        decision = self._habits.decide(person.id, habit, name, offered)
        if decision and decision.verb == "checkin.met" and "checkin.missed" in offered and not self._has_met(person):
            return Decision("checkin.missed", decision.after)
        return decision

    def _has_met(self, person: Account) -> bool:
        lunch = memory.last_lunch(self._world, person)
        return lunch is not None and not memory.has_refusal(lunch) and self._habits.percent(HELD, memory.name_of(lunch))

    def _plan(self, person: Account, at: datetime, what: str, deed: Deed) -> None:
        if person.id not in self.played or isinstance(deed, Install):
            self._plans.add(Plan(at, f"{what} {person.id}", person.id, deed))

    def _in_working_time(self, person: Account, start: datetime, worked: timedelta) -> datetime:
        return after_work_of(person, start, worked, memory.holidays(self._world, person, start))

    async def _perform(self, plan: Plan) -> int:
        person, deed = self._account(plan.person), plan.deed
        if isinstance(deed, Install):
            await self.hands.install(person, self._world.teams.get(deed.conversation))
        elif isinstance(deed, Say):
            plan.line = plan.line or self.hands.write(person, deed.text)
            await self.hands.say(person, deed.text, plan.line)
        elif isinstance(deed, Reply):
            copy = self._world.outlook.find(person, deed.event_id)
            if copy is None or copy.meeting.facts.start <= self._world.clock.now:
                return 0
            self._world.outlook.answer(copy, deed.answer)
        else:
            return await self._press(person, plan, deed)
        return 1

    async def _press(self, person: Account, plan: Plan, deed: PressCard) -> int:
        """Look at the card as it is now, and press what she decided, if it can still be pressed."""
        conversation = self._world.teams.get(deed.conversation)
        try:
            shown = conversation.message(deed.message, person.id).cards
        except ConversationNotFound:
            return 0
        for content in shown:
            buttons = card.presses(content)
            habit = habit_for(buttons)
            if habit is None or habit.family != deed.family or _about(habit, buttons) != deed.about:
                continue
            decision = self._decide(person, habit, deed.decided_by, buttons)
            if decision is None:
                continue
            chosen = [button for button in buttons if button.verb == decision.verb]
            button = self._habits.chance(person.id, deed.decided_by, "which").choice(chosen)
            data = {**button.data, **self._fill(person, deed, decision.verb, card.inputs(content))}
            plan.line = plan.line or self.hands.touch(person, conversation, decision.verb, data)
            await self.hands.press(
                person, conversation, deed.message, decision.verb, data, line=plan.line, tries=plan.tries
            )
            self._done.add((person.id, deed.family, deed.about))
            return 1
        return 0

    def _fill(self, person: Account, deed: PressCard, verb: str, shown: Mapping[str, card.Input]) -> dict[str, str]:
        lunch = memory.last_lunch(self._world, person)
        partner = memory.partner_at(self._world, person, lunch) if lunch else None
        values = self._answers.fill(person, verb, deed.decided_by, shown, partner)
        order = self._orders.get((person.id, deed.family))
        return values | (dict(order.inputs) if order else {})

    def _account(self, person: str) -> Account:
        found = self._world.company.find(person)
        if found is None:
            raise LookupError(f"Nobody at {self._world.company.name} is called {person}.")
        return found


def _about(habit: Habit, buttons: list[card.Press]) -> str:
    """What the card is about: the id its buttons carry (for a share, also the ask it answers)."""
    verbs = {verb for _, verb in habit.chances} | ({"offer.coffee"} if habit.family == "offer" else set())
    button = next(button for button in buttons if button.verb in verbs)
    return "/".join(part for part in (button.about, str(button.data.get("ask", ""))) if part)
