"""Tables grow by migrations; the modules and migrations here are written to disk, as a developer's would be."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest
from tortoise.connection import get_connection

from bot_service.database.connection import open_database
from bot_service.database.migrate import NewerDatabase, NotOurs, lacked, names_of
from bot_service.database.new_migration import changes, write_migration
from bot_service.settings import Settings

REPOSITORY = Path(__file__).parents[2]

FIRST = """
    from tortoise import fields
    from bot_service.database.row import DueRow

    class Picnic(DueRow):
        \"\"\"proposed → held; it's never both.\"\"\"

        place = fields.CharField(100, default="")
        owner = fields.CharField(64, db_index=True)
        payload = fields.BinaryField(null=True)
        words = fields.JSONField(default=dict)

        class Meta:
            table = "picnic"
            unique_together = (("owner", "place"),)
            indexes = (("state", "owner"),)
    """
LATER = FIRST.replace(
    "class Meta",
    "seats = fields.IntField(db_default=4)\n        bread = fields.CharField(20, db_default='')\n        note = fields.TextField(null=True)\n\n        class Meta",
)

FAILING = """
    from tortoise import migrations
    from tortoise.migrations import operations as ops

    async def fail(apps, schema_editor):
        {how}

    class Migration(migrations.Migration):
        dependencies = [("potluck", "0001_initial")]
        operations = [
            ops.RunSQL("CREATE TABLE crumb (id INTEGER); CREATE TABLE crumb_2 (id INTEGER)"),
            ops.RunPython(fail),
        ]
    """

Written = Callable[[str, str], str]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Write a module to a place where it can be imported; returns its name."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(name: str, text: str) -> str:
        path = tmp_path.joinpath(*name.split(".")).with_suffix(".py")
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(dedent(text))
        monkeypatch.setitem(sys.modules, name, None)  # forgotten again after the test
        del sys.modules[name]
        return name

    return write


@pytest.fixture
async def migrations(written: Written, request: pytest.FixtureRequest) -> str:
    """A package with the migration that makes the first tables."""
    package = f"migrations_{abs(hash(request.node.name))}"
    written(f"{package}.__init__", "")
    await write_migration("initial", [written("first_tables", FIRST)], package)
    return package


async def columns_and_indexes(settings: Settings) -> list[tuple[str, ...]]:
    if settings.is_sqlite:
        question = """SELECT m.name AS name, i.name AS of, i."notnull" AS kind FROM sqlite_master m, pragma_table_info(m.name) i WHERE m.name = 'picnic'
            UNION ALL SELECT i.name, c.name, i."unique" FROM pragma_index_list('picnic') i, pragma_index_info(i.name) c"""
    else:
        question = """SELECT column_name AS name, data_type AS of, is_nullable AS kind FROM information_schema.columns WHERE table_name = 'picnic'
            UNION ALL SELECT indexname, indexdef, '' FROM pg_indexes WHERE tablename = 'picnic'"""
    rows = await get_connection("default").execute_query_dict(question)
    return sorted((str(row["name"]), str(row["of"]), str(row["kind"])) for row in rows)


async def tables_of(settings: Settings) -> set[str]:
    where = (
        "sqlite_master WHERE type = 'table'"
        if settings.is_sqlite
        else "information_schema.tables WHERE table_schema = 'public'"
    )
    column = "name" if settings.is_sqlite else "table_name"
    rows = await get_connection("default").execute_query_dict(f"SELECT {column} AS name FROM {where}")
    return {row["name"] for row in rows} - {"sqlite_sequence"}


async def test_migrations_make_the_tables_as_they_are_declared(
    make_database: Callable[[str], str], settings_for: Callable[[str], Settings], migrations: str
) -> None:
    declared, migrated = settings_for(make_database("")), settings_for(make_database(""))
    async with open_database(declared, ["first_tables"], migrations=""):
        expected = await columns_and_indexes(declared)
    async with open_database(migrated, ["first_tables"], migrations=migrations):
        assert await columns_and_indexes(migrated) == expected
    assert len(expected) > 8


async def test_the_migrations_of_the_product_make_the_tables_that_it_declares() -> None:
    if not names_of():
        pytest.skip("nothing has been released yet, so there is no migration")
    app = import_module("bot_service.app")
    assert await changes(app.TABLES) == [], "run: uv run python -m bot_service.database.new_migration NAME"


async def test_a_database_of_somebody_else_is_refused_and_left_alone(settings: Settings, migrations: str) -> None:
    async with open_database(settings, ["first_tables"], migrations=""):
        before = await columns_and_indexes(settings)
    with pytest.raises(NotOurs, match="a database of its own"):
        async with open_database(settings, ["first_tables"], migrations=migrations):
            pass
    async with open_database(settings, ["first_tables"], migrations=""):
        assert await columns_and_indexes(settings) == before
        assert "tortoise_migrations" not in await tables_of(settings)


async def test_nothing_is_written_when_nothing_changed(migrations: str) -> None:
    assert await changes(["first_tables"], migrations) == []
    assert await write_migration("idle", ["first_tables"], migrations) == []


async def test_a_later_version_brings_its_columns_and_keeps_the_rows(
    settings: Settings, migrations: str, written: Written
) -> None:
    async with open_database(settings, ["first_tables"], migrations=migrations):
        from first_tables import Picnic  # type: ignore[import-not-found]  # noqa: PLC0415 - written a moment ago

        await Picnic.create(id="1", owner="maya", state="held", place="park")
    await write_migration("seats", [written("later_tables", LATER)], migrations)
    assert names_of(migrations) == ["0001_initial", "0002_seats"]
    async with open_database(settings, ["later_tables"], migrations=migrations):
        from later_tables import Picnic as Larger  # type: ignore[import-not-found]  # noqa: PLC0415 - as above

        kept = await Larger.get(id="1")
        assert (kept.owner, kept.place, kept.seats, kept.bread, kept.note) == ("maya", "park", 4, "", None)
        assert await lacked(migrations) == []


async def test_a_database_of_a_later_version_is_refused_and_left_alone(
    settings: Settings, migrations: str, written: Written
) -> None:
    later = await write_migration("seats", [written("later_tables", LATER)], migrations)
    async with open_database(settings, ["later_tables"], migrations=migrations):
        before = await columns_and_indexes(settings)
    later[0].unlink()
    for exclusive in (True, False):
        with pytest.raises(NewerDatabase, match=r"newer version of Potluck.*0002_seats.*update Potluck"):
            async with open_database(settings, ["first_tables"], migrations=migrations, exclusive=exclusive):
                pass
    later[0].touch()  # only the name counts
    async with open_database(settings, ["later_tables"], migrations=migrations):
        assert await columns_and_indexes(settings) == before


async def test_a_migration_that_fails_leaves_nothing_behind(
    settings: Settings, migrations: str, written: Written
) -> None:
    written(f"{migrations}.m0002_crumbs", FAILING.format(how="raise ZeroDivisionError"))
    with pytest.raises(ZeroDivisionError):
        async with open_database(settings, ["first_tables"], migrations=migrations):
            pass
    async with open_database(settings, ["first_tables"], migrations=migrations, exclusive=False):
        assert "crumb" not in await tables_of(settings)
        assert "picnic" not in await tables_of(settings)


async def test_a_process_killed_while_it_migrates_leaves_nothing_behind(
    settings: Settings, migrations: str, written: Written, tmp_path: Path
) -> None:
    crumbs = f"{migrations}.m0002_crumbs"
    written(crumbs, FAILING.format(how="import os; os.kill(os.getpid(), 9)"))
    opening = await start_opening(settings, migrations, tmp_path)
    assert await opening.wait() == -signal.SIGKILL

    written(crumbs, FAILING.format(how="pass"))
    async with open_database(settings, ["first_tables"], migrations=migrations):
        assert {"picnic", "crumb", "crumb_2"} <= await tables_of(settings)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_three_processes_that_start_at_once_make_the_tables_once(
    settings: Settings, migrations: str, tmp_path: Path
) -> None:
    openings = [await start_opening(settings, migrations, tmp_path) for _ in range(3)]
    assert [await opening.wait() for opening in openings] == [0, 0, 0]


async def start_opening(settings: Settings, migrations: str, tmp_path: Path) -> asyncio.subprocess.Process:
    """Open the database in a process of its own."""
    code = f"""
        import asyncio
        from bot_service.database.connection import open_database
        from bot_service.jobs.schema import prepare_jobs
        from bot_service.settings import read_settings

        async def main():
            settings = read_settings({{"POTLUCK_MODE": "test", "DATABASE_URL": {settings.database_url!r}}})
            async with open_database(settings, ["first_tables"], migrations={migrations!r}, prepare=prepare_jobs):
                pass

        asyncio.run(main())
        """
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", dedent(code), env={**os.environ, "PYTHONPATH": f"{REPOSITORY}:{tmp_path}"}
    )
