"""Dumbbells: how far apart the sector groups are in each component of collective efficiency."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from upgrading.figures.page import add_legend, head_height, place, placed_figure, write
from upgrading.figures.style import GROUP_COLOURS, GROUP_MARKERS, INK, MUTED, RULE, WIDTH, Drawing
from upgrading.numbers import shown
from upgrading.vocabulary import (
    COMPONENTS,
    EXTERNAL_ECONOMIES,
    HIGHEST_SCORE,
    JOINT_ACTION,
    SECTOR_GROUPS,
)

PLACE = 40


TITLE = "Components of collective efficiency: average score by sector group"

# Inches.
_LEGEND: Final = 0.46
_HEADING: Final = 0.24
_ROW: Final = 0.31
_GAP: Final = 0.16
_LEFT: Final = 1.95
_RIGHT: Final = 0.25
_FOOT: Final = 0.3

_CLOSE: Final = Fraction(1, 12)
"""Averages as near as this are drawn one above the other."""

_LANE: Final = 0.26
"""Of a row, between two marks that are."""

Means = Mapping[str, Mapping[str, tuple[Fraction, int]]]
"""By component, then by group: the average, and the number of clusters behind it."""


def data(averages: pd.DataFrame) -> pd.DataFrame:
    """A mark each: the average of a component in a sector group, and the clusters behind it."""
    marks = [
        (name, group, count, mean)
        for name, of_group in _means(averages).items()
        for group, (mean, count) in of_group.items()
    ]
    return pd.DataFrame(marks, columns=["variable", "group", "count", "mean"])


def draw(averages: pd.DataFrame) -> Drawing:
    """Draw the average of each component (points, 0–3), a row each with a mark per sector group.

    Columns of `averages`: `group, variable, count, mean`; other variables are left out.
    """
    means = _means(averages)
    parts = (("External economies", EXTERNAL_ECONOMIES), ("Joint action", JOINT_ACTION))
    finding = _finding(means)
    rows = sum(len(part) for _, part in parts)
    figure = placed_figure(
        _LEGEND + len(parts) * (_HEADING + _GAP) + rows * _ROW + _FOOT, TITLE, finding
    )
    top = head_height(finding)
    add_legend(
        figure,
        top - 0.06,
        [_key(group, means) for group in SECTOR_GROUPS],
        ncols=2,
        borderaxespad=0.3,
        columnspacing=2.0,
        handletextpad=0.2,
    )
    top += _LEGEND
    for number, (heading, components) in enumerate(parts):
        write(figure, 0.07, top + 0.04, heading, fontsize=8.5, fontweight="bold")
        top += _HEADING
        axes = place(figure, _LEFT, top, WIDTH - _LEFT - _RIGHT, _ROW * len(components))
        for y, (name, label) in enumerate(components.items()):
            _draw_row(axes, y, {group: mean for group, (mean, _) in means[name].items()})
            write(figure, _LEFT - 0.1, top + _ROW * (y + 0.5), label, ha="right", va="center")
        _set_axes(axes, len(components), last=number == len(parts) - 1)
        top += _ROW * len(components) + _GAP
    return Drawing(figure, TITLE, f"{finding}. {_alt(means)}")


def _means(averages: pd.DataFrame) -> Means:
    rows = averages.to_dict("records")
    return {
        name: {
            group: (row["mean"], row["count"])
            for group in SECTOR_GROUPS
            for row in rows
            if (row["group"], row["variable"]) == (group, name) and row["mean"] is not None
        }
        for name in COMPONENTS
    }


def _finding(means: Means) -> str:
    """Where the groups are furthest apart, and where nearest."""
    spreads = {
        name: max(values) - min(values)
        for name, of_group in means.items()
        if len(values := [mean for mean, _ in of_group.values()]) > 1
    }
    if not spreads:
        return "No two sector groups have an average to compare"
    most, least = (
        COMPONENTS[pick(spreads, key=lambda name: spreads[name])].lower() for pick in (max, min)
    )
    return f"Sector groups differ most in {most}, least in {least}"


def _set_axes(axes: Axes, rows: int, *, last: bool) -> None:
    axes.set(xlim=(-0.06, HIGHEST_SCORE + 0.06), ylim=(rows - 0.5, -0.5), yticks=[])
    ticks = [Fraction(step, 2) for step in range(2 * HIGHEST_SCORE + 1)]
    axes.set_xticks([float(tick) for tick in ticks], [shown(tick, 1, trim=True) for tick in ticks])
    axes.tick_params(axis="x", length=0, labelbottom=last)
    axes.grid(axis="x", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.spines[["left", "bottom"]].set_visible(False)
    if last:
        axes.set_xlabel(f"Average score (points, 0–{HIGHEST_SCORE})")


def _draw_row(axes: Axes, y: int, values: Mapping[str, Fraction]) -> None:
    """Draw one component: a mark for each group, a line between the two that end it."""
    if not values:
        axes.text(0, y, "no score", va="center", fontsize=7, style="italic", color=MUTED)
        return
    low, high = min(values.values()), max(values.values())
    axes.plot([float(low), float(high)], [y, y], color="#b5b5b5", linewidth=2.2, zorder=1)
    lanes = _lanes(values)
    for group, value in values.items():
        axes.plot(
            float(value),
            y + _LANE * lanes[group],
            linestyle="none",
            marker=GROUP_MARKERS[group],
            markersize=6.0,
            color=GROUP_COLOURS[group],
            markeredgecolor="white",
            markeredgewidth=0.6,
            clip_on=False,
            zorder=3,
        )
    for value, side in ((low, -1), (high, 1)) if low < high else ((high, 1),):
        _write_end(axes, y, value, side)


def _lanes(values: Mapping[str, Fraction]) -> dict[str, float]:
    """How many lanes above or below its row each mark stands: 0 where no other is near."""
    order = sorted(values, key=lambda group: values[group])
    runs: list[list[str]] = []
    for group in order:
        if runs and values[group] - values[runs[-1][-1]] < _CLOSE:
            runs[-1].append(group)
        else:
            runs.append([group])
    return {group: place - (len(run) - 1) / 2 for run in runs for place, group in enumerate(run)}


def _write_end(axes: Axes, y: int, value: Fraction, side: int) -> Text:
    return axes.annotate(
        shown(value, 2),
        (float(value), y),
        xytext=(6 * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center_baseline",
        fontsize=7,
        color=INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
    )


def _key(group: str, means: Means) -> Line2D:
    """Name of the group and how many clusters are behind its averages, as a range if it varies."""
    counts = [of_group[group][1] for of_group in means.values() if group in of_group]
    fewest, most = min(counts, default=0), max(counts, default=0)
    number = str(most) if fewest == most else f"{fewest}–{most}"
    return Line2D(
        [],
        [],
        linestyle="none",
        marker=GROUP_MARKERS[group],
        markersize=6.0,
        color=GROUP_COLOURS[group],
        label=f"{SECTOR_GROUPS[group]} ({number} clusters)",
    )


def _alt(means: Means) -> str:
    sentences = [
        f"A row for each of {len(COMPONENTS)} components with the average score "
        f"(0–{HIGHEST_SCORE}) of every sector group as a mark."
    ]
    for name, label in COMPONENTS.items():
        told = ", ".join(
            f"{SECTOR_GROUPS[group].lower()} {shown(mean, 2)}"
            for group, (mean, _) in means[name].items()
        )
        sentences.append(f"{label}: {told or 'no score'}.")
    return " ".join(sentences)


def shows(averages: pd.DataFrame) -> tuple[pd.DataFrame]:
    """The mean components of every group."""
    return (averages[averages["variable"].isin(list(COMPONENTS))],)
