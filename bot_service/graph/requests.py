"""Every request that the gateways send, built by msgraph-sdk. One place, so that all can be warmed up and checked."""

from collections.abc import Sequence
from datetime import UTC, datetime

from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from msgraph.generated.groups.groups_request_builder import GroupsRequestBuilder
from msgraph.generated.groups.item.transitive_members.transitive_members_request_builder import (
    TransitiveMembersRequestBuilder,
)
from msgraph.generated.models.event import Event
from msgraph.generated.models.subscription import Subscription
from msgraph.generated.users.item.calendar.calendar_request_builder import CalendarRequestBuilder
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import GetSchedulePostRequestBody
from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder
from msgraph.generated.users.item.events.events_request_builder import EventsRequestBuilder
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody
from msgraph.generated.users.item.events.item.event_item_request_builder import EventItemRequestBuilder
from msgraph.generated.users.item.manager.manager_request_builder import ManagerRequestBuilder
from msgraph.generated.users.users_request_builder import UsersRequestBuilder
from msgraph.graph_service_client import GraphServiceClient

from bot_service.graph.meeting import LUNCH_ID, graph_instant, graph_time

COLLEAGUE_FIELDS = [
    "id",
    "userPrincipalName",
    "mail",
    "displayName",
    "department",
    "jobTitle",
    "accountEnabled",
    "userType",
    "officeLocation",
    "usageLocation",
    "country",
]
EVENT_FIELDS = [
    "id",
    "iCalUId",
    "start",
    "end",
    "isCancelled",
    "attendees",
    "location",
    "categories",
    "isOnlineMeeting",
    "onlineMeeting",
    "organizer",
]
#: The longest slice of a free/busy string; we read items, not the string, so the shortest answer is best.
VIEW_INTERVAL_MINUTES = 1440
#: Otherwise ten: a resync of a busy mailbox would be a hundred requests.
MANY_ON_A_PAGE = "odata.maxpagesize=200"


def reads_only(request: RequestInformation) -> bool:
    """Whether this request changes nothing. getSchedule is a question, though it is a POST."""
    return request.http_method is Method.GET or (request.url_template or "").endswith("/getSchedule")


def list_users(graph: GraphServiceClient, *, page: int = 999) -> RequestInformation:
    """GET /users, `page` at a time (999 is the most)."""
    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(select=COLLEAGUE_FIELDS, top=page)
    return graph.users.to_get_request_information(RequestConfiguration(query_parameters=query))


def next_users(graph: GraphServiceClient, link: str) -> RequestInformation:
    """GET the `@odata.nextLink` as it is; it is Graph's own and may look like anything."""
    return graph.users.with_url(link).to_get_request_information()


def read_manager(graph: GraphServiceClient, person: str) -> RequestInformation:
    query = ManagerRequestBuilder.ManagerRequestBuilderGetQueryParameters(select=["id"])
    return graph.users.by_user_id(person).manager.to_get_request_information(
        RequestConfiguration(query_parameters=query)
    )


def list_groups(graph: GraphServiceClient, beginning: str) -> RequestInformation:
    """GET /groups whose name begins like that, twenty at most."""
    quoted = beginning.replace("'", "''")
    query = GroupsRequestBuilder.GroupsRequestBuilderGetQueryParameters(
        filter=f"startswith(displayName,'{quoted}')", select=["id", "displayName"], top=20
    )
    return graph.groups.to_get_request_information(RequestConfiguration(query_parameters=query))


def list_members(graph: GraphServiceClient, group: str) -> RequestInformation:
    """GET everybody in a group and its groups. Groups are in the answer too; leaving them out would be an advanced query."""
    query = TransitiveMembersRequestBuilder.TransitiveMembersRequestBuilderGetQueryParameters(select=["id"], top=999)
    members = graph.groups.by_group_id(group).transitive_members
    return members.to_get_request_information(RequestConfiguration(query_parameters=query))


def next_members(graph: GraphServiceClient, link: str) -> RequestInformation:
    """GET the `@odata.nextLink` as it is."""
    return graph.groups.by_group_id("").transitive_members.with_url(link).to_get_request_information()


def get_schedule(
    graph: GraphServiceClient, mailbox: str, mails: Sequence[str], start: datetime, end: datetime
) -> RequestInformation:
    """POST getSchedule: ≤ 20 mailboxes, less than 62 days."""
    body = GetSchedulePostRequestBody(
        schedules=list(mails),
        start_time=graph_time(start),
        end_time=graph_time(end),
        availability_view_interval=VIEW_INTERVAL_MINUTES,
    )
    return graph.users.by_user_id(mailbox).calendar.get_schedule.to_post_request_information(body)


