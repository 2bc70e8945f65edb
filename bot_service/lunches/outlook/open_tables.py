"""An open table in Outlook: people join and leave by a tap, and the event follows."""

from datetime import timedelta

from bot_service import clock
from bot_service.lunches.programs.round import OPEN_TABLE
from bot_service.lunches.tables.lunch import Guest, Lunch

CLOSES_BEFORE = timedelta(hours=1)  #: an open table at which nobody else sits


def has_too_few(lunch: Lunch, sitting: list[Guest]) -> bool:
    """Whether this lunch can't be one: fewer than two are left. An open table waits for more until an hour before it begins."""
    if len(sitting) > 1:
        return False
    assert lunch.starts_at is not None
    is_waiting = lunch.kind == OPEN_TABLE and clock.now() < lunch.starts_at - CLOSES_BEFORE
    return not (is_waiting and sitting)


def ends_quietly(lunch: Lunch, sitting: list[Guest]) -> bool:
    """Nobody came to somebody's open table: Outlook's own mail says so, and that is enough."""
    return lunch.kind == OPEN_TABLE and {guest.person_id for guest in sitting} <= {lunch.host_id}
