"""Ada and Bo have a lunch in Outlook. One of them does something to it there, and the whole of Potluck follows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot_service.sandbox.workday import is_at_work
from bot_service.simulation.seen import Event
from tests.journeys.people import Company, Player, company
from tests.journeys.test_from_strangers_to_a_thanked_share import WEDNESDAY, agree, pair_offered

SOON = timedelta(hours=2)  #: by then Microsoft has told us, or we have looked
WORKING_DAY = timedelta(days=1)


@asynccontextmanager
async def two_with_a_lunch(folder: Path) -> AsyncIterator[tuple[Company, Player, Player]]:
    async with company(folder, people=8) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        await agree(ada, bo)
        assert len(await ada.lunches()) == 1
        yield here, ada, bo


async def does(here: Company, who: Player, deed: str, **wish: Any) -> None:
    """She does it in her Outlook, and two hours go by."""
    await here.post(f"/sandbox/people/{who.who.id}/outlook", {"do": deed, **wish})
    await here.wait_until(here.stage.world.clock.now + SOON)


async def standing(player: Player) -> list[Event]:
    """The lunches in her calendar that take place."""
    return [event for event in await player.lunches() if not event.is_cancelled]


async def cards_with(player: Player, words: str) -> int:
    return sum(words in str(message["attachments"]) for message in await player.messages())


async def test_nothing_is_said_of_a_yes_and_a_no_is_a_kind_end_for_the_other(tmp_path: Path):
    async with two_with_a_lunch(tmp_path) as (here, ada, bo):
        before = len(await ada.messages()), len(await bo.messages())
        await does(here, ada, "tentative")
        await does(here, bo, "accept")
        assert (len(await ada.messages()), len(await bo.messages())) == before
        assert len(await standing(ada)) == len(await standing(bo)) == 1

        await does(here, ada, "decline")
        await here.wait_until(here.stage.world.clock.now + WORKING_DAY)

        assert await standing(bo) == []
        assert [await cards_with(one, "It didn't work out this time") for one in (ada, bo)] == [0, 1]
        assert "declined" not in await bo.reads()


async def test_a_time_that_ada_proposes_and_that_suits_bo_is_told_to_both_once(tmp_path: Path):
    async with two_with_a_lunch(tmp_path) as (here, ada, bo):
        (before,) = await standing(ada)
        other = await free_for_both(here, ada, bo, before.end)

        await does(here, ada, "propose", start=other.isoformat(), end=(other + (before.end - before.start)).isoformat())
        await here.wait_until(here.stage.world.clock.now + WORKING_DAY)

        (hers,), (his,) = await standing(ada), await standing(bo)
        assert hers.start == his.start == other
        assert [await cards_with(one, "a time that suits all of you") for one in (ada, bo)] == [1, 1]


async def test_bo_is_out_of_office_and_both_are_asked_about_other_times(tmp_path: Path):
    async with two_with_a_lunch(tmp_path) as (here, ada, bo):
        (event,) = await standing(bo)
        hours = {"start": (event.start - SOON).isoformat(), "end": (event.end + SOON).isoformat()}
        await does(here, bo, "away", **hours)
        assert len(await standing(ada)) == 1

        await here.wait_until(event.start - timedelta(hours=20))

        assert await standing(ada) == []
        assert await ada.has_button("offer.decline")
        assert "out of office" not in await ada.reads()


async def free_for_both(here: Company, ada: Player, bo: Player, after: datetime) -> datetime:
    """A later half hour, on the hour or half past, at which both work and have nothing else."""
    world = here.stage.world
    accounts = [world.company.find(one.who.principal_name) for one in (ada, bo)]
    for step in range(1, 400):
        at = after + step * timedelta(minutes=15)
        end = at + timedelta(minutes=60)
        if all(
            account
            and is_at_work(account, at)
            and is_at_work(account, end)
            and not world.outlook.taken(account, at, end)
            for account in accounts
        ):
            return at
    raise AssertionError("They have no time in common.")
