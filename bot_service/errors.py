"""The two kinds of trouble that the product expects; anything else is a fault and is not caught."""

from datetime import timedelta


class Refusal(Exception):  # noqa: N818 - the product's word; an expected no is not an error
    """An expected no. `sentence` is shown to the person who asked; `reason` is a code for records."""

    reason = "refused"

    def __init__(self, sentence: str, *, reason: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if reason is not None:
            self.reason = reason


class Outage(Exception):  # noqa: N818 - the product's word
    """Something outside is away for a while; try again `after` (nothing happened, a retry is safe)."""

    def __init__(self, sentence: str, *, after: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.after = after


class InDoubt(Exception):  # noqa: N818 - the product's word
    """The other side may or may not have acted (lost answer, time-out, 5xx on a send): never repeat blindly."""


class UserMistake(Exception):  # noqa: N818 - what happened, in the user's words
    """A command was used wrongly: one sentence with the way out, exit code 2, nothing changed."""
