"""The essay, played by hand: two strangers eat together, a success is celebrated, and a host asks for a share, last and nicely."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.journeys.people import Company, Player, company

WEDNESDAY = datetime(2026, 1, 7, 12, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 9, 12, 0, tzinfo=UTC)
SUCCESS = "They carried the piano to the fourth floor without a scratch."


async def pair_offered(here: Company, *, host: bool) -> tuple[Player, Player]:
    """Two people with an open invitation to each other; the first is a host or neither is."""
    everybody = (await here.everybody()).values()
    open_offers = {one.who.id: one for one in everybody if await one.has_button("offer.decline")}
    for one in open_offers.values():
        for other in open_offers.values():
            roles = (one.who.role == "host", other.who.role == "host")
            if roles == (host, False) and f"coffee with {other.who.name}?" in await one.reads():
                return one, other
    raise AssertionError("nobody was invited")


async def agree(one: Player, other: Player) -> None:
    """Both say yes to the form that the first one likes."""
    form = "offer.coffee" if await one.has_button("offer.coffee") else "offer.lunch"
    await one.presses(form)
    await other.presses(form)


async def confirm(one: Player, success: str = "") -> None:
    """Wait until the lunch is over, and say that it took place."""
    (event,) = await one.lunches()
    await one.company.wait_until(event.end + timedelta(days=1))
    await one.presses("checkin.met", success=success)


async def test_two_strangers_have_coffee_and_what_one_is_proud_of_is_celebrated_after_her_yes(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)

        await agree(ada, bo)
        (hers,), (his,) = await ada.lunches(), await bo.lunches()
        assert (hers.uid, hers.start) == (his.uid, his.start)

        await confirm(ada, success=SUCCESS)
        assert SUCCESS in await bo.reads()
        for other in (await here.everybody()).values():
            assert other.who.id in {ada.who.id, bo.who.id} or SUCCESS not in await other.reads()
        assert SUCCESS not in await here.channel()

        await bo.presses("success.open")
        assert SUCCESS not in await here.channel()
        await bo.presses("shoutout.post", words="We carried the piano, all four of us.")
        posted = await here.channel()
        assert "We carried the piano, all four of us." in posted
        assert ada.who.name in posted


async def test_a_success_that_its_owner_keeps_is_seen_by_nobody(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        await agree(ada, bo)
        await confirm(ada, success=SUCCESS)

        await bo.presses("success.keep")
        await here.wait_until(await here.stage.sandbox.now() + timedelta(days=14))

        assert SUCCESS not in await here.channel()
        assert not await bo.has_button("shoutout.post")


async def test_an_answer_to_an_invitation_that_is_not_hers_or_closed_changes_nothing(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        offer = next(each for each in await ada.messages() if "offer.decline" in str(each["attachments"]))
        data = next(a["data"] for a in offer["attachments"][0]["content"]["actions"] if a["verb"] == "offer.decline")
        nosy = next(one for one in (await here.everybody()).values() if one.who.id not in {ada.who.id, bo.who.id})
        answer = await nosy.sends("offer.decline", (await nosy.messages())[0], data=data)
        assert "isn't open for you" in str(answer)

        await ada.presses("offer.decline")
        assert "doesn't come about" in await bo.reads()
        answer = await bo.sends("offer.coffee", (await bo.messages())[0], data=data)
        assert "closed" in str(answer)
        assert await ada.lunches() == await bo.lunches() == []


async def test_maya_may_ask_only_after_lunch_leave_and_time_and_the_share_is_thanked_once_in_the_open(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        await here.wait_until(FRIDAY)
        maya, cleo = await pair_offered(here, host=True)
        await agree(maya, cleo)
        await confirm(cleo)
        met_at = await here.stage.sandbox.now()

        await maya.says("story")
        await maya.presses(
            "story.publish", title="Our library has a new roof", link="https://contoso.example/roof", summary="By hand."
        )
        await maya.says("who can I ask")
        assert not await maya.has_button("ask.send")

        await here.wait_until(met_at + timedelta(days=11))
        await cleo.presses("leave.yes")
        await maya.says("who can I ask")
        assert not await maya.has_button("ask.send")  # leave alone is not enough, time must pass too

        await here.wait_until(met_at + timedelta(days=29))
        await maya.says("who can I ask")
        await maya.presses("ask.send", person=cleo.who.id)
        await here.wait_until(await here.stage.sandbox.now() + timedelta(days=4))  # past any weekend
        await cleo.presses("ask.look")
        await cleo.presses("share.shared", thanks="open")

        await here.settle()
        assert (await here.channel()).count(f"Thank you, {cleo.who.name}") == 1
