"""Heat map: the score of every cluster on the eight components of collective efficiency."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import fsum
from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import offset_copy

from upgrading.figures.page import head_height, headed
from upgrading.figures.shown import NAMED, scored
from upgrading.figures.style import INK, MUTED, RULE, Drawing, new_figure
from upgrading.numbers import mean, shown
from upgrading.vocabulary import COMPONENTS, EXTERNAL_ECONOMIES, JOINT_ACTION, SECTOR_GROUPS

PLACE = 10


TITLE = "Components of collective efficiency: the score of each cluster"

TALLEST = 9.3
"""Height in inches that still leaves room for a caption on an A4 page."""

SMALL = 6.5

_HIGHEST = 3
_GAP = 0.35
_MISSING = "n.a."
_MISSING_LOOK: dict[str, Any] = {"facecolor": "white", "edgecolor": "#8a8a8a", "hatch": "//////"}


def cluster_label(cluster: Mapping[str, Any]) -> str:
    """Name, industry and country of a row of `clusters`."""
    return f"{cluster['name']} · {cluster['industry']} · {cluster['country']}"


Rows = list[tuple[float, dict[str, Any]]]
"""Clusters as dictionaries, each with its place on the vertical axis."""


def by_index(clusters: pd.DataFrame, indices: pd.DataFrame) -> pd.DataFrame:
    """Clusters with their indices, the highest collective efficiency first."""
    joined = clusters.merge(indices, on="cluster_id", validate="one_to_one")
    last = Fraction(1)
    keys = [last if index is None else -index for index in joined["ce_index"]]
    return joined.iloc[sorted(range(len(keys)), key=keys.__getitem__)]


def place_rows(clusters: pd.DataFrame) -> tuple[dict[str, float], Rows]:
    """Where the heading of each sector group and each of its clusters go, from 0 downwards.

    Groups come in the order of the vocabulary, clusters in that of the frame.
    """
    headings: dict[str, float] = {}
    rows: Rows = []
    place = 0.0
    for group in SECTOR_GROUPS:
        members = clusters[clusters["group"] == group].to_dict("records")
        if not members:
            continue
        headings[group] = place
        rows += [(place + number, member) for number, member in enumerate(members, start=1)]
        place += len(members) + 1.3
    return headings, rows


def label_rows(axes: Axes, headings: Mapping[str, float], rows: Rows) -> None:
    """Write the headings (bold) and the clusters of `place_rows` beside the axes, first on top."""
    axes.set_ylim(rows[-1][0] + 0.7, -0.7)
    axes.set_yticks(
        [*headings.values(), *(place for place, _ in rows)],
        [*(SECTOR_GROUPS[group] for group in headings), *(cluster_label(row) for _, row in rows)],
        fontsize=SMALL,
    )
    for label in axes.get_yticklabels()[: len(headings)]:
        label.set(fontweight="bold", fontsize=7.5)
    axes.tick_params(axis="y", length=0)


def _colour(score: float) -> tuple[float, float, float]:
    # Lightness falls steadily along this map, so that it stays in order without colour.
    return to_rgb(colormaps["YlGnBu"](score / _HIGHEST * 0.88))


def _luminance(colour: str | tuple[float, float, float]) -> float:
    """Relative luminance as the Web Content Accessibility Guidelines define it."""
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    )
    return fsum(
        weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def _ink_on(colour: tuple[float, float, float]) -> str:
    """Dark or white text, whichever stands out more."""
    light = _luminance(colour) + 0.05
    return "white" if 1.05 / light > light / (_luminance(INK) + 0.05) else INK


def _draw_cell(axes: Axes, x: float, y: float, score: Fraction | None) -> None:
    corner = (x - 0.47, y - 0.44)
    if score is None:
        axes.add_patch(Rectangle(corner, 0.94, 0.88, linewidth=0.5, **_MISSING_LOOK))
        text, ink = _MISSING, INK
    else:
        colour = _colour(float(score))
        axes.add_patch(
            Rectangle(corner, 0.94, 0.88, facecolor=colour, edgecolor=RULE, linewidth=0.4)
        )
        text, ink = shown(score, 2, trim=True), _ink_on(colour)
    written = axes.text(
        x, y, text, ha="center", va="center_baseline", fontsize=SMALL, color=ink, clip_on=True
    )
    if score is None:
        written.set_fontstyle("italic")
        written.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})


def _finding(clusters: pd.DataFrame) -> str:
    """Which component most clusters are high in, and which fewest."""
    high = {
        name: sum(score == _HIGHEST for score in clusters[name] if score is not None)
        for name in COMPONENTS
    }
    most, least = (pick(high, key=lambda name: high[name]) for pick in (max, min))
    return (
        f"High scores are most common in {COMPONENTS[most].lower()} ({high[most]} of "
        f"{len(clusters)} clusters), rarest in {COMPONENTS[least].lower()} ({high[least]})"
    )


def _alt(clusters: pd.DataFrame) -> str:
    scores = [score for name in COMPONENTS for score in clusters[name] if score is not None]
    averages = {
        label.lower(): average
        for name, label in COMPONENTS.items()
        if (average := mean(clusters[name])[0]) is not None
    }
    extremes = " and ".join(
        f"{word} {shown(value, 2)} "
        f"({', '.join(label for label, average in averages.items() if average == value)})"
        for word, value in (
            ("lowest", min(averages.values(), default=None)),
            ("highest", max(averages.values(), default=None)),
        )
    )
    return (
        f"Heat map of the scores of {len(clusters)} clusters on the components of collective "
        f"efficiency: {len(EXTERNAL_ECONOMIES)} of external economies and {len(JOINT_ACTION)} of "
        f"joint action. Scores given: {len(scores)}, of which "
        f"{scores.count(Fraction(_HIGHEST))} are {_HIGHEST} (high) and "
        f"{scores.count(Fraction(0))} are 0 (absent); not available: "
        f"{len(clusters) * len(COMPONENTS) - len(scores)}. "
        f"Averages of the components: {extremes}."
    )


def data(clusters: pd.DataFrame, indices: pd.DataFrame) -> pd.DataFrame:
    """A row of the picture each: the cluster, its components and its index."""
    _, rows = place_rows(by_index(clusters, indices))
    return pd.DataFrame([row for _, row in rows], columns=[*NAMED, *COMPONENTS, "ce_index"])


def draw(clusters: pd.DataFrame, indices: pd.DataFrame) -> Drawing:
    """Draw the scores (0–3) as coloured cells: clusters by sector group, components side by side.

    In a group the highest collective efficiency index comes first; it stands beside the cells.
    Columns of `clusters`: `cluster_id, group, industry, name, country` and the eight components;
    of `indices`: `cluster_id, ce_index`.
    """
    headings, rows = place_rows(by_index(clusters, indices))
    finding = _finding(clusters)
    wanted = head_height(finding) + 1.7 + 0.156 * (len(headings) + len(rows))
    figure = new_figure(min(TALLEST, wanted))
    headed(figure, TITLE, finding)
    axes = figure.add_subplot()

    columns = {
        name: number + (_GAP if name in JOINT_ACTION else 0.0)
        for number, name in enumerate(COMPONENTS)
    }
    beside = max(columns.values()) + 0.6 + _GAP
    for y, row in rows:
        for name, x in columns.items():
            _draw_cell(axes, x, y, row[name])
        index = _MISSING if row["ce_index"] is None else shown(row["ce_index"], 2)
        axes.text(beside + 0.25, y, index, ha="right", va="center_baseline", fontsize=SMALL)

    label_rows(axes, headings, rows)
    axes.set_xlim(-0.5, beside + _GAP)
    axes.set_xticks(
        [*columns.values(), beside],
        [*(fill(COMPONENTS[name], 12) for name in columns), "Index"],
        fontsize=SMALL,
    )
    axes.tick_params(axis="x", length=0, labeltop=True, labelbottom=False, pad=0)
    axes.spines[:].set_visible(False)
    # Above the column labels, which have three lines at most.
    above = offset_copy(axes.get_xaxis_transform(), figure, y=29, units="points")
    for heading, parts in (
        ("External economies", EXTERNAL_ECONOMIES),
        ("Joint action", JOINT_ACTION),
    ):
        places = [columns[name] for name in parts]
        ends = [places[0] - 0.47, places[-1] + 0.47]
        axes.plot(ends, [1, 1], transform=above, color=MUTED, linewidth=0.8, clip_on=False)
        axes.annotate(
            heading,
            (fsum(ends) / 2, 1),
            xycoords=above,
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontweight="bold",
        )

    steps = [Fraction(step, 2) for step in range(2 * _HIGHEST + 1)]
    names = {Fraction(0): " absent", Fraction(_HIGHEST): " high"}
    keys = [
        Patch(
            facecolor=_colour(float(step)),
            edgecolor=MUTED,
            linewidth=0.4,
            label=shown(step, 1, trim=True) + names.get(step, ""),
        )
        for step in steps
    ]
    keys.append(Patch(linewidth=0.5, label=f"{_MISSING} not available", **_MISSING_LOOK))
    figure.legend(
        handles=keys,
        loc="outside lower center",
        ncols=len(keys),
        title="Score (points, 0–3). Index: collective efficiency, the highest of a group first. "
        "Country codes: ISO 3166.",
        title_fontsize=7.0,
        fontsize=7.0,
        handlelength=1.4,
        columnspacing=1.2,
    )
    return Drawing(figure, TITLE, f"{finding}. {_alt(clusters)}")


def shows(clusters: pd.DataFrame, indices: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The components of every cluster, and its index."""
    return scored(clusters, COMPONENTS), indices[["cluster_id", "ce_index"]]
