"""Specification curves: the effect of a relation under every specification, sorted.

`draw` sets the curves of one kind of upgrading side by side; `draw_choices` shows one curve with
the choices behind it, after the figures of Simonsohn, Simmons and Nelson (2020). Shading says how
common a choice is along the curve.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from textwrap import shorten
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from upgrading.figures.style import (
    GROUP_COLOURS,
    INK,
    MUTED,
    RULE,
    Drawing,
    new_figure,
)
from upgrading.multiverse.relations import Relation
from upgrading.numbers import shown
from upgrading.publish.terms import name_within
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, INDICES, SECTOR_GROUPS, UPGRADING

_TERMS: Final = {
    **INDICES,
    **COMPONENTS,
    **{pattern: f"Chains: {label.lower()}" for pattern, label in GOVERNANCE.items()},
}

_SIGNS: Final = MappingProxyType({"positive": "+", "negative": "−", "none": "none"})

_AGAINST: Final = "#b9b9b9"

_COLUMNS: Final = 3

_POINTS: Final = 201
"""Places along a curve at which it is drawn."""

_CHOICE_LABELS: Final = MappingProxyType(
    {
        "edition": "Edition",
        "as_printed": "Doubtful figure taken as printed",
        "basis": "Index computed from",
        "not_available": "Component n.a.",
        "aggregation": "Components",
        "weight": "Weight of external economies",
        "missing_upgrading": "Upgrading n.a.",
        "chains": "Chains that count",
        "scale": "Collective efficiency as",
        "high_from": "High from",
        "low_to": "Low to",
    }
)

_LEVEL_LABELS: Final = MappingProxyType(
    {
        "printed_indices": "printed EEI and JAI",
        "printed_index": "printed index",
        "skip": "left out",
        "zero": "counts as 0",
        "exclude": "cluster left out",
        "sum": "summed",
        "mean": "averaged",
    }
)


def draw(
    specifications: pd.DataFrame, summary: pd.DataFrame, kind: str, negligible: float
) -> Drawing:
    """Draw the curves of all relations with one kind of upgrading, one panel each.

    `specifications` has `relation, baseline, effect`; `summary` has the columns of
    `multiverse.summary.SUMMARY_COLUMNS`; `kind` is a column of upgrading; `negligible` is the
    largest |effect| that bears out an asserted absence.
    """
    chosen = summary[summary["y"] == kind]
    of_relation = dict(iter(specifications.groupby("relation", observed=True)))
    title = f"{UPGRADING[kind]}: every specification of the relations that the report asserts"
    lines = -(-len(chosen) // _COLUMNS)
    figure = new_figure(1.1 + 1.5 * lines)
    figure.suptitle(title, x=0.01, ha="left")
    if not lines:
        words = f"No relation with {UPGRADING[kind].lower()} is listed: nothing is drawn."
        figure.text(0.01, 0.4, words, color=MUTED, style="italic")
        return Drawing(figure, title, words)
    panels = figure.subplots(lines, _COLUMNS, sharex=True, sharey=True, squeeze=False)
    told = []
    for axes, row in zip(panels.flat, chosen.itertuples(index=False), strict=False):
        _draw_panel(axes, row, of_relation.get(row.relation), negligible)
        told.append(_told(row))
    for number, axes in enumerate(panels.flat):
        if number >= len(chosen):
            axes.set_visible(False)
        axes.tick_params(labelbottom=number + _COLUMNS >= len(chosen))
        if number % _COLUMNS == 0:
            axes.set_ylabel("τ-b", fontsize=7)
        if len(chosen) - _COLUMNS <= number < len(chosen):
            axes.set_xlabel("Specifications, smallest τ-b first (%)", fontsize=7)
    figure.legend(
        [
            Line2D([], [], color=INK, linewidth=2.4),
            Line2D([], [], color=_AGAINST, linewidth=2.4),
            Line2D([], [], color=INK, marker="D", markersize=4, linestyle="none"),
        ],
        [
            "as the report asserts (colour of the sector group; black: several groups)",
            "otherwise",
            "the analysis's own choice",
        ],
        loc="outside lower left",
        ncols=3,
        title=_NOTE.format(shown(Fraction(str(negligible)), 2, trim=True)),
        title_fontsize=7,
        alignment="left",
        fontsize=7,
    ).get_title().set_color(MUTED)
    return Drawing(figure, title, _alt(kind, told))


_NOTE: Final = (
    "Asserted +, − or none: the sign in the report; none is borne out up to an effect of ±{}. p: "
    "joint permutation test\nof the median effect, within sector groups, one-sided in the asserted "
    "direction (two-sided for none). Chosen cases: p describes."
)


def _place(row: Any) -> str:
    groups = row.groups.split("; ")
    names = {1: SECTOR_GROUPS[groups[0]], len(SECTOR_GROUPS): "All sector groups"}
    return names.get(len(groups), f"{len(groups)} sector groups").removesuffix(" (software)")


def _percent(share: float) -> str:
    """A share in whole per cent, never rounded to all or none."""
    if 0.995 <= share < 1:
        return "> 99 %"
    if 0 < share < 0.005:
        return "< 1 %"
    return f"{shown(Fraction(share) * 100, 0)} %"


def _number(value: float, decimals: int = 2) -> str:
    return shown(Fraction(float(value)), decimals).replace("-", "−")


def _known(value: Any) -> bool:
    return value is not None and value == value


def _draw_panel(axes: Axes, row: Any, rows: pd.DataFrame | None, negligible: float) -> None:
    axes.set(xlim=(0, 100), ylim=(-1.08, 1.08), yticks=(-1, 0, 1), xticks=(0, 50, 100))
    axes.axhline(0, color=MUTED, linewidth=0.6)
    axes.set_title(
        f"{_TERMS[row.x]}\n{_place(row)}; asserted {_SIGNS[row.sign]}", fontsize=7, linespacing=1.15
    )
    effects = np.array([]) if rows is None else rows["effect"].dropna().to_numpy(dtype=float)
    if not len(effects):
        reason = "a constant score" if row.clusters else "no cluster has both scores"
        axes.text(50, 0.5, f"not estimable:\n{reason}", **_CENTRED)
        return
    groups = row.groups.split("; ")
    colour = GROUP_COLOURS[groups[0]] if len(groups) == 1 else INK
    if row.sign == "none":
        axes.axhspan(-negligible, negligible, color=RULE, alpha=0.5, linewidth=0)
    at = np.linspace(0, 1, _POINTS)
    curve = np.quantile(effects, at, method="inverted_cdf")
    borne_out = {
        "positive": curve > 0,
        "negative": curve < 0,
        "none": np.abs(curve) <= negligible + 1e-9,
    }[row.sign]
    for start, end in _runs(borne_out):
        axes.plot(
            at[start:end] * 100,
            curve[start:end],
            color=colour if borne_out[start] else _AGAINST,
            linewidth=2.2,
            solid_capstyle="butt",
        )
    own = rows.loc[rows["baseline"], "effect"].dropna() if rows is not None else []
    for effect in own:
        rank = 100 * ((effects < effect).mean() + (effects <= effect).mean()) / 2
        axes.plot(
            [rank],
            [effect],
            marker="D",
            markersize=4,
            color=INK,
            markeredgecolor="white",
            markeredgewidth=0.5,
        )
    upper = float(row.median) < 0  # the curve rises to the right, and leaves one corner free
    axes.text(
        3 if upper else 97,
        1.0 if upper else -1.0,
        f"{_percent(row.share_asserted)} of {len(effects)} as asserted\n"
        f"median {_number(row.median)}\np = {_number(row.p_median, 3).removeprefix('0')}",
        ha="left" if upper else "right",
        va="top" if upper else "bottom",
        fontsize=6.3,
        linespacing=1.15,
    )


_CENTRED: Final[dict[str, Any]] = {
    "ha": "center",
    "va": "center",
    "fontsize": 7,
    "style": "italic",
    "color": MUTED,
}


def _runs(states: np.ndarray[Any, Any]) -> list[tuple[int, int]]:
    """First and last-but-one place of each run of equal states; runs meet at their ends."""
    changes: list[int] = (np.flatnonzero(states[1:] != states[:-1]) + 1).tolist()
    starts = [0, *changes]
    ends = [*(change + 1 for change in changes), len(states)]
    return list(zip(starts, ends, strict=True))


def _told(row: Any) -> str:
    place = f"{_TERMS[row.x]}, {_place(row)}, asserted {_SIGNS[row.sign]}"
    if not _known(row.median):
        return f"{place}: not estimable"
    return (
        f"{place}: median {_number(row.median)}, {_percent(row.share_asserted)} of "
        f"{int(row.specifications - row.not_estimable)} as asserted, p {_number(row.p_median, 3)}"
    )


def _alt(kind: str, told: list[str]) -> str:
    return (
        f"Small multiples of {len(told)} relations with {UPGRADING[kind].lower()}. Each panel "
        "shows τ-b in all specifications in rising order, from −1 to 1, in colour where "
        f"they have the asserted sign. {'; '.join(told)}."
    )


def draw_choices(
    specifications: pd.DataFrame,
    summary: pd.DataFrame,
    choices: pd.DataFrame,
    clusters: pd.DataFrame,
    relation: str,
) -> Drawing:
    """Draw one relation: its curve above, the choices below, the one that matters most first.

    `specifications` has the choices as columns beside `relation, baseline, effect`; `choices` has
    `multiverse.summary.CHOICE_COLUMNS`, `clusters` has `cluster_id, name, industry`. Raises
    `ValueError` if nothing of the relation can be estimated.
    """
    row = next(summary[summary["relation"] == relation].itertuples(index=False))
    mine = specifications[specifications["relation"] == relation].dropna(subset=["effect"])
    if mine.empty:
        raise ValueError(f"{relation}: no specification can be estimated")
    mine = mine.sort_values("effect", kind="stable")
    effects = mine["effect"].to_numpy(dtype=float)
    listed = choices[choices["relation"] == relation]
    names = _names(clusters)
    levels = [
        (name, part["level"].astype(str).tolist(), part["explained"].iloc[0])
        for name, part in listed.groupby("choice", sort=False)
    ]
    lines = 0.0  # added one by one: `sum` of floats hangs on the version of Python
    for _, listed_levels, _ in levels:
        lines += len(listed_levels) + 1 + _GAP
    title = f"{_TERMS[row.x]} and {UPGRADING[row.y].lower()}: {_place(row).lower()}"
    figure = new_figure(2.6 + 0.14 * max(lines, 2))
    figure.suptitle(title, x=0.01, ha="left")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[1.7, 0.14 * max(lines, 2)])
    at = (np.arange(len(effects)) + 0.5) / len(effects) * 100
    thin = np.unique(np.linspace(0, len(effects) - 1, 800).astype(int))
    above.axhline(0, color=MUTED, linewidth=0.6)
    above.plot(at[thin], effects[thin], color=INK, linewidth=1.6)
    own = np.flatnonzero(mine["baseline"].to_numpy(dtype=bool))
    middle = [
        100 * ((effects < effects[o]).mean() + (effects <= effects[o]).mean()) / 2 for o in own
    ]
    above.plot(
        middle,
        effects[own],
        marker="D",
        markersize=5,
        color=INK,
        linestyle="none",
        markeredgecolor="white",
        markeredgewidth=0.6,
    )
    above.set(ylim=(-1.05, 1.05), yticks=(-1, -0.5, 0, 0.5, 1), ylabel="τ-b")
    above.set_title(
        f"{shown(Fraction(len(effects)), 0, thousands=' ')} specifications; "
        f"{_percent(row.share_asserted)} as asserted ({_SIGNS[row.sign]})\n"
        f"median {_number(row.median)}; joint p {_number(row.p_median, 3)} (median), "
        f"{_number(row.p_z, 3)} (average z)",
        fontsize=7.5,
    )
    _draw_levels(below, mine, levels, names)
    below.set_xlabel("Specifications, from the smallest effect to the largest (%)")
    figure.legend(
        [
            Line2D([], [], color=INK, marker="D", markersize=4, linestyle="none"),
            Patch(color=_SHADES(0.15)),
            Patch(color=_SHADES(1.0)),
        ],
        [
            "the analysis's own choice",
            "few of the specifications there make this choice",
            "all of them do",
        ],
        loc="outside lower left",
        ncols=3,
        fontsize=7,
        title="Per cent: share of the effect's variance that the choice explains by itself (η²)",
        title_fontsize=7,
        alignment="left",
    ).get_title().set_color(MUTED)
    return Drawing(figure, title, _alt_choices(row, len(effects), levels))


_SHADES: Final = LinearSegmentedColormap.from_list("shades", ["#f4f4f4", "#0072B2"])

_CELLS: Final = 120
"""Places along the curve, at most, at which the share of a choice is shaded."""


_GAP: Final = 0.3
"""Lines between two choices."""

_PARTS: Final = 10
"""Pixels of the shading per line; the first and the last leave a seam between two levels."""


def _draw_levels(
    axes: Axes,
    mine: pd.DataFrame,
    levels: list[tuple[str, list[str], Any]],
    clusters: Mapping[str, str],
) -> None:
    if not levels:
        axes.text(50, 0.5, "All choices come to the same data.", **_CENTRED)
        axes.set_axis_off()
        return
    cells = min(_CELLS, len(mine))
    cell = np.arange(len(mine)) * cells // len(mine)
    size = np.bincount(cell)
    ticks: list[float] = []
    labels: list[str] = []
    # one image for all: an artist for each level takes ten times as long to save
    bands: list[np.ndarray[Any, Any]] = []
    nothing = np.full((_PARTS, cells), np.nan)
    line = 0.0
    for name, names, explained in levels:
        share = "" if not _known(explained) else f", {_percent(float(explained))}"
        axes.text(
            0.4, line, f"{_CHOICE_LABELS[name]}{share}", fontsize=6.8, va="center", weight="bold"
        )
        bands.append(nothing)
        line += 1
        values = mine[name].astype(str).to_numpy()
        for level in names:
            shares = np.bincount(cell[values == level], minlength=cells) / size
            band = np.tile(shares, (_PARTS, 1))
            band[[0, -1]] = np.nan
            bands.append(band)
            ticks.append(line)
            labels.append(_level_label(level, clusters))
            line += 1
        bands.append(nothing[: round(_GAP * _PARTS)])
        line += _GAP
    axes.imshow(
        np.concatenate(bands),
        extent=(0, 100, line - 0.5, -0.5),
        aspect="auto",
        cmap=_SHADES,
        vmin=0,
        vmax=1,
        interpolation="nearest",
    )
    axes.set(xlim=(0, 100), ylim=(line - _GAP - 0.4, -0.6))
    axes.set_yticks(ticks, labels, fontsize=6.8)
    axes.tick_params(axis="y", length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


_LABEL: Final = 22
"""Letters of a cluster's name that leave the curve its width."""


