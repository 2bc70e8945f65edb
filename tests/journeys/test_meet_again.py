"""After a coffee each of two can tick, for herself, that she would like to meet again. Two ticks are an invitation; one is a secret."""

import json
from datetime import timedelta
from pathlib import Path

from tests.journeys.people import Company, Player, company
from tests.journeys.test_from_strangers_to_a_thanked_share import WEDNESDAY, agree, pair_offered

WEEKS = 5  #: after the coffee; the next one is looked for after four
BOTH = "You would both like to meet again"


async def meet(here: Company) -> tuple[Player, Player]:
    """Ada and Bo are invited, say yes, and have coffee; a day later both have been asked how it was."""
    await here.wait_until(WEDNESDAY)
    ada, bo = await pair_offered(here, host=False)
    await agree(ada, bo)
    (event,) = await ada.lunches()
    await here.wait_until(event.end + timedelta(days=1))
    return ada, bo


async def weeks_later(here: Company) -> None:
    await here.wait_until(await here.stage.sandbox.now() + timedelta(weeks=WEEKS))


def invitations(reader: str, other: Player) -> int:
    """How many cards in a chat invite to a lunch with this colleague."""
    return reader.count(f'"text": "Lunch or coffee with {other.who.name}?"')


async def everything_to_be_seen(here: Company) -> dict[str, str]:
    """Chats, calendars and channels, word by word; hosts have asked for all that they can ask for."""
    everybody = (await here.everybody()).values()
    for host in (one for one in everybody if one.who.role == "host"):
        for words in ("mirror", "programs", "who can I ask", "history"):
            await host.says(words)
    seen = {f"chat of {one.who.name}": await one.reads() for one in everybody}
    seen |= {f"lunches of {one.who.name}": repr(await one.lunches()) for one in everybody}
    channels = [each for each in await here.get("/sandbox/conversations") if each["kind"] != "personal"]
    seen["channels"] = json.dumps(
        [await here.get(f"/sandbox/conversations/{each['id']}/messages") for each in channels]
    )
    return seen


async def test_when_both_tick_it_they_are_invited_again_weeks_later_though_they_have_just_met(tmp_path: Path) -> None:
    async with company(tmp_path, people=14) as here:
        ada, bo = await meet(here)
        await ada.presses("checkin.met", again="true")
        await bo.presses("checkin.met", again="true")
        (first,) = await bo.lunches()

        await here.wait_until(first.end + timedelta(days=27))
        assert invitations(await bo.reads(), ada) == 1
        await here.wait_until(first.end + timedelta(days=36))  # one of them may have had another invitation open
        for one, other in ((ada, bo), (bo, ada)):
            assert invitations(await one.reads(), other) > 1
            assert BOTH in await one.reads()

        await agree(bo, ada)
        (_, second), (_, hers) = await bo.lunches(), await ada.lunches()
        assert second.uid == hers.uid
        assert second.start > first.end + timedelta(weeks=4)

        await ada.says("who did I meet?")
        chat = await ada.reads()
        assert f"**{bo.who.name}**, coffee on" in chat
        assert chat.count(f"**{bo.who.name}**, ") == 1  # the one that took place


async def test_who_leaves_in_between_is_not_invited_and_the_other_hears_nothing_of_it(tmp_path: Path) -> None:
    async with company(tmp_path, people=8) as here:
        ada, bo = await meet(here)
        await ada.presses("checkin.met", again="true")
        await bo.presses("checkin.met", again="true")
        await ada.says("stop")

        await weeks_later(here)

        assert invitations(await bo.reads(), ada) == invitations(await ada.reads(), bo) == 1  # that of their coffee


async def test_one_tick_is_seen_by_nobody(tmp_path: Path) -> None:
    seen = {}
    for again in ("true", "false"):
        async with company(tmp_path / again, people=14) as here:
            ada, bo = await meet(here)
            await ada.presses("checkin.met", again=again)
            await bo.presses("checkin.met", again="false")
            await weeks_later(here)
            assert invitations(await bo.reads(), ada) == invitations(await ada.reads(), bo) == 1
            seen[again] = await everything_to_be_seen(here)

    assert "When did you last eat with" in str(seen["true"])
    for what, words in seen["true"].items():
        assert words == seen["false"][what], what
