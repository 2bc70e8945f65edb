"""In the demo as in a company: what somebody does to a lunch in Outlook reaches Potluck in the same moment, without looking."""

from datetime import timedelta
from pathlib import Path

from bot_service.database.row import put, row_id
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.people.person import Person
from bot_service.sandbox.account import Account
from bot_service.sandbox.meeting import Copy, Facts, Invited
from bot_service.simulation.stage import Run, Stage, stage


async def test_a_lunch_deleted_in_outlook_is_called_off_in_the_same_moment(tmp_path: Path) -> None:
    async with stage(Run(people=12, seed=7, weeks=2), tmp_path) as opened:
        await opened.driver.advance(0)
        subscriptions = opened.world.subscriptions.living()
        assert {one.owner for one in subscriptions} == set(opened.world.company.organisers)
        maya, other = opened.world.company.people[:2]
        event = await have_lunch(opened, maya, other)
        await opened.driver.advance(0)
        before = await opened.sandbox.now()
        assert await states() == ["booked"]

        opened.world.outlook.remove(event)
        await opened.driver.advance(0)

        assert await states() == ["called off"]
        assert await opened.sandbox.now() == before


async def test_whoever_is_not_told_finds_out_the_next_time_that_anything_happens(tmp_path: Path) -> None:
    async with stage(Run(people=12, seed=7, weeks=2), tmp_path) as opened:
        await opened.driver.advance(0)
        event = await have_lunch(opened, *opened.world.company.people[:2])
        for one in opened.world.subscriptions.living():
            opened.world.subscriptions.remove(one.id, tell=True)
        await opened.driver.advance(0)
        assert len(opened.world.subscriptions.living()) == await Mailbox.filter(state="watched").count() > 0

        opened.world.notices.order("lose", 100)
        opened.world.outlook.remove(event)
        await opened.driver.advance(3)

        assert await states() == ["called off"]


async def have_lunch(opened: Stage, *guests: Account) -> Copy:
    """These two have agreed to a lunch next week, and it stands in Outlook; Potluck has looked at it."""
    organiser, start = opened.world.company.organiser, opened.world.clock.now + timedelta(days=8, hours=5)
    invited = tuple(Invited(guest.mail, guest.name) for guest in guests)
    event = opened.world.outlook.book(
        organiser, Facts("Lunch", start, start + timedelta(hours=1), place="Canteen", attendees=invited)
    )
    lunch = Lunch(
        id="their lunch", state="booked", round_id="", kind="mixer", form="lunch", starts_at=start, minutes=60
    )
    lunch.place, lunch.organiser, lunch.event_id = "Canteen", organiser.mail, event.immutable_id
    lunch.due_at = start - timedelta(hours=48)
    await put(lunch)
    for guest in guests:
        await put(Guest(id=row_id("guest", guest.id), lunch_id=lunch.id, person_id=guest.id, answer="yes"))
        await Person.filter(id=guest.id).update(state="joined")
    return event


async def states() -> list[str]:
    return [str(state) for state in await Lunch.filter(id="their lunch").values_list("state", flat=True)]
