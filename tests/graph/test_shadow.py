"""In shadow mode Microsoft Graph is read, and nothing in it changes, whatever anybody asks of our gateways."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot_service.graph import requests
from bot_service.graph.calendars import Calendars, Meeting
from bot_service.graph.changes import Changes
from bot_service.graph.client import GraphClient
from bot_service.graph.directory import Directory
from bot_service.graph.trouble import OnlyLooking
from bot_service.sandbox.account import Account
from bot_service.sandbox.read_back import calendar_of
from tests.graph.conftest import NOON, Contoso, SignsIn, lunches_of


@pytest.fixture
async def looking(contoso: Contoso, signs_in: SignsIn) -> AsyncIterator[GraphClient]:
    client = GraphClient(contoso.microsoft, signs_in(contoso.microsoft), is_shadow=True)
    yield client
    await client.close()


async def test_nothing_is_booked(
    contoso: Contoso, looking: GraphClient, lunch: Meeting, two: tuple[Account, Account]
) -> None:
    calendars = Calendars(looking, [contoso.organiser])

    with pytest.raises(OnlyLooking):
        await calendars.book(lunch, calendars.payload(lunch, "attempt-1"), "attempt-1", organiser="")

    assert [lunches_of(contoso, person) for person in two] == [[], []]


async def test_what_stands_is_neither_moved_nor_cancelled(
    contoso: Contoso, calendars: Calendars, looking: GraphClient, lunch: Meeting, two: tuple[Account, Account]
) -> None:
    booked = await calendars.book(lunch, calendars.payload(lunch, "attempt-1"), "attempt-1", organiser="")
    before = calendar_of(contoso.world, two[0])
    shadow = Calendars(looking, [contoso.organiser])

    with pytest.raises(OnlyLooking):
        await shadow.change(booked.event_id, organiser="", start=NOON + timedelta(hours=1))
    with pytest.raises(OnlyLooking):
        await shadow.seat(booked.event_id, organiser="", uninvite=[two[0].mail.lower()])
    with pytest.raises(OnlyLooking):
        await shadow.cancel(booked.event_id, "", organiser="")

    assert calendar_of(contoso.world, two[0]) == before
    assert await shadow.read(booked.event_id, organiser="") == booked


async def test_nobody_is_asked_to_tell_us_of_changes(contoso: Contoso, looking: GraphClient) -> None:
    with pytest.raises(OnlyLooking):
        await Changes(looking).subscribe(contoso.organiser, "http://127.0.0.1:9", "secret", NOON)

    assert contoso.world.subscriptions.living() == []


async def test_people_and_their_times_are_read_as_ever(
    contoso: Contoso, looking: GraphClient, two: tuple[Account, Account]
) -> None:
    times = await Calendars(looking, [contoso.organiser]).schedules([two[0].mail], NOON, NOON + timedelta(days=1))

    assert not times[two[0].mail.lower()].fault
    assert await Directory(looking).accounts()


async def test_a_change_does_not_slip_through_among_many_requests(
    contoso: Contoso, looking: GraphClient, two: tuple[Account, Account]
) -> None:
    graph = looking.builders
    many = [requests.read_manager(graph, two[0].id), requests.cancel_event(graph, contoso.organiser, "event", "")]

    with pytest.raises(OnlyLooking):
        await looking.answers(many)
