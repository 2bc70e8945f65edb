"""Who was erased and must not come back with the next reading of the directory: nothing but the fact, under a name that tells nobody."""

from collections.abc import Collection

from tortoise import fields

from bot_service import clock
from bot_service.database.row import Row, put, row_id


class Erased(Row):
    """`id` is made of hers and can't be read back; the row goes when she writes to us herself, or the directory has her no more."""

    at = fields.DatetimeField()

    class Meta:
        table = "erased"


def _mark_of(person_id: str) -> str:
    return row_id("erased", person_id)


async def keep_out(person_id: str) -> None:
    """From now on the directory doesn't bring her in, in the caller's transaction."""
    await put(Erased(id=_mark_of(person_id), at=clock.now()))


async def is_kept_out(person_id: str) -> bool:
    return await Erased.exists(id=_mark_of(person_id))


async def let_in(person_id: str) -> None:
    """She writes to us herself, so she may be known again."""
    await Erased.filter(id=_mark_of(person_id)).delete()


async def kept_out(ids: Collection[str]) -> set[str]:
    """Who of these was erased; whoever was and isn't among them is no longer remembered even as that.

    `ids`: of all accounts in the directory, disabled ones too.
    """
    marks = {str(one) for one in await Erased.all().values_list("id", flat=True)}
    if not marks:
        return set()
    found = {_mark_of(one): one for one in ids}
    await Erased.filter(id__in=list(marks - found.keys())).delete()
    return {found[mark] for mark in marks & found.keys()}
