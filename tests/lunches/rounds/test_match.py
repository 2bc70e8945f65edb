"""A round over real calendars: who is invited, and that nobody is invited twice, whatever happens at the same time."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot_service import clock
from bot_service.courtesy.message import Message
from bot_service.database.row import put
from bot_service.graph.calendars import Calendars
from bot_service.graph.directory import Directory
from bot_service.lunches.offers.offer_card import VERBS
from bot_service.lunches.programs.not_with import keep_apart
from bot_service.lunches.programs.program import Program, begin_programs
from bot_service.lunches.programs.round import LeftOver, Round
from bot_service.lunches.rounds import match
from bot_service.lunches.rounds.match import match_round
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.times.preferences import Preference
from bot_service.people.person import Person
from bot_service.settings import Settings
from tests.graph.conftest import Contoso
from tests.lunches.colleagues import TABLES

__all__ = ["TABLES"]
MIGRATIONS = ""


@dataclass
class Town:
    """Everybody of Contoso has joined; rounds can be begun and matched."""

    contoso: Contoso
    calendars: Calendars
    directory: Directory

    async def begin(self, id_: str, *, kind: str = "mixer", number: int = 1, **more: object) -> str:
        now = clock.now()
        asked = {"program_id": "everybody", "begun_at": now, "due_at": now, **more}
        await put(Round(id=id_, state="planned", kind=kind, number=number, **asked))
        return id_

    async def match(self, id_: str) -> None:
        await match_round(id_, calendars=self.calendars, directory=self.directory)


@pytest.fixture
async def town(database: Settings, contoso: Contoso, calendars: Calendars, directory: Directory) -> Town:
    del database
    clock.follow(lambda: contoso.world.clock.now)
    await begin_programs()
    for one in contoso.world.company.people:
        person = Person(
            id=one.id, state="joined", name=one.name, principal_name=one.principal_name, mail=one.mail, team=one.team
        )
        person.manager_id, person.is_host, person.site = one.manager_id or "", one.is_host, "Berlin"
        person.conversation_id = f"chat of {one.id}"
        await put(person)
    return Town(contoso, calendars, directory)


async def invitations() -> Counter[str]:
    """How many open invitations each person has."""
    waiting = {lunch.id for lunch in await Lunch.filter(state="proposed")}
    return Counter(guest.person_id for guest in await Guest.all() if guest.lunch_id in waiting)


async def test_everybody_is_invited_once_or_told_why_not_and_every_time_suits_all(town: Town):
    await town.match(await town.begin("first"))

    everybody = {person.id for person in await Person.all()}
    left = {one.person_id: one.reason for one in await LeftOver.all()}
    assert set(await invitations()) | set(left) == everybody
    assert set((await invitations()).values()) == {1}
    assert all(left.values())
    assert {message.to_id for message in await Message.filter(card="sat-out")} == set(left)
    for lunch in await Lunch.all():
        assert 1 <= len(lunch.choices) <= 3
        guests = [town.contoso.world.company.accounts[one.person_id] for one in await Guest.filter(lunch_id=lunch.id)]
        for choice in lunch.choices:
            for guest in guests:
                taken = town.contoso.world.outlook.taken(
                    guest, choice.at, choice.at + timedelta(minutes=choice.minutes)
                )
                assert [entry for entry in taken if entry.show_as in {"busy", "oof", "tentative"}] == []


async def test_matched_twice_is_matched_once(town: Town):
    await town.begin("first")
    await town.match("first")
    before = await invitations()

    await Round.filter(id="first").update(state="planned")  # as after a kill before the state was written
    await town.match("first")

    assert (await invitations()) == before


async def test_rounds_matched_at_the_same_moment_invite_nobody_twice(town: Town):
    await put(Program(id="runners", kind="mixer", name="Runners", state="running"))
    rounds = [await town.begin("first"), await town.begin("other", program_id="runners")]
    rounds.append(await town.begin("hosts'", kind="host", program_id="hosts"))

    await asyncio.gather(*(town.match(one) for one in rounds))

    assert set((await invitations()).values()) == {1}
    assert {one.state for one in await Round.all()} == {"matched"}


async def test_who_leaves_while_calendars_are_read_is_not_invited(town: Town):
    await town.begin("first")
    ada = (await Person.all().order_by("id"))[0]

    faults = town.contoso.world.faults
    faults.order({"path": "batch", "do": "delay", "seconds": 60})

    async def leave() -> None:
        while not faults.waiting:  # noqa: ASYNC110 - trouble rings no bell
            await asyncio.sleep(0.01)
        await Person.filter(id=ada.id).update(state="declined")
        faults.clear()

    await asyncio.gather(town.match("first"), leave())

    assert ada.id not in await invitations()


async def test_two_who_have_their_lunches_booked_for_them_agree_at_once_and_the_rest_is_asked(town: Town):
    for person in await Person.all():
        await put(Preference(id=person.id, books_for_me=True))
    await town.match(await town.begin("first"))

    assert {guest.answer for guest in await Guest.all()} == {"yes"}


async def test_a_second_round_is_for_those_who_said_yes_in_vain_and_for_late_joiners(town: Town):
    late = (await Person.filter(is_host=False).order_by("id"))[0]
    await Person.filter(id=late.id).update(state="welcomed")
    await town.match(await town.begin("first"))
    willing: set[str] = set()
    for lunch in (await Lunch.all().order_by("id"))[:3]:
        one, other = (await Guest.filter(lunch_id=lunch.id).order_by("person_id"))[:2]
        await Message.filter(about=lunch.id).update(state="delivered")
        chosen = {"id": lunch.id, "at": lunch.choices[0].at.isoformat()}
        await VERBS[f"offer.{lunch.choices[0].form}"](one.person_id, chosen)
        for guest in await Guest.filter(lunch_id=lunch.id).exclude(person_id=one.person_id):
            await VERBS["offer.decline"](guest.person_id, {"id": lunch.id})
        willing.add(one.person_id)
        assert other.person_id not in willing
    await Person.filter(id=late.id).update(state="joined")

    second = await Round.get(second=True)
    await town.match(second.id)

    seated = {
        guest.person_id
        for lunch in await Lunch.filter(round_id=second.id)
        for guest in await Guest.filter(lunch_id=lunch.id)
    }
    assert seated <= willing | {late.id}
    assert len(seated) >= 2
    left = {one.person_id for one in await LeftOver.filter(round_id=second.id)}
    assert seated | left == willing | {late.id}


async def test_who_says_not_with_him_while_calendars_are_read_is_not_invited_with_him(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    seat = match.seat
    apart: list[tuple[str, ...]] = []

    def seat_and_regret(*here: Any, **how: Any) -> Any:
        seating = seat(*here, **how)
        apart.append(seating.tables[0].group.ids)
        return seating

    async def regret() -> set[str]:
        await keep_apart(*apart[0])
        return await still_free()

    still_free = match._still_free
    monkeypatch.setattr(match, "seat", seat_and_regret)
    monkeypatch.setattr(match, "_still_free", regret)
    await town.match(await town.begin("first"))

    together = [{guest.person_id for guest in await Guest.filter(lunch_id=lunch.id)} for lunch in await Lunch.all()]
    assert together
    assert set(apart[0]) not in together
    reasons = {one.reason for one in await LeftOver.filter(person_id__in=apart[0])}
    assert reasons == {match.LOST_HER_PARTNER}
