import aiohttp
import pytest

from bot_service.sandbox.account import Account
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller
from tests.sandbox.test_graph_events import lunch


async def test_each_part_of_a_batch_is_answered_on_its_own(graph: Caller, world: World, maya: Account):
    world.faults.order({"path": "/mailboxSettings", "status": 429, "seconds": 7})
    parts = [
        {"id": "1", "method": "GET", "url": f"/users/{maya.id}/manager?$select=id"},
        {"id": "2", "method": "GET", "url": "/users/nobody"},
        {"id": "3", "method": "GET", "url": f"/users/{maya.id}/mailboxSettings"},
        {"id": "4", "method": "GET", "url": f"users/{maya.id}", "dependsOn": ["2"]},
        {"id": "5", "method": "GET", "url": f"/users/{maya.id}/mailboxSettings", "dependsOn": ["1"]},
    ]
    status, answer = await graph("POST", "/$batch", {"requests": parts})
    assert status == 200
    assert {part["id"]: part["status"] for part in answer["responses"]} == {
        "1": 200,
        "2": 404,
        "3": 429,
        "4": 424,
        "5": 200,
    }
    assert answer["responses"][0]["body"]["id"] == maya.manager_id
    assert answer["responses"][2]["headers"]["Retry-After"] == "7"


async def test_a_batch_holds_at_most_twenty(graph: Caller):
    parts = [{"id": str(number), "method": "GET", "url": "/users"} for number in range(21)]
    status, answer = await graph("POST", "/$batch", {"requests": parts})
    assert (status, answer["error"]["code"]) == (400, "BadRequest")
    assert (await graph("POST", "/$batch", {"requests": parts[:20]}))[0] == 200
    assert (await graph("POST", "/$batch", {"requests": [parts[0], parts[0]]}))[0] == 400
    assert (await graph("POST", "/$batch", []))[0] == 400


async def test_a_part_whose_answer_is_lost_has_happened_and_is_answered_504(graph: Caller, world: World, maya: Account):
    parts = [
        {
            "id": str(number),
            "method": "POST",
            "url": "/users/potluck@contoso.example/events",
            "headers": {"Content-Type": "application/json"},
            "body": lunch(maya, transactionId=f"lunch-{number}"),
        }
        for number in range(3)
    ]
    world.faults.order({"path": "/events", "do": "lose_reply"})
    world.faults.order({"path": "/events", "do": "drop"})
    _, answer = await graph("POST", "/$batch", {"requests": parts})
    assert [part["status"] for part in answer["responses"]] == [504, 504, 201]
    booked = {copy.meeting.transaction_id for copy in world.outlook.invitations(maya)}
    assert booked == {"lunch-0", "lunch-2"}
    _, answer = await graph("POST", "/$batch", {"requests": parts})
    assert [part["status"] for part in answer["responses"]] == [201, 201, 201]
    assert len(world.outlook.invitations(maya)) == 3


async def test_a_whole_batch_whose_answer_is_lost_has_happened(graph: Caller, world: World, maya: Account):
    url, headers = "/users/potluck@contoso.example/events", {"Content-Type": "application/json"}
    part = {"id": "1", "method": "POST", "url": url, "headers": headers, "body": lunch(maya)}
    world.faults.order({"path": r"/\$batch", "do": "lose_reply"})
    with pytest.raises(aiohttp.ClientError):
        await graph("POST", "/$batch", {"requests": [part]})
    assert len(world.outlook.invitations(maya)) == 1
