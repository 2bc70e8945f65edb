import asyncio

import aiohttp
import pytest

from bot_service.sandbox.account import Account
from bot_service.sandbox.faults import Faults, NoSuchFault
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller
from tests.sandbox.test_graph_events import HERE, lunch


async def test_an_ordered_429_is_answered_as_often_as_ordered_with_the_time_to_wait(graph: Caller, world: World):
    world.faults.order({"path": "/v1.0/users", "times": 2, "status": 429, "seconds": 3})
    for _ in range(2):
        status, answer = await graph("GET", "/users")
        assert (status, answer["error"]["code"]) == (429, "ApplicationThrottled")
        assert graph.headers["Retry-After"] == "3"
    assert (await graph("GET", "/users"))[0] == 200
    assert world.requests.refused == {"graph 429": 2}
    assert world.requests.graph == 3


async def test_a_method_can_be_chosen(graph: Caller, world: World, maya: Account):
    world.faults.order({"path": "/events", "method": "post", "status": 503})
    assert (await graph("GET", HERE))[0] == 200
    assert (await graph("POST", HERE, lunch(maya)))[0] == 503
    assert world.outlook.invitations(maya) == []
    assert (await graph("POST", HERE, lunch(maya)))[0] == 201


async def test_a_lost_reply_has_happened_and_a_dropped_call_has_not(graph: Caller, world: World, maya: Account):
    world.faults.order({"path": "/events", "do": "drop"})
    with pytest.raises(aiohttp.ClientConnectionError):
        await graph("POST", HERE, lunch(maya))
    assert world.outlook.invitations(maya) == []
    world.faults.order({"path": "/events", "do": "lose_reply"})
    with pytest.raises(aiohttp.ClientConnectionError):
        await graph("POST", HERE, lunch(maya))
    assert len(world.outlook.invitations(maya)) == 1
    assert (await graph("POST", HERE, lunch(maya)))[0] == 201
    assert len(world.outlook.invitations(maya)) == 1


async def test_a_late_reply_has_happened_and_a_delayed_call_of_one_who_hung_up_has_not(
    graph: Caller, world: World, maya: Account
):
    for do, invited in (("delay", 0), ("late_reply", 1)):
        world.faults.order({"path": "/events", "do": do, "seconds": 60})
        calling = asyncio.create_task(graph("POST", HERE, lunch(maya)))
        async with asyncio.timeout(5):
            while not world.faults.waiting:  # noqa: ASYNC110 - trouble rings no bell
                await asyncio.sleep(0.01)
        calling.cancel()
        await asyncio.sleep(0.1)  # the sandbox hears that nobody listens any more
        world.faults.clear()
        await asyncio.sleep(0.1)
        assert len(world.outlook.invitations(maya)) == invited


async def test_once_all_is_well_nothing_is_late(graph: Caller, world: World, maya: Account):
    world.faults.order({"path": "/events", "do": "late_reply", "seconds": 60})
    calling = asyncio.create_task(graph("POST", HERE, lunch(maya)))
    async with asyncio.timeout(5):
        while not world.faults.waiting:  # noqa: ASYNC110 - trouble rings no bell
            await asyncio.sleep(0.01)
        world.faults.clear()
        status, _ = await calling
    assert status == 201


async def test_a_fifth_request_at_once_in_one_mailbox_is_throttled(graph: Caller, world: World):
    world.faults.order({"path": "/events", "times": 5, "do": "delay", "seconds": 0.3})
    answers = await asyncio.gather(*(graph("GET", HERE) for _ in range(5)))
    assert sorted(status for status, _ in answers) == [200, 200, 200, 200, 429]


async def test_sign_in_can_fail_too(world: World, microsoft: str):
    world.faults.order({"path": "/login/.*/token", "status": 503})
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{microsoft}/login/{world.company.tenant_id}/oauth2/v2.0/token") as response,
    ):
        assert response.status == 503


@pytest.mark.parametrize("wish", [{"path": "("}, {"path": "x", "do": "explode"}, {"path": "x", "times": "often"}])
def test_a_fault_that_can_not_be_understood_is_refused(wish: dict[str, str]):
    with pytest.raises(NoSuchFault):
        Faults().order(wish)


def test_cleared_faults_do_not_happen():
    faults = Faults()
    faults.order({"path": ".*"})
    faults.clear()
    assert faults.take("GET", "/v1.0/users") is None


async def test_a_change_and_a_cancellation_whose_answers_are_lost_have_happened(
    graph: Caller, world: World, maya: Account
):
    _, event = await graph("POST", HERE, lunch(maya))
    [copy] = world.outlook.invitations(maya)
    later = {"end": {"dateTime": "2026-01-14T12:30:00", "timeZone": "UTC"}}
    world.faults.order({"path": "/events", "method": "PATCH", "do": "lose_reply"})
    with pytest.raises(aiohttp.ClientConnectionError):
        await graph("PATCH", f"{HERE}/{event['id']}", later)
    assert copy.meeting.facts.end.isoformat() == "2026-01-14T12:30:00+00:00"
    world.faults.order({"path": "/cancel", "do": "lose_reply"})
    with pytest.raises(aiohttp.ClientConnectionError):
        await graph("POST", f"{HERE}/{event['id']}/cancel", {})
    assert copy.meeting.is_cancelled
    assert (await graph("POST", f"{HERE}/{event['id']}/cancel", {}))[0] == 404


async def test_two_writes_at_once_are_a_conflict_on_demand_and_a_code_can_be_chosen(
    graph: Caller, world: World, maya: Account
):
    world.faults.order({"path": "/events", "method": "POST", "status": 409})
    status, answer = await graph("POST", HERE, lunch(maya))
    assert (status, answer["error"]["code"]) == (409, "ErrorIrresolvableConflict")
    world.faults.order({"path": "/events", "status": 507, "code": "QuotaExceededException"})
    status, answer = await graph("POST", HERE, lunch(maya))
    assert (status, answer["error"]["code"]) == (507, "QuotaExceededException")
    assert world.outlook.invitations(maya) == []
    assert (await graph("POST", HERE, lunch(maya)))[0] == 201
