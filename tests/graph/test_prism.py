"""Our requests and the sandbox's answers, held against Microsoft's own description of Graph."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot_service.graph import requests
from bot_service.graph.calendars import Calendars, Guest, Meeting
from bot_service.graph.changes import TOLD_FOR, Changes, SyncLost
from bot_service.graph.client import GraphClient
from bot_service.graph.directory import Directory
from bot_service.graph.trouble import NotUnderstood
from tests.graph.conftest import Contoso, SignsIn
from tests.prism import Prism, prism_before
from tests.sandbox.ears import ears

NOON = datetime(2026, 1, 13, 11, 15, tzinfo=UTC)
LATER = NOON + timedelta(days=1)


@pytest.fixture
def prism(contoso: Contoso) -> Iterator[Prism]:
    with prism_before(contoso.microsoft.graph_url) as prism:
        yield prism


@pytest.fixture
async def client(contoso: Contoso, prism: Prism, signs_in: SignsIn) -> AsyncIterator[GraphClient]:
    client = GraphClient(replace(contoso.microsoft, graph_url=prism.url), signs_in(contoso.microsoft))
    yield client
    await client.close()


async def test_every_call_of_the_gateways_is_as_microsoft_describes_it(
    contoso: Contoso, client: GraphClient, prism: Prism
) -> None:
    guests = contoso.world.company.people[:2]
    directory, calendars = Directory(client), Calendars(client, [contoso.organiser])
    lunch = Meeting(
        subject="Coffee",
        html="<p>What is your team proud of?</p>",
        start=NOON,
        end=NOON + timedelta(minutes=30),
        place="Canteen",
        online=True,
        guests=tuple(Guest(person.mail, person.name) for person in guests),
        kind="host",
        lunch_id="lunch-1",
    )

    colleagues = await directory.colleagues()
    (clubs,) = await directory.groups("Clubs")
    assert await directory.members(clubs.id)
    await calendars.schedules(
        [colleague.mail for colleague in colleagues], NOON - timedelta(days=7), NOON + timedelta(days=7)
    )
    # The parts of a batch pass Prism unread, so one goes by itself.
    request = requests.get_schedule(client.builders, contoso.organiser, [guests[0].mail, "gone@x.example"], NOON, LATER)
    await client.answer(request, mailbox=contoso.organiser)
    booked = await calendars.book(lunch, calendars.payload(lunch, "attempt-1"), "attempt-1", organiser="")
    await calendars.change(booked.event_id, organiser="", start=LATER, place="Garden")
    proposal = (LATER + timedelta(hours=1), LATER + timedelta(hours=2))
    contoso.world.outlook.answer(contoso.world.outlook.invitations(guests[0])[0], "declined", proposal=proposal)
    assert await calendars.find("lunch-1", organiser="") is not None
    assert await calendars.find("lunch-2", organiser="") is None
    assert await calendars.read(booked.event_id, organiser="") is not None
    third = contoso.world.company.people[2]
    await calendars.seat(
        booked.event_id, organiser="", invite=[Guest(third.mail, third.name)], uninvite=[guests[1].mail.lower()]
    )
    await client.answer(requests.some_event(client.builders, contoso.organiser))
    await calendars.cancel(booked.event_id, "Another time!", organiser="")
    await calendars.cancel(booked.event_id, "Another time!", organiser="")
    await asyncio.sleep(0.5)  # Prism's words travel through a pipe

    assert prism.violations == []
    assert prism.requests == contoso.world.requests.graph > 10


async def test_reading_changes_and_being_told_of_them_is_as_microsoft_describes_it(
    contoso: Contoso, client: GraphClient, prism: Prism
) -> None:
    changes, calendars = Changes(client), Calendars(client, [contoso.organiser])
    guest, now = contoso.world.company.people[0], contoso.world.clock.now
    lunch = Meeting(
        subject="Lunch",
        html="",
        start=NOON,
        end=NOON + timedelta(minutes=30),
        place="Canteen",
        online=False,
        guests=(Guest(guest.mail, guest.name),),
        kind="mixer",
        lunch_id="lunch-1",
    )
    booked = await calendars.book(lunch, calendars.payload(lunch, "attempt-1"), "attempt-1", organiser="")

    seen = await changes.read(contoso.organiser, "", now, now + timedelta(days=62))
    through_prism = seen.link.replace(contoso.microsoft.graph_url, prism.url)
    await calendars.cancel(booked.event_id, "Another time!", organiser="")
    assert (await changes.read(contoso.organiser, through_prism, now, now)).removed == seen.changed
    contoso.world.forget_delta_tokens()
    with pytest.raises(SyncLost):
        await changes.read(contoso.organiser, through_prism, now, now)
    async with ears() as us:
        subscription = await changes.subscribe(contoso.organiser, us.url, "a secret", now + TOLD_FOR)
        assert await changes.renew(subscription, now + TOLD_FOR)
        await changes.unsubscribe(subscription)
        assert not await changes.renew(subscription, now + TOLD_FOR)
    await asyncio.sleep(0.5)  # Prism's words travel through a pipe

    assert prism.violations == []
    assert prism.requests == contoso.world.requests.graph > 5


async def test_prism_sees_a_wrong_request(contoso: Contoso, client: GraphClient, prism: Prism) -> None:
    request = requests.create_event_again(client.builders, contoso.organiser, b'{"subject": 5}')

    with pytest.raises(NotUnderstood):
        await client.answer(request)
    await _heard(prism)

    assert any("request.body.subject" in violation for violation in prism.violations)


async def test_prism_sees_a_wrong_answer(contoso: Contoso, signs_in: SignsIn) -> None:
    """Planted here, because the sandbox has none to offer: a user whose name is a number."""

    async def wrong(_: web.Request) -> web.Response:
        return web.json_response({"value": [{"id": "1", "userPrincipalName": "ann@contoso.example", "displayName": 5}]})

    liar = web.Application()
    liar.router.add_get("/v1.0/users", wrong)
    async with TestServer(liar, host="127.0.0.1") as server:
        with prism_before(str(server.make_url("/v1.0"))) as prism:
            client = GraphClient(replace(contoso.microsoft, graph_url=prism.url), signs_in(contoso.microsoft))
            await client.answer(requests.list_users(client.builders))
            await client.close()
            await _heard(prism)

    assert prism.violations == [
        "get /users: response.body.value.0.displayName Response body property value.0.displayName must be string,null"
    ]


async def _heard(prism: Prism) -> None:
    for _ in range(100):
        if prism.violations:
            return
        await asyncio.sleep(0.05)
