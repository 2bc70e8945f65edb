"""What colleagues press on invitations with several times, at open tables, and when they say how they like to be invited."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot_service.sandbox import memory
from bot_service.sandbox.diary import BUSY, Entry
from bot_service.sandbox.habits import HABITS, Habits
from bot_service.sandbox.sayings import sayings_of_week
from tests.sandbox.small_bot import Room, card, open_room

OFFER = next(habit for habit in HABITS if habit.family == "offer")


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with open_room() as opened:
        await opened.cast.act()
        opened.bot.heard.clear()
        yield opened


def button(verb: str, about: str, title: str = "…", **data: str) -> dict[str, Any]:
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": {"id": about, **data}}


def three_times(lunch: str) -> dict[str, Any]:
    times = [f"2026-01-{day}T12:00:00+00:00" for day in (13, 14, 15)]
    return card(actions=[*[button("offer.coffee", lunch, at=at) for at in times], button("offer.decline", lunch)])


def times_of(day: datetime, room: Room) -> str:
    """A time as a button names it to Maya, by her own clocks."""
    local = day.astimezone(room.world.company.hosts[0].zone_info)
    return f"{local:%a} {local.day} {local:%B, %H:%M}"


async def test_of_several_times_one_is_chosen_and_sent_along():
    async def chosen(seed: int) -> list[str]:
        async with open_room(seed=seed, people=12) as room:
            await room.cast.act()
            for person in room.world.company.people:
                await room.send(person.id, three_times("l"))
            await room.let_pass(days=1)
            return [invoke["value"]["action"]["data"]["at"] for invoke in room.bot.invokes()]

    first, again, other = await chosen(3), await chosen(3), await chosen(4)
    assert first == again != other
    assert len(first) == 12
    assert len(set(first)) == 3


async def test_a_time_that_no_longer_suits_her_is_not_chosen(room: Room):
    maya = room.world.company.hosts[0]
    noon = memory.free_noon(room.world, maya)
    assert noon is not None
    busy = noon + timedelta(days=7)
    room.world.outlook.note_down(maya, Entry(busy, busy + timedelta(hours=1), BUSY, "Budget check"))
    for number in range(6):
        await room.send(
            maya.id,
            card(
                actions=[
                    button("offer.lunch", f"l{number}", f"Lunch, {times_of(busy, room)}", at="busy"),
                    button("offer.lunch", f"l{number}", f"Lunch, {times_of(noon, room)}", at="free"),
                ]
            ),
        )
    await room.let_pass(days=1)
    assert [invoke["value"]["action"]["data"]["at"] for invoke in room.bot.invokes()] == ["free"] * 6


def test_most_accept_and_a_few_ask_for_another_time_or_decline_or_pause():
    offered = ["offer.lunch", "offer.another", "offer.decline", "offer.pause"]
    drawn = [Habits(7).decide(f"p{number}", OFFER, "l", offered) for number in range(2000)]
    share = Counter(decision.verb for decision in drawn if decision)
    assert 0.79 < share["offer.lunch"] / 2000 < 0.87
    assert 0.03 < share["offer.decline"] / 2000 < 0.07
    assert 0.025 < share["offer.another"] / 2000 < 0.055
    assert 0.002 < share["offer.pause"] / 2000 < 0.02


async def test_asked_what_came_in_between_she_names_one_reason(room: Room):
    maya = room.world.company.hosts[0]
    reasons = [button("checkin.why", "c", why=why) for why in ("no time", "moved", "not said")]
    await room.send(maya.id, card(actions=reasons))
    await room.let_pass(hours=3)
    assert room.bot.verbs() == ["checkin.why"]
    assert room.bot.invokes()[0]["value"]["action"]["data"]["why"] in {"no time", "moved", "not said"}


async def test_she_joins_a_table_only_where_she_has_time(room: Room):
    maya = room.world.company.hosts[0]
    noon = memory.free_noon(room.world, maya)
    assert noon is not None
    night = noon.replace(hour=23)
    joins = [
        button("table.join", when, f"Join Ada, {times_of(at, room)}") for when, at in (("night", night), ("noon", noon))
    ]
    await room.send(maya.id, card(actions=joins))
    await room.send(maya.id, card(actions=joins[:1]))
    await room.let_pass(days=1)
    assert [invoke["value"]["action"]["data"]["id"] for invoke in room.bot.invokes()] == ["noon"]


async def test_the_table_she_opens_suits_her(room: Room):
    maya = room.world.company.hosts[0]
    fields = [{"type": "Input.Text", "id": each, "value": ""} for each in ("day", "at", "place", "line")]
    await room.send(maya.id, card(*fields, actions=[button("table.open", "")]))
    await room.let_pass(hours=2)
    data = room.bot.invokes()[0]["value"]["action"]["data"]
    at = datetime.strptime(f"2026 {data['day']} {data['at']}", "%Y %d %B %H:%M").replace(tzinfo=maya.zone_info)
    assert memory.is_free(room.world, maya, at, at + timedelta(hours=1))
    assert (data["place"], data["line"]) == ("Canteen", "")


async def test_she_changes_how_she_likes_to_be_invited_and_leaves_the_rest_as_it_stands():
    async with open_room(people=60) as room:
        await room.cast.act()
        fields = [
            {"type": "Input.Text", "id": "how", "value": "ask"},
            {"type": "Input.Text", "id": "own_lunch", "value": "false"},
        ]
        for person in room.world.company.people:
            await room.send(person.id, card(*fields, actions=[button("preferences.save", "")]))
        await room.let_pass(days=1)
        saved = [invoke["value"]["action"]["data"] for invoke in room.bot.invokes() if invoke["type"] == "invoke"]
    assert {each["own_lunch"] for each in saved} == {"false"}
    assert Counter(each["how"] for each in saved).keys() == {"ask", "book"}


def test_a_few_ask_for_company_of_another_team(room: Room):
    people = room.world.company.people
    teams = sorted({person.team for person in people})
    said = [
        (person.team, text)
        for person in people
        for week in range(2, 80)
        for text, _ in sayings_of_week(Habits(7), person, week, tells_stories=False, people=people)
        if text.startswith("find me")
    ]
    assert len(said) > 3
    for own, text in said:
        asked = text.partition(" from ")[2]
        assert asked in teams
        assert asked != own


def test_a_time_on_a_button_lies_around_now(room: Room):
    maya = room.world.company.hosts[0]
    december = datetime(2026, 12, 20, tzinfo=UTC)
    assert memory.time_named("Join Ada, Thu 5 March, 12:15", maya, december) == datetime(
        2027, 3, 5, 12, 15, tzinfo=maya.zone_info
    )
    assert memory.time_named("Lunch, Mon 21 December, 12:15", maya, december) == datetime(
        2026, 12, 21, 12, 15, tzinfo=maya.zone_info
    )
    assert memory.time_named("Not this time", maya, december) is None
    assert memory.time_named("Wed 3 Brumaire, 12:15", maya, december) is None
