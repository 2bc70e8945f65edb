import pytest

from bot_service.courtesy.channels.post import Post
from bot_service.errors import Refusal
from bot_service.settings import Settings
from bot_service.shoutouts.cards import CARDS, OUTCOMES, VERBS
from bot_service.shoutouts.shoutout import Shoutout, let_shoutout_go, post_shoutout, shoutout_arrived
from bot_service.shoutouts.success import Success, let_success_go, show_success, tell_success
from bot_service.shoutouts.wording import NoWords, TooManyWords
from tests.sharing.colleagues import TABLES, carry, input_of, messages, passed, text_of, verbs_of
from tests.shoutouts.lunch import Lunch, lunch_at_which_leon_told

__all__ = ["TABLES"]
MIGRATIONS = ""


@pytest.fixture
async def lunch(database: Settings) -> Lunch:  # noqa: ARG001 - it opens the tables
    return await lunch_at_which_leon_told("  Her team cut the build to two minutes.\x00 ")


async def state_of_shoutout() -> str:
    return (await Shoutout.get()).state


async def test_a_success_reaches_its_owner_alone(lunch: Lunch):
    assert [(message.to_id, message.sender_id) for message in await messages("success")] == [(lunch.ada.id, "")]
    assert "two minutes" in text_of(await CARDS["success"](lunch.success.id, lunch.ada.id))
    assert await CARDS["success"](lunch.success.id, lunch.leon.id) is None
    assert await passed("success") == []


async def test_what_leon_tells_twice_is_told_once(lunch: Lunch):
    await tell_success("checkin-1", lunch.leon.id, lunch.ada.id, "Something else")
    assert [success.text for success in await Success.all()] == ["Her team cut the build to two minutes."]


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
async def test_nothing_told_is_nothing_kept(lunch: Lunch, text: str):
    await tell_success("checkin-2", lunch.leon.id, lunch.ada.id, text)
    await tell_success("checkin-3", lunch.leon.id, lunch.leon.id, "I am great")
    assert await Success.all().count() == 1


async def test_ada_sees_the_preview_before_anybody_else(lunch: Lunch):
    answer = await VERBS["success.open"](lunch.ada.id, lunch.about)
    preview = await CARDS[answer.card](answer.about, lunch.ada.id)
    assert verbs_of(preview) == ["shoutout.post", "shoutout.decline"]
    words = input_of(preview, "words")["value"]
    assert words == "Leon heard at lunch what Ada is proud of: “Her team cut the build to two minutes.”"
    assert await CARDS["preview"](lunch.shoutout_id, lunch.leon.id) is None
    assert await CARDS["shoutout"](lunch.shoutout_id, "") is None
    assert await passed("success") == [(lunch.leon.id, lunch.ada.id)]
    assert await Post.all().count() == 0


async def test_after_her_yes_it_is_posted_once_in_her_words_and_signed_by_leon(lunch: Lunch):
    await VERBS["success.open"](lunch.ada.id, lunch.about)
    pressed = {"id": lunch.shoutout_id, "words": "We cut the *build*!"}
    first = await VERBS["shoutout.post"](lunch.ada.id, pressed)
    again = await VERBS["shoutout.post"](lunch.ada.id, {**pressed, "words": "Something else"})
    assert first == again
    assert await passed("shoutout") == []
    await post_shoutout(lunch.shoutout_id)
    post = await Post.get()
    assert (post.card, post.about, post.author_id) == ("shoutout", lunch.shoutout_id, lunch.leon.id)
    assert await passed("shoutout") == []  # no gift before it stands in the channel
    await shoutout_arrived(lunch.shoutout_id)
    assert await passed("shoutout") == [(lunch.leon.id, lunch.ada.id)]
    public = await CARDS["shoutout"](lunch.shoutout_id, "")
    assert "A shout-out for Ada Okafor" in text_of(public)
    assert r"We cut the \*build\*!" in text_of(public)
    assert verbs_of(public) == []
    assert verbs_of(await CARDS["success"](lunch.success.id, lunch.ada.id)) == []


async def test_ada_opens_twice_and_has_one_shoutout(lunch: Lunch):
    first = await VERBS["success.open"](lunch.ada.id, lunch.about)
    assert await VERBS["success.open"](lunch.ada.id, lunch.about) == first
    assert await Shoutout.all().count() == 1


async def test_an_old_client_that_sends_no_words_posts_the_draft(lunch: Lunch):
    await VERBS["success.open"](lunch.ada.id, lunch.about)
    await VERBS["shoutout.post"](lunch.ada.id, {"id": lunch.shoutout_id})
    assert (await Shoutout.get()).words.startswith("Leon heard at lunch")


