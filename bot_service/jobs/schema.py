"""What the job queue needs in the database: Procrastinate's own tables, brought up to date with its own migrations.

The caller holds the lock that lets one process at a time change tables (`database.connection`).
"""

from pathlib import Path

from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection

APPLIED = "Procrastinate, brought up to date by Potluck to "


async def prepare_jobs(database_url: str) -> None:
    """Make Procrastinate's tables, or apply the migrations that came with its later versions.

    Procrastinate leaves the bookkeeping to its users; ours is the comment on its table of jobs, in the same transaction.
    """
    newest = _migrations()[-1].name
    async with await AsyncConnection.connect(database_url) as connection:
        applied = await _applied(connection)
        if applied is None:
            await connection.execute(SchemaManager.get_schema())
        else:
            for migration in _migrations():
                if migration.name > applied:
                    await connection.execute(migration.read_bytes())
        if applied is None or applied < newest:
            await connection.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{APPLIED}{newest}'".encode())


async def _applied(connection: AsyncConnection) -> str | None:
    """Return the name of the last migration in this database; None where there are no tables yet."""
    answer = await connection.execute(
        "SELECT obj_description(to_regclass('procrastinate_jobs'), 'pg_class'), to_regclass('procrastinate_jobs')"
    )
    row = await answer.fetchone()
    assert row is not None
    comment, table = row
    return (comment or "").removeprefix(APPLIED) if table else None


def _migrations() -> list[Path]:
    """Procrastinate's migrations, oldest first."""
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
