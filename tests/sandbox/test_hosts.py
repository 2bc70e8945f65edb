"""Hosts give before they ask; one of a large company would like to ask everybody every day."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot_service.sandbox.account import Account
from bot_service.sandbox.company import Company
from bot_service.sandbox.eagerness import PARTS
from tests.sandbox.small_bot import Room, card, open_room, replacing, toast


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with open_room() as opened:
        await opened.cast.act()
        opened.bot.heard.clear()
        yield opened


def askable(*people: Account) -> dict[str, Any]:
    choices = [{"title": person.name, "value": person.id} for person in people]
    return card({"type": "Input.ChoiceSet", "id": "person", "choices": choices}, buttons={"ask.send": "story"})


def asked(room: Room) -> list[str]:
    presses = [invoke["value"]["action"] for invoke in room.bot.invokes()]
    return [press["data"]["person"] for press in presses if press["verb"] == "ask.send"]


async def test_a_host_shares_a_story_herself_before_she_looks_whom_she_may_ask(room: Room):
    maya = room.world.company.hosts[0]
    stories = card(buttons={"story.share": "story", "story.choose": "story"})
    share = card(buttons={"share.shared": "story"})
    answers = {"story.share": replacing(share), "share.shared": toast("Noted."), "story.choose": toast("Nobody yet.")}
    room.bot.answer = lambda heard: answers[heard["value"]["action"]["verb"]]
    await room.send(maya.id, stories)
    await room.let_pass(hours=8)
    await room.send(maya.id, stories)
    await room.let_pass(days=1)

    assert room.bot.verbs() == ["story.share", "share.shared", "story.choose"]


async def test_of_two_messages_on_one_card_each_is_answered_and_the_fields_of_both_go_along(room: Room):
    maya = room.world.company.hosts[0]
    field = {"type": "Input.Text", "id": "words", "value": "Well done"}
    joined = card(_part("part-0", "welcome.join", "w"), _part("part-1", "shoutout.post", "s", field))
    await room.send(maya.id, joined)
    await room.let_pass(hours=8)

    data = {invoke["value"]["action"]["verb"]: invoke["value"]["action"]["data"] for invoke in room.bot.invokes()}
    assert data == {
        "welcome.join": {"id": "w", "part": "m part-0", "words": "Well done"},
        "shoutout.post": {"id": "s", "part": "m part-1", "words": "Well done"},
    }


async def test_an_eager_host_asks_whoever_is_offered_and_tries_everybody_else_within_a_week():
    async with open_room(people=100) as room:
        await room.cast.act()
        eager = next(host for host in room.world.company.hosts if host.is_eager)
        friends = [person for person in room.world.company.people if not person.is_host][:2]
        await room.send(eager.id, askable(*friends))
        await room.let_pass(days=1)
        room.bot.answer = lambda _: toast("Not yet.")

        on_monday = asked(room)
        await room.let_pass(days=6)

        everybody = {person.id for person in room.world.company.people} - {eager.id}
        assert {friend.id for friend in friends} < set(on_monday)
        assert len(on_monday) >= 100 // PARTS
        assert set(asked(room)) == everybody


def test_only_a_large_company_has_a_host_who_asks_before_she_gives():
    assert [host.is_eager for host in Company(7, 99).hosts] == [False, False, False]
    assert [host.is_eager for host in Company(7, 100).hosts] == [False, False, True]


def _part(name: str, verb: str, about: str, *fields: dict[str, Any]) -> dict[str, Any]:
    button = {"type": "Action.Execute", "title": verb, "verb": verb, "data": {"id": about, "part": f"m {name}"}}
    words = {"type": "TextBlock", "text": "Hello"}
    return {"type": "Container", "id": name, "items": [words, *fields, {"type": "ActionSet", "actions": [button]}]}
