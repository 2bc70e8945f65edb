"""What a verb of a card answers, in the product's words; the bot turns it into what Teams expects."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot_service.courtesy.shown import Shown


@dataclass(frozen=True)
class Answer:
    """A sentence, or a card that is shown as it is now (`card` of `about`), in place of the one pressed.

    `shown` is a card that nothing stored could draw: a form that can't be taken yet, with what she typed into it.
    """

    text: str = ""
    card: str = ""
    about: str = ""
    shown: Shown | None = None


#: (person, data of the button and the card's inputs, none of it trusted) → what she sees instead of the card.
Verb = Callable[[str, Mapping[str, Any]], Awaitable[Answer]]
