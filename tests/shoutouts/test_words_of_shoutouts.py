import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service import clock
from bot_service.courtesy.channels.post import Post
from bot_service.database.row import put
from bot_service.settings import Settings
from bot_service.shoutouts.cards import CARDS, VERBS
from bot_service.shoutouts.shoutout import Shoutout, post_shoutout, shoutout_arrived, shoutout_of
from bot_service.shoutouts.success import Success
from bot_service.shoutouts.wording import LONGEST, NoWords, TooManyWords, draft, read_words
from bot_service.teams.cards import check_size
from bot_service.teams.wording import clean
from tests.sharing.colleagues import TABLES, join, passed, text_of

__all__ = ["TABLES"]
MIGRATIONS = ""

ANYTHING = st.text(alphabet=st.characters(codec=None))


@given(ANYTHING)
def test_words_can_be_kept_by_every_database(typed: str):
    words = clean(typed)
    assert "\x00" not in words
    assert words.encode("utf-8").decode() == words == clean(words)


@pytest.mark.parametrize("emoji", ["👩‍🚀", "❤️", "🇩🇪", "مرحبا", "ありがとう", "a\nb"])
def test_what_people_write_survives(emoji: str):
    assert clean(f" {emoji} ") == emoji


@pytest.mark.parametrize("typed", [None, 7, [], {}, "", " \x00 "])
def test_words_that_are_none_are_refused(typed: object):
    with pytest.raises(NoWords):
        read_words(typed)


def test_a_thousand_characters_fit_and_one_more_does_not():
    assert len(read_words("x" * LONGEST)) == LONGEST
    with pytest.raises(TooManyWords):
        read_words("x" * (LONGEST + 1))


@given(st.text(max_size=256), st.text(max_size=256), st.text(max_size=LONGEST))
def test_every_draft_can_be_posted_as_it_is(teller: str, owner: str, told: str):
    words = draft(teller, owner, told)
    assert 0 < len(words) <= LONGEST
    assert read_words(clean(words)) == clean(words)


def test_a_short_success_is_quoted_whole():
    assert draft("Leon", "Ada", "The build") == "Leon heard at lunch what Ada is proud of: “The build”"


async def previewed(words: str, name: str = "Ada Okafor") -> Shoutout:
    """Leon told a success of Ada's, she opened it, and `words` stand in the preview."""
    clock.follow(lambda: datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
    leon, ada = await join("Leon Weber", "Sales"), await join(name, "Engineering")
    success = Success(id="success", state="opened", checkin_id="checkin", told_by=leon.id, owner_id=ada.id, text=words)
    shoutout = Shoutout(
        id=shoutout_of("success"),
        state="previewed",
        success_id="success",
        author_id=leon.id,
        for_id=ada.id,
        words=words,
    )
    await put(success)
    await put(shoutout)
    return shoutout


@pytest.mark.parametrize("letter", ["x", "*", "_ ", "漢", "ش", "🎉"])
async def test_the_longest_words_fit_on_every_card(database: Settings, letter: str):  # noqa: ARG001 - it opens the tables
    shoutout = await previewed((letter * LONGEST)[:LONGEST])
    preview = await CARDS["preview"](shoutout.id, shoutout.for_id)
    await VERBS["shoutout.post"](shoutout.for_id, {"id": shoutout.id})
    for shown in (
        preview,
        await CARDS["shoutout"](shoutout.id, ""),
        await CARDS["success"]("success", shoutout.for_id),
    ):
        assert shown is not None
        assert shown.summary
        check_size(shown.card)


async def test_nobody_is_mentioned_or_linked_by_the_words_of_another(database: Settings):  # noqa: ARG001 - it opens the tables
    shoutout = await previewed("<at>Everybody</at> [win](https://evil.example) **now**", name="A*d*a <at>All</at>")
    preview = await CARDS["preview"](shoutout.id, shoutout.for_id)
    await VERBS["shoutout.post"](shoutout.for_id, {"id": shoutout.id})
    for text in (text_of(preview), text_of(await CARDS["shoutout"](shoutout.id, ""))):
        assert "<at>" not in text
        assert "[win](" not in text
        assert "**now**" not in text
        assert "A*d*a" not in text


async def test_pressed_by_five_fingers_it_is_one_yes_and_one_post(database: Settings):  # noqa: ARG001 - it opens the tables
    shoutout = await previewed("Well done")
    pressed = [
        VERBS["shoutout.post"](shoutout.for_id, {"id": shoutout.id, "words": f"Well done {n}"}) for n in range(5)
    ]
    answers = await asyncio.gather(*pressed)
    assert len(set(answers)) == 1
    await asyncio.gather(post_shoutout(shoutout.id), post_shoutout(shoutout.id), return_exceptions=True)
    assert await Post.all().count() == 1
    await shoutout_arrived(shoutout.id)
    await shoutout_arrived(shoutout.id)
    assert len(await passed("shoutout")) == 1
