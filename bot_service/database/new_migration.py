"""For developers: writes the migration that brings the tables to what their modules now declare.

    uv run python -m bot_service.database.new_migration NAME [MODULE:LIST]

MODULE:LIST is the list of the modules that hold our tables; `bot_service.app:TABLES` unless given. It is looked up
when the command runs, because this room knows nobody above it. Read what was written before you commit it; what has
been released is never changed again. A column that is new in a table with rows needs `null=True` or `db_default=`:
Tortoise's `default=` is known to Python alone.
"""

import asyncio
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.writer import MigrationWriter, format_migration_name

from bot_service.database import sqlite
from bot_service.database.migrate import APP, MIGRATIONS, apps, names_of


async def write_migration(name: str, tables: Sequence[str], migrations: str = MIGRATIONS) -> list[Path]:
    """Write the next migration, called `NUMBER_name`, into the package `migrations`; nothing where nothing changed."""
    written = []
    for writer in await changes(tables, migrations):
        writer.name = format_migration_name(len(names_of(migrations)) + 1, name)
        written.append(Path(writer.write()))
    return written


async def changes(tables: Sequence[str], migrations: str = MIGRATIONS) -> list[MigrationWriter]:
    """Return what the tables declare and the migrations don't make yet. No database is asked."""
    ours = apps(tables, migrations)
    async with TortoiseContext() as context:
        config = {"connections": {"default": sqlite.client(":memory:", durable=False)}, "apps": ours}
        await context.init(config, init_connections=False)
        assert context.apps is not None
        for model in context.apps.get_models_iterable():
            # Tortoise would copy docstrings into the database: a reworded one would be a migration, and a semicolon
            # in one breaks its script for SQLite.
            model._meta.table_description = ""  # noqa: SLF001 - there is no other way to it
            for field in model._meta.fields_map.values():  # noqa: SLF001 - as above
                field.description = None
        return await MigrationAutodetector(context.apps, ours).changes()


def main(arguments: list[str]) -> int:
    """Run the command."""
    if len(arguments) not in {1, 2}:
        print(__doc__, file=sys.stderr)  # noqa: T201 - a developer's command line
        return 2
    module, _, name_of_list = (arguments[1:] or ["bot_service.app:TABLES"])[0].partition(":")
    tables = getattr(import_module(module), name_of_list)
    for path in asyncio.run(write_migration(arguments[0], tables)):
        print(f"{APP}: wrote {path}")  # noqa: T201 - as above
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
