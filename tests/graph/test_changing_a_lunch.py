"""A lunch that stands in Outlook is moved, or sat somewhere else; and whatever answer is lost, nobody hears of it twice."""

import json
from datetime import timedelta

import pytest

from bot_service.errors import Outage
from bot_service.graph import requests
from bot_service.graph.calendars import Booked, Calendars, Meeting
from bot_service.graph.client import GraphClient
from bot_service.graph.meeting import change_of
from bot_service.graph.trouble import NotThere
from bot_service.sandbox.account import Account
from bot_service.sandbox.meeting import ACCEPTED
from tests.graph.conftest import NOON, Contoso, Hears, lunches_of

LATER = NOON + timedelta(days=1)


@pytest.fixture
async def booked(calendars: Calendars, lunch: Meeting) -> Booked:
    return await calendars.book(lunch, None, "attempt-1", organiser="")


async def test_a_lunch_that_is_moved_keeps_its_length_and_asks_everybody_anew(
    contoso: Contoso, calendars: Calendars, booked: Booked, two: tuple[Account, Account]
) -> None:
    contoso.world.outlook.answer(contoso.world.outlook.invitations(two[0])[0], ACCEPTED)

    moved = await calendars.change(booked.event_id, organiser="", start=LATER)

    assert (moved.start, moved.end) == (LATER, LATER + timedelta(minutes=45))
    assert moved.responses == {person.mail: "none" for person in two}
    assert moved.event_id == booked.event_id
    (event,) = lunches_of(contoso, two[0])
    assert event["iCalUId"] == booked.i_cal_uid


async def test_another_place_leaves_answers_as_they_are(
    contoso: Contoso, calendars: Calendars, booked: Booked, two: tuple[Account, Account]
) -> None:
    contoso.world.outlook.answer(contoso.world.outlook.invitations(two[0])[0], ACCEPTED)

    changed = await calendars.change(booked.event_id, organiser="", place="Garden")

    assert (changed.place, changed.start) == ("Garden", NOON)
    assert changed.responses[two[0].mail] == "accepted"


async def test_nobody_hears_of_a_change_that_changes_nothing(
    calendars: Calendars, booked: Booked, two: tuple[Account, Account], hears: Hears
) -> None:
    same = await calendars.change(booked.event_id, organiser="", start=booked.start, end=booked.end, place=booked.place)

    assert same == booked
    assert hears(two[0]) == []


@pytest.mark.parametrize("deed", ["lose_reply", "drop"])
async def test_a_lunch_is_moved_once_whether_or_not_it_was_before_the_answer_was_lost(
    deed: str, contoso: Contoso, calendars: Calendars, booked: Booked, two: tuple[Account, Account], hears: Hears
) -> None:
    contoso.world.faults.order({"path": "/events/", "method": "PATCH", "do": deed})
    with pytest.raises(Outage):
        await calendars.change(booked.event_id, organiser="", start=LATER, place="Garden")

    moved = await calendars.change(booked.event_id, organiser="", start=LATER, place="Garden")

    assert (moved.start, moved.place) == (LATER, "Garden")
    assert hears(two[0]) == ["updated"]


async def test_a_lunch_is_called_off_once_though_the_answer_was_lost(
    contoso: Contoso, calendars: Calendars, booked: Booked, two: tuple[Account, Account], hears: Hears
) -> None:
    contoso.world.faults.order({"path": "/cancel", "method": "POST", "do": "lose_reply"})
    with pytest.raises(Outage):
        await calendars.cancel(booked.event_id, "Another time!", organiser="")

    await calendars.cancel(booked.event_id, "Another time!", organiser="")

    assert hears(two[0]) == ["deleted"]


async def test_a_lunch_that_is_gone_can_not_be_moved(calendars: Calendars, booked: Booked) -> None:
    await calendars.cancel(booked.event_id, "", organiser="")

    with pytest.raises(NotThere):
        await calendars.change(booked.event_id, organiser="", start=LATER)


async def test_a_moved_coffee_can_still_be_joined(calendars: Calendars, lunch: Meeting, client: GraphClient) -> None:
    coffee = await calendars.book(
        Meeting(**{**vars(lunch), "online": True, "place": ""}), None, "attempt-1", organiser=""
    )

    moved = await calendars.change(coffee.event_id, organiser="", start=LATER)

    assert moved.is_online
    sent = requests.change_event(client.builders, "", coffee.event_id, change_of((LATER, LATER), "Garden")).content
    assert sent is not None
    assert set(json.loads(sent)) == {"@odata.type", "start", "end", "location"}, (
        "with the body the link to join would go"
    )
