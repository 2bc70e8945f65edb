"""Tables that somebody opened for whoever likes, and company that somebody asked for."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot_service.lunches.programs.program import Program
from bot_service.lunches.tables.lunch import Lunch, guests_of
from tests.journeys.people import Company, Player, company

WEDNESDAY = datetime(2026, 1, 7, 12, 0, tzinfo=UTC)
THURSDAY_NEXT_WEEK = datetime(2026, 1, 15, tzinfo=UTC)


async def three(here: Company) -> tuple[Player, Player, Player]:
    """Three who are no hosts, in one zone."""
    everybody = [one for one in (await here.everybody()).values() if one.who.role != "host"]
    first, second, third = everybody[:3]
    return first, second, third


async def joins(guest: Player, post: str) -> str:
    """What Teams tells her who taps Join on this post in the channel."""
    chats = [chat["id"] for chat in await guest.company.get("/sandbox/conversations") if chat["kind"] == "channel"]
    reading = [guest.company.get(f"/sandbox/conversations/{chat}/messages?person={guest.who.id}") for chat in chats]
    posts = [each for posts in [await one for one in reading] for each in posts]
    (found,) = [each for each in posts if post in str(each["attachments"])]
    answer = str(await guest.sends("table.join", found))
    await guest.company.settle()
    return answer


async def test_two_tap_for_the_last_seat_one_leaves_without_a_word_and_the_other_gets_it(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        ada, bo, cleo = await three(here)
        await ada.says("open table")
        await ada.presses("table.open", day="Thursday next week", place="Canteen")
        assert "is no day that I can read" in await ada.reads()
        await ada.presses("table.open", day="2026-01-15", at="12:30", place="Canteen", others="1", line="Roofs, mostly")
        (hers,) = await ada.lunches()
        assert (hers.start.date(), hers.place) == (THURSDAY_NEXT_WEEK.date(), "Canteen")
        assert "Roofs, mostly" in await here.channel()
        assert "One seat is free." in await here.channel()

        assert "You have a seat" in await joins(bo, "Roofs, mostly")
        assert "All seats are taken." in await here.channel()
        (his,) = await bo.lunches()
        assert (his.uid, his.start) == (hers.uid, hers.start)
        await cleo.says("tables")
        assert not await cleo.has_button("table.join")

        before = len(await ada.messages())
        await bo.says("tables")
        await bo.presses("table.leave")
        assert [one for one in await bo.lunches() if not one.is_cancelled] == []
        assert len(await ada.messages()) == before
        await cleo.says("tables")
        await cleo.presses("table.join")
        assert [one.uid for one in await cleo.lunches()] == [hers.uid]
        assert cleo.who.name in await here.channel()

        await here.wait_until(hers.end + timedelta(days=1))
        assert await ada.has_button("checkin.met")
        assert await cleo.has_button("checkin.met")
        assert not await bo.has_button("checkin.met")


async def test_a_table_is_closed_by_its_opener_and_leaves_every_calendar(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        ada, bo, _ = await three(here)
        await ada.says("open table")
        await ada.presses("table.open", day="2026-01-15", at="12:30", place="Canteen", others="2")
        await bo.says("tables")
        await bo.presses("table.join")
        before = len(await bo.messages())

        await ada.says("tables")
        await ada.presses("table.close")
        assert f"{bo.who.name} joined" in await ada.reads()
        await ada.presses("table.close-it")

        for one in (ada, bo):
            assert [event for event in await one.lunches() if not event.is_cancelled] == []
        assert "This table doesn't take place." in await here.channel()
        assert len(await bo.messages()) == before


async def test_bo_asks_for_coffee_with_a_team_and_gets_one_of_them(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        bo, other, _ = await three(here)
        team = next(one.who.team for one in (await here.everybody()).values() if one.who.team != bo.who.team)
        await bo.says(f"find me coffee with someone from {team[:-1]}")
        assert f"I know no team “{team[:-1]}”. Do you mean “{team}”?" in await bo.reads()

        await bo.says(f"Find me coffee with someone from the {team.lower()} team, please!")
        assert f"I'm looking for somebody of {team}" in await bo.reads()
        await here.wait_until(WEDNESDAY.replace(day=6))
        await bo.presses("offer.coffee")
        invited = [one for one in (await here.everybody()).values() if one.who.id != bo.who.id]
        (guest,) = [one for one in invited if await one.has_button("offer.coffee")]
        assert guest.who.team == team
        assert f"{bo.who.name} asked for company from {team}" in await guest.reads()
        await guest.presses("offer.coffee")
        (his,), (hers,) = await bo.lunches(), await guest.lunches()
        assert his.uid == hers.uid

        await bo.says("coffee with someone")
        assert "somebody of another team" in await bo.reads()
        assert other


async def test_maya_asks_a_whole_team_to_one_table(tmp_path: Path):
    async with company(tmp_path, people=20) as here:
        everybody = (await here.everybody()).values()
        maya = next(one for one in everybody if one.who.role == "host")
        await maya.says("mirror")
        near = Counter(one.who.team for one in everybody if one.who.zone == maya.who.zone and one.who.role != "host")
        del near[maya.who.team]
        ((team, _),) = near.most_common(1)  # a team's head and her report don't sit at one table, so two are too few
        await maya.sends("table.with", (await maya.messages())[0], data={"id": team})
        await here.wait_until(WEDNESDAY.replace(day=6))
        invited = [one for one in everybody if one is not maya and await one.has_button("offer.decline")]
        assert 2 <= len(invited) <= 4
        assert {one.who.team for one in invited} == {team}
        for one in invited:
            assert f"{maya.who.name} would like to get to know {team} better" in await one.reads()
        form = "offer.lunch" if await maya.has_button("offer.lunch") else "offer.coffee"
        for one in (maya, *invited):
            await one.presses(form)
        (hers,) = await maya.lunches()
        assert hers.kind == "team table"
        assert {one.uid for guest in invited for one in await guest.lunches()} == {hers.uid}


async def test_seats_with_an_executive_are_drawn_by_lot(tmp_path: Path):
    async with company(tmp_path, people=12) as here:
        everybody = (await here.everybody()).values()
        maya = next(one for one in everybody if one.who.role == "host")
        executive = next(one for one in everybody if one.who.team == "Engineering")
        await maya.says("programs")
        await maya.presses("program.new")
        seats = {
            "name": "Lunch upstairs",
            "kind": "lottery",
            "executive": executive.who.name,
            "size": "3",
            "weeks": "1",
        }
        await maya.presses("program.save", **seats, weekday="1", at="09:00", zone="UTC")
        await here.wait_until(WEDNESDAY)
        program = await Program.get(name="Lunch upstairs")
        (lunch,) = await Lunch.filter(program_id=program.id)
        guests = await guests_of(lunch.id)
        assert lunch.kind == "lottery"
        assert executive.who.id in {guest.person_id for guest in guests}
        assert len(guests) == len({guest.team for guest in guests}) == 3
