"""Dot plot: average of each component of collective efficiency by sector group."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from upgrading.figures.style import (
    GROUP_COLOURS,
    GROUP_MARKERS,
    MUTED,
    RULE,
    Drawing,
    new_figure,
)
from upgrading.numbers import shown
from upgrading.vocabulary import COMPONENTS, EXTERNAL_ECONOMIES, JOINT_ACTION, SECTOR_GROUPS

PLACE = 40


TITLE = "Components of collective efficiency: average score by sector group"

_HIGHEST = 3

_LANE = 0.21
"""Height of the lane that a group has in the row of a component, which is 1 high."""

Mean = tuple[Fraction | None, int]


def _means(averages: pd.DataFrame) -> dict[tuple[str, str], Mean]:
    """Mean and number of clusters by group and component."""
    return {
        (row["group"], row["variable"]): (row["mean"], row["count"])
        for row in averages.to_dict("records")
        if row["variable"] in COMPONENTS
    }


def _draw_row(axes: Axes, y: float, values: dict[str, Fraction | None]) -> None:
    """Draw one component: a lane per group with its mark and the value beside it."""
    for lane, (group, value) in enumerate(values.items()):
        place = y + _LANE * (lane - (len(values) - 1) / 2)
        if value is not None:
            x = float(value)
            axes.plot([0, x], [place, place], color=RULE, linewidth=0.6, zorder=1)
            axes.plot(
                x,
                place,
                marker=GROUP_MARKERS[group],
                markersize=5.0,
                color=GROUP_COLOURS[group],
                clip_on=False,
            )
        axes.annotate(
            "n.a." if value is None else shown(value, 2),
            (0.0 if value is None else float(value), place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=6.5,
            color=MUTED,
        )


def _group_label(group: str, counts: list[int]) -> str:
    """Name of the group and how many clusters are behind its means, as a range if it varies."""
    fewest, most = min(counts, default=0), max(counts, default=0)
    number = str(most) if fewest == most else f"{fewest}–{most}"
    return f"{SECTOR_GROUPS[group]} (n = {number})"


def _at(values: dict[str, Fraction], value: Fraction) -> str:
    labels = [COMPONENTS[name].lower() for name, average in values.items() if average == value]
    return f"{shown(value, 2)} ({', '.join(labels)})"


def _alt(means: dict[tuple[str, str], Mean]) -> str:
    parts = []
    for group, name in SECTOR_GROUPS.items():
        values = {
            component: average
            for (of, component), (average, _) in means.items()
            if of == group and average is not None
        }
        if values:
            lowest, highest = min(values.values()), max(values.values())
            parts.append(f"{name.lower()} {_at(values, lowest)} to {_at(values, highest)}")
    return (
        f"Dot plot of the average score (0–3) of {len(COMPONENTS)} components by sector group. "
        f"Lowest and highest average of each group: {'; '.join(parts)}."
    )


def draw(averages: pd.DataFrame) -> Drawing:
    """Draw the average of each component (points, 0–3), one mark per sector group.

    Columns of `averages`: `group, variable, count, mean`; other variables are left out.
    """
    means = _means(averages)
    groups = [group for group in SECTOR_GROUPS if any(key[0] == group for key in means)]
    figure = new_figure(6.1)
    figure.suptitle(TITLE, x=0.01, ha="left")
    panels = figure.subplots(2, 1, sharex=True)
    for axes, heading, parts in zip(
        panels,
        ("External economies", "Joint action"),
        (EXTERNAL_ECONOMIES, JOINT_ACTION),
        strict=True,
    ):
        for y, component in enumerate(parts):
            values = {group: means.get((group, component), (None, 0))[0] for group in groups}
            _draw_row(axes, y, values)
        axes.set_title(heading, fontweight="bold")
        axes.set_yticks(
            range(len(parts)), [label.replace(" ", "\n", 1) for label in parts.values()]
        )
        axes.set_ylim(len(parts) - 0.5, -0.5)
        axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, _HIGHEST + 0.1)
    ticks = [Fraction(step, 2) for step in range(2 * _HIGHEST + 1)]
    axes.set_xticks([float(tick) for tick in ticks], [shown(tick, 1) for tick in ticks])
    axes.set_xlabel("Average score (points, 0–3)")

    keys = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=GROUP_MARKERS[group],
            markersize=5.0,
            color=GROUP_COLOURS[group],
            label=_group_label(
                group, [count for (of, _), (_, count) in means.items() if of == group]
            ),
        )
        for group in groups
    ]
    figure.legend(
        handles=keys,
        loc="outside lower center",
        ncols=2,
        title="n: clusters behind each average",
        title_fontsize=7.0,
    )
    return Drawing(figure, TITLE, _alt(means))


def shows(averages: pd.DataFrame) -> tuple[pd.DataFrame]:
    """The mean components of every group."""
    return (averages[averages["variable"].isin(list(COMPONENTS))],)
