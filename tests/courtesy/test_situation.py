"""What the rules look at is read in a few questions, for one person as for many."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.rules.past import Coming
from bot_service.courtesy.rules.rule import Later, No
from bot_service.courtesy.rules.situation import may_ask, may_ask_whom, situation_of
from bot_service.courtesy.rules.table import decide
from bot_service.database.row import put, row_id
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Passed, record
from bot_service.settings import Settings
from tests.colleagues import join

TABLES = ["bot_service.people.person", "bot_service.people.relationship.ledger", "bot_service.courtesy.message"]
MIGRATIONS = ""

TUESDAY = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
STORY = "the solar roof"


def ago(**length: float) -> datetime:
    return TUESDAY - timedelta(**length)


async def gave(kind: Passed, giver: Person, taker: Person, at: datetime, ref: str = "") -> None:
    await record(kind, from_id=giver.id, to_id=taker.id, ref=ref or f"{giver.id} {taker.id} {at}", at=at)


async def got(to: Person, kind: Kind, sent_at: datetime | None, *, state: str = "delivered", **more: object) -> None:
    about = str(more.pop("about", f"{kind} {sent_at}"))
    id_ = row_id("message", to.id, kind, about, str(sent_at))
    await put(
        Message(
            id=id_, state=state, due_at=None, to_id=to.id, kind=kind, card=kind, about=about, sent_at=sent_at, **more
        )
    )


class Company:
    """Maya has had lunch in three teams, shared the story herself, and gave Priya lunch and a shout-out; Priya let her ask."""

    maya: Person
    priya: Person
    tom: Person


@pytest.fixture
async def company(database: Settings) -> Company:  # noqa: ARG001 - it opens the tables
    company = Company()
    company.maya = await join("Maya Lindqvist", "Marketing", is_host=True)
    company.priya, company.tom = await join("Priya Nair", "Engineering"), await join("Tom Ito", "Sales")
    fay = await join("Fay Okoro", "Finance")
    for guest, days in ((company.priya, 42), (company.tom, 50), (fay, 60)):
        await gave(Passed.LUNCH, company.maya, guest, ago(days=days))
    await gave(Passed.SHOUTOUT, company.maya, company.priya, ago(days=20))
    await gave(Passed.LEAVE, company.priya, company.maya, ago(days=30))
    await gave(Passed.FIRST, company.maya, company.maya, ago(days=3), ref=STORY)
    return company


async def test_maya_may_ask_priya_and_not_yet_tom(company: Company):
    everybody = [company.priya, company.tom]
    assert await may_ask_whom(company.maya.id, everybody, TUESDAY, topic=STORY) == {company.priya.id}
    assert await may_ask(company.maya.id, company.priya, TUESDAY, topic=STORY)
    assert not await may_ask(company.maya.id, company.tom, TUESDAY, topic=STORY)


async def test_an_ask_is_decided_on_after_ten_questions_at_most_and_many_people_cost_no_more(
    company: Company, caplog: pytest.LogCaptureFixture
):
    crowd = [await join(f"Guest {number}", f"Team {number % 7}") for number in range(60)]
    for people in ([company.priya], [company.priya, company.tom, *crowd]):
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            assert await may_ask_whom(company.maya.id, people, TUESDAY, topic=STORY) == {company.priya.id}
        assert 0 < sum("SELECT" in line for line in caplog.messages) <= 10


async def test_without_a_story_a_host_sees_whom_she_may_ask_once_she_has_shared_one(company: Company):
    assert await may_ask(company.maya.id, company.priya, TUESDAY)
    assert not await may_ask(company.maya.id, company.priya, TUESDAY, topic="a story she never shared")
    assert not await may_ask(company.maya.id, company.tom, TUESDAY)


async def test_an_ask_that_names_no_story_never_leaves(company: Company):
    at = await situation_of(company.priya, Coming(Kind.ASK, company.maya.id), TUESDAY)
    assert decide(at) == (No(), "did not go first")


async def test_whoever_is_no_host_may_ask_nobody(company: Company):
    assert not await may_ask("somebody whom nobody knows", company.priya, TUESDAY, topic=STORY)
    await Person.filter(id=company.maya.id).update(is_host=False)
    assert not await may_ask(company.maya.id, company.priya, TUESDAY, topic=STORY)


async def test_a_colleague_of_hers_who_was_asked_for_this_story_counts_and_for_another_does_not(company: Company):
    sam = await join("Sam Engels", "Engineering")
    await got(sam, Kind.ASK, ago(days=3), topic="another story")
    assert await may_ask(company.maya.id, company.priya, TUESDAY, topic=STORY)
    await got(sam, Kind.ASK, ago(days=2), topic=STORY, state="declined")
    assert await may_ask(company.maya.id, company.priya, TUESDAY, topic=STORY)
    await got(sam, Kind.ASK, ago(days=1), topic=STORY, state="in doubt", about="perhaps seen")
    assert not await may_ask(company.maya.id, company.priya, TUESDAY, topic=STORY)


@pytest.mark.parametrize("state", ["sending", "delivered", "changed", "in doubt", "shadowed"])
async def test_what_she_may_have_seen_counts_whatever_became_of_it(company: Company, state: str):
    await got(company.priya, Kind.BOOST, ago(days=6), state=state)
    assert not await may_ask(company.maya.id, company.priya, TUESDAY, topic=STORY)


async def test_an_evening_or_a_message_of_this_hour_does_not_show_and_the_ask_comes_later(company: Company):
    evening = TUESDAY.replace(hour=22)
    await got(company.priya, Kind.ANSWER, evening - timedelta(minutes=1))
    assert await may_ask(company.maya.id, company.priya, evening, topic=STORY)
    at = await situation_of(company.priya, Coming(Kind.ASK, company.maya.id, STORY), evening)
    assert decide(at) == (Later(TUESDAY.replace(hour=9) + timedelta(days=1)), "quiet hours")
