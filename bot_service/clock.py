"""The only place that knows the time: real time, or in the demo a clock served by the sandbox (design §4, Clock)."""

from collections.abc import Callable
from datetime import UTC, datetime

Source = Callable[[], datetime]


def _real_time() -> datetime:
    return datetime.now(UTC)


_source: Source = _real_time


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return _source()


def follow(source: Source) -> None:
    """Take the time from `source` from now on; only the demo and tests do this."""
    global _source  # noqa: PLW0603 - one process has one clock
    _source = source


def follow_real_time() -> None:
    """Take the time from the machine again."""
    follow(_real_time)
