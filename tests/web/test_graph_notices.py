"""What is posted to us as if it came from Microsoft Graph: said again, believed, passed over or refused, always at once."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession

from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.settings import Settings
from tests.lunches.outlook.watched import HOUR, TABLES, Watched, watched

__all__ = ["TABLES"]

MIGRATIONS = ""
PATHS = ["/graph/notices", "/graph/lifecycle"]


@pytest.fixture
async def contoso(database: Settings) -> AsyncIterator[Watched]:
    """The mailbox has been looked at, a minute ago; there is a second one."""
    async with watched(database) as opened:
        await opened.look()
        await Mailbox.create(
            id="second",
            state="watched",
            address="second@contoso.example",
            due_at=opened.world.clock.now + HOUR,
            subscription_id="another-subscription",
            client_state="another secret",
        )
        yield opened


@pytest.fixture
async def graph(contoso: Watched) -> AsyncIterator[ClientSession]:
    async with ClientSession(contoso.url) as session:
        yield session


async def genuine(contoso: Watched, **changes: Any) -> dict[str, Any]:
    mailbox = await contoso.mailbox()
    return {
        "subscriptionId": mailbox.subscription_id,
        "clientState": mailbox.client_state,
        "changeType": "updated",
    } | changes


async def due(contoso: Watched) -> set[str]:
    found = Mailbox.filter(due_at__lte=contoso.world.clock.now)
    return {str(address).partition("@")[0] for address in await found.values_list("address", flat=True)}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "token", ["Validation: Testing client & Request-Id: 1+1=2%20", "<script>alert(1)</script>", "häß 😀", ""]
)
async def test_a_token_is_said_again_as_it_was_meant_and_never_as_a_page(graph: ClientSession, path: str, token: str):
    async with graph.post(path, params={"validationToken": token}) as answer:
        assert (answer.status, answer.content_type) == (200, "text/plain")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert await answer.text() == token


async def test_a_token_is_no_way_to_have_us_say_a_book(graph: ClientSession):
    assert (await graph.post("/graph/notices", params={"validationToken": "x" * 5000})).status == 400


@pytest.mark.parametrize("path", PATHS)
async def test_nobody_gets_anything_by_looking(graph: ClientSession, path: str):
    assert (await graph.get(path, params={"validationToken": "hello"})).status == 405


async def test_a_genuine_notice_is_taken_without_asking_graph_anything(contoso: Watched, graph: ClientSession):
    before = contoso.world.requests.graph
    contoso.world.faults.order({"path": "/v1.0/", "do": "delay", "seconds": 60, "times": 100})

    answer = await graph.post("/graph/notices", json={"value": [await genuine(contoso)]})

    assert answer.status == 202
    assert await due(contoso) == {"potluck"}
    assert contoso.world.requests.graph == before


@pytest.mark.parametrize("changes", [
    {"clientState": "a guess"},
    {"clientState": ""},
    {"clientState": None},
    {"clientState": "another secret"},
    {"clientState": "\ud800"},
    {"clientState": ["a", "list"]},
    {"subscriptionId": "somebody-elses"},
    {"subscriptionId": ""},
    {"subscriptionId": None},
    {"subscriptionId": {"an": "object"}},
    {"subscriptionId": "a\x00b"},
    {"subscriptionId": "\ud800"},
    {"subscriptionId": "' OR 1=1 --"},
])  # fmt: skip
async def test_what_is_not_genuine_is_taken_and_passed_over(
    contoso: Watched, graph: ClientSession, changes: dict[str, Any]
):
    false = await genuine(contoso, **changes, lifecycleEvent="subscriptionRemoved")

    answer = await graph.post("/graph/notices", json={"value": [false]})

    assert answer.status == 202
    assert await due(contoso) == set()
    assert (await contoso.mailbox()).subscription_id != ""


@pytest.mark.parametrize("subscription", ["", "another-subscription"])
async def test_a_mailbox_without_a_subscription_or_a_secret_believes_nobody(
    contoso: Watched, graph: ClientSession, subscription: str
):
    await Mailbox.filter(id="second").update(subscription_id=subscription, client_state="")

    await graph.post("/graph/notices", json={"value": [{"subscriptionId": subscription, "clientState": ""}]})

    assert await due(contoso) == set()


async def test_each_entry_of_a_mixed_post_counts_by_itself(contoso: Watched, graph: ClientSession):
    entries = [
        "no entry at all",
        {},
        await genuine(contoso, clientState="a guess"),
        {"subscriptionId": "unknown", "clientState": "unknown", "tenantId": "of somebody else"},
        {"subscriptionId": "another-subscription", "clientState": "another secret"},
    ]

    assert (await graph.post("/graph/notices", json={"value": entries})).status == 202

    assert await due(contoso) == {"second"}
    entries.append(await genuine(contoso))
    assert (await graph.post("/graph/notices", json={"value": entries})).status == 202
    assert await due(contoso) == {"potluck", "second"}


@pytest.mark.parametrize(("body", "status"), [
    (b"", 400),
    (b"{", 400),
    (b"\xff\xfe", 400),
    (b"[" * 100_000, 400),
    (b"[]", 400),
    (b'"value"', 400),
    (b'{"value": {}}', 400),
    (b'{"value": null}', 400),
    (b'{"value": []}', 202),
    (b'{"value": [' + b" " * 300_000 + b"]}", 413),
    (b'{"value": [' + b" " * 2_000_000 + b"]}", 413),
])  # fmt: skip
async def test_what_is_no_notice_is_refused_without_a_word_in_the_log(
    graph: ClientSession, caplog: pytest.LogCaptureFixture, body: bytes, status: int
):
    async with graph.post("/graph/notices", data=BytesIO(body)) as answer:
        assert answer.status == status
    assert caplog.records == []


async def test_a_hundred_notices_of_one_mailbox_are_one_look(contoso: Watched, graph: ClientSession):
    many = [await genuine(contoso, id=str(number)) for number in range(100)]

    assert (await graph.post("/graph/notices", json={"value": many})).status == 202

    assert await due(contoso) == {"potluck"}
