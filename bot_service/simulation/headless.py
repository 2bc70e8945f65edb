"""The demo without anybody watching: some weeks as fast as they go, then the files for whoever wants to check."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot_service.simulation import artefacts, inside
from bot_service.simulation.driver import Driver, Tell
from bot_service.simulation.report import one_line, report
from bot_service.simulation.seen import Seen
from bot_service.simulation.stage import Run, Stage, stage
from bot_service.simulation.witness import Witness

A_MONTH = timedelta(days=30)


async def run_headless(
    run: Run, out: Path, *, port: int = 0, graph_url: str = "", console: Console | None = None
) -> dict[str, Any]:
    """Run the weeks, write all artefacts into `out`, and return the report. Raises `UserMistake`.

    With a `port` the sandbox listens on the next one, so that a proxy can be put before its Graph and named as `graph_url`.
    """
    console = console or Console()
    artefacts.prepare(out)
    with tempfile.TemporaryDirectory(prefix="potluck-demo-") as folder:
        async with stage(run, Path(folder), port=port, graph_url=graph_url) as opened:
            witness = Witness(opened.world)
            start = await opened.sandbox.now()
            end = start + timedelta(weeks=run.weeks)
            notes = inside.Notes(start)
            with progress(console, start, end) as tell:
                await Driver(opened.house, opened.sandbox, _noting(notes, tell)).run_to(end)
            seen = await everything_seen(opened, start, end, witness, notes)
    figures = report(seen)
    artefacts.write(out, seen, figures)
    console.print(one_line(figures), highlight=False, soft_wrap=True)
    for sentence in figures["violations"]:
        console.print(f"  broken promise: {sentence}", highlight=False, markup=False, soft_wrap=True)
    return figures


def _noting(notes: inside.Notes, tell: Tell) -> Tell:
    """Note each month what is deleted in its time, and tell on."""

    async def note_and_tell(now: datetime) -> None:
        if now - notes.taken_until >= A_MONTH:
            await notes.take(now)
        await tell(now)

    return note_and_tell


async def everything_seen(
    opened: Stage,
    start: datetime,
    end: datetime,
    witness: Witness | None = None,
    notes: inside.Notes | None = None,
) -> Seen:
    """Gather a run: from the sandbox over HTTP, and from our own database, and the notes, what can't be seen there."""
    people = await opened.sandbox.people()
    return Seen(
        start=start,
        end=end,
        people=people,
        calendars=tuple([await opened.sandbox.calendar(each.principal_name) for each in people]),
        turns=await opened.sandbox.turns(),
        entries=await inside.entries(),
        own=await inside.own_account(end, opened.house.traveller.faults, notes),
        placings=tuple(witness.placings) if witness else (),
        requests=await opened.sandbox.requests(),
        trouble=await opened.sandbox.trouble(),
    )


@contextmanager
def progress(console: Console, start: datetime, end: datetime) -> Iterator[Tell]:
    """Show how far a run is: a bar on a terminal, a plain line per week elsewhere."""
    if console.is_terminal:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[booked]} lunches booked"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(_date(start), total=(end - start).total_seconds(), booked=0)
            last = start.date()

            async def draw(now: datetime) -> None:
                nonlocal last
                if now.date() != last:
                    last = now.date()
                    bar.update(task, booked=await inside.booked())
                bar.update(task, completed=(now - start).total_seconds(), description=_date(now))

            yield draw
        return
    week = 0

    async def say(now: datetime) -> None:
        nonlocal week
        passed = int((now - start) / timedelta(weeks=1))
        if passed > week:
            week = passed
            console.print(
                f"{_date(now)}: week {week} is over, {await inside.booked()} lunches booked",
                highlight=False,
                soft_wrap=True,
            )

    yield say


def _date(now: datetime) -> str:
    return f"{now:%a} {now.day} {now:%B %Y}"
