"""An open table in Outlook: people join and leave by a tap, and the event follows."""

from datetime import timedelta

from bot_service import clock
from bot_service.lunches.programs.round import OPEN_TABLE
from bot_service.lunches.tables.lunch import Guest, Lunch

NOBODY_CAME = "Nobody has joined your table this time. Open another one whenever you like."
NOT_THIS_TIME = "This table doesn't take place. Write “tables” to Potluck for others."
CLOSES_BEFORE = timedelta(hours=1)  #: an open table at which nobody else sits


def has_too_few(lunch: Lunch, sitting: list[Guest]) -> bool:
    """Whether this lunch can't be one: fewer than two are left. An open table waits for more until an hour before it begins."""
    if len(sitting) > 1:
        return False
    assert lunch.starts_at is not None
    is_waiting = lunch.kind == OPEN_TABLE and clock.now() < lunch.starts_at - CLOSES_BEFORE
    return not (is_waiting and sitting)


def last_word(lunch: Lunch, sitting: list[Guest]) -> str:
    """What Outlook's own mail says when an open table ends."""
    return NOBODY_CAME if {guest.person_id for guest in sitting} <= {lunch.host_id} else NOT_THIS_TIME
