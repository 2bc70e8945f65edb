"""What people do to a lunch in Outlook, and what the app then sees of it."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot_service.sandbox.account import Account
from bot_service.sandbox.meeting import Copy, Facts, Invited
from bot_service.sandbox.outlook_hands import CantBeDone, OutlookHands
from bot_service.sandbox.server import create_app
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller

HERE = "/users/potluck@contoso.example/events"
NOON = datetime(2026, 1, 14, 11, 15, tzinfo=UTC)


@pytest.fixture
def hands(world: World) -> OutlookHands:
    return OutlookHands(world)


@pytest.fixture
def lunch(world: World, maya: Account, vuk: Account) -> Copy:
    """A lunch of Maya and Vuk in the organiser's calendar."""
    guests = tuple(Invited(person.mail, person.name) for person in (maya, vuk))
    facts = Facts("Lunch", NOON, NOON + timedelta(minutes=45), attendees=guests, categories=("Potluck", "mixer"))
    return world.outlook.book(world.company.organiser, facts)


async def test_a_proposed_time_stands_beside_the_answer_until_the_lunch_is_moved(
    graph: Caller, hands: OutlookHands, lunch: Copy, maya: Account
):
    hands.do(maya, "propose", {"by": "60"})
    _, event = await graph("GET", f"{HERE}/{lunch.id}", Prefer='outlook.timezone="Europe/Berlin"')
    [hers, his] = event["attendees"]
    assert hers["status"]["response"] == "tentativelyAccepted"
    assert hers["proposedNewTime"] == {
        "start": {"dateTime": "2026-01-14T13:15:00.0000000", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-01-14T14:00:00.0000000", "timeZone": "Europe/Berlin"},
    }
    assert "proposedNewTime" not in his
    assert event["start"]["dateTime"] == "2026-01-14T12:15:00.0000000"
    start = {"dateTime": "2026-01-14T12:15:00", "timeZone": "UTC"}
    end = {"dateTime": "2026-01-14T13:00:00", "timeZone": "UTC"}
    _, event = await graph("PATCH", f"{HERE}/{lunch.id}", {"start": start, "end": end})
    assert all("proposedNewTime" not in guest for guest in event["attendees"])


async def test_a_time_can_be_proposed_with_a_decline_and_through_graph_too(
    graph: Caller, world: World, hands: OutlookHands, lunch: Copy, maya: Account, vuk: Account
):
    hands.do(vuk, "propose", {"answer": "decline", "start": "2026-01-15T11:15:00Z"})
    graph.token, app = world.sign_in.token_for_person(maya), graph.token
    [copy] = world.outlook.invitations(maya)
    slot = {
        "Start": {"DateTime": "2026-01-14T13:00:00", "TimeZone": "UTC"},
        "End": {"DateTime": "2026-01-14T13:45:00", "TimeZone": "UTC"},
    }
    quietly = {"proposedNewTime": slot, "sendResponse": False}
    assert (await graph("POST", f"/users/{maya.id}/events/{copy.id}/tentativelyAccept", quietly))[0] == 400
    told = {"ProposedNewTime": slot, "SendResponse": True}
    assert (await graph("POST", f"/users/{maya.id}/events/{copy.id}/tentativelyAccept", told))[0] == 202
    graph.token = app
    _, event = await graph("GET", f"{HERE}/{lunch.id}")
    proposed = [
        (guest["status"]["response"], guest["proposedNewTime"]["start"]["dateTime"]) for guest in event["attendees"]
    ]
    assert proposed == [
        ("tentativelyAccepted", "2026-01-14T13:00:00.0000000"), ("declined", "2026-01-15T11:15:00.0000000"),
    ]  # fmt: skip


def test_who_proposes_without_naming_a_time_proposes_one_at_which_she_is_free(
    world: World, hands: OutlookHands, lunch: Copy, maya: Account
):
    hands.do(maya, "propose")
    start, end = lunch.meeting.proposals[maya.mail]
    assert NOON < start < NOON + timedelta(days=3)
    assert end - start == timedelta(minutes=45)
    own = world.outlook.diary(maya).entries(start, end)
    assert all(entry.show_as == "free" for entry in own)


async def test_who_has_rights_on_the_mailbox_moves_the_lunch_and_everybody_is_asked_anew(
    graph: Caller, world: World, hands: OutlookHands, lunch: Copy, maya: Account
):
    hands.do(maya, "accept")
    hands.do(world.company.organiser, "move", {"start": "2026-01-16T11:30:00Z"})
    _, event = await graph("GET", f"{HERE}/{lunch.id}")
    assert event["start"]["dateTime"] == "2026-01-16T11:30:00.0000000"
    assert event["end"]["dateTime"] == "2026-01-16T12:15:00.0000000"
    assert [guest["status"]["response"] for guest in event["attendees"]] == ["none", "none"]


async def test_another_place_keeps_the_answers(
    graph: Caller, world: World, hands: OutlookHands, lunch: Copy, vuk: Account
):
    hands.do(vuk, "accept")
    hands.do(world.company.organiser, "place", {"place": "Roof garden"})
    _, event = await graph("GET", f"{HERE}/{lunch.id}")
    assert event["location"]["displayName"] == "Roof garden"
    assert [guest["status"]["response"] for guest in event["attendees"]] == ["none", "accepted"]


async def test_who_declines_or_deletes_quietly_has_it_no_more_and_the_organiser_hears_nothing(
    graph: Caller, world: World, hands: OutlookHands, lunch: Copy, maya: Account, vuk: Account
):
    hands.do(maya, "decline", {"tell": False})
    hands.do(vuk, "delete")
    _, event = await graph("GET", f"{HERE}/{lunch.id}")
    assert [guest["status"]["response"] for guest in event["attendees"]] == ["none", "none"]
    for person in (maya, vuk):
        assert world.outlook.calendar(person, NOON, NOON + timedelta(hours=1)) == []


async def test_who_deletes_and_tells_has_declined(graph: Caller, hands: OutlookHands, lunch: Copy, maya: Account):
    hands.do(maya, "delete", {"tell": True})
    _, event = await graph("GET", f"{HERE}/{lunch.id}")
    assert event["attendees"][0]["status"]["response"] == "declined"


async def test_deleted_at_the_organisers_it_is_called_off_unless_nobody_is_told(
    graph: Caller, world: World, hands: OutlookHands, lunch: Copy, maya: Account
):
    hands.do(world.company.organiser, "delete", {"tell": False})
    assert (await graph("GET", f"{HERE}/{lunch.id}"))[0] == 404
    assert len(world.outlook.invitations(maya)) == 1
    again = world.outlook.book(world.company.organiser, lunch.meeting.facts)
    hands.do(world.company.organiser, "delete", {"event": again.meeting.ical_uid})
    assert [copy.meeting.ical_uid for copy in world.outlook.invitations(maya)] == [lunch.meeting.ical_uid]


async def test_whom_a_guest_forwards_it_to_is_invited_and_appears_in_the_organisers_list(
    graph: Caller, world: World, hands: OutlookHands, lunch: Copy, maya: Account
):
    kwame = world.company.hosts[1]
    hands.do(maya, "accept")
    hands.do(maya, "forward", {"to": kwame.mail})
    hands.do(maya, "forward", {"to": kwame.mail})
    _, event = await graph("GET", f"{HERE}/{lunch.id}")
    assert [guest["emailAddress"]["address"] for guest in event["attendees"]][2:] == [kwame.mail]
    assert event["attendees"][0]["status"]["response"] == "accepted"
    hands.do(kwame, "accept")
    _, event = await graph("GET", f"{HERE}/{lunch.id}")
    assert event["attendees"][2]["status"]["response"] == "accepted"


async def test_a_category_is_deleted_in_one_mailbox_only_and_can_be_set_again(
    graph: Caller, world: World, hands: OutlookHands, lunch: Copy, maya: Account
):
    hands.do(world.company.organiser, "uncategorise")
    assert (await graph("GET", f"{HERE}/{lunch.id}"))[1]["categories"] == []
    assert world.outlook.invitations(maya)[0].categories == ("Potluck", "mixer")
    _, event = await graph("PATCH", f"{HERE}/{lunch.id}", {"categories": ["Potluck", "mixer"]})
    assert event["categories"] == ["Potluck", "mixer"]


async def test_who_becomes_out_of_office_or_blocks_her_noon_is_seen_so(
    graph: Caller, world: World, hands: OutlookHands, maya: Account
):
    world.company.change(maya.id, shares_details=True)
    hands.do(maya, "away", {"start": "2026-01-14T00:00:00+01:00", "end": "2026-01-16T00:00:00+01:00"})
    hands.do(maya, "block", {"start": "2026-01-19T11:00:00Z", "end": "2026-01-19T12:00:00Z"})
    question = {
        "schedules": [maya.mail],
        "startTime": {"dateTime": "2026-01-13T00:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-01-20T00:00:00", "timeZone": "UTC"},
    }
    _, answer = await graph("POST", "/users/potluck@contoso.example/calendar/getSchedule", question)
    items = answer["value"][0]["scheduleItems"]
    [away] = [item for item in items if item["status"] == "oof"]
    assert away["start"]["dateTime"] == "2026-01-13T23:00:00.0000000"
    assert [item["status"] for item in items if item["subject"] == "Lunch"] == ["busy"]
    assert world.outlook.diary(maya).is_away(NOON)
    assert not world.outlook.diary(maya).is_away(NOON + timedelta(days=3))


async def test_who_leaves_has_no_mailbox_and_her_own_meetings_stay_with_the_others(
    graph: Caller, world: World, hands: OutlookHands, maya: Account, vuk: Account
):
    facts = Facts("Lunch", NOON, NOON + timedelta(minutes=45), attendees=(Invited(vuk.mail, vuk.name),))
    hers = world.outlook.book(maya, facts)
    world.open_mailboxes.add(maya.id)
    hands.do(maya, "leave")
    status, answer = await graph("GET", f"/users/{maya.mail}/events/{hers.id}")
    assert (status, answer["error"]["code"]) == (404, "MailboxNotEnabledForRESTAPI")
    hands.do(maya, "leave", {"how": "deleted"})
    status, answer = await graph("GET", f"/users/{maya.mail}/events/{hers.id}")
    assert (status, answer["error"]["code"]) == (404, "ErrorInvalidUser")
    assert len(world.outlook.invitations(vuk)) == 1


def test_who_moves_to_another_city_has_her_new_weeks_there(world: World, hands: OutlookHands, maya: Account):
    hands.do(maya, "relocate", {"zone": "America/New_York"})
    moved = world.company.find(maya.id)
    assert moved is not None
    assert (moved.office.city, moved.office.country) == ("New York", "US")
    late = world.start + timedelta(weeks=2)
    zone = moved.zone_info
    days = [
        entry for entry in world.outlook.diary(maya).entries(late, late + timedelta(weeks=2)) if not entry.is_all_day
    ]
    assert days
    assert all(moved.hours.start <= entry.start.astimezone(zone).time() for entry in days)
    with pytest.raises(CantBeDone):
        hands.do(maya, "relocate", {"zone": "Europe/Oslo"})


@pytest.mark.parametrize(
    ("deed", "wish"),
    [
        ("dance", {}),
        ("move", {"start": "2026-01-16T11:30:00Z"}),
        ("accept", {"event": "no such thing"}),
        ("propose", {"start": "tomorrow"}),
        ("propose", {"by": "an hour"}),
        ("forward", {"to": "nobody@contoso.example"}),
        ("away", {"start": "2026-01-16T11:30:00Z"}),
    ],
)
def test_what_outlook_has_no_button_for_is_said_so(
    hands: OutlookHands, lunch: Copy, maya: Account, deed: str, wish: dict[str, str]
):
    assert not lunch.is_gone
    with pytest.raises(CantBeDone):
        hands.do(maya, deed, wish)


async def test_a_visitor_does_it_over_http(world: World, lunch: Copy, maya: Account):
    async with TestServer(create_app(world)) as server, aiohttp.ClientSession() as session:

        async def post(path: str, **wish: object) -> tuple[int, dict[str, object]]:
            async with session.post(server.make_url(f"/sandbox/{path}"), json=wish) as response:
                return response.status, await response.json()

        status, shown = await post(f"people/{maya.mail}/outlook", do="propose", by=30)
        assert (status, shown["response"], shown["isGone"]) == (200, "tentativelyAccepted", False)
        status, shown = await post("organiser/potluck@contoso.example/outlook", do="move", by=60)
        assert (status, shown["start"]) == (200, "2026-01-14T12:15:00Z")
        assert (await post(f"people/{maya.mail}/outlook", do="place", place="Roof"))[0] == 400
        assert (await post("people/nobody/outlook", do="accept"))[0] == 404
        assert (await post("mailboxes/potluck@contoso.example", full=True))[1]["full"] is True
        assert (await post("mailboxes/potluck@contoso.example", asleep=True))[0] == 400
        async with session.get(server.make_url("/sandbox/mailboxes")) as response:
            mailboxes = await response.json()
    assert [mail for mail, troubles in mailboxes.items() if troubles["full"]] == ["potluck@contoso.example"]
    assert len(mailboxes) == 3
    assert not lunch.is_gone
