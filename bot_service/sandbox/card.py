"""Reads Adaptive Cards the way a Teams client does: what is wrong with one, what it says, and what can be pressed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CARD_LIMIT = 28 * 1024  # bytes of UTF-16: what every Microsoft 365 host takes
PART = "part-"  #: how the id of a container begins that is one of several messages on one card
_TITLED = {"Action.Execute", "Action.OpenUrl", "Action.Submit"}


@dataclass(frozen=True)
class Press:
    """A button: its verb, its fixed data and its words, and whether what was typed into the card goes along."""

    verb: str
    data: Mapping[str, Any]
    title: str
    sends_fields: bool = True

    @property
    def about(self) -> str:
        """The id of what the button is about."""
        return str(self.data.get("id", ""))


@dataclass(frozen=True)
class Input:
    """A field to fill: its id, kind, preset value and, for a choice, the values offered."""

    id: str
    type: str
    value: str
    choices: tuple[str, ...] = ()


def utf16_size(content: Any) -> int:
    """Bytes of the compact JSON text as Teams counts them: UTF-16."""
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "surrogatepass"))


def elements(part: Any) -> Iterator[Mapping[str, Any]]:
    """Everything in a card that has a type, in reading order; fallbacks are what other hosts show, so they don't count."""
    if isinstance(part, Mapping):
        if isinstance(part.get("type"), str):
            yield part
        for key, inner in part.items():
            if key not in {"fallback", "data", "msteams", "refresh", "properties"}:
                yield from elements(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from elements(inner)


def parts(card: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The messages on a card, each to be read as a card of its own; most cards are one message."""
    inside = [
        element
        for element in elements(card)
        if element["type"] == "Container" and str(element.get("id", "")).startswith(PART)
    ]
    return inside or [card]


def presses(card: Mapping[str, Any]) -> list[Press]:
    """The buttons of a card that reach the bot."""
    return [
        Press(
            str(element["verb"]),
            _fixed_data(element),
            str(element.get("title", "")),
            str(element.get("associatedInputs", "")).lower() != "none",
        )
        for element in elements(card)
        if element["type"] == "Action.Execute" and element.get("verb")
    ]


def inputs(card: Mapping[str, Any]) -> dict[str, Input]:
    """The fields of a card by id, with their preset values."""
    return {
        str(element["id"]): Input(
            str(element["id"]),
            element["type"],
            str(element.get("value", "")),
            tuple(str(choice.get("value", "")) for choice in element.get("choices", ()) if isinstance(choice, Mapping)),
        )
        for element in elements(card)
        if element["type"].startswith("Input.") and element.get("id")
    }


def words(card: Mapping[str, Any]) -> str:
    """All text a reader sees, one line per element."""
    return "\n".join(str(e["text"]) for e in elements(card) if isinstance(e.get("text"), str))


def faults(card: Any) -> list[str]:
    """What makes a client refuse or spoil this card, as sentences; empty when it is sound."""
    if not isinstance(card, Mapping) or card.get("type") != "AdaptiveCard":
        return ["The content of an Adaptive Card attachment must be an object of type AdaptiveCard."]
    found = [] if card.get("version") else ["The card has no version."]
    if (size := utf16_size(card)) > CARD_LIMIT:
        found.append(f"The card has {size} bytes, more than {CARD_LIMIT}.")
    ids: set[str] = set()
    for element in elements(card):
        kind = element["type"]
        if kind in {"TextBlock", "TextRun"} and not (isinstance(element.get("text"), str) and element["text"]):
            found.append(f"{kind} without text.")
        if kind in _TITLED and not element.get("title"):
            found.append(f"{kind} without a title.")
        if kind == "Action.Execute" and not element.get("verb"):
            found.append("Action.Execute without a verb.")
        if kind == "Action.OpenUrl" and not str(element.get("url", "")).startswith(("https://", "http://", "mailto:")):
            found.append("Action.OpenUrl without an address.")
        if kind.startswith("Input."):
            field = str(element.get("id", ""))
            if not field or field in ids:
                found.append(f"{kind} without an id of its own.")
            ids.add(field)
    return found


def _fixed_data(element: Mapping[str, Any]) -> Mapping[str, Any]:
    data = element.get("data")
    return data if isinstance(data, Mapping) else {}
