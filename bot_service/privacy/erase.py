"""Erases a person: her lunches ahead end kindly, then every row of hers goes at once, and others' rows name her no more.

An erasure is ordered by a row: she is `left` and due, so that whoever runs the service acts on it, on whatever machine, and after
whatever crash. Who has left the company comes the same way, some time after the directory last had her.
"""

from datetime import timedelta
from uuid import uuid4  # noqa: TID251 - made of nothing, so that nobody can make it again

from bot_service import clock
from bot_service.database.clean import is_shared
from bot_service.database.held import Held
from bot_service.database.row import AlreadyMoved, move, put_all
from bot_service.database.transaction import transaction
from bot_service.lunches.offers.farewell import bid_farewell
from bot_service.people.erased import keep_out
from bot_service.people.person import Person
from bot_service.people.retention import clean_pages
from bot_service.privacy import found
from bot_service.privacy.blot import blot_out
from bot_service.privacy.tables import known
from bot_service.privacy.whose import Whose, whose

#: Steps of other processes that had read her row before she was `left` are done by then.
GRACE = timedelta(minutes=1)
LOOKS_AGAIN = timedelta(minutes=1)
#: An event that Outlook doesn't let us cancel for so long stays in the calendars.
WAITS_FOR_OUTLOOK = timedelta(days=1)


async def order_erasure(person: Person) -> None:
    """Have her erased: nothing reaches her from this second on, and the directory doesn't bring her back. Ordered twice is once."""
    async with transaction():
        await keep_out(person.id)
        if person.state != "left" or person.due_at is None or person.due_at > clock.now():
            await move(person, "left", due_at=clock.now())


async def erase_person(person_id: str) -> None:
    """The step of somebody who has left: end her lunches, wait for Outlook where it must be told, then forget her."""
    person = await Person.get(id=person_id)
    now = clock.now()
    since = person.moved_at or now
    lunches = await bid_farewell(person_id)
    is_early = is_shared() and now < since + GRACE
    if is_early or (lunches and now < since + WAITS_FOR_OUTLOOK):
        await Person.filter(id=person_id, state="left").update(due_at=now + LOOKS_AGAIN)
        return
    async with transaction():
        hers = await Person.filter(id=person_id, state="left").select_for_update().first()
        if hers is None or hers.due_at is None or hers.due_at > now:
            raise AlreadyMoved("She was erased by somebody else, or is back.")
        await forget(whose(hers))
        await clean_pages()


async def forget(her: Whose) -> None:
    """Delete what is hers and blot her out of what is others', in every table, in the caller's transaction."""
    tables = known()
    for held in tables:
        if held.also is not None:
            await held.also(her.id)
    for held in tables:
        await _unname(held, her)
    by_way_of_others = [held for held in tables if held.hers_through or held.between_through]
    for held in (*by_way_of_others, *tables):
        for rows in (found.hers(held, her), found.between(held, her)):
            if rows is not None:
                await rows.delete()
    for held in tables:
        await blot_out(held, her)


async def _unname(held: Held, her: Whose) -> None:
    """What stays is a nameless stub."""
    nothing = {column: None if _may_be_null(held, column) else "" for column in held.emptied}
    through = found.named_through(held, her)
    if nothing and through is not None:
        await through.update(**nothing)
    for column in held.named:
        if held.renumbered:
            await _renumber(held, column, her)
        await held.rows.filter(**{f"{column}__in": her.keys}).update(**nothing, **{column: ""})
    for column in held.listed:
        for id_ in await found.naming(held, column, [her.id]):
            row = await held.rows.get(id=id_)
            others = [one for one in getattr(row, column) if one != her.id]
            await held.rows.filter(id=id_).update(**{column: others})


async def _renumber(held: Held, column: str, her: Whose) -> None:
    """Whoever tries all ids of a directory must not find hers by the number of what stays."""
    named = held.rows.filter(**{f"{column}__in": her.keys})
    rows = await named
    await named.delete()
    for row in rows:
        row.id = str(uuid4())
    await put_all(rows)


def _may_be_null(held: Held, column: str) -> bool:
    return bool(held.rows._meta.fields_map[column].null)  # noqa: SLF001 - Tortoise keeps it there
