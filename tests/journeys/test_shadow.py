"""In shadow mode two weeks go by as ever: people are matched, offers are drawn, lunches agreed. Nobody in Microsoft 365 notices."""

import csv
import io
from pathlib import Path

from rich.console import Console

from bot_service import clock
from bot_service.kept_back import IN_CALENDARS, Line, as_csv, kept_back, show
from bot_service.lunches.offers.book import SHADOW
from bot_service.lunches.tables.lunch import Lunch
from bot_service.lunches.times.preferences import Preference
from bot_service.people.person import Person
from bot_service.simulation.stage import Run, stage

BOOKED_FOR_THEM = 8


async def test_nothing_leaves_and_the_list_says_what_would_have(tmp_path: Path) -> None:
    async with stage(Run(people=16, seed=7, weeks=2), tmp_path, is_shadow=True) as opened:
        await opened.driver.advance(0)
        await Person.filter(state="welcomed").update(state="joined", due_at=clock.now())
        for person in await Person.filter(state="joined").order_by("id").limit(BOOKED_FOR_THEM):
            await Preference.create(id=person.id, books_for_me=True)
        await opened.driver.advance(14)

        assert [turn for turn in await opened.sandbox.turns() if turn.by_bot] == []
        for person in await opened.sandbox.people():
            calendar = await opened.sandbox.calendar(person.principal_name)
            assert [event.subject for event in calendar.events if event.is_ours] == []
        assert opened.world.subscriptions.living() == []
        assert opened.house.traveller.faults == 0

        assert await Lunch.filter(state="called off", why=SHADOW).exists()
        assert not await Lunch.filter(state__in=("agreed", "booked", "held")).exists()
    lines = await kept_back(opened.house.settings)
    assert {"welcome", "lunch", "event"} <= {line.kind for line in lines}
    assert sum(line.kind == "welcome" for line in lines) == 16
    assert all(line.at and line.to and line.why for line in lines)
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert any(line.what.startswith(IN_CALENDARS) and ", " in line.to for line in lines)
    assert list(csv.reader(io.StringIO(as_csv(lines).decode()))) == [list(Line._fields), *map(list, lines)]


def test_on_a_terminal_it_is_a_table() -> None:
    seen = io.StringIO()
    line = Line(
        "2026-03-02T10:00:00Z",
        "Ada Lovelace",
        "ask",
        "a story to share",
        "Maya Lindqvist",
        "she lets this host ask her",
    )

    show([line], Console(file=seen, width=160))

    assert all(cell in seen.getvalue() for cell in (*line, "on behalf of"))


def test_where_nothing_was_kept_back_that_is_said() -> None:
    seen = io.StringIO()

    show([], Console(file=seen))

    assert seen.getvalue() == "Nothing was kept back.\n"


def test_what_begins_like_a_formula_is_none_in_a_sheet() -> None:
    [_, row] = csv.reader(io.StringIO(as_csv([Line("", "=1+1", "lunch", "", "", "")]).decode()))

    assert row[1] == "'=1+1"
