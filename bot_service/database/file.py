"""The file of a SQLite database: one process at a time works on it; the operating system frees it when that one dies."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from bot_service.errors import UserMistake

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


#: Seconds to wait for somebody who is writing.
PATIENCE = 10.0


class AlreadyServed(UserMistake):
    """Two processes at work on one SQLite file would send everything twice."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Another Potluck is at work on {path}; stop that one, or use PostgreSQL (DATABASE_URL) for several."
        )


@contextmanager
def hold_file(path: Path) -> Iterator[None]:
    """Hold the database `path` for this process, by a lock on the file `….lock` beside it; folders are made.

    Raises `AlreadyServed` when another process holds it, `UserMistake` when it can't be written or is no database.
    """
    if path.exists():
        look_into_file(path)  # a letter or a folder gets no lock beside it
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_name(path.name + ".lock").open("a")
    with file:
        try:
            _lock(file)
        except OSError:
            raise AlreadyServed(path) from None
        with _explained(path), closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
            connection.execute("BEGIN IMMEDIATE")  # finds what can't be written before anything depends on it
        yield


def look_into_file(path: Path) -> None:
    """Check that `path` is a database, whoever may be serving it. Raises `UserMistake`."""
    if not path.exists():
        raise UserMistake(f"There is no database at {path} yet; “potluck serve” makes it.")
    with _explained(path), closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
        connection.execute("PRAGMA schema_version")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the system says about a file into one sentence with the way out."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise UserMistake(
            f"The database {path} can't be written ({said}); correct DATABASE_URL, or the permissions of its folder."
        ) from error
    except sqlite3.DatabaseError as error:
        raise UserMistake(
            f"{path} is no SQLite database ({error}); correct DATABASE_URL, or restore a backup."
        ) from error
