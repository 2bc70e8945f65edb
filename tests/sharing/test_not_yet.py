"""What a host may see of anybody: whom she may ask; everybody else is “not yet”, and all of them look the same."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot_service.courtesy.channels.post import Post
from bot_service.courtesy.message import Message
from bot_service.courtesy.wishes import welcome
from bot_service.database.transaction import transaction
from bot_service.errors import Refusal
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Entry, record
from bot_service.settings import Settings
from bot_service.sharing.ask import Ask, let_ask_go, withdraw_ask
from bot_service.sharing.boost import Boost, BoostOffer
from bot_service.sharing.cards import CARDS, OUTCOMES, VERBS
from bot_service.sharing.leave import Leave, ask_for_leave, invite, let_leave_go, take_back, want_leave
from bot_service.sharing.share import Share, Thanks
from bot_service.sharing.story import Story
from tests.sharing.colleagues import TABLES, carry, join
from tests.sharing.company import Company, company_of_maya

__all__ = ["TABLES"]
MIGRATIONS = ""

PRIYA, MAYA = "priya-nair", "maya-lindqvist"
#: Also whenever she presses it again: it tells nothing of what became of it.
ON_ITS_WAY = "It is on its way to Priya, at a good time for Priya. No reminder follows."


@pytest.fixture
async def company(database: Settings) -> Company:
    """Priya of Engineering is not alone in her team, so that the team is no person."""
    del database
    return await furnish()


async def furnish() -> Company:
    company = await company_of_maya()
    await join("Elif Kaya", "Engineering")
    return company


async def seen_by_maya(company: Company) -> str:
    """Every byte that reaches her about Priya: her card, and the answer when she tries to ask all the same."""
    shown = await CARDS["askable"](company.story.id, MAYA)
    assert shown is not None
    return json.dumps([shown.card, shown.summary, await answer_to_an_ask(company)], ensure_ascii=False, sort_keys=True)


async def answer_to_an_ask(company: Company) -> str:
    try:
        async with undone():
            return (await VERBS["ask.send"](MAYA, {"id": company.story.id, "person": PRIYA})).text
    except Refusal as refusal:
        return f"{type(refusal).__name__}: {refusal.sentence}"


class NeverHappenedError(Exception):
    """Undoes what was done."""


@asynccontextmanager
async def undone() -> AsyncIterator[None]:
    """What is done inside is looked at, and has never happened."""
    with suppress(NeverHappenedError):
        async with transaction():
            yield
            raise NeverHappenedError


async def priya_never_said_a_word() -> None:
    """As if Potluck had never met her: what others did stays."""
    await Person.filter(id=PRIYA).update(state="joined", paused_until=None, never_ask=False)
    await Leave.filter(person_id=PRIYA).delete()
    await Entry.filter(from_id=PRIYA, kind__in=["leave", "withdrawn", "declined"]).delete()


Deed = Callable[[Company], Awaitable[object]]


async def priya_pauses(company: Company) -> None:
    await Person.filter(id=PRIYA).update(paused_until=company.calendar.now + timedelta(weeks=4))


async def priya_is_back(_company: Company) -> None:
    await Person.filter(id=PRIYA).update(paused_until=None)


async def priya_opts_out(_company: Company) -> None:
    await welcome.decline(PRIYA, {})


async def priya_joins(_company: Company) -> None:
    await welcome.join(PRIYA, {})


async def priya_says_never(_company: Company) -> None:
    await Person.filter(id=PRIYA).update(never_ask=True)


async def priya_invites(_company: Company) -> None:
    await invite(PRIYA, MAYA)


async def priya_takes_it_back(_company: Company) -> None:
    await take_back(PRIYA, MAYA)


async def priya_answers(verb: str) -> None:
    """On whatever card she has; on none, nothing."""
    for row in [*await Ask.filter(person_id=PRIYA), *await Leave.filter(person_id=PRIYA)]:
        try:
            await VERBS[verb](PRIYA, {"id": row.id})
        except Refusal:
            continue


async def time_passes(company: Company, **length: int) -> None:
    """What is due meanwhile is done."""
    company.calendar.later(**length)
    for ask in await Ask.filter(due_at__isnull=False):
        await (let_ask_go if ask.state == "asked" else withdraw_ask)(ask.id)
    for leave in await Leave.filter(due_at__isnull=False):
        await (let_leave_go if leave.state == "asked" else ask_for_leave)(leave.id)


async def maya_asks(company: Company) -> None:
    try:
        await VERBS["ask.send"](MAYA, {"id": company.story.id, "person": PRIYA})
    except Refusal:
        return


async def maya_gives(company: Company, kind: str) -> None:
    await record(kind, from_id=MAYA, to_id=PRIYA, ref=f"{kind} at {company.calendar.now}")


DEEDS: dict[str, Deed] = {
    "pauses": priya_pauses,
    "is back": priya_is_back,
    "opts out": priya_opts_out,
    "joins": priya_joins,
    "says never": priya_says_never,
    "invites": priya_invites,
    "takes it back": priya_takes_it_back,
    "says yes to leave": lambda _: priya_answers("leave.yes"),
    "says no to leave": lambda _: priya_answers("leave.no"),
    "declines": lambda _: priya_answers("ask.decline"),
    "says never on the card": lambda _: priya_answers("ask.never"),
    "Maya asks": maya_asks,
    "Maya has lunch with her": lambda company: maya_gives(company, "lunch"),
    "Maya passes on a post": lambda company: maya_gives(company, "boost"),
    "Maya wants leave": lambda company: want_leave(MAYA, PRIYA, company.calendar.now),
    "Maya publishes and shares another story": lambda company: company.publish(f"story-{company.calendar.now:%j%H%M}"),
    "messages arrive": lambda _: messages_arrive("delivered"),
    "messages are withheld": lambda _: messages_arrive("declined"),
    "an hour passes": lambda company: time_passes(company, hours=1),
    "a week passes": lambda company: time_passes(company, weeks=1),
    "half a year passes": lambda company: time_passes(company, weeks=26),
}


async def messages_arrive(outcome: str) -> None:
    for card in ("leave", "ask"):
        await carry(card, OUTCOMES, outcome)


async def is_named(company: Company) -> bool:
    return "Priya" in str(await CARDS["askable"](company.story.id, MAYA))


async def looks_like_a_stranger(company: Company) -> None:
    seen = await seen_by_maya(company)
    async with undone():
        await priya_never_said_a_word()
        assert await seen_by_maya(company) == seen


async def begin_again() -> Company:
    for table in (Person, Entry, Message, Post, Story, Share, Thanks, Leave, Ask, Boost, BoostOffer):
        await table.all().delete()
    return await furnish()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(list(DEEDS)), max_size=14))
async def test_whatever_happens_in_whatever_order_a_host_sees_that_she_may_ask_or_not_yet(
    database: Settings, deeds: list[str]
):
    del database
    company = await begin_again()
    for deed in deeds:
        await DEEDS[deed](company)
        was_asked = await Ask.exists(story_id=company.story.id, host_id=MAYA, person_id=PRIYA)
        may_ask = await is_named(company)
        assert not (may_ask and was_asked)
        assert await answer_to_an_ask(company) == (ON_ITS_WAY if may_ask or was_asked else "NotYet: Not yet.")
        if not may_ask:
            await looks_like_a_stranger(company)


REACTIONS: dict[str, list[str]] = {
    "she is silent": [],
    "she declines": ["declines"],
    "she declines, and pauses": ["declines", "pauses"],
    "she never wants to be asked": ["says never on the card"],
    "she pauses": ["pauses"],
    "she takes her leave back": ["takes it back"],
    "she opts out": ["opts out"],
    "she looks at it for weeks": ["says never", "takes it back", "pauses"],
}


async def test_silence_a_no_a_pause_and_a_goodbye_look_the_same(company: Company):
    await company.ask_priya()
    seen = {}
    asked_at: datetime = company.calendar.now
    for reaction, deeds in REACTIONS.items():
        async with undone():
            for deed in deeds:
                await DEEDS[deed](company)
            await time_passes(company, weeks=3)
            seen[reaction] = await seen_by_maya(company)
        company.calendar.now = asked_at
    assert set(seen.values()) == {seen["she is silent"]}
    assert "Nobody just now." in seen["she is silent"]


async def test_an_ask_that_was_withheld_looks_like_one_that_arrived(company: Company):
    await company.give_leave(company.priya)
    await company.ask(company.priya)
    asked_at = company.calendar.now
    seen = []
    for outcome in ("delivered", "declined"):
        async with undone():
            await messages_arrive(outcome)
            await time_passes(company, weeks=3)
            seen.append(await seen_by_maya(company))
        company.calendar.now = asked_at
    assert seen[0] == seen[1]


async def test_who_paused_before_she_was_asked_looks_like_who_never_gave_leave(company: Company):
    await company.give_leave(company.priya)
    assert await is_named(company)
    await priya_pauses(company)
    assert not await is_named(company)
    await looks_like_a_stranger(company)


@pytest.mark.parametrize("state", ["known", "installed", "welcomed", "joined", "declined"])
async def test_anyone_may_open_stories_and_share_unasked(company: Company, state: str):
    await Person.filter(id=PRIYA).update(state=state, never_ask=True)
    await priya_pauses(company)

    listed = await CARDS["stories"]("", PRIYA)
    assert "story.share" in str(listed)
    answer = await VERBS["story.share"](PRIYA, {"id": company.story.id})
    assert "share.shared" in str(await CARDS[answer.card](answer.about, PRIYA))
    await VERBS["share.shared"](PRIYA, {"id": company.story.id, "thanks": "open"})

    assert (await Share.get(person_id=PRIYA)).state == "told"
