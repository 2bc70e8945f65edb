"""What a press on a card's button is answered with, in the same moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reply:
    """An answer for the person who pressed, and for nobody else.

    `card` takes the place of the card she pressed on; without one, `text` is shown as a short notice and the card stays.
    """

    text: str = ""
    card: Mapping[str, Any] | None = None
