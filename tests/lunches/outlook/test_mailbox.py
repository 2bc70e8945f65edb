"""Changes of an organiser's calendar reach the lunches they are about, each once, whatever is forgotten, away or closed."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot_service.errors import Outage
from bot_service.graph.trouble import MailboxUnfit
from bot_service.lunches.outlook.mailbox import begin_watching, leave_out_looks
from bot_service.lunches.rounds.open_table_form import AHEAD_AT_MOST
from bot_service.lunches.tables.lunch import Lunch
from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.settings import Settings
from tests.lunches.outlook.watched import DAY, HOUR, LIFE, MINUTE, MONDAY, TABLES, Watched, settled

__all__ = ["TABLES"]

MIGRATIONS = ""


@pytest.fixture
async def contoso(database: Settings) -> AsyncIterator[Watched]:
    async with settled(database) as opened:
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


async def test_what_is_read_always_reaches_past_the_farthest_open_table(contoso: Watched):
    for _ in range(6):
        contoso.later(13 * DAY)
        await contoso.look()
        until = (await contoso.mailbox()).reads_until
        assert until is not None
        assert until > contoso.world.clock.now + AHEAD_AT_MOST


async def test_a_lunch_that_is_missing_when_the_time_is_begun_anew_is_looked_at(contoso: Watched):
    contoso.later(31 * DAY - HOUR)
    await contoso.look()
    contoso.later(HOUR)
    await contoso.books("A lunch that was never there")
    await Lunch.filter(id="A lunch that was never there").update(event_id="AAkA nothing of this name")
    await Lunch.filter(id__in=["Ann's lunch", "Bo's lunch"]).update(state="held", due_at=None)

    assert await contoso.look() == {"A lunch that was never there"}


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
