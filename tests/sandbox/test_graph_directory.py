from bot_service.sandbox.account import Account
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller


async def test_all_pages_together_hold_every_account_once(graph: Caller, world: World):
    seen = []
    address = "/users?$select=id,displayName,department,accountEnabled,userType&$top=10"
    while address:
        status, page = await graph("GET", address)
        assert status == 200
        assert len(page["value"]) <= 10
        seen += page["value"]
        address = page.get("@odata.nextLink", "")
    assert sorted(user["id"] for user in seen) == sorted(world.company.accounts)
    assert set(seen[0]) == {"id", "displayName", "department", "accountEnabled", "userType"}


async def test_the_directory_also_holds_a_guest_a_disabled_account_and_a_mailbox(graph: Caller, world: World):
    _, page = await graph(
        "GET",
        "/users?$select=mail,userType,accountEnabled,department&$filter=userType eq 'Member' and accountEnabled eq true",
    )
    mails = {user["mail"] for user in page["value"]}
    assert "robin@fabrikam.example" not in mails
    assert "former.colleague@contoso.example" not in mails
    organisers = [f"potluck{number}@contoso.example" for number in ("", 2, 3)]
    assert len(mails) == len(world.company.people) + len(organisers)
    assert [user["mail"] for user in page["value"] if user["department"] is None] == organisers


async def test_maya_is_found_by_her_name_and_comes_with_her_manager(graph: Caller, world: World, maya: Account):
    status, user = await graph("GET", f"/users/{maya.principal_name.upper()}?$expand=manager($select=id,displayName)")
    assert status == 200
    assert user["id"] == maya.id
    assert user["manager"]["id"] == maya.manager_id
    _, manager = await graph("GET", f"/users/{maya.id}/manager")
    assert manager["displayName"] == world.company.accounts[maya.manager_id or ""].name


async def test_who_has_no_manager_and_who_does_not_exist_are_not_found(graph: Caller, world: World):
    director = next(person for person in world.company.people if person.manager_id is None)
    status, answer = await graph("GET", f"/users/{director.id}/manager")
    assert (status, answer["error"]["code"]) == (404, "Request_ResourceNotFound")
    status, answer = await graph("GET", "/users/nobody@contoso.example")
    assert (status, answer["error"]["code"]) == (404, "Request_ResourceNotFound")
    assert set(answer["error"]["innerError"]) == {"date", "request-id", "client-request-id"}


async def test_a_property_that_does_not_exist_can_not_be_selected(graph: Caller):
    status, answer = await graph("GET", "/users?$select=favouriteSoup")
    assert (status, answer["error"]["code"]) == (400, "BadRequest")
    status, answer = await graph("GET", "/users?$filter=startswith(displayName,'M')")
    assert (status, answer["error"]["code"]) == (400, "Request_UnsupportedQuery")


async def test_delta_tells_everybody_once_and_then_only_what_changed(
    graph: Caller, world: World, maya: Account, vuk: Account
):
    _, page = await graph("GET", "/users/delta?$select=id,department")
    assert len(page["value"]) == len(world.company.accounts)
    world.company.change(maya.id, team="Sales")
    world.company.remove(vuk.id)
    _, page = await graph("GET", page["@odata.deltaLink"])
    assert page["value"] == [
        {"id": maya.id, "department": "Sales"},
        {"id": vuk.id, "@removed": {"reason": "changed"}},
    ] or page["value"] == [
        {"id": vuk.id, "@removed": {"reason": "changed"}},
        {"id": maya.id, "department": "Sales"},
    ]
    _, page = await graph("GET", page["@odata.deltaLink"])
    assert page["value"] == []
    status, answer = await graph("GET", "/users/delta()?$deltatoken=old")
    assert (status, answer["error"]["code"]) == (410, "syncStateNotFound")


async def test_mailbox_settings_name_the_zone_as_windows_does(graph: Caller, maya: Account):
    _, settings = await graph("GET", f"/users/{maya.id}/mailboxSettings")
    assert settings["timeZone"] == "W. Europe Standard Time"
    assert settings["workingHours"]["daysOfWeek"][0] == "monday"
    assert settings["workingHours"]["startTime"].endswith(":00.0000000")


async def test_nobody_reads_without_a_token_and_a_role(graph: Caller, world: World):
    good = graph.token
    graph.token = ""
    assert (await graph("GET", "/users"))[0] == 401
    graph.token = "made.up.token"
    status, answer = await graph("GET", "/users")
    assert (status, answer["error"]["code"]) == (401, "InvalidAuthenticationToken")
    graph.token = good
    world.sign_in.forget_tokens()
    assert (await graph("GET", "/users"))[0] == 401


async def test_the_team_and_its_channel_are_found(graph: Caller, world: World):
    company = world.company
    _, channels = await graph("GET", f"/teams/{company.team_id}/channels")
    assert [(channel["id"], channel["displayName"]) for channel in channels["value"]][1] == (
        company.channel_id,
        "Good news",
    )
    _, groups = await graph("GET", "/groups")
    assert groups["value"][0]["id"] == company.team_id
    _, members = await graph("GET", f"/groups/{company.team_id}/members?$top=999")
    assert len(members["value"]) == len(company.people)
    assert (await graph("GET", "/groups/elsewhere"))[0] == 404


async def test_an_unknown_path_and_a_wrong_method_are_told_apart(graph: Caller, maya: Account):
    status, answer = await graph("GET", f"/users/{maya.id}/findMeetingTimes")
    assert (status, answer["error"]["message"]) == (400, "Resource not found for the segment 'findMeetingTimes'.")
    assert (await graph("PUT", "/users"))[0] == 405
