"""What the log may hold: kinds, places in the code, ids that we made. No names, no addresses, no words of anybody, no ids from Entra.

Databases and clients quote values in the messages of their errors (“invalid input for query argument $1: 'Ada …'”), so that only
our own sentences are written down, and those with addresses masked. Everything else is told by its kind and where it happened.
"""

import hashlib
import logging
import re
import traceback
from pathlib import Path
from types import TracebackType

from bot_service.errors import InDoubt, Outage, Refusal, UserMistake

OURS = (Refusal, Outage, InDoubt, UserMistake)
#: Kinds of rows whose id is somebody's id in Entra.
NAMED_BY_PERSON = frozenset({"person"})

ADDRESS = re.compile(r"[^\s@<>\"'“”(),;:=/]+@((?:[\w-]+\.)+\w+)")
#: Random ids are Entra's and Microsoft's; ours are made of what they stand for, and have another version.
FOREIGN_ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)


def masked(text: str) -> str:
    """Without anybody's address but its domain, and without ids from Entra."""
    return FOREIGN_ID.sub("…", ADDRESS.sub(r"…@\1", text))


def trouble(error: BaseException) -> str:
    """What went wrong: our own sentence, or kinds of errors and places, the last one first."""
    if isinstance(error, OURS):
        reason = getattr(error, "reason", "") or type(error).__name__
        return f"{reason}: {masked(str(error))}"
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    told = f"{type(error).__name__} at {_places(error)}"
    return f"{told}, after {trouble(before)}" if before is not None else told


def row(kind: str, id_: str) -> str:
    """A row by its kind and id; a person by a number that nobody can read her from."""
    if kind in NAMED_BY_PERSON:
        return f"{kind} #{hashlib.sha256(id_.encode()).hexdigest()[:8]}"
    return f"{kind} {id_}"


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames) or "no place"


class Discreet(logging.Formatter):
    """For what libraries log: their sentences masked, and of errors only kinds and places."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))

    def formatException(  # noqa: N802 - logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return trouble(ei[1]) if ei[1] is not None else ""
