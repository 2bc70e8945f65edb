"""Ada says how she likes to be invited, is told what can't be read, and is left alone when she wishes."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.journeys.people import Company, Player, company

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY, THURSDAY = 1, 3
WEDNESDAY = datetime(2026, 1, 7, 12, 0, tzinfo=UTC)  #: the first round has begun
BACK = datetime(2026, 2, 2, tzinfo=UTC)  # a Monday
FORM = {"how": "ask", "online_only": "false", "own_lunch": "false", "most": "0"}  # clients leave out what is empty
FAULTS = (
    "“lunchtime” is no window of time",
    "“caturday” is no day of the week",
    "“2025-12-24” is Wed 24 December 2025",
)


async def ada_of(here: Company) -> Player:
    """Somebody who is no host and works in Berlin."""
    everybody = (await here.everybody()).values()
    return next(one for one in everybody if one.who.role != "host" and one.who.zone == "Europe/Berlin")


def offered(messages: list[dict[str, Any]]) -> list[tuple[str, datetime]]:
    """What can be chosen on her invitations: lunch or coffee, and when by the clocks in Berlin."""
    buttons = [
        action
        for message in messages
        for card in message["attachments"]
        for action in card["content"].get("actions", ())
        if action.get("verb") in {"offer.lunch", "offer.coffee"}
    ]
    return [
        (action["verb"].removeprefix("offer."), datetime.fromisoformat(action["data"]["at"]).astimezone(BERLIN))
        for action in buttons
    ]


async def test_ada_says_when_she_likes_to_be_invited_and_what_she_typed_is_kept_until_it_can_be_read(tmp_path: Path):
    async with company(tmp_path, people=14) as here:
        ada = await ada_of(here)
        await ada.says("preferences")
        assert "I ask you before I book anything" in await ada.reads()

        await ada.presses("preferences.edit")
        wrong = {
            **FORM,
            "lunch_windows": "lunchtime",
            "days": "Caturday",
            "paused": "2025-12-24",
            "coffee_windows": "9-10",
        }
        await ada.presses("preferences.save", **wrong)
        told = await ada.reads()
        assert all(fault in told for fault in FAULTS)
        assert all(f'"{text}"' in told for text in ("lunchtime", "Caturday", "2025-12-24", "9-10"))

        right = {
            **FORM,
            "lunch_windows": "12-13",
            "paused": "",
            "days": "Tue, Thu",
            "online_only": "true",
            "most": "2",
        }
        await ada.presses("preferences.save", **right)
        said = await ada.reads()
        assert "Lunch between 12:00-13:00." in said
        assert "Only on Tue, Thu." in said
        assert "Only online." in said
        assert "At most 2 lunches" in said

        await here.wait_until(WEDNESDAY)
        times = offered(await ada.messages())
        assert times
        for form, at in times:
            assert at.weekday() in {TUESDAY, THURSDAY}
            assert form == "coffee" or time(12) <= at.time() <= time(12, 15)


async def test_who_lets_her_lunches_be_booked_need_not_say_yes(tmp_path: Path):
    async with company(tmp_path, people=14) as here:
        ada = await ada_of(here)
        await ada.says("preferences")
        await ada.presses("preferences.edit")
        await ada.presses("preferences.save", **{**FORM, "how": "book"})
        assert "I book lunches for you at once" in await ada.reads()

        await here.wait_until(WEDNESDAY)
        for one in (await here.everybody()).values():
            if f"coffee with {ada.who.name}?" in await one.reads():
                await one.presses("offer.coffee" if await one.has_button("offer.coffee") else "offer.lunch")
        assert len(await ada.lunches()) == 1


async def test_ada_is_left_alone_until_the_day_she_named_and_may_leave_out_one_programme(tmp_path: Path):
    async with company(tmp_path, people=14) as here:
        ada = await ada_of(here)
        await ada.says("pause until 2 February")
        assert "until Mon 2 February 2026" in await ada.reads()
        await ada.says("pause until the cows come home")
        assert "“the cows come home” is no day that I can read" in await ada.reads()

        await ada.says("preferences")
        assert "I leave you alone until Mon 2 February 2026" in await ada.reads()
        await ada.presses("preferences.edit")
        await ada.presses("preferences.save", **FORM, **{"paused": "2 February 2026", "sitting-everybody": "1 March"})
        assert "goes on without you until Sun 1 March 2026" in await ada.reads()

        before = len(await ada.messages())
        await here.wait_until(BACK - timedelta(hours=1))
        assert len(await ada.messages()) == before
        assert await ada.lunches() == []
