"""The wire: what goes with every request, and where the token goes."""

import asyncio
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot_service.errors import Outage
from bot_service.graph import requests
from bot_service.graph.batch import part_of
from bot_service.graph.client import GraphClient
from bot_service.graph.mailbox_slots import MailboxSlots
from bot_service.graph.trouble import NotSignedIn
from bot_service.graph.warm_up import warm_up
from tests.graph.conftest import Contoso, SignsIn

MONDAY, DAY = datetime(2026, 1, 12, tzinfo=UTC), timedelta(days=1)


async def test_the_token_goes_to_graph_and_nowhere_else(client: GraphClient) -> None:
    request = requests.next_users(client.builders, "http://graph.attacker.example/v1.0/users?$skiptoken=x")

    with pytest.raises(NotSignedIn, match=r"graph\.attacker\.example"):
        await client.answer(request)


async def test_ids_are_immutable(contoso: Contoso, client: GraphClient) -> None:
    request = requests.some_event(client.builders, contoso.organiser)

    await client.answer(request)

    assert request.headers.get("Prefer") == {'IdType="ImmutableId", outlook.timezone="UTC"'}


async def test_graph_that_can_not_be_reached_is_an_outage(
    contoso: Contoso, elsewhere: Contoso, signs_in: SignsIn
) -> None:
    sign_in = signs_in(contoso.microsoft)
    client = GraphClient(elsewhere.microsoft, sign_in)

    with pytest.raises(Outage):
        await client.answer(requests.list_users(client.builders))

    await client.close()


async def test_an_answer_that_is_not_graphs_is_an_outage(contoso: Contoso, signs_in: SignsIn) -> None:
    """A hotel's login page, a proxy's apology: 200, and no JSON."""

    async def apologise(_: web.Request) -> web.Response:
        return web.Response(text="<html>Please log in to the hotel.</html>", content_type="text/html")

    hotel = web.Application()
    hotel.router.add_get("/{anything:.*}", apologise)
    async with TestServer(hotel, host="127.0.0.1") as server:
        microsoft = replace(contoso.microsoft, graph_url=str(server.make_url("/v1.0")))
        client = GraphClient(microsoft, signs_in(contoso.microsoft))

        with pytest.raises(Outage, match="perhaps a proxy"):
            await client.answer(requests.list_users(client.builders))

        await client.close()


async def test_warming_up_sends_nothing(contoso: Contoso, client: GraphClient) -> None:
    await asyncio.to_thread(warm_up, client)

    assert contoso.world.requests.graph == 0


async def test_a_part_of_a_batch_carries_what_the_request_would_have_carried_alone(
    contoso: Contoso, client: GraphClient
) -> None:
    request = requests.get_schedule(client.builders, contoso.organiser, ["a@contoso.example"], MONDAY, MONDAY + DAY)
    request.headers.add("Prefer", "odata.maxpagesize=5")

    part = part_of(7, request, contoso.microsoft.graph_url)

    assert request.content is not None
    assert part == {
        "id": "7",
        "method": "POST",
        "url": f"/users/{quote(contoso.organiser)}/calendar/getSchedule",
        "headers": {"Prefer": "odata.maxpagesize=5", "Content-Type": "application/json"},
        "body": json.loads(request.content),
    }


async def test_a_batch_that_is_answered_in_part_is_asked_again_for_the_rest(
    contoso: Contoso, signs_in: SignsIn
) -> None:
    """Graph answers parts in any order; here one of them is missing the first time."""
    asked: list[list[str]] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append([part["url"] for part in (await request.json())["requests"]])
        parts = [{"id": part["id"], "status": 200, "body": part} for part in (await request.json())["requests"]]
        return web.json_response({"responses": parts[:0:-1] if len(asked) == 1 else parts})

    forgetful = web.Application()
    forgetful.router.add_post("/v1.0/$batch", answer)
    async with TestServer(forgetful, host="127.0.0.1") as server:
        microsoft = replace(contoso.microsoft, graph_url=str(server.make_url("/v1.0")))
        client = GraphClient(microsoft, signs_in(contoso.microsoft))
        found = await client.answers([requests.read_manager(client.builders, name) for name in ("ann", "bo", "cy")])
        await client.close()

    assert [len(urls) for urls in asked] == [3, 1]
    assert [str(each["url"]).split("/")[2] for each in found if each] == ["ann", "bo", "cy"]


@given(st.lists(st.tuples(st.sampled_from(["one@x", "ONE@x", "two@x"]), st.integers(1, 20)), max_size=30))
def test_four_slots_of_a_mailbox_are_enough_for_all_and_never_more_than_four_are_taken(
    asked: list[tuple[str, int]],
) -> None:
    slots, taken = MailboxSlots(), Counter[str]()

    async def work(mailbox: str, number: int) -> None:
        async with slots.taken(mailbox, number):
            taken[mailbox.lower()] += min(number, 4)
            assert taken[mailbox.lower()] <= 4
            await asyncio.sleep(0)
            taken[mailbox.lower()] -= min(number, 4)

    async def all_of_them() -> None:
        await asyncio.wait_for(asyncio.gather(*(work(*one) for one in asked)), 10)

    asyncio.run(all_of_them())

    assert not taken.total()
