"""What the sandbox shows of odd calendars, of people's deeds and of groups is as Microsoft describes it."""

import pytest

from bot_service.sandbox.outlook_hands import OutlookHands
from bot_service.sandbox.world import World
from tests.prism import prism_before
from tests.sandbox.graph_caller import Caller
from tests.sandbox.test_graph_events import HERE, lunch
from tests.sandbox.test_graph_schedule import ASK, question


@pytest.fixture
def world() -> World:
    return World(seed=7, people=60, weeks=4)


async def test_odd_calendars_deeds_and_groups_are_as_microsoft_describes_them(
    graph: Caller, world: World, microsoft: str
):
    with prism_before(f"{microsoft}/v1.0") as prism:
        people, hands = world.company.people, OutlookHands(world)
        styles = {person.zone_style: person for person in people}
        troubled = people[9]
        world.mailboxes.switch(troubled.id, "schedule", "ErrorResultSetTooBig")
        sharing = [person.mail for person in people if person.shares_details][:8]
        asked = dict.fromkeys(
            [*(person.mail for person in styles.values()), *sharing, troubled.mail, "nobody@x.example"]
        )

        _, event = await graph("POST", f"{prism.url}{HERE}", lunch(*people[:2]))
        hands.do(people[0], "propose", {"by": 30})
        hands.do(people[1], "forward", {"to": people[2].mail})
        hands.do(world.company.organiser, "uncategorise")
        _, changed = await graph("GET", f"{prism.url}{HERE}/{event['id']}")
        _, schedules = await graph("POST", f"{prism.url}{ASK}", question(*asked))
        for person in styles.values():
            assert (await graph("GET", f"{prism.url}/users/{person.id}/mailboxSettings"))[0] == 200
        for path in (
            "/users?$select=id,city,country,usageLocation,officeLocation&$top=5",
            "/groups?$select=id,displayName",
            f"/groups/{next(iter(world.company.groups))}",
            f"/groups/{next(iter(world.company.groups))}/members",
        ):
            assert (await graph("GET", f"{prism.url}{path}"))[0] == 200
        for trouble, status in (("no_online_meetings", 201), ("full", 403), ("moved", 404)):
            world.mailboxes.switch(world.company.organiser.id, trouble)
            seen, _ = await graph("GET", f"{prism.url}/users/{world.company.organiser.mail}/calendar")
            assert seen == (404 if trouble == "moved" else 200)
            assert (await graph("POST", f"{prism.url}{HERE}", lunch(people[3], transactionId=trouble)))[0] == status

    assert "proposedNewTime" in changed["attendees"][0]
    assert len(changed["attendees"]) == 3
    assert {"subject", "isPrivate"} <= schedules["value"][-3]["scheduleItems"][0].keys()
    assert prism.violations == []
    assert prism.requests >= 15
