"""Maya makes a program for a few teams and looks after it; nobody is matched in it while it is paused or after it has ended."""

from datetime import UTC, datetime
from pathlib import Path

from bot_service.lunches.programs.program import Program
from bot_service.lunches.programs.round import Round
from tests.journeys.people import Company, Player, company

FRIDAY = datetime(2026, 1, 9, 12, 0, tzinfo=UTC)
TWO_FRIDAYS_LATER = datetime(2026, 1, 23, 12, 0, tzinfo=UTC)


async def maya_of(here: Company) -> Player:
    return next(one for one in (await here.everybody()).values() if one.who.role == "host")


async def rounds() -> int:
    """How many rounds Maya's own program has had."""
    program = await Program.get(name="Friday coffee")
    return await Round.filter(program_id=program.id).count()


async def test_maya_makes_a_program_corrects_two_faults_pauses_resumes_and_ends_it(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        maya = await maya_of(here)
        await maya.says("programs")
        assert "Lunch with another team" in await maya.reads()

        await maya.presses("program.new")
        wrong = {"name": "Friday coffee", "minutes": "75", "coffee_windows": "half past nine"}
        await maya.presses("program.save", **wrong)
        told = await maya.reads()
        assert "A lunch lasts 15 to 60 minutes; you wrote “75”." in told
        assert "“half past nine” is no window of time" in told
        assert all(f'"value": "{kept}"' in told for kept in wrong.values())

        right = {"minutes": "45", "coffee_windows": "9:30-11, 14-16", "forms": "coffee", "weeks": "1", "weekday": "4"}
        await maya.presses("program.save", **{**wrong, **right, "at": "10:00", "zone": "UTC"})
        assert "every week, on Friday at 10:00 (UTC). Running" in await maya.reads()

        await maya.presses("program.pause")
        assert "Paused: no round begins" in await maya.reads()
        await here.wait_until(FRIDAY)
        assert await rounds() == 0

        await maya.presses("program.resume")
        await here.wait_until(TWO_FRIDAYS_LATER)
        assert await rounds() == 2

        await maya.presses("program.end")
        assert "Lunches that were offered or booked already go on" in await maya.reads()
        await maya.presses("program.end-it")
        assert "Ended." in await maya.reads()
        await here.wait_until(datetime(2026, 2, 6, 12, 0, tzinfo=UTC))
        assert await rounds() == 2


async def test_a_program_is_for_a_group_that_the_directory_knows_by_name(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        maya = await maya_of(here)
        for name, group in (("Running", "runners"), ("Walking", "Walkers")):
            await maya.says("programs")
            await maya.presses("program.new")
            await maya.presses("program.save", name=name, group=group)
        await here.wait_until(
            datetime(2026, 1, 6, 16, 0, tzinfo=UTC)
        )  # it was not she who found that out: it waits for her day
        assert "I find no group called “Walkers”" in await maya.reads()
        await maya.says("programs")
        told = str((await maya.messages())[0])
        assert "**Running**: everybody meets somebody of another team; for the group “Runners”" in told
        assert "**Walking**: everybody meets somebody of another team; for the group “Walkers”" in told
        assert told.count("Paused") == 1
