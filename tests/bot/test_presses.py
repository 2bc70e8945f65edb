"""A press is answered in its own request: defects 6, 11 and 12 of the archived library stay covered here."""

import logging
from typing import Any

import pytest

from bot_service.bot.presses import FAULT
from bot_service.database.row import AlreadyMoved
from bot_service.errors import Refusal
from bot_service.teams import cards
from bot_service.teams.reply import Reply
from tests.bot.desk import Bot
from tests.bot.microsoft import AISHA, CONTOSO, SERVICE, TOMASZ, activity, press

TOAST = "application/vnd.microsoft.activity.message"


async def test_a_card_takes_the_place_of_the_one_that_was_pressed(bot: Bot):
    card = cards.as_json(cards.card(cards.heading("See you on Thursday")))
    bot.desk.on_press = lambda _verb: Reply(card=card)
    answer = await bot.tell(press("offer.lunch", {"id": "l1"}))
    assert answer.status == 200
    assert await answer.json() == {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card}


async def test_who_pressed_what_comes_from_the_signed_activity(bot: Bot):
    await bot.tell(press("offer.lunch", {"id": "l1", "aadObjectId": TOMASZ["aadObjectId"]}))
    [(_, caller, verb, data)] = bot.desk.heard
    assert (caller.object_id, caller.name, caller.tenant_id, caller.is_personal) == (
        AISHA["aadObjectId"],
        "Aisha Khan",
        CONTOSO,
        True,
    )
    assert (caller.address.service_url, caller.address.conversation_id) == (SERVICE, "a:Aisha Khan")
    assert (verb, data["id"]) == ("offer.lunch", "l1")


async def test_a_sentence_is_shown_as_a_notice(bot: Bot):
    answer = await bot.tell(press("ask.never"))
    assert await answer.json() == {"statusCode": 200, "type": TOAST, "value": "You pressed ask.never."}


async def test_a_refusal_is_told_in_its_own_words(bot: Bot):
    def refuse(_verb: str):
        raise Refusal("This lunch is over.")

    bot.desk.on_press = refuse
    answer = await bot.tell(press("offer.lunch"))
    assert (answer.status, (await answer.json())["value"]) == (200, "This lunch is over.")


async def test_a_fault_is_logged_and_told_kindly(bot: Bot, caplog: pytest.LogCaptureFixture):
    def fail(_verb: str):
        raise KeyError("nobody expected this")

    bot.desk.on_press = fail
    with caplog.at_level(logging.ERROR):
        answer = await bot.tell(press("offer.lunch"))
    assert answer.status == 200
    assert await answer.json() == {"statusCode": 200, "type": TOAST, "value": FAULT}
    assert "KeyError" in caplog.text
    assert "nobody expected this" not in caplog.text  # it might be somebody's name


async def test_two_presses_at_once_are_both_answered_as_things_are_then(bot: Bot):
    def quicker(_verb: str):
        if len(bot.desk.heard) == 1:
            raise AlreadyMoved("somebody was quicker")
        return Reply(text="You have already answered.")

    bot.desk.on_press = quicker
    assert (await (await bot.tell(press("offer.lunch"))).json())["value"] == "You have already answered."


async def test_a_card_too_large_for_teams_is_told_not_sent(bot: Bot):
    bot.desk.on_press = lambda _verb: Reply(card=cards.as_json(cards.card(cards.words("a" * 20_000))))
    body = await (await bot.tell(press("story.share"))).json()
    assert body["type"] == TOAST
    assert "too long" in body["value"]


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        [],
        "x",
        {"action": None},
        {"action": "x"},
        {"action": {}},
        {"action": {"verb": 5}},
        {"action": {"verb": "x", "data": "y"}},
    ],
)
async def test_a_press_that_says_nothing_is_an_error_to_its_client_not_to_us(bot: Bot, value: Any):
    answer = await bot.tell(activity("invoke", name="adaptiveCard/action", value=value))
    body = await answer.json()
    assert (answer.status, body["statusCode"], body["type"]) == (200, 400, "application/vnd.microsoft.error")
    assert body["value"]["message"]
    assert bot.desk.heard == []


async def test_somebody_without_an_account_can_not_press(bot: Bot):
    answer = await bot.tell(press("offer.lunch", sender={"id": "29:guest", "name": "A guest"}))
    assert (answer.status, (await answer.json())["statusCode"]) == (200, 403)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("composeExtension/query", ("composeExtension", "text")),
        ("composeExtension/fetchTask", ("composeExtension", "text")),
        ("task/fetch", ("task", "value")),
        ("task/submit", ("task", "value")),
        ("config/fetch", ("config", "value")),
    ],
)
async def test_what_we_dont_offer_is_declined_in_a_shape_that_can_be_shown(
    bot: Bot, name: str | None, shape: tuple[str, str]
):
    answer = await bot.tell(activity("invoke", name=name, value={"x": 1}))
    body = await answer.json()
    assert answer.status == 200
    assert "Potluck" in body[shape[0]][shape[1]]


@pytest.mark.parametrize(
    "name", ["", None, "fileConsent/invoke", "signin/verifyState", "actionableMessage/executeAction", "something/new"]
)
async def test_what_nobody_knows_is_not_implemented_and_no_fault(bot: Bot, name: str | None):
    answer = await bot.tell(activity("invoke", name=name, value={}))
    assert (answer.status, (await answer.json())["statusCode"]) == (200, 501)


async def test_an_empty_search_finds_nothing(bot: Bot):
    answer = await bot.tell(activity("invoke", name="application/search", value={"queryText": "a"}))
    assert (await answer.json())["value"] == {"results": []}


async def test_asking_for_replies_in_the_answer_changes_nothing(bot: Bot):
    answer = await bot.tell(press("ask.never", deliveryMode="expectReplies"))
    assert (await answer.json())["value"] == "You pressed ask.never."
