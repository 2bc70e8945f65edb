"""What people wrote, made fit for a card; and how large a card may be."""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from bot_service.errors import Refusal

MOST_BYTES = 28 * 1024  # one size that works everywhere: bot messages, message extensions and Graph messages

_MARKS = re.compile(r"([\\`*\[\]~]|(?<![^\W_])_|_(?![^\W_]))")
_LIST_OR_HEADING = re.compile(r"^(\s*)([-+#>]|\d+(?=[.)]\s))", re.MULTILINE)
_MENTION = re.compile(r"<(?=/?\s*at\b)", re.IGNORECASE)
_FUNCTION = re.compile(r"\{(?=\{)")
_WORD_JOINER = "\u2060"  # invisible, keeps the text readable and breaks the tag


class CardTooLarge(Refusal):
    """The card would not be shown everywhere."""

    reason = "card_too_large"


def clean(text: object) -> str:
    """What a person typed, without the control characters that no database keeps; anything but text is no text."""
    if not isinstance(text, str):
        return ""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"}).strip()


def escape(text: str) -> str:
    """Text of a person, so that a card shows it as she wrote it: no Markdown, no mention of anybody, no date function."""
    text = _MARKS.sub(r"\\\1", text)
    text = _LIST_OR_HEADING.sub(_escaped_start, text)
    text = _MENTION.sub("<" + _WORD_JOINER, text)
    return _FUNCTION.sub("{" + _WORD_JOINER, text)


def _escaped_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def shortened(text: str, most: int) -> str:
    """At most `most` characters, cut between words, with an ellipsis where something is missing."""
    text = text.strip()
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head, space, _ = cut.rpartition(" ")
    is_mid_word = not text[most - 1].isspace()
    return (head if is_mid_word and space and len(head) > most // 2 else cut).rstrip(" ,;:.-\u2013") + "…"


def size_of(card: Mapping[str, Any]) -> int:
    """Bytes of the card as Teams counts them: its JSON as UTF-16."""
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "surrogatepass"))


def check_size(card: Mapping[str, Any]) -> None:
    """Raise `CardTooLarge` over 28 KB."""
    if size_of(card) > MOST_BYTES:
        raise CardTooLarge("That is too long for one card. Please shorten it and try again.")
