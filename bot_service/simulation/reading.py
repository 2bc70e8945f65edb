"""What can be read of a card, and whom a text names: for the promise checks, which see what people saw."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

PART = "part-"  #: how the id of a container begins that is one of several messages on a card
#: What a person can read of a card stands under these keys; these others hold no words, or the same words for older clients.
_READ = {"text", "title", "label", "value", "placeholder", "altText"}
_UNREAD = {"fallback", "data", "fallbackText"}


def buttons_of(element: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield verb and data of each Action.Execute. Fallbacks are the same button for older clients."""
    if isinstance(element, Mapping):
        if element.get("type") == "Action.Execute" and element.get("verb"):
            data = element.get("data")
            yield str(element["verb"]), data if isinstance(data, Mapping) else {}
            return
        for key, inner in element.items():
            if key != "fallback":
                yield from buttons_of(inner)
    elif isinstance(element, Sequence) and not isinstance(element, str):
        for inner in element:
            yield from buttons_of(inner)


def texts_of(element: object) -> Iterator[str]:
    """Yield every text of a card, in order."""
    if isinstance(element, Mapping):
        for key, inner in element.items():
            if key in _READ and isinstance(inner, str):
                yield inner
            elif key not in _UNREAD:
                yield from texts_of(inner)
    elif isinstance(element, Sequence) and not isinstance(element, str):
        for inner in element:
            yield from texts_of(inner)


def urls_of(element: object) -> Iterator[str]:
    """Yield every address that a card leads to, in order."""
    if isinstance(element, Mapping):
        for key, inner in element.items():
            if key == "url":
                yield str(inner)
            elif key not in _UNREAD:
                yield from urls_of(inner)
    elif isinstance(element, Sequence) and not isinstance(element, str):
        for inner in element:
            yield from urls_of(inner)


def parts_of(card: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The messages on one card by the names of their places, in order; none where the card is one message."""
    body = card.get("body")
    return [
        (str(each["id"]), each)
        for each in (body if isinstance(body, Sequence) else ())
        if isinstance(each, Mapping) and each.get("type") == "Container" and str(each.get("id", "")).startswith(PART)
    ]


def choices_of(element: object, field: str) -> Iterator[tuple[str, str]]:
    """Yield value and words of each choice that a field with this id offers."""
    if isinstance(element, Mapping):
        if element.get("type") == "Input.ChoiceSet" and element.get("id") == field:
            yield from ((str(each.get("value", "")), str(each.get("title", ""))) for each in element.get("choices", ()))
        for inner in element.values():
            yield from choices_of(inner, field)
    elif isinstance(element, Sequence) and not isinstance(element, str):
        for inner in element:
            yield from choices_of(inner, field)


def letters_of(text: str) -> str:
    """Return letters and digits alone: cards escape, quote and break lines."""
    return "".join(character for character in text.lower() if character.isalnum())


class Names:
    """Finds names in texts: whole ones, so that Qiang Li is not found in Qiang Liu, nor Ana Silva in Ana Silva-Costa."""

    def __init__(self, names: Iterable[str]) -> None:
        longest_first = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?![\w-])")

    def within(self, text: str) -> set[str]:
        """Return the names that stand in a text, however a card has escaped them."""
        return set(self._pattern.findall(text.replace("\\", "")))
