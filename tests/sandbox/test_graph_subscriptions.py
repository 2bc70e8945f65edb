"""Subscriptions of the sandbox: who may have one, what is asked first, and what is told when something happens in a mailbox."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot_service.sandbox.account import Account
from bot_service.sandbox.meeting import Copy, Facts, Invited
from bot_service.sandbox.server import create_app, create_microsoft
from bot_service.sandbox.subscriptions import Subscription
from bot_service.sandbox.world import World
from tests.sandbox.ears import Ears, ears
from tests.sandbox.graph_caller import Caller

NOON = datetime(2026, 1, 13, 12, tzinfo=UTC)
LONGEST = timedelta(minutes=4230)


@pytest.fixture
async def microsoft(world: World) -> AsyncIterator[str]:
    """Notices are brought only when the test says so."""
    async with TestServer(create_microsoft(world, is_driven=True)) as server:
        yield str(server.make_url("/")).rstrip("/")


@pytest.fixture
async def app() -> AsyncIterator[Ears]:
    async with ears() as own:
        yield own


def wish(world: World, app: Ears, **changes: Any) -> dict[str, Any]:
    return {
        "changeType": "created,updated,deleted",
        "resource": f"users/{world.company.organiser.mail}/events",
        "notificationUrl": f"{app.url}/notices",
        "lifecycleNotificationUrl": f"{app.url}/lifecycle",
        "clientState": "a secret",
        "expirationDateTime": (world.clock.now + LONGEST).isoformat(),
    } | changes


async def subscribe(graph: Caller, world: World, app: Ears, **changes: Any) -> str:
    status, body = await graph("POST", "/subscriptions", wish(world, app, **changes), Prefer='IdType="ImmutableId"')
    assert status == 201, body
    return str(body["id"])


def lunch(world: World, guest: Account) -> Copy:
    facts = Facts("Lunch", NOON, NOON + timedelta(hours=1), attendees=(Invited(guest.mail, guest.name),))
    return world.outlook.book(world.company.organiser, facts)


async def test_both_addresses_are_asked_before_there_is_a_subscription(graph: Caller, world: World, app: Ears):
    await subscribe(graph, world, app)

    assert app.asked == ["/notices", "/lifecycle"]


@pytest.mark.parametrize("said", ["", "Validation%3A+Testing", "<b>hello</b>"])
async def test_who_does_not_say_the_token_again_gets_no_subscription(graph: Caller, world: World, app: Ears, said: str):
    app.says = said

    status, body = await graph("POST", "/subscriptions", wish(world, app))

    assert (status, body["error"]["code"]) == (400, "ValidationError")
    assert (await graph("GET", "/subscriptions"))[1]["value"] == []


async def test_nobody_at_the_address_gets_no_subscription(graph: Caller, world: World, app: Ears):
    nowhere = wish(world, app, notificationUrl="http://127.0.0.1:9/notices")

    assert (await graph("POST", "/subscriptions", nowhere))[0] == 400


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"changeType": "seen"}, 400),
        ({"resource": "users/potluck@contoso.example/messages"}, 400),
        ({"resource": "users/nobody@contoso.example/events"}, 404),
        ({"clientState": "s" * 129}, 400),
        ({"notificationUrl": "http://potluck.example/notices"}, 400),
        ({"expirationDateTime": "2026-01-08T07:00:00Z"}, 400),  # three days, one too many half-hours
        ({"expirationDateTime": "2026-01-05T06:00:00Z"}, 400),
        ({"expirationDateTime": "soon"}, 400),
        ({"notificationUrl": None}, 400),
    ],
)
async def test_what_can_not_be_subscribed_to_is_refused(
    graph: Caller, world: World, app: Ears, changes: dict[str, Any], status: int
):
    answered, body = await graph("POST", "/subscriptions", wish(world, app, **changes))

    assert answered == status, body
    assert app.asked == []


async def test_a_mailbox_outside_the_apps_scope_is_not_told_of(graph: Caller, world: World, app: Ears, maya: Account):
    status, body = await graph("POST", "/subscriptions", wish(world, app, resource=f"users/{maya.id}/events"))

    assert (status, body["error"]["code"]) == (403, "ExtensionError")


async def test_a_wish_for_a_minute_lasts_45(graph: Caller, world: World, app: Ears):
    soon = (world.clock.now + timedelta(minutes=1)).isoformat()

    _, body = await graph("POST", "/subscriptions", wish(world, app, expirationDateTime=soon))

    assert body["expirationDateTime"] == "2026-01-05T07:45:00Z"


async def test_each_change_in_the_mailbox_is_told_by_the_events_id_alone(
    graph: Caller, world: World, app: Ears, maya: Account
):
    subscription = await subscribe(graph, world, app)

    event = lunch(world, maya)
    world.outlook.answer(world.outlook.invitations(maya)[0], "accepted")
    world.outlook.cancel(event)
    await world.notices.bring()

    assert app.changes == ["created", "updated", "deleted"]
    entry = app.heard[1]
    assert entry["resourceData"]["id"] == event.immutable_id
    assert (entry["subscriptionId"], entry["clientState"]) == (subscription, "a secret")
    assert entry["tenantId"] == world.company.tenant_id
    assert "Lunch" not in str(app.bodies)


async def test_what_happens_in_other_mailboxes_or_other_ways_is_not_told(
    graph: Caller, world: World, app: Ears, maya: Account
):
    await subscribe(graph, world, app, changeType="deleted")

    lunch(world, maya)
    await world.notices.bring()

    assert app.bodies == []


async def test_notices_of_several_subscriptions_come_in_one_post(graph: Caller, world: World, app: Ears, maya: Account):
    one = await subscribe(graph, world, app)
    other = await subscribe(graph, world, app)

    lunch(world, maya)
    await world.notices.bring()

    assert {entry["subscriptionId"] for entry in app.bodies[0]["value"]} == {one, other}


async def test_a_notice_that_is_not_taken_comes_again_and_after_four_hours_never(
    graph: Caller, world: World, app: Ears, maya: Account
):
    await subscribe(graph, world, app)
    app.answers = 503
    lunch(world, maya)
    assert await world.notices.bring() == 0
    assert world.notices.next_at == world.clock.now + timedelta(minutes=1)

    app.answers = 202
    assert await world.notices.bring() == 1
    assert world.notices.next_at is None

    app.answers = 503
    lunch(world, maya)
    await world.notices.bring()
    world.clock.move(world.clock.now + timedelta(hours=4))
    await world.notices.bring()
    assert world.notices.next_at is None
    assert app.changes == ["created"]


async def test_notices_are_lost_doubled_and_mixed_up_when_told_to(
    graph: Caller, world: World, app: Ears, maya: Account
):
    await subscribe(graph, world, app)
    world.notices.order("lose")
    world.notices.order("double")
    world.notices.order("reverse")

    event = lunch(world, maya)
    world.outlook.answer(world.outlook.invitations(maya)[0], "accepted")
    world.outlook.cancel(event)
    await world.notices.bring()

    assert app.changes == ["deleted", "updated", "updated"]


async def test_a_subscription_ends_unless_it_is_renewed(graph: Caller, world: World, app: Ears, maya: Account):
    subscription = await subscribe(graph, world, app)
    world.clock.move(world.clock.now + LONGEST / 2)
    later = {"expirationDateTime": (world.clock.now + LONGEST).isoformat()}
    assert (await graph("PATCH", f"/subscriptions/{subscription}", later))[0] == 200
    assert (await graph("PATCH", f"/subscriptions/{subscription}", later, Prefer="return=minimal"))[0] == 204
    assert (await graph("POST", f"/subscriptions/{subscription}/reauthorize"))[0] == 204

    world.clock.move(world.clock.now + LONGEST - timedelta(seconds=1))
    assert (await graph("GET", f"/subscriptions/{subscription}"))[0] == 200

    world.clock.move(world.clock.now + timedelta(seconds=1))
    assert (await graph("PATCH", f"/subscriptions/{subscription}", later))[0] == 404
    lunch(world, maya)
    assert world.notices.next_at is None


async def test_a_deleted_subscription_is_silent(graph: Caller, world: World, app: Ears, maya: Account):
    subscription = await subscribe(graph, world, app)

    assert (await graph("DELETE", f"/subscriptions/{subscription}"))[0] == 204
    assert (await graph("DELETE", f"/subscriptions/{subscription}"))[0] == 404
    lunch(world, maya)

    assert world.notices.next_at is None


async def test_what_is_the_matter_with_a_subscription_is_told_at_its_own_address(
    graph: Caller, world: World, app: Ears
):
    subscription = world.subscriptions.find(await subscribe(graph, world, app))
    assert subscription is not None

    world.subscriptions.tell(subscription, "missed")
    world.subscriptions.remove(subscription.id, tell=True)
    await world.notices.bring()

    assert [entry["lifecycleEvent"] for entry in app.heard] == ["missed", "subscriptionRemoved"]
    assert {url for url, _ in world.notices.taken} == {f"{app.url}/lifecycle"}


async def test_where_nobody_drives_the_clock_notices_come_by_themselves(world: World, app: Ears, maya: Account):
    async with TestServer(create_microsoft(world)):
        world.subscriptions.add(to_potluck(world, app))
        app.answers = 503
        lunch(world, maya)
        await asyncio.sleep(0.05)
        app.answers = 202
        async with asyncio.timeout(10):
            while not app.bodies:  # noqa: ASYNC110 - they come over HTTP
                await asyncio.sleep(0.02)

    assert app.changes == ["created"]


async def test_a_visitor_orders_trouble_over_http(world: World, app: Ears, maya: Account):
    async def nobody(_: float) -> None:
        """Nobody moves time."""

    sandbox = create_app(world, advance=nobody)
    async with TestServer(sandbox) as server, aiohttp.ClientSession(server.make_url("/")) as visitor:
        subscription = world.subscriptions.add(to_potluck(world, app))
        listed = await (await visitor.get("/sandbox/subscriptions")).json()
        assert [(each["id"], each["mailbox"]) for each in listed] == [(subscription.id, world.company.organiser.mail)]
        await visitor.post("/sandbox/notices", json={"do": "double"})
        assert (await visitor.post("/sandbox/notices", json={"do": "sell"})).status == 400
        way = f"/sandbox/subscriptions/{subscription.id}"
        assert (await visitor.post(f"{way}/lifecycle", json={"event": "bored"})).status == 400

        lunch(world, maya)
        await visitor.post(f"{way}/lifecycle", json={"event": "reauthorizationRequired"})
        await visitor.post(f"{way}/lifecycle", json={"event": "subscriptionRemoved"})
        assert (await visitor.delete(way)).status == 404
        assert app.bodies == []
        assert (await (await visitor.get("/sandbox/cast/next")).json())["at"] == "2026-01-05T07:00:00Z"
        await visitor.post("/sandbox/cast/act")
        await visitor.delete("/sandbox/delta-tokens")

    assert app.changes == ["created", "created"]
    assert [entry["lifecycleEvent"] for entry in app.heard[2:]] == ["reauthorizationRequired", "subscriptionRemoved"]
    assert world.oldest_delta == world.outlook.version


def to_potluck(world: World, app: Ears) -> Subscription:
    return Subscription(
        id="",
        owner=world.company.organiser,
        resource="",
        changes=frozenset({"created"}),
        url=f"{app.url}/notices",
        lifecycle_url=f"{app.url}/lifecycle",
        client_state=None,
        until=world.clock.now + LONGEST,
        wants_immutable_ids=True,
    )
