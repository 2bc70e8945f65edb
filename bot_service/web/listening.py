"""Listens on a port of this machine and serves an application there."""

import errno
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from aiohttp import web

from bot_service.errors import UserMistake


@contextmanager
def bound(port: int, address: str = "127.0.0.1") -> Iterator[socket.socket]:
    """Hold a port until the block ends; 0: any that is free. Raises `UserMistake` where it can't be had."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with _explained(port, address):
            held.bind((address, port))
        yield held


@asynccontextmanager
async def listening(app: web.Application, held: socket.socket) -> AsyncIterator[None]:
    """Serve `app` on a held port until the block ends; open connections get a second to end.

    Raises `UserMistake` where another process holds the port too and was the first to listen.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        address, port = held.getsockname()[:2]
        with _explained(port, address):
            await web.SockSite(runner, held).start()
        yield
    finally:
        await runner.cleanup()


@contextmanager
def _explained(port: int, address: str) -> Iterator[None]:
    """Turn what the system says about a port into one sentence with the way out."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UserMistake(
                f"Port {port} is in use; stop what runs there, or choose another one with --port."
            ) from error
        if error.errno == errno.EACCES:
            raise UserMistake(
                f"Port {port} may not be opened by this user; choose one above 1023 with --port."
            ) from error
        raise UserMistake(
            f"{address} is no address of this machine ({error.strerror}); correct POTLUCK_ADDRESS."
        ) from error
