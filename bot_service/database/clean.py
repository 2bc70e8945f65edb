"""What was deleted is gone from the file too: SQLite would keep it in free pages and in its log until they are needed again.

https://www.sqlite.org/pragma.html#pragma_secure_delete overwrites what is deleted, but not what moved between pages before.
PostgreSQL's server cleans its own tables (autovacuum).
"""

from datetime import timedelta

from tortoise.connection import get_connection

from bot_service.errors import Outage


def is_shared() -> bool:
    """Whether several processes may be at work on the open database."""
    return bool(get_connection("default").capabilities.dialect == "postgres")


async def clean_file() -> None:
    """Write the file anew without anything deleted, and empty its log. Raises `Outage` while somebody else reads in it."""
    if is_shared():
        return
    connection = get_connection("default")
    await connection.execute_query("VACUUM")
    done = await connection.execute_query_dict("PRAGMA wal_checkpoint(TRUNCATE)")
    if done[0]["busy"]:
        raise Outage("Another process reads in the database file.", after=timedelta(minutes=1))
