"""A post stands in the channel once, or is kept back in shadow mode."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot_service import clock
from bot_service.courtesy.channels.channel import open_channel
from bot_service.courtesy.channels.noticeboard import Noticeboard
from bot_service.courtesy.channels.post import Post, pin, refresh_post
from bot_service.courtesy.channels.post_in_doubt import post_again
from bot_service.courtesy.message import Message
from bot_service.courtesy.rules.rule import Later, No, Verdict
from bot_service.courtesy.rules.situation import situation_of
from bot_service.courtesy.rules.table import decide
from bot_service.courtesy.shadow import shadowed
from bot_service.courtesy.shown import Shown, show
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.teams import cards
from tests.colleagues import Calendar, join
from tests.courtesy.counter import TABLES, Counter, open_counter

__all__ = ["TABLES"]
MIGRATIONS = ""


@pytest.fixture
async def counter(database: Settings) -> AsyncIterator[Counter]:  # noqa: ARG001 - it opens the tables
    Calendar()
    async with open_counter() as opened:
        await open_channel(opened.connector.chat("19:general"), "Contoso", "General")
        yield opened


async def draw(about: str, _to: str) -> Shown | None:
    return show(cards.heading(about), summary=about)


@pytest.fixture
def told() -> list[str]:
    """What features heard of."""
    return []


@pytest.fixture
def board(counter: Counter, told: list[str]) -> Noticeboard:
    async def arrived(about: str) -> None:
        told.append(about)

    return Noticeboard(counter.messenger, {"praise": draw}, {"praise": arrived})


async def test_a_post_stands_in_the_channel_and_its_feature_hears_so(
    counter: Counter, board: Noticeboard, told: list[str]
):
    counter.connector.body = {"id": "19:general;messageid=1", "activityId": "1"}
    await pin(card="praise", about="Ada", author="maya")

    await board.publish((await Post.get()).id)

    assert (await Post.get()).state == "posted"
    assert told == ["Ada"]
    assert len(counter.connector.asked) == 1


async def test_in_shadow_mode_it_is_kept_back_and_stands_in_the_list(
    counter: Counter, board: Noticeboard, told: list[str]
):
    maya = await join("Maya Lindqvist", "Marketing")
    await pin(card="praise", about="Ada", author=maya.id)

    await replace(board, is_shadow=True).publish((await Post.get()).id)

    assert (await Post.get()).state == "shadowed"
    assert (counter.connector.asked, told) == ([], [])
    [line] = await shadowed()
    assert (line.at, line.to, line.kind, line.on_behalf_of) == (clock.now(), "the channel", "post", "Maya Lindqvist")


async def test_a_post_from_before_shadow_mode_is_left_as_it_is_until_that_ends(counter: Counter, board: Noticeboard):
    counter.connector.body = {"id": "19:general;messageid=1", "activityId": "1"}
    await pin(card="praise", about="Ada", author="maya")
    post = await Post.get()
    await board.publish(post.id)
    await refresh_post("praise", "Ada")

    await replace(board, is_shadow=True).renew(post.id)
    assert (await Post.get()).state == "changed"
    assert len(counter.connector.asked) == 1

    await board.renew(post.id)
    assert (await Post.get()).state == "posted"
    assert counter.connector.asked[-1][0] == "PUT"


async def test_a_post_that_is_in_doubt_twice_is_asked_about_twice(counter: Counter, board: Noticeboard):
    counter.connector.status = 500
    await pin(card="praise", about="Ada", author="maya")
    post = await Post.get()

    await board.publish(post.id)
    await Message.filter(card="post-in-doubt").update(state="delivered")
    Calendar().later(hours=1)
    await post_again("maya", {"id": post.id})
    await board.publish(post.id)

    assert (await Post.get()).state == "in doubt"
    asked = await Message.filter(card="post-in-doubt", to_id="maya")
    assert sorted(message.awaits for message in asked) == [False, True]


async def test_a_doubt_that_she_has_not_answered_is_asked_about_on_the_same_card(counter: Counter, board: Noticeboard):
    counter.connector.status = 500
    await pin(card="praise", about="Ada", author="maya")
    post = await Post.get()
    await board.publish(post.id)
    await Message.filter(card="post-in-doubt").update(state="delivered")
    Calendar().later(hours=1)
    await Post.filter(id=post.id).update(state="waiting")
    await board.publish(post.id)

    assert [message.state for message in await Message.filter(card="post-in-doubt")] == ["changed"]


@pytest.mark.parametrize(
    ("change", "verdict", "rule"),
    [
        ({"state": "left"}, No, "left"),
        ({"state": "declined"}, No, "opted out"),
        ({"paused_until": datetime(2026, 4, 1, tzinfo=UTC)}, Later, "paused"),
        ({"zone": "America/Los_Angeles"}, Later, "quiet hours"),
    ],
)
async def test_a_doubt_reaches_nobody_who_left_or_rests(
    counter: Counter, board: Noticeboard, change: dict[str, Any], verdict: type[Verdict], rule: str
):
    counter.connector.status = 500
    tom = await join("Tom Ito", "Design")
    await Person.filter(id=tom.id).update(**change)
    await pin(card="praise", about="Ada", author=tom.id)

    await board.publish((await Post.get()).id)

    asked = await Message.get(card="post-in-doubt")
    found = decide(await situation_of(await Person.get(id=tom.id), asked, clock.now()))
    assert isinstance(found[0], verdict)
    assert found[1] == rule
    assert (await Post.get()).state == "in doubt"
