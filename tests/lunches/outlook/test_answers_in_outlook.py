"""People answer an invitation in Outlook: they accept, waver, decline, or say nothing."""

import pytest

from bot_service.errors import Outage
from bot_service.lunches.tables.lunch import Lunch, guests_of
from tests.lunches.outlook.story import TABLES, Story, told

__all__ = ["TABLES"]


async def test_who_accepts_is_noted_and_nobody_is_messaged(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")

    await story.does("Ada", "accept")

    assert (await story.guest("Ada")).response == "accepted"
    assert (await story.lunch()).state == "booked"
    assert await told(story) == []


async def test_who_wavers_is_noted_and_nobody_is_messaged(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")

    await story.does("Bo", "tentative")

    assert (await story.guest("Bo")).response == "tentative"
    assert (await story.lunch()).state == "booked"
    assert await told(story) == []


async def test_when_one_of_two_declines_the_other_hears_a_kind_end_and_has_her_hour_back(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")

    await story.does("Ada", "decline")

    assert (await story.lunch()).state == "called off"
    assert story.copy("Bo") is None
    assert await told(story) == [("Bo", "kind-end")]


async def test_when_one_of_three_declines_the_others_go_on_and_see_who_comes(story: Story) -> None:
    await story.have_lunch("Ada", "Bo", "Cy")

    await story.does("Cy", "decline")

    assert (await story.lunch()).state == "booked"
    assert (await story.guest("Cy")).answer == "no"
    assert invited(story) == {"Ada", "Bo"}
    assert story.copy("Cy") is None
    assert await told(story) == []


async def test_who_deletes_it_without_an_answer_still_counts_as_coming(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")

    await story.does("Ada", "delete")

    assert story.copy("Ada") is None
    assert (await story.lunch()).state == "booked"
    assert (await story.guest("Ada")).answer == "yes"
    assert await told(story) == []


async def test_who_declines_without_sending_an_answer_still_counts_as_coming(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")

    await story.does("Ada", "decline", tell=False)

    assert (await story.lunch()).state == "booked"
    assert (await story.guest("Ada")).answer == "yes"


async def test_a_colleague_to_whom_it_is_forwarded_and_who_takes_part_is_a_guest_like_the_others(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    await story.joins("Cy")

    await story.does("Ada", "forward", to=story.accounts["Cy"].mail)
    await story.does("Cy", "accept")

    guest = await story.guest("Cy")
    assert (guest.answer, guest.response) == ("yes", "accepted")
    assert await told(story) == []


async def test_anybody_else_to_whom_it_is_forwarded_is_company_and_left_alone(story: Story) -> None:
    await story.have_lunch("Ada", "Bo")
    await story.joins("Dee", state="known")

    await story.does("Ada", "forward", to=story.accounts["Dee"].mail)

    assert invited(story) == {"Ada", "Bo", "Dee"}
    assert {guest.person_id for guest in await guests_of("lunch")} == {story.people[name].id for name in ("Ada", "Bo")}
    assert await told(story) == []


async def test_a_table_of_three_of_whom_one_declines_keeps_whom_it_was_forwarded_to(story: Story) -> None:
    await story.have_lunch("Ada", "Bo", "Cy")
    await story.joins("Dee", state="known")
    await story.does("Ada", "forward", to=story.accounts["Dee"].mail)

    await story.does("Cy", "decline")

    assert invited(story) == {"Ada", "Bo", "Dee"}


async def test_somebody_who_is_taken_off_the_event_is_no_guest_any_more(story: Story) -> None:
    lunch = await story.have_lunch("Ada", "Bo", "Cy")
    mail = story.accounts["Cy"].mail.lower()
    await story.calendars.seat(lunch.event_id, organiser=lunch.organiser, uninvite=[mail])

    await story.look()

    assert (await story.guest("Cy")).answer == "no"
    assert (await story.lunch()).state == "booked"


async def test_a_former_guest_who_is_put_on_the_event_again_is_a_guest_again(story: Story) -> None:
    await story.have_lunch("Ada", "Bo", "Cy")
    await story.does("Cy", "decline")
    await story.look()

    await story.does("Ada", "forward", to=story.accounts["Cy"].mail)
    await story.look()

    guest = await story.guest("Cy")
    assert (guest.answer, guest.response) == ("yes", "")
    assert invited(story) == {"Ada", "Bo", "Cy"}
    assert await told(story) == []


async def test_marking_it_free_or_deleting_its_category_changes_nothing(story: Story) -> None:
    before = await story.have_lunch("Ada", "Bo")

    await story.does("Ada", "uncategorise")
    await story.does_in_the_mailbox("uncategorise", event=before.event_id)

    assert (await story.lunch()).state == "booked"
    assert (await story.lunch()).event_id == before.event_id
    assert await told(story) == []


async def test_looking_twice_changes_nothing(story: Story) -> None:
    await story.have_lunch("Ada", "Bo", "Cy")
    await story.does("Cy", "decline")
    before, requests = await as_kept(), story.world.outlook.version

    await story.look()
    await story.look()

    assert await as_kept() == before
    assert story.world.outlook.version == requests


@pytest.mark.parametrize("trouble", ["lose_reply", "drop"])
async def test_a_cancellation_that_got_lost_or_whose_answer_did_is_made_once(story: Story, trouble: str) -> None:
    await story.have_lunch("Ada", "Bo")
    await story.meets("POST", "cancel$", trouble)

    with pytest.raises(Outage):
        await story.does("Bo", "decline")
    await story.look()

    assert (await story.lunch()).state == "called off"
    assert [story.copy(name) for name in ("Ada", "Bo")] == [None, None]
    assert await told(story) == [("Ada", "kind-end")]


@pytest.mark.parametrize("trouble", ["lose_reply", "drop"])
async def test_who_declined_is_taken_off_though_that_got_lost_or_its_answer_did(story: Story, trouble: str) -> None:
    await story.have_lunch("Ada", "Bo", "Cy")
    await story.meets("PATCH", "/events/", trouble)

    with pytest.raises(Outage):
        await story.does("Cy", "decline")
    await story.look()

    assert (await story.lunch()).state == "booked"
    assert invited(story) == {"Ada", "Bo"}
    assert await told(story) == []


async def as_kept() -> dict[str, object]:
    lunch = await Lunch.get(id="lunch")
    return {name: getattr(lunch, name) for name in ("state", "due_at", "starts_at", "place", "event_id")}


def invited(story: Story) -> set[str]:
    """Who is on the event, by first name."""
    mails = {line.mail.lower() for line in story.event().meeting.facts.attendees}
    return {name for name, account in story.accounts.items() if account.mail.lower() in mails}
