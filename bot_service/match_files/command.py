"""What `potluck match` does: reads the files, matches, writes, and says what came out."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot_service.match_files import people as people_file
from bot_service.match_files.faults import Faults
from bot_service.match_files.groups import as_file, as_more_of, is_same_file, look_at_out, write_file
from bot_service.match_files.past import Acquainted, History, read_apart, read_history
from bot_service.match_files.sheet import Sheet
from bot_service.match_files.summary import facts, notes, reasons
from bot_service.matching.plan import plan_rounds
from bot_service.matching.seekers import LARGEST, SMALLEST, Matching, Pair, Rules, Seeker


@dataclass(frozen=True)
class Order:
    """What somebody asks for. `out` None: the groups are handed back. `out` the same file as `history`: they are added to it.

    `former`: ids that are not among the people are those of people who have left. `why`: say why each group meets.
    """

    people: Path
    history: Path | None = None
    apart: Path | None = None
    out: Path | None = None
    rounds: int = 1
    seed: str = ""
    rules: Rules = field(default_factory=Rules)
    former: bool = False
    why: bool = False

    @property
    def appends(self) -> bool:
        """Whether the new rounds go on where the history ends, in its own file."""
        return bool(self.out and self.history and is_same_file(self.out, self.history))


@dataclass(frozen=True)
class Outcome:
    """The groups as a file, and what to say about them, a line each."""

    content: bytes
    summary: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    """What stands in the files."""

    sheet: Sheet
    people: dict[str, Seeker]
    history: History
    apart: frozenset[Pair]


def match_files(order: Order) -> Outcome:
    """Match, and write the groups where `order.out` names a file. Raises `BadFiles` with all faults; nothing is written then."""
    began = time.perf_counter()
    with _progress() as tell:
        with _collector_off():
            found = _read(order)
        rounds = plan_rounds(
            list(found.people.values()),
            found.history.groups,
            rounds=order.rounds,
            rules=order.rules,
            seed=order.seed,
            apart=found.apart,
            progress=tell,
        )
    seconds = time.perf_counter() - began
    first_round = found.history.last_round + 1
    if order.appends and found.history.sheet:
        content = as_more_of(found.history.sheet, rounds, first_round)
    else:
        content = as_file(rounds, first_round, why=order.why)
    if order.out:
        write_file(order.out, content)
    return Outcome(content, tuple(_summary(order, found, rounds, seconds)))


def _summary(order: Order, found: _Found, rounds: Sequence[Matching], seconds: float) -> Iterator[str]:
    first, last = found.history.last_round + 1, found.history.last_round + len(rounds)
    if order.out:
        numbers = f"round {first}" if first == last else f"rounds {first} to {last}"
        yield f"{'Added' if order.appends else 'Wrote'} {numbers} to {order.out}."
    yield from notes(found.sheet, found.people, (*people_file.NEEDED, *people_file.OPTIONAL))
    yield from facts(rounds, first, found.people, found.history.groups, order.rules.memory)
    yield f"seconds: {seconds:.2f}"
    yield from reasons(rounds, first)


def _read(order: Order) -> _Found:
    """Read all files. Raises `BadFiles` with what is wrong in any of them and in the options."""
    faults = Faults()
    _look_at_numbers(order, faults)
    read = people_file.read_people(order.people, faults)
    acquainted = Acquainted(read[1] if read else None, str(order.people), order.former)
    history = History()
    if order.history and (order.history.exists() or not order.appends):  # the first round begins the file of all
        history = read_history(order.history, acquainted, faults)
    apart = read_apart(order.apart, acquainted, faults) if order.apart else frozenset[Pair]()
    if read:
        _look_at_columns(order, read[0], history, faults)
    if order.out:
        look_at_out(order.out, [order.people, *([order.apart] if order.apart else [])], faults)
    faults.stop_if_any()
    assert read is not None, "nobody read, and no fault told"
    people = read[1] | {id_: replace(read[1][id_], sat_out=True) for id_ in history.sat_out}
    return _Found(read[0], people, history, apart)


def _look_at_numbers(order: Order, faults: Faults) -> None:
    size, memory = order.rules.size, order.rules.memory
    if not SMALLEST <= size <= LARGEST:
        faults.add(f"--size {size}", f"groups are of {SMALLEST} to {LARGEST} people; choose one of these sizes.")
    if order.rounds < 1:
        faults.add(f"--rounds {order.rounds}", "there is nothing to plan; ask for 1 round or more.")
    if memory is not None and memory < 1:
        faults.add(
            f"--memory {memory}", "a meeting is remembered for 1 round or more; leave it out to remember for ever."
        )


def _look_at_columns(order: Order, sheet: Sheet, history: History, faults: Faults) -> None:
    """Options that need a column which may be missing otherwise."""
    for asked, option, column in (
        (order.rules.same_site, "--same-site", "site"),
        (order.rules.near_zones, "--near-zones", "zone"),
    ):
        if asked and column not in sheet.header:
            faults.add(option, f"{sheet.name} has no column {column}; add it, or leave out {option}.")
    if order.appends and order.why and history.sheet and "why" not in history.sheet.header:
        faults.add("--why", f"{order.history} has no column why; add it to its first line, or leave out --why.")


@contextmanager
def _collector_off() -> Iterator[None]:
    """A million small values, none in a circle: looking for circles among them would take as long again as reading."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _progress() -> Iterator[Callable[[float], None] | None]:
    """A bar on the terminal while it works; nothing where standard error is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Reading", total=None)

        def draw(share: float) -> None:
            bar.update(task, completed=share, total=1.0, description="Matching")

        yield draw
