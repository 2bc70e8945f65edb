"""What the matching engine must show, measured beside what people use today.

    uv run --group benchmarks python benchmarks/matching [--case NAME ...] [--quick] [--out FOLDER]
    uv run --group benchmarks python benchmarks/matching --case exact --instance 17     # one small round, both solutions

Prints a table of the bars, and writes it with the details to FOLDER/results.md, and a picture beside it. Exit code 1 when a
bar is missed. The whole takes half an hour; time and memory need a machine that does nothing else.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import ahead
import full_graph
import large
import majority
import optimum
import pictures
import rounds
from report import Result, machine, markdown, print_table

HERE = Path(__file__).parent

CASES: dict[str, Callable[[bool], Result]] = {
    "fifty": rounds.fifty,
    "twenty-thirty": rounds.twenty_thirty,
    "ahead": ahead.ahead,
    "exact": optimum.exact,
    "two-thousand": full_graph.two_thousand,
    "foursomes": ahead.foursomes,
    "ten-thousand": large.ten_thousand,
    "hundred-thousand": large.hundred_thousand,
    "hundred-thousand-fours": large.hundred_thousand_fours,
    "majority": majority.majority,
    "bridges": rounds.bridges,
    "growth": large.growth,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks/matching", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case", action="append", choices=CASES, help="only this one; may be given several times")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="smaller, to see that it works: its bars mean nothing, and missing one is no failure",
    )
    parser.add_argument("--instance", type=int, help="with --case exact: show this one small round")
    parser.add_argument("--out", type=Path, default=HERE / "results", help="where the table and the picture go")
    asked = parser.parse_args()
    if asked.instance is not None:
        print(optimum.replay(asked.instance))
        return 0
    began, load = time.perf_counter(), os.getloadavg()[0]
    results = [CASES[name](asked.quick) for name in asked.case or CASES]
    minutes = (time.perf_counter() - began) / 60
    caption = f"{machine()}; {datetime.now(UTC):%d %B %Y}, {minutes:.0f} minutes in all, load {load:.1f} when it began"
    if asked.quick:
        finish(results, f"{caption}; quick, so not at the sizes that the bars are for", asked.out)
        return 0
    return finish(results, caption, asked.out)


def finish(results: list[Result], caption: str, out: Path) -> int:
    rows = [row for result in results for row in result.rows]
    out.mkdir(parents=True, exist_ok=True)
    curves = {name: values for result in results for name, values in result.curves.items()}
    pictured = pictures.draw(curves, out)
    (out / "results.md").write_text(markdown(results, caption, "matching.svg" if pictured else ""), encoding="utf-8")
    print_table(rows, caption)
    print(f"Written: {', '.join(str(path) for path in (out / 'results.md', *pictured))}")
    return int(not all(row.holds for row in rows))


if __name__ == "__main__":
    sys.exit(main())
