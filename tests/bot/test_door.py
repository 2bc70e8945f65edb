"""Who gets in: defects 1, 2, 3 and 10 of the archived library stay covered here."""

import asyncio
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot_service.bot.inbox import Inbox
from bot_service.bot.token import TokenCheck, check_registration
from bot_service.errors import Outage, UserMistake
from bot_service.settings import read_settings
from bot_service.tokens.bearer import WrongToken
from bot_service.tokens.keys import SigningKeys
from tests.bot.desk import Bot
from tests.bot.microsoft import SERVICE, LoopbackMicrosoft, activity, press


async def test_what_aisha_writes_is_kept_and_acknowledged_at_once(bot: Bot):
    answer = await bot.tell(activity(text="help"))
    assert answer.status == 202
    assert await Inbox.filter(state="received").count() == 1
    assert bot.desk.heard == []


async def test_the_same_activity_again_is_kept_once(bot: Bot):
    for _ in range(3):
        assert (await bot.tell(activity(text="help"))).status == 202
    assert await Inbox.all().count() == 1
    assert await bot.act() == 1
    assert (await bot.tell(activity(text="help"))).status == 202
    assert await bot.act() == 0


async def test_the_same_id_in_another_chat_is_another_activity(bot: Bot):
    await bot.tell(activity(text="help"))
    await bot.tell(
        activity(
            text="help",
            conversation={
                "id": "a:other",
                "conversationType": "personal",
                "tenantId": activity()["conversation"]["tenantId"],
            },
        )
    )
    assert await Inbox.all().count() == 2


@pytest.mark.parametrize(
    "token",
    [None, "", "Bearer", "Bearer ", "Bearer nonsense", "Bearer a.b.c", "Basic YTpi", "Bearer ..", "Bearer é.é.é"],
)
async def test_without_a_token_nobody_gets_in(bot: Bot, token: str | None):
    assert (await bot.tell(activity(text="help"), token)).status == 401
    assert (await bot.tell(press("offer.lunch"), token)).status == 401
    assert await Inbox.all().count() == 0
    assert bot.desk.heard == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"3",
        b'"hello"',
        b"\xff\xfe",
        b"{}",
        b'{"type": 5}',
        b'{"type": "message"}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_activity_is_sent_back(bot: Bot, body: bytes):
    headers = {"Authorization": bot.microsoft.sign(), "Content-Type": "application/json"}
    assert (await bot.client.post("/api/messages", data=body, headers=headers)).status == 400


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://sts.windows.net/contoso/"},
        {"iss": None},
        {"aud": "somebody-else"},
        {"aud": None},
        {"serviceurl": "https://smba.trafficmanager.net/amer/"},
        {"serviceurl": None},
        {"exp": int(time.time()) - 600},
        {"exp": None},
        {"nbf": int(time.time()) + 600},
    ],
)
async def test_a_token_for_somebody_else_is_turned_away(bot: Bot, claims: dict[str, Any]):
    assert (await bot.tell(activity(text="help"), bot.microsoft.sign(**claims))).status == 403
    assert await Inbox.all().count() == 0


async def test_clocks_may_differ_by_less_than_five_minutes(bot: Bot):
    token = bot.microsoft.sign(exp=int(time.time()) - 240, nbf=int(time.time()) + 240)
    assert (await bot.tell(activity(text="help"), token)).status == 202


async def test_a_token_signed_by_a_stranger_is_turned_away(bot: Bot):
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert (await bot.tell(activity(), bot.microsoft.sign(key=stranger))).status == 403


async def test_a_token_without_a_signature_is_turned_away(bot: Bot):
    claims = {
        "iss": "https://api.botframework.com",
        "aud": bot.microsoft.settings().app_id,
        "serviceurl": SERVICE,
        "exp": int(time.time()) + 600,
    }
    unsigned = jwt.encode(claims, None, algorithm="none", headers={"kid": bot.microsoft.kid})
    assert (await bot.tell(activity(), f"Bearer {unsigned}")).status == 403
    with_public_key = jwt.encode(claims, "x" * 32, algorithm="HS256", headers={"kid": bot.microsoft.kid})
    assert (await bot.tell(activity(), f"Bearer {with_public_key}")).status == 403


