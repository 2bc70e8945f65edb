"""What a verb of a card answers, in the product's words; the bot turns it into what Teams expects."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """A sentence, or a card that is shown as it is now (`card` of `about`), in place of the one pressed."""

    text: str = ""
    card: str = ""
    about: str = ""
