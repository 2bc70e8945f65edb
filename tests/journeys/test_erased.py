"""A small company plays some weeks; then one of them is erased, and nothing of hers is left: in no table, in no file, in no log."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from bot_service.app import HELD
from bot_service.discreet import Discreet
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Entry
from bot_service.privacy.erase import order_erasure
from bot_service.privacy.export import export_of
from bot_service.simulation.seen import Colleague
from bot_service.simulation.stage import Run, Stage, stage
from tests.journeys.people import company
from tests.journeys.test_from_strangers_to_a_thanked_share import WEDNESDAY, agree, confirm, pair_offered
from tests.privacy.everywhere import found_in_files, found_in_tables

SECRET = "They carried the piano to the fourth floor without a scratch"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that is logged meanwhile by us, as it would stand in the log of a service."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet("%(levelname)s %(name)s: %(message)s"))
    ours = logging.getLogger("bot_service")
    ours.addHandler(handler)
    before, ours.level = ours.level, logging.DEBUG
    yield written
    ours.removeHandler(handler)
    ours.setLevel(before)


def traces_of(person: Colleague) -> tuple[str, ...]:
    return (person.id, person.name, person.principal_name)


async def most_entangled(here: Stage) -> Colleague:
    """Whoever has most entries in the ledger, so that most is to be erased."""
    counts: dict[str, int] = {}
    for entry in await Entry.all():
        for one in (entry.from_id, entry.to_id):
            counts[one] = counts.get(one, 0) + 1
    people = [one for one in await here.sandbox.people() if one.role != "host"]
    return max(people, key=lambda one: (counts.get(one.id, 0), one.id))


async def test_after_weeks_of_company_nothing_of_somebody_erased_is_left(tmp_path: Path, log: StringIO) -> None:
    async with stage(Run(people=10, seed=7, weeks=10), tmp_path) as here:
        await here.driver.advance(38)
        cleo = await most_entangled(here)
        traces = traces_of(cleo)
        before = {table for table, _ in await found_in_tables(traces)}
        assert before >= {"person", "guest", "ledger", "message", "check_in"}
        exported = (await export_of(cleo.id)).as_json()
        assert all(f'"table": "{table}"' in exported for table in before)

        await order_erasure(await Person.get(id=cleo.id))
        await here.driver.advance(1)

        assert await found_in_tables(traces) == set()
        assert found_in_files(tmp_path / "demo.db", traces) == set()
        assert [trace for trace in traces if trace.lower() in log.getvalue().lower()] == []
        assert {held.table for held in HELD} >= before

        await here.driver.advance(9)  # the directory is read again, and others go on
        assert await found_in_tables(traces) == set()
        assert here.house.traveller.faults == 0


async def test_a_lunch_ahead_is_called_off_kindly_and_leaves_the_calendars_and_her_words_go(tmp_path: Path) -> None:
    async with company(tmp_path, people=8) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        await agree(ada, bo)
        assert await bo.lunches()

        await order_erasure(await Person.get(id=ada.who.id))
        await here.wait_until(await here.stage.sandbox.now() + timedelta(minutes=10))

        assert [lunch for lunch in await bo.lunches() if not lunch.is_cancelled] == []
        assert not await Person.exists(id=ada.who.id)
        assert "doesn't come about" in await bo.reads()
        assert await found_in_tables(traces_of(ada.who)) == set()


async def test_what_she_told_of_others_goes_with_her(tmp_path: Path) -> None:
    async with company(tmp_path, people=8) as here:
        await here.wait_until(WEDNESDAY)
        ada, bo = await pair_offered(here, host=False)
        await agree(ada, bo)
        await confirm(ada, success=SECRET)
        assert await found_in_tables([SECRET])

        await order_erasure(await Person.get(id=ada.who.id))
        await here.settle()

        assert await found_in_tables([SECRET, *traces_of(ada.who)]) == set()
        assert found_in_files(tmp_path / "demo.db", [SECRET]) == set()
        await bo.presses("success.open")  # her old card is answered kindly, not by a fault
        assert here.stage.house.traveller.faults == 0
