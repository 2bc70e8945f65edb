"""What changes in a calendar, read from the sandbox; and the subscriptions that tell of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot_service.errors import Outage
from bot_service.graph.changes import TOLD_FOR, Changes, NotReached, SyncLost
from bot_service.graph.client import GraphClient
from bot_service.graph.trouble import MailboxUnfit, NotPermitted, NotSignedIn
from bot_service.sandbox.meeting import Copy, Facts, with_changes
from tests.graph.conftest import Contoso, SignsIn
from tests.sandbox.ears import Ears, ears

NOW = datetime(2026, 1, 5, 7, tzinfo=UTC)
NOON = datetime(2026, 1, 13, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
RANGE = (NOW - timedelta(days=1), NOW + timedelta(days=62))


@pytest.fixture
def changes(client: GraphClient) -> Changes:
    return Changes(client)


@pytest.fixture
async def us() -> AsyncIterator[Ears]:
    async with ears() as own:
        yield own


def lunch(contoso: Contoso, start: datetime = NOON) -> Copy:
    return contoso.world.outlook.book(contoso.world.company.organiser, Facts("Lunch", start, start + HOUR))


async def test_everything_is_read_once_then_what_changed(contoso: Contoso, changes: Changes) -> None:
    moved, cancelled = lunch(contoso), lunch(contoso, NOON + HOUR)

    first = await changes.read(contoso.organiser, "", *RANGE)
    assert first.changed == {moved.immutable_id, cancelled.immutable_id}
    assert first.removed == frozenset()

    contoso.world.outlook.change(moved, with_changes(moved.meeting.facts, {"place": "The garden"}))
    contoso.world.outlook.cancel(cancelled)
    later = await changes.read(contoso.organiser, first.link, *RANGE)
    assert (later.changed, later.removed) == ({moved.immutable_id}, {cancelled.immutable_id})

    again = await changes.read(contoso.organiser, later.link, *RANGE)
    assert (again.changed, again.removed) == (frozenset(), frozenset())


async def test_all_pages_are_read(contoso: Contoso, changes: Changes) -> None:
    events = {lunch(contoso, NOON + number * HOUR).immutable_id for number in range(450)}
    before = contoso.world.requests.graph

    seen = await changes.read(contoso.organiser, "", *RANGE)

    assert seen.changed == events
    assert contoso.world.requests.graph - before == 3


async def test_a_link_that_graph_forgot_is_told_apart_from_a_mailbox_that_is_gone(
    contoso: Contoso, changes: Changes
) -> None:
    seen = await changes.read(contoso.organiser, "", *RANGE)
    contoso.world.forget_delta_tokens()

    with pytest.raises(SyncLost):
        await changes.read(contoso.organiser, seen.link, *RANGE)
    with pytest.raises(MailboxUnfit):
        await changes.read("nobody@contoso.example", "", *RANGE)


async def test_a_loss_that_comes_with_another_status_is_a_loss_too(contoso: Contoso, signs_in: SignsIn) -> None:
    async def forgets(_: web.Request) -> web.Response:
        return web.json_response({"error": {"code": "syncStateNotFound", "message": ""}}, status=400)

    forgetful = web.Application()
    forgetful.router.add_get("/v1.0/{anything:.*}", forgets)
    async with TestServer(forgetful, host="127.0.0.1") as server:
        client = GraphClient(contoso.microsoft, signs_in(contoso.microsoft))

        with pytest.raises(SyncLost):
            await Changes(client).read(contoso.organiser, str(server.make_url("/v1.0/users/delta")), *RANGE)

        await client.close()


async def test_a_link_that_leads_away_from_graph_is_not_followed(contoso: Contoso, changes: Changes) -> None:
    with pytest.raises(NotSignedIn):
        await changes.read(contoso.organiser, "https://attacker.example/v1.0/users/delta", *RANGE)


async def test_graph_that_is_away_is_an_outage(contoso: Contoso, changes: Changes) -> None:
    contoso.world.faults.order({"path": "calendarView/delta", "status": 503})

    with pytest.raises(Outage):
        await changes.read(contoso.organiser, "", *RANGE)


async def test_a_subscription_is_made_renewed_and_ended(contoso: Contoso, changes: Changes, us: Ears) -> None:
    subscriptions = contoso.world.subscriptions
    made = await changes.subscribe(contoso.organiser, us.url, "a secret", NOW + TOLD_FOR)
    living = subscriptions.find(made)
    assert living is not None
    assert (living.url, living.lifecycle_url) == (f"{us.url}/graph/notices", f"{us.url}/graph/lifecycle")
    assert living.wants_immutable_ids
    assert living.until == NOW + TOLD_FOR

    contoso.world.clock.move(NOW + HOUR)
    assert await changes.renew(made, NOW + HOUR + TOLD_FOR)
    assert living.until == NOW + HOUR + TOLD_FOR

    await changes.unsubscribe(made)
    await changes.unsubscribe(made)
    assert not await changes.renew(made, NOW + HOUR + TOLD_FOR)


async def test_a_notice_names_the_event_as_reading_does(contoso: Contoso, changes: Changes, us: Ears) -> None:
    await changes.subscribe(contoso.organiser, us.url, "a secret", NOW + TOLD_FOR)

    event = lunch(contoso)
    await contoso.world.notices.bring()

    seen = await changes.read(contoso.organiser, "", *RANGE)
    assert {entry["resourceData"]["id"] for entry in us.heard} == seen.changed == {event.immutable_id}


async def test_where_graph_can_not_reach_us_it_says_so(contoso: Contoso, changes: Changes, us: Ears) -> None:
    us.says = "Good morning!"

    with pytest.raises(NotReached, match="looks for them itself"):
        await changes.subscribe(contoso.organiser, us.url, "a secret", NOW + TOLD_FOR)


async def test_a_mailbox_that_is_not_ours_tells_us_nothing(contoso: Contoso, changes: Changes, us: Ears) -> None:
    with pytest.raises(NotPermitted):
        await changes.subscribe(contoso.somebody("Sales").mail, us.url, "a secret", NOW + TOLD_FOR)
