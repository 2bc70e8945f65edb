"""Cards are drawn when they leave, from what is true then; a message row holds only which card, about what."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shown:
    """A card as Teams takes it, and the line for notifications and screen readers."""

    card: Mapping[str, Any]
    summary: str


#: (about, to) → the card as it is true now for that person, or None: it makes no sense any more and is not sent.
Render = Callable[[str, str], Awaitable[Shown | None]]