async def test_words_that_are_empty_or_too_long_change_nothing(lunch: Lunch):
    await VERBS["success.open"](lunch.ada.id, lunch.about)
    with pytest.raises(NoWords):
        await VERBS["shoutout.post"](lunch.ada.id, {"id": lunch.shoutout_id, "words": " \n"})
    with pytest.raises(TooManyWords, match="1,001"):
        await VERBS["shoutout.post"](lunch.ada.id, {"id": lunch.shoutout_id, "words": "x" * 1001})
    assert await state_of_shoutout() == "previewed"


@pytest.mark.parametrize("verb", ["success.open", "success.keep"])
async def test_leon_cannot_answer_for_ada(lunch: Lunch, verb: str):
    with pytest.raises(Refusal):
        await VERBS[verb](lunch.leon.id, lunch.about)
    assert (await Success.get()).state == "shown"


@pytest.mark.parametrize("verb", ["shoutout.post", "shoutout.decline"])
async def test_leon_cannot_post_for_ada(lunch: Lunch, verb: str):
    await VERBS["success.open"](lunch.ada.id, lunch.about)
    with pytest.raises(Refusal):
        await VERBS[verb](lunch.leon.id, {"id": lunch.shoutout_id})
    assert await state_of_shoutout() == "previewed"


@pytest.mark.parametrize("data", [{}, {"id": ""}, {"id": "gone"}, {"id": None}, {"id": ["x"]}, {"id": "\x00"}])
async def test_a_card_of_something_gone_is_answered_kindly(lunch: Lunch, data: dict[str, object]):
    for verb in VERBS.values():
        with pytest.raises(Refusal, match="Nothing was changed"):
            await verb(lunch.ada.id, data)


async def test_what_ada_keeps_leaves_no_trace(lunch: Lunch):
    answer = await VERBS["success.keep"](lunch.ada.id, lunch.about)
    assert "stays yours alone" in text_of(await CARDS[answer.card](answer.about, lunch.ada.id))
    await VERBS["success.open"](lunch.ada.id, lunch.about)
    assert (await Success.get()).state == "kept"
    assert await passed("success") == []
    assert {message.to_id for message in await messages("success")} == {lunch.ada.id}


async def test_what_ada_declines_leaves_no_trace(lunch: Lunch):
    await VERBS["success.open"](lunch.ada.id, lunch.about)
    answer = await VERBS["shoutout.decline"](lunch.ada.id, {"id": lunch.shoutout_id})
    assert verbs_of(await CARDS[answer.card](answer.about, lunch.ada.id)) == []
    await VERBS["shoutout.post"](lunch.ada.id, {"id": lunch.shoutout_id})
    assert await state_of_shoutout() == "declined"
    assert await CARDS["shoutout"](lunch.shoutout_id, "") is None
    assert await passed("shoutout") == []
    assert await Post.all().count() == 0


async def test_a_yes_can_be_taken_back_until_it_is_posted(lunch: Lunch):
    await VERBS["success.open"](lunch.ada.id, lunch.about)
    await VERBS["shoutout.post"](lunch.ada.id, {"id": lunch.shoutout_id})
    await VERBS["shoutout.decline"](lunch.ada.id, {"id": lunch.shoutout_id})
    assert await state_of_shoutout() == "declined"


async def test_two_working_days_of_silence_keep_it_hers(lunch: Lunch):
    lunch.calendar.later(days=2, minutes=-1)
    await let_success_go(lunch.success.id)
    assert (await Success.get()).state == "shown"
    lunch.calendar.later(minutes=1)
    await let_success_go(lunch.success.id)
    assert (await Success.get()).state == "let go"
    assert verbs_of(await CARDS["success"](lunch.success.id, lunch.ada.id)) == []


async def test_silence_on_the_preview_keeps_it_hers_too(lunch: Lunch):
    await VERBS["success.open"](lunch.ada.id, lunch.about)
    lunch.calendar.later(days=2)
    await let_shoutout_go(lunch.shoutout_id)
    assert await state_of_shoutout() == "let go"


async def test_the_two_days_begin_when_the_card_is_there(lunch: Lunch):
    await tell_success("checkin-9", lunch.leon.id, lunch.ada.id, "She learned to sail.")
    late = await Success.get(checkin_id="checkin-9")
    await show_success(late.id)
    lunch.calendar.later(days=3)
    await let_success_go(late.id)
    await carry("success", OUTCOMES)
    lunch.calendar.later(days=1)
    await let_success_go(late.id)
    assert (await Success.get(id=late.id)).state == "shown"


async def test_a_card_that_cannot_reach_ada_is_let_go(lunch: Lunch):
    await tell_success("checkin-9", lunch.leon.id, lunch.ada.id, "She learned to sail.")
    late = await Success.get(checkin_id="checkin-9")
    await show_success(late.id)
    await carry("success", OUTCOMES, "declined")
    assert (await Success.get(id=late.id)).state == "let go"
