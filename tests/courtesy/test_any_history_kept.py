"""What is read from the tables is what happened, in whatever order it was written down."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot_service import manners
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.rules.situation import may_ask_whom, situation_of
from bot_service.courtesy.rules.table import decide, only_waits
from bot_service.database.row import Row, put, row_id
from bot_service.database.transaction import transaction
from bot_service.manners import Manners
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Entry, Passing
from tests.courtesy.histories import Arrived, Case, Event, cases, situation

TABLES = ["bot_service.people.person", "bot_service.people.relationship.ledger", "bot_service.courtesy.message"]
MIGRATIONS = ""

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _usual_manners_again() -> Iterator[None]:
    yield
    manners.choose(Manners())


def row_of(number: int, event: Event) -> Row:
    id_ = row_id("made up", str(number))
    if isinstance(event, Passing):
        return Entry(id=id_, **event._asdict())
    told = {**event._asdict(), "sent_at": event.at}
    told.pop("at")
    return Message(id=id_, due_at=None, card=event.kind, **told)


async def write_down(case: Case, order: Random) -> None:
    rows = [*case.people, *(row_of(number, event) for number, event in enumerate(case.events))]
    order.shuffle(rows)
    async with transaction():
        for table in (Person, Entry, Message):
            await table.all().delete()
        for row in rows:
            await put(row)
    manners.choose(case.manners)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cases(), st.randoms(use_true_random=False))
async def test_what_is_read_leads_to_the_same_verdict_as_what_happened(case: Case, order: Random):
    await write_down(case, order)
    person = await Person.get(id=case.person.id)

    read = await situation_of(person, case.coming, case.now)

    assert decide(read) == decide(situation(case))
    if case.coming.kind == Kind.ASK:
        message = Message(
            kind=Kind.ASK,
            sender_id=case.coming.sender_id,
            topic=case.coming.topic,
            about=case.coming.about,
            to_id=person.id,
        )
        assert decide(await situation_of(person, message, case.now)) == decide(read)
        await _agrees_for_everybody(case)


async def _agrees_for_everybody(case: Case) -> None:
    """A host sees of all at once what she would see one by one."""
    if not case.coming.topic:
        return
    people = await Person.all()
    seen = await may_ask_whom(case.coming.sender_id, people, case.now, topic=case.coming.topic)
    assert seen == {one.id for one in case.people if only_waits(situation(case._replace(person=one)))}


def test_nothing_that_happened_is_lost_on_the_way_to_a_row():
    assert set(Arrived._fields) - {"at"} <= set(Message._meta.fields)
    assert set(Passing._fields) <= set(Entry._meta.fields)
