"""What a case answers, and how it is shown: a row of the table, the words under it, the curves for the picture."""

import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track as bar_of
from rich.table import Table

T = TypeVar("T")

LIBRARIES = ("numpy", "scipy", "rustworkx", "networkx", "ortools")
COLUMNS = ("case", "ours", "bar", "peers in the same run", "holds")


@dataclass(frozen=True)
class Row:
    """One bar."""

    case: str
    ours: str
    bar: str
    peers: str
    holds: bool

    def cells(self) -> tuple[str, ...]:
        return (self.case, self.ours, self.bar, self.peers, "yes" if self.holds else "NO")


@dataclass
class Result:
    """What one case found. `details` are paragraphs of Markdown; `curves` is what `pictures` draws."""

    rows: list[Row]
    details: list[str] = field(default_factory=list)
    curves: dict[str, Any] = field(default_factory=dict)


def track(things: Sequence[T], what: str) -> Iterator[T]:
    """Each of these, with a bar on the way; where nobody watches, a line when it is done."""
    if sys.stderr.isatty():
        yield from bar_of(things, what, console=Console(stderr=True), transient=True)
        return
    began = time.perf_counter()
    yield from things
    sys.stderr.write(f"{what}: {len(things)} done in {time.perf_counter() - began:.1f} s\n")
    sys.stderr.flush()


def print_table(rows: Sequence[Row], caption: str) -> None:
    table = Table(title="The matching engine", caption=caption, show_lines=True)
    for name in COLUMNS:
        table.add_column(name, no_wrap=name in {"case", "holds"})
    for row in rows:
        table.add_row(*row.cells(), style=None if row.holds else "bold red")
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def markdown(results: Sequence[Result], caption: str, picture: str) -> str:
    """The same as a page: the table, the picture, and each case in full."""
    rows = [row for result in results for row in result.rows]
    lines = [
        "# What the matching engine does, measured",
        "",
        "Written by `uv run --group benchmarks python benchmarks/matching`; don't edit it by hand.",
        "",
        f"{caption}.",
        "",
        *table_of(COLUMNS, [row.cells() for row in rows]),
        "",
        f"![Repeats, bridges, time against rustworkx, growth of time]({picture})",
    ]
    for result in results:
        lines += [paragraph for detail in result.details for paragraph in ("", detail)]
    return "\n".join(lines) + "\n"


def table_of(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Lines of a Markdown table."""
    return [f"| {' | '.join(str(cell) for cell in row)} |" for row in (head, ["---"] * len(head), *rows)]


def machine() -> str:
    """Where it ran: cores, processor, versions."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {processor()}, Python {platform.python_version()}, {', '.join(map(installed, LIBRARIES))}"


def installed(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return f"no {library}"


def processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
