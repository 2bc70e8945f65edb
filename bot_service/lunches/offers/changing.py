"""A change of a lunch's event that must not be taken for done: where the mailbox refuses it, it is tried again, and nothing else goes on."""

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
async def changing(lunch: Lunch, *, lets_go: bool = False) -> AsyncIterator[None]:
    """Around a change of its event. Raises `Outage` where it was refused; what is wrong is noted for `doctor`.

    `lets_go`: of an event whose mailbox is gone, where nobody can change it any more. One that is only closed to us, or full,
    may open again, and the event stands in everybody's calendar till then.
    """
    try:
        yield
    except MailboxUnfit as unfit:
        await note_fault(lunch.organiser, unfit.sentence)
        if lets_go and unfit.reason == "moved":
            return
        raise Outage(unfit.sentence, after=AFTER_A_FAULT) from unfit
    except Conflict as conflict:
        raise Outage(conflict.sentence, after=AFTER_A_CONFLICT) from conflict
