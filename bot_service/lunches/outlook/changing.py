"""A change in Outlook that must not be taken for done: where the mailbox refuses it, it is tried again, and nothing else goes on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot_service.errors import Outage
from bot_service.graph.trouble import Conflict, MailboxUnfit
from bot_service.lunches.offers.organisers import note_fault
from bot_service.lunches.tables.lunch import Lunch

#: A mailbox that is full or closed is put right by a person; two writers at once are out of each other's way in a moment.
AFTER_A_FAULT, AFTER_A_CONFLICT = timedelta(minutes=30), timedelta(seconds=10)


@asynccontextmanager
async def changing(lunch: Lunch) -> AsyncIterator[None]:
    """Around a change of its event. Raises `Outage` where it was refused; what is wrong is noted for `doctor`."""
    try:
        yield
    except MailboxUnfit as unfit:
        await note_fault(lunch.organiser, unfit.sentence)
        raise Outage(unfit.sentence, after=AFTER_A_FAULT) from unfit
    except Conflict as conflict:
        raise Outage(conflict.sentence, after=AFTER_A_CONFLICT) from conflict
