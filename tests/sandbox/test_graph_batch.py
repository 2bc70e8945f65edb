from bot_service.sandbox.account import Account
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller


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
