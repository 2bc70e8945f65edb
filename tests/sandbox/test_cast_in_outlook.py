"""A colleague does with an invitation what a test tells her, and nothing at all once she has left."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot_service.sandbox.account import Account
from bot_service.sandbox.meeting import Copy, Facts, Invited
from tests.sandbox.small_bot import Room, card, open_room

NOON = datetime(2026, 1, 14, 11, 30, tzinfo=UTC)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with open_room() as opened:
        await opened.cast.act()
        opened.bot.heard.clear()
        yield opened


def book(room: Room, *guests: Account) -> Copy:
    lines = tuple(Invited(guest.mail, guest.name) for guest in guests)
    facts = Facts("Lunch", NOON, NOON + timedelta(hours=1), attendees=lines, categories=("Potluck", "mixer"))
    return room.world.outlook.book(room.world.company.organiser, facts)


async def test_she_proposes_half_an_hour_later(room: Room):
    maya = room.world.company.hosts[0]
    room.cast.tell(maya.id, "calendar", "propose", {"by": "30"})
    lunch = book(room, maya)

    await room.let_pass(hours=8)

    assert lunch.meeting.proposals == {maya.mail: (NOON + timedelta(minutes=30), NOON + timedelta(minutes=90))}
    assert lunch.meeting.answers[maya.mail][0] == "tentativelyAccepted"


@pytest.mark.parametrize(
    ("verb", "wish", "answer", "is_gone"),
    [
        ("accepted", {}, "accepted", False),
        ("declined", {"tell": "no"}, "", True),
        ("delete", {}, "", True),
        ("uncategorise", {}, "", False),
        ("", {}, "", False),
    ],
)
async def test_she_does_with_an_invitation_what_she_is_told(
    room: Room, verb: str, wish: dict[str, str], answer: str, is_gone: bool
):
    maya = room.world.company.hosts[0]
    room.cast.tell(maya.principal_name, "calendar", verb, wish)
    lunch = book(room, maya)
    [copy] = room.world.outlook.invitations(maya)

    await room.let_pass(hours=8)

    assert lunch.meeting.answers.get(maya.mail, ("",))[0] == answer
    assert copy.is_gone is is_gone


async def test_she_brings_somebody_along(room: Room):
    maya, kwame = room.world.company.hosts[:2]
    room.cast.tell(maya.id, "calendar", "forward", {"to": kwame.mail})
    lunch = book(room, maya)

    await room.let_pass(hours=8)

    assert [line.mail for line in lunch.meeting.facts.attendees] == [maya.mail, kwame.mail]


@pytest.mark.parametrize("how", ["disabled", "deleted"])
async def test_who_has_left_does_nothing_any_more_and_the_others_go_on(room: Room, how: str):
    maya, kwame = room.world.company.hosts[:2]
    for person in (maya, kwame):
        room.cast.tell(person.id, "welcome", "welcome.join")
        room.cast.tell(person.id, "calendar", "accepted")
        await room.send(person.id, card(buttons={"welcome.join": "w"}))
    lunch = book(room, maya, kwame)
    room.cast.next_action_at()
    room.cast.outlook.do(maya, "leave", {"how": how})
    await room.send(kwame.id, card(buttons={"welcome.join": "again"}))

    await room.let_pass(hours=8)

    assert {invoke["from"]["aadObjectId"] for invoke in room.bot.invokes()} == {kwame.id}
    assert lunch.meeting.answers.keys() == {kwame.mail}
