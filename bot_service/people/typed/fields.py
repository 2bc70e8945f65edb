"""What was typed into the fields of a form, read one by one. Pure."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from bot_service.people.typed.times_said import Unreadable

Found = TypeVar("Found")

LONGEST_TEXT = 400  #: characters of a field that has no limit of its own


class Fields:
    """Reads one field after the other and gathers what is wrong; in the place of what is wrong it gives something harmless."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed = typed
        self.faults: list[str] = []

    def text(self, field: str) -> str:
        text = " ".join(self._typed.get(field, "").split())
        if len(text) > LONGEST_TEXT:
            self.faults.append(f"“{text[:40]}…” is too long; at most {LONGEST_TEXT} characters fit.")
        return text[:LONGEST_TEXT]

    def names(self, field: str) -> tuple[str, ...]:
        """Names with semicolons between them; commas do as well where there is no semicolon."""
        text = self.text(field)
        parts = [part.strip() for part in text.split(";" if ";" in text else ",")]
        return tuple(dict.fromkeys(part for part in parts if part))

    def choice(self, field: str, options: Collection[str], sentence: str) -> str:
        chosen = self.text(field)
        if chosen in options:
            return chosen
        self.faults.append(sentence)
        return next(iter(options))

    def read(self, field: str, reader: Callable[[str], Found], empty: Found) -> Found:
        text = self.text(field)
        try:
            return reader(text) if text else empty
        except Unreadable as fault:
            self.faults.append(fault.sentence)
            return empty

    def number(self, field: str, least: int, most: int, what: str, empty: Found, unit: str = "minutes") -> int | Found:
        text = self.text(field)
        if not text:
            return empty
        if text.isascii() and text.isdigit() and least <= int(text[:6]) <= most:
            return int(text)
        self.faults.append(f"{what} {least} to {most} {unit}; you wrote “{text}”.")
        return empty
