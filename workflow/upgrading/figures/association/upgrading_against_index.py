"""Small multiples: each kind of upgrading against the index, with trend and τ-b of each panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from upgrading.cases.indices import IndexRule, Scale, scale_text
from upgrading.exhibits.association import remark, signed
from upgrading.exhibits.estimates import NOT_ESTIMABLE, p_value
from upgrading.figures.page import (
    head_height,
    note_height,
    place,
    placed_figure,
    wrapped,
    write,
    write_note,
)
from upgrading.figures.style import (
    GROUP_COLOURS,
    GROUP_MARKERS,
    INK,
    MUTED,
    RULE,
    Drawing,
)
from upgrading.files.frames import known
from upgrading.vocabulary import HIGHEST_SCORE, INDICES, SECTOR_GROUPS, UPGRADING

PLACE = 30


TITLE = "Upgrading and collective efficiency of the clusters, by sector group"


# Inches.
_HEADS: Final = 0.32
_PITCH: Final = 1.44
_TEXTS: Final = 0.33
_TALL: Final = 0.98
_LEFT: Final = 0.62
_WIDE: Final = 1.12
_GAP: Final = 0.12
_FOOT: Final = 0.3

_ALL: Final = "all"

_ALONE: Final = 15.0
"""Area of the mark of one cluster, in square points; of several, as many times that."""

_SHOWN: Final = ["upgrading", "index", "scope", "clusters", "tau_b", "p", "note"]

_TRIANGLE: Final = 1.8
"""A triangle fills half its frame: its area, as drawn, against that of the other marks."""

_NOTE: Final = (
    "Each mark is a cluster; clusters of a sector group with the same index and score share one, "
    "whose area and number show how many. Lines: least squares, where τ-b can be estimated; all "
    "groups: solid pooled (every cluster with every other), dashed within (clusters of the same "
    "group only). p: two-sided permutation test, not adjusted. Chosen cases, not a random "
    "sample: p-values describe them and do not generalise."
)

Points = Sequence[tuple[Fraction, Fraction]]
"""Index and score of clusters that have both."""


def data(
    clusters: pd.DataFrame, indices: pd.DataFrame, association: pd.DataFrame, scale: Scale
) -> pd.DataFrame:
    """A cluster each, with its index and what it scores in each kind of upgrading."""
    return _joined(clusters, indices)[["cluster_id", "group", "ce_index", *UPGRADING]]


def _joined(clusters: pd.DataFrame, indices: pd.DataFrame) -> pd.DataFrame:
    return clusters.merge(indices, on="cluster_id", validate="one_to_one")


def draw(
    clusters: pd.DataFrame, indices: pd.DataFrame, association: pd.DataFrame, scale: Scale
) -> Drawing:
    """Draw score (0–3) against index (points), kinds of upgrading by sector groups and all.

    `clusters`: `cluster_id, group` and the kinds of upgrading; `indices`: `cluster_id, ce_index`;
    `association`: rows of `association.ASSOCIATION_COLUMNS`. Above each panel n, τ-b and its p.
    """
    joined = _joined(clusters, indices)
    measured = association[association["index"] == "ce_index"].set_index(["upgrading", "scope"])
    note = wrapped(_NOTE)
    finding = _finding(measured)
    rows = _PITCH * len(UPGRADING)
    figure = placed_figure(_HEADS + rows + _FOOT + note_height(note), TITLE, finding)
    head = head_height(finding) + _HEADS
    columns = {**SECTOR_GROUPS, _ALL: "All groups"}
    for across, (group, name) in enumerate(columns.items()):
        left = _LEFT + across * (_WIDE + _GAP)
        heading = name if group == _ALL else name.replace(" ", "\n", 1)
        write(figure, left, head - 0.02, heading, va="bottom", fontsize=7.2, fontweight="bold")
        members = joined if group == _ALL else joined[joined["group"] == group]
        for down, (kind, label) in enumerate(UPGRADING.items()):
            top = head + down * _PITCH
            told = _told(measured, kind, group)
            write(figure, left, top + 0.03, told, fontsize=6.6, linespacing=1.25)
            axes = place(figure, left, top + _TEXTS, _WIDE, _TALL)
            _prepare(axes, scale)
            axes.tick_params(labelleft=across == 0, labelbottom=down == len(UPGRADING) - 1)
            if across == 0:
                axes.set_ylabel(label.replace(" ", "\n", 1), fontsize=7.5)
            _draw_points(axes, members, kind, numbered=group != _ALL)
            _draw_trends(axes, members, kind, measured, group)
    below = head + rows
    label = f"{INDICES['ce_index']} (points, {scale_text(scale, '–')}); scores 0–{HIGHEST_SCORE}"
    write(figure, _LEFT + 2.5 * _WIDE + 2 * _GAP, below + 0.08, label, ha="center", fontsize=8)
    write_note(figure, below + _FOOT, note)
    return Drawing(figure, TITLE, f"{finding}. {_alt(measured)}")


def _finding(measured: pd.DataFrame) -> str:
    """In how many kinds of upgrading τ-b is positive, group by group."""
    told = []
    for group, name in SECTOR_GROUPS.items():
        known = [
            value
            for kind in UPGRADING
            if (kind, group) in measured.index
            and (value := measured.loc[(kind, group), "tau_b"]) == value
        ]
        if known:
            told.append(f"{name.lower()} {[v > 0 for v in known].count(True)} of {len(known)}")
    if not told:
        return "No relation of upgrading with the index can be estimated"
    return f"Kinds of upgrading that rise with the index: {', '.join(told)}"


def _prepare(axes: Axes, scale: Scale) -> None:
    length = float(scale[1] - scale[0])
    axes.set_xlim(float(scale[0]) - length / 20, float(scale[1]) + length / 20)
    axes.set_ylim(-0.35, HIGHEST_SCORE + 0.35)
    axes.xaxis.set_major_locator(MultipleLocator(length / 4))
    axes.set_yticks(range(HIGHEST_SCORE + 1))
    axes.grid(axis="y", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=6.5, length=2, pad=1.5)


def _draw_points(axes: Axes, members: pd.DataFrame, kind: str, *, numbered: bool) -> None:
    for group, marker in GROUP_MARKERS.items():
        own = members[members["group"] == group]
        points = Counter(_points(own, kind))
        for (index, score), number in sorted(points.items(), key=lambda item: (-item[1], item[0])):
            x, y = float(index), float(score)
            axes.scatter(
                x,
                y,
                s=_ALONE * number * (_TRIANGLE if marker == "^" else 1.0),
                marker=marker,
                color=GROUP_COLOURS[group],
                edgecolors="white",
                linewidths=0.4,
                alpha=0.85 if numbered else 0.65,
                clip_on=False,
                zorder=2,
            )
            if number > 1 and numbered:
                radius = (_ALONE * number) ** 0.5 / 2
                axes.annotate(
                    str(number),
                    (x, y),
                    xytext=(0, radius + 1),
                    textcoords="offset points",
                    ha="center",
                    va="bottom",
                    fontsize=6.2,
                    color=GROUP_COLOURS[group],
                    zorder=1.5,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2},
                )
    if not members[kind].notna().any():
        axes.text(
            0.5,
            0.5,
            "not scored",
            transform=axes.transAxes,
            ha="center",
            va="center",
            fontsize=7,
            color=MUTED,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )
    axes.spines[["left", "bottom"]].set_color(INK)


def _points(members: pd.DataFrame, kind: str) -> Points:
    return [
        (index, score)
        for index, score in zip(members["ce_index"], members[kind], strict=True)
        if index is not None and score is not None
    ]


def _draw_trends(
    axes: Axes, members: pd.DataFrame, kind: str, measured: pd.DataFrame, group: str
) -> None:
    """Draw the line of a group; for all groups that of all clusters, and that within groups."""
    parts = [_points(own, kind) for _, own in members.groupby("group")]
    every = [point for part in parts for point in part]
    lines: list[tuple[str, list[Points], dict[str, Any]]] = [
        ("pooled", [every], {"color": INK}),
        ("blocked", parts, {"color": INK, "linestyle": (0, (4, 2))}),
    ]
    if group != _ALL:
        lines = [(group, [every], {"color": GROUP_COLOURS[group]})]
    for scope, blocks, looks in lines:
        if known(measured.loc[(kind, scope), "tau_b"]):
            slope = _slope(blocks)
            x, y = _centre(every)
            ends = [min(own for own, _ in every), max(own for own, _ in every)]
            heights = [float(y + slope * (end - x)) for end in ends]
            axes.plot([float(end) for end in ends], heights, linewidth=0.9, zorder=1, **looks)


def _centre(points: Points) -> tuple[Fraction, Fraction]:
    number = len(points)
    return (
        sum((x for x, _ in points), Fraction(0)) / number,
        sum((y for _, y in points), Fraction(0)) / number,
    )


def _slope(blocks: Sequence[Points]) -> Fraction:
    """Of the least-squares line: about the mean of each block, so that only within them counts."""
    across = together = Fraction(0)
    for points in blocks:
        if points:
            x, y = _centre(points)
            across += sum(((own - x) ** 2 for own, _ in points), Fraction(0))
            together += sum(((a - x) * (b - y) for a, b in points), Fraction(0))
    return together / across


def _told(measured: pd.DataFrame, kind: str, group: str) -> str:
    """What stands above a panel; for all groups, pooled and within."""
    if group == _ALL:
        return "\n".join(
            f"{name} {_measure(measured.loc[(kind, scope)])}"
            for name, scope in (("pooled", "pooled"), ("within", "blocked"))
        )
    row = measured.loc[(kind, group)]
    number = f"n = {row['clusters']}"
    if not known(row["tau_b"]):
        return f"{number}\n{NOT_ESTIMABLE}"
    return f"{number}\nτ-b {_measure(row)}"


def _measure(row: pd.Series) -> str:
    if not known(row["tau_b"]):
        return NOT_ESTIMABLE
    return f"{signed(row['tau_b'])}, p {p_value(row['p'])}"


def _alt(measured: pd.DataFrame) -> str:
    sentences = [
        "Scatter plots of the four kinds of upgrading against the collective efficiency index, a "
        "column for each sector group and one for all, with a line of trend, Kendall’s τ-b and its "
        "permutation p."
    ]
    for kind, label in UPGRADING.items():
        parts = []
        for group, name in SECTOR_GROUPS.items():
            row = measured.loc[(kind, group)]
            why = "" if known(row["tau_b"]) else f" ({_first_lower(remark(row['note']))})"
            parts.append(f"{name.lower()} {_measure(row)}{why}, n {row['clusters']}")
        within, pooled = (_measure(measured.loc[(kind, s)]) for s in ("blocked", "pooled"))
        parts.append(f"all groups within {within}, pooled {pooled}")
        sentences.append(f"{label}: {'; '.join(parts)}.")
    return " ".join(sentences)


def _first_lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def shows(
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    association: pd.DataFrame,
    rule: Mapping[str, Any],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Scale]:
    """Upgrading and index of every cluster, what their relation measures, the index's scale."""
    scores = clusters[["cluster_id", "group", *UPGRADING]]
    of_index = association[association["index"] == "ce_index"][_SHOWN]
    # told only where there is no measure
    of_index = of_index.assign(note=of_index["note"].where(of_index["tau_b"].isna(), ""))
    scale = IndexRule.from_config(rule).scale
    return scores, indices[["cluster_id", "ce_index"]], of_index, scale
