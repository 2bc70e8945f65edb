"""Every table and what it holds on people, as the house told it when it opened: features on every floor have their own `held`."""

from collections.abc import Sequence

from bot_service.database.held import Held

_held: tuple[Held, ...] = ()


def know(held: Sequence[Held]) -> None:
    """Let these be all tables of this process: it is told once, before anything is exported or erased."""
    global _held  # noqa: PLW0603 - one process has one database
    _held = tuple(held)


def known() -> tuple[Held, ...]:
    """Return what is held, table by table."""
    assert _held, "an export of nothing would look as if nothing was held"
    return _held
