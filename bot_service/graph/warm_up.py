"""Loads what the first request would otherwise wait for. Takes a second of CPU: run it in a thread before `/readyz`."""

from datetime import UTC, datetime, timedelta

from kiota_abstractions.serialization import ParseNodeFactoryRegistry
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from bot_service.graph import requests
from bot_service.graph.client import GraphClient
from bot_service.graph.meeting import Guest, Meeting, change_of, event_of

SOMEBODY = "somebody@example.com"
START = datetime(2026, 1, 5, 12, tzinfo=UTC)
SOME_MEETING = Meeting("Lunch", "", START, START + timedelta(hours=1), "", True, (Guest(SOMEBODY, ""),), "mixer", "")


def warm_up(client: GraphClient) -> None:
    """Build every request once, and read one error answer; nothing is sent. Blocks: `asyncio.to_thread(warm_up, client)`."""
    graph = client.builders
    for request in (
        requests.list_users(graph),
        requests.next_users(graph, "https://graph.microsoft.com/v1.0/users"),
        requests.read_manager(graph, SOMEBODY),
        requests.list_groups(graph, ""),
        requests.list_members(graph, "group"),
        requests.next_members(graph, "https://graph.microsoft.com/v1.0/groups"),
        requests.get_schedule(graph, SOMEBODY, [SOMEBODY], START, START + timedelta(days=1)),
        requests.read_calendar(graph, SOMEBODY),
        requests.create_event(graph, SOMEBODY, event_of(SOME_MEETING, "")),
        requests.find_events(graph, SOMEBODY, ""),
        requests.some_event(graph, SOMEBODY),
        requests.read_event(graph, SOMEBODY, "event"),
        requests.change_event(graph, SOMEBODY, "event", change_of((START, START), "")),
        requests.cancel_event(graph, SOMEBODY, "event", ""),
        requests.calendar_changes(graph, SOMEBODY, START, START),
        requests.next_changes(graph, SOMEBODY, "https://graph.microsoft.com/v1.0/users/somebody/calendarView/delta"),
        requests.subscribe(graph, SOMEBODY, "", "", "", START),
        requests.renew_subscription(graph, "subscription", START),
        requests.end_subscription(graph, "subscription"),
    ):
        request.path_parameters["baseurl"] = "https://graph.microsoft.com/v1.0"
        assert request.url
    error = ParseNodeFactoryRegistry().get_root_parse_node(
        "application/json", b'{"error": {"code": "", "message": ""}}'
    )
    error.get_object_value(ODataError)
