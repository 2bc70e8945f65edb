from datetime import datetime, timedelta
from typing import Any

import pytest

from bot_service.sandbox.account import Account
from bot_service.sandbox.read_back import calendar_of
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller

HERE = "/users/potluck@contoso.example/events"
LUNCH_ID = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name LunchId"


def lunch(
    *guests: Account, at: str = "2026-01-14T11:15:00", until: str = "2026-01-14T12:00:00", **more: Any
) -> dict[str, Any]:
    return {
        "subject": "Lunch",
        "body": {"contentType": "html", "content": "<p>What is Engineering proud of?</p>"},
        "start": {"dateTime": at, "timeZone": "UTC"},
        "end": {"dateTime": until, "timeZone": "UTC"},
        "location": {"displayName": "Canteen"},
        "attendees": [
            {"emailAddress": {"address": guest.mail, "name": guest.name}, "type": "required"} for guest in guests
        ],
        "categories": ["Potluck", "mixer"],
        "transactionId": "lunch-1",
        "singleValueExtendedProperties": [{"id": LUNCH_ID, "value": "lunch-1"}],
    } | more


async def test_an_invitation_lies_in_each_guests_calendar_as_tentative(
    graph: Caller, world: World, maya: Account, vuk: Account
):
    status, event = await graph("POST", HERE, lunch(maya, vuk))
    assert status == 201
    assert event["isOrganizer"] is True
    assert len(event["id"]) > 100
    for guest in (maya, vuk):
        [copy] = world.outlook.invitations(guest)
        assert copy.meeting.ical_uid == event["iCalUId"]
        assert copy.id != event["id"]
        assert not copy.is_organiser
        assert copy.show_as == "tentative"


async def test_an_identical_repeat_books_nothing_new(graph: Caller, world: World, maya: Account, vuk: Account):
    _, first = await graph("POST", HERE, lunch(maya, vuk))
    status, again = await graph("POST", HERE, lunch(maya, vuk))
    assert (status, again["id"]) == (201, first["id"])
    assert len(world.outlook.invitations(maya)) == 1


async def test_the_same_transaction_id_with_another_event_is_refused_even_after_cancelling(
    graph: Caller, maya: Account, vuk: Account
):
    _, event = await graph("POST", HERE, lunch(maya, vuk))
    status, answer = await graph("POST", HERE, lunch(maya, vuk, until="2026-01-14T13:00:00"))
    assert (status, answer["error"]["code"]) == (409, "ErrorDuplicateTransactionId")
    await graph("POST", f"{HERE}/{event['id']}/cancel", {"Comment": "Sorry"})
    assert (await graph("POST", HERE, lunch(maya, vuk)))[0] == 409


async def test_answers_are_tallied_on_the_organisers_copy_and_hidden_from_the_other_guest(
    graph: Caller, world: World, maya: Account, vuk: Account
):
    _, event = await graph("POST", HERE, lunch(maya, vuk))
    app = graph.token
    graph.token = world.sign_in.token_for_person(maya)
    _, view = await graph(
        "GET",
        f"/users/{maya.id}/calendarView?startDateTime=2026-01-14T00:00:00Z&endDateTime=2026-01-15T00:00:00Z&$top=50",
    )
    [mine] = [found for found in view["value"] if found["iCalUId"] == event["iCalUId"]]
    assert (await graph("POST", f"/users/{maya.id}/events/{mine['id']}/accept", {"SendResponse": True}))[0] == 202
    graph.token = world.sign_in.token_for_person(vuk)
    [copy] = world.outlook.invitations(vuk)
    _, his = await graph("GET", f"/users/{vuk.id}/events/{copy.id}")
    assert [guest["status"]["response"] for guest in his["attendees"]] == ["none", "none"]
    assert (await graph("POST", f"/users/{vuk.id}/events/{copy.id}/decline", {"comment": "Away"}))[0] == 202
    graph.token = app
    _, now = await graph("GET", f"{HERE}/{event['id']}")
    assert [guest["status"]["response"] for guest in now["attendees"]] == ["accepted", "declined"]
    assert world.outlook.calendar(vuk, copy.meeting.facts.start, copy.meeting.facts.end) == []
    assert [
        entry.show_as for entry in world.outlook.taken(maya, copy.meeting.facts.start, copy.meeting.facts.end)
    ].count("busy") >= 1