def read_calendar(graph: GraphServiceClient, mailbox: str) -> RequestInformation:
    """GET the default calendar: which online meetings the mailbox may hold."""
    query = CalendarRequestBuilder.CalendarRequestBuilderGetQueryParameters(select=["allowedOnlineMeetingProviders"])
    return graph.users.by_user_id(mailbox).calendar.to_get_request_information(
        RequestConfiguration(query_parameters=query)
    )


def create_event(graph: GraphServiceClient, mailbox: str, event: Event) -> RequestInformation:
    return graph.users.by_user_id(mailbox).events.to_post_request_information(event)


def create_event_again(graph: GraphServiceClient, mailbox: str, payload: bytes) -> RequestInformation:
    """The same request with a stored payload, byte for byte: the same transactionId must carry the same event."""
    request = create_event(graph, mailbox, Event())
    request.content = payload
    return request


def find_events(graph: GraphServiceClient, mailbox: str, lunch_id: str) -> RequestInformation:
    """Events that carry our lunch's id: learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-get."""
    quoted = lunch_id.replace("'", "''")
    query = EventsRequestBuilder.EventsRequestBuilderGetQueryParameters(
        filter=f"singleValueExtendedProperties/Any(ep: ep/id eq '{LUNCH_ID}' and ep/value eq '{quoted}')",
        select=EVENT_FIELDS,
    )
    return graph.users.by_user_id(mailbox).events.to_get_request_information(
        RequestConfiguration(query_parameters=query)
    )


def some_event(graph: GraphServiceClient, mailbox: str) -> RequestInformation:
    """GET one event, any: shows whether the calendar may be read at all."""
    query = EventsRequestBuilder.EventsRequestBuilderGetQueryParameters(select=["id"], top=1)
    return graph.users.by_user_id(mailbox).events.to_get_request_information(
        RequestConfiguration(query_parameters=query)
    )


def read_event(graph: GraphServiceClient, mailbox: str, event_id: str) -> RequestInformation:
    query = EventItemRequestBuilder.EventItemRequestBuilderGetQueryParameters(select=EVENT_FIELDS)
    events = graph.users.by_user_id(mailbox).events
    return events.by_event_id(event_id).to_get_request_information(RequestConfiguration(query_parameters=query))


def change_event(graph: GraphServiceClient, mailbox: str, event_id: str, change: Event) -> RequestInformation:
    """PATCH: only what `change` names. What stands there afterwards is read by itself."""
    request = graph.users.by_user_id(mailbox).events.by_event_id(event_id).to_patch_request_information(change)
    request.headers.add("Prefer", "return=minimal")
    return request


def cancel_event(graph: GraphServiceClient, mailbox: str, event_id: str, comment: str) -> RequestInformation:
    body = CancelPostRequestBody(comment=comment)
    return graph.users.by_user_id(mailbox).events.by_event_id(event_id).cancel.to_post_request_information(body)


def calendar_changes(graph: GraphServiceClient, mailbox: str, start: datetime, end: datetime) -> RequestInformation:
    """GET calendarView/delta: all events between two moments, later those that changed. It takes no `$select`."""
    query = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(
        start_date_time=graph_instant(start), end_date_time=graph_instant(end)
    )
    request = graph.users.by_user_id(mailbox).calendar_view.delta.to_get_request_information(
        RequestConfiguration(query_parameters=query)
    )
    request.headers.add("Prefer", MANY_ON_A_PAGE)
    return request


def next_changes(graph: GraphServiceClient, mailbox: str, link: str) -> RequestInformation:
    """GET an `@odata.nextLink` or `@odata.deltaLink` as it is."""
    delta = graph.users.by_user_id(mailbox).calendar_view.delta
    request = delta.with_url(link).to_get_request_information()
    request.headers.add("Prefer", MANY_ON_A_PAGE)
    return request


def subscribe(
    graph: GraphServiceClient, mailbox: str, notices: str, lifecycle: str, client_state: str, until: datetime
) -> RequestInformation:
    """POST /subscriptions: be told at `notices` of every change of the mailbox's events, and at `lifecycle` of what happens to that."""
    return graph.subscriptions.to_post_request_information(
        Subscription(
            change_type="created,updated,deleted",
            resource=f"users/{mailbox}/events",
            notification_url=notices,
            lifecycle_notification_url=lifecycle,
            client_state=client_state,
            expiration_date_time=until.astimezone(UTC),
        )
    )


def renew_subscription(graph: GraphServiceClient, subscription_id: str, until: datetime) -> RequestInformation:
    """PATCH: it goes on until then. We know all it could answer."""
    request = graph.subscriptions.by_subscription_id(subscription_id).to_patch_request_information(
        Subscription(expiration_date_time=until.astimezone(UTC))
    )
    request.headers.add("Prefer", "return=minimal")
    return request


def end_subscription(graph: GraphServiceClient, subscription_id: str) -> RequestInformation:
    return graph.subscriptions.by_subscription_id(subscription_id).to_delete_request_information()
