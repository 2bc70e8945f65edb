"""The colleagues who act: they read the cards that arrive and their calendars, and do what their habits say, in working time.

They know nothing of the product but what it shows them. The same seed gives the same deeds at the same moments.
"""

import asyncio
import itertools
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot_service.sandbox import memory
from bot_service.sandbox.account import Account
from bot_service.sandbox.conversations import MESSAGE, ConversationNotFound, Line
from bot_service.sandbox.eagerness import Eagerness
from bot_service.sandbox.habits import Habits
from bot_service.sandbox.hands import Hands
from bot_service.sandbox.meeting import ACCEPTED, DECLINED, MAYBE, Copy
from bot_service.sandbox.mind import Mind, Order
from bot_service.sandbox.outlook_hands import OutlookHands
from bot_service.sandbox.plans import (
    AskEverybody,
    Deed,
    Install,
    Interfere,
    Plan,
    Plans,
    PressCard,
    Reply,
    Say,
    SecondThought,
)
from bot_service.sandbox.postbox import BotUnreachable, Postbox
from bot_service.sandbox.sayings import sayings_of_week, teller_of
from bot_service.sandbox.second_thoughts import SecondThoughts
from bot_service.sandbox.workday import after_work_of
from bot_service.sandbox.world import World

_TRY_AGAIN = timedelta(minutes=1)  # sandbox time, while the bot is away
_A_WEEK = timedelta(days=7)
#: Graph's word for an answer → Outlook's button.
_ANSWERS = {ACCEPTED: "accept", MAYBE: "tentative", DECLINED: "decline"}


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
        self.postbox = Postbox(world, bot_url, service_url)
        self.hands = Hands(world, self.postbox)
        self.outlook = OutlookHands(world)
        self.played: set[str] = set()
        self._habits = habits or Habits(world.seed)
        self._mind = Mind(world, self._habits)
        self._second_thoughts = SecondThoughts(world, self._habits)
        self._eagerness = Eagerness(world, self._habits, self.hands)
        self._plans = Plans()
        self._calendars_read = -1
        self._weeks = itertools.count(1)
        self._planned_until = world.start
        self._not_before: datetime | None = None
        self._acting = asyncio.Lock()
        self._open_house()
        world.teams.listen(self._notice)

    @property
    def trouble(self) -> list[str]:
        """What the bot sent that Teams would not have shown, and what it refused to hear."""
        return self.hands.trouble

    def tell(self, person: str, family: str, verb: str, inputs: Mapping[str, str] | None = None) -> None:
        """From now on this person (id or principal name) answers this kind of card so; "" as verb: she ignores it.

        `family` is one of `habits.HABITS`, or "calendar" for what she does with invitations in Outlook: Graph's answer as verb, or
        a word of `OutlookHands` with its wish as inputs, e.g. "propose" with {"by": "30"}, "accepted", "delete".
        """
        self._mind.orders[self._account(person).id, family] = Order(verb, inputs or {})

    def play(self, person: str, played: bool) -> None:
        """A played person does nothing by herself; let go, she returns to what lies in her chat and calendar.

        Raises LookupError when nobody is called so.
        """
        account = self._account(person)
        if played:
            self.played.add(account.id)
            self._plans.drop(lambda plan: plan.person == account.id and not isinstance(plan.deed, Install))
            return
        self.played.discard(account.id)
        self._mind.forget(account)
        self._calendars_read = -1
        for line in self._world.teams.personal(account.id, account.name).messages(account.id):
            self._notice(line)

    def next_action_at(self) -> datetime | None:
        """When somebody acts next, in sandbox time; never before a failed try may be repeated."""
        self._look_ahead()
        due = self._plans.next_at
        return max(due, self._not_before) if due and self._not_before else due

    async def act(self) -> int:
        """Do all that is due now, one after the other, and await the bot's answers; gives the number of deeds.

        When the bot is away, what is due stays due, a minute of sandbox time later.
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
        await self.postbox.close()

    def _open_house(self) -> None:
        """On the first day the first host adds the app to the channel, and the administrator gives it to everybody."""
        company = self._world.company
        for number, person in enumerate(company.people):
            chat = self._world.teams.personal(person.id, person.name)
            self._plan(person, self._world.start, f"0 install {number:06}", Install(chat.id))
        everybody = [person.id for person in company.people]
        self._world.teams.channel(company.general_id, "General", everybody)
        channel = self._world.teams.channel(company.channel_id, company.channel_name, everybody)
        self._plan(company.people[0], self._world.start, "0 channel", Install(channel.id))

    def _look_ahead(self) -> None:
        """Read calendars that changed, and plan what people will say in the week to come."""
        if self._calendars_read != self._world.outlook.version:
            self._calendars_read = self._world.outlook.version
            for person in self._world.company.people:
                if person.id not in self.played:
                    self._read_invitations(person)
        while self._planned_until <= self._world.clock.now + _A_WEEK:
            self._plan_week(next(self._weeks), self._planned_until)
            self._planned_until += _A_WEEK

    def _plan_week(self, week: int, start: datetime) -> None:
        monday = start.replace(hour=0, minute=0)
        storyteller = teller_of(week, [host.id for host in self._world.company.hosts])
        people = self._world.company.people
        if self._second_thoughts.interferes(week):
            someone = self._world.company.organiser
            at = self._in_working_time(someone, max(start, monday + timedelta(days=2)), timedelta(hours=2))
            self._plan(someone, at, "interfere", Interfere(week))
        for person in people:
            said = sayings_of_week(self._habits, person, week, tells_stories=person.id == storyteller, people=people)
            for text, after in said:
                at = self._in_working_time(person, max(start, monday + after), timedelta())
                if at < start + _A_WEEK:
                    self._plan(person, at, f"say {text}", Say(text))
            for day in range(5) if person.is_eager else ():
                at = self._in_working_time(person, max(start, monday + timedelta(days=day)), timedelta(hours=3))
                self._plan(person, at, f"ask everybody {day}", AskEverybody(day))

    def _read_invitations(self, person: Account) -> None:
        for name, copy in memory.open_invitations(self._world, person):
            decision = self._mind.consider_invitation(person, name)
            if decision is not None:
                at = self._in_working_time(person, self._world.clock.now, decision.after)
                order = self._mind.orders.get((person.id, "calendar"))
                wish = order.inputs if order else {}
                self._plan(person, at, f"reply {name}", Reply(copy.id, decision.verb, wish))
                if order is None:
                    self._think_ahead(person, name, copy)

    def _think_ahead(self, person: Account, name: str, copy: Copy) -> None:
        """Something may come up before the lunch."""
        later = self._second_thoughts.after_accepting(person, name, copy)
        if later is not None:
            deed, moment, latest = later
            at = self._in_working_time(person, moment, timedelta())
            if at <= latest:
                self._plan(person, at, f"second thought {name}", deed)

    def _notice(self, line: Line) -> None:
        """A card arrived, or was replaced: decide now, act later."""
        if line.kind != "personal" or line.type != MESSAGE or line.sender != self._world.teams.bot_id:
            return
        person = self._world.company.find(self._world.teams.get(line.conversation).members[0])
        if person is not None and person.is_eager:
            self._eagerness.notice(person, line)
        if person is not None and person.is_enabled and person.id not in self.played:
            for deed, worked in self._mind.consider(person, line):
                at = self._in_working_time(person, line.at, worked)
                self._plan(person, at, f"press {deed.family} {deed.decided_by}", deed)

    def _plan(self, person: Account, at: datetime, what: str, deed: Deed) -> None:
        if person.id not in self.played or isinstance(deed, Install):
            whole_second = at if at.microsecond == 0 else at.replace(microsecond=0) + timedelta(seconds=1)
            self._plans.add(Plan(whole_second, f"{what} {person.id}", person.id, deed))

    def _in_working_time(self, person: Account, start: datetime, worked: timedelta) -> datetime:
        return after_work_of(person, start, worked, memory.holidays(self._world, person, start))

    async def _perform(self, plan: Plan) -> int:
        person, deed = self._world.company.find(plan.person), plan.deed
        if person is None or not person.is_enabled:
            return 0  # she has left
        if isinstance(deed, Install):
            await self.hands.install(person, self._world.teams.get(deed.conversation))
        elif isinstance(deed, Say):
            plan.line = plan.line or self.hands.write(person, deed.text)
            await self.hands.say(person, deed.text, plan.line)
        elif isinstance(deed, Reply):
            return self._reply(person, deed)
        elif isinstance(deed, SecondThought | Interfere):
            return self._second_thoughts.act(person, deed)
        elif isinstance(deed, AskEverybody):
            return await self._eagerness.act(person, deed)
        else:
            return await self._press(person, plan, deed)
        return 1

    def _reply(self, person: Account, deed: Reply) -> int:
        """Answer the invitation, or do with it what was ordered, unless it was called off or has begun."""
        copy = self._world.outlook.find(person, deed.event_id)
        if copy is None or copy.meeting.facts.start <= self._world.clock.now:
            return 0
        self.outlook.do(person, _ANSWERS.get(deed.answer, deed.answer), {**deed.wish, "event": copy.id})
        return 1

    async def _press(self, person: Account, plan: Plan, deed: PressCard) -> int:
        """Look at the card as it is now, and press what she decided, if it can still be pressed."""
        conversation = self._world.teams.get(deed.conversation)
        if plan.pressed is None:
            try:
                shown = conversation.message(deed.message, person.id).cards
            except ConversationNotFound:
                return 0
            plan.pressed = next(filter(None, (self._mind.choose(person, deed, content) for content in shown)), None)
            if plan.pressed is None:
                return 0
            plan.line = self.hands.touch(person, conversation, *plan.pressed)
        await self.hands.press(person, conversation, deed.message, *plan.pressed, line=plan.line, tries=plan.tries)
        return 1

    def _account(self, person: str) -> Account:
        found = self._world.company.find(person)
        if found is None:
            raise LookupError(f"Nobody at {self._world.company.name} is called {person}.")
        return found
