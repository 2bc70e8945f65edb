"""Changes of an organiser's calendar reach the lunches they are about: told or found, once or twice, whatever gets lost."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot_service.errors import Outage
from bot_service.graph.trouble import MailboxUnfit
from bot_service.lunches.outlook.mailbox import begin_watching, leave_out_looks
from bot_service.lunches.tables.lunch import Lunch
from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.settings import Settings
from tests.lunches.outlook.watched import HOUR, MONDAY, TABLES, Watched, watched

__all__ = ["TABLES"]

MIGRATIONS = ""
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LIFE = timedelta(minutes=4230)


@pytest.fixture
async def contoso(database: Settings) -> AsyncIterator[Watched]:
    """Ann's and Bo's lunches stand, have been looked at, and nothing has happened since."""
    async with watched(database) as opened:
        await opened.books("Ann's lunch")
        await opened.books("Bo's lunch")
        await opened.look()
        await opened.world.notices.bring()
        await opened.look()
        yield opened


async def test_only_the_lunch_that_was_changed_is_looked_at(contoso: Watched):
    contoso.moves("Ann's lunch")

    assert await contoso.look() == {"Ann's lunch"}
    assert await contoso.look() == set()


async def test_an_answer_and_a_deletion_are_changes_too(contoso: Watched):
    maya = contoso.world.company.people[0]
    copy = next(one for one in contoso.world.outlook.invitations(maya) if one.meeting.facts.subject == "Bo's lunch")
    contoso.world.outlook.answer(copy, "declined")
    contoso.world.outlook.remove(contoso.events["Ann's lunch"])

    assert await contoso.look() == {"Ann's lunch", "Bo's lunch"}


async def test_a_lunch_moved_to_next_summer_is_looked_at(contoso: Watched):
    contoso.moves("Ann's lunch", by=200 * DAY)

    assert await contoso.look() == {"Ann's lunch"}


async def test_a_lunch_of_the_time_before_there_were_several_mailboxes_is_found(contoso: Watched):
    await contoso.books("An old lunch", organiser="")

    assert await contoso.look() == {"An old lunch"}


async def test_lunches_of_other_mailboxes_and_those_that_are_over_are_left_alone(contoso: Watched):
    await Lunch.filter(id="Ann's lunch").update(organiser="potluck2@contoso.example")
    await Lunch.filter(id="Bo's lunch").update(due_at=None)
    contoso.moves("Ann's lunch")
    contoso.moves("Bo's lunch")

    assert await contoso.look() == set()


async def test_a_notice_has_the_mailbox_looked_at_at_once(contoso: Watched):
    contoso.later(MINUTE)
    contoso.moves("Ann's lunch")
    assert not await contoso.is_due()

    await contoso.world.notices.bring()

    assert await contoso.is_due()
    assert await contoso.look() == {"Ann's lunch"}
    assert not await contoso.is_due()


@pytest.mark.parametrize("deed", ["double", "reverse"])
async def test_notices_that_come_twice_or_in_any_order_do_no_harm(contoso: Watched, deed: str):
    contoso.world.notices.order(deed, 2)
    contoso.moves("Ann's lunch")
    contoso.moves("Bo's lunch")

    await contoso.world.notices.bring()

    assert await contoso.look() == {"Ann's lunch", "Bo's lunch"}


async def test_what_a_lost_notice_would_have_told_is_found_within_the_hour(contoso: Watched):
    contoso.world.notices.order("lose")
    contoso.moves("Ann's lunch")
    await contoso.world.notices.bring()
    assert not await contoso.is_due()

    contoso.later(HOUR)

    assert await contoso.is_due()
    assert await contoso.look() == {"Ann's lunch"}


async def test_a_notice_that_comes_while_we_read_is_not_forgotten(contoso: Watched):
    contoso.later(MINUTE)
    before = await contoso.mailbox()
    await Mailbox.filter(id=before.id).update(due_at=contoso.world.clock.now)
    read = contoso.changes.read

    async def read_while_told(*asked: object) -> object:
        seen = await read(*asked)  # type: ignore[arg-type] # passed on as they come
        contoso.moves("Ann's lunch")
        contoso.later(timedelta(seconds=1))
        await contoso.world.notices.bring()
        return seen

    contoso.changes.read = read_while_told  # type: ignore[method-assign,assignment] # at this very moment
    assert await contoso.look() == set()
    contoso.changes.read = read  # type: ignore[method-assign] # as before

    assert await contoso.is_due()
    assert await contoso.look() == {"Ann's lunch"}


async def test_it_is_looked_at_every_five_minutes_while_a_lunch_is_near_and_otherwise_hourly(contoso: Watched):
    await contoso.look()
    assert await contoso.looks_again_in() == HOUR

    await contoso.books("Tomorrow's lunch", ahead=47 * HOUR)
    await contoso.look()
    assert await contoso.looks_again_in() == 5 * MINUTE


async def test_reading_nothing_new_is_one_request(contoso: Watched):
    before = contoso.world.requests.graph

    await contoso.look()

    assert contoso.world.requests.graph - before == 1


async def test_after_a_lost_link_each_lunch_is_looked_at_also_one_that_went_meanwhile(contoso: Watched):
    contoso.world.outlook.remove(contoso.events["Ann's lunch"])
    contoso.world.forget_delta_tokens()

    assert await contoso.look() == {"Ann's lunch", "Bo's lunch"}
    assert await contoso.look() == set()


async def test_the_time_that_is_read_is_begun_anew_well_before_it_ends_and_loses_nothing(contoso: Watched):
    first = (await contoso.mailbox()).reads_until
    assert first is not None
    await Lunch.filter(id__in=["Ann's lunch", "Bo's lunch"]).update(state="held", due_at=None)
    await contoso.books("A standing lunch", ahead=45 * DAY)
    await contoso.books("A changed lunch", ahead=45 * DAY)
    await contoso.look()
    contoso.later(31 * DAY)
    contoso.moves("A changed lunch")

    assert await contoso.look() == {"A changed lunch"}

    assert (await contoso.mailbox()).reads_until == first + 31 * DAY
    assert await contoso.look() == set()
    contoso.moves("A standing lunch")
    assert await contoso.look() == {"A standing lunch"}


async def test_a_lunch_that_is_missing_when_the_time_is_begun_anew_is_looked_at(contoso: Watched):
    contoso.later(31 * DAY - HOUR)
    await contoso.look()
    contoso.later(HOUR)
    await contoso.books("A lunch that was never there")
    await Lunch.filter(id="A lunch that was never there").update(event_id="AAkA nothing of this name")
    await Lunch.filter(id__in=["Ann's lunch", "Bo's lunch"]).update(state="held", due_at=None)

    assert await contoso.look() == {"A lunch that was never there"}


async def test_the_subscription_is_renewed_at_half_its_life(contoso: Watched):
    (first,) = contoso.subscriptions()
    contoso.later(LIFE / 2 - MINUTE)
    await contoso.look()
    assert first.until == contoso.world.clock.now - LIFE / 2 + MINUTE + LIFE

    contoso.later(MINUTE)
    await contoso.look()

    assert contoso.subscriptions() == [first]
    assert first.until == contoso.world.clock.now + LIFE


async def test_a_subscription_that_ended_while_we_were_away_is_made_anew(contoso: Watched):
    (first,) = contoso.subscriptions()
    contoso.later(5 * DAY)
    assert contoso.subscriptions() == []
    contoso.moves("Ann's lunch")

    assert await contoso.look() == {"Ann's lunch"}

    (second,) = contoso.subscriptions()
    assert second.id != first.id
    contoso.moves("Bo's lunch")
    await contoso.world.notices.bring()
    assert await contoso.is_due()


async def test_a_subscription_that_microsoft_removed_is_made_anew(contoso: Watched):
    (first,) = contoso.subscriptions()
    contoso.world.subscriptions.remove(first.id, tell=True)
    contoso.moves("Ann's lunch")

    await contoso.world.notices.bring()

    assert await contoso.is_due()
    assert await contoso.look() == {"Ann's lunch"}
    (second,) = contoso.subscriptions()
    assert (await contoso.mailbox()).subscription_id == second.id


async def test_a_subscription_that_vanished_without_a_word_is_noticed_when_it_is_renewed(contoso: Watched):
    (first,) = contoso.subscriptions()
    contoso.world.subscriptions.remove(first.id)
    contoso.later(LIFE / 2)

    await contoso.look()

    assert len(contoso.subscriptions()) == 1


async def test_when_asked_to_reauthorize_we_renew_at_once(contoso: Watched):
    (first,) = contoso.subscriptions()
    contoso.later(HOUR)
    contoso.world.subscriptions.tell(first, "reauthorizationRequired")
    await contoso.world.notices.bring()
    assert await contoso.is_due()

    await contoso.look()

    assert contoso.subscriptions() == [first]
    assert first.until == contoso.world.clock.now + LIFE


async def test_what_microsoft_says_it_missed_is_read(contoso: Watched):
    contoso.world.notices.order("lose")
    contoso.moves("Ann's lunch")
    contoso.world.subscriptions.tell(contoso.subscriptions()[0], "missed")

    await contoso.world.notices.bring()

    assert await contoso.is_due()
    assert await contoso.look() == {"Ann's lunch"}


async def test_who_can_not_be_reached_looks_all_the_same_and_asks_again_after_an_hour(contoso: Watched):
    contoso.public_url = "http://127.0.0.1:9"
    contoso.moves("Ann's lunch")
    assert await contoso.look() == {"Ann's lunch"}
    assert contoso.subscriptions() == []

    contoso.later(5 * MINUTE)
    before = contoso.world.requests.graph
    await contoso.look()
    assert contoso.world.requests.graph - before == 1

    contoso.later(HOUR)
    await contoso.look()
    assert contoso.world.requests.graph - before > 2


async def test_who_has_no_public_address_only_looks(contoso: Watched):
    contoso.world.subscriptions.remove(contoso.subscriptions()[0].id)
    contoso.public_url = ""
    contoso.later(5 * DAY)
    contoso.moves("Ann's lunch")

    assert await contoso.look() == {"Ann's lunch"}
    assert contoso.subscriptions() == []


async def test_at_a_new_address_of_ours_the_old_subscription_ends(contoso: Watched):
    contoso.public_url = contoso.url.replace("127.0.0.1", "localhost")

    await contoso.look()

    (only,) = contoso.subscriptions()
    assert only.url.startswith("http://localhost:")
    contoso.moves("Ann's lunch")
    await contoso.world.notices.bring()
    assert await contoso.is_due()


async def test_killed_after_subscribing_the_second_subscription_counts(contoso: Watched):
    await Mailbox.filter(address=contoso.world.company.organiser.mail).update(
        subscription_id="", subscription_until=None, delta_link=""
    )

    await contoso.look()

    first, second = contoso.subscriptions()
    assert (await contoso.mailbox()).subscription_id == second.id != first.id
    contoso.moves("Ann's lunch")
    await contoso.world.notices.bring()
    assert await contoso.is_due()
    assert await contoso.look() == {"Ann's lunch"}


async def test_two_processes_at_once_leave_one_subscription(contoso: Watched):
    contoso.world.subscriptions.remove(contoso.subscriptions()[0].id, tell=True)
    await contoso.world.notices.bring()
    subscribe = contoso.changes.subscribe

    async def subscribe_after_the_other(*asked: object) -> str:
        contoso.changes.subscribe = subscribe  # type: ignore[method-assign] # the other one is not disturbed
        await contoso.look()
        return await subscribe(*asked)  # type: ignore[arg-type] # passed on as they come

    contoso.changes.subscribe = subscribe_after_the_other  # type: ignore[method-assign,assignment] # both at once
    await contoso.look()

    (only,) = contoso.subscriptions()
    mailbox = await contoso.mailbox()
    assert (mailbox.subscription_id, mailbox.client_state) == (only.id, only.client_state)


async def test_a_mailbox_that_is_closed_to_us_is_said_to_be_and_tried_hourly(contoso: Watched):
    contoso.moves("Ann's lunch")
    contoso.world.faults.order({"path": "calendarView/delta", "status": 403})
    assert await contoso.look() == set()
    mailbox = await contoso.mailbox()
    assert "may not use the mailbox potluck@contoso.example" in mailbox.fault
    assert await contoso.looks_again_in() == HOUR

    contoso.later(HOUR)
    assert await contoso.look() == {"Ann's lunch"}
    assert (await contoso.mailbox()).fault == ""


async def test_that_a_mailbox_is_full_is_not_disproved_by_reading(contoso: Watched):
    sentence = MailboxUnfit(contoso.world.company.organiser.mail, "full").sentence
    await Mailbox.all().update(fault=sentence)

    await contoso.look()

    assert (await contoso.mailbox()).fault == sentence


async def test_while_graph_is_away_nothing_is_lost(contoso: Watched):
    contoso.moves("Ann's lunch")
    contoso.world.faults.order({"path": "calendarView/delta", "status": 503})
    with pytest.raises(Outage):
        await contoso.look()

    assert await contoso.look() == {"Ann's lunch"}


async def test_trouble_with_subscriptions_alone_does_not_keep_us_from_looking(contoso: Watched):
    contoso.later(LIFE / 2)
    contoso.moves("Ann's lunch")
    contoso.world.faults.order({"path": "subscriptions", "status": 500})
    assert await contoso.look() == {"Ann's lunch"}
    (first,) = contoso.subscriptions()
    assert first.until < contoso.world.clock.now + LIFE

    await contoso.look()
    assert first.until == contoso.world.clock.now + LIFE


async def test_a_mailbox_that_no_longer_organises_is_left_and_may_come_back(contoso: Watched):
    await begin_watching(["Another@contoso.example"])
    left = await contoso.mailbox()
    assert (left.state, left.due_at) == ("former", None)
    other = await Mailbox.get(address="another@contoso.example")
    assert other.state == "watched"

    contoso.moves("Ann's lunch")
    await begin_watching([contoso.world.company.organiser.mail])
    assert await contoso.is_due()
    assert "Ann's lunch" in await contoso.look()


async def test_begun_again_at_each_start_nothing_is_forgotten(contoso: Watched):
    before = await contoso.mailbox()

    await begin_watching([contoso.world.company.organiser.mail.upper()])

    after = await contoso.mailbox()
    assert (after.delta_link, after.subscription_id) == (before.delta_link, before.subscription_id)
    assert await Mailbox.all().count() == 1


async def test_looks_that_time_jumps_over_are_left_out_where_we_are_told(contoso: Watched):
    contoso.later(2 * HOUR)
    assert await contoso.is_due()

    await leave_out_looks()

    assert await contoso.looks_again_in() == LIFE / 2 - 2 * HOUR
    contoso.moves("Ann's lunch")
    await contoso.world.notices.bring()
    await leave_out_looks()
    assert await contoso.is_due()


@pytest.mark.parametrize(
    "trouble",
    [
        {"subscription_id": ""},
        {"delta_link": ""},
        {"fault": "It is closed."},
        {"tries": 1},
        {"subscription_until": MONDAY + LIFE / 2},
    ],
)
async def test_no_look_is_left_out_where_anything_is_the_matter(contoso: Watched, trouble: dict[str, Any]):
    await Mailbox.all().update(**trouble)
    contoso.later(2 * HOUR)

    await leave_out_looks()

    assert await contoso.is_due()