async def test_a_cancelled_lunch_leaves_all_calendars_but_can_be_read_back(
    graph: Caller, world: World, maya: Account, vuk: Account
):
    _, event = await graph("POST", HERE, lunch(maya, vuk))
    assert (await graph("POST", f"{HERE}/{event['id']}/cancel", {"comment": "Maya is ill"}))[0] == 202
    status, answer = await graph("GET", f"{HERE}/{event['id']}")
    assert (status, answer["error"]["code"]) == (404, "ErrorItemNotFound")
    assert (await graph("POST", f"{HERE}/{event['id']}/cancel", {}))[0] == 404
    assert world.outlook.invitations(maya) == []
    [kept] = [found for found in calendar_of(world, maya)["events"] if found["iCalUId"] == event["iCalUId"]]
    assert kept["isCancelled"] is True
    assert kept["showAs"] == "free"
    assert kept["categories"] == ["Potluck", "mixer"]


async def test_a_lunch_is_found_by_its_own_id(graph: Caller, maya: Account, vuk: Account):
    _, event = await graph("POST", HERE, lunch(maya, vuk))
    condition = f"singleValueExtendedProperties/Any(ep: ep/id eq '{LUNCH_ID}' and ep/value eq 'lunch-1')"
    _, found = await graph(
        "GET", f"{HERE}?$filter={condition}&$expand=singleValueExtendedProperties($filter=id eq '{LUNCH_ID}')"
    )
    assert [one["id"] for one in found["value"]] == [event["id"]]
    assert found["value"][0]["singleValueExtendedProperties"] == [{"id": LUNCH_ID, "value": "lunch-1"}]
    _, found = await graph("GET", f"{HERE}?$filter={condition.replace('lunch-1', 'lunch-2')}")
    assert found["value"] == []


async def test_immutable_ids_and_zones_follow_the_preferences(graph: Caller, maya: Account, vuk: Account):
    _, event = await graph(
        "POST", HERE, lunch(maya, vuk), Prefer='IdType="ImmutableId", outlook.timezone="Europe/Berlin"'
    )
    assert "ImmutableId" in graph.headers["Preference-Applied"]
    assert event["start"] == {"dateTime": "2026-01-14T12:15:00.0000000", "timeZone": "Europe/Berlin"}
    _, usual = await graph("GET", f"{HERE}/{event['id']}")
    assert usual["id"] != event["id"]
    assert usual["iCalUId"] == event["iCalUId"]
    status, answer = await graph("GET", f"{HERE}/{event['id']}", Prefer='outlook.timezone="Middle Earth"')
    assert (status, answer["error"]["code"]) == (400, "TimeZoneNotSupportedException")


async def test_a_moved_lunch_is_to_be_answered_anew(graph: Caller, world: World, maya: Account, vuk: Account):
    _, event = await graph("POST", HERE, lunch(maya, vuk))
    [copy] = world.outlook.invitations(maya)
    world.outlook.answer(copy, "accepted")
    status, moved = await graph(
        "PATCH", f"{HERE}/{event['id']}", {"end": {"dateTime": "2026-01-14T12:30:00", "timeZone": "UTC"}}
    )
    assert status == 200
    assert [guest["status"]["response"] for guest in moved["attendees"]] == ["none", "none"]
    assert world.outlook.invitations(maya) == [copy]


async def test_who_is_no_longer_invited_loses_the_event(graph: Caller, world: World, maya: Account, vuk: Account):
    _, event = await graph("POST", HERE, lunch(maya, vuk))
    await graph("PATCH", f"{HERE}/{event['id']}", {"attendees": lunch(maya)["attendees"]})
    assert world.outlook.invitations(vuk) == []
    assert len(world.outlook.invitations(maya)) == 1


async def test_deleting_calls_it_off_too(graph: Caller, world: World, maya: Account, vuk: Account):
    _, event = await graph("POST", HERE, lunch(maya, vuk))
    assert (await graph("DELETE", f"{HERE}/{event['id']}"))[0] == 204
    assert world.outlook.invitations(vuk) == []


async def test_the_app_may_open_the_organisers_mailbox_only(graph: Caller, world: World, maya: Account, vuk: Account):
    status, answer = await graph("POST", f"/users/{maya.id}/events", lunch(vuk))
    assert (status, answer["error"]["code"]) == (403, "ErrorAccessDenied")
    world.open_mailboxes.add(maya.id)
    assert (await graph("POST", f"/users/{maya.id}/events", lunch(vuk)))[0] == 201


