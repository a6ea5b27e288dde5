"""What every specification makes of a relation: an interval a relation, and one an option.

`draw` sets the relations with one kind of upgrading under each other, with the median, the middle
half and the range of their effects; `draw_choices` shows what each option of each choice gives for
one relation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from textwrap import shorten
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from upgrading.figures.page import (
    add_legend,
    head_height,
    note_height,
    place,
    placed_figure,
    wrapped,
    write,
    write_note,
)
from upgrading.figures.style import GROUP_COLOURS, GROUP_MARKERS, INK, MUTED, RULE, Drawing
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


# Inches.
_EDGE: Final = 0.07
_LEGEND: Final = 0.28
_COLUMN_HEADS: Final = 0.2
_ROW: Final = 0.175
_GROUP: Final = 0.23
_AXIS: Final = 0.42

_LEFT: Final = 2.55
_WIDE: Final = 2.1
_ASSERTED: Final = 2.28
_COLUMNS: Final = ((5.32, "specifications"), (5.98, "as asserted"), (6.42, "median"), (6.83, "p"))
"""Columns of figures beside the plot: inches from the left to their right edge, header."""

_SMALL: Final = 6.8
"""Type size of what stands in a row."""

_RANGE: Final[dict[str, Any]] = {"linewidth": 0.8, "zorder": 2}
_MIDDLE: Final[dict[str, Any]] = {"linewidth": 3.4, "alpha": 0.45, "solid_capstyle": "butt"}
_OWN: Final[dict[str, Any]] = {
    "marker": "|",
    "markersize": 9,
    "markeredgewidth": 1.3,
    "color": INK,
    "linestyle": "none",
    "zorder": 4,
}

_SPREAD: Final = ["lowest", "lower_quartile", "median", "upper_quartile", "highest"]

_MARKED: Final = [
    *("relation", "groups", "x", "y", "sign", "specifications", "not_estimable"),
    *("baseline", *_SPREAD, "share_asserted", "p_median"),
]
"""What is drawn or written of a relation; `baseline` is the analysis's own choice."""

_NOTE: Final = (
    "τ-b of the relation, from −1 to 1. Asserted +, − or none: the sign in the report; none is "
    "taken to hold up to an effect of ±{}, the shaded part of its row. p: joint permutation test "
    "of the median effect, within sector groups, one-sided in the asserted direction (two-sided "
    "for none). Chosen cases, not a random sample: p-values describe them and do not generalise."
)


def data(
    specifications: pd.DataFrame, summary: pd.DataFrame, kind: str, negligible: float
) -> pd.DataFrame:
    """A relation each, in the order of the rows: what is asserted, and where its effects lie."""
    rows = [row for rows in _blocks(summary[summary["y"] == kind]).values() for row in rows.index]
    own = _own(specifications)
    effects = dict(zip(own["relation"], own["effect"], strict=True))
    drawn = summary.loc[rows]
    return drawn.assign(baseline=drawn["relation"].map(effects).astype(float))[_MARKED]


def _own(specifications: pd.DataFrame) -> pd.DataFrame:
    """The specifications that are the analysis's own choice, where they can be estimated."""
    return specifications[specifications["baseline"]].dropna(subset=["effect"])


