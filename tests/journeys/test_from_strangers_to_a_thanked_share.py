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
    for player in (one, other):
        for form in ("offer.coffee", "offer.lunch"):
            if await player.has_button(form):
                await player.presses(form)
                break


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


POST = {"link": "https://contoso.example/how-we-moved", "line": "How we moved house in a day"}
ROOF = {"title": "Our library has a new roof", "link": "https://contoso.example/roof", "summary": "By hand."}


async def invited_with(here: Company, maya: Player) -> list[Player]:
    """Who sits at the table of the newest invitation that Maya has open."""
    newest = next(message for message in await maya.messages() if "offer.decline" in str(message["attachments"]))
    everybody = (await here.everybody()).values()
    return [one for one in everybody if one.who.name in str(newest["attachments"]) and one.who.id != maya.who.id]


async def books_a_coffee_with(team: str, here: Company, maya: Player) -> list[Player]:
    """Maya looks into her mirror and asks for a coffee with a team. She and whoever she is invited with next say yes.

    What was open before is declined. Nobody may have time.
    """
    for one in (await here.everybody()).values():
        while await one.has_button("offer.decline"):
            await one.presses("offer.decline")
    await maya.says("mirror")
    mirror = next(message for message in await maya.messages() if "coffee.with" in str(message["attachments"]))
    await maya.sends("coffee.with", mirror, data={"id": team})
    await here.settle()
    await past_any_holiday(maya)
    guests = await invited_with(here, maya) if await maya.has_button("offer.decline") else []
    for guest in guests:
        await past_any_holiday(guest)
        await agree(maya, guest)
    return guests


async def past_any_weekend(here: Company) -> None:
    """Until Monday, where it is no working day."""
    now = await here.stage.sandbox.now()
    await here.wait_until(now + timedelta(days=7 - now.weekday() if now.weekday() > 4 else 0))


async def past_any_holiday(invited: Player) -> None:
    """Wait until the invitation is in her chat."""
    for _ in range(4):
        if not await invited.has_button("offer.decline"):
            await invited.company.wait_until(await invited.company.stage.sandbox.now() + timedelta(days=1))


async def takes_place(guest: Player) -> bool:
    """Wait until it is over; whoever came says so. Somebody may have fallen ill, or be away."""
    here = guest.company
    for lunch in (await guest.lunches())[-1:]:
        await here.wait_until(lunch.end + timedelta(days=1))
        await past_any_weekend(here)
    came = await guest.has_button("checkin.met")
    if came:
        await guest.presses("checkin.met")
    return came


async def may_ask(maya: Player) -> bool:
    await maya.says("who can I ask")
    return '"ask.send"' in str((await maya.messages())[0]["attachments"]).replace("'", '"')


async def test_maya_may_ask_only_after_lunches_gifts_leave_and_time_and_the_share_is_thanked_once_in_the_open(
    tmp_path: Path,
):
    async with company(tmp_path, people=12) as here:
        await here.wait_until(FRIDAY)
        maya, cleo = await pair_offered(here, host=True)
        await agree(maya, cleo)
        await confirm(cleo)
        others = sorted({one.who.team for one in (await here.everybody()).values()} - {maya.who.team, cleo.who.team})
        teams = {cleo.who.team}
        for team in [*others, *others]:
            if len(teams) < 3 and team not in teams:
                for guest in await books_a_coffee_with(team, here, maya):
                    teams |= {guest.who.team} if await takes_place(guest) else set()
            if await cleo.has_button("leave.yes"):
                await cleo.presses("leave.yes")
        assert len(teams) >= 3

        await maya.says("story")
        await maya.presses("story.publish", **ROOF)
        assert "Share it yourself first" in await maya.reads()
        assert not await may_ask(maya)
        await maya.presses("story.share")
        await maya.presses("share.shared")
        assert "Thank you for going first." in await maya.reads()

        await cleo.says("boost")
        await cleo.presses("boost.submit", **POST)
        await here.wait_until(await here.stage.sandbox.now() + timedelta(days=4))
        assert not await may_ask(maya)  # lunch alone is not enough
        await maya.presses("boost.passed")
        assert not await may_ask(maya)  # it must not look like a deal

        await here.wait_until(await here.stage.sandbox.now() + timedelta(days=10))
        assert await may_ask(maya)
        await maya.presses("ask.send", person=cleo.who.id)
        await here.wait_until(await here.stage.sandbox.now() + timedelta(days=4))  # past any weekend
        await cleo.presses("ask.look")
        await cleo.presses("share.shared", thanks="open")

        await here.settle()
        assert (await here.channel()).count(f"Thank you, {cleo.who.name}") == 1
        assert not await may_ask(maya)


async def test_who_takes_her_leave_back_is_not_yet_from_that_second_on_and_may_invite_again(tmp_path: Path):
    async with company(tmp_path, people=8) as here:
        await here.wait_until(WEDNESDAY)
        everybody = await here.everybody()
        maya = next(one for one in everybody.values() if one.who.role == "host")
        hana = everybody["Hana"]
        await hana.says("settings")
        await hana.presses("asks.show")
        await hana.presses("leave.invite", host=maya.who.id)
        assert f"Now and then: {maya.who.name}." in await hana.reads()
        await hana.presses("leave.back", host=maya.who.id)
        assert "Nobody so far." in await hana.reads()
        assert "Hana" not in await maya.reads()
