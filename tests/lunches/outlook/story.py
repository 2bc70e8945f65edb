"""A lunch that stands in Outlook, and people who do things to it there, over HTTP as a visitor of the sandbox would."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from bot_service import clock
from bot_service.courtesy.message import Message
from bot_service.database.row import put, row_id
from bot_service.graph.calendars import Calendars
from bot_service.graph.client import GraphClient
from bot_service.graph.sign_in import SignIn
from bot_service.lunches.afterwards.checkin import CheckIn
from bot_service.lunches.offers.invite import invite
from bot_service.lunches.offers.offer import agree
from bot_service.lunches.offers.told import OFFER
from bot_service.lunches.outlook.news_card import draw_news
from bot_service.lunches.outlook.watch import watch_lunch
from bot_service.lunches.tables.lunch import Choice, Guest, Lunch, guests_of
from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.people.person import Person
from bot_service.sandbox.account import Account
from bot_service.sandbox.diary import FREE
from bot_service.sandbox.meeting import Copy
from bot_service.sandbox.server import create_app
from bot_service.sandbox.workday import is_at_work
from bot_service.sandbox.world import World
from bot_service.settings import Microsoft
from tests.lunches.colleagues import TABLES, text_of

__all__ = ["TABLES", "Story", "told"]

LENGTH = timedelta(minutes=45)
DAYS_AHEAD = 8


@dataclass
class Story:
    """Contoso, a few colleagues of it by first name, and one lunch that is booked."""

    world: World
    http: aiohttp.ClientSession
    client: GraphClient
    calendars: Calendars
    organiser: str
    accounts: dict[str, Account] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    async def joins(self, name: str, *, state: str = "joined") -> Person:
        """Somebody of another team than those before, whose calendar is as full as anybody's; all work in one zone."""
        taken = {account.team for account in self.accounts.values()}
        zone = next((account.zone for account in self.accounts.values()), "Europe/London")
        found = next(
            one
            for one in self.world.company.people
            if one.team not in taken and one.zone == zone and not one.is_guest and not one.is_host
        )
        self.accounts[name] = found
        person = Person(
            id=found.id,
            state=state,
            name=name,
            principal_name=found.principal_name,
            mail=found.mail,
            team=found.team,
            zone=zone,
            conversation_id=f"chat of {name}",
        )
        await put(person)
        self.people[name] = person
        return person

    async def have_lunch(self, *names: str, **more: Any) -> Lunch:
        """These people have agreed to a lunch next week, and it stands in their calendars."""
        for name in names:
            if name not in self.people:
                await self.joins(name)
        at = next(self.free_times(names))
        choice = Choice("lunch", at, int(LENGTH.total_seconds()) // 60)
        given = {"kind": "mixer", "organiser": self.organiser, "place": "Canteen", **more}
        await put(Lunch(id="lunch", state="proposed", round_id="round", choices_kept=[choice.kept()], **given))
        await put(
            Mailbox(id=row_id("mailbox", self.organiser.lower()), state="watched", address=self.organiser.lower())
        )
        for name in names:
            one = self.people[name]
            id_ = row_id("guest", "lunch", one.id)
            await put(Guest(id=id_, lunch_id="lunch", person_id=one.id, team=one.team, answer="yes"))
            if given["kind"] != "open table":  # to that nobody is invited by a card
                await put(invitation(one))
        await agree(await self.lunch())
        await self.book(await self.lunch())
        await self.look()
        return await self.lunch()

    async def book(self, lunch: Lunch) -> None:
        guests = sorted(self.people.values(), key=lambda one: one.name)
        meeting = await invite(lunch, await guests_of(lunch.id), guests, organiser=lunch.organiser)
        payload = self.calendars.payload(meeting, lunch.transaction_id)
        booked = await self.calendars.book(meeting, payload, lunch.transaction_id, organiser=lunch.organiser)
        await Lunch.filter(id=lunch.id).update(state="booked", event_id=booked.event_id, due_at=clock.now())

    async def lunch(self) -> Lunch:
        return await Lunch.get(id="lunch")

    async def guest(self, name: str) -> Guest:
        return await Guest.get(lunch_id="lunch", person_id=self.people[name].id)

    def free_times(self, names: tuple[str, ...], *, days: int = DAYS_AHEAD) -> Iterator[datetime]:
        """Half hours from 11:30 on, some days ahead, at which all of these work and have nothing in the calendar."""
        day = (self.world.clock.now + timedelta(days=days)).date()
        for step in range(20 * 24):
            at = datetime.combine(day, time(9), UTC) + step * timedelta(minutes=30)
            if at > self.world.clock.now and all(self.is_free(name, at) for name in names):
                yield at

    def is_free(self, name: str, at: datetime) -> bool:
        account, end = self.accounts[name], at + LENGTH
        works = is_at_work(account, at) and is_at_work(account, end - timedelta(minutes=1))
        return works and all(one.show_as == FREE for one in self.world.outlook.taken(account, at, end))

    async def does(self, name: str, deed: str, **wish: Any) -> None:
        """She does something in her Outlook; Microsoft tells us, and Potluck looks."""
        await self.does_unseen(name, deed, **wish)
        await self.look()

    async def does_unseen(self, name: str, deed: str, **wish: Any) -> None:
        """She does something in her Outlook, and nobody tells us."""
        await self._posts(f"/sandbox/people/{self.accounts[name].mail}/outlook", do=deed, **wish)

    async def does_in_the_mailbox(self, deed: str, **wish: Any) -> None:
        """Somebody with rights on the mailbox that organises does something there."""
        await self._posts(f"/sandbox/organiser/{self.organiser}/outlook", do=deed, **wish)
        await self.look()

    async def switches(self, **troubles: Any) -> None:
        """Something is wrong from now on with the mailbox that organises."""
        await self._posts(f"/sandbox/mailboxes/{self.organiser}", **troubles)

    async def meets(self, method: str, path: str, trouble: str = "lose_reply") -> None:
        """The next such call meets trouble: it is done and we don't hear of it (`lose_reply`), or it is not done at all (`drop`)."""
        await self._posts("/sandbox/faults", do=trouble, path=path, times=1, method=method)

    async def _posts(self, address: str, /, **body: Any) -> None:
        async with self.http.post(address, json=body) as answer:
            assert answer.status < 300, await answer.text()

    async def look(self) -> None:
        """Potluck is told that something has changed, and takes the steps that are due until there are none."""
        await Lunch.filter(id="lunch", state="booked").update(due_at=clock.now())
        await self.goes_on()

    async def goes_on(self) -> None:
        for _ in range(10):
            lunch = await self.lunch()
            if lunch.state != "booked" or lunch.due_at is None or lunch.due_at > clock.now():
                return
            await watch_lunch("lunch", calendars=self.calendars)
        raise AssertionError("The step of the lunch is due again and again.")

    async def wait_until(self, moment: datetime) -> None:
        """Time passes; Potluck looks whenever it had meant to."""
        while (lunch := await self.lunch()).state == "booked" and lunch.due_at and lunch.due_at <= moment:
            self.world.clock.move(max(lunch.due_at, self.world.clock.now))
            await self.goes_on()
        self.world.clock.move(moment)

    def copy(self, name: str) -> Copy | None:
        """The lunch as it lies in her calendar; None: it doesn't."""
        found = [
            one for one in self.world.outlook.copies(self.accounts[name]) if "Potluck" in one.meeting.facts.categories
        ]
        return next((one for one in found if not one.is_gone), None)

    def event(self) -> Copy:
        """The lunch in the calendar of the mailbox that organises it."""
        account = self.world.company.find(self.organiser)
        assert account is not None
        return [one for one in self.world.outlook.copies(account) if not one.is_gone][-1]

    async def reads_news(self, name: str) -> str:
        """The card that tells her what changed."""
        return text_of(await draw_news("lunch", self.people[name].id))

    async def asked_how_it_was(self) -> set[str]:
        asked = {one.person_id for one in await CheckIn.all()}
        return {name for name, person in self.people.items() if person.id in asked}


async def told(story: Story) -> list[tuple[str, str]]:
    """Who was written to after her invitation: (name, card), in order of names."""
    names = {person.id: name for name, person in story.people.items()}
    return sorted((names[message.to_id], message.card) for message in await Message.exclude(card=OFFER))


def invitation(one: Person) -> Message:
    """The card by which she was invited, as it came to her."""
    about = {"to_id": one.id, "card": OFFER, "about": "lunch", "kind": "lunch"}
    return Message(id=row_id("message", one.id, OFFER, "lunch", "1"), state="delivered", **about)


@asynccontextmanager
async def contoso(database: object, *, people: int = 60) -> AsyncIterator[Story]:
    """Open the company, with a database that is open already."""
    assert database
    world = World(seed=7, people=people)
    clock.follow(lambda: world.clock.now)
    async with (
        TestServer(create_app(world), host="127.0.0.1") as server,
        aiohttp.ClientSession(server.make_url("/")) as http,
    ):
        address, company = str(server.make_url("")).rstrip("/"), world.company
        microsoft = Microsoft(
            tenant_id=company.tenant_id,
            app_id=company.app_id,
            app_secret=company.app_secret,
            graph_url=f"{address}/v1.0",
            login_url=f"{address}/login",
        )
        sign_in = SignIn(microsoft)
        client = GraphClient(microsoft, sign_in)
        organiser = company.organiser.mail
        try:
            yield Story(world, http, client, Calendars(client, [organiser]), organiser)
        finally:
            await client.close()
            sign_in.close()
