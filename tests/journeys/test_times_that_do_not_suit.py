"""The first time doesn't suit, a calendar fills up, a mailbox can't be used, an answer is lost: still one lunch each, and nobody is blamed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot_service.simulation.seen import Event
from tests.journeys.people import Company, Player, company
from tests.journeys.test_from_strangers_to_a_thanked_share import WEDNESDAY, agree, pair_offered

FRIDAY_NOON = datetime(2026, 1, 9, 12, 0, tzinfo=UTC)


async def times_of(player: Player) -> list[str]:
    """What the buttons of her latest invitation offer."""
    for message in await player.messages():
        for attachment in message["attachments"]:
            actions = attachment["content"].get("actions", [])
            times = [each["title"] for each in actions if each.get("verb") in {"offer.lunch", "offer.coffee"}]
            if times:
                return times
    return []


async def chosen_by(player: Player) -> tuple[datetime, datetime]:
    """She takes the first time of her invitation; from when to when that is."""
    form = "offer.coffee" if await player.has_button("offer.coffee") else "offer.lunch"
    found = [each for each in await player.messages() if f'"{form}"' in str(each["attachments"]).replace("'", '"')]
    action = next(each for each in found[0]["attachments"][0]["content"]["actions"] if each.get("verb") == form)
    start = datetime.fromisoformat(action["data"]["at"])
    await player.presses(form)
    return start, start + timedelta(minutes=45)


async def pairs_invited(here: Company) -> list[list[Player]]:
    """The first two pairs without a host who are invited to each other."""
    tables: dict[str, list[Player]] = {}
    for one in (await here.everybody()).values():
        content = [each["content"] for message in await one.messages() for each in message["attachments"]]
        for action in [action for card in content for action in card.get("actions", [])]:
            if action.get("verb") == "offer.decline" and one.who.role != "host":
                tables.setdefault(action["data"]["id"], []).append(one)
    return [table for table in tables.values() if len(table) == 2][:2]


async def order(here: Company, path: str, **fault: Any) -> None:
    await here.post("/sandbox/faults", {"path": path, **fault})


async def one_each(*players: Player) -> list[Event]:
    """The lunches in their calendars: one each, all the same event."""
    lunches = [await player.lunches() for player in players]
    assert [len(each) for each in lunches] == [1] * len(players)
    assert len({each[0].uid for each in lunches}) == 1
    return [each[0] for each in lunches]


async def test_who_asks_for_another_time_is_offered_others_and_the_lunch_is_booked_once(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        before = await times_of(ada)

        await bo.presses("offer.another")

        after = await times_of(ada)
        assert after
        assert not set(after) & set(before)
        await agree(ada, bo)
        await one_each(ada, bo)


async def test_a_calendar_that_filled_up_since_is_noticed_and_another_time_is_offered(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        start, end = await chosen_by(ada)
        full = {"do": "block", "start": start.isoformat(), "end": end.isoformat(), "subject": "Customer call"}
        await here.post(f"/sandbox/people/{bo.who.id}/outlook", full)

        form = "offer.coffee" if await bo.has_button("offer.coffee") else "offer.lunch"
        await bo.presses(form)

        assert await bo.lunches() == []
        assert await times_of(bo)
        await agree(ada, bo)
        event, _ = await one_each(ada, bo)
        assert event.start >= end or event.end <= start


async def test_two_who_were_both_let_down_meet_each_other(tmp_path: Path):
    async with company(tmp_path, people=12) as here:
        await here.wait_until(WEDNESDAY)
        first, second = await pairs_invited(here)
        first.sort(key=lambda one: one.who.team)
        second.sort(key=lambda one: one.who.team == first[0].who.team)
        for willing, unwilling in (first, second):
            await willing.presses("offer.coffee" if await willing.has_button("offer.coffee") else "offer.lunch")
            await unwilling.presses("offer.decline")

        await here.wait_until(FRIDAY_NOON)

        (ada, bo), (cy, dee) = first, second
        assert f"with {cy.who.name}?" in await ada.reads()
        assert f"with {ada.who.name}?" in await cy.reads()
        assert not await bo.has_button("offer.decline")
        assert not await dee.has_button("offer.decline")


async def test_a_mailbox_out_of_our_reach_hands_on_to_the_next_of_the_pool(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        mailboxes = list(await here.get("/sandbox/mailboxes"))
        for mailbox in mailboxes[:-1]:
            await here.post(f"/sandbox/mailboxes/{mailbox}", {"closed": True})

        await agree(ada, bo)

        (event, _) = await one_each(ada, bo)
        assert event.organiser == mailboxes[-1]


async def test_answers_lost_after_their_effect_double_nothing(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        await order(here, "/events$", method="POST", do="lose_reply", times=2)

        await agree(ada, bo)
        await here.wait_until(WEDNESDAY + timedelta(hours=4))
        await one_each(ada, bo)

        await order(here, "/cancel$", method="POST", do="lose_reply", times=2)
        await here.post(f"/sandbox/people/{bo.who.id}/outlook", {"do": "decline"})
        await here.wait_until(WEDNESDAY + timedelta(days=2))

        assert [event for event in await ada.lunches() if not event.is_cancelled] == []
        assert (await ada.reads()).count("It didn't work out this time") >= 1
