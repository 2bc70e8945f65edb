"""Opening: one process per SQLite file, whatever happens to it, and every mistake told in one sentence."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from tortoise import fields
from tortoise.connection import get_connection

from bot_service.database.connection import open_database
from bot_service.database.file import AlreadyServed
from bot_service.database.row import Row, put
from bot_service.errors import UserMistake
from bot_service.settings import Settings

REPOSITORY = Path(__file__).parents[2]
TABLES = [__name__]

SettingsFor = Callable[[str], Settings]


class Cup(Row):
    colour = fields.CharField(20, default="blue")

    class Meta:
        table = "cup"


async def mistake(settings: Settings, **options: bool) -> str:
    """What the user is told."""
    with pytest.raises(UserMistake) as told:
        async with open_database(settings, TABLES, migrations="", **options):  # type: ignore[arg-type] # whatever the test wants to vary
            pass
    sentence = str(told.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


async def test_what_was_written_is_there_when_it_is_opened_again(settings: Settings) -> None:
    async with open_database(settings, TABLES, migrations=""):
        await put(Cup(id="1"))
    async with open_database(settings, TABLES, migrations=""):
        assert (await Cup.get(id="1")).colour == "blue"


async def test_folders_are_made_and_a_path_may_hold_any_character(tmp_path: Path, settings_for: SettingsFor) -> None:
    path = tmp_path / "Anna's lunch ?x=1 #2 ü" / "new" / "potluck 100%.db"
    async with open_database(settings_for(f"sqlite://{path}"), TABLES, migrations=""):
        await put(Cup(id="1"))
    assert path.stat().st_size > 0


async def test_sqlite_writes_ahead_and_waits_for_others(tmp_path: Path, settings_for: SettingsFor) -> None:
    async with open_database(settings_for(f"sqlite://{tmp_path}/potluck.db"), TABLES, migrations=""):
        for pragma, expected in (("journal_mode", "wal"), ("busy_timeout", 10_000)):
            answer = await get_connection("default").execute_query_dict(f"PRAGMA {pragma}")
            assert list(answer[0].values()) == [expected]


async def test_a_second_process_on_the_same_file_is_refused(tmp_path: Path, settings_for: SettingsFor) -> None:
    path = tmp_path / "potluck.db"
    (tmp_path / "other name.db").symlink_to(path)
    async with open_database(settings_for(f"sqlite://{path}"), TABLES, migrations=""):
        with pytest.raises(AlreadyServed, match="Another Potluck is at work"):
            async with open_database(settings_for(f"sqlite://{tmp_path}/other name.db"), TABLES, migrations=""):
                pass
    async with open_database(settings_for(f"sqlite://{path}"), TABLES, migrations=""):
        pass


async def test_after_a_kill_the_file_is_free_and_what_was_committed_is_there(
    tmp_path: Path, settings_for: SettingsFor
) -> None:
    settings = settings_for(f"sqlite://{tmp_path}/potluck.db")
    code = f"""
        import asyncio, sys
        sys.path[:0] = [{str(REPOSITORY)!r}, {str(Path(__file__).parent)!r}]
        from bot_service.database.connection import open_database
        from bot_service.database.transaction import transaction
        from bot_service.settings import read_settings
        from test_connection import Cup

        async def main():
            settings = read_settings({{"POTLUCK_MODE": "test", "DATABASE_URL": {settings.database_url!r}}})
            async with open_database(settings, ["test_connection"], migrations=""):
                await Cup.create(id="kept")
                async with transaction():
                    await Cup.create(id="half written")
                    print("ready", flush=True)
                    await asyncio.sleep(60)

        asyncio.run(main())
        """
    serving = await asyncio.create_subprocess_exec(sys.executable, "-c", dedent(code), stdout=asyncio.subprocess.PIPE)
    assert serving.stdout is not None
    assert await serving.stdout.readline() == b"ready\n"
    assert "Another Potluck is at work" in await mistake(settings)
    async with open_database(settings, TABLES, migrations="", exclusive=False):
        assert [cup.id for cup in await Cup.all()] == ["kept"]

    os.kill(serving.pid, signal.SIGKILL)
    await serving.wait()
    async with open_database(settings, TABLES, migrations=""):
        assert [cup.id for cup in await Cup.all()] == ["kept"]


async def test_looking_into_a_database_changes_nothing(settings: Settings) -> None:
    async with open_database(settings, TABLES, migrations=""):
        await put(Cup(id="1"))
    before = settings.sqlite_path.read_bytes() if settings.is_sqlite else b""
    async with open_database(settings, TABLES, migrations="", exclusive=False):
        assert await Cup.all().count() == 1
    assert before == (settings.sqlite_path.read_bytes() if settings.is_sqlite else b"")


async def test_looking_for_a_database_that_is_not_there_does_not_make_it(
    tmp_path: Path, settings_for: SettingsFor
) -> None:
    settings = settings_for(f"sqlite://{tmp_path}/nothing.db")
    assert "There is no database" in await mistake(settings, exclusive=False)
    assert not settings.sqlite_path.exists()


async def test_a_file_that_can_not_be_written_is_told(tmp_path: Path, settings_for: SettingsFor) -> None:
    (tmp_path / "a file").write_text("no folder")
    (tmp_path / "a folder").mkdir()
    for path in (tmp_path / "a file" / "potluck.db", tmp_path / "a folder"):
        assert "can't be written" in await mistake(settings_for(f"sqlite://{path}"))


async def test_a_file_that_is_something_else_is_told_and_kept(tmp_path: Path, settings_for: SettingsFor) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"not a database at all" * 100)
    for exclusive in (True, False):
        assert "is no SQLite database" in await mistake(settings_for(f"sqlite://{path}"), exclusive=exclusive)
    assert path.read_bytes().startswith(b"not a database")


async def test_a_file_held_by_somebody_elses_writer_is_told(
    tmp_path: Path, settings_for: SettingsFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot_service.database.file.PATIENCE", 0.1)
    path = tmp_path / "potluck.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert "locked" in await mistake(settings_for(f"sqlite://{path}"))
    other.close()


async def test_a_server_that_is_not_there_is_told(settings_for: SettingsFor) -> None:
    for address in ("postgresql://maya@127.0.0.1:1/potluck", "postgresql://maya@no.such.host.invalid/potluck"):
        for exclusive in (True, False):
            assert "can't be reached" in await mistake(settings_for(address), exclusive=exclusive)


async def test_a_database_that_is_not_there_is_told(postgresql: str, settings_for: SettingsFor) -> None:
    assert "no such database" in await mistake(settings_for(f"{postgresql}/nowhere"))


async def test_a_user_who_is_not_known_is_told(postgresql: str, settings_for: SettingsFor) -> None:
    address = postgresql.replace("potluck@", "otto@")
    assert "refuses the user or password" in await mistake(settings_for(f"{address}/postgres"))


async def test_a_wrong_password_is_told_and_not_repeated(postgresql: str, settings_for: SettingsFor) -> None:
    address = postgresql.replace("potluck@", "stranger:open-sesame@")
    told = await mistake(settings_for(f"{address}/postgres"))
    assert "refuses the user or password" in told
    assert "open-sesame" not in told


async def test_an_address_that_the_driver_does_not_understand_is_told(
    postgresql: str, settings_for: SettingsFor
) -> None:
    assert "can't be understood" in await mistake(settings_for(f"{postgresql}/postgres?sslmode=perhaps"))


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_user_who_may_not_make_tables_is_told(settings: Settings, settings_for: SettingsFor) -> None:
    async with open_database(settings, TABLES, migrations=""):
        await get_connection("default").execute_script(
            'DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN; DROP TABLE "cup"; REVOKE CREATE ON SCHEMA public FROM PUBLIC'
        )
    address = settings.database_url.replace("potluck@", "guest@")
    assert "may not make tables" in await mistake(settings_for(address))


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_what_the_driver_understands_in_an_address_is_kept(settings: Settings, settings_for: SettingsFor) -> None:
    async with open_database(settings_for(f"{settings.database_url}?application_name=lunch"), TABLES, migrations=""):
        rows = await get_connection("default").execute_query_dict("SHOW application_name")
        assert rows[0]["application_name"] == "lunch"
