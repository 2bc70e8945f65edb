"""Who was erased and must not come back with the next reading of the directory: nothing but the fact, under a name that tells nobody."""

from collections.abc import Collection, Iterable
from hashlib import blake2b
from secrets import token_hex

from tortoise import fields

from bot_service import clock
from bot_service.database.row import Row, put

#: Hexadecimal characters of the random number, which come first.
SALT = 32


class Erased(Row):
    """`id` is a random number and what it makes of her id: nobody without this row can tell that it stands for her.

    All have the same random number, or one of few, so that a reading of the directory can look for everybody. The row goes when
    she writes to us herself, or the directory has her no more.
    """

    at = fields.DatetimeField()

    class Meta:
        table = "erased"


def _mark_of(person_id: str, salt: str) -> str:
    """64 characters: the random number, and the number that it makes of her id."""
    return salt + blake2b(person_id.encode(), key=bytes.fromhex(salt), digest_size=16).hexdigest()


async def _marks() -> set[str]:
    return {str(one) for one in await Erased.all().values_list("id", flat=True)}


def _salts(marks: Iterable[str]) -> list[str]:
    return sorted({mark[:SALT] for mark in marks})


async def _marks_of(person_id: str) -> list[str]:
    return [_mark_of(person_id, salt) for salt in _salts(await _marks())]


async def keep_out(person_id: str) -> None:
    """From now on the directory doesn't bring her in, in the caller's transaction."""
    salt = next(iter(_salts(await _marks())), token_hex(SALT // 2))
    await put(Erased(id=_mark_of(person_id, salt), at=clock.now()))


async def is_kept_out(person_id: str) -> bool:
    return await Erased.exists(id__in=await _marks_of(person_id))


async def let_in(person_id: str) -> None:
    """She writes to us herself, so she may be known again."""
    await Erased.filter(id__in=await _marks_of(person_id)).delete()


async def kept_out(ids: Collection[str]) -> set[str]:
    """Who of these was erased; whoever was and isn't among them is no longer remembered even as that.

    `ids`: of all accounts in the directory, disabled ones too.
    """
    marks = await _marks()
    if not marks:
        return set()
    found = {_mark_of(one, salt): one for salt in _salts(marks) for one in ids}
    await Erased.filter(id__in=list(marks - found.keys())).delete()
    return {found[mark] for mark in marks & found.keys()}
