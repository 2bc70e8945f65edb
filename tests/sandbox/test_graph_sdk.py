"""Microsoft's own SDK against the sandbox, from the first page of the directory to a cancelled lunch."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import httpx
import pytest
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.response_type import ResponseType
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import GetSchedulePostRequestBody
from msgraph.generated.users.item.events.item.accept.accept_post_request_body import AcceptPostRequestBody
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody
from msgraph.generated.users.users_request_builder import UsersRequestBuilder
from msgraph_core import GraphClientFactory

from bot_service.sandbox.account import Account
from bot_service.sandbox.world import World


class Token(AccessTokenProvider):
    def __init__(self, token: str) -> None:
        self._token = token

    async def get_authorization_token(
        self, uri: str, additional_authentication_context: dict[str, Any] | None = None
    ) -> str:
        del uri, additional_authentication_context
        return self._token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator([])


@pytest.fixture
async def client_with(microsoft: str) -> AsyncIterator[Callable[[str], GraphServiceClient]]:
    async with AsyncExitStack() as opened:

        def make(token: str) -> GraphServiceClient:
            connections = httpx.AsyncHTTPTransport()
            opened.push_async_callback(connections.aclose)  # kiota's own transport, around it, closes nothing
            wire = GraphClientFactory.create_with_default_middleware(
                client=httpx.AsyncClient(transport=connections, trust_env=False)
            )
            adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Token(token)), client=wire)
            adapter.base_url = f"{microsoft}/v1.0"
            return GraphServiceClient(request_adapter=adapter)

        yield make


Clients = Callable[[str], GraphServiceClient]


async def test_the_sdk_reads_the_whole_directory_page_by_page(client_with: Clients, app_token: str, world: World):
    client = client_with(app_token)
    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
        select=["id", "displayName", "department"], top=10
    )
    page = await client.users.get(request_configuration=RequestConfiguration(query_parameters=query))
    seen = list(page.value)
    while page.odata_next_link:
        page = await client.users.with_url(page.odata_next_link).get()
        seen += page.value
    assert {user.id for user in seen} == set(world.company.accounts)
    assert {user.department for user in seen if user.department} == {
        account.team for account in world.company.accounts.values() if account.team
    }


async def test_the_sdk_books_a_lunch_sees_it_accepted_and_cancels_it(
    client_with: Clients, app_token: str, world: World, maya: Account, vuk: Account
):
    client = client_with(app_token)
    organiser = client.users.by_user_id("potluck@contoso.example")
    wished = Event(
        subject="Lunch",
        start=DateTimeTimeZone(date_time="2026-01-14T11:15:00", time_zone="UTC"),
        end=DateTimeTimeZone(date_time="2026-01-14T12:00:00", time_zone="UTC"),
        attendees=[Attendee(email_address=EmailAddress(address=guest.mail, name=guest.name)) for guest in (maya, vuk)],
        transaction_id="lunch-1",
    )
    booked = await organiser.events.post(wished)
    [invitation] = world.outlook.invitations(maya)
    hers = client_with(world.sign_in.token_for_person(maya)).users.by_user_id(maya.id).events.by_event_id(invitation.id)
    assert (await hers.get()).is_organizer is False
    await hers.accept.post(AcceptPostRequestBody(send_response=True, comment="Gladly"))
    event = organiser.events.by_event_id(booked.id)
    answers = [guest.status.response for guest in (await event.get()).attendees]
    assert answers == [ResponseType.Accepted, ResponseType.None_]
    await event.cancel.post(CancelPostRequestBody(comment="The canteen is closed"))
    with pytest.raises(APIError) as gone:
        await event.get()
    assert gone.value.response_status_code == 404
    assert world.outlook.invitations(vuk) == []


async def test_the_sdk_asks_when_people_are_free(client_with: Clients, app_token: str, world: World, maya: Account):
    client = client_with(app_token)
    start = world.start
    end = start + timedelta(days=5)
    asked = GetSchedulePostRequestBody(
        schedules=[maya.mail],
        start_time=DateTimeTimeZone(date_time=start.strftime("%Y-%m-%dT%H:%M:%S"), time_zone="UTC"),
        end_time=DateTimeTimeZone(date_time=end.strftime("%Y-%m-%dT%H:%M:%S"), time_zone="UTC"),
        availability_view_interval=15,
    )
    answer = await client.users.by_user_id("potluck@contoso.example").calendar.get_schedule.post(asked)
    [schedule] = answer.value
    assert len(schedule.schedule_items) == len(world.outlook.taken(maya, start, end))
    assert FreeBusyStatus.Busy in {item.status for item in schedule.schedule_items}
    assert schedule.working_hours.start_time.minute in {0, 30}


async def test_the_sdk_waits_as_long_as_it_is_told_and_tries_again(
    client_with: Clients, app_token: str, world: World, maya: Account
):
    world.faults.order({"path": f"/users/{maya.id}", "status": 429, "seconds": 1})
    user = await client_with(app_token).users.by_user_id(maya.id).get()
    assert user.display_name == "Maya Lindqvist"
    assert world.requests.graph == 2
