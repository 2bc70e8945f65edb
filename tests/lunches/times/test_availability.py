"""Who could meet when, read from calendars in the sandbox, from people's wishes, and from the lunches they have already."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot_service.database.row import put
from bot_service.graph.calendars import Calendars
from bot_service.lunches.programs.round import Round
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.times import availability, preferences
from bot_service.lunches.times.availability import Availability, availabilities
from bot_service.lunches.times.preferences import Preference, at_their_most
from bot_service.lunches.times.slots import Horizon, moments
from bot_service.people.person import Person
from bot_service.sandbox.account import Account
from bot_service.sandbox.outlook_hands import OutlookHands
from tests.graph.conftest import Contoso

TABLES = [
    "bot_service.people.person",
    "bot_service.lunches.programs.round",
    "bot_service.lunches.times.preferences",
    "bot_service.lunches.tables.lunch",
]
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
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


async def lunches_of(person: Person, calendars: Calendars, **how: object) -> list[datetime]:
    """Read anew when she could have lunch in this week."""
    return lunches((await availabilities([person], WEEK, calendars, **how))[person.id])  # type: ignore[arg-type] # besides or lunch_id


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


@pytest.mark.parametrize("few", [500, 0])
async def test_ada_has_no_second_lunch_on_a_day_on_which_she_has_one(
    contoso: Contoso, calendars: Calendars, few: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(availability, "FEW", few)
    monkeypatch.setattr(preferences, "FEW", few)
    ada, bo = await joined(in_berlin(contoso)), await joined(in_berlin(contoso, 1))
    free = await lunches_of(ada, calendars)
    lunch = await have(ada, free[0])
    await have(bo, free[-1])

    assert days(await lunches_of(ada, calendars)) == days(free) - days(free[:1])
    assert await lunches_of(ada, calendars, lunch_id=lunch.id) == free  # it does not stand in its own way


@pytest.mark.parametrize(("state", "counts"), [("agreed", True), ("called off", False), ("held", False)])
async def test_what_ada_agreed_to_counts_and_what_was_called_off_does_not(
    contoso: Contoso, calendars: Calendars, state: str, counts: bool
):
    ada = await joined(in_berlin(contoso))
    free = await lunches_of(ada, calendars)
    await have(ada, free[0], state)
    assert days(await lunches_of(ada, calendars)) == days(free) - (days(free[:1]) if counts else set())


async def test_of_a_mailbox_that_cannot_be_read_nothing_is_known_which_is_not_the_same_as_free(
    contoso: Contoso, calendars: Calendars
):
    gone, nameless, ada = in_berlin(contoso), in_berlin(contoso, 1), in_berlin(contoso, 2)
    people = [await joined(one) for one in (gone, nameless, ada)]
    people[1].mail = ""
    contoso.world.company.remove(gone.id)

    found = await availabilities(people, WEEK, calendars)

    assert [found[one.id].is_known for one in people] == [False, False, True]
    assert found[gone.id].starts(TERMS, WEEK) == found[nameless.id].starts(TERMS, WEEK, wide=True) == (0, 0)


async def test_who_moved_to_new_york_has_lunch_at_noon_in_new_york(contoso: Contoso, calendars: Calendars):
    ada = await joined(in_berlin(contoso))
    OutlookHands(contoso.world).do(in_berlin(contoso), "relocate", {"zone": "America/New_York"})

    found = await lunches_of(ada, calendars)

    assert (await Person.get(id=ada.id)).zone == ada.zone == "America/New_York"
    clocks = {moment.astimezone(ZoneInfo("America/New_York")).time() for moment in found}
    assert clocks
    assert clocks <= {time(11, 30), time(11, 45), time(12), time(12, 15), time(12, 30), time(12, 45)}


async def test_on_good_friday_nobody_eats_in_berlin_and_london_but_in_new_york(contoso: Contoso, calendars: Calendars):
    easter = datetime(2026, 3, 30, tzinfo=UTC)
    horizon, good_friday = Horizon.between(easter, easter + timedelta(days=7)), date(2026, 4, 3)
    eaten: dict[str, set[date]] = {}
    people = [await joined(one) for one in contoso.world.company.people if one.team]
    for one in people:
        one.country = {"Europe/Berlin": "DE", "Europe/London": "GB", "America/New_York": "US"}.get(one.zone, "")
    found = await availabilities(people, horizon, calendars)
    for one in people:
        eaten.setdefault(one.country, set()).update(days(lunches(found[one.id], horizon), one.zone))

    assert good_friday not in eaten["DE"] | eaten["GB"]
    assert good_friday in eaten["US"]
    assert len(eaten["DE"]) == len(eaten["GB"]) == 4
    working = Terms(keeps_holidays=False)
    assert any(good_friday in days(lunches(found[one.id], horizon, working)) for one in people if one.country == "DE")


async def test_a_block_named_lunch_is_taken_for_one_of_ours_when_its_owner_gave_leave(
    contoso: Contoso, calendars: Calendars
):
    account, hands = in_berlin(contoso), OutlookHands(contoso.world)
    ada = await joined(account)
    hands.do(account, "share")
    free = await lunches_of(ada, calendars)
    noon = free[0]
    hands.do(account, "block", {"start": noon.isoformat(), "end": (noon + timedelta(hours=1)).isoformat()})

    assert noon not in await lunches_of(ada, calendars)
    await put(Preference(id=ada.id, own_lunch_is_free=True))
    assert await lunches_of(ada, calendars) == free

    hands.do(account, "block", {"start": noon.isoformat(), "end": (noon + HALF_HOUR).isoformat(), "subject": "Dentist"})
    assert noon not in await lunches_of(ada, calendars)


async def test_a_lunch_that_moves_is_not_in_its_own_way_but_all_else_is(contoso: Contoso, calendars: Calendars):
    account, hands = in_berlin(contoso), OutlookHands(contoso.world)
    ada = await joined(account)
    free = await lunches_of(ada, calendars)
    event = (free[0], free[0] + timedelta(minutes=45))
    as_entry = {"start": event[0].isoformat(), "end": event[1].isoformat(), "subject": "Lunch: Ada and Bo"}
    hands.do(account, "block", as_entry)

    assert free[0] not in await lunches_of(ada, calendars)
    assert await lunches_of(ada, calendars, besides=event) == free
    hands.do(account, "block", {**as_entry, "subject": "Standup"})
    assert free[0] not in await lunches_of(ada, calendars, besides=event)


async def test_her_own_wishes_narrow_what_the_programme_offers(contoso: Contoso, calendars: Calendars):
    account = in_berlin(contoso)
    free = await lunches_of(await joined(account), calendars)
    await put(
        Preference(id=account.id, lunch_windows=[["12:00", "13:00"]], days=[1, 3], online_only=True, site="Canteen")
    )
    ada = await Person.get(id=account.id)

    hers = (await availabilities([ada], WEEK, calendars))[ada.id]

    assert hers.is_online_only
    assert hers.site == "Canteen"
    clocks = [moment.astimezone(ZoneInfo("Europe/Berlin")) for moment in free]
    wished = [at for at in clocks if at.weekday() in {1, 3} and time(12) <= at.time() <= time(12, 15)]
    assert lunches(hers) == wished
    assert set(wished) <= set(lunches(hers, wide=True))
    assert all(at.weekday() in {1, 3} for at in lunches(hers, wide=True))


async def test_at_wider_hours_there_are_more_starts_and_none_of_a_form_that_is_not_wanted(
    contoso: Contoso, calendars: Calendars
):
    ada = await joined(in_berlin(contoso))
    hers = (await availabilities([ada], WEEK, calendars))[ada.id]
    (lunch, coffee), (wide_lunch, wide_coffee) = hers.starts(TERMS, WEEK), hers.starts(TERMS, WEEK, wide=True)
    assert wide_lunch | lunch == wide_lunch != lunch
    assert wide_coffee | coffee == wide_coffee != coffee
    assert hers.starts(Terms(forms=("coffee",)), WEEK) == (0, coffee)


async def test_blackouts_of_a_programme_are_days_without_its_lunches(contoso: Contoso, calendars: Calendars):
    ada = await joined(in_berlin(contoso))
    hers = (await availabilities([ada], WEEK, calendars))[ada.id]
    two_days = Terms(blackouts=((date(2026, 3, 3), date(2026, 3, 4)),))
    assert days(lunches(hers, WEEK, two_days)) == days(lunches(hers)) - {date(2026, 3, 3), date(2026, 3, 4)}


async def test_nobody_is_surprised_by_a_lunch_before_a_full_working_day_has_passed(
    contoso: Contoso, calendars: Calendars
):
    ada = await joined(in_berlin(contoso))
    hers = (await availabilities([ada], WEEK, calendars))[ada.id]
    monday_morning = MONDAY + timedelta(hours=9)
    noticed = lunches(hers, WEEK, noticed_at=monday_morning)
    assert noticed == [at for at in lunches(hers) if at >= datetime(2026, 3, 3, 23, tzinfo=UTC)]  # Wednesday in Berlin


async def test_who_had_as_many_lunches_as_she_wants_is_left_alone_for_the_rest_of_the_month():
    await put(Preference(id="ada", most_a_month=1))
    await put(Preference(id="bo", most_a_month=2))
    for number, person in enumerate(("ada", "bo", "cem")):
        await put(Round(id=f"r{number}", state="matched", program_id="p", kind="mixer", number=1, begun_at=MONDAY))
        lunch = Lunch(id=f"l{number}", state="held", round_id=f"r{number}", kind="mixer", starts_at=MONDAY, minutes=45)
        await put(lunch)
        await put(Guest(id=person, lunch_id=lunch.id, person_id=person, answer="yes"))

    everybody = {"ada", "bo", "cem"}
    assert await at_their_most(everybody, MONDAY + timedelta(weeks=1)) == {"ada"}
    assert await at_their_most(everybody, MONDAY + timedelta(weeks=4)) == set()
