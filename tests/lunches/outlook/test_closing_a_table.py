"""An open table is closed by whoever opened it: out of all calendars, once, whatever happens on the way."""

import pytest

from bot_service.database.row import put, row_id
from bot_service.errors import Outage
from bot_service.lunches.rounds.open_table import NoSeat, close_table, leave_table, take_out
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.tables.mailbox import Mailbox
from tests.lunches.outlook.story import TABLES, Story, told

__all__ = ["TABLES"]


async def open_table_of_two(story: Story) -> None:
    """Ada's, at which Bo has taken a seat."""
    ada = await story.joins("Ada")
    await story.have_lunch(kind="open table", seats=3, host_id=ada.id)
    bo = await story.joins("Bo")
    await put(Guest(id=row_id("guest", "lunch", bo.id), lunch_id="lunch", person_id=bo.id, team=bo.team, answer="yes"))
    await story.look()
    assert story.copy("Bo") is not None


async def test_a_closed_table_is_out_of_all_calendars_and_outlook_alone_tells_it(story: Story) -> None:
    await open_table_of_two(story)
    await close_table(story.people["Ada"].id, "lunch")
    await take_out("lunch", calendars=story.calendars)

    assert (await story.lunch()).state == "called off"
    assert story.copy("Ada") is story.copy("Bo") is None
    assert await told(story) == []


@pytest.mark.parametrize("trouble", ["lose_reply", "drop"])
async def test_an_answer_that_gets_lost_leaves_no_table_half_closed(story: Story, trouble: str) -> None:
    await open_table_of_two(story)
    await close_table(story.people["Ada"].id, "lunch")
    await story.meets("POST", "/cancel", trouble)
    with pytest.raises(Outage):
        await take_out("lunch", calendars=story.calendars)
    assert (await story.lunch()).state == "closing"

    await take_out("lunch", calendars=story.calendars)

    assert (await story.lunch()).state == "called off"
    assert story.copy("Ada") is story.copy("Bo") is None


async def test_while_the_mailbox_is_closed_to_us_the_table_is_not_yet_off(story: Story) -> None:
    await open_table_of_two(story)
    await close_table(story.people["Ada"].id, "lunch")
    await story.switches(closed=True)
    with pytest.raises(Outage):
        await take_out("lunch", calendars=story.calendars)
    assert (await story.lunch()).state == "closing"
    assert (await Mailbox.get(address=story.organiser.lower())).fault

    await story.switches(closed=False)
    await take_out("lunch", calendars=story.calendars)

    assert (await story.lunch()).state == "called off"
    assert story.copy("Ada") is story.copy("Bo") is None
    assert await told(story) == []


async def test_where_the_mailbox_is_gone_whoever_joined_is_told_by_us(story: Story) -> None:
    await open_table_of_two(story)
    await close_table(story.people["Ada"].id, "lunch")
    await story.switches(moved=True)

    await take_out("lunch", calendars=story.calendars)

    assert (await story.lunch()).state == "called off"
    assert await told(story) == [("Bo", "kind-end")]


async def test_a_table_that_would_be_over_is_tried_no_longer_and_nobody_hears_of_it_so_late(story: Story) -> None:
    await open_table_of_two(story)
    await close_table(story.people["Ada"].id, "lunch")
    await story.switches(closed=True)
    story.world.clock.move((await story.lunch()).ends_at)

    await take_out("lunch", calendars=story.calendars)

    assert (await story.lunch()).state == "called off"
    assert await told(story) == []


async def test_a_table_that_is_just_being_booked_is_closed_a_minute_later(story: Story) -> None:
    await open_table_of_two(story)
    await Lunch.filter(id="lunch").update(state="agreed", payload=b"{}")
    with pytest.raises(NoSeat, match="minute"):
        await close_table(story.people["Ada"].id, "lunch")


async def test_a_table_closed_before_it_stood_in_a_calendar_ends_kindly_for_who_had_joined(story: Story) -> None:
    await open_table_of_two(story)
    await Lunch.filter(id="lunch").update(state="agreed", event_id="")
    await close_table(story.people["Ada"].id, "lunch")
    await take_out("lunch", calendars=story.calendars)
    assert await told(story) == [("Bo", "kind-end")]


async def test_a_seat_given_back_leaves_her_calendar_and_nobody_is_told(story: Story) -> None:
    await open_table_of_two(story)
    await leave_table(story.people["Bo"].id, "lunch")
    await story.goes_on()
    assert story.copy("Bo") is None
    assert story.copy("Ada") is not None
    assert await told(story) == []
