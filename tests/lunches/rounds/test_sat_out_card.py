"""What Ada reads when there is nobody for her to meet."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot_service.database.row import put
from bot_service.lunches.programs.program import HOST, MIXER
from bot_service.lunches.programs.round import ON_DEMAND, TEAM_TABLE, LeftOver, Round
from bot_service.lunches.rounds.sat_out_card import CARDS
from bot_service.lunches.rounds.seating import SEEKS_LATER
from bot_service.matching.explain import NOBODY_FREE, ODD_ONE
from bot_service.matching.host_tables import NOBODY_FITS, NOBODY_THERE_FITS
from bot_service.settings import Settings
from tests.lunches.colleagues import TABLES, text_of

__all__ = ["TABLES"]
MIGRATIONS = ""

Read = Callable[..., Awaitable[str]]


@pytest.fixture
async def read(database: Settings) -> Read:  # noqa: ARG001 - it opens the tables
    """The card of somebody left over in such a round, below its title."""

    async def told(kind: str, reason: str, **more: Any) -> str:
        await Round.all().delete()
        await LeftOver.all().delete()
        await put(Round(id="r1", state="matched", program_id="p1", kind=kind, number=3, **more))
        await put(LeftOver(id="l1", round_id="r1", person_id="ada", reason=reason))
        title, _, said = text_of(await CARDS["sat-out"]("l1", "ada")).partition("\n")
        assert title == "Nobody this time"
        return said

    return told


async def test_who_sat_out_goes_first_in_the_next_round_and_reads_that_once(read: Read):
    assert await read(MIXER, NOBODY_FREE) == (
        "No time suits you and somebody of another team. You go first in the next round."
    )
    assert await read(MIXER, ODD_ONE) == "The numbers did not come out even this time; you go first next time."
    assert await read(MIXER, "") == "You go first in the next round."


async def test_who_was_promised_another_one_reads_that_it_was_looked_for(read: Read):
    assert await read(MIXER, NOBODY_FREE, second=True) == (
        "I looked once more, and found nobody: no time suits you and somebody of another team. "
        "You go first in the next round."
    )
    assert await read(MIXER, "", second=True) == "I looked once more, and found nobody. You go first in the next round."


async def test_a_host_of_the_weekly_round_is_looked_for_again_and_was_not_the_one_who_asked(read: Read):
    assert await read(HOST, NOBODY_FITS) == (
        "Nobody whom you could meet has a time that suits you both. I look again in the next round."
    )


async def test_who_asked_herself_may_ask_again(read: Read):
    for kind in (ON_DEMAND, HOST, TEAM_TABLE):
        told = await read(kind, NOBODY_THERE_FITS, host_id="ada")
        assert told.endswith("that suits you both. Ask me again whenever you like.")
    assert await read(ON_DEMAND, SEEKS_LATER, host_id="ada") == (
        "You have an invitation already that waits for your answer, or you are paused."
    )


async def test_a_round_that_is_gone_is_told_to_nobody(read: Read):
    await read(MIXER, "")
    await Round.all().delete()
    assert await CARDS["sat-out"]("l1", "ada") is None
