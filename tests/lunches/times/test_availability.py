"""Who could meet when, read from calendars in the sandbox, from people's wishes, and from the lunches they have already."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot_service.database.row import put
from bot_service.graph.calendars import Calendars
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.times.availability import Availability, availabilities
from bot_service.lunches.times.preferences import Preference
from bot_service.lunches.times.slots import Horizon, moments
from bot_service.people.person import Person
from bot_service.sandbox.account import Account
from tests.graph.conftest import Contoso

TABLES = [
    "bot_service.people.person",
    "bot_service.lunches.programs.round",
    "bot_service.lunches.times.preferences",
    "bot_service.lunches.tables.lunch",
]
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = Horizon.between(MONDAY, MONDAY + timedelta(days=7))
TERMS = Terms()

pytestmark = pytest.mark.usefixtures("database")


def in_berlin(contoso: Contoso, number: int = 0) -> Account:
    return [person for person in contoso.world.company.people if person.zone == "Europe/Berlin"][number]


async def joined(account: Account, **wishes: object) -> Person:
    """This colleague as we know her, and what she wished."""
    someone = Person(
        id=account.id,
        state="joined",
        name=account.name,
        principal_name=account.principal_name,
        mail=account.mail,
        zone=account.zone,
        country="DE",
    )
    await put(someone)
    if wishes:
        await put(Preference(id=account.id, **wishes))
    return someone


async def have(person: Person, at: datetime, state: str = "booked") -> Lunch:
    """She said yes to a lunch of ours."""
    lunch = Lunch(
        id=f"lunch-{at:%d%H%M}", state=state, round_id="r", kind="mixer", form="lunch", starts_at=at, minutes=45
    )
    await put(lunch)
    await put(Guest(id=f"{lunch.id}-{person.id}", lunch_id=lunch.id, person_id=person.id, answer="yes"))
    return lunch


def lunches(one: Availability, horizon: Horizon = WEEK, terms: Terms = TERMS, **how: object) -> list[datetime]:
    return list(moments(one.starts(terms, horizon, **how)[0], horizon))  # type: ignore[arg-type] # wide or noticed_at


def days(found: list[datetime], zone: str = "Europe/Berlin") -> set[date]:
    return {moment.astimezone(ZoneInfo(zone)).date() for moment in found}


async def test_everybody_is_read_and_nobody_is_free_while_a_meeting_stands_in_her_calendar(
    contoso: Contoso, calendars: Calendars
):
    accounts = [person for person in contoso.world.company.people if person.team][:30]
    people = [await joined(account) for account in accounts]

    found = await availabilities(people, WEEK, calendars)

    assert set(found) == {person.id for person in people}
    assert sum(bool(lunches(one)) for one in found.values()) > 20
    for account in accounts:
        for start in lunches(found[account.id]):
            end = start + timedelta(minutes=45)
            taken = contoso.world.outlook.taken(account, start, end)
            assert not [entry for entry in taken if entry.show_as in {"busy", "tentative", "oof"}]


async def test_ada_has_no_second_lunch_on_a_day_on_which_she_has_one(contoso: Contoso, calendars: Calendars):
    ada = await joined(in_berlin(contoso))
    free = lunches((await availabilities([ada], WEEK, calendars))[ada.id])
    taken = free[0]
    lunch = await have(ada, taken)

    left = lunches((await availabilities([ada], WEEK, calendars))[ada.id])
    assert days(left) == days(free) - days([taken])

    same = await availabilities([ada], WEEK, calendars, lunch_id=lunch.id)
    assert lunches(same[ada.id]) == free
