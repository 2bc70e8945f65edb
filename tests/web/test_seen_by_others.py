"""“What others see of me” is no promise on a page: it is compared with what the API really answers a colleague, a host, an administrator."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot_service.app import TABLES as ALL_TABLES
from bot_service.lunches.programs.not_with import NotWith
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Passed
from bot_service.sandbox.account import Account
from bot_service.settings import Settings
from bot_service.sharing.leave import take_back
from tests.web.office import NOW, Office, befriend, office, passed

TABLES = ALL_TABLES

#: All that anybody is ever shown of somebody else.
ALLOWED = {"id", "name", "team", "jobTitle", "site", "mayBeAsked"}
SEEDS = range(3)


@pytest.fixture
async def contoso(database: Settings) -> AsyncIterator[Office]:
    async with office(database) as opened:
        yield opened


async def something_happens(contoso: Office, person: Account, chance: random.Random) -> None:
    """She and the host become friends, mostly; then she may pause, say no, leave … any of it, or nothing."""
    if chance.random() < 0.7:
        await befriend(contoso, contoso.maya, person)
    for change, probability in (
        ({"paused_until": NOW + timedelta(days=chance.randint(1, 40))}, 0.2),
        ({"never_ask": True}, 0.2),
        ({"state": chance.choice(["declined", "known", "installed", "welcomed"])}, 0.2),
        ({"celebrate": "never", "thanks": "open"}, 0.2),
        ({"conversation_id": ""}, 0.1),
        ({"own_hours": {"days": [6], "start": "01:00", "end": "02:00"}}, 0.2),
    ):
        if chance.random() < probability:
            await Person.filter(id=person.id).update(**change)
    if chance.random() < 0.2:
        await passed(Passed.DECLINED, person.id, contoso.maya.id, chance.randint(1, 200), team=contoso.maya.team)
    if chance.random() < 0.2:
        await NotWith.create(id=f"not {person.id}", person_id=person.id, other_id=contoso.maya.id)


async def nothing_hidden(contoso: Office, person: Account, colleague: Account, administrator: Account) -> str:
    """Compare what she is told with what they really get; returns what the host was answered."""
    told = await contoso.sees(person, "/api/me/seen-by-others")
    path = f"/api/people/{person.id}"

    assert await contoso.sees(colleague, path) == told["colleagues"]
    assert await contoso.sees(administrator, path) == told["administrators"]
    (by_maya,) = [one["sees"] for one in told["hosts"] if one["host"]["id"] == contoso.maya.id]
    assert await contoso.sees(contoso.maya, path) == by_maya
    for seen in (told["colleagues"], told["administrators"], by_maya):
        assert set(seen) == ALLOWED
    assert told["colleagues"] == told["administrators"]
    assert told["colleagues"]["mayBeAsked"] == ""
    return str(by_maya["mayBeAsked"])


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_she_is_told_is_what_they_get_whatever_has_happened(contoso: Office, seed: int) -> None:
    chance = random.Random(seed)
    people = contoso.others()
    colleague, administrator = people[-2:]
    await Person.filter(id=administrator.id).update(is_administrator=True)
    for person in people[:6]:
        await something_happens(contoso, person, chance)
    answers = [await nothing_hidden(contoso, person, colleague, administrator) for person in people[:6]]

    assert set(answers) <= {"yes", "not yet"}


async def test_some_may_be_asked_so_that_a_not_yet_means_something(contoso: Office) -> None:
    ada, bo = contoso.others()[:2]
    await befriend(contoso, contoso.maya, ada)

    seen = [await contoso.sees(contoso.maya, f"/api/people/{one.id}") for one in (ada, bo)]

    assert [one["mayBeAsked"] for one in seen] == ["yes", "not yet"]


async def pauses(_: Office, person: Account) -> None:
    await Person.filter(id=person.id).update(paused_until=NOW + timedelta(days=7))


async def says_no(contoso: Office, person: Account) -> None:
    await passed(Passed.DECLINED, person.id, contoso.maya.id, 1, team=contoso.maya.team)


async def says_never(_: Office, person: Account) -> None:
    await Person.filter(id=person.id).update(never_ask=True)


async def takes_leave_back(contoso: Office, person: Account) -> None:
    await take_back(person.id, contoso.maya.id)


async def leaves_potluck(_: Office, person: Account) -> None:
    await Person.filter(id=person.id).update(state="declined")


async def keeps_away_from_her(contoso: Office, person: Account) -> None:
    await pauses(contoso, person)
    await NotWith.create(id="not", person_id=person.id, other_id=contoso.maya.id)


async def blocks_the_bot(_: Office, person: Account) -> None:
    await Person.filter(id=person.id).update(conversation_id="")


@pytest.mark.parametrize(
    "happens",
    [pauses, says_no, says_never, takes_leave_back, leaves_potluck, keeps_away_from_her, blocks_the_bot],
)
async def test_to_a_host_it_all_looks_as_if_they_had_never_met(contoso: Office, happens: Any) -> None:
    ada, stranger = contoso.others()[:2]
    await befriend(contoso, contoso.maya, ada)
    assert (await contoso.sees(contoso.maya, f"/api/people/{ada.id}"))["mayBeAsked"] == "yes"

    await happens(contoso, ada)

    hers = await contoso.sees(contoso.maya, f"/api/people/{ada.id}")
    other = await contoso.sees(contoso.maya, f"/api/people/{stranger.id}")
    directory = {"id", "name", "team", "jobTitle", "site"}
    assert (
        {name: value for name, value in hers.items() if name not in directory}
        == {name: value for name, value in other.items() if name not in directory}
        == {"mayBeAsked": "not yet"}
    )
    assert (await contoso.sees(contoso.maya, "/api/host/askable"))["people"] == []


async def test_a_colleague_is_not_told_whom_hosts_may_ask(contoso: Office) -> None:
    ada, bo = contoso.others()[:2]
    await befriend(contoso, contoso.maya, ada)

    assert (await contoso.sees(bo, f"/api/people/{ada.id}"))["mayBeAsked"] == ""


async def test_a_host_looks_at_herself_like_anybody(contoso: Office) -> None:
    told = await contoso.sees(contoso.maya, "/api/me/seen-by-others")

    assert told["hosts"] == []
    assert (await contoso.sees(contoso.maya, f"/api/people/{contoso.maya.id}"))["mayBeAsked"] == "not yet"
