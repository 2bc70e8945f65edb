"""Other times, other places, absences: a lunch stands in Outlook, and somebody does something to it."""

from datetime import timedelta

import pytest

from bot_service.errors import Outage
from bot_service.lunches.outlook.look import look_at
from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.people.person import Person
from bot_service.sandbox.diary import AWAY
from bot_service.sandbox.meeting import with_changes
from tests.lunches.outlook.story import LENGTH, TABLES, Story, told

__all__ = ["TABLES"]


async def test_a_proposed_time_that_suits_the_others_is_taken_over_and_all_are_told_once(story: Story) -> None:
    await story.have_lunch("Ada", "Bo", "Cy")
    other = next(story.free_times(("Ada", "Bo", "Cy"), days=10))

    await story.does("Ada", "propose", start=other.isoformat(), end=(other + LENGTH).isoformat())
    await story.look()

    assert (await story.lunch()).starts_at == other
    assert story.event().meeting.facts.start == other
    assert await told(story) == [("Ada", "lunch-news"), ("Bo", "lunch-news"), ("Cy", "lunch-news")]
    assert "suits all of you" in await story.reads_news("Bo")


async def test_a_proposed_time_that_does_not_suit_is_answered_to_her_alone(story: Story) -> None:
    lunch = await story.have_lunch("Ada", "Bo")
    other = next(at for at in story.free_times(("Ada",), days=10) if not story.is_free("Bo", at))

    await story.does("Ada", "propose", start=other.isoformat(), end=(other + LENGTH).isoformat())
    await story.look()

    assert (await story.lunch()).starts_at == lunch.starts_at
    assert await told(story) == [("Ada", "lunch-news")]
    assert "doesn't suit everybody, so it stays" in await story.reads_news("Ada")