async def test_maya_may_not_read_vuks_calendar(graph: Caller, world: World, maya: Account, vuk: Account):
    graph.token = world.sign_in.token_for_person(maya)
    assert (await graph("GET", f"/users/{vuk.id}/events"))[0] == 403


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ({"start": {"dateTime": "2026-01-14T11:15:00", "timeZone": "Mars/Olympus"}}, "TimeZoneNotSupportedException"),
        ({"start": {"dateTime": "2026-01-14T11:15:00+01:00", "timeZone": "UTC"}}, "ErrorPropertyValidationFailure"),
        ({"end": {"dateTime": "2026-01-14T10:00:00", "timeZone": "UTC"}}, "ErrorCalendarEndDateIsEarlierThanStartDate"),
        ({"start": None}, "ErrorPropertyValidationFailure"),
        ({"attendees": [{"emailAddress": {"address": "nobody"}}]}, "ErrorInvalidRecipients"),
        ({"showAs": "asleep"}, "RequestBodyRead"),
        ({"subject": 5}, "RequestBodyRead"),
    ],
)
async def test_what_outlook_would_not_take_is_refused(graph: Caller, maya: Account, spoilt: dict[str, Any], code: str):
    status, answer = await graph("POST", HERE, lunch(maya, **spoilt))
    assert (status, answer["error"]["code"]) == (400, code)


async def test_an_attendee_can_not_cancel_and_the_organiser_can_not_accept(
    graph: Caller, world: World, maya: Account, vuk: Account
):
    _, event = await graph("POST", HERE, lunch(maya, vuk))
    assert (await graph("POST", f"{HERE}/{event['id']}/accept", {}))[0] == 400
    graph.token = world.sign_in.token_for_person(maya)
    [copy] = world.outlook.invitations(maya)
    assert (await graph("POST", f"/users/{maya.id}/events/{copy.id}/cancel", {}))[0] == 400
    assert (await graph("GET", f"/users/{maya.id}/events/not-an-id"))[0] == 400


async def test_calendar_delta_follows_answers_and_cancellations(
    graph: Caller, world: World, maya: Account, vuk: Account
):
    window = "startDateTime=2026-01-05T00:00:00Z&endDateTime=2026-02-02T00:00:00Z"
    _, page = await graph("GET", f"/users/potluck@contoso.example/calendarView/delta()?{window}")
    assert page["value"] == []
    _, event = await graph("POST", HERE, lunch(maya, vuk))
    _, page = await graph("GET", page["@odata.deltaLink"])
    assert [one["id"] for one in page["value"]] == [event["id"]]
    _, quiet = await graph("GET", page["@odata.deltaLink"])
    assert quiet["value"] == []
    [copy] = world.outlook.invitations(maya)
    world.outlook.answer(copy, "accepted")
    _, page = await graph("GET", page["@odata.deltaLink"])
    assert page["value"][0]["attendees"][0]["status"]["response"] == "accepted"
    await graph("POST", f"{HERE}/{event['id']}/cancel", {})
    _, page = await graph("GET", page["@odata.deltaLink"])
    assert page["value"][0]["@removed"] == {"reason": "deleted"}
    status, answer = await graph(
        "GET", "/users/potluck@contoso.example/calendarView/delta?$deltatoken=999999_20260105T000000_20260202T000000"
    )
    assert (status, answer["error"]["code"]) == (410, "SyncStateNotFound")


async def test_a_calendar_view_comes_in_pages(graph: Caller, world: World, maya: Account):
    graph.token = world.sign_in.token_for_person(maya)
    seen: list[str] = []
    address = f"/users/{maya.id}/calendarView?startDateTime=2026-01-05T00:00:00Z&endDateTime=2026-01-19T00:00:00Z"
    while address:
        _, page = await graph("GET", address)
        seen += [event["id"] for event in page["value"]]
        address = page.get("@odata.nextLink", "")
    start = datetime.fromisoformat("2026-01-05T00:00:00+00:00")
    assert len(set(seen)) == len(seen) == len(world.outlook.diary(maya).entries(start, start + timedelta(weeks=2)))
