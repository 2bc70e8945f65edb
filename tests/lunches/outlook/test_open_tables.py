"""An open table in Outlook: people take a seat and give it back by a tap, and the event follows."""

from datetime import timedelta

from bot_service.database.row import put, row_id
from bot_service.lunches.tables.lunch import Guest
from tests.lunches.outlook.story import TABLES, Story, told

__all__ = ["TABLES"]


async def test_who_takes_a_seat_has_it_in_her_calendar_and_who_gives_it_back_has_not(story: Story) -> None:
    await open_a_table(story, "Ada")

    await sits_down(story, "Bo")
    assert story.copy("Bo") is not None

    await Guest.filter(person_id=story.people["Bo"].id).update(answer="no")
    await story.look()
    assert story.copy("Bo") is None
    assert (await story.lunch()).state == "booked"
    assert await told(story) == []


async def test_a_table_that_nobody_has_joined_an_hour_before_is_called_off_without_a_word(story: Story) -> None:
    await open_a_table(story, "Ada")
    lunch = await story.lunch()
    assert lunch.starts_at is not None

    await story.wait_until(lunch.starts_at - timedelta(minutes=61))
    assert (await story.lunch()).state == "booked"

    await story.wait_until(lunch.starts_at - timedelta(minutes=59))
    assert (await story.lunch()).state == "called off"
    assert story.copy("Ada") is None
    assert await told(story) == []


async def test_where_outlook_can_not_say_that_nobody_has_joined_we_do(story: Story) -> None:
    await open_a_table(story, "Ada")
    lunch = await story.lunch()
    assert lunch.starts_at is not None
    await story.switches(moved=True)

    await story.wait_until(lunch.starts_at - timedelta(minutes=59))

    assert (await story.lunch()).state == "called off"
    assert await told(story) == [("Ada", "kind-end")]


async def test_a_table_that_somebody_has_joined_takes_place(story: Story) -> None:
    await open_a_table(story, "Ada")
    await sits_down(story, "Bo")
    lunch = await story.lunch()

    await story.wait_until(lunch.ends_at + timedelta(hours=1))

    assert await story.asked_how_it_was() == {"Ada", "Bo"}


async def test_a_table_that_its_opener_has_left_ends_for_the_only_one_who_joined_by_outlooks_mail(story: Story) -> None:
    await open_a_table(story, "Ada")
    await sits_down(story, "Bo")
    await story.does("Ada", "decline")
    lunch = await story.lunch()
    assert (lunch.state, story.copy("Bo") is None) == ("booked", False)
    assert lunch.starts_at is not None

    await story.wait_until(lunch.starts_at - timedelta(minutes=59))

    assert (await story.lunch()).state == "called off"
    assert story.copy("Bo") is None
    assert await told(story) == []


async def test_who_is_out_of_office_loses_her_seat_and_the_table_stays(story: Story) -> None:
    await open_a_table(story, "Ada")
    await sits_down(story, "Bo")
    lunch = await story.lunch()
    assert lunch.starts_at is not None
    start, end = lunch.starts_at - timedelta(hours=2), lunch.ends_at + timedelta(hours=2)
    await story.does("Bo", "away", start=start.isoformat(), end=end.isoformat())

    await story.wait_until(lunch.starts_at - timedelta(hours=30))

    assert (await story.guest("Bo")).answer == "no"
    assert story.copy("Bo") is None
    assert (await story.lunch()).state == "booked"


async def open_a_table(story: Story, name: str) -> None:
    opener = await story.joins(name)
    await story.have_lunch(kind="open table", seats=3, host_id=opener.id)


async def sits_down(story: Story, name: str) -> None:
    one = await story.joins(name)
    seat = Guest(id=row_id("guest", "lunch", one.id), lunch_id="lunch", person_id=one.id, team=one.team, answer="yes")
    await put(seat)
    await story.look()
