"""Quadrants: change of market share against change of relative unit value, and the four classes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.textpath import TextPath

from upgrading.figures import trade_series
from upgrading.figures.label_placement import Box, Bubble, far, leader, place_labels
from upgrading.figures.page import (
    HEAD,
    note_height,
    place,
    placed_figure,
    wrapped,
    write_note,
)
from upgrading.figures.style import INK, MUTED, RULE, Drawing
from upgrading.figures.trade_series import (
    CLASS_COLOURS,
    Key,
    change_text,
    listed,
    owed,
    significant,
    without_data,
)
from upgrading.trade.classes import (
    FAILED_PROCESS_UPGRADING,
    FAILED_PRODUCT_UPGRADING,
    NO_CLEAR_CHANGE,
    PROCESS_UPGRADING,
    PRODUCT_UPGRADING,
    ClassChoices,
    Window,
    class_shown,
)
from upgrading.trade.products import Product, window_of

PLACE = 110


TITLE = "Upgrading classes of the cluster products by trade"

_MILLION: Final = 10**6

_BAND: Final = "#ececec"

_LARGEST: Final = 22.0
_SMALLEST: Final = 2.2
"""Radius in points of the largest bubble, and below which none is drawn."""

_MOST_NAMES: Final = 24
"""With more points than this they are numbered, and named in the note."""

_TEXT: Final = 7.0
"""Type size of the labels."""

# Inches.
_WIDE: Final = 6.1
_TALL: Final = 5.0
_LEFT: Final = 0.7
_TOP: Final = HEAD
_AXIS: Final = 0.45
_LEGEND: Final = 0.42

_LEAST_ROOM: Final = math.log(1.35)
"""Every side of the axes reaches at least to this ratio, so that each quadrant can be named."""

_TICKS: Final = (
    0.0,
    *(sign * math.log(ratio) for ratio in (2, 4, 10, 1.25, 25, 100, 1000) for sign in (-1, 1)),
)
"""Those that matter most first: the others give way where there is no room."""

_TICKS_APART: Final = 0.42
"""Inches."""

_FLIPS: Final = "flips"


@dataclass(frozen=True)
class _Point:
    """One series: its name and label, the logarithms of its ratios, its value and its class."""

    name: str
    label: str
    x: float
    y: float
    value: float
    row: Mapping[str, Any]
    flips: bool


def draw(
    upgrading: pd.DataFrame,
    unit_values: pd.DataFrame,
    verdicts: pd.DataFrame,
    products: Mapping[str, Product],
    choices: ClassChoices,
    usual: Window,
) -> Drawing:
    """Draw every series that has both changes, on logarithmic scales of the ratio of end to base.

    `upgrading`: `study.classes`, of the exporters that stand for clusters; `unit_values`:
    `measures.unit_values`, for the mean value in the years of the window's end, which a bubble's
    area shows; `verdicts`: `robustness.VERDICT_COLUMNS` (open: the class flips); `choices`: the
    tolerances of the band; `usual`: the window of products that have none of their own. A change
    of −100 per cent has no place on the scale; such a series is named below like one without data.
    """
    named = trade_series.names(upgrading, products)
    rows = {trade_series.key(row): row for row in upgrading.to_dict("records")}
    verdict = {trade_series.key(row): row["verdict"] for row in verdicts.to_dict("records")}
    drawn = {
        key: name
        for key, name in named.items()
        if rows[key]["share_change"] > -1 and rows[key]["relative_unit_value_change"] > -1
    }
    points = [
        _Point(
            name,
            name if len(drawn) <= _MOST_NAMES else str(number),
            math.log1p(rows[key]["share_change"]),
            math.log1p(rows[key]["relative_unit_value_change"]),
            _end_value(unit_values, key, window_of(products[key[2]], usual)),
            rows[key],
            verdict.get(key) == _FLIPS,
        )
        for number, (key, name) in enumerate(drawn.items(), start=1)
    ]
    absent = [name for key, name in named.items() if key not in drawn]
    if not points:
        return without_data(TITLE, "Changes of market share and relative unit value")
    sources = [source for source, _, _ in drawn]
    note = f"{_note(points, absent, choices, usual, products)} {owed(sources)}"
    note = wrapped(note)
    figure = placed_figure(_TALL + _AXIS + note_height(note) + _LEGEND, TITLE, TITLE)
    axes = place(figure, _LEFT, _TOP, _WIDE, _TALL)
    _set_axes(axes, points, choices)
    kept = [*_name_quadrants(axes), *_zero_lines(axes)]
    scale = max(point.value for point in points) / _LARGEST**2
    _draw_points(axes, points, scale, kept)
    _add_legend(figure, points, scale, note)
    return Drawing(figure, TITLE, _alt(points, absent, choices))


def _end_value(unit_values: pd.DataFrame, key: Key, window: Window) -> float:
    """Mean value in million US dollars over the years of the window's end."""
    series = unit_values[
        (unit_values["source"] == key[0])
        & (unit_values["exporter"] == key[1])
        & (unit_values["product"] == key[2])
        & unit_values["year"].isin(list(window.end_years))
    ]
    return math.fsum(series["value_usd"]) / max(len(series), 1) / _MILLION


