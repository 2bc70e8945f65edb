"""A CSV file as people save it: UTF-8 or UTF-16, with commas, semicolons or tabs, told apart by its first line."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from bot_service.match_files.faults import Faults, quoted

DELIMITERS = (",", ";", "\t")
AS_UTF8 = "in Excel choose File, Save As, and the type “CSV UTF-8 (Comma delimited)”"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  #: how .xlsx and .xls begin
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

_FIRST_LINE = re.compile(r"(?:[ \t]*[\r\n]+)*([^\r\n]*)")


@dataclass
class Sheet:
    """A file whose first line names at least the columns that are needed. `header` is in small letters.

    `is_whole` is known when all rows were read: false if quotation marks make the rest unreadable.
    """

    name: str
    content: bytes
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    faults: Faults
    is_whole: bool = True

    def fault(self, line: int, sentence: str) -> None:
        """Tell what is wrong in a line of this file."""
        self.faults.add(self.name, sentence, line)

    def rows(self, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Each row that is not blank: its line (from 1) and its cells in these columns, stripped; "" where there is none.

        The first line may come again (two files put together): it is passed over.
        """
        width = len(self.header)
        pick = itemgetter(*(self.header.index(name) if name in self.header else width for name in columns))
        text = io.TextIOWrapper(io.BytesIO(self.content), self.encoding, newline="")
        reader = csv.reader(text, delimiter=self.delimiter, strict=True, skipinitialspace=True)
        line = 1
        header: list[str] = []
        try:
            for row in reader:
                first, line = line, reader.line_num + 1
                if not header:
                    header = row if any(map(str.strip, row)) else []
                elif row != header:
                    if len(row) != width and not self._fits(first, row, width):
                        continue
                    row.append("")
                    cells = tuple(map(str.strip, pick(row)))
                    if cells[0] or any(cells):
                        yield first, cells
        except csv.Error as error:
            self.is_whole = False
            way_out = "put a cell that holds one into quotation marks, and write each one within it twice"
            self.fault(line, f"the quotation marks don't add up from here on ({error}); {way_out}.")

    def _fits(self, line: int, row: list[str], width: int) -> bool:
        """Fill up a short row; false for a blank one. Cells beyond the last column may only be empty."""
        if not any(map(str.strip, row)):
            return False
        row.extend([""] * (width - len(row)))
        if any(map(str.strip, row[width:])):
            way_out = f"put a cell that holds a “{self.delimiter}” into quotation marks".replace("\t", "tab")
            self.fault(line, f"{len(row)} cells, but the first line names {width} columns; {way_out}.")
        del row[width:]
        return True


def read_sheet(path: Path, needed: Sequence[str], optional: Sequence[str], faults: Faults) -> Sheet | None:
    """Read a file and its first line. None where that can't be done; `faults` then say why."""
    name = str(path)
    columns = ",".join(needed) + "".join(f"[,{one}]" for one in optional)
    content = _content(path, columns, faults)
    if content is None:
        return None
    encoding = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), "utf-8")
    text = _text(name, content, encoding, faults)
    if text is None:
        return None
    found = _FIRST_LINE.match(text)
    if found is None or not found[1].strip():
        faults.add(name, f"it is empty; its first line names the columns: {columns}.")
        return None
    first, line = found[1], _line(text, found.start(1))
    delimiter, header = _sniffed(first, {*needed, *optional})
    missing = [one for one in needed if one not in header]
    twice = [one for one in (*needed, *optional) if header.count(one) > 1]
    if missing:
        said = (
            f"the column{'s' if missing[1:] else ''} {' and '.join(missing)} {'are' if missing[1:] else 'is'} missing"
        )
        faults.add(name, f"{said} in {quoted(first)}; the first line has to name {columns}.", line)
    for one in twice:
        faults.add(name, f"two columns are called {one}; give one of them another name.", line)
    return None if missing or twice else Sheet(name, content, encoding, delimiter, header, faults)


def _content(path: Path, columns: str, faults: Faults) -> bytes | None:
    name = str(path)
    if path.is_dir():
        faults.add(name, "it is a folder; name the CSV file.")
        return None
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        faults.add(name, "there is no such file; check the name and the folder.")
        return None
    except (OSError, ValueError) as error:
        faults.add(name, f"it can't be read ({getattr(error, 'strerror', '') or error}); name a file that can.")
        return None
    if content.startswith(WORKBOOKS):
        faults.add(name, f"it is an Excel workbook, not CSV; {AS_UTF8}.")
        return None
    if not content:
        faults.add(name, f"it is empty; its first line names the columns: {columns}.")
        return None
    return content


def _text(name: str, content: bytes, encoding: str, faults: Faults) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        before, after = error.object[: error.start], error.object[error.start :]
        line = _line(before.decode(encoding, "ignore"))
        if encoding == "utf-16":
            faults.add(name, f"it begins as UTF-16 and does not go on so; {AS_UTF8}.", line)
        else:
            shown = (re.split(rb"[\r\n]", before)[-1] + re.split(rb"[\r\n]", after)[0]).decode("cp1252", "replace")
            faults.add(name, f"the byte 0x{after[0]:02X} is not UTF-8, perhaps in {quoted(shown)}; {AS_UTF8}.", line)
        return None
    if "\0" in text:
        faults.add(name, f"it holds zero bytes and is no text; {AS_UTF8}.", _line(text, text.index("\0")))
        return None
    return text


def _sniffed(first: str, known: set[str]) -> tuple[str, tuple[str, ...]]:
    """The delimiter with which the first line names most of the columns we know, and all its names in small letters."""

    def names(delimiter: str) -> tuple[str, ...]:
        row = next(csv.reader([first], delimiter=delimiter, skipinitialspace=True))
        return tuple(name.strip().lower() for name in row)

    delimiter = max(DELIMITERS, key=lambda one: len(known.intersection(names(one))))
    return delimiter, names(delimiter)


def _line(text: str, place: int | None = None) -> int:
    """The line of a place in a text, or of its end; lines end as on Windows, on Linux, or as on old Macs."""
    before = text[:place].replace("\r\n", "\n")
    return before.count("\n") + before.count("\r") + 1
