"""Who organises a lunch: the mailboxes of the pool by turns, or a guest; never one that something is wrong with, while there is another."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import timedelta

from bot_service import clock
from bot_service.database.row import put, row_id
from bot_service.lunches.tables.lunch import Lunch
from bot_service.lunches.tables.mailbox import Mailbox
from bot_service.people.person import Person

#: How long a mailbox that refused a lunch is passed over; then one lunch tries it again.
PASSED_OVER_FOR = timedelta(days=1)


async def next_organiser(lunch: Lunch, after: str, guests: Sequence[Person] = ()) -> str | None:
    """The mailbox that shall organise this lunch, None when none is left.

    `after`: whose turn it was so far ("": nobody's); it goes on where nothing is wrong with it. `guests`: where a guest shall
    organise, who sits there; the first of them by id whose mailbox may be written, and after them the pool.
    """
    watched = await Mailbox.filter(state="watched").values_list("address", flat=True)
    own = [one.principal_name.lower() for one in sorted(guests, key=lambda guest: guest.id)]
    order = [*own, *in_turn(lunch.id, [str(address) for address in watched])]
    return chosen(order, await _at_fault(order), after.lower())


def in_turn(lunch_id: str, pool: Collection[str]) -> list[str]:
    """The pool in this lunch's own order, so that lunches spread over it evenly; a mailbox more or less moves no others."""
    return sorted(pool, key=lambda address: hashlib.sha256(f"{lunch_id} {address}".encode()).digest())


def chosen(order: Sequence[str], at_fault: Collection[str], after: str = "") -> str | None:
    """The first from `after` on that nothing is wrong with. Where something is with all of them, a lunch tries the first all the same."""
    first = order.index(after) if after in order else 0
    fit = next((address for address in order[first:] if address not in at_fault), None)
    return fit or (order[0] if order and not after else None)


async def note_fault(address: str, sentence: str) -> None:
    """Remember what is wrong with a mailbox, for `doctor`, and pass it over for a while."""
    id_ = row_id("mailbox", address.lower())
    await put(Mailbox(id=id_, state="former", address=address.lower()))
    await Mailbox.filter(id=id_).update(fault=sentence[:512], fault_at=clock.now())


async def clear_fault(address: str) -> None:
    """It works again."""
    await Mailbox.filter(id=row_id("mailbox", address.lower())).exclude(fault="").update(fault="", fault_at=None)


async def faults() -> list[tuple[str, str]]:
    """(address, what was wrong when it was last used, with the way out), for `doctor`; of guests, those who refused lately."""
    faulty = await Mailbox.exclude(fault="").order_by("address")
    still = await _at_fault([one.address for one in faulty])
    return [(one.address, one.fault) for one in faulty if one.state == "watched" or one.address in still]


async def _at_fault(addresses: Sequence[str]) -> set[str]:
    since = clock.now() - PASSED_OVER_FOR
    faulty = await Mailbox.filter(address__in=list(addresses)).exclude(fault="")
    return {one.address for one in faulty if one.fault_at is None or one.fault_at > since}
