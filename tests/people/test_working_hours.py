"""Working hours are learnt where calendars are read for lunches, and her own words stay above them."""

from collections.abc import AsyncIterator
from datetime import time

import pytest

from bot_service import clock
from bot_service.database.row import put
from bot_service.graph.calendars import Calendars
from bot_service.graph.client import GraphClient
from bot_service.graph.schedule import Schedule, WorkingHours
from bot_service.graph.sign_in import SignIn
from bot_service.people.directory.directory import learn_zone
from bot_service.people.hours import Hours, kept_hours
from bot_service.people.person import Person
from bot_service.people.working_hours import said_by, take_over
from bot_service.sandbox import account
from bot_service.sandbox.world import World
from tests.graph.conftest import NOON, Contoso, served

TABLES = ["bot_service.people.person"]
MIGRATIONS = ""
SHIFT = WorkingHours(frozenset({5, 6}), time(22), time(6, 30), "Europe/Berlin")

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def contoso() -> AsyncIterator[Contoso]:
    async with served(World(seed=7, people=12)) as company:
        yield company


@pytest.fixture
async def calendars(contoso: Contoso) -> AsyncIterator[Calendars]:
    sign_in = SignIn(contoso.microsoft)
    client = GraphClient(contoso.microsoft, sign_in)
    yield Calendars(client, [contoso.organiser])
    await client.close()
    sign_in.close()


async def somebody(**more: object) -> Person:
    person = Person(id="ada", state="joined", name="Ada", principal_name="", mail="", **more)
    await put(person)
    return person


async def test_who_joins_is_left_alone_outside_of_the_hours_that_her_mailbox_states(
    contoso: Contoso, calendars: Calendars
):
    clock.follow(lambda: NOON)
    colleague = contoso.world.company.people[0]
    hours = account.Hours(days=(1, 2, 3), start=time(7), end=time(15, 30))
    contoso.world.company.change(colleague.id, hours=hours)
    await put(Person(id=colleague.id, state="joined", name="Ada", principal_name="", mail=colleague.mail))

    await learn_zone(colleague.id, calendars=calendars)

    ada = await Person.get(id=colleague.id)
    assert ada.hours == Hours(frozenset({1, 2, 3}), time(7), time(15, 30), colleague.zone)


async def test_who_works_at_other_times_than_before_is_known_to():
    ada = await somebody(zone="Europe/London", country="DE")
    await take_over(ada, Schedule("", (), SHIFT))
    assert (
        (await Person.get(id="ada")).hours == ada.hours == Hours(SHIFT.days, SHIFT.start, SHIFT.end, SHIFT.zone, "DE")
    )


async def test_a_mailbox_that_says_nothing_changes_nothing():
    ada = await somebody(zone="Europe/London", calendar_hours=kept_hours([0], time(8), time(12)))
    for schedule in (Schedule("", (), None), Schedule("", (), None, fault="ErrorMailRecipientNotFound")):
        await take_over(ada, schedule)
    assert said_by(None) == {}
    assert (await Person.get(id="ada")).hours == Hours(frozenset({0}), time(8), time(12), "Europe/London")


async def test_what_she_told_us_herself_stays_above_what_her_mailbox_says():
    ada = await somebody(own_hours=kept_hours([1], time(10), time(14)))
    await take_over(ada, Schedule("", (), SHIFT))
    assert (await Person.get(id="ada")).hours == Hours(frozenset({1}), time(10), time(14), "Europe/Berlin")
