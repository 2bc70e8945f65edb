"""SQLite as Tortoise speaks it, with three corrections that a crash or a cancelled task would otherwise find.

1. A script inside a transaction runs statement by statement: Python's `executescript` commits first, which would
   leave half a migration behind after a `kill -9`.
2. A transaction takes the write lock at its start (BEGIN IMMEDIATE): SQLite refuses to upgrade a reader at once,
   without the patience of `busy_timeout`, when another process wrote meanwhile.
3. A task cancelled while it starts a transaction gives the connection back.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from typing import Any

from tortoise.backends.base.client import NestedTransactionContext, TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.connection import get_connections


class Sqlite(SqliteClient):
    """The one connection of a process; everybody in it takes turns."""

    def _in_transaction(self) -> TransactionContext:
        return OneAtATime(SqliteTransaction(self), self._lock)


class SqliteTransaction(SqliteTransactionWrapper):
    """That connection, inside a transaction."""

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(SqliteTransaction(self))

    async def begin(self) -> None:
        await self._connection.commit()
        await self._connection.execute("BEGIN IMMEDIATE")

    async def execute_script(self, query: str) -> None:
        for statement in statements(query):
            await self.execute_query(statement)


class OneAtATime(SqliteTransactionContext):
    """The turn of one transaction."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            self.token = get_connections().set(self.connection_name, self.connection)
            try:
                await self.connection.begin()
            except BaseException:
                get_connections().reset(self.token)
                await asyncio.shield(self.connection._connection.rollback())  # noqa: SLF001 - ours, by inheritance
                raise
        except BaseException:
            self._trxlock.release()
            raise
        transaction: TransactionalDBClient = self.connection
        return transaction


def statements(script: str) -> Iterator[str]:
    """Cut a script of SQL into its statements; a semicolon inside quotes or a trigger ends none."""
    statement = ""
    for part in script.split(";"):
        statement += part
        if sqlite3.complete_statement(statement + ";"):
            if statement.strip():
                yield statement.strip()
            statement = ""
        else:
            statement += ";"
    if statement.strip(" ;\n"):
        yield statement.strip()


def client(path: str, *, durable: bool) -> dict[str, Any]:
    """Describe the connection for Tortoise.

    WAL survives `kill -9` either way; `durable` also survives a power cut right after a commit, at the price of a
    wait for the disk at each commit.
    """
    return {
        "engine": __name__,
        "credentials": {
            "file_path": path,
            "journal_mode": "WAL",
            "synchronous": "FULL" if durable else "NORMAL",
            "busy_timeout": 10_000,
            "secure_delete": "ON",
        },
    }


client_class = Sqlite  # the name under which Tortoise looks for it
