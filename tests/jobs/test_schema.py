import psycopg
import pytest
from procrastinate.schema import SchemaManager

from bot_service.jobs import schema
from bot_service.jobs.schema import prepare_jobs
from bot_service.settings import Settings

pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)

THINGS = """
    SELECT 'column', table_name || '.' || column_name, data_type FROM information_schema.columns WHERE table_name LIKE 'procrastinate%'
    UNION ALL SELECT 'function', proname::text, '' FROM pg_proc WHERE proname LIKE 'procrastinate%'
    UNION ALL SELECT 'trigger', tgname::text, '' FROM pg_trigger WHERE tgname LIKE 'procrastinate%'
    UNION ALL SELECT 'comment', obj_description('procrastinate_jobs'::regclass, 'pg_class'), ''
    ORDER BY 1, 2, 3"""


def things(settings: Settings) -> list[tuple[str, ...]]:
    with psycopg.connect(settings.database_url) as connection:
        return connection.execute(THINGS).fetchall()


async def test_the_queue_is_prepared_once_and_again_changes_nothing(settings: Settings) -> None:
    await prepare_jobs(settings.database_url)
    once = things(settings)
    await prepare_jobs(settings.database_url)
    assert things(settings) == once
    assert any(name == "procrastinate_jobs.queueing_lock" for _, name, _ in once)


async def test_a_queue_of_an_older_procrastinate_is_brought_up_to_date(
    settings: Settings, make_database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(make_database)
    await prepare_jobs(settings.database_url)
    expected = things(settings)

    everything = schema._migrations()
    older = [migration for migration in everything if migration.name < "03.04"]
    oldest = b"\n".join(migration.read_bytes() for migration in older)
    old = Settings(**{**vars(settings), "database_url": make_database("")})
    with monkeypatch.context() as patched:
        patched.setattr(schema, "_migrations", lambda: older)
        patched.setattr(SchemaManager, "get_schema", staticmethod(lambda: oldest))
        await prepare_jobs(old.database_url)
    assert things(old) != expected
    await prepare_jobs(old.database_url)
    assert things(old) == expected
