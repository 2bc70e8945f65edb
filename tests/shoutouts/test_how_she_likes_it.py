"""Openly, privately or never, and nobody after leaving: how a person is celebrated is hers to say, until it stands in the channel."""

from datetime import timedelta

import pytest

from bot_service.courtesy.channels.post import Post
from bot_service.courtesy.wishes import welcome
from bot_service.manners import Manners, choose
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.shoutouts.cards import CARDS, OUTCOMES, VERBS
from bot_service.shoutouts.shoutout import Shoutout, let_shoutout_go, post_shoutout, shoutout_arrived, shoutout_of
from bot_service.shoutouts.success import Success, let_success_go, preview_by_hand, show_success, tell_success
from tests.sharing.colleagues import (
    MONDAY,
    TABLES,
    carry,
    input_of,
    join,
    messages,
    passed,
    text_of,
    verbs_of,
)
from tests.shoutouts.lunch import Lunch, lunch_at_which_leon_told

__all__ = ["TABLES"]
MIGRATIONS = ""

PIANO = "She carried the piano to the fourth floor."


@pytest.fixture
async def lunch(database: Settings) -> Lunch:
    del database
    return await lunch_at_which_leon_told(PIANO)


async def success_card(lunch: Lunch) -> tuple[str, list[str]]:
    shown = await CARDS["success"](lunch.success.id, lunch.ada.id)
    return text_of(shown), verbs_of(shown)


async def in_the_channel(shoutout_id: str) -> bool:
    return await CARDS["shoutout"](shoutout_id, "") is not None


async def test_who_likes_it_in_private_reads_what_was_told_and_may_only_keep_it(lunch: Lunch):
    await lunch.ada_likes("privately")

    text, verbs = await success_card(lunch)

    assert PIANO in text
    assert "Write “settings”" in text
    assert verbs == ["success.keep"]


@pytest.mark.parametrize("how", ["privately", "never"])
async def test_an_old_card_opens_no_preview_for_who_likes_it_in_private_by_now(lunch: Lunch, how: str):
    await lunch.ada_likes(how)
    await VERBS["success.open"](lunch.ada.id, lunch.about)
    assert (await Success.get()).state == "shown"
    assert await Shoutout.all().count() == 0
    assert await passed("success") == []


async def test_what_was_told_in_private_stays_readable_to_her_after_the_two_days(lunch: Lunch):
    await lunch.ada_likes("privately")
    lunch.calendar.later(days=2)
    await let_success_go(lunch.success.id)
    text, verbs = await success_card(lunch)
    assert PIANO in text
    assert "It stays yours alone." in text
    assert verbs == []


@pytest.mark.parametrize("how", ["privately", "never"])
async def test_a_yes_from_before_she_changed_her_mind_is_not_posted(lunch: Lunch, how: str):
    await lunch.ada_says_yes()
    await lunch.ada_likes(how)

    await post_shoutout(lunch.shoutout_id)

    assert (await Shoutout.get()).state == "let go"
    assert await Post.all().count() == 0
    assert "stays yours alone" in (await success_card(lunch))[0]


async def test_a_preview_she_has_open_can_be_posted_no_more_once_she_likes_it_in_private(lunch: Lunch):
    await VERBS["success.open"](lunch.ada.id, lunch.about)
    await lunch.ada_likes("privately")
    assert verbs_of(await CARDS["preview"](lunch.shoutout_id, lunch.ada.id)) == []
    await VERBS["shoutout.post"](lunch.ada.id, {"id": lunch.shoutout_id, "words": "We did it!"})
    assert (await Shoutout.get()).state == "previewed"


@pytest.mark.parametrize("state", ["left", "declined"])
async def test_nobody_is_celebrated_after_leaving(lunch: Lunch, state: str):
    await lunch.ada_says_yes()
    await Person.filter(id=lunch.ada.id).update(state=state)

    await post_shoutout(lunch.shoutout_id)

    assert (await Shoutout.get()).state == "let go"
    assert await Post.all().count() == 0


