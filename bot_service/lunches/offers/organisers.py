"""Who organises a lunch: the mailboxes of the pool in turn, but for those that something is wrong with."""

from bot_service.lunches.tables.lunch import Lunch
from bot_service.lunches.tables.mailbox import Mailbox


async def next_organiser(lunch: Lunch, after: str) -> str | None:
    """The mailbox that shall organise this lunch; None when there is no other than `after`."""
    del lunch
    mailboxes = [one.address for one in await Mailbox.filter(fault="").order_by("address")]
    return next((one for one in mailboxes if one != after), None)


async def note_fault(address: str, sentence: str) -> None:
    """Remember what is wrong with a mailbox, for `doctor`, and don't use it meanwhile."""
    await Mailbox.filter(address=address).update(fault=sentence)


async def clear_fault(address: str) -> None:
    """It works again."""
    await Mailbox.filter(address=address).update(fault="")
