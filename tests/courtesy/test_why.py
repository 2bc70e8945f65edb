"""Who asks why she got a message is told in plain sentences what the rules looked at, and how to end it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot_service import clock
from bot_service.bot.commands import obey
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.note import Note
from bot_service.courtesy.reason import record_reason
from bot_service.courtesy.rules.table import RULES
from bot_service.courtesy.why import ENDS, SENTENCES, WHAT, messages_with_reasons
from bot_service.database.row import put, row_id
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import record
from bot_service.settings import Settings
from tests.colleagues import Calendar, join
from tests.courtesy.counter import TABLES

__all__ = ["TABLES"]
MIGRATIONS = ""

FEBRUARY = datetime(2026, 2, 3, 12, tzinfo=UTC)


@pytest.fixture
async def people(database: Settings) -> tuple[Person, Person]:  # noqa: ARG001 - it opens the tables
    """Ada, and Maya who is a host, on Monday 2 March."""
    Calendar()
    return await join("Ada Lovelace", "Engineering"), await join("Maya Lindqvist", "Marketing", is_host=True)


async def reach(to: Person, kind: Kind, about: str, *, sender: str = "", ago: int = 0, **more: str | bool) -> str:
    """A message that arrived so many hours ago; returns its id."""
    id_ = row_id("message", to.id, about)
    at = clock.now() - timedelta(hours=ago)
    told = {"card": str(kind), "state": "delivered", **more}
    await put(Message(id=id_, due_at=None, to_id=to.id, sender_id=sender, kind=kind, about=about, sent_at=at, **told))
    return id_


async def reasons(of: Person) -> str:
    return " ".join((await messages_with_reasons(of.id))[0].why)


async def test_an_ask_says_what_went_before_it(people: tuple[Person, Person]):
    ada, maya = people
    await record("leave", from_id=ada.id, to_id=maya.id, ref="leave", at=FEBRUARY)
    await record("lunch", from_id=maya.id, to_id=ada.id, ref="lunch", at=FEBRUARY - timedelta(days=14))
    await record("shoutout", from_id=maya.id, to_id=ada.id, ref="post", at=FEBRUARY + timedelta(days=7))
    await reach(ada, Kind.ASK, "ask", sender=maya.id)

    assert await reasons(ada) == (
        "You let Maya ask you on 3 February. You had lunch with Maya and told me so on 20 January. "
        "Maya celebrated you on 10 February. You had never been asked before; at most once in 8 weeks, whoever asks. "
        "No is always fine, and you need not answer."
    )


async def test_an_ask_speaks_only_of_what_came_after_the_last_one(people: tuple[Person, Person]):
    ada, maya = people
    bo = await join("Bo Li", "Design", is_host=True)
    await record("lunch", from_id=bo.id, to_id=ada.id, ref="old", at=datetime(2025, 11, 3, tzinfo=UTC))
    await record("ask", from_id=bo.id, to_id=ada.id, ref="first", at=datetime(2025, 12, 1, tzinfo=UTC))
    await record("boost", from_id=maya.id, to_id=ada.id, ref="boost", at=FEBRUARY)
    await reach(ada, Kind.ASK, "ask", sender=maya.id)
    await record("ask", from_id=maya.id, to_id=ada.id, ref="second", at=clock.now())

    told = await reasons(ada)

    assert "Maya passed your post on, on 3 February." in told
    assert "You were asked last on 1 December 2025" in told
    assert "Bo" not in told


async def test_what_others_did_among_themselves_is_never_told(people: tuple[Person, Person]):
    ada, maya = people
    bo = await join("Bo Li", "Design")
    await record("declined", from_id=bo.id, to_id=maya.id, ref="no", at=FEBRUARY)
    await record("leave", from_id=bo.id, to_id=maya.id, ref="leave", at=FEBRUARY)
    await record("lunch", from_id=maya.id, to_id=bo.id, ref="lunch", at=FEBRUARY)
    for kind in Kind:
        await reach(ada, kind, f"about {kind}", sender=maya.id)

    for got in await messages_with_reasons(ada.id):
        assert "Bo" not in " ".join([got.what, got.on_behalf_of, *got.why, got.ends])
    assert await messages_with_reasons(bo.id) == []


async def test_every_kind_of_message_has_its_reason_and_its_way_out(people: tuple[Person, Person]):
    ada, maya = people
    for number, kind in enumerate(Kind):
        await reach(ada, kind, f"about {kind}", sender=maya.id, ago=number)

    got = await messages_with_reasons(ada.id)

    assert [one.kind for one in got] == list(Kind)
    assert set(SENTENCES) == set(WHAT) == set(ENDS) == set(Kind)
    for one in got:
        assert one.on_behalf_of == "Maya Lindqvist"
        assert all(sentence.endswith(".") for sentence in (*one.why, one.ends))
        said = " ".join([one.what, *one.why, one.ends]).lower()
        assert not any(word in said for word in ("ledger", "gift", "balance", "ladder", "courtesy"))


async def test_what_waited_for_her_morning_says_so(people: tuple[Person, Person]):
    ada, _ = people
    message = await reach(ada, Kind.CHECK_IN, "lunch")
    await record_reason(message, ada.id, clock.now(), "later", "quiet hours")
    await record_reason(message, ada.id, clock.now(), "go")

    assert "It waited: " in await reasons(ada)


async def test_what_may_not_have_arrived_says_so(people: tuple[Person, Person]):
    ada, _ = people
    await reach(ada, Kind.CHECK_IN, "lunch", state="in doubt")

    assert "Teams didn't say whether it reached you." in await reasons(ada)


@pytest.mark.parametrize("state", ["waiting", "declined", "shadowed"])
async def test_what_never_reached_her_is_not_among_it(people: tuple[Person, Person], state: str):
    ada, _ = people
    await reach(ada, Kind.LUNCH, "lunch", state=state)

    assert await messages_with_reasons(ada.id) == []


@pytest.mark.parametrize("written", ["why did I get this?", "Why"])
async def test_she_asks_in_the_chat_and_hears_of_the_last_three(people: tuple[Person, Person], written: str):
    ada, maya = people
    await reach(ada, Kind.ANSWER, "help", ago=0)
    for hours, kind in enumerate((Kind.ASK, Kind.LUNCH, Kind.CHECK_IN, Kind.WELCOME), start=1):
        await reach(ada, kind, f"about {kind}", sender=maya.id if kind == Kind.ASK else "", ago=hours)

    await obey(ada, written, "key")

    [note] = await Note.all()
    titles = [line for line in note.text.splitlines() if line.startswith("**")]
    assert titles == [
        "**A story to share**, for Maya Lindqvist · Mon 2 March, 09:00",
        "**A message about a lunch** · Mon 2 March, 08:00",
        "**“How was it?” after a lunch** · Mon 2 March, 07:00",
    ]
    assert "Write “settings” to choose who may ask you" in note.text


async def test_who_got_nothing_yet_is_told_that(people: tuple[Person, Person]):
    ada, _ = people

    await obey(ada, "why did i get this", "key")

    [note] = await Note.all()
    assert note.text == "You got nothing from me but answers so far."


async def test_every_rule_that_made_it_wait_is_told_in_words_with_its_numbers(people: tuple[Person, Person]):
    ada, maya = people
    message = await reach(ada, Kind.BOOST, "post", sender=maya.id)
    for rule in RULES:
        await record_reason(message, ada.id, clock.now(), "later", rule.name)

    told = await reasons(ada)

    assert "It waited: At most 1 message a week that you did not ask for." in told
    assert told.count("It waited: ") == len(RULES)
    assert "{" not in told


async def test_news_is_no_answer_and_says_what_it_is_about(people: tuple[Person, Person]):
    ada, _ = people
    await reach(ada, Kind.NEWS, "post", card="post-in-doubt")

    told = await reasons(ada)

    assert "whether a post in your name reached the channel" in told
    assert "You wrote or pressed something" not in told


async def test_whoever_sat_out_a_round_hears_nothing_of_a_lunch_that_was_not(people: tuple[Person, Person]):
    ada, _ = people
    await reach(ada, Kind.LUNCH, "round", card="sat-out")

    told = await reasons(ada)

    assert "Nobody was found for you this time" in told
    assert "each lunch" not in told