def _set_axes(axes: Axes, points: Sequence[_Point], choices: ClassChoices) -> None:
    for values, set_limits, inches in (
        ([point.x for point in points], axes.set_xlim, _WIDE),
        ([point.y for point in points], axes.set_ylim, _TALL),
    ):
        low, high = min(0.0, *values), max(0.0, *values)
        # room for the largest bubble and a label beside the outermost points
        margin = 0.1 * (high - low) + (high - low) * _LARGEST / 72 / inches
        set_limits(min(low - margin, -_LEAST_ROOM), max(high + margin, _LEAST_ROOM))
    for axis, limits, inches in (
        (axes.xaxis, axes.get_xlim(), _WIDE),
        (axes.yaxis, axes.get_ylim(), _TALL),
    ):
        ticks = _ticks(*limits, inches)
        axis.set_ticks(ticks, [change_text(math.expm1(tick)) for tick in ticks])
    axes.grid(color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    share, value = (
        (math.log1p(-min(tolerance, 0.999)), math.log1p(tolerance))
        for tolerance in (choices.share_tolerance, choices.unit_value_tolerance)
    )
    axes.axvspan(*share, color=_BAND, linewidth=0, zorder=0)
    axes.axhspan(*value, color=_BAND, linewidth=0, zorder=0)
    axes.axhline(0, color=MUTED, linewidth=0.7, zorder=1)
    axes.axvline(0, color=MUTED, linewidth=0.7, zorder=1)
    axes.set_xlabel("Change of market share (logarithmic scale of end / base)")
    axes.set_ylabel("Change of relative unit value (logarithmic scale)", labelpad=2)


def _ticks(low: float, high: float, inches: float) -> list[float]:
    """The ticks between two limits that leave room for each other's text, and for their own."""
    apart = _TICKS_APART * (high - low) / inches
    low, high = low + apart / 2, high - apart / 2
    kept: list[float] = []
    for tick in _TICKS:
        if low < tick < high and all(abs(tick - other) >= apart for other in kept):
            kept.append(tick)
    return kept


def _name_quadrants(axes: Axes) -> list[Box]:
    """Write the classes into their corners; returns where they are."""
    corners = (
        (PRODUCT_UPGRADING, 1, 1),
        (FAILED_PRODUCT_UPGRADING, 0, 1),
        (PROCESS_UPGRADING, 1, 0),
        (FAILED_PROCESS_UPGRADING, 0, 0),
    )
    boxes = []
    for name, right, top in corners:
        text = name[0].upper() + name[1:]
        axes.annotate(
            text,
            (right, top),
            xycoords="axes fraction",
            xytext=(-5 if right else 5, -5 if top else 5),
            textcoords="offset points",
            ha="right" if right else "left",
            va="top" if top else "bottom",
            fontsize=9,
            fontweight="bold",
            color=CLASS_COLOURS[name],
        )
        width = _width(text, 9, "bold")
        boxes.append(
            Box(
                72 * _WIDE - 5 - width if right else 5,
                72 * _TALL - 16 if top else 5,
                width,
                11,
            )
        )
    return boxes


def _zero_lines(axes: Axes) -> list[Box]:
    """The two lines of no change, which labels had better not cross."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    x, y = -72 * _WIDE * left / (right - left), -72 * _TALL * bottom / (top - bottom)
    return [Box(x - 0.5, 0, 1, 72 * _TALL), Box(0, y - 0.5, 72 * _WIDE, 1)]


def _width(text: str, size: float, weight: str = "normal") -> float:
    """Width of a text in points."""
    looks = FontProperties(family="DejaVu Sans", weight=weight)
    return float(TextPath((0, 0), text, size=size, prop=looks).get_extents().width)


def _radius(value: float, scale: float) -> float:
    return max(_SMALLEST, math.sqrt(value / scale)) if scale > 0 else _SMALLEST


def _bubble(colour: str, flips: bool, radius: float) -> dict[str, Any]:
    """How a bubble looks: filled, or open where the class flips."""
    return {
        "linestyle": "none",
        "marker": "o",
        "markersize": 2 * radius,
        "markeredgewidth": 1.1,
        "markeredgecolor": colour,
        "markerfacecolor": "none" if flips else f"{colour}99",
    }


def _draw_points(axes: Axes, points: Sequence[_Point], scale: float, kept: Sequence[Box]) -> None:
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    bubbles = [
        Bubble(
            72 * _WIDE * (point.x - left) / (right - left),
            72 * _TALL * (point.y - bottom) / (top - bottom),
            _radius(point.value, scale),
            _width(point.label, _TEXT),
            _TEXT,
        )
        for point in points
    ]
    labels = place_labels(bubbles, Box(0, 0, 72 * _WIDE, 72 * _TALL), kept)
    for point, bubble, label in zip(points, bubbles, labels, strict=True):
        colour = CLASS_COLOURS[point.row["class"]]
        looks = _bubble(colour, point.flips, bubble.radius)
        axes.plot(point.x, point.y, zorder=4 - bubble.radius / 100, **looks)
        axes.plot(point.x, point.y, linestyle="none", marker=".", markersize=2, color=colour)
        start, end = leader(bubble, label)
        if far(bubble, label):
            axes.annotate(
                "",
                xy=start,
                xytext=end,
                xycoords="axes points",
                textcoords="axes points",
                arrowprops={
                    "arrowstyle": "-",
                    "color": MUTED,
                    "linewidth": 0.5,
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
            )
        axes.annotate(
            point.label,
            (label.left, label.bottom),
            xycoords="axes points",
            fontsize=_TEXT,
            va="bottom",
            color=INK,
            zorder=5,
        )


def _add_legend(figure: Figure, points: Sequence[_Point], scale: float, note: str) -> None:
    words = {True: "open: the class flips with the choices", False: "filled: it does not"}
    keys = [Line2D([], [], **_bubble(MUTED, flips, 4.0), label=words[flips]) for flips in words]
    sizes = _reference_values([point.value for point in points], scale)
    for value in sizes:
        bubble = _bubble(MUTED, True, _radius(value, scale))
        keys.append(Line2D([], [], **bubble, label=f"{significant(value)} mill. US$"))
    write_note(figure, _TOP + _TALL + _AXIS, note)
    figure.legend(
        handles=keys,
        loc="lower left",
        ncols=len(keys),
        bbox_to_anchor=(0.0, 0.0),
        columnspacing=1.2,
        handletextpad=0.9,
        handlelength=1.6,
    )


def _reference_values(values: Sequence[float], scale: float) -> list[float]:
    """Up to three round values within the figures, the largest first."""
    most = max(values)
    if most <= 0:
        return []
    largest = 10.0 ** math.floor(math.log10(most))
    round_values = [largest / 10**step for step in range(3)]
    return [value for value in round_values if math.sqrt(value / scale) > _SMALLEST]


def _note(
    points: Sequence[_Point],
    absent: Sequence[str],
    choices: ClassChoices,
    usual: Window,
    products: Mapping[str, Product],
) -> str:
    own = any(product.window for product in products.values())
    windows = f"{usual.base} to {usual.end}" + (" (or the product's own window)" if own else "")
    text = (
        f"Changes from {windows}, means of {usual.years} years at each end. Shaded: changes within "
        f"the tolerance ({_percent(choices.share_tolerance)} of share, "
        f"{_percent(choices.unit_value_tolerance)} of relative unit value), {NO_CLEAR_CHANGE}. "
        "Area: value of exports a year at the end of the window; the smallest are drawn larger. "
        "A class flips if another window, tolerance or comparator gives another clear class."
    )
    if any(point.label != point.name for point in points):
        numbered = "; ".join(f"{point.label} {point.name}" for point in points)
        text = f"{numbered}.\n{text}"
    if absent:
        text += f" Without a change to draw: {listed(list(absent))}."
    return text


def _percent(part: float) -> str:
    return f"{significant(100 * part)} %"


def _alt(points: Sequence[_Point], absent: Sequence[str], choices: ClassChoices) -> str:
    sentences = [
        f"Chart of {len(points)} series in four quadrants: change of market share across, "
        "change of relative unit value upwards, both on logarithmic scales; bubbles by value of "
        "exports. "
        f"Changes within {_percent(choices.share_tolerance)} of share or "
        f"{_percent(choices.unit_value_tolerance)} of unit value are shaded."
    ]
    for name in CLASS_COLOURS:
        members = [
            f"{point.name}{class_shown(point.row).removeprefix(name)} (share "
            f"{change_text(point.row['share_change'])}, unit value "
            f"{change_text(point.row['relative_unit_value_change'])}, "
            f"{significant(point.value)} million US dollars)"
            for point in points
            if point.row["class"] == name
        ]
        sentences.append(f"{name.capitalize()}: {'; '.join(members) or 'none'}.")
    flipping = sum(point.flips for point in points)
    sentences.append(f"The class of {flipping} of {len(points)} flips with the choices.")
    if absent:
        sentences.append(f"Without a change to draw: {listed(list(absent))}.")
    return " ".join(sentences)


def shows(
    upgrading: pd.DataFrame,
    unit_values: pd.DataFrame,
    verdicts: pd.DataFrame,
    products: Mapping[str, Product],
    classes: Mapping[str, Any],
    window: Mapping[str, Any],
) -> tuple[Any, ...]:
    """The changes of every product, how firm their classes are, and how large the exports."""
    choices = ClassChoices.from_config(classes)
    return upgrading, unit_values, verdicts, products, choices, Window(**window)
