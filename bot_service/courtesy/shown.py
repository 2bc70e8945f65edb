"""Cards are drawn when they leave, from what is true then; a message row holds only which card, about what."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from microsoft_teams.cards import Action, CardElement

from bot_service.teams import cards


@dataclass(frozen=True)
class Shown:
    """A card as Teams takes it, and the line for notifications and screen readers."""

    card: Mapping[str, Any]
    summary: str


#: (about, to) → the card as it is true now for that person, or None: it makes no sense any more and is not sent.
Render = Callable[[str, str], Awaitable[Shown | None]]


def show(*elements: CardElement, summary: str, actions: Sequence[Action] = ()) -> Shown:
    """Build a card of these elements; `summary` also stands in for it in clients that can't show it."""
    return Shown(cards.as_json(cards.card(*elements, actions=actions, summary=summary)), summary)
