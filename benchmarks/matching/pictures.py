"""The curves of a run as one picture of up to four panels."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MultipleLocator, PercentFormatter

# Okabe and Ito's colours, which colour-blind people tell apart; each line also has its name at its end, or its own stroke.
COLOURS = {"ours": "#0072B2", "shuffle": "#D55E00", "greedy": "#E69F00", "networkx": "#CC79A7", "rustworkx": "#009E73"}
STROKES = {"ours": "-", "shuffle": "--", "greedy": "-.", "networkx": ":", "rustworkx": (0, (5, 1))}
INK, GREY = "#222222", "#8a8a8a"
STYLE: Any = {  # matplotlib's own type names each of its settings
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "svg.hashsalt": "potluck",
}
WIDE, HIGH = 6.4, 4.3  #: inches of one panel


def draw(curves: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes matching.svg and matching.png; nothing when there is nothing to draw."""
    panels = [(PANELS[name], curves[name]) for name in PANELS if name in curves]
    if not panels:
        return []
    with mpl.rc_context(STYLE):
        columns = min(2, len(panels))
        rows = -(-len(panels) // columns)
        layout = ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.15)
        figure = Figure(figsize=(WIDE * columns, HIGH * rows), layout=layout, facecolor="white")
        for place, (panel, values) in enumerate(panels, 1):
            axes = figure.add_subplot(rows, columns, place)
            axes.spines[["top", "right"]].set_visible(False)
            panel(axes, values)
        paths = [folder / "matching.svg", folder / "matching.png"]
        figure.savefig(paths[0], metadata={"Date": None})
        figure.savefig(paths[1], dpi=130)
    return paths


def draw_repeats(axes: Axes, curves: Mapping[str, list[float]]) -> None:
    for name, values in curves.items():
        if name in COLOURS:
            rounds = range(1, len(values) + 1)
            axes.plot(rounds, values, label=f"{name}: {values[-1]:.1f}", **_line(name))
    # Four of the five would lie on one another in a plain scale.
    axes.set_yscale("symlog", linthresh=1, linscale=0.6)
    axes.set_ylim(-0.12, None)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    _title(axes, "50 people meet in pairs, one round at a time", "repeat meetings so far", "round")
    axes.legend(title="after 49 rounds", frameon=False, loc="lower center", bbox_to_anchor=(0.66, 0.03))


def draw_bridges(axes: Axes, found: Mapping[str, Any]) -> None:
    for name, shares in found["shares"].items():
        first = found["firsts"][name]
        met = f"all after {first:g} rounds" if first else f"{shares[-1]:.0%} after {len(shares)}"
        axes.plot(range(1, len(shares) + 1), shares, label=f"{name}: {met}", marker="o", markersize=4, **_line(name))
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_ylim(0, 1.04)
    axes.xaxis.set_major_locator(MultipleLocator(1))
    _title(
        axes, f"How soon {found['teams']} teams of one size know each other", "pairs of teams that have met", "round"
    )
    axes.legend(frameon=False, loc="lower right")


def draw_times(axes: Axes, found: Mapping[str, Any]) -> None:
    names = sorted(found["seconds"], key=lambda name: found["seconds"][name])
    seconds = [found["seconds"][name] for name in names]
    bars = axes.barh(names, seconds, color=[COLOURS[name] for name in names], height=0.6)
    labels = [f"{_seconds(value)}\n{found['faults'][name]}" for name, value in zip(names, seconds, strict=True)]
    axes.bar_label(bars, labels, padding=4, fontsize=9)
    axes.set_xscale("log")
    axes.set_xlim(min(seconds) / 3, max(seconds) * 400)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _seconds(value)))
    _title(axes, f"One round of {found['people']:,} people, and what is wrong with it", "", "time")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


def draw_growth(axes: Axes, found: Mapping[str, Any]) -> None:
    people, seconds, exponent = found["people"], found["seconds"], found["exponent"]
    bar = [seconds[0] * (count / people[0]) ** 1.25 for count in people]
    axes.plot(people, bar, color=GREY, linestyle="--", label="the bar: exponent 1.25")
    axes.plot(people, seconds, marker="o", label=f"ours: exponent {exponent:.2f}", **_line("ours"))
    for count, value in zip(people, seconds, strict=True):
        axes.annotate(_seconds(value), (count, value), textcoords="offset points", xytext=(7, -11))
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _seconds(value)))
    axes.set_xlim(people[0] / 1.3, people[-1] * 1.9)
    axes.set_ylim(min(seconds) / 2, None)
    _title(axes, "Time of one round, pairs, 26 rounds of history", "time", "people")
    axes.legend(frameon=False, loc="upper left")


def _line(name: str) -> dict[str, Any]:
    mine = name == "ours"
    return {
        "color": COLOURS[name],
        "linestyle": STROKES[name],
        "linewidth": 2.6 if mine else 1.7,
        "zorder": 3 if mine else 2,
    }


def _title(axes: Axes, title: str, up: str, across: str) -> None:
    axes.set_title(title, loc="left", fontweight="bold", fontsize=11)
    axes.set_ylabel(up)
    axes.set_xlabel(across)
    axes.grid(axis="y", color="#e6e6e6", linewidth=0.8)


def _seconds(value: float) -> str:
    return f"{value:,.0f} s" if value >= 10 else f"{value:.3g} s" if value >= 1 else f"{value * 1000:.3g} ms"


PANELS: dict[str, Callable[[Axes, Any], None]] = {
    "repeats": draw_repeats,
    "bridges": draw_bridges,
    "times": draw_times,
    "growth": draw_growth,
}