async def test_nobody_is_celebrated_who_was_erased(lunch: Lunch):
    await lunch.ada_says_yes()
    await Person.filter(id=lunch.ada.id).delete()
    await post_shoutout(lunch.shoutout_id)
    assert (await Shoutout.get()).state == "let go"
    assert await CARDS["preview"](lunch.shoutout_id, lunch.ada.id) is None


async def test_a_post_that_waits_for_a_channel_is_looked_at_once_more_at_the_door(lunch: Lunch):
    await lunch.ada_says_yes()
    await post_shoutout(lunch.shoutout_id)
    assert await in_the_channel(lunch.shoutout_id)
    await welcome.decline(lunch.ada.id, {})
    assert not await in_the_channel(lunch.shoutout_id)


async def test_what_stands_in_the_channel_stays_there(lunch: Lunch):
    await lunch.ada_says_yes()
    await post_shoutout(lunch.shoutout_id)
    await shoutout_arrived(lunch.shoutout_id)
    await Person.filter(id=lunch.ada.id).update(state="left")
    assert await in_the_channel(lunch.shoutout_id)


async def test_who_told_it_may_be_gone_and_the_celebration_goes_on_without_a_name(lunch: Lunch):
    await Person.filter(id=lunch.leon.id).delete()
    assert "A colleague listened" in (await success_card(lunch))[0]
    await lunch.ada_says_yes()
    await post_shoutout(lunch.shoutout_id)
    public = await CARDS["shoutout"](lunch.shoutout_id, "")
    assert "A colleague heard at lunch" in text_of(public)
    assert "Told by" not in text_of(public)


async def test_how_long_it_waits_for_a_yes_is_what_the_company_chose(lunch: Lunch):
    choose(Manners(celebration_waits_working_days=4))
    try:
        await tell_success("checkin-2", lunch.leon.id, lunch.ada.id, "She learned to sail.")
        late = await Success.get(checkin_id="checkin-2")
        await show_success(late.id)
        await carry("success", OUTCOMES)
        await VERBS["success.open"](lunch.ada.id, lunch.about)
    finally:
        choose(Manners())
    assert (await Success.get(id=late.id)).due_at == MONDAY + timedelta(days=4)
    assert (await Shoutout.get()).due_at == MONDAY + timedelta(days=4)
    lunch.calendar.later(days=3)
    await let_shoutout_go(lunch.shoutout_id)
    assert (await Shoutout.get()).state == "previewed"


@pytest.fixture
async def preview(lunch: Lunch) -> Success:
    """Leon celebrates Noor, who has not joined, of his own accord."""
    await join("Noor Haddad", "People", state="installed")
    for _ in range(2):
        await preview_by_hand(lunch.leon.id, "noor-haddad", f" {PIANO} ")
    return await Success.get(owner_id="noor-haddad")


async def test_what_is_set_off_by_hand_goes_to_her_first_and_alone(preview: Success):
    await show_success(preview.id)
    assert [(one.to_id, one.by_hand) for one in await messages("success", about=preview.id)] == [("noor-haddad", True)]
    shown = await CARDS["success"](preview.id, "noor-haddad")
    assert "Leon would like to celebrate you" in text_of(shown)
    assert verbs_of(shown) == ["success.open", "success.keep"]


async def test_what_is_posted_of_it_are_his_words_after_her_yes(preview: Success):
    await show_success(preview.id)
    await carry("success", OUTCOMES)
    await VERBS["success.open"]("noor-haddad", {"id": preview.id})
    words = input_of(await CARDS["success"](preview.id, "noor-haddad"), "words")["value"]
    assert words == PIANO
    await VERBS["shoutout.post"]("noor-haddad", {"id": shoutout_of(preview.id)})
    await post_shoutout(shoutout_of(preview.id))
    assert await in_the_channel(shoutout_of(preview.id))


async def test_nobody_celebrates_herself_nor_without_words(lunch: Lunch):
    await preview_by_hand(lunch.leon.id, lunch.leon.id, "I am great")
    await preview_by_hand(lunch.leon.id, lunch.ada.id, " \x00 ")
    assert await Success.filter(checkin_id="").count() == 0


async def test_a_success_after_lunch_was_not_set_off_by_hand(lunch: Lunch):
    assert [one.by_hand for one in await messages("success", to_id=lunch.ada.id)] == [False]
