"""Consent: before a yes one welcome and no calendar; after a goodbye nothing at all; and nobody is ever greeted twice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.people import Company, Player, company
from tests.journeys.test_from_strangers_to_a_thanked_share import WEDNESDAY, agree, pair_offered

IN_TWO_WEEKS = datetime(2026, 1, 19, 12, tzinfo=UTC)


def calls(here: Company, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every request that Microsoft Graph gets from now on, as the sandbox sees it."""
    faults, seen = here.stage.world.faults, list[str]()
    take: Callable[..., Any] = faults.take

    def note(method: str, path: str, **how: Any) -> Any:
        seen.append(f"{method} {path}")
        return take(method, path, **how)

    monkeypatch.setattr(faults, "take", note)
    return seen


def calendars_read(seen: list[str]) -> list[str]:
    return [call for call in seen if "getSchedule" in call]


async def app(one: Player, do: str) -> None:
    await one.company.post(f"/sandbox/people/{one.who.id}/app", {"do": do})
    await one.company.settle()


async def test_before_her_yes_one_welcome_comes_and_no_calendar_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async with company(tmp_path, people=12, joined=False) as here:
        seen = calls(here, monkeypatch)
        await here.wait_until(IN_TWO_WEEKS)
        everybody = list((await here.everybody()).values())
        for one in everybody:
            (welcome,) = await one.messages()
            assert "have lunch with someone new?" in str(welcome)
            assert await one.lunches() == []
        assert any("/users" in call for call in seen)  # the directory was read
        assert calendars_read(seen) == []

        ada = everybody[0]
        await ada.presses("welcome.join")
        assert len(calendars_read(seen)) == 1  # hers, for the zone she works in
        assert len(await ada.messages()) == 1


async def test_a_second_welcome_is_never_sent_whatever_becomes_of_the_app(tmp_path: Path):
    async with company(tmp_path, people=12, joined=False) as here:
        ada, bo, *_ = (await here.everybody()).values()
        for do in ("remove", "add", "add", "remove"):
            await app(ada, do)
        await ada.says("hello")
        await app(ada, "add")
        await bo.presses("welcome.decline")
        await app(bo, "remove")
        await app(bo, "add")
        await here.wait_until(IN_TWO_WEEKS)
        for one in (ada, bo):
            assert sum("have lunch with someone new?" in str(each) for each in await one.messages()) == 1


async def test_who_says_stop_is_out_at_once_her_invitation_ends_kindly_and_nobody_learns_why(tmp_path: Path):
    async with company(tmp_path, people=14) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        button = "offer.coffee" if await bo.has_button("offer.coffee") else "offer.lunch"
        await bo.presses(button)
        await ada.says("stop")
        assert "You won't hear from me again" in await ada.reads()
        assert not await ada.has_button("offer.decline")
        await here.wait_until(await here.stage.sandbox.now() + timedelta(days=1))
        (told, *_) = [str(each) for each in await bo.messages() if "It didn't work out this time" in str(each)]
        assert "stop" not in told
        assert "left" not in told

        before = await ada.messages()
        await here.wait_until(await here.stage.sandbox.now() + timedelta(weeks=3))
        assert len(await ada.messages()) == len(before)
        assert await ada.lunches() == []

        await ada.says("join")
        assert "You are in." in await ada.reads()
        await here.wait_until(await here.stage.sandbox.now() + timedelta(weeks=4))
        assert len(await ada.messages()) > len(before) + 1


async def test_what_stands_in_her_calendar_when_she_stops_is_told_and_stays(tmp_path: Path):
    async with company(tmp_path, people=14) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        await agree(ada, bo)
        await ada.says("settings")
        await ada.presses("settings.leave")
        await ada.presses("settings.leave-now")
        assert "You won't hear from me again" in await ada.reads()
        await ada.says("join")
        await ada.says("stop")
        assert f"with {bo.who.name}" in (await ada.messages())[0]["attachments"][0]["content"]["body"][0]["text"]
        await here.wait_until(await here.stage.sandbox.now() + timedelta(weeks=2))
        assert len(await bo.lunches()) == len(await ada.lunches()) == 1
