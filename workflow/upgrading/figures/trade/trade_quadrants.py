"""Quadrants: change of share against change of relative unit value, and how firm they are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.textpath import TextPath

from upgrading.figures import trade_series
from upgrading.figures.label_placement import Box, Bubble, far, leader, place_labels
from upgrading.figures.page import (
    add_legend,
    head_height,
    listed,
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
    owed,
    significant,
    without_data,
)
from upgrading.trade.classes import (
    CLEAR_CLASSES,
    FAILED_PROCESS_UPGRADING,
    FAILED_PRODUCT_UPGRADING,
    MEASURES,
    NO_CLEAR_CHANGE,
    PROCESS_UPGRADING,
    PRODUCT_UPGRADING,
    SERIES,
    ClassChoices,
    Window,
    class_shown,
)
from upgrading.trade.products import Product, window_of

PLACE = 110


TITLE = "Upgrading classes of the cluster products by trade"

_BAND: Final = "#ececec"

_RADIUS: Final = 3.4
"""Of a mark, in points."""

_MOST_NAMES: Final = 24
"""With more points than this they are numbered, and named in the note."""

_MOST_FOUND: Final = 2
"""With more of them than this the finding leaves out who keeps its class."""

_TEXT: Final = 7.0
"""Type size of the labels."""

# Inches.
_WIDE: Final = 6.1
_TALL: Final = 5.0
_LEFT: Final = 0.7
_AXIS: Final = 0.45
_LEGEND: Final = 0.3

_LEAST_ROOM: Final = math.log(1.35)
"""Every side of the axes reaches at least to this ratio, so that each quadrant can be named."""

_TICKS: Final = (
    0.0,
    *(sign * math.log(ratio) for ratio in (2, 4, 10, 1.25, 25, 100, 1000) for sign in (-1, 1)),
)
"""Those that matter most first: the others give way where there is no room."""

_TICKS_APART: Final = 0.42
"""Inches."""

_NEARBY: Final = 1
"""Years by which the ends of a window move to those that are near it."""

_HALF: Final = (0.25, 0.75)


@dataclass(frozen=True)
class Spread:
    """What choices close by give one change: logarithms of ratios of end to base."""

    lowest: float
    lower_quartile: float
    upper_quartile: float
    highest: float


@dataclass(frozen=True)
class CloseBy:
    """What choices close by make of a series: its changes, and the clear classes, sorted."""

    share: Spread | None
    unit_value: Spread | None
    classes: tuple[str, ...]


@dataclass(frozen=True)
class _Point:
    """One series: its name and label, the logarithms of its ratios, its class, what is close by."""

    name: str
    label: str
    x: float
    y: float
    row: Mapping[str, Any]
    near: CloseBy

    @property
    def firm(self) -> bool:
        """Whether no choice close by gives another clear class."""
        return self.near.classes == (self.row["class"],)


def data(
    upgrading: pd.DataFrame,
    near: Mapping[Key, CloseBy],
    products: Mapping[str, Product],
    choices: ClassChoices,
    usual: Window,
) -> pd.DataFrame:
    """A mark each: both changes, what similar choices make of them, and the class."""
    marks = [
        {
            **{name: point.row[name] for name in (*SERIES, *MEASURES.values())},
            **_ends("share_change", point.near.share),
            **_ends("relative_unit_value_change", point.near.unit_value),
            "class": point.row["class"],
            "kept": point.firm,
        }
        for point in _points(upgrading, near, products)[0]
    ]
    columns = [*SERIES]
    for change in MEASURES.values():
        columns += [change, *_ends(change, None)]
    return pd.DataFrame(marks, columns=[*columns, "class", "kept"])


def _ends(change: str, spread: Spread | None) -> dict[str, float]:
    """What choices close by give a change: its range and middle half, as changes."""
    return {
        f"{change}_{end.name}": math.expm1(getattr(spread, end.name)) if spread else math.nan
        for end in fields(Spread)
    }


def draw(
    upgrading: pd.DataFrame,
    near: Mapping[Key, CloseBy],
    products: Mapping[str, Product],
    choices: ClassChoices,
    usual: Window,
) -> Drawing:
    """Draw every series that has both changes, on logarithmic scales of the ratio of end to base.

    `upgrading`: `study.classes`, of the exporters that stand for clusters; `near`: `close_by`, the
    bars; `choices`: the tolerances of the band; `usual`: the window of products that have none of
    their own. A change of −100 per cent has no place on the scale; such a series is named below
    like one without data.
    """
    points, absent = _points(upgrading, near, products)
    if not points:
        return without_data(TITLE, "Changes of market share and relative unit value")
    finding = _finding(points)
    sources = [str(point.row["source"]) for point in points]
    note = wrapped(f"{_note(points, absent, choices, usual, products)} {owed(sources)}")
    figure = placed_figure(_LEGEND + _TALL + _AXIS + note_height(note), TITLE, finding)
    head = head_height(finding)
    _add_legend(figure, head)
    axes = place(figure, _LEFT, head + _LEGEND, _WIDE, _TALL)
    _set_axes(axes, points, choices)
    _draw_points(axes, points, [*_name_quadrants(axes), *_zero_lines(axes)])
    write_note(figure, head + _LEGEND + _TALL + _AXIS, note)
    return Drawing(figure, TITLE, f"{finding}. {_alt(points, absent, choices)}")


def _points(
    upgrading: pd.DataFrame, near: Mapping[Key, CloseBy], products: Mapping[str, Product]
) -> tuple[list[_Point], list[str]]:
    """The series that have a place in the picture, and the names of the others."""
    named = trade_series.names(upgrading, products)
    rows = {trade_series.key(row): row for row in upgrading.to_dict("records")}
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
            rows[key],
            near.get(key, CloseBy(None, None, ())),
        )
        for number, (key, name) in enumerate(drawn.items(), start=1)
    ]
    return points, [name for key, name in named.items() if key not in drawn]


def close_by(
    robustness: pd.DataFrame, products: Mapping[str, Product], usual: Window
) -> dict[Key, CloseBy]:
    """What choices close by make of every series: the product's window, or ends a year from it.

    `robustness`: `robustness.ROBUSTNESS_COLUMNS`; `usual`: the window of products without one.
    """
    found = {}
    for (source, exporter, product), rows in robustness.groupby(["source", "exporter", "product"]):
        window = window_of(products[str(product)], usual)
        near = rows[
            rows["base"].between(window.base - _NEARBY, window.base + _NEARBY)
            & rows["end"].between(window.end - _NEARBY, window.end + _NEARBY)
        ]
        found[str(source), str(exporter), str(product)] = CloseBy(
            _spread(near["share_change"]),
            _spread(near["relative_unit_value_change"]),
            tuple(sorted(set(near["class"]) & set(CLEAR_CLASSES))),
        )
    return found


def _spread(changes: pd.Series) -> Spread | None:
    """Range and middle half of changes that have a place on the scale; none if there are none."""
    known = np.log1p(changes[changes > -1].to_numpy(dtype=float))
    if not len(known):
        return None
    lower, upper = np.quantile(known, _HALF)
    return Spread(float(known.min()), float(lower), float(upper), float(known.max()))


def _finding(points: Sequence[_Point]) -> str:
    """How many of the clear classes are others under choices close by."""
    clear = [point for point in points if point.row["class"] in CLEAR_CLASSES]
    firm = [point.name for point in clear if point.firm]
    if not clear:
        return f"None of {len(points)} series shows a clear change"
    if len(firm) == len(clear):
        return f"None of {len(clear)} upgrading classes gives way to another under similar choices"
    given = len(clear) - len(firm)
    verb = "gives" if given == 1 else "give"
    text = f"{given} of {len(clear)} upgrading classes {verb} way to another under similar choices"
    if not 0 < len(firm) <= _MOST_FOUND:
        return text
    return f"{text}; {' and '.join(firm)} {'keeps its own' if len(firm) == 1 else 'keep theirs'}"


def _set_axes(axes: Axes, points: Sequence[_Point], choices: ClassChoices) -> None:
    for values, spreads, set_limits in (
        ([point.x for point in points], [p.near.share for p in points], axes.set_xlim),
        ([point.y for point in points], [p.near.unit_value for p in points], axes.set_ylim),
    ):
        ends = [end for one in spreads if one for end in (one.lowest, one.highest)]
        low, high = min(0.0, *values, *ends), max(0.0, *values, *ends)
        margin = 0.06 * (high - low)
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


def _mark(colour: str, firm: bool) -> dict[str, Any]:
    """How a mark looks: filled, or open where another class is near."""
    return {
        "linestyle": "none",
        "marker": "o",
        "markersize": 2 * _RADIUS,
        "markeredgewidth": 1.2,
        "markeredgecolor": colour,
        "markerfacecolor": colour if firm else "white",
    }


_RANGE: Final[dict[str, Any]] = {"linewidth": 0.7, "alpha": 0.75, "zorder": 2}
_MIDDLE: Final[dict[str, Any]] = {
    "linewidth": 2.6,
    "alpha": 0.4,
    "zorder": 2,
    "solid_capstyle": "butt",
}


def _draw_points(axes: Axes, points: Sequence[_Point], kept: Sequence[Box]) -> None:
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()

    def across(x: float) -> float:
        return 72 * _WIDE * (x - left) / (right - left)

    def up(y: float) -> float:
        return 72 * _TALL * (y - bottom) / (top - bottom)

    bars = []
    for point in points:
        colour = CLASS_COLOURS[point.row["class"]]
        if point.near.share:
            low, high = point.near.share.lowest, point.near.share.highest
            axes.plot([low, high], [point.y, point.y], color=colour, **_RANGE)
            middle = [point.near.share.lower_quartile, point.near.share.upper_quartile]
            axes.plot(middle, [point.y, point.y], color=colour, **_MIDDLE)
            bars.append(Box(across(low), up(point.y) - 1, across(high) - across(low), 2))
        if point.near.unit_value:
            low, high = point.near.unit_value.lowest, point.near.unit_value.highest
            axes.plot([point.x, point.x], [low, high], color=colour, **_RANGE)
            middle = [point.near.unit_value.lower_quartile, point.near.unit_value.upper_quartile]
            axes.plot([point.x, point.x], middle, color=colour, **_MIDDLE)
            bars.append(Box(across(point.x) - 1, up(low), 2, up(high) - up(low)))
    bubbles = [
        Bubble(across(point.x), up(point.y), _RADIUS, _width(point.label, _TEXT), _TEXT)
        for point in points
    ]
    labels = place_labels(bubbles, Box(0, 0, 72 * _WIDE, 72 * _TALL), [*kept, *bars])
    for point, bubble, label in zip(points, bubbles, labels, strict=True):
        axes.plot(
            point.x, point.y, zorder=4, **_mark(CLASS_COLOURS[point.row["class"]], point.firm)
        )
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


def _add_legend(figure: Figure, top: float) -> None:
    add_legend(
        figure,
        top - 0.04,
        [
            Line2D([], [], **_mark(MUTED, True), label="class kept under similar choices"),
            Line2D([], [], **_mark(MUTED, False), label="another, or no clear change"),
            Line2D([], [], color=MUTED, **_MIDDLE, label="middle half"),
            Line2D([], [], color=MUTED, **_RANGE, label="range"),
        ],
        handlelength=1.6,
    )


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
        f"Changes from {windows}, means of {usual.years} years at each end. Shaded: changes "
        f"within the tolerance ({_percent(choices.share_tolerance)} of share, "
        f"{_percent(choices.unit_value_tolerance)} of relative unit value), {NO_CLEAR_CHANGE}. "
        "Similar choices: windows whose ends are up to a year from these, and every tolerance, "
        "number of years and comparator of the robustness checks."
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
        f"Chart of {len(points)} series in four quadrants: change of market share across, change "
        "of relative unit value upwards, both on logarithmic scales, with bars for similar "
        f"choices. Changes within {_percent(choices.share_tolerance)} of share or "
        f"{_percent(choices.unit_value_tolerance)} of unit value are shaded."
    ]
    for name in CLASS_COLOURS:
        members = [
            f"{point.name}{class_shown(point.row).removeprefix(name)} (share "
            f"{_told(point.row['share_change'], point.near.share)}, unit value "
            f"{_told(point.row['relative_unit_value_change'], point.near.unit_value)})"
            for point in points
            if point.row["class"] == name
        ]
        sentences.append(f"{name.capitalize()}: {'; '.join(members) or 'none'}.")
    if absent:
        sentences.append(f"Without a change to draw: {listed(list(absent))}.")
    return " ".join(sentences)


def _told(change: float, spread: Spread | None) -> str:
    """A change, and between what the choices close by put it."""
    if spread is None:
        return change_text(change)
    low, high = (change_text(math.expm1(end)) for end in (spread.lowest, spread.highest))
    return f"{change_text(change)}, under similar choices {low} to {high}"


def shows(
    upgrading: pd.DataFrame,
    robustness: pd.DataFrame,
    products: Mapping[str, Product],
    classes: Mapping[str, Any],
    window: Mapping[str, Any],
) -> tuple[Any, ...]:
    """The changes of every product, and what other choices make of them."""
    usual = Window(**window)
    near = close_by(robustness, products, usual)
    return trade_series.told(upgrading), near, products, ClassChoices.from_config(classes), usual
