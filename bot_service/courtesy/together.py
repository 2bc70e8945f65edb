"""Several cards for one person as one: each in a part of its own, with its own words, fields and buttons. Pure.

A button carries the id of the message that its part shows (`PART`), so that whoever presses it gets the whole card back.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from bot_service.courtesy.kind import Kind
from bot_service.courtesy.shown import Shown
from bot_service.teams.cards import MOST_ACTIONS
from bot_service.teams.wording import MOST_BYTES, size_of

PART = "part"  #: in the data of a button: the id of the message whose part it stands in

#: These stand alone: a first word, a question that nobody shall say yes to by the way, and the answer to what she just did.
ALONE = frozenset({Kind.WELCOME, Kind.LEAVE, Kind.ASK, Kind.ANSWER, Kind.NEWS})

SUBMITS = frozenset({"Action.Execute", "Action.Submit"})
LATER = "This comes back as soon as you have answered the rest of this card."

Json = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One message and the card that it would be by itself."""

    message_id: str
    shown: Shown


def in_order(parts: Sequence[Part]) -> list[Part]:
    """The one that was due first, then the others: whenever the card is drawn, each stands in its place."""
    return [*parts[:1], *sorted(parts[1:], key=lambda part: part.message_id)]


def fit_together(parts: Sequence[Part]) -> bool:
    """Whether all of them can be one card: at most six buttons, 28 KB, no field twice, and none that must be filled in the way of another."""
    cards = [part.shown.card for part in parts]
    buttons = sum(len(list(_actions(card))) for card in cards)
    names = [name for card in cards for name in _ids(card)]
    return (
        buttons <= MOST_ACTIONS
        and len(names) == len(set(names))
        and not _is_in_the_way(cards)
        and size_of(_whole(parts, frozenset())) <= MOST_BYTES
    )


def joined(parts: Sequence[Part], *, first: str = "") -> Shown:
    """One card of all of them, in their order, and one line for notifications that says all.

    A card may have grown since they were joined. Where they no longer fit together some show their title only, and come back
    when there is room; the message `first`, which she has just pressed, never does.
    """
    if len(parts) == 1:
        return parts[0].shown
    shown_whole: list[Part] = []
    for part in sorted(parts, key=lambda one: one.message_id != first):
        if fit_together([*shown_whole, part]):
            shown_whole.append(part)
    folded = frozenset(part.message_id for part in parts if part not in shown_whole)
    summary = " · ".join(dict.fromkeys(part.shown.summary for part in parts))
    return Shown(_whole(parts, folded), summary)


def with_typed(shown: Shown, pressed: str, typed: Mapping[str, Any]) -> Shown:
    """What she typed into the other parts stays there when she presses a button of this one (`pressed`: its message)."""
    card = deepcopy(dict(shown.card))
    for container in card["body"]:
        if not any(_data(action).get(PART) == pressed for action in _actions(container)):
            for field in _fields(container):
                if isinstance(value := typed.get(str(field["id"])), str) and value:
                    field["value"] = value
    return Shown(card, shown.summary) if size_of(card) <= MOST_BYTES else shown


def _whole(parts: Sequence[Part], folded: frozenset[str]) -> Json:
    cards = [part.shown.card for part in parts]
    demands = [index for index, part in enumerate(parts) if part.message_id not in folded and _demands(cards[index])]
    whole: Json = {name: value for name, value in cards[0].items() if name not in {"body", "actions", "speak"}}
    whole["fallbackText"] = "\n\n".join(
        str(card.get("fallbackText") or part.shown.summary) for part, card in zip(parts, cards, strict=True)
    )
    whole["body"] = [
        _container(number, part, is_folded=part.message_id in folded, alone=any(index != number for index in demands))
        for number, part in enumerate(parts)
    ]
    return whole


def _container(number: int, part: Part, *, is_folded: bool, alone: bool) -> Json:
    """One part. With `alone` its buttons leave the fields of the others alone: one of those must be filled, but not for these buttons."""
    card = deepcopy(dict(part.shown.card))
    items = list(card.get("body") or [])
    if is_folded:
        items = [*items[:1], {"type": "TextBlock", "text": LATER, "wrap": True, "isSubtle": True}]
    elif card.get("actions"):
        items.append({"type": "ActionSet", "actions": card["actions"]})
    container: Json = {"type": "Container", "id": f"part-{number + 1}", "items": items}
    for action in _actions(container):
        _mark(action, part.message_id, alone=alone and not list(_fields(card)))
    return {**container, "separator": True, "spacing": "ExtraLarge"} if number else container


def _mark(action: Json, message_id: str, *, alone: bool) -> None:
    for one in (action, action.get("fallback")):
        if isinstance(one, dict) and one.get("type") in SUBMITS:
            one["data"] = {**_data(one), PART: message_id}
            if alone:
                one["associatedInputs"] = "none"


def _is_in_the_way(cards: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a button would send fields of its own, and be held up by a field of another part that must be filled."""
    return any(
        _demands(one) and list(_fields(other)) and list(_actions(other))
        for one in cards
        for other in cards
        if one is not other
    )


def _demands(card: Any) -> bool:
    return any(field.get("isRequired") for field in _fields(card))


def _elements(part: Any) -> Iterator[Json]:
    """Everything that has a type, in reading order; what stands in for it in old clients (`fallback`) doesn't count."""
    if isinstance(part, dict):
        if isinstance(part.get("type"), str):
            yield part
        for name, inner in part.items():
            if name not in {"fallback", "data", "properties"}:
                yield from _elements(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _elements(inner)


def _actions(part: Any) -> Iterator[Json]:
    return (element for element in _elements(part) if element["type"].startswith("Action."))


def _fields(part: Any) -> Iterator[Json]:
    return (element for element in _elements(part) if element["type"].startswith("Input."))


def _ids(part: Any) -> list[str]:
    return [str(element["id"]) for element in _elements(part) if "id" in element]


def _data(action: Mapping[str, Any]) -> Json:
    data = action.get("data")
    return dict(data) if isinstance(data, Mapping) else {}