def _blocks(chosen: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The relations by where they are said to hold, which stands above them."""
    return {
        str(place): rows for place, rows in chosen.groupby(chosen["groups"].map(_place), sort=False)
    }


def draw(
    specifications: pd.DataFrame, summary: pd.DataFrame, kind: str, negligible: float
) -> Drawing:
    """Draw a row for every relation with one kind of upgrading: where its effects lie.

    `specifications` has `relation, baseline, effect`, of which the baseline is marked; `summary`
    has the columns of `multiverse.summary.SUMMARY_COLUMNS`; `kind` is a column of upgrading;
    `negligible` is the largest |effect| that bears out an asserted absence.
    """
    chosen = summary[summary["y"] == kind]
    title = f"{UPGRADING[kind]}: every specification of the relations that the report asserts"
    if chosen.empty:
        words = f"No relation with {UPGRADING[kind].lower()} is listed"
        figure = placed_figure(0.3, title, words)
        write(figure, _EDGE, head_height(words), "Nothing is drawn.", color=MUTED, style="italic")
        return Drawing(figure, title, f"{words}. Nothing is drawn.")
    finding = _finding(chosen)
    note = wrapped(_NOTE.format(shown(Fraction(str(negligible)), 2, trim=True)))
    blocks = _blocks(chosen)
    tall = len(blocks) * _GROUP + len(chosen) * _ROW
    rest = _LEGEND + _COLUMN_HEADS + tall + _AXIS + note_height(note)
    figure = placed_figure(rest, title, finding)
    top = head_height(finding)
    _add_legend(figure, top)
    top += _LEGEND
    write(figure, _ASSERTED, top, "asserted", ha="center", fontsize=_SMALL, color=MUTED)
    for x, header in _COLUMNS:
        write(figure, x, top, header, ha="right", fontsize=_SMALL, color=MUTED)
    top += _COLUMN_HEADS
    axes = place(figure, _LEFT, top, _WIDE, tall)
    _set_axes(axes, tall)
    own = _own(specifications)
    at = 0.0
    for name, rows in blocks.items():
        write(figure, _EDGE, top + at + 0.06, name, fontsize=7.5, fontweight="bold")
        at += _GROUP
        for row in rows.itertuples(index=False):
            middle = at + _ROW / 2
            baseline = own.loc[own["relation"] == row.relation, "effect"].tolist()
            _draw_row(axes, middle, row, baseline, negligible)
            _write_row(figure, top + middle, row)
            at += _ROW
    write_note(figure, top + tall + _AXIS, note)
    told = "; ".join(_told(row) for row in chosen.itertuples(index=False))
    alt = (
        f"A row for each of {len(chosen)} relations with {UPGRADING[kind].lower()}: median, middle "
        f"half and range of τ-b in all specifications, from −1 to 1. {told}."
    )
    return Drawing(figure, title, f"{finding}. {alt}")


def _finding(rows: pd.DataFrame) -> str:
    """How many relations have the asserted sign in every specification, and how many in none."""
    shares = rows["share_asserted"].dropna().astype(float)
    if shares.empty:
        return f"None of {len(rows)} relations can be estimated"
    every, none = int((shares == 1).sum()), int((shares == 0).sum())
    number = len(shares)
    that = "that can be estimated " if number < len(rows) else ""
    return (
        f"{every} of {number} relations {that}{'is' if every == 1 else 'are'} as asserted in "
        f"every specification, {none or 'none'} in none"
    )


def _place(listed: str) -> str:
    """The sector groups of a relation in words."""
    groups = listed.split("; ")
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


def _set_axes(axes: Axes, tall: float) -> None:
    axes.set(xlim=(-1.03, 1.03), ylim=(tall, 0), yticks=[])
    ticks = [Fraction(step, 2) for step in range(-2, 3)]
    names = [shown(tick, 1, trim=True).replace("-", "−") for tick in ticks]
    axes.set_xticks([float(tick) for tick in ticks], names)
    axes.tick_params(axis="x", length=2, pad=1.5, labelsize=7)
    axes.grid(axis="x", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.axvline(0, color=MUTED, linewidth=0.7, zorder=1)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Kendall’s τ-b", fontsize=7.5, labelpad=2)


def _draw_row(axes: Axes, y: float, row: Any, own: list[float], negligible: float) -> None:
    if row.sign == "none":
        corner = (-negligible, y - _ROW / 2)
        axes.add_patch(Rectangle(corner, 2 * negligible, _ROW, color="#dcdcdc", linewidth=0))
    if not _known(row.median):
        return
    groups = row.groups.split("; ")
    colour = GROUP_COLOURS[groups[0]] if len(groups) == 1 else INK
    axes.plot([row.lowest, row.highest], [y, y], color=colour, **_RANGE)
    axes.plot([row.lower_quartile, row.upper_quartile], [y, y], color=colour, **_MIDDLE)
    for effect in own:
        axes.plot([effect], [y], **_OWN)
    borne_out = {
        "positive": row.median > 0,
        "negative": row.median < 0,
        "none": abs(row.median) <= negligible * (1 + 1e-9),
    }[row.sign]
    marker = GROUP_MARKERS[groups[0]] if len(groups) == 1 else "o"
    axes.plot([row.median], [y], **_median(colour, marker, borne_out))


def _median(colour: str, marker: str, borne_out: bool) -> dict[str, Any]:
    """How a median looks: filled if it is as asserted, else open."""
    return {
        "marker": marker,
        "markersize": 4.4,
        "linestyle": "none",
        "markeredgewidth": 0.9,
        "markeredgecolor": colour,
        "markerfacecolor": colour if borne_out else "white",
        "zorder": 5,
    }


def _write_row(figure: Figure, middle: float, row: Any) -> None:
    looks: dict[str, Any] = {"va": "center", "fontsize": _SMALL}
    write(figure, 0.2, middle, _TERMS[row.x], **looks)
    write(figure, _ASSERTED, middle, _SIGNS[row.sign], ha="center", **looks)
    if not _known(row.median):
        reason = "constant score" if row.clusters else "no cluster has both scores"
        words = f"not estimable: {reason}"
        write(figure, _COLUMNS[-1][0], middle, words, ha="right", color=MUTED, **looks)
        return
    figures = (
        shown(Fraction(int(row.specifications - row.not_estimable)), 0, thousands=" "),
        _percent(row.share_asserted),
        _number(row.median),
        _number(row.p_median, 3),
    )
    for (x, _), text in zip(_COLUMNS, figures, strict=True):
        write(figure, x, middle, text, ha="right", **looks)


def _add_legend(figure: Figure, top: float) -> None:
    add_legend(
        figure,
        top - 0.02,
        [
            Line2D([], [], **_median(MUTED, "o", True), label="median, as asserted"),
            Line2D([], [], **_median(MUTED, "o", False), label="median, otherwise"),
            Line2D([], [], color=MUTED, **_MIDDLE, label="middle half"),
            Line2D([], [], color=MUTED, **_RANGE, label="range"),
            Line2D([], [], **_OWN, label="the analysis’s own choice"),
        ],
        handlelength=1.6,
        fontsize=7,
    )


def _told(row: Any) -> str:
    where = f"{_TERMS[row.x]}, {_place(row.groups)}, asserted {_SIGNS[row.sign]}"
    if not _known(row.median):
        return f"{where}: not estimable"
    return (
        f"{where}: median {_number(row.median)}, {_percent(row.share_asserted)} of "
        f"{int(row.specifications - row.not_estimable)} as asserted, p {_number(row.p_median, 3)}"
    )


# One relation: what each option gives ---------------------------------------------------------

_CHOICE_NOTE: Final = (
    "Each row: the specifications that make this choice, whatever else they choose. Per cent: "
    "share of the effect’s variance that the choice alone explains (η²). Median over all "
    "specifications dashed. Chosen cases, not a random sample: p-values describe them and do not "
    "generalise."
)

_CHOICE_COLUMNS: Final = ((6.12, "specifications"), (6.62, "median"))

_CHOICE_WIDE: Final = 2.95


@dataclass(frozen=True)
class _Option:
    """One option of a choice, and the effects of the specifications that take it."""

    choice: str
    explained: float
    level: str
    label: str
    own: bool
    effects: tuple[float, ...]

    @property
    def quantiles(self) -> tuple[float, ...]:
        """Lowest effect, quartiles and highest."""
        found = np.quantile(self.effects, (0, 0.25, 0.5, 0.75, 1))
        return tuple(float(value) for value in found)


def data_of_choices(
    specifications: pd.DataFrame,
    summary: pd.DataFrame,
    choices: pd.DataFrame,
    clusters: pd.DataFrame,
    relation: str,
) -> pd.DataFrame:
    """An option each, in the order of the rows: where the effects lie under it."""
    mine = specifications[specifications["relation"] == relation].dropna(subset=["effect"])
    blocks = _options(mine, choices[choices["relation"] == relation], _names(clusters))
    marks = [
        (relation, one.choice, one.explained, one.level, one.own, len(one.effects), *one.quantiles)
        for options in blocks.values()
        for one in options
    ]
    columns = ["relation", "choice", "explained", "level", "baseline", "estimable", *_SPREAD]
    return pd.DataFrame(marks, columns=columns)


def draw_choices(
    specifications: pd.DataFrame,
    summary: pd.DataFrame,
    choices: pd.DataFrame,
    clusters: pd.DataFrame,
    relation: str,
) -> Drawing:
    """Draw one relation: the effects under each option, the choice that matters most first.

    `specifications` has the choices as columns beside `relation, baseline, effect`; `choices` has
    `multiverse.summary.CHOICE_COLUMNS`, `clusters` has `cluster_id, name, industry`. Raises
    `ValueError` if nothing of the relation can be estimated.
    """
    row = next(summary[summary["relation"] == relation].itertuples(index=False))
    mine = specifications[specifications["relation"] == relation].dropna(subset=["effect"])
    if mine.empty:
        raise ValueError(f"{relation}: no specification can be estimated")
    blocks = _options(mine, choices[choices["relation"] == relation], _names(clusters))
    title = (
        f"{_TERMS[row.x]} and {UPGRADING[row.y].lower()}, {_place(row.groups).lower()}: "
        "every specification"
    )
    finding = _choices_finding(blocks)
    note = wrapped(f"{_overall(row, len(mine))} {_CHOICE_NOTE}")
    options = sum(len(listed) for listed in blocks.values())
    tall = max(_ROW * 2, _GROUP * len(blocks) + _ROW * options)
    figure = placed_figure(
        _LEGEND + _COLUMN_HEADS + tall + _AXIS + note_height(note), title, finding
    )
    top = head_height(finding)
    _add_choices_legend(figure, top)
    top += _LEGEND
    for x, header in _CHOICE_COLUMNS:
        write(figure, x, top, header, ha="right", fontsize=_SMALL, color=MUTED)
    top += _COLUMN_HEADS
    axes = place(figure, _LEFT, top, _CHOICE_WIDE, tall)
    _set_choices_axes(axes, tall, mine["effect"], row.median)
    at = 0.0
    for heading, listed in blocks.items():
        write(figure, _EDGE, top + at + 0.06, heading, fontsize=7.5, fontweight="bold")
        at += _GROUP
        for option in listed:
            _draw_option(figure, axes, top, at + _ROW / 2, option)
            at += _ROW
    if not blocks:
        words = "All choices come to the same data."
        write(figure, _EDGE, top + 0.06, words, fontsize=7.5, color=MUTED, style="italic")
    write_note(figure, top + tall + _AXIS, note)
    return Drawing(figure, title, f"{finding}. {_alt_choices(row, len(mine), blocks)}")


def _options(
    mine: pd.DataFrame, listed: pd.DataFrame, names: Mapping[str, str]
) -> dict[str, list[_Option]]:
    """The options with effects, by what their choice is called and how much it explains."""
    found: dict[str, list[_Option]] = {}
    for choice, rows in listed.groupby("choice", sort=False):
        explained = rows["explained"].iloc[0]
        share = "" if not _known(explained) else f", {_percent(float(explained))}"
        taken = mine[str(choice)].astype(str)
        options = [
            _Option(
                str(choice),
                float(explained),
                str(row.level),
                _level_label(str(row.level), names),
                bool(row.baseline),
                tuple(mine.loc[taken == str(row.level), "effect"].astype(float)),
            )
            for row in rows.itertuples(index=False)
        ]
        found[f"{_CHOICE_LABELS[str(choice)]}{share}"] = [one for one in options if one.effects]
    return found


def _choices_finding(blocks: Mapping[str, list[_Option]]) -> str:
    """Between what the medians of all options lie, and which choice matters most."""
    medians = [option.quantiles[2] for options in blocks.values() for option in options]
    if not medians:
        return "Every choice gives the same effect"
    low, high = (_number(pick(medians)) for pick in (min, max))
    first = next(iter(blocks)).partition(", ")[0].lower()
    text = f"The median τ-b is {low} to {high} whichever option is taken"
    return f"{text}; “{first}” matters most" if len(blocks) > 1 else text


def _overall(row: Any, count: int) -> str:
    """What all specifications together say."""
    return (
        f"{shown(Fraction(count), 0, thousands=' ')} specifications; "
        f"{_percent(row.share_asserted)} as asserted ({_SIGNS[row.sign]}), median "
        f"{_number(row.median)}; joint p {_number(row.p_median, 3)} (median), "
        f"{_number(row.p_z, 3)} (average z)."
    )


def _set_choices_axes(axes: Axes, tall: float, effects: pd.Series, median: float) -> None:
    low, high = min(0.0, float(effects.min())), max(0.0, float(effects.max()))
    margin = 0.04 * (high - low) or 0.1
    axes.set(xlim=(low - margin, high + margin), ylim=(tall, 0), yticks=[])
    axes.xaxis.set_major_formatter(lambda x, _: _number(x, 1))
    axes.tick_params(axis="x", length=2, pad=1.5, labelsize=7)
    axes.grid(axis="x", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.axvline(0, color=MUTED, linewidth=0.7, zorder=1)
    axes.axvline(median, color=INK, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Kendall’s τ-b", fontsize=7.5, labelpad=2)


_OPTION: Final = "#0072B2"


def _option_mark(own: bool) -> dict[str, Any]:
    """How an option's median looks: that of the analysis itself is a diamond."""
    return {
        "marker": "D" if own else "o",
        "markersize": 4.4,
        "linestyle": "none",
        "color": INK if own else _OPTION,
        "zorder": 5,
    }


def _draw_option(figure: Figure, axes: Axes, top: float, y: float, option: _Option) -> None:
    lowest, lower, median, upper, highest = option.quantiles
    axes.plot([lowest, highest], [y, y], color=_OPTION, **_RANGE)
    axes.plot([lower, upper], [y, y], color=_OPTION, **_MIDDLE)
    axes.plot([median], [y], **_option_mark(option.own))
    looks: dict[str, Any] = {"va": "center", "fontsize": _SMALL}
    write(figure, 0.2, top + y, option.label, **looks)
    count = shown(Fraction(len(option.effects)), 0, thousands=" ")
    for (x, _), text in zip(_CHOICE_COLUMNS, (count, _number(median)), strict=True):
        write(figure, x, top + y, text, ha="right", **looks)


def _add_choices_legend(figure: Figure, top: float) -> None:
    add_legend(
        figure,
        top - 0.02,
        [
            Line2D([], [], **_option_mark(False), label="median"),
            Line2D([], [], **_option_mark(True), label="of the analysis’s own option"),
            Line2D([], [], color=_OPTION, **_MIDDLE, label="middle half"),
            Line2D([], [], color=_OPTION, **_RANGE, label="range"),
        ],
        handlelength=1.6,
        fontsize=7,
    )


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


def _alt_choices(row: Any, count: int, blocks: Mapping[str, list[_Option]]) -> str:
    told = [
        f"{heading}: "
        + ", ".join(f"{option.label} {_number(option.quantiles[2])}" for option in options)
        for heading, options in blocks.items()
    ]
    return (
        f"{_told(row)}. The effects of {count} specifications run from {_number(row.lowest)} to "
        f"{_number(row.highest)}, half of them between {_number(row.lower_quartile)} and "
        f"{_number(row.upper_quartile)}. Median by option, the choice that explains most first: "
        f"{'; '.join(told) or 'all choices come to the same data'}."
    )


def intervals_of(upgrading: str) -> Callable[..., tuple[Any, ...]]:
    """What a figure shows of the relations with one kind of upgrading (`up_product`)."""

    def shows(
        specifications: pd.DataFrame, curves: pd.DataFrame, negligible: float
    ) -> tuple[Any, ...]:
        own = curves[curves["y"] == upgrading]
        marked = specifications["baseline"] & specifications["relation"].isin(own["relation"])
        effects = specifications.loc[marked, ["relation", "baseline", "effect"]]
        return effects, own, upgrading, negligible

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
