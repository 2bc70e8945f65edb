"""Blots a person out of what others wrote: her name in full, her addresses and her id, wherever they stand in a text."""

import re

from bot_service.database.held import Held
from bot_service.privacy.found import naming
from bot_service.privacy.whose import Whose

SOMEBODY = "somebody"


def blotted(text: str, names: tuple[str, ...]) -> str:
    """`text` with “somebody” for each of these names, however it is spelt. Pure.

    A name inside of a longer word is none: the mail of Ann Lee is not that of Joann Lee.
    """
    longest_first = sorted((name for name in names if name), key=len, reverse=True)
    if not longest_first:
        return text
    any_of_them = "|".join(r"\s+".join(re.escape(word) for word in name.split()) for name in longest_first)
    return re.sub(rf"(?<!\w)(?:{any_of_them})(?!\w)", SOMEBODY, text, flags=re.IGNORECASE)


async def blot_out(held: Held, whose: Whose) -> None:
    """In the words of one table, in the caller's transaction."""
    for column in held.words:
        for id_ in await naming(held, column, whose.names):
            row = await held.rows.get(id=id_)
            await held.rows.filter(id=id_).update(**{column: blotted(getattr(row, column), whose.names)})
