"""The changes of a calendar in the sandbox: everything once, then only what is new, whatever happens between two pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot_service.sandbox.meeting import Copy, Facts, with_changes
from bot_service.sandbox.world import World
from tests.sandbox.graph_caller import Caller

NOON = datetime(2026, 1, 13, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
RANGE = "startDateTime=2026-01-05T00:00:00Z&endDateTime=2026-02-05T00:00:00Z"


@pytest.fixture
def beginning(world: World) -> str:
    return f"/users/{world.company.organiser.id}/calendarView/delta?{RANGE}"


def lunch(world: World, start: datetime = NOON) -> Copy:
    return world.outlook.book(world.company.organiser, Facts("Lunch", start, start + HOUR))


async def page(graph: Caller, link: str, size: int = 200) -> tuple[list[dict[str, Any]], str, bool]:
    """Events, the link to go on by, and whether the round is over."""
    status, body = await graph("GET", link, Prefer=f'IdType="ImmutableId", odata.maxpagesize={size}')
    assert status == 200, body
    is_over = "@odata.deltaLink" in body
    return body["value"], body["@odata.deltaLink" if is_over else "@odata.nextLink"], is_over


async def test_first_comes_all_of_the_range_then_what_changed(graph: Caller, world: World, beginning: str):
    one, other = lunch(world), lunch(world, NOON + HOUR)
    lunch(world, datetime(2026, 3, 2, 12, tzinfo=UTC))

    first, link, _ = await page(graph, beginning)
    assert {event["id"] for event in first} == {one.immutable_id, other.immutable_id}

    assert (await page(graph, link))[0] == []

    world.outlook.change(other, with_changes(other.meeting.facts, {"place": "The garden"}))
    world.outlook.cancel(one)
    later, link, _ = await page(graph, link)
    assert [(event["id"], event.get("@removed")) for event in later] == [
        (other.immutable_id, None),
        (one.immutable_id, {"reason": "deleted"}),
    ]
    assert (await page(graph, link))[0] == []


async def test_an_old_link_tells_the_same_again(graph: Caller, world: World, beginning: str):
    _, link, _ = await page(graph, beginning)
    event = lunch(world)

    for _ in range(2):
        assert [told["id"] for told in (await page(graph, link))[0]] == [event.immutable_id]


async def test_an_event_moved_out_of_the_range_counts_as_removed(graph: Caller, world: World, beginning: str):
    event = lunch(world)
    _, link, _ = await page(graph, beginning)

    away = {"start": NOON + timedelta(days=60), "end": NOON + timedelta(days=60, hours=1)}
    world.outlook.change(event, with_changes(event.meeting.facts, away))

    assert [told["@removed"] for told in (await page(graph, link))[0]] == [{"reason": "deleted"}]


@pytest.mark.parametrize("changed", range(5))
async def test_what_changes_while_pages_are_turned_is_neither_lost_nor_kept_back(
    graph: Caller, world: World, beginning: str, changed: int
):
    events = [lunch(world, NOON + number * HOUR) for number in range(5)]
    told, link, is_over = await page(graph, beginning, size=2)
    seen = [event["id"] for event in told]
    moved = events[changed]
    world.outlook.change(moved, with_changes(moved.meeting.facts, {"place": "The garden"}))
    while not is_over:
        told, link, is_over = await page(graph, link, size=2)
        seen += [event["id"] for event in told]
    told, _, _ = await page(graph, link)

    assert [event["id"] for event in told] == [moved.immutable_id]
    assert {*seen, moved.immutable_id} == {event.immutable_id for event in events}


async def test_own_entries_come_once(graph: Caller, world: World, maya: Any):
    world.open_mailboxes.add(maya.id)
    own = world.outlook.diary(maya).entries(datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 2, 5, tzinfo=UTC))
    link, is_over, seen = f"/users/{maya.id}/calendarView/delta?{RANGE}", False, []
    while not is_over:
        told, link, is_over = await page(graph, link, size=7)
        seen += [event["id"] for event in told]

    assert len(seen) == len(set(seen)) == len(own) > 20
    assert (await page(graph, link))[0] == []


async def test_a_forgotten_link_is_gone(graph: Caller, world: World, beginning: str):
    _, link, _ = await page(graph, beginning)

    world.forget_delta_tokens()
    status, body = await graph("GET", link)

    assert (status, body["error"]["code"]) == (410, "SyncStateNotFound")
    _, link, _ = await page(graph, beginning)
    assert (await graph("GET", link))[0] == 200
    assert (await graph("GET", link.replace("deltatoken=", "deltatoken=x")))[0] == 410


@pytest.mark.parametrize("option", ["$select=id", "$filter=isCancelled", "$expand=attachments", "$orderby=id"])
async def test_options_that_delta_does_not_know_are_refused(graph: Caller, beginning: str, option: str):
    assert (await graph("GET", f"{beginning}&{option}"))[0] == 400
