"""Turns by name, for what no single row stands for: of several transactions that ask for the same name, one goes on at a time."""

from tortoise.connection import get_connection

#: PostgreSQL keeps locks of two numbers apart from those of one, such as that of the migrations; any number, the same in every process.
TURNS = 7_068


async def take_turn(name: str) -> None:
    """Wait until no other transaction has this name's turn, and keep it to the end of the caller's transaction.

    On SQLite there is nothing to do: one process serves the file, and its transactions take turns anyway.
    """
    connection = get_connection("default")
    if connection.capabilities.dialect == "postgres":
        await connection.execute_query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [TURNS, name])
