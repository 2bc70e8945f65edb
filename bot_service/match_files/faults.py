"""Everything wrong in all files is gathered and told together, each with its file and line."""

from bot_service.errors import UserMistake

#: Faults told for one file; a table in the wrong columns has one in each row.
MOST_TOLD = 100
LONGEST_SHOWN = 60


class BadFiles(UserMistake):
    """All faults at once, one a line; nothing was written."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Faults:
    """A list to add to while reading; `stop_if_any` ends it."""

    def __init__(self) -> None:
        self._told: dict[str, list[tuple[int, str]]] = {}
        self._more: dict[str, int] = {}

    def add(self, where: str, sentence: str, line: int = 0) -> None:
        """`where` is the file or option; `sentence` ends with the way out and a full stop. Line 0: it is about the whole file."""
        told = self._told.setdefault(where, [])
        if len(told) < MOST_TOLD:
            told.append((line, sentence))
        else:
            self._more[where] = self._more.get(where, 0) + 1

    def stop_if_any(self) -> None:
        """Raise `BadFiles` if anything was added: in the order of the files, within one by line."""
        sentences = []
        for where, told in self._told.items():
            sentences += [
                f"{where}, line {line}: {text}" if line else f"{where}: {text}" for line, text in sorted(told)
            ]
            if where in self._more:
                sentences.append(f"{where}: and {self._more[where]} more; mend these first.")
        if sentences:
            raise BadFiles(sentences)


def quoted(value: str) -> str:
    """A value of somebody's file as part of a sentence: on one line, not too long, and no control of a terminal."""
    short = value if len(value) <= LONGEST_SHOWN else f"{value[: LONGEST_SHOWN - 1]}…"
    return f"“{''.join(sign if sign.isprintable() else sign.encode('unicode_escape').decode() for sign in short)}”"
