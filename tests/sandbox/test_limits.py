"""How much an app may do with one mailbox, and what is wrong with some."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot_service.sandbox.account import Account
from bot_service.sandbox.limits import MAILS, REQUESTS
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller
from tests.sandbox.test_graph_events import HERE, lunch


def part(number: int, method: str, url: str, body: Any = None) -> dict[str, Any]:
    shown = {"id": str(number), "method": method, "url": url, "headers": {"Content-Type": "application/json"}}
    return shown if body is None else {**shown, "body": body}


def question(*mails: str) -> dict[str, Any]:
    return {
        "schedules": list(mails),
        "startTime": {"dateTime": "2026-01-12T00:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-01-13T00:00:00", "timeZone": "UTC"},
    }


async def test_thirty_mails_a_minute_leave_a_mailbox_and_the_rest_must_wait(
    graph: Caller, world: World, maya: Account, vuk: Account
):
    for number in range(MAILS // 2):
        status, event = await graph("POST", HERE, lunch(maya, vuk, transactionId=f"lunch-{number}"))
        assert status == 201
        world.clock.move(world.clock.now + timedelta(seconds=1))
    status, answer = await graph("POST", HERE, lunch(maya, vuk, transactionId="one too many"))
    assert (status, answer["error"]["code"]) == (429, "ApplicationThrottled")
    assert int(graph.headers["Retry-After"]) == 60 - MAILS // 2
    assert len(world.outlook.invitations(maya)) == MAILS // 2
    assert (await graph("POST", f"{HERE}/{event['id']}/cancel", {"Comment": "Sorry"}))[0] == 429
    later = {"end": {"dateTime": "2026-01-14T12:30:00", "timeZone": "UTC"}}
    assert (await graph("PATCH", f"{HERE}/{event['id']}", later))[0] == 429
    assert (await graph("DELETE", f"{HERE}/{event['id']}"))[0] == 429
    again = lunch(maya, vuk, transactionId=f"lunch-{MAILS // 2 - 1}")
    assert (await graph("POST", HERE, again))[1]["id"] == event["id"], "an identical repeat sends nothing"
    assert (await graph("PATCH", f"{HERE}/{event['id']}", {"categories": ["Potluck"]}))[0] == 200
    other = "/users/potluck2@contoso.example/events"
    assert (await graph("POST", other, lunch(maya, vuk, transactionId="one too many")))[0] == 201
    world.clock.move(world.clock.now + timedelta(seconds=45))
    assert (await graph("POST", HERE, lunch(maya, vuk, transactionId="one too many")))[0] == 201


async def test_one_large_invitation_may_be_sent_when_nothing_else_was(graph: Caller, world: World):
    everybody = world.company.people[:24]
    attendees = [
        {"emailAddress": {"address": f"{number}.{person.mail}", "name": person.name}}
        for number in range(2)
        for person in everybody
    ]
    assert len(attendees) > MAILS
    assert (await graph("POST", HERE, lunch(attendees=attendees)))[0] == 201
    assert (await graph("POST", HERE, lunch(everybody[0], transactionId="next")))[0] == 429


async def test_ten_thousand_requests_in_ten_minutes_are_all_that_a_mailbox_answers(graph: Caller, world: World):
    organiser = world.company.organiser
    for _ in range(REQUESTS - 1):
        world.limits.count_request(organiser.id)
    assert (await graph("GET", HERE))[0] == 200
    status, answer = await graph("GET", f"/users/{organiser.id}/calendarView/delta")
    assert (status, answer["error"]["code"]) == (429, "ApplicationThrottled")
    assert graph.headers["Retry-After"] == "600"
    assert (await graph("GET", "/users/potluck2@contoso.example/events"))[0] == 200
    world.clock.move(world.clock.now + timedelta(minutes=10))
    assert (await graph("GET", HERE))[0] == 200


async def test_a_batch_of_twenty_takes_turns_in_a_mailbox_and_each_part_counts(
    graph: Caller, world: World, maya: Account
):
    mailbox = "/users/potluck@contoso.example"
    ask = [part(number, "POST", f"{mailbox}/calendar/getSchedule", question(maya.mail)) for number in range(20)]
    for _ in range(REQUESTS - 30):
        world.limits.count_request(world.company.organiser.id)
    _, answer = await graph("POST", "/$batch", {"requests": ask})
    assert {one["status"] for one in answer["responses"]} == {200}
    _, answer = await graph("POST", "/$batch", {"requests": ask})
    statuses = [one["status"] for one in answer["responses"]]
    assert statuses == [200] * 10 + [429] * 10
    assert answer["responses"][-1]["headers"]["Retry-After"] == "600"


async def test_a_part_is_refused_while_four_requests_are_open_in_its_mailbox(
    graph: Caller, world: World, microsoft: str, maya: Account
):
    assert microsoft
    world.faults.order({"path": "/events", "do": "late_reply", "seconds": 30, "times": 4})
    names = ["potluck@contoso.example", world.company.organiser.id] * 2
    slow = [asyncio.create_task(graph("GET", f"/users/{name}/events")) for name in names]
    while world.faults.waiting < 4:  # noqa: ASYNC110 - trouble rings no bell
        await asyncio.sleep(0.005)
    parts = [
        part(1, "POST", "/users/potluck@contoso.example/calendar/getSchedule", question(maya.mail)),
        part(2, "POST", "/users/potluck2@contoso.example/calendar/getSchedule", question(maya.mail)),
        part(3, "GET", f"/users/{maya.id}"),
    ]
    _, answer = await graph("POST", "/$batch", {"requests": parts})
    assert [one["status"] for one in answer["responses"]] == [429, 200, 200]
    assert "MailboxConcurrency" in answer["responses"][0]["body"]["error"]["message"]
    assert (await graph("GET", HERE))[0] == 429
    world.faults.clear()
    assert {status for status, _ in await asyncio.gather(*slow)} == {200}
    assert (await graph("GET", HERE))[0] == 200


@pytest.mark.parametrize(
    ("trouble", "status", "code"),
    [
        ("closed", 403, "ErrorAccessDenied"),
        ("moved", 404, "MailboxNotEnabledForRESTAPI"),
        ("full", 403, "ErrorQuotaExceeded"),
    ],
)
async def test_a_mailbox_with_something_wrong_refuses_a_lunch_and_the_next_of_the_pool_takes_it(
    graph: Caller, world: World, maya: Account, vuk: Account, trouble: str, status: int, code: str
):
    _, event = await graph("POST", HERE, lunch(maya, vuk, transactionId="before"))
    world.mailboxes.switch(world.company.organiser.id, trouble)
    refused, answer = await graph("POST", HERE, lunch(maya, vuk))
    assert (refused, answer["error"]["code"]) == (status, code)
    assert (await graph("POST", f"{HERE}/{event['id']}/cancel", {}))[0] == status
    assert (await graph("GET", f"{HERE}/{event['id']}"))[0] == (200 if trouble == "full" else status)
    assert (await graph("POST", "/users/potluck2@contoso.example/events", lunch(maya, vuk)))[0] == 201
    world.mailboxes.switch(world.company.organiser.id, trouble, is_so=False)
    assert (await graph("POST", f"{HERE}/{event['id']}/cancel", {}))[0] == 202


async def test_without_a_licence_a_lunch_is_booked_but_is_no_online_meeting(
    graph: Caller, world: World, maya: Account, vuk: Account
):
    calendar = "/users/potluck@contoso.example/calendar"
    assert (await graph("GET", calendar))[1]["allowedOnlineMeetingProviders"] == ["teamsForBusiness"]
    world.mailboxes.switch(world.company.organiser.id, "no_online_meetings")
    assert (await graph("GET", calendar))[1]["allowedOnlineMeetingProviders"] == []
    online = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    status, event = await graph("POST", HERE, lunch(maya, vuk, **online))
    assert (status, event["isOnlineMeeting"], event["onlineMeeting"]) == (201, False, None)
    _, event = await graph("PATCH", f"{HERE}/{event['id']}", {"isOnlineMeeting": True})
    assert event["isOnlineMeeting"] is False
