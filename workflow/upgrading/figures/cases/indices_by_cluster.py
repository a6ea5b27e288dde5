"""Dot plot: external economies, joint action and collective efficiency of every cluster."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MultipleLocator

from upgrading.cases.indices import REPORTED, IndexRule, scale_text
from upgrading.figures.cases.components_heatmap import (
    SMALL,
    TALLEST,
    by_index,
    label_rows,
    place_rows,
)
from upgrading.figures.page import head_height, headed
from upgrading.figures.shown import NAMED, scored
from upgrading.figures.style import (
    GROUP_COLOURS,
    INK,
    MUTED,
    RULE,
    Drawing,
    new_figure,
)
from upgrading.numbers import shown
from upgrading.vocabulary import COMPONENTS, DEGREES, HIGHEST_INDEX, INDICES

PLACE = 20


TITLE = "External economies, joint action and collective efficiency of each cluster"

_NOTE = "* Not all eight components of this cluster are scored."

# Shapes that stay apart on the same spot: the dot fits into the ring, the bar stands out of it.
# None is a marker of a sector group.
_MARKS: dict[str, dict[str, Any]] = {
    "ce_index": {"marker": "|", "markersize": 9.6, "markeredgewidth": 2.4},
    "eei": {"marker": "o", "markersize": 6.4, "markerfacecolor": "white", "markeredgewidth": 1.0},
    "jai": {"marker": "o", "markersize": 3.6, "markeredgewidth": 0.0},
}


def _draw_row(axes: Axes, y: float, row: dict[str, Any]) -> None:
    colour = GROUP_COLOURS[row["group"]]
    values = {name: float(row[name]) for name in _MARKS if row[name] is not None}
    if values:
        axes.plot(
            [min(values.values()), max(values.values())],
            [y, y],
            color=colour,
            linewidth=1.0,
            alpha=0.55,
            zorder=1.5,
        )
    for order, (name, look) in enumerate(_MARKS.items()):
        if name in values:
            axes.plot(values[name], y, color=colour, linestyle="none", zorder=2 + order, **look)


def _incomplete(row: dict[str, Any]) -> bool:
    return any(row[name] is None for name in COMPONENTS)


def _result(row: dict[str, Any]) -> str:
    """Index and degree of a row as text; an asterisk says that a component is missing."""
    mark = "*" if _incomplete(row) else ""
    if row["ce_index"] is None:
        return f"n.a.{mark}"
    # A figure space is as wide as a digit: the points stay in line.
    index = shown(row["ce_index"], 2).rjust(5, "\N{FIGURE SPACE}")
    return f"{index}  {DEGREES[row['ce_degree']]}{mark}"


def _finding(joined: pd.DataFrame) -> str:
    pairs = [
        (eei, jai)
        for eei, jai in zip(joined["eei"], joined["jai"], strict=True)
        if eei is not None and jai is not None
    ]
    above = sum(eei > jai for eei, jai in pairs)
    return f"External economies exceed joint action in {above} of {len(pairs)} clusters"


def _alt(joined: pd.DataFrame, rule: IndexRule) -> str:
    degrees = list(joined["ce_degree"])
    parts = []
    for name in ("eei", "jai", "ce_index"):
        values = [value for value in joined[name] if value is not None]
        if values:
            parts.append(
                f"{INDICES[name].lower()} {shown(min(values), 2, trim=True)} "
                f"to {shown(max(values), 2, trim=True)}"
            )
    return (
        f"Dot plot of three indices, in points, for {len(joined)} clusters by sector group. "
        f"Ranges: {'; '.join(parts)}. "
        "Clusters by degree of collective efficiency: high (from "
        f"{shown(rule.high_from, 2, trim=True)}) {degrees.count('high')}, medium "
        f"{degrees.count('medium')}, low (up to {shown(rule.low_to, 2, trim=True)}) "
        f"{degrees.count('low')}."
    )


def _points(rule: IndexRule) -> str:
    """What the axis shows: EEI and JAI on their scale, the index on its own if it has another."""
    text = f"external economies and joint action: 0–{HIGHEST_INDEX}"
    if rule.scale != REPORTED.scale:
        text += f"; collective efficiency: {scale_text(rule.scale, '–')}"
    return f"Points ({text})"


def data(clusters: pd.DataFrame, indices: pd.DataFrame, rule: IndexRule) -> pd.DataFrame:
    """A row of the picture each: the cluster, its indices and its degree."""
    _, rows = place_rows(by_index(clusters, indices))
    marked = [{**row, "incomplete": _incomplete(row)} for _, row in rows]
    return pd.DataFrame(marked, columns=[*NAMED, *INDICES, "ce_degree", "incomplete"])


def draw(clusters: pd.DataFrame, indices: pd.DataFrame, rule: IndexRule) -> Drawing:
    """Draw the three indices (points) of each cluster, and the thresholds of the degrees.

    Clusters are in sector groups, the highest collective efficiency index first. Columns of
    `clusters`: `cluster_id, group, industry, name, country` and the eight components; of
    `indices`: `cluster_id, eei, jai, ce_index, ce_degree`.
    """
    joined = by_index(clusters, indices)
    headings, rows = place_rows(joined)
    finding = _finding(joined)
    wanted = head_height(finding) + 1.4 + 0.16 * (len(headings) + len(rows))
    figure = new_figure(min(TALLEST, wanted))
    headed(figure, TITLE, finding)
    axes = figure.add_subplot()

    label_rows(axes, headings, rows)
    for y, row in rows:
        axes.axhline(y, color=RULE, linewidth=0.4, zorder=0)
        _draw_row(axes, y, row)

    lowest = min(Fraction(0), rule.scale[0])
    highest = max(Fraction(HIGHEST_INDEX), rule.scale[1])
    beside = float(highest - lowest) / 40
    axes.set_xlim(float(lowest) - beside, float(highest) + beside)
    axes.xaxis.set_major_locator(MultipleLocator(2 * ceil((highest - lowest) / 24)))
    axes.set_xlabel(_points(rule))
    axes.spines["left"].set_visible(False)

    for threshold, text, side in (
        (rule.low_to, f"Low up to {shown(rule.low_to, 2, trim=True)} ", "right"),
        (rule.high_from, f" High from {shown(rule.high_from, 2, trim=True)}", "left"),
    ):
        axes.axvline(float(threshold), color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=1)
        axes.annotate(
            text,
            (float(threshold), 1),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, 3),
            textcoords="offset points",
            ha=side,
            fontsize=7.0,
        )

    results = axes.secondary_yaxis("right")
    results.set_yticks(
        [0, *(y for y, _ in rows)],
        ["Collective efficiency", *(_result(row) for _, row in rows)],
        fontsize=SMALL,
    )
    results.tick_params(axis="y", length=0)
    results.spines[:].set_visible(False)

    keys = [
        Line2D([], [], color=MUTED, linestyle="none", label=INDICES[name], **_MARKS[name])
        for name in ("eei", "jai", "ce_index")
    ]
    keys.append(
        Line2D(
            [],
            [],
            color=INK,
            linewidth=0.9,
            linestyle=(0, (4, 2)),
            label="Degree thresholds of that index",
        )
    )
    figure.legend(
        handles=keys,
        loc="outside lower center",
        ncols=len(keys),
        title=_NOTE if any(_incomplete(row) for _, row in rows) else None,
        title_fontsize=7.0,
        fontsize=7.0,
    )
    return Drawing(figure, TITLE, f"{finding}. {_alt(joined, rule)}")


def shows(
    clusters: pd.DataFrame, indices: pd.DataFrame, rule: Mapping[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame, IndexRule]:
    """The components and indices of every cluster, and the rule behind them."""
    return scored(clusters, COMPONENTS), indices, IndexRule.from_config(rule)
