"""An agreed lunch is booked once, also when the answer got lost, the process died, or the mailbox closed meanwhile."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from bot_service import clock
from bot_service.database.row import put
from bot_service.errors import Outage, Refusal
from bot_service.graph.calendars import Calendars
from bot_service.graph.client import GraphClient
from bot_service.lunches.offers.book import book_lunch
from bot_service.lunches.offers.coming import still_coming
from bot_service.lunches.outlook.mailbox import begin_watching
from bot_service.lunches.programs.program import Program, terms_of
from bot_service.lunches.programs.terms import Terms, kept
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.times.preferences import Preference
from bot_service.people.person import Person
from bot_service.sandbox.account import Account
from bot_service.settings import Settings
from tests.graph.conftest import Contoso
from tests.lunches.colleagues import TABLES

__all__ = ["TABLES"]
MIGRATIONS = ""


@dataclass
class Agreed:
    """A lunch that Ada and Bo agreed on, at a time at which both are free."""

    contoso: Contoso
    calendars: Calendars
    ada: Account
    bo: Account

    async def book(self) -> Lunch:
        await book_lunch("lunch", calendars=self.calendars)
        return await Lunch.get(id="lunch")

    def lose_the_answer(self) -> None:
        self.contoso.world.faults.order({"path": "/events$", "method": "POST", "do": "lose_reply"})

    def events(self) -> int:
        """How many lunches of ours stand in Ada's calendar."""
        copies = self.contoso.world.outlook.copies(self.ada)
        return sum("Potluck" in copy.meeting.facts.categories and not copy.is_gone for copy in copies)

    def close(self, mailbox: str) -> None:
        account = self.contoso.world.company.find(mailbox)
        assert account is not None
        self.contoso.world.mailboxes.switch(account.id, "closed", True)


@pytest.fixture
async def agreed(database: Settings, contoso: Contoso, client: GraphClient) -> Agreed:
    del database
    world = contoso.world
    clock.follow(lambda: world.clock.now)
    ada = contoso.somebody("Design")
    bo = next(one for one in world.company.people if one.zone == ada.zone and one.team != ada.team)
    for one in (ada, bo):
        person = Person(id=one.id, state="joined", name=one.name, principal_name=one.principal_name, mail=one.mail)
        await put(person)
        await put(Guest(id=f"place of {one.id}", lunch_id="lunch", person_id=one.id, answer="yes"))
    organisers = [organiser.mail for organiser in world.company.organisers]
    await begin_watching(organisers)
    # Anything goes that is free in both calendars: the terms of this lunch allow the whole day.
    start = world.clock.now.replace(hour=0, minute=0) + timedelta(days=7)
    free = (start + timedelta(minutes=15 * quarter) for quarter in range(10 * 96))
    at = next(each for each in free if all(_is_free(contoso, one, each) for one in (ada, bo)))
    row = Lunch(id="lunch", state="agreed", due_at=world.clock.now, round_id="round", kind="mixer", form="coffee")
    row.terms_kept = kept(Terms(coffee_windows=((time(0), time(23, 59)),)))
    row.starts_at, row.minutes = at, 30
    await put(row)
    return Agreed(contoso, Calendars(client, organisers), ada, bo)


def _is_free(contoso: Contoso, person: Account, at: datetime) -> bool:
    diary, end = contoso.world.outlook.diary(person), at + timedelta(minutes=30)
    return diary.is_working(at) and diary.is_working(end) and not contoso.world.outlook.taken(person, at, end)


async def test_an_agreed_lunch_stands_once_in_both_calendars(agreed: Agreed):
    lunch = await agreed.book()

    assert (lunch.state, agreed.events()) == ("booked", 1)


async def test_a_lost_answer_and_a_second_try_make_one_event(agreed: Agreed):
    agreed.lose_the_answer()
    with pytest.raises(Outage):
        await agreed.book()

    lunch = await agreed.book()

    assert (lunch.state, agreed.events()) == ("booked", 1)


async def test_a_booking_whose_answer_came_never_is_looked_up_before_the_lunch_ends(agreed: Agreed):
    agreed.lose_the_answer()
    with pytest.raises(Outage):
        await agreed.book()
    agreed.contoso.world.clock.move(agreed.contoso.world.clock.now + timedelta(days=20))

    lunch = await agreed.book()

    assert (lunch.state, agreed.events()) == ("booked", 1)


async def test_nothing_is_booked_when_its_time_has_begun(agreed: Agreed):
    agreed.contoso.world.clock.move(agreed.contoso.world.clock.now + timedelta(days=20))

    lunch = await agreed.book()

    assert (lunch.state, agreed.events()) == ("called off", 0)


async def test_a_booking_in_doubt_never_moves_on_to_another_mailbox(agreed: Agreed):
    agreed.lose_the_answer()
    with pytest.raises(Outage):
        await agreed.book()
    agreed.close((await Lunch.get(id="lunch")).organiser)

    with pytest.raises(Refusal):
        await agreed.book()

    assert ((await Lunch.get(id="lunch")).state, agreed.events()) == ("agreed", 1)


async def test_a_mailbox_that_never_heard_of_it_hands_on_to_the_next(agreed: Agreed):
    for organiser in agreed.contoso.world.company.organisers[:2]:
        agreed.close(organiser.mail)

    for _ in agreed.contoso.world.company.organisers:
        if (await Lunch.get(id="lunch")).state == "agreed":
            await agreed.book()

    assert ((await Lunch.get(id="lunch")).state, agreed.events()) == ("booked", 1)


async def test_who_paused_is_not_booked_without_a_question(agreed: Agreed):
    until = clock.now() + timedelta(days=28)
    await Person.filter(id=agreed.ada.id).update(paused_until=until)
    await put(Preference(id=agreed.ada.id, books_for_me=True))

    lunch = await agreed.book()

    assert (lunch.state, agreed.events()) == ("called off", 0)


async def test_who_said_yes_herself_and_paused_then_comes_all_the_same(agreed: Agreed):
    await Person.filter(id=agreed.ada.id).update(paused_until=clock.now() + timedelta(days=28))

    _, guests = await still_coming(await Lunch.get(id="lunch"))

    assert {guest.id for guest in guests} == {agreed.ada.id, agreed.bo.id}


async def test_a_lunch_keeps_the_terms_on_which_it_was_offered(agreed: Agreed):
    before = await terms_of(await Lunch.get(id="lunch"))
    await put(Program(id="everybody", kind="mixer", name="Lunch", state="running", terms_kept=kept(Terms(minutes=20))))
    await Lunch.filter(id="lunch").update(program_id="everybody")

    assert await terms_of(await Lunch.get(id="lunch")) == before
    assert (await agreed.book()).state == "booked"
