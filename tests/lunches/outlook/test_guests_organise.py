"""A lunch that lies in the calendar of one of its guests: what she does there, and what we do, is told apart."""

from datetime import timedelta

import pytest

from bot_service.errors import Outage
from bot_service.people.person import Person
from tests.lunches.outlook.story import TABLES, Story, told

__all__ = ["TABLES"]


async def test_when_the_guest_who_organises_leaves_the_company_the_others_are_asked_anew(story: Story) -> None:
    await lunch_in_the_calendar_of_ada(story, "Bo", "Cy")
    await Person.filter(id=story.people["Ada"].id).update(state="left")

    await story.look()

    assert (await story.lunch()).state == "seeking"
    assert (await story.guest("Ada")).answer == "no"
    assert (story.copy("Bo"), story.copy("Cy")) == (None, None)


async def test_a_guest_who_takes_it_out_of_her_calendar_which_held_it_has_declined(story: Story) -> None:
    await lunch_in_the_calendar_of_ada(story, "Bo", "Cy")

    await story.does_in_the_mailbox("delete")

    assert (await story.guest("Ada")).answer == "no"
    assert (await story.lunch()).state == "called off"
    assert await told(story) == [("Bo", "kind-end"), ("Cy", "kind-end")]


async def test_our_own_cancellation_whose_answer_got_lost_is_no_word_of_the_guest_who_organises(story: Story) -> None:
    await lunch_in_the_calendar_of_ada(story, "Bo")
    await story.meets("POST", "cancel$")

    with pytest.raises(Outage):
        await story.does("Bo", "decline")
    await story.look()

    assert (await story.guest("Ada")).answer == "yes"
    assert (await story.lunch()).state == "called off"
    assert await told(story) == [("Ada", "kind-end")]


async def test_nor_is_the_one_for_an_absence_and_all_are_asked_anew(story: Story) -> None:
    await lunch_in_the_calendar_of_ada(story, "Bo")
    lunch = await story.lunch()
    assert lunch.starts_at is not None
    start, end = lunch.starts_at - timedelta(hours=2), lunch.starts_at + timedelta(hours=4)
    await story.does("Bo", "away", start=start.isoformat(), end=end.isoformat())
    story.world.clock.move(lunch.starts_at - timedelta(hours=47))
    await story.meets("POST", "cancel$")

    with pytest.raises(Outage):
        await story.look()
    await story.look()

    assert (await story.guest("Ada")).answer == "yes"
    assert (await story.lunch()).state == "seeking"


async def lunch_in_the_calendar_of_ada(story: Story, *others: str) -> None:
    """She organises it, and has a place like the others."""
    await story.joins("Ada")
    story.organiser = story.accounts["Ada"].mail
    story.world.open_mailboxes.add(story.accounts["Ada"].id)
    await story.have_lunch("Ada", *others, organiser=story.organiser)
