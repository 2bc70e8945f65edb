"""What becomes of a card: defects 4 and 5 of the archived library stay covered here."""

import asyncio
import time
from datetime import timedelta

import aiohttp
import pytest

from bot_service.errors import InDoubt, Outage, Refusal
from bot_service.teams import cards, wire
from bot_service.teams.address import Address
from bot_service.teams.messenger import CardTooLarge, Messenger, NotTaken, UnknownServiceHost, Unreachable
from tests.teams.connector import Connector

CARD = cards.as_json(
    cards.card(cards.heading("Lunch with Tomasz?"), actions=[cards.execute("Lunch", "offer.lunch", "l1")])
)


async def test_a_card_reaches_aishas_chat(connector: Connector, messenger: Messenger):
    assert await messenger.send(connector.chat("a:1 of;x"), CARD, "Lunch with Tomasz?") == "activity-1"
    [(method, path, body, authorization)] = connector.asked
    assert (method, path) == ("POST", "/teams/v3/conversations/a%3A1%20of%3Bx/activities")
    assert (body["type"], body["summary"]) == ("message", "Lunch with Tomasz?")
    assert body["attachments"] == [{"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}]
    assert (authorization, connector.tokens) == ("Bearer the-bots-token", ["https://api.botframework.com/.default"])


async def test_a_card_changes_in_place(connector: Connector, messenger: Messenger):
    await messenger.update(connector.chat(), "activity-1", CARD, "Agreed")
    [(method, path, body, _)] = connector.asked
    assert (method, path) == ("PUT", "/teams/v3/conversations/a%3Achat%20of%20Aisha/activities/activity-1")
    assert body["id"] == "activity-1"


async def test_a_post_starts_a_thread_of_its_own(connector: Connector, messenger: Messenger):
    connector.body = {"id": "19:news@thread.tacv2;messageid=77", "activityId": "77"}
    channel = connector.chat("19:news@thread.tacv2")
    thread, activity_id = await messenger.post(channel, CARD, "Well done, Tomasz")
    assert (thread, activity_id) == (connector.chat("19:news@thread.tacv2;messageid=77"), "77")
    [(method, path, body, _)] = connector.asked
    assert (method, path) == ("POST", "/teams/v3/conversations")
    assert (body["isGroup"], body["channelData"]["channel"]["id"]) == (True, "19:news@thread.tacv2")
    assert body["activity"]["attachments"][0]["content"] == CARD


async def test_the_chat_with_aisha_is_opened(connector: Connector, messenger: Messenger):
    connector.body = {"id": "a:chat of Aisha"}
    assert await messenger.open_chat(connector.service_url, "contoso", "aisha-object-id") == connector.chat()
    [(_, _, body, _)] = connector.asked
    assert (body["members"], body["channelData"]) == ([{"id": "aisha-object-id"}], {"tenant": {"id": "contoso"}})


async def test_a_post_whose_place_is_not_told_is_in_doubt(connector: Connector, messenger: Messenger):
    connector.status, connector.body = 202, ""
    with pytest.raises(InDoubt):
        await messenger.post(connector.chat("19:news"), CARD, "Well done")
    assert await messenger.send(connector.chat(), CARD, "Lunch?") == ""


@pytest.mark.parametrize("status", [403, 404])
async def test_who_blocked_potluck_is_unreachable(connector: Connector, messenger: Messenger, status: int):
    connector.status, connector.body = (
        status,
        {"error": {"code": "ForbiddenOperationException", "subCode": "MessageWritesBlocked"}},
    )
    for call in _all_calls(connector, messenger):
        with pytest.raises(Unreachable, match="MessageWritesBlocked"):
            await call


@pytest.mark.parametrize("status", [429, 412])
@pytest.mark.parametrize(("told", "after"), [("7", 7), ("", 30), ("Fri, 31 Dec 2027 23:59:59 GMT", 30)])
async def test_when_teams_asks_us_to_slow_down_nothing_was_sent(
    connector: Connector, messenger: Messenger, status: int, told: str, after: int
):
    connector.status, connector.headers = status, {"Retry-After": told} if told else {}
    for call in _all_calls(connector, messenger):
        with pytest.raises(Outage) as outage:
            await call
        assert outage.value.after == timedelta(seconds=after)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
@pytest.mark.parametrize("body", ["<html>gateway</html>", {"error": {"code": "ServiceError"}}])
async def test_after_a_fault_of_teams_a_send_is_in_doubt_and_an_update_is_repeated(
    connector: Connector, messenger: Messenger, status: int, body: object
):
    connector.status, connector.body = status, body
    await _send_in_doubt_update_later(connector, messenger)


async def test_when_the_line_breaks_a_send_is_in_doubt_and_an_update_is_repeated(
    connector: Connector, messenger: Messenger
):
    connector.hangs_up = True
    await _send_in_doubt_update_later(connector, messenger)


async def test_when_the_answer_takes_too_long_a_send_is_in_doubt(
    connector: Connector, messenger: Messenger, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(wire, "PATIENCE", aiohttp.ClientTimeout(total=5, sock_read=0.2))
    connector.takes = 1.0
    await _send_in_doubt_update_later(connector, messenger)


async def test_an_answer_that_nobody_can_read_leaves_a_send_in_doubt(connector: Connector, messenger: Messenger):
    connector.body = "<html>"
    with pytest.raises(InDoubt):
        await messenger.send(connector.chat(), CARD, "Lunch?")


async def test_when_nobody_is_there_nothing_was_sent(messenger: Messenger):
    nowhere = Address("http://127.0.0.1:9/teams/", "a:chat", "contoso")
    with pytest.raises(Outage):
        await messenger.send(nowhere, CARD, "Lunch?")


async def test_a_token_that_is_not_accepted_is_an_outage_with_the_way_out(connector: Connector, messenger: Messenger):
    connector.status = 401
    with pytest.raises(Outage, match="potluck doctor"):
        await messenger.send(connector.chat(), CARD, "Lunch?")


async def test_without_a_token_nothing_is_sent(connector: Connector):
    async def no_token(_scope: str) -> str:
        raise Outage("Sign-in is away.")

    messenger = Messenger(connector.settings(), no_token)
    with pytest.raises(Outage, match="Sign-in"):
        await messenger.send(connector.chat(), CARD, "Lunch?")
    assert connector.asked == []
    await messenger.close()


@pytest.mark.parametrize("status", [400, 413, 302])
async def test_what_teams_finds_fault_with_is_not_tried_again(connector: Connector, messenger: Messenger, status: int):
    connector.status, connector.headers = status, {"Location": connector.service_url}
    with pytest.raises(NotTaken):
        await messenger.send(connector.chat(), CARD, "Lunch?")
    assert len(connector.asked) == 1


async def test_a_card_too_large_is_not_sent(connector: Connector, messenger: Messenger):
    large = cards.as_json(cards.card(cards.words("ä" * 15_000)))
    with pytest.raises(CardTooLarge):
        await messenger.send(connector.chat(), large, "Lunch?")
    assert connector.asked == []


@pytest.mark.parametrize(
    ("address", "is_known"),
    [
        ("https://smba.trafficmanager.net/emea/contoso/", True),
        ("https://europe.botframework.com/", True),
        ("http://127.0.0.1:3979/teams/", True),
        ("http://smba.trafficmanager.net/emea/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evil.example/smba.trafficmanager.net", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://evilbotframework.com/", False),
        ("https://botframework.com/", False),
        ("ftp://smba.trafficmanager.net/", False),
        ("smba.trafficmanager.net", False),
        ("", False),
        ("https://[", False),
    ],
)
async def test_the_bots_token_goes_to_microsoft_only(address: str, is_known: bool):
    known_hosts = ("smba.trafficmanager.net", "*.botframework.com", "127.0.0.1")
    if is_known:
        wire.check_service_host(address, known_hosts)
    else:
        with pytest.raises(UnknownServiceHost):
            wire.check_service_host(address, known_hosts)


async def test_nothing_is_sent_to_a_stranger(connector: Connector):
    messenger = Messenger(connector.settings("smba.trafficmanager.net"), connector.token)
    for call in _all_calls(connector, messenger):
        with pytest.raises(Refusal, match="no address of Microsoft Teams"):
            await call
    assert (connector.asked, connector.tokens) == ([], [])


async def test_sixty_sends_at_once_take_little_longer_than_two(connector: Connector, messenger: Messenger):
    connector.takes = 0.5
    started = time.monotonic()
    await asyncio.gather(*(messenger.send(connector.chat(f"a:{number}"), CARD, "Lunch?") for number in range(60)))
    assert len(connector.asked) == 60
    assert time.monotonic() - started < 3.5


def _all_calls(connector: Connector, messenger: Messenger):
    yield messenger.send(connector.chat(), CARD, "Lunch?")
    yield messenger.update(connector.chat(), "activity-1", CARD, "Lunch?")
    yield messenger.post(connector.chat("19:news"), CARD, "Well done")
    yield messenger.open_chat(connector.service_url, "contoso", "aisha")


async def _send_in_doubt_update_later(connector: Connector, messenger: Messenger):
    with pytest.raises(InDoubt):
        await messenger.send(connector.chat(), CARD, "Lunch?")
    with pytest.raises(InDoubt):
        await messenger.post(connector.chat("19:news"), CARD, "Well done")
    assert len(connector.asked) == 2
    with pytest.raises(Outage):
        await messenger.update(connector.chat(), "activity-1", CARD, "Lunch?")
    with pytest.raises(Outage):
        await messenger.open_chat(connector.service_url, "contoso", "aisha")
