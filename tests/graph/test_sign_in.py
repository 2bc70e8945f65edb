"""Signing in at Microsoft as the app."""

import asyncio
from dataclasses import replace

import pytest

from bot_service.errors import Outage
from bot_service.graph.sign_in import SignInRefused
from bot_service.settings import Microsoft
from tests.graph.conftest import Contoso, SignsIn

GRAPH = "https://graph.microsoft.com/.default"
TEAMS = "https://api.botframework.com/.default"


async def _refused(signs_in: SignsIn, microsoft: Microsoft) -> SignInRefused:
    with pytest.raises(SignInRefused) as refusal:
        await signs_in(microsoft).token(GRAPH)
    return refusal.value


async def test_the_app_gets_a_token_for_graph_and_another_for_teams(contoso: Contoso, signs_in: SignsIn) -> None:
    sign_in = signs_in(contoso.microsoft)

    graph, teams = await sign_in.token(GRAPH), await sign_in.token(TEAMS)

    assert contoso.world.sign_in.grant(f"Bearer {graph}", "https://graph.microsoft.com")
    assert contoso.world.sign_in.grant(f"Bearer {teams}", "https://api.botframework.com")


async def test_a_token_is_asked_for_once_however_many_need_it(contoso: Contoso, signs_in: SignsIn) -> None:
    sign_in = signs_in(contoso.microsoft)

    tokens = await asyncio.gather(*(sign_in.token(GRAPH) for _ in range(20)))

    assert len(set(tokens)) == 1


async def test_a_wrong_secret_is_told_with_the_setting_to_correct(contoso: Contoso, signs_in: SignsIn) -> None:
    refusal = await _refused(signs_in, replace(contoso.microsoft, app_secret="guessed"))

    assert refusal.reason == "wrong_secret"
    assert "POTLUCK_APP_SECRET" in refusal.sentence
    assert "guessed" not in refusal.sentence


async def test_an_app_that_the_tenant_does_not_know_is_told_so(contoso: Contoso, signs_in: SignsIn) -> None:
    refusal = await _refused(signs_in, replace(contoso.microsoft, app_id="00000000-0000-0000-0000-000000000000"))

    assert refusal.reason == "unknown_app"


async def test_a_tenant_that_does_not_exist_is_told_so(contoso: Contoso, signs_in: SignsIn) -> None:
    refusal = await _refused(signs_in, replace(contoso.microsoft, tenant_id="11111111-1111-1111-1111-111111111111"))

    assert refusal.reason == "unknown_tenant"
    assert "POTLUCK_TENANT_ID" in refusal.sentence


async def test_a_sign_in_that_does_not_answer_is_an_outage(elsewhere: Contoso, signs_in: SignsIn) -> None:
    with pytest.raises(Outage):
        await signs_in(elsewhere.microsoft).token(GRAPH)


async def test_a_sign_in_that_is_overloaded_is_an_outage_and_works_again_later(
    contoso: Contoso, signs_in: SignsIn
) -> None:
    sign_in = signs_in(contoso.microsoft)
    contoso.world.faults.order({"path": "^/login/", "do": "status", "status": 503})

    with pytest.raises(Outage):
        await sign_in.token(GRAPH)

    assert await sign_in.token(GRAPH)