def _names(clusters: pd.DataFrame) -> dict[str, str]:
    """What each cluster is called, by id; with its industry where another has the same name."""
    shared = clusters["name"].duplicated(keep=False)
    return {
        row["cluster_id"]: name_within(row) if also else row["name"]
        for row, also in zip(clusters.to_dict("records"), shared, strict=True)
    }


def _level_label(level: str, clusters: Mapping[str, str]) -> str:
    """A level in words; an EEI or JAI in doubt without all of its clusters."""
    figures = [part.partition(" of ") for part in level.split(" and ")]
    if not all(of and figure in INDICES for figure, of, _ in figures):
        return _LEVEL_LABELS.get(level, level)
    named = {
        figure: [clusters.get(cluster, cluster) for cluster in listed.split(", ")]
        for figure, _, listed in figures
    }
    return "; ".join(
        f"{figure.upper()}, {len(of)} clusters"
        if len(of) > 1
        else f"{figure.upper()}, {shorten(of[0], _LABEL, placeholder=' …')}"
        for figure, of in named.items()
    )


def _alt_choices(row: Any, count: int, levels: list[tuple[str, list[str], Any]]) -> str:
    leading = [
        f"{_CHOICE_LABELS[name].lower()} {_percent(float(explained))}"
        for name, _, explained in levels[:3]
        if _known(explained)
    ]
    return (
        f"{_told(row)}. Above, the effects of {count} specifications in rising order, from "
        f"{_number(row.lowest)} to {_number(row.highest)}, half of them between "
        f"{_number(row.lower_quartile)} and {_number(row.upper_quartile)}. Below, how common each "
        "choice is along the curve. Share of the variance that a choice explains by itself: "
        f"{', '.join(leading)}."
    )


def curves_of(upgrading: str) -> Callable[..., tuple[Any, ...]]:
    """What a figure shows of the relations with one kind of upgrading (`up_product`)."""

    def shows(
        specifications: pd.DataFrame, curves: pd.DataFrame, negligible: float
    ) -> tuple[Any, ...]:
        own = curves[curves["y"] == upgrading]
        effects = specifications[["relation", "baseline", "effect"]]
        return effects[effects["relation"].isin(own["relation"])], own, upgrading, negligible

    return shows


def resting_on(upgrading: str) -> Callable[..., tuple[Any, ...]]:
    """What such a figure rests on: it need not be computed to tell whether it is another."""

    def rests_on(
        relations: Mapping[str, Relation],
        multiverse_made_of: Mapping[str, bytes],
        negligible: float,
    ) -> tuple[Any, ...]:
        own = [name for name, relation in relations.items() if relation.y == upgrading]
        return [(name, multiverse_made_of[name]) for name in own], negligible

    return rests_on
