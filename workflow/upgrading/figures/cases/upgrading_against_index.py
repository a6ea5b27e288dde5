"""Small multiples: each kind of upgrading against the collective efficiency index."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from statistics import median
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from upgrading.cases.indices import IndexRule, Scale, scale_text
from upgrading.figures.style import (
    GROUP_COLOURS,
    GROUP_MARKERS,
    MUTED,
    RULE,
    Drawing,
    new_figure,
)
from upgrading.numbers import mean, shown
from upgrading.vocabulary import HIGHEST_SCORE, INDICES, SECTOR_GROUPS, UPGRADING

PLACE = 30


TITLE = "Upgrading and collective efficiency of the clusters, by sector group"


_APART = Fraction(1, 24)
"""Between two marks that do not touch, of the length of the scale."""

_STEP = 0.155
"""Score points between two marks one above the other."""

_ROOM = 0.23
"""Furthest a mark may be from its score, so that it stays nearer to it than to the next."""

Point = tuple[Fraction, Fraction]


def _points(members: pd.DataFrame, kind: str) -> list[Point]:
    """Index and score of the clusters that have both."""
    return [
        (index, score)
        for index, score in zip(members["ce_index"], members[kind], strict=True)
        if index is not None and score is not None
    ]


def _clumps(indices: list[Fraction], apart: Fraction) -> list[list[Fraction]]:
    """Sorted indices in runs of neighbours that would touch."""
    clumps: list[list[Fraction]] = []
    for index in sorted(indices):
        if clumps and index - clumps[-1][-1] < apart:
            clumps[-1].append(index)
        else:
            clumps.append([index])
    return clumps


def _spread(points: list[Point], apart: Fraction) -> list[tuple[float, float]]:
    """Where to draw the points: those that would touch go above and below their score."""
    placed = []
    for score in sorted({score for _, score in points}):
        for clump in _clumps([index for index, of in points if of == score], apart):
            ends: list[Fraction] = []  # the last index in each lane
            lanes = []
            for index in clump:
                free = (lane for lane, end in enumerate(ends) if index - end >= apart)
                lane = next(free, len(ends))
                ends[lane : lane + 1] = [index]
                lanes.append(lane)
            middle = (len(ends) - 1) / 2
            step = min(_STEP, _ROOM / middle) if middle else 0.0
            placed += [
                (float(index), float(score) + step * (lane - middle))
                for index, lane in zip(clump, lanes, strict=True)
            ]
    return placed


def _draw_panel(axes: Axes, group: str, members: pd.DataFrame, kind: str, scale: Scale) -> None:
    axes.set_ylim(-0.35, HIGHEST_SCORE + 0.75)
    axes.xaxis.set_major_locator(MultipleLocator(float(scale[1] - scale[0]) / 4))
    axes.set_yticks(range(HIGHEST_SCORE + 1))
    axes.grid(axis="y", color=RULE, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.label_outer(remove_inner_ticks=True)
    if not members[kind].notna().any():
        axes.set_facecolor("#f1f1f1")
        axes.grid(visible=False)
        axes.text(
            0.5, 0.5, "not scored", transform=axes.transAxes, ha="center", va="center", color=MUTED
        )
        return
    points = _points(members, kind)
    placed = _spread(points, _APART * (scale[1] - scale[0]))
    axes.plot(
        [x for x, _ in placed],
        [y for _, y in placed],
        linestyle="none",
        marker=GROUP_MARKERS[group],
        markersize=4.0,
        markeredgewidth=0.4,
        markeredgecolor="white",
        color=GROUP_COLOURS[group],
    )
    axes.text(0.03, 0.97, f"n = {len(points)}", transform=axes.transAxes, va="top", fontsize=6.5)


def _alt(joined: pd.DataFrame) -> str:
    middle = median(index for index in joined["ce_index"] if index is not None)
    parts = []
    for kind, label in UPGRADING.items():
        points = _points(joined, kind)
        below = mean(score for index, score in points if index < middle)[0]
        above = mean(score for index, score in points if index >= middle)[0]
        parts.append(
            f"{label.lower()} {shown(below, 2)} and {shown(above, 2)} ({len(points)} clusters)"
        )
    unscored = {
        label.lower(): [
            name.lower()
            for group, name in SECTOR_GROUPS.items()
            if not joined.loc[joined["group"] == group, kind].notna().any()
        ]
        for kind, label in UPGRADING.items()
    }
    gaps = [f"{label} for {', '.join(names)}" for label, names in unscored.items() if names]
    text = (
        "Small multiples of upgrading scores (0–3) against the collective efficiency index, one "
        "row per kind of upgrading and one column per sector group. Average score of the clusters "
        f"below the median index, {shown(middle, 2, trim=True)}, and of the others: "
        f"{'; '.join(parts)}."
    )
    return f"{text} Not scored: {'; '.join(gaps)}." if gaps else text


def draw(clusters: pd.DataFrame, indices: pd.DataFrame, scale: Scale) -> Drawing:
    """Draw the score of each cluster (0–3) against its index (points), panel by panel.

    Rows are kinds of upgrading, columns sector groups. Columns of `clusters`: `cluster_id, group`
    and the kinds of upgrading; of `indices`: `cluster_id, ce_index`. `scale`: of the index.
    """
    joined = clusters.merge(indices, on="cluster_id", validate="one_to_one")
    figure = new_figure(7.4)
    figure.suptitle(TITLE, x=0.01, ha="left")
    panels = figure.subplots(
        len(UPGRADING), len(SECTOR_GROUPS), sharex=True, sharey=True, squeeze=False
    )
    for line, (kind, label) in zip(panels, UPGRADING.items(), strict=True):
        for axes, group in zip(line, SECTOR_GROUPS, strict=True):
            _draw_panel(axes, group, joined[joined["group"] == group], kind, scale)
        line[0].set_ylabel(f"{label}\n(score, 0–3)")
    for axes, name in zip(panels[0], SECTOR_GROUPS.values(), strict=True):
        axes.set_title(name.replace(" ", "\n", 1), fontweight="bold")

    beside = float(scale[1] - scale[0]) / 30
    panels[0][0].set_xlim(float(scale[0]) - beside, float(scale[1]) + beside)
    figure.supxlabel(
        f"{INDICES['ce_index']} (points, {scale_text(scale, '–')})\n"
        "Each mark is a cluster; marks that would overlap are spread above and below their score.",
        fontsize=8.0,
    )
    return Drawing(figure, TITLE, _alt(joined))


def shows(
    clusters: pd.DataFrame, indices: pd.DataFrame, rule: Mapping[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame, Scale]:
    """Upgrading and indices of every cluster, and the scale of the index."""
    scores = clusters[["cluster_id", "group", *UPGRADING]]
    return scores, indices[["cluster_id", "ce_index"]], IndexRule.from_config(rule).scale
