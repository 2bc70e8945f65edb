"""Microsoft tells us that a calendar changed: at once or late, twice or never, and the subscription for it lives on."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.settings import Settings
from tests.lunches.outlook.watched import DAY, HOUR, LIFE, MINUTE, TABLES, Watched, settled

__all__ = ["TABLES"]

MIGRATIONS = ""


@pytest.fixture
async def contoso(database: Settings) -> AsyncIterator[Watched]:
    async with settled(database) as opened:
        yield opened


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


async def test_trouble_with_subscriptions_alone_does_not_keep_us_from_looking(contoso: Watched):
    contoso.later(LIFE / 2)
    contoso.moves("Ann's lunch")
    contoso.world.faults.order({"path": "subscriptions", "status": 500})
    assert await contoso.look() == {"Ann's lunch"}
    (first,) = contoso.subscriptions()
    assert first.until < contoso.world.clock.now + LIFE

    await contoso.look()
    assert first.until == contoso.world.clock.now + LIFE
