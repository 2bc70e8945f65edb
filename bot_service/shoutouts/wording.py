"""The words of a shout-out: what may be in them, and the draft that is ready before the owner writes her own."""

from bot_service.errors import Refusal
from bot_service.teams.wording import clean

#: Characters of a shout-out at most.
LONGEST = 1_000


class NoWords(Refusal):
    """A shout-out without words celebrates nobody."""

    reason = "no words"


class TooManyWords(Refusal):
    """More than fits on the card; nothing is cut behind anybody's back."""

    reason = "too many words"


def read_words(typed: object) -> str:
    """The words as they will be posted. Raises `NoWords`, `TooManyWords`."""
    words = clean(typed)
    if not words:
        raise NoWords("Write a few words first, or keep it to yourself.")
    if len(words) > LONGEST:
        raise TooManyWords(f"That is {len(words):,} characters; a shout-out has room for {LONGEST:,}.")
    return words


def draft(teller: str, owner: str, told: str) -> str:
    """Put what was told into a polite sentence of at most `LONGEST` characters; `teller` and `owner` are first names."""
    before = f"{teller} heard at lunch what {owner} is proud of: “"
    room = LONGEST - len(before) - 1
    said = told if len(told) <= room else told[: max(room - 1, 0)] + "…"
    return f"{before}{said}”"[:LONGEST]
