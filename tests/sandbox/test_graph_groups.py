from bot_service.sandbox.account import Account
from bot_service.sandbox.company import Company
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller


async def test_a_group_is_found_by_its_name_or_by_a_word_of_it(graph: Caller, world: World):
    _, page = await graph("GET", "/groups?$select=id,displayName")
    assert [group["displayName"] for group in page["value"]] == [
        "Everyone at Contoso", "Runners", "Parents", "New joiners", "Clubs",
    ]  # fmt: skip
    assert set(page["value"][0]) == {"id", "displayName"}
    for query in ("$filter=displayName eq 'runners'", "$filter=startswith(displayName,'Run')"):
        _, page = await graph("GET", f"/groups?{query}")
        assert [group["displayName"] for group in page["value"]] == ["Runners"]
    status, answer = await graph("GET", '/groups?$search="displayName:join"')
    assert (status, answer["error"]["code"]) == (400, "Request_UnsupportedQuery")
    _, page = await graph("GET", '/groups?$search="displayName:join"', ConsistencyLevel="eventual")
    assert [group["displayName"] for group in page["value"]] == ["New joiners"]
    status, group = await graph("GET", f"/groups/{page['value'][0]['id']}?$select=displayName")
    assert (status, group["displayName"]) == (200, "New joiners")
    assert (await graph("GET", f"/groups/{world.company.people[0].id}"))[0] == 404


async def test_who_is_in_a_group_of_the_group_is_in_it_too_page_by_page(graph: Caller, world: World):
    groups = {group.name: group for group in world.company.groups.values()}
    _, direct = await graph("GET", f"/groups/{groups['Clubs'].id}/members")
    assert [member["displayName"] for member in direct["value"]] == ["Runners", "Parents"]
    people = []
    address = f"/groups/{groups['Clubs'].id}/transitiveMembers/microsoft.graph.user?$select=id,userPrincipalName&$top=3"
    while address:
        status, page = await graph("GET", address)
        assert status == 200
        assert len(page["value"]) <= 3
        people += [member["id"] for member in page["value"]]
        address = page.get("@odata.nextLink", "")
    assert len(people) == len(set(people))
    assert set(people) == {*groups["Runners"].people, *groups["Parents"].people}
    _, everything = await graph("GET", f"/groups/{groups['Clubs'].id}/transitiveMembers?$top=999")
    kinds = {member["@odata.type"] for member in everything["value"]}
    assert kinds == {"#microsoft.graph.user", "#microsoft.graph.group"}


async def test_whoever_has_left_is_in_no_group_any_more(graph: Caller, world: World):
    runners = next(group for group in world.company.groups.values() if group.name == "Runners")
    gone = runners.people[0]
    world.company.remove(gone)
    _, page = await graph("GET", f"/groups/{runners.id}/transitiveMembers")
    assert gone not in {member["id"] for member in page["value"]}
    assert len(page["value"]) == len(runners.people) - 1


async def test_a_person_has_an_office_a_city_and_a_country(graph: Caller, world: World, maya: Account):
    names = "id,officeLocation,city,country,usageLocation"
    _, user = await graph("GET", f"/users/{maya.id}?$select={names}")
    del user["@odata.context"]
    assert user == {
        "id": maya.id, "officeLocation": "Berlin", "city": "Berlin", "country": "DE", "usageLocation": "DE",
    }  # fmt: skip
    _, page = await graph("GET", "/users?$select=id,country&$filter=city eq 'London'")
    assert {user["country"] for user in page["value"]} == {"GB"}
    assert {user["id"] for user in page["value"]} == {
        person.id for person in world.company.people if person.zone == "Europe/London"
    } | {account.id for account in world.company.accounts.values() if account.given_name == "Former"}


def test_far_offices_leave_everything_else_as_the_seed_drew_it():
    company = Company(11, 200)
    far = [person for person in company.people if person.office.share == 0]
    assert {person.office.city for person in far} == {"Helsinki", "São Paulo", "Bengaluru"}
    assert len(far) < 40
    assert not any(person.is_host for person in far)
    assert {person.zone_style for person in company.people} == {"windows", "iana", "custom"}
    assert 0.2 < sum(person.shares_details for person in company.people) / 200 < 0.4
    assert Company(11, 200).groups == company.groups
