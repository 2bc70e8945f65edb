"""The wire: what goes with every request, and where the token goes."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot_service.errors import Outage
from bot_service.graph import requests
from bot_service.graph.client import GraphClient
from bot_service.graph.trouble import NotSignedIn
from bot_service.graph.warm_up import warm_up
from tests.graph.conftest import Contoso, SignsIn


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
