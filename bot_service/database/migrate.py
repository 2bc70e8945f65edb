"""Brings the tables of a database to what this version needs: Tortoise's own migrations, all of them or none.

The caller holds the lock that lets one process at a time in here (`connection`).
"""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError
from tortoise.migrations.executor import MigrationExecutor

from bot_service.database.transaction import transaction
from bot_service.errors import UserMistake

#: Tortoise's name for all our tables together. It stands in the databases out there: never change it.
APP = "potluck"
MIGRATIONS = "bot_service.database.migrations"


class NewerDatabase(UserMistake):
    """The database has been served by a later version; we don't know what its columns mean."""

    def __init__(self, unknown: Sequence[str]) -> None:
        super().__init__(
            f"The database is from a newer version of Potluck (it knows {', '.join(unknown)}); update Potluck, or restore a backup."
        )


class NotOurs(UserMistake):
    """The database holds tables of our names that no migration of ours has made."""

    def __init__(self, said: str) -> None:
        super().__init__(
            f"The database holds tables that Potluck has not made ({said}); give it a database of its own in DATABASE_URL."
        )


def apps(tables: Sequence[str], migrations: str = MIGRATIONS) -> dict[str, Any]:
    """Describe the modules that hold our tables to Tortoise."""
    return {APP: {"models": list(tables), "migrations": migrations or None, "default_connection": "default"}}


def names_of(migrations: str = MIGRATIONS) -> list[str]:
    """Return the names of the migrations in the package `migrations`, oldest first."""
    if not migrations:
        return []
    return sorted(module.name for module in iter_modules(import_module(migrations).__path__) if module.name[0] != "_")


async def migrate(migrations: str = MIGRATIONS) -> None:
    """Apply every migration that the open database lacks. Raises `NewerDatabase` or `NotOurs`; then nothing is changed."""
    if not await lacked(migrations):
        return
    async with transaction():  # the executor's own transactions and records become parts of this one
        executor = MigrationExecutor(get_connection("default"), apps([], migrations))
        # It reads its records before it makes their table, and takes an error for “none”; inside a transaction
        # PostgreSQL does not forgive that error. So the table is made first.
        await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))  # noqa: SLF001 - Tortoise offers no public way
        try:
            await executor.migrate()
        except OperationalError as error:
            if "already exists" not in str(error):
                raise
            raise NotOurs(str(error)) from error


async def lacked(migrations: str = MIGRATIONS) -> list[str]:
    """Return the names of our migrations that the open database lacks, oldest first. Raises `NewerDatabase`."""
    applied = await _applied()
    ours = names_of(migrations)
    if unknown := sorted(applied - set(ours)):
        raise NewerDatabase(unknown)
    return [name for name in ours if name not in applied]


async def _applied() -> set[str]:
    """Return the names of our migrations that the open database has seen; none where nothing was recorded yet."""
    connection = get_connection("default")
    is_sqlite = connection.capabilities.dialect == "sqlite"
    there = (
        "(SELECT name FROM sqlite_master WHERE name = 'tortoise_migrations')"
        if is_sqlite
        else "to_regclass('tortoise_migrations')"
    )
    if (await connection.execute_query_dict(f"SELECT {there} AS records"))[0]["records"] is None:
        return set()
    records = await connection.execute_query_dict(f"SELECT name FROM tortoise_migrations WHERE app = '{APP}'")  # noqa: S608 - our own constant
    return {record["name"] for record in records}
