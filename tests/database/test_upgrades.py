"""A database that an earlier version of the product has filled goes on with this one."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, time
from importlib import import_module
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bot_service.app import TABLES as TABLES_OF_THE_PRODUCT
from bot_service.database.connection import open_database
from bot_service.database.migrate import MIGRATIONS, lacked, names_of
from bot_service.lunches.programs.program import Program, begin_programs
from bot_service.lunches.programs.terms import Cadence, Members, Terms
from bot_service.lunches.tables.lunch import Choice, Lunch, guests_of
from bot_service.settings import Settings

BEFORE = "0003_programs_and_calendars"
LUNCH_AT, COFFEE_AT = datetime(2026, 1, 14, 12, 15, tzinfo=UTC), datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
BOOKED_AT = datetime(2026, 1, 16, 12, 30, tzinfo=UTC)
NEXT_ROUND = datetime(2026, 1, 21, 7, 0, tzinfo=UTC)

Row = Mapping[str, object]


@pytest.fixture
def earlier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The migrations that the product had before, as a package."""
    package = f"migrations_before_{BEFORE[:4]}"
    folder = tmp_path / package
    folder.mkdir()
    all_of_them = Path(str(import_module(MIGRATIONS).__file__)).parent
    for name in ("__init__", *[name for name in names_of() if name < BEFORE]):
        shutil.copy(all_of_them / f"{name}.py", folder)
    monkeypatch.syspath_prepend(tmp_path)
    return package


async def write(table: str, **row: object) -> None:
    """A row as it stood in the database, with the columns of then."""
    values = ", ".join(_literal(value) for value in row.values())
    await get_connection("default").execute_script(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})")


def _literal(value: object) -> str:
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    return f"'{value}'"


async def write_lunch(id_: str, state: str, **columns: object) -> None:
    usual = {"tries": 0, "round_id": "round-1", "kind": "mixer", "host_id": "", "form": "", "minutes": 0, "attempt": 1}
    await write("lunch", id=id_, state=state, **usual | {"event_id": ""} | columns)


async def write_program(id_: str, kind: str, every_days: int) -> None:
    ahead = {"state": "running", "due_at": NEXT_ROUND, "tries": 0, "rounds_begun": 3}
    await write("program", id=id_, kind=kind, name="Lunch with another team", every_days=every_days, **ahead)


@pytest.fixture
async def upgraded(settings: Settings, earlier: str) -> Settings:
    """Open invitations, a booked lunch and two programmes, as the earlier version left them."""
    async with open_database(settings, TABLES_OF_THE_PRODUCT, migrations=earlier):
        await write_lunch("open", "proposed", lunch_at=LUNCH_AT, coffee_at=COFFEE_AT, due_at=LUNCH_AT)
        await write_lunch("only-coffee", "proposed", coffee_at=COFFEE_AT)
        chosen = {"form": "coffee", "starts_at": COFFEE_AT, "minutes": 30}
        await write_lunch("half-agreed", "proposed", lunch_at=LUNCH_AT, coffee_at=COFFEE_AT, **chosen)
        when = {"form": "lunch", "starts_at": BOOKED_AT, "minutes": 45, "event_id": "event-1"}
        await write_lunch("booked", "booked", lunch_at=BOOKED_AT, **when)
        for person in ("ada", "bo"):
            seat = {
                "lunch_id": "half-agreed",
                "person_id": person,
                "team": "",
                "answer": "yes" if person == "ada" else "",
            }
            await write("guest", id=f"guest-{person}", **seat)
        await write_program("everybody", "mixer", 14)
        await write_program("hosts", "host", 7)
    return settings


async def test_open_invitations_keep_their_times(upgraded: Settings) -> None:
    async with open_database(upgraded, TABLES_OF_THE_PRODUCT):
        assert await lacked() == []
        offered = {lunch.id: lunch.choices for lunch in await Lunch.all()}
        lunch, coffee = Choice("lunch", LUNCH_AT, 45), Choice("coffee", COFFEE_AT, 30)
        assert offered["open"] == offered["half-agreed"] == [lunch, coffee]
        assert offered["only-coffee"] == [coffee]
        kept = await Lunch.get(id="open")
        assert (kept.state, kept.due_at, kept.starts_at, kept.kind) == ("proposed", LUNCH_AT, None, "mixer")


async def test_what_was_chosen_answered_and_booked_stays_so(upgraded: Settings) -> None:
    async with open_database(upgraded, TABLES_OF_THE_PRODUCT):
        half, booked = await Lunch.get(id="half-agreed"), await Lunch.get(id="booked")
        assert (half.form, half.starts_at, half.minutes) == ("coffee", COFFEE_AT, 30)
        assert [(guest.answer, guest.response) for guest in await guests_of(half.id)] == [("yes", ""), ("", "")]
        assert (booked.state, booked.starts_at, booked.event_id) == ("booked", BOOKED_AT, "event-1")
        assert (booked.seats, booked.is_online, booked.organiser, booked.place) == (0, False, "", "")


async def test_programmes_keep_their_rhythm_and_their_next_round(upgraded: Settings) -> None:
    async with open_database(upgraded, TABLES_OF_THE_PRODUCT):
        await begin_programs()  # as at every start
        everybody, hosts = await Program.get(id="everybody"), await Program.get(id="hosts")
        assert everybody.cadence == Cadence(weeks=2, weekday=2, at=time(7), zone="UTC")
        assert hosts.cadence == Cadence(weeks=1, weekday=4, at=time(7), zone="UTC")
        for program in (everybody, hosts):
            assert (program.state, program.due_at, program.rounds_begun) == ("running", NEXT_ROUND, 3)
            assert (program.members, program.terms) == (Members(), Terms())


async def test_an_upgrade_of_an_empty_database_is_an_upgrade_too(settings: Settings, earlier: str) -> None:
    async with open_database(settings, TABLES_OF_THE_PRODUCT, migrations=earlier):
        pass
    async with open_database(settings, TABLES_OF_THE_PRODUCT):
        assert await lacked() == []
        assert await Lunch.all().count() == await Program.all().count() == 0
