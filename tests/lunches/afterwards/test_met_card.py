from datetime import timedelta

import pytest

from bot_service.bot.commands import obey
from bot_service.courtesy.answer import Answer
from bot_service.courtesy.shown import Shown
from bot_service.database.transaction import transaction
from bot_service.lunches.afterwards import cards as afterwards
from bot_service.people.person import Person
from bot_service.people.relationship import ledger
from bot_service.settings import Settings
from tests.lunches.afterwards.table import TABLES, Contoso, eat, four_colleagues, press, sit
from tests.sharing.colleagues import messages, text_of, verbs_of

__all__ = ["TABLES"]
MIGRATIONS = ""


@pytest.fixture
async def contoso(database: Settings) -> Contoso:  # noqa: ARG001 - it opens the tables
    return await four_colleagues(bo="Bo *Li*")


async def history(who: Person, start: str = "") -> Shown | None:
    return await afterwards.CARDS["met"](start, who.id)


async def lines(who: Person, start: str = "") -> list[str]:
    """What is said about each lunch."""
    return [each for each in text_of(await history(who, start)).split("\n") if each.strip()]


async def test_a_new_colleague_has_met_nobody_so_far(contoso: Contoso) -> None:
    assert "Nobody so far" in text_of(await history(contoso.ada))


async def test_she_reads_whom_she_met_and_when_and_where_the_latest_first(contoso: Contoso) -> None:
    first = await eat(contoso.ada, contoso.bo)
    await press(contoso.ada, "checkin.met", first)
    contoso.calendar.later(days=28)
    second = await eat(contoso.ada, contoso.cem, contoso.maya, form="lunch", place="", is_online=True)
    await press(contoso.cem, "checkin.met", second)

    assert await lines(contoso.ada) == [
        "Whom you have met",
        "**Cem Kaya and Maya Roth**, lunch on 30 March 2026, online",
        "**Bo \\*Li\\***, coffee on 2 March 2026, Canteen",
        "Only you see this.",
    ]
    assert await lines(contoso.bo) == [
        "Whom you have met",
        "**Ada Star**, coffee on 2 March 2026, Canteen",
        "Only you see this.",
    ]


async def test_a_lunch_that_nobody_confirmed_is_not_one(contoso: Contoso) -> None:
    await sit(contoso.ada, contoso.bo)
    missed = await eat(contoso.ada, contoso.cem)
    await press(contoso.ada, "checkin.missed", missed)
    await press(contoso.cem, "checkin.missed", missed)

    assert "Nobody so far" in text_of(await history(contoso.ada))


async def test_who_says_that_she_was_not_there_does_not_find_it_in_her_own_history(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    await press(contoso.ada, "checkin.met", lunch)
    await press(contoso.bo, "checkin.missed", lunch)

    assert "Bo" in text_of(await history(contoso.ada))
    assert "Nobody so far" in text_of(await history(contoso.bo))


async def test_below_each_lunch_stands_what_came_of_it_until_they_met_again(contoso: Contoso) -> None:
    first = await eat(contoso.ada, contoso.maya)
    await press(contoso.ada, "checkin.met", first)
    contoso.calendar.later(days=3)
    await ledger.record("success", from_id=contoso.ada.id, to_id=contoso.maya.id, ref="success")
    await ledger.record("shoutout", from_id=contoso.ada.id, to_id=contoso.maya.id, ref="shout-out")
    await ledger.record("leave", from_id=contoso.ada.id, to_id=contoso.maya.id, ref="leave")
    contoso.calendar.later(days=40)
    second = await eat(contoso.ada, contoso.maya)
    await press(contoso.maya, "checkin.met", second)
    contoso.calendar.later(days=1)
    for story in ("story-1", "story-2"):
        await ledger.record("ask", from_id=contoso.maya.id, to_id=contoso.ada.id, ref=story)
        await ledger.record("share", from_id=contoso.ada.id, to_id=contoso.maya.id, ref=story)
        await ledger.record("thanks", from_id=contoso.maya.id, to_id=contoso.ada.id, ref=story)
        contoso.calendar.later(days=1)

    hers, mayas = await lines(contoso.ada), await lines(contoso.maya)
    assert [hers[2], hers[4]] == ["You shared a story for Maya. Maya thanked you.", "You celebrated Maya."]
    assert [mayas[2], mayas[4]] == ["Ada shared a story for you. You thanked Ada.", "Ada celebrated you."]


async def test_what_passed_between_others_and_what_was_declined_is_not_told(contoso: Contoso) -> None:
    lunch = await eat(contoso.ada, contoso.bo, contoso.maya)
    await press(contoso.ada, "checkin.met", lunch)
    await ledger.record("shoutout", from_id=contoso.bo.id, to_id=contoso.maya.id, ref="shout-out")
    await ledger.record("ask", from_id=contoso.maya.id, to_id=contoso.ada.id, ref="story")
    await ledger.record("declined", from_id=contoso.ada.id, to_id=contoso.maya.id, ref="story")

    for who in (contoso.ada, contoso.maya):
        assert not any("declined" in line or "ask" in line for line in await lines(who))
    assert len(await lines(contoso.ada)) == 3
    assert "Bo celebrated you." in await lines(contoso.maya)


async def test_twelve_at_a_time_and_more_on_the_same_card(contoso: Contoso) -> None:
    for week in range(14):
        lunch = await eat(contoso.ada, contoso.bo, at=contoso.calendar.now - timedelta(weeks=week))
        await press(contoso.bo, "checkin.met", lunch)

    shown = await history(contoso.ada)
    assert len(await lines(contoso.ada)) == 12 + 2
    assert verbs_of(shown) == ["met.more", "not-with.show"]
    assert shown is not None
    answer = await afterwards.VERBS["met.more"](contoso.ada.id, shown.card["actions"][0]["data"])
    assert answer == Answer(card="met", about="12")
    assert len(await lines(contoso.ada, answer.about)) == 2 + 2
    assert verbs_of(await history(contoso.ada, answer.about)) == ["not-with.show"]


@pytest.mark.parametrize("start", ["-1", "12; drop", "²", "9" * 5000, "ada-star"])
async def test_what_a_client_makes_up_shows_her_own_history_from_the_beginning(contoso: Contoso, start: str) -> None:
    lunch = await eat(contoso.ada, contoso.bo)
    await press(contoso.ada, "checkin.met", lunch)

    assert await lines(contoso.bo, start) == await lines(contoso.bo)


async def test_she_writes_history_and_gets_the_card(contoso: Contoso) -> None:
    async with transaction():
        await obey(contoso.ada, "Who did I meet?", "key-1")
        await obey(contoso.ada, "history", "key-2")

    assert [message.kind for message in await messages("met", to_id=contoso.ada.id)] == ["answer", "answer"]
