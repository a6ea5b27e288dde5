"""Small multiples: market share and relative unit value of each cluster product over the years."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from upgrading.exhibits.trade import COMPARATORS
from upgrading.figures import trade_series
from upgrading.figures.page import (
    HEAD,
    note_height,
    place,
    placed_figure,
    wrapped,
    write,
    write_note,
)
from upgrading.figures.style import MUTED, RULE, Drawing
from upgrading.figures.trade_series import (
    Key,
    change_text,
    owed,
    significant,
    without_data,
)
from upgrading.numbers import shown
from upgrading.trade.classes import NO_DATA, Window, class_shown
from upgrading.trade.products import Product, by_own_exporters, window_of
from upgrading.trade.warnings import KEYS

PLACE = 100


TITLE = "Market share and relative unit value of the cluster products"

_SHADE: Final = "#e4e4ee"

# Inches.
_HEAD: Final = HEAD + 0.3
_PITCH: Final = 1.2
_LEGEND: Final = 0.3
_BLOCK: Final = 3.46
_TITLE: Final = 0.34
_TALL: Final = 0.6
_WIDE: Final = 1.2
_PER_ROW: Final = 2


@dataclass(frozen=True)
class _Measure:
    """One panel: its column, heading and looks."""

    column: str
    heading: str
    left: float
    factor: int
    marker: str
    colour: str


_MEASURES: Final = (
    _Measure("market_share", "Market share (%)", 0.5, 100, "o", "#332288"),
    _Measure("relative_unit_value", "Relative unit value", 2.1, 1, "s", "#C26A00"),
)
"""In colours that do not stand for a sector group."""


def draw(
    unit_values: pd.DataFrame,
    upgrading: pd.DataFrame,
    warnings: pd.DataFrame,
    products: Mapping[str, Product],
    usual: Window,
    comparator: str,
) -> Drawing:
    """Draw two panels, side by side, for every product and the exporter that stands for a cluster.

    `unit_values`: `measures.unit_values`; `upgrading`: `study.classes`; `warnings`: `KEYS`
    of what is to be said; `usual`: the window of products that have none of their own;
    `comparator`: one of `models.COMPARATORS`, against which unit values were measured. Products
    without any figure are not drawn; with none at all the figure says so.
    """
    traded = unit_values[unit_values["value_usd"] > 0]
    traded = traded.dropna(subset=[measure.column for measure in _MEASURES], how="all")
    named = trade_series.names(traded, products)
    if not named:
        return without_data(TITLE, "Trade of the cluster products")
    own = by_own_exporters(unit_values, products)
    classes = {trade_series.key(row): row for row in upgrading.to_dict("records")}
    warned = {(*trade_series.key(row), int(row["year"])) for row in warnings.to_dict("records")}
    rows = math.ceil(len(named) / _PER_ROW)
    note = _note(named, products, comparator)
    figure = placed_figure(0.3 + _PITCH * rows + note_height(note) + _LEGEND, TITLE, TITLE)
    years = range(int(own["year"].min()), int(own["year"].max()) + 1)
    for number, (key, name) in enumerate(named.items()):
        line, block = divmod(number, _PER_ROW)
        left, top = block * _BLOCK, _HEAD + line * _PITCH
        series = _series(own, key).reindex(years)
        points = [year for year in years if (*key, year) in warned]
        write(figure, left + 0.07, top, name, fontsize=8, fontweight="bold")
        write(figure, left + 0.07, top + 0.14, _class_text(classes.get(key)), fontsize=7)
        for measure in _MEASURES:
            axes = place(figure, left + measure.left, top + _TITLE, _WIDE, _TALL)
            window = window_of(products[key[2]], usual)
            _draw_panel(axes, series[measure.column] * measure.factor, measure, window, points)
    for block in range(min(_PER_ROW, len(named))):
        for measure in _MEASURES:
            left = block * _BLOCK + measure.left
            write(figure, left, _HEAD - 0.2, measure.heading, fontsize=7.5, color=measure.colour)
    windows = {window_of(products[product], usual) for _, _, product in named}
    write_note(figure, _HEAD + _PITCH * rows, note)
    _add_legend(figure, windows)
    return Drawing(figure, TITLE, _alt(named, own, classes, warned))


def _series(own: pd.DataFrame, key: Key) -> pd.DataFrame:
    """The rows of one series by year."""
    chosen = (own["source"] == key[0]) & (own["exporter"] == key[1]) & (own["product"] == key[2])
    return own[chosen].set_index("year").sort_index()


def _class_text(row: Mapping[str, Any] | None) -> str:
    if row is None or row["class"] == NO_DATA:
        return "no class: figures missing at an end"
    share, value = row["share_change"], row["relative_unit_value_change"]
    return f"{class_shown(row)} (share {change_text(share)}, unit value {change_text(value)})"


def _draw_panel(
    axes: Axes, values: pd.Series, measure: _Measure, window: Window, warned: list[int]
) -> None:
    for end in (window.base_years, window.end_years):
        axes.axvspan(end[0] - 0.5, end[-1] + 0.5, color=_SHADE, linewidth=0, zorder=0)
    axes.plot(values.index, values, color=measure.colour, linewidth=0.9, zorder=2)
    looks: dict[str, Any] = {
        "linestyle": "none",
        "marker": measure.marker,
        "color": measure.colour,
        "zorder": 3,
        "clip_on": False,
    }
    sound = values.mask(values.index.isin(warned))
    axes.plot(values.index, sound, markersize=1.9, **looks)
    doubtful = values.where(values.index.isin(warned))
    axes.plot(
        values.index,
        doubtful,
        markersize=3.6,
        markerfacecolor="white",
        markeredgewidth=0.9,
        **looks,
    )
    known = values.dropna()
    if measure.factor == 1:
        axes.axhline(1, color=MUTED, linewidth=0.7, linestyle=(0, (4, 2)), zorder=1)
        low, high = min([*known, 0.95]), max([*known, 1.05])
        margin = 0.1 * (high - low)
        axes.set_ylim(low - margin, high + margin)
    else:
        axes.set_ylim(0, 1.15 * max([*known, 1e-6]))
    axes.set_xlim(values.index[0] - 0.7, values.index[-1] + 0.7)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True, min_n_ticks=1))
    axes.yaxis.set_major_locator(MaxNLocator(3, min_n_ticks=2, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(lambda x, _: shown(Fraction(x), 0))
    axes.yaxis.set_major_formatter(_tick_text(list(axes.get_yticks())))
    axes.tick_params(labelsize=6.5, length=2, pad=1.5)
    axes.grid(axis="y", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)


def _tick_text(ticks: list[float]) -> Callable[[float, float], str]:
    """A formatter with as many decimals as the step between the ticks needs."""
    step = min(abs(b - a) for a, b in itertools.pairwise(ticks))
    decimals = next(n for n in range(12) if abs(step * 10**n - round(step * 10**n)) < 1e-6)
    return lambda y, _: shown(Fraction(y), decimals).replace("-", "−")


def _add_legend(figure: Figure, windows: set[Window]) -> None:
    ends = "the two ends of the window"
    if len(windows) == 1:
        (window,) = windows
        base, end = (_span(years) for years in (window.base_years, window.end_years))
        ends = f"the ends compared: {base}, {end}"
    keys = [
        Patch(color=_SHADE, label=ends),
        Line2D([], [], color=MUTED, linewidth=0.7, linestyle=(0, (4, 2)), label="the comparator"),
        Line2D(
            [],
            [],
            color=MUTED,
            marker="o",
            markersize=3.6,
            markerfacecolor="white",
            markeredgewidth=0.9,
            linewidth=0.9,
            label="year with a warning, low coverage included",
        ),
    ]
    figure.legend(handles=keys, loc="lower left", ncols=3, bbox_to_anchor=(0.0, 0.0))


def _span(years: range) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _note(named: Mapping[Key, str], products: Mapping[str, Product], comparator: str) -> str:
    pairs = {(exporter, product) for _, exporter, product in named}
    configured = sum(len(product.exporters) for product in products.values())
    text = (
        f"Share of world exports by value; unit value relative to that of {COMPARATORS[comparator]}"
        ", which is 1. Changes are between the means of the shaded ends. Every panel has its own "
        f"scale. Countries by ISO 3166 code. {owed(source for source, _, _ in named)}"
    )
    if configured > len(pairs):
        missing = configured - len(pairs)
        text += f" No data supplied for {missing} of {configured} pairs of product and exporter."
    return wrapped(text)


def _alt(
    named: Mapping[Key, str],
    own: pd.DataFrame,
    classes: Mapping[Key, Mapping[str, Any]],
    warned: set[tuple[str, str, str, int]],
) -> str:
    sentences = [
        f"Small multiples, two panels for each of {len(named)} series: market share in per cent, "
        "and unit value relative to the comparator, by year, the two ends of the window shaded."
    ]
    for key, name in named.items():
        series = _series(own, key)
        parts = [
            f"{words} {_course(series[measure.column] * measure.factor, unit)}"
            for measure, words, unit in zip(
                _MEASURES, ("share", "relative unit value"), (" %", ""), strict=True
            )
        ]
        sentences.append(f"{name}: {_class_text(classes.get(key))}; {'; '.join(parts)}.")
    marked = sum(year[:3] in named for year in warned)
    if marked:
        sentences.append(f"Years with a warning, drawn open: {marked}.")
    return " ".join(sentences)


def _course(values: pd.Series, unit: str) -> str:
    """First and last figure of a series."""
    known = values.dropna()
    if known.empty:
        return "not known"
    first, last = (f"{significant(known.loc[y])}{unit} in {y}" for y in known.index[[0, -1]])
    return first if len(known) == 1 else f"{first}, {last}"


def shows(
    unit_values: pd.DataFrame,
    upgrading: pd.DataFrame,
    warnings: pd.DataFrame,
    products: Mapping[str, Product],
    window: Mapping[str, Any],
    comparator: str,
) -> tuple[Any, ...]:
    """Shares and unit values, their classes, and of which years there is something to be said."""
    warned = by_own_exporters(warnings, products)[[*KEYS]].drop_duplicates()
    return unit_values, upgrading, warned, products, Window(**window), comparator
