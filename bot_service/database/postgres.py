"""PostgreSQL as Tortoise speaks it, given the address as it was written.

Tortoise takes addresses apart in its own way and loses what the driver would understand (`sslmode=require`, several
hosts). Both drivers, asyncpg here and psycopg under Procrastinate, understand one and the same address. And a task
that is cancelled at the start of a transaction would keep its connection for ever.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it ships no types
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext, TransactionContextPooled
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError

from bot_service.errors import UserMistake

OLDEST = 14

#: Any number, the same in every process.
MIGRATION_LOCK = 7_068_585

#: Connections of one process: as many as it works on at once, and a few for whoever waits in front of a screen.
MOST_CONNECTIONS = 10


class Postgres(AsyncpgDBClient):
    """A pool of connections."""

    def __init__(self, address: str, **others: Any) -> None:
        super().__init__(**others)
        self.address = address

    async def create_pool(self, **_taken_apart: Any) -> asyncpg.Pool:
        return await asyncpg.create_pool(self.address, min_size=1, max_size=MOST_CONNECTIONS)

    def _in_transaction(self) -> TransactionContext:
        return Borrowed(TransactionWrapper(self), self._pool_init_lock)


class Borrowed(TransactionContextPooled):
    """One of the connections, for one transaction; a task cancelled while it starts gives it back."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool = self.client._parent._pool  # noqa: SLF001 - ours, by inheritance
        self.client._connection = await pool.acquire()  # noqa: SLF001 - as above
        self.token = get_connections().set(self.connection_name, self.client)
        try:
            await self.client.begin()
        except BaseException:
            get_connections().reset(self.token)
            await pool.release(self.client._connection)  # noqa: SLF001 - as above
            raise
        return self.client


def client(address: str) -> dict[str, Any]:
    """Describe the connections for Tortoise."""
    return {"engine": __name__, "credentials": {"address": address}}


@asynccontextmanager
async def turn(address: str) -> AsyncIterator[None]:
    """Wait until no other process changes the tables, and keep others waiting meanwhile; a death ends it too.

    Raises `UserMistake`, with the way out, when the server can't be used or doesn't let us change the tables.
    """
    connection = await connect(address)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        yield
    except OperationalError as error:  # Tortoise's word for it
        if not isinstance(error.__cause__, asyncpg.InsufficientPrivilegeError):
            raise
        raise UserMistake(
            f"The user in DATABASE_URL may not make tables ({_said(error)}); make it the owner of the database."
        ) from error
    finally:
        await connection.close()


async def connect(address: str) -> asyncpg.Connection:
    """Open one connection of its own. Raises `UserMistake`, with the way out, for all that can be wrong with `address`."""
    try:
        connection = await asyncpg.connect(address, timeout=10)
    except (OSError, TimeoutError) as error:
        raise UserMistake(
            f"The PostgreSQL server of DATABASE_URL can't be reached ({_said(error)}); start it, or correct the address."
        ) from error
    except asyncpg.InvalidAuthorizationSpecificationError as error:  # a wrong password is one of these
        raise UserMistake(
            f"The PostgreSQL server refuses the user or password in DATABASE_URL ({_said(error)}); correct them."
        ) from error
    except asyncpg.InvalidCatalogNameError as error:
        raise UserMistake(
            f"The PostgreSQL server of DATABASE_URL has no such database ({_said(error)}); create it with createdb."
        ) from error
    except (asyncpg.ClientConfigurationError, ValueError) as error:
        raise UserMistake(
            f"DATABASE_URL can't be understood ({_said(error)}); give postgresql://USER:PASSWORD@HOST/NAME."
        ) from error
    except asyncpg.PostgresError as error:
        raise UserMistake(
            f"The PostgreSQL server of DATABASE_URL accepts no connection ({_said(error)}); try again later, or ask its administrator."
        ) from error
    if connection.get_server_version().major < OLDEST:
        await connection.close()
        raise UserMistake(f"The PostgreSQL server of DATABASE_URL is older than {OLDEST}; use a newer one.")
    return connection


def _said(error: BaseException) -> str:
    """What the driver says, in one line and without a full stop."""
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


client_class = Postgres  # the name under which Tortoise looks for it