async def test_a_key_counts_only_for_the_channels_it_is_endorsed_for(bot: Bot):
    bot.microsoft.endorsements = ["webchat"]
    assert (await bot.tell(activity())).status == 403


@pytest.mark.parametrize("channel", ["msteams", "outlook", "m365extensions"])
async def test_teams_and_outlook_may_both_speak(bot: Bot, channel: str):
    assert (await bot.tell(activity(text="help", channelId=channel))).status == 202


async def test_an_emulator_may_not_speak(bot: Bot):
    assert (await bot.tell(activity(channelId="emulator"))).status == 403


@pytest.mark.parametrize(
    "foreign",
    [
        {"conversation": {"id": "a:x", "conversationType": "personal", "tenantId": "fabrikam"}},
        {"channelData": {"tenant": {"id": "fabrikam"}}},
        {"conversation": {"id": "a:x"}, "channelData": {}},
        {"conversation": {"id": "a:x"}, "channelData": None},
    ],
)
async def test_another_organisation_is_turned_away(bot: Bot, foreign: dict[str, Any]):
    assert (await bot.tell(activity(text="help", **foreign))).status == 403
    assert (await bot.tell(press("offer.lunch", **foreign))).status == 403
    assert await Inbox.all().count() == 0
    assert bot.desk.heard == []


async def test_new_signing_keys_are_found_at_once(bot: Bot):
    assert (await bot.tell(activity(id="1"))).status == 202
    bot.microsoft.rotate()
    assert (await bot.tell(activity(id="2"))).status == 202
    assert bot.microsoft.asked_for_keys == 2


async def test_made_up_key_ids_dont_make_us_hammer_microsoft(bot: Bot):
    await bot.tell(activity(id="1"))
    for number in range(5):
        token = bot.microsoft.sign(headers={"kid": f"made up {number}"})
        assert (await bot.tell(activity(id="2"), token)).status == 403
    assert bot.microsoft.asked_for_keys == 2


async def test_many_first_messages_read_the_keys_once(bot: Bot):
    answers = await asyncio.gather(*(bot.tell(activity(id=str(number))) for number in range(20)))
    assert {answer.status for answer in answers} == {202}
    assert bot.microsoft.asked_for_keys == 1


async def test_while_microsoft_is_away_known_keys_are_good_and_unknown_ones_must_wait(bot: Bot):
    await bot.tell(activity(id="1"))
    bot.microsoft.is_away = True
    assert (await bot.tell(activity(id="2"))).status == 202
    bot.microsoft.rotate()
    assert (await bot.tell(activity(id="3"))).status == 503


async def test_keys_that_can_not_be_read_are_an_outage():
    with pytest.raises(Outage):
        await SigningKeys("http://127.0.0.1:9").find("a key")


async def test_an_empty_app_id_lets_nobody_in(microsoft: LoopbackMicrosoft):
    check = TokenCheck(microsoft.settings(app_id=""))
    for audience in ("", microsoft.settings().app_id, None):
        with pytest.raises(WrongToken):
            await check.claims(microsoft.sign(aud=audience), channel_id="msteams", service_url=SERVICE)


def test_an_empty_app_id_refuses_to_start_outside_demo_and_tests():
    with pytest.raises(UserMistake, match="POTLUCK_APP_ID"):
        check_registration(read_settings({}))
    check_registration(read_settings({"POTLUCK_MODE": "demo"}))
    check_registration(read_settings({"POTLUCK_APP_ID": "a", "POTLUCK_APP_SECRET": "b", "POTLUCK_TENANT_ID": "c"}))
