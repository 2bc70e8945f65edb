"""Opens the database of this process: SQLite or PostgreSQL, with its tables as this version needs them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager, nullcontext

from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.context import TortoiseContext

from bot_service.database import postgres, sqlite
from bot_service.database.file import hold_file, look_into_file
from bot_service.database.migrate import MIGRATIONS, apps, lacked, migrate, names_of
from bot_service.settings import Settings

Prepare = Callable[[str], Awaitable[None]]


@asynccontextmanager
async def open_database(
    settings: Settings,
    tables: Sequence[str],
    *,
    exclusive: bool = True,
    migrations: str = MIGRATIONS,
    prepare: Prepare | None = None,
) -> AsyncIterator[None]:
    """Open the database that `settings` name, for everything in this process, until the block ends.

    `tables` are the modules that hold our tables. They are brought up to date by `migrations` first; on PostgreSQL
    one process does it while others that start wait, and `prepare` (given the address) adds what the job queue needs.
    Where `migrations` names nothing, the tables are made as they are declared: tests have tables of their own.

    With `exclusive=False` we look into a database that somebody else may be serving, and change nothing.

    Raises `UserMistake`, in one sentence with the way out, for a database that can't be opened: `AlreadyServed` when
    another process has the SQLite file, `NewerDatabase` when a later version has changed the tables.
    """
    with ExitStack() as held:
        if settings.is_sqlite:
            path = settings.sqlite_path.resolve()
            held.enter_context(hold_file(path)) if exclusive else look_into_file(path)
            client = sqlite.client(str(path), durable=settings.mode == "production")
        else:
            client = postgres.client(settings.database_url)
        turn = nullcontext() if settings.is_sqlite else postgres.turn(settings.database_url)
        async with TortoiseContext() as context:
            async with turn:
                config = {"connections": {"default": client}, "apps": apps(tables, migrations)}
                EXECUTOR_CACHE.clear()  # statements in the words of the database that was open before, by table name only
                await context.init(config, _enable_global_fallback=True)
                if not exclusive:
                    await lacked(migrations)
                elif names_of(migrations):
                    await migrate(migrations)
                else:
                    await context.generate_schemas()
                if prepare and exclusive and not settings.is_sqlite:
                    await prepare(settings.database_url)
            yield
