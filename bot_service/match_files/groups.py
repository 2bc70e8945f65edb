"""The groups as CSV: round,group,id (and why). A new file, or more lines of a history in the way it is written."""

import codecs
import csv
import io
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot_service.errors import UserMistake
from bot_service.match_files.faults import Faults
from bot_service.match_files.past import HISTORY, WHY
from bot_service.match_files.sheet import Sheet
from bot_service.matching.seekers import Matching

COLUMNS = (*HISTORY, WHY)


def as_file(rounds: Sequence[Matching], first_round: int, *, why: bool) -> bytes:
    """All rounds as UTF-8 with commas, one line a person; groups are numbered from 1 in each round."""
    columns = COLUMNS if why else HISTORY
    return ",".join(columns).encode() + b"\n" + _lines(rounds, first_round, columns, ",", "\n").encode()


def as_more_of(sheet: Sheet, rounds: Sequence[Matching], first_round: int) -> bytes:
    """A history with these rounds after its last line: its own lines untouched, its columns, delimiter and encoding kept."""
    text = sheet.content.decode(sheet.encoding)
    line_end = "\r\n" if "\r\n" in text else "\r" if "\r" in text else "\n"
    more = _lines(rounds, first_round, sheet.header, sheet.delimiter, line_end)
    if more and not text.endswith(("\r", "\n")):
        more = line_end + more
    encoding = sheet.encoding.removesuffix("-sig")  # the mark stands at the beginning already
    if encoding == "utf-16":
        encoding = "utf-16-be" if sheet.content.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
    return sheet.content + more.encode(encoding)


def look_at_out(out: Path, inputs: Iterable[Path], faults: Faults) -> None:
    """Find out before a long run whether the groups can be written there; `inputs` must not be lost."""
    name = f"--out {out}"
    folder = out.resolve().parent
    if any(is_same_file(out, other) for other in inputs):
        faults.add(name, "that is a file to read from, which would be lost; give the groups a file of their own.")
    elif out.is_dir():
        faults.add(name, "it is a folder; name a file in it.")
    elif out.exists() and not out.is_file():
        faults.add(name, "it is no file; leave out --out to write to standard output.")
    elif not folder.is_dir():
        faults.add(name, "there is no such folder; make it, or choose another one.")
    elif not os.access(folder, os.W_OK) or (out.exists() and not os.access(out, os.W_OK)):
        faults.add(name, "nobody may write there; choose another folder.")


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, be it there or not."""
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()


def write_file(out: Path, content: bytes) -> None:
    """Write all or nothing: the old file stays until the new one is complete beside it. Raises `UserMistake`."""
    target = out.resolve()  # what a link leads to is replaced, not the link
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserMistake(f"{out} can't be written ({error.strerror}); choose another --out.") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _lines(rounds: Sequence[Matching], first_round: int, columns: Sequence[str], delimiter: str, line_end: str) -> str:
    """Lines with values as they were read: ids come back as they went in. Columns that we don't know stay empty."""
    places = [COLUMNS.index(column) if column in COLUMNS else len(COLUMNS) for column in columns]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    for number, matching in enumerate(rounds, start=first_round):
        for table, group in enumerate(matching.groups, start=1):
            for id_ in group.ids:
                row = (number, table, id_, group.why, "")
                writer.writerow([row[place] for place in places])
    return text.getvalue()
