"""Large companies: 120 teams of Zipf sizes, 26 rounds of history, one round to match."""

import math
from collections.abc import Sequence
from statistics import median

from measure import Measured, Quality, alone
from report import Result, Row, table_of, track

TEAMS = 120
RUNS_OF_LARGE, RUNS = 3, 5
LARGE = 50_000  #: people from which on RUNS_OF_LARGE are enough
GROWING = (1_000, 3_000, 10_000, 30_000, 100_000)

HEAD = (
    "who",
    "people",
    "size",
    "time",
    "peak memory",
    "left over",
    "off size",
    "same-team pairs",
    "repeats",
    "of pairs",
)


def ten_thousand(quick: bool) -> Result:
    """An even number of people and an odd one."""
    sizes = (1_000, 1_001) if quick else (10_000, 10_001)
    results = [large("ten-thousand", people, 2, Bar(1.5, None, 0.0), quick) for people in sizes]
    return Result([row for each in results for row in each.rows], [text for each in results for text in each.details])


def hundred_thousand(quick: bool) -> Result:
    return large("hundred-thousand", 3_000 if quick else 100_000, 2, Bar(15, 1_500, 0.0), quick)


def hundred_thousand_fours(quick: bool) -> Result:
    return large("hundred-thousand-fours", 3_000 if quick else 100_000, 4, Bar(40, None, 0.001), quick)


class Bar:
    def __init__(self, seconds: float, megabytes: float | None, repeats: float) -> None:
        self.seconds, self.megabytes, self.repeats = seconds, megabytes, repeats

    def __str__(self) -> str:
        memory = f", ≤ {self.megabytes / 1000} GB" if self.megabytes else ""
        repeats = f"repeats ≤ {self.repeats:.1%} of pairs" if self.repeats else "0 repeats, 0 left over"
        return f"≤ {self.seconds} s{memory}, 0 same-team, {repeats}"

    def holds(self, runs: Sequence[Measured], size: int, people: int) -> bool:
        """Quality in every run, time and memory in the median."""
        one_larger = people % size if self.repeats == 0 else size
        return (
            median(run.ours.seconds for run in runs) <= self.seconds
            and (not self.megabytes or median(run.peak_mb for run in runs) <= self.megabytes)
            and all(run.ours.same_team == 0 and run.ours.left_over == 0 for run in runs)
            and all(run.ours.repeats <= self.repeats * run.ours.pairs for run in runs)
            and all(run.ours.unlike <= one_larger for run in runs)
        )


def large(case: str, people: int, size: int, bar: Bar, quick: bool) -> Result:
    runs = several(case, people, size, quick)
    worst = max(runs, key=lambda run: (run.ours.left_over, run.ours.same_team, run.ours.repeats)).ours
    seconds, memory = median(run.ours.seconds for run in runs), median(run.peak_mb for run in runs)
    first = runs[0]
    said = f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"
    row = Row(
        f"{case}: {people:,} people" + (f" in groups of {size}" if size > 2 else ""),
        f"{said}, {memory / 1000:.2f} GB; {worst.same_team} same-team, {worst.repeats} repeats of {worst.pairs:,} pairs, "
        f"{worst.left_over} left over, {worst.unlike} of another size",
        str(bar),
        "; ".join(
            f"{name} {each.seconds:.2f} s: {each.same_team:,} same-team, {each.repeats:,} repeats, {each.left_over} left over"
            for name, each in first.peers.items()
        )
        + f"; rustworkx: not run, {people * (people - 1) // 2:,} edges",
        bar.holds(runs, size, people),
    )
    lines = [shown("ours", people, size, run.ours, f"{run.busy:.2f} s", f"{run.peak_mb:,.0f} MB") for run in runs]
    lines += [shown(f"{name}, pairs", people, 2, each, "", "") for name, each in first.peers.items()]
    made = (
        f"{first.past_pairs:,} past pairs. Making the input took {first.making:.1f} s and {first.before_mb:,.0f} MB, which is in"
        " the peak but not in the time."
    )
    return Result([row], ["\n".join((f"**{row.case}**: {made}", "", *table_of(HEAD, lines)))])


def several(case: str, people: int, size: int, quick: bool) -> list[Measured]:
    """Runs with different seeds; the first also has the peers'."""
    runs = 1 if quick else RUNS_OF_LARGE if people >= LARGE else RUNS
    return [alone(people, TEAMS, size, run, peers=run == 0) for run in track(range(runs), f"{case}: {people:,} people")]


def shown(who: str, people: int, size: int, found: Quality, busy: str, memory: str) -> tuple[object, ...]:
    return (
        who,
        f"{people:,}",
        size,
        f"{found.seconds:.2f} s",
        busy,
        memory,
        found.left_over,
        found.unlike,
        found.same_team,
        found.repeats,
        f"{found.pairs:,}",
    )


def growth(quick: bool) -> Result:
    """The exponent of time over people: the slope of a straight line through the logarithms."""
    sizes = GROWING[:3] if quick else GROWING
    times = [median(run.ours.seconds for run in several("growth", people, 2, quick)) for people in sizes]
    exponent = slope([math.log(people) for people in sizes], [math.log(seconds) for seconds in times])
    row = Row(
        f"growth: {sizes[0]:,} to {sizes[-1]:,} people",
        f"exponent {exponent:.2f}",
        "≤ 1.25",
        "rustworkx: its graph has an edge for each pair, see two-thousand",
        exponent <= 1.25,
    )
    steps = [
        slope([math.log(one) for one in sizes[at : at + 2]], [math.log(one) for one in times[at : at + 2]])
        for at in range(len(sizes) - 1)
    ]
    told = ["", *(f"{step:.2f}" for step in steps)]
    lines = [
        (f"{people:,}", f"{seconds:.2f} s", step) for people, seconds, step in zip(sizes, times, told, strict=True)
    ]
    head = ("people", "time", "exponent since the line before")
    text = "\n".join(
        (f"**{row.case}**, 26 rounds of history, exponent {exponent:.2f} over all:", "", *table_of(head, lines))
    )
    return Result([row], [text], {"growth": {"people": list(sizes), "seconds": times, "exponent": exponent}})


def slope(across: Sequence[float], up: Sequence[float]) -> float:
    middle, height = sum(across) / len(across), sum(up) / len(up)
    above = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return above / sum((x - middle) ** 2 for x in across)