async def test_a_refusal_is_over_once_the_lunch_is_moved_and_the_same_time_may_be_proposed_again(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    refused = next(at for at in story.free_times(("Ada",), days=10) if not story.is_free("Bo", at))
    times = {"start": refused.isoformat(), "end": (refused + LENGTH).isoformat()}
    await story.does("Ada", "propose", **times)
    other = next(story.free_times(("Ada", "Bo"), days=11))

    await story.does("Bo", "propose", start=other.isoformat(), end=(other + LENGTH).isoformat())

    assert (await story.lunch()).starts_at == other
    assert "suits all of you" in await story.reads_news("Ada")

    await story.look()
    await story.does("Ada", "propose", **times)
    assert "doesn't suit everybody, so it stays" in await story.reads_news("Ada")


async def test_who_then_accepts_the_time_at_which_it_stays_reads_nothing_of_it_any_more(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    refused = next(at for at in story.free_times(("Ada",), days=10) if not story.is_free("Bo", at))
    await story.does("Ada", "propose", start=refused.isoformat(), end=(refused + LENGTH).isoformat())

    await story.does("Ada", "accept")

    assert "suits all of you" in await story.reads_news("Ada")


async def test_who_declines_and_proposes_a_time_that_does_not_suit_is_taken_at_her_no(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    other = next(at for at in story.free_times(("Ada",), days=10) if not story.is_free("Bo", at))
    times = {"start": other.isoformat(), "end": (other + LENGTH).isoformat()}

    await story.does("Ada", "propose", answer="decline", **times)

    assert (await story.lunch()).state == "called off"
    assert await told(story) == [("Bo", "kind-end")]


async def test_who_declines_and_proposes_a_time_that_suits_comes_then(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    other = next(story.free_times(("Ada", "Bo"), days=10))
    times = {"start": other.isoformat(), "end": (other + LENGTH).isoformat()}

    await story.does("Ada", "propose", answer="decline", **times)

    lunch = await story.lunch()
    assert (lunch.state, lunch.starts_at) == ("booked", other)
    assert (await story.guest("Ada")).answer == "yes"


@pytest.mark.parametrize("minutes", [10, 90])
async def test_a_time_that_is_too_soon_or_too_long_is_not_taken_over(story: Story, minutes: int) -> None:
    before = await story.have_lunch("Ada", "Bo")
    other = next(story.free_times(("Ada", "Bo"), days=0 if minutes == 10 else 10))
    if minutes == 10:
        story.world.clock.move(other - timedelta(hours=1))
    length = timedelta(minutes=max(minutes, 45))

    await story.does("Ada", "propose", start=other.isoformat(), end=(other + length).isoformat())

    assert (await story.lunch()).starts_at == before.starts_at


async def test_a_moved_lunch_is_taken_over_and_outlook_alone_says_so(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    other = next(story.free_times(("Ada", "Bo"), days=10))

    await story.does_in_the_mailbox("move", start=other.isoformat())

    assert (await story.lunch()).starts_at == other
    assert await told(story) == []


async def test_whom_the_moved_time_does_not_suit_is_told_what_she_can_do(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    other = next(at for at in story.free_times(("Ada",), days=10) if not story.is_free("Bo", at))

    await story.does_in_the_mailbox("move", start=other.isoformat())
    await story.look()

    assert (await story.lunch()).starts_at == other
    assert await told(story) == [("Bo", "lunch-news")]
    assert "your calendar has something else" in await story.reads_news("Bo")


async def test_another_place_is_taken_over_and_nobody_is_messaged(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")

    await story.does_in_the_mailbox("place", place="The café at the corner")

    assert (await story.lunch()).place == "The café at the corner"
    assert await told(story) == []


@pytest.mark.parametrize("place", ["", "Canteen"])
async def test_an_emptied_place_of_an_online_lunch_is_taken_over_once(story: Story, place: str) -> None:
    await story.have_lunch("Ada", "Bo", place=place, is_online=True)

    await story.does_in_the_mailbox("place", place="")

    assert (await story.lunch()).place == ""
    assert (await look_at(await story.lunch(), story.calendars)).found == []


async def test_a_lunch_that_somebody_with_rights_deletes_ends_kindly_for_all(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")

    await story.does_in_the_mailbox("delete")

    assert (await story.lunch()).state == "called off"
    assert await told(story) == [("Ada", "kind-end"), ("Bo", "kind-end")]


async def test_a_guest_who_is_out_of_office_two_days_before_gets_everybody_another_time(story: Story) -> None:
    lunch = await story.have_lunch("Ada", "Bo")
    assert lunch.starts_at is not None
    start, end = lunch.starts_at - timedelta(hours=2), lunch.starts_at + timedelta(hours=4)
    await story.does("Ada", "away", start=start.isoformat(), end=end.isoformat())
    assert (await story.lunch()).state == "booked"

    await story.wait_until(lunch.starts_at - timedelta(hours=47))

    after = await story.lunch()
    assert (after.state, after.event_id, after.attempt) == ("seeking", "", lunch.attempt + 1)
    assert (story.copy("Ada"), story.copy("Bo")) == (None, None)


async def test_a_guest_who_is_only_busy_elsewhere_is_expected_all_the_same(story: Story) -> None:
    lunch = await story.have_lunch("Ada", "Bo")
    assert lunch.starts_at is not None
    await story.does("Ada", "block", start=lunch.starts_at.isoformat(), end=lunch.ends_at.isoformat())

    await story.wait_until(lunch.starts_at - timedelta(hours=1))

    assert (await story.lunch()).state == "booked"


async def test_who_has_this_very_lunch_as_out_of_office_in_her_calendar_is_not_away(story: Story) -> None:
    lunch = await story.have_lunch("Ada", "Bo")
    await shows_the_lunch_as_out_of_office(story, "Ada")
    assert lunch.starts_at is not None

    await story.wait_until(lunch.starts_at - timedelta(hours=1))

    assert (await story.lunch()).state == "booked"
    assert story.copy("Ada") is not None


async def test_who_is_out_of_office_besides_for_just_that_time_is_away(story: Story) -> None:
    lunch = await story.have_lunch("Ada", "Bo")
    await shows_the_lunch_as_out_of_office(story, "Ada")
    assert lunch.starts_at is not None
    await story.does("Ada", "away", start=lunch.starts_at.isoformat(), end=lunch.ends_at.isoformat())

    await story.wait_until(lunch.starts_at - timedelta(hours=47))

    assert (await story.lunch()).state == "seeking"


@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_an_absence_whose_cancellation_got_lost_still_leads_to_another_time(story: Story, method: str) -> None:
    lunch = await story.have_lunch("Ada", "Bo")
    assert lunch.starts_at is not None
    start, end = lunch.starts_at - timedelta(hours=2), lunch.starts_at + timedelta(hours=4)
    await story.does("Ada", "away", start=start.isoformat(), end=end.isoformat())
    story.world.clock.move(lunch.starts_at - timedelta(hours=47))
    await story.meets(method, "cancel$" if method == "POST" else "/events/")

    with pytest.raises(Outage):
        await story.look()
    await story.look()

    assert (await story.lunch()).state == "seeking"
    assert await told(story) == []


async def test_a_lost_answer_to_a_move_moves_once_and_outlooks_own_mail_is_the_word_of_it(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    other = next(story.free_times(("Ada", "Bo"), days=10))
    await story.meets("PATCH", "/events/")

    with pytest.raises(Outage):
        await story.does("Ada", "propose", start=other.isoformat(), end=(other + LENGTH).isoformat())
    await story.look()
    await story.look()

    assert (await story.lunch()).starts_at == other
    assert story.event().meeting.facts.start == other
    assert await told(story) == []


async def test_a_guest_who_leaves_the_company_counts_as_declined(story: Story) -> None:
    await story.have_lunch("Ada", "Bo", "Cy")
    await Person.filter(id=story.people["Cy"].id).update(state="left")

    await story.look()

    assert (await story.guest("Cy")).answer == "no"
    assert (await story.lunch()).state == "booked"

    await Person.filter(id=story.people["Bo"].id).update(state="left")
    await story.look()

    assert (await story.lunch()).state == "called off"
    assert ("Ada", "kind-end") in await told(story)


async def test_a_mailbox_that_moved_away_leaves_the_lunch_and_the_question_afterwards(story: Story) -> None:
    lunch = await story.have_lunch("Ada", "Bo")
    await story.switches(moved=True)

    await story.wait_until(lunch.ends_at + timedelta(hours=1))

    assert (await story.lunch()).state == "booked"
    assert (await story.lunch()).event_id == lunch.event_id
    assert (await Mailbox.get(address=story.organiser.lower())).fault
    assert await story.asked_how_it_was() == {"Ada", "Bo"}
    assert await told(story) == []


async def test_a_lunch_that_can_not_be_taken_out_of_the_calendars_gets_no_second_one(story: Story) -> None:
    lunch = await story.have_lunch("Ada", "Bo")
    assert lunch.starts_at is not None
    start, end = lunch.starts_at - timedelta(hours=2), lunch.starts_at + timedelta(hours=4)
    await story.does("Ada", "away", start=start.isoformat(), end=end.isoformat())
    await story.switches(moved=True)

    await story.wait_until(lunch.starts_at - timedelta(hours=1))

    assert (await story.lunch()).state == "booked"


async def test_while_the_mailbox_refuses_to_cancel_nobody_is_told_that_it_is_off(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    await story.switches(full=True)

    with pytest.raises(Outage):
        await story.does("Ada", "decline")
    assert (await story.lunch()).state == "booked"
    assert await told(story) == []

    await story.switches(full=False)
    await story.look()
    assert (await story.lunch()).state == "called off"
    assert await told(story) == [("Bo", "kind-end")]


async def test_while_the_mailbox_is_closed_to_us_nothing_is_called_off_that_stands_in_calendars(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    await story.switches(closed=True)
    await Person.filter(id=story.people["Bo"].id).update(state="left")

    with pytest.raises(Outage):
        await story.look()
    assert (await story.lunch()).state == "booked"
    assert await told(story) == []

    await story.switches(closed=False)
    await story.look()
    assert (await story.lunch()).state == "called off"
    assert story.copy("Ada") is None
    assert await told(story) == [("Ada", "kind-end")]


async def test_where_the_mailbox_is_gone_whoever_is_left_alone_is_told_by_us(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    await story.switches(moved=True)
    await Person.filter(id=story.people["Bo"].id).update(state="left")

    await story.look()

    assert (await story.lunch()).state == "called off"
    assert await told(story) == [("Ada", "kind-end")]


async def test_after_the_lunch_those_who_were_to_come_are_asked_how_it_was(story: Story) -> None:
    lunch = await story.have_lunch("Ada", "Bo", "Cy")
    await story.does("Cy", "decline")

    await story.wait_until(lunch.ends_at + timedelta(minutes=20))
    assert await story.asked_how_it_was() == set()

    await story.wait_until(lunch.ends_at + timedelta(minutes=30))
    assert await story.asked_how_it_was() == {"Ada", "Bo"}


async def test_who_tidies_up_her_calendar_afterwards_was_there_all_the_same(story: Story) -> None:
    lunch = await story.have_lunch("Ada", "Bo")
    await story.wait_until(lunch.ends_at + timedelta(minutes=5))

    await story.does_in_the_mailbox("delete", event=lunch.event_id)
    await story.wait_until(lunch.ends_at + timedelta(minutes=30))

    assert (await story.lunch()).state == "booked"
    assert await story.asked_how_it_was() == {"Ada", "Bo"}


async def shows_the_lunch_as_out_of_office(story: Story, name: str) -> None:
    """She has accepted; what whoever organises it shows it as is what her calendar shows."""
    await story.does(name, "accept")
    event, account = story.event(), story.accounts[name]
    story.world.outlook.change(event, with_changes(event.meeting.facts, {"show_as": AWAY}))
    start, end = event.meeting.facts.start, event.meeting.facts.end
    assert [taken.show_as for taken in story.world.outlook.taken(account, start, end)] == [AWAY]
