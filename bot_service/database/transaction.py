"""All or nothing, and what is told to others once it is all."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

Listener = Callable[[], None]

_listeners: list[Listener] = []


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Everything written inside is written together at the end, or, when an error leaves the block, not at all.

    Inside another transaction it is a part of it: an error undoes this part only, and the outer one decides. Never
    call Microsoft in here: on SQLite everybody else waits. After the outermost commit the listeners are called.
    """
    is_outermost = not isinstance(get_connection("default"), TransactionalDBClient)
    async with in_transaction("default"):
        yield
    if is_outermost:
        for listener in tuple(_listeners):
            listener()


def on_commit(listener: Listener) -> Callable[[], None]:
    """Call `listener` after every commit of this process; it must return at once. Returns how to stop that."""
    _listeners.append(listener)

    def unsubscribe() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return unsubscribe
