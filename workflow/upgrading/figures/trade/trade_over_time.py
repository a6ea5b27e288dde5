"""Small multiples: market share and relative unit value of each cluster product as an index."""

from __future__ import annotations

import math
from collections.abc import Mapping
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
    apart,
    head_height,
    note_height,
    place,
    placed_figure,
    wrapped,
    write,
    write_note,
)
from upgrading.figures.style import MUTED, RULE, WIDTH, Drawing
from upgrading.figures.trade_series import Key, change_text, owed, significant, without_data
from upgrading.numbers import shown
from upgrading.trade.classes import MEASURES, NO_DATA, SERIES, Window, class_shown
from upgrading.trade.products import Product, by_own_exporters, window_of
from upgrading.trade.study import CONSTANT_COLUMNS
from upgrading.trade.warnings import KEYS

PLACE = 100


TITLE = "Market share and relative unit value of the cluster products over the years"

_SHADE: Final = "#e4e4ee"

_INDEX: Final = 100

_PER_ROW: Final = 3

# Inches.
_PITCH: Final = 1.58
_TEXTS: Final = 0.46
_TALL: Final = 0.8
_LEFT: Final = 0.36
_WIDE: Final = 1.27
_BLOCK: Final = WIDTH / _PER_ROW
_LABEL: Final = 0.25
_LEGEND: Final = 0.3

_LEAST_RANGE: Final = (60.0, 160.0)
"""Of the index, so that a small change looks small."""

_MOST_TICKS: Final = 4


@dataclass(frozen=True)
class _Measure:
    """One line: its column, name and looks, and how its level is told."""

    column: str
    name: str
    marker: str
    colour: str
    factor: int
    unit: str


_MEASURES: Final = (
    _Measure("market_share", "share", "o", "#332288", 100, " %"),
    _Measure("relative_unit_value", "unit value", "s", "#B35900", 1, ""),
)
"""In colours that do not stand for a sector group."""

_NO_CHANGE: Final = (0, (4, 2))


def data(
    unit_values: pd.DataFrame,
    upgrading: pd.DataFrame,
    warnings: pd.DataFrame,
    products: Mapping[str, Product],
    usual: Window,
    comparator: str,
) -> pd.DataFrame:
    """A year of a series each: both measures, both as an index, and whether it has a warning."""
    own, warned = by_own_exporters(unit_values, products), _warned(warnings)
    marks = []
    for key in _named(unit_values, products):
        series = _series(own, key)
        lines = _lines(series, _base(series, window_of(products[key[2]], usual)))
        for year in sorted({year for line in lines.values() for year in line.dropna().index}):
            mark = dict(zip([*SERIES, "year"], (*key, year), strict=True))
            for measure, line in lines.items():
                if not math.isnan(line[year]):
                    mark[measure.column] = series.loc[year, measure.column]
                    mark[f"{measure.column}_index"] = line[year]
            marks.append({**mark, "warning": (*key, int(year)) in warned})
    measured = [name for one in _MEASURES for name in (one.column, f"{one.column}_index")]
    return pd.DataFrame(marks, columns=[*SERIES, "year", *measured, "warning"])


def draw(
    unit_values: pd.DataFrame,
    upgrading: pd.DataFrame,
    warnings: pd.DataFrame,
    products: Mapping[str, Product],
    usual: Window,
    comparator: str,
) -> Drawing:
    """Draw a panel with two lines for every product and the exporter that stands for a cluster.

    Both are 100 in the first year of the window, or in the first that has both where that has not.
    `unit_values`: `measures.unit_values`; `upgrading`: `study.classes`; `warnings`: `KEYS`
    of what is to be said; `usual`: the window of products that have none of their own;
    `comparator`: one of `models.COMPARATORS`, against which unit values were measured. Products
    without any figure are not drawn; with none at all the figure says so.
    """
    named = _named(unit_values, products)
    if not named:
        return without_data(TITLE, "Trade of the cluster products")
    own = by_own_exporters(unit_values, products)
    classes = {trade_series.key(row): row for row in upgrading.to_dict("records")}
    warned = _warned(warnings)
    windows = {key: window_of(products[key[2]], usual) for key in named}
    finding = _finding([classes[key] for key in named if key in classes], set(windows.values()))
    rows = math.ceil(len(named) / _PER_ROW)
    note = _note(named, products, comparator)
    figure = placed_figure(_PITCH * rows + note_height(note) + _LEGEND, TITLE, finding)
    head = head_height(finding)
    years = range(int(own["year"].min()), int(own["year"].max()) + 1)
    for number, (key, name) in enumerate(named.items()):
        line, block = divmod(number, _PER_ROW)
        left, top = block * _BLOCK, head + line * _PITCH
        series = _series(own, key).reindex(years)
        base = _base(series, windows[key])
        points = [year for year in years if (*key, year) in warned]
        write(figure, left + 0.07, top, name, fontsize=8, fontweight="bold")
        told = "\n".join(_class_text(classes.get(key)))
        if base is not None and base != windows[key].base:
            told += f"; {base} = {_INDEX}"
        write(figure, left + 0.07, top + 0.15, told, fontsize=6.8, linespacing=1.2)
        axes = place(figure, left + _LEFT, top + _TEXTS, _WIDE, _TALL)
        _draw_panel(axes, series, base, windows[key], points)
    write_note(figure, head + _PITCH * rows, note)
    _add_legend(figure, set(windows.values()))
    return Drawing(figure, TITLE, f"{finding}. {_alt(named, own, classes, warned)}")


def _named(unit_values: pd.DataFrame, products: Mapping[str, Product]) -> dict[Key, str]:
    """The series that have anything to draw, and what they are called."""
    traded = unit_values[unit_values["value_usd"] > 0]
    traded = traded.dropna(subset=[measure.column for measure in _MEASURES], how="all")
    return trade_series.names(traded, products)


def _warned(warnings: pd.DataFrame) -> set[tuple[str, str, str, int]]:
    """The years of series of which there is something to be said."""
    return {(*trade_series.key(row), int(row["year"])) for row in warnings.to_dict("records")}


def _finding(rows: list[Mapping[str, Any]], windows: set[Window]) -> str:
    """How many series gained share, and how many of them while their unit value fell."""
    known = [row for row in rows if row["class"] != NO_DATA]
    if not known:
        return "No series has figures at both ends of the window"
    gained = [row for row in known if row["share_change"] > 0]
    fell = sum(row["relative_unit_value_change"] < 0 for row in gained)
    when = "over the window"
    if len(windows) == 1:
        (window,) = windows
        when = f"between {window.base} and {window.end}"
    text = f"{len(gained)} of {len(known)} series gained market share {when}"
    return f"{text}, {fell} of them while their relative unit value fell" if gained else text


def _series(own: pd.DataFrame, key: Key) -> pd.DataFrame:
    """The rows of one series by year."""
    chosen = (own["source"] == key[0]) & (own["exporter"] == key[1]) & (own["product"] == key[2])
    return own[chosen].set_index("year").sort_index()


def _base(series: pd.DataFrame, window: Window) -> int | None:
    """The year in which both lines are 100; none where no year has both figures."""
    both = (series[[measure.column for measure in _MEASURES]] > 0).all(axis=1)
    years = [int(year) for year in series.index[both]]
    return window.base if window.base in years else next(iter(years), None)


def _lines(series: pd.DataFrame, base: int | None) -> dict[_Measure, pd.Series]:
    """Each measure that is known as an index, 100 in the base year."""
    lines = {}
    for measure in _MEASURES:
        own = series[measure.column].where(series[measure.column] > 0).astype(float)
        # of a series without a common year what there is is held against its own first figure
        known = own.dropna()
        if known.empty:
            continue
        at_base = known.iloc[0] if base is None else own.loc[base]
        lines[measure] = own / at_base * _INDEX
    return lines


def _class_text(row: Mapping[str, Any] | None) -> tuple[str, str]:
    """The class of a series, and the changes that make it."""
    if row is None or row["class"] == NO_DATA:
        return "no class", "figures missing at an end"
    share, value = row["share_change"], row["relative_unit_value_change"]
    return class_shown(row), f"share {change_text(share)}, unit value {change_text(value)}"


def _draw_panel(
    axes: Axes, series: pd.DataFrame, base: int | None, window: Window, warned: list[int]
) -> None:
    for end in (window.base_years, window.end_years):
        axes.axvspan(end[0] - 0.5, end[-1] + 0.5, color=_SHADE, linewidth=0, zorder=0)
    axes.set_xlim(series.index[0] - 0.7, series.index[-1] + 0.7)
    axes.set_yscale("log")
    axes.autoscale(enable=False, axis="y")
    axes.minorticks_off()
    axes.axhline(_INDEX, color=MUTED, linewidth=0.7, linestyle=_NO_CHANGE, zorder=1)
    lines = _lines(series, base)
    for measure, line in lines.items():
        _draw_line(axes, line, measure, warned)
    values = [value for line in lines.values() for value in line.dropna()]
    low, high = min([*values, _LEAST_RANGE[0]]) / 1.1, max([*values, _LEAST_RANGE[1]]) * 1.1
    axes.set_ylim(low, high)
    ticks = _ticks(low, high)
    axes.set_yticks(ticks, [significant(tick) for tick in ticks])
    axes.xaxis.set_major_locator(MaxNLocator(3, integer=True, min_n_ticks=1))
    axes.xaxis.set_major_formatter(lambda x, _: shown(Fraction(x), 0))
    axes.tick_params(labelsize=6.2, length=2, pad=1.5)
    axes.grid(axis="y", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    _label_lines(axes, series, lines)


def _draw_line(axes: Axes, line: pd.Series, measure: _Measure, warned: list[int]) -> None:
    axes.plot(line.index, line, color=measure.colour, linewidth=1.0, zorder=2)
    looks: dict[str, Any] = {
        "linestyle": "none",
        "marker": measure.marker,
        "color": measure.colour,
        "zorder": 3,
        "clip_on": False,
    }
    doubtful = line.index.isin(warned)
    axes.plot(line.index, line.mask(doubtful), markersize=1.8, **looks)
    axes.plot(
        line.index,
        line.where(doubtful),
        markersize=3.6,
        markerfacecolor="white",
        markeredgewidth=0.9,
        **looks,
    )


def _ticks(low: float, high: float) -> list[float]:
    """Round values of the index within the axis: as many as have room."""
    for digits in ((10, 15, 20, 30, 50, 70), (10, 20, 50), (10, 30)):
        ticks = [digit * 10.0**decade for decade in range(-6, 9) for digit in digits]
        within = [tick for tick in ticks if low <= tick <= high]
        if len(within) <= _MOST_TICKS:
            return within
    tens = [tick for tick in within if math.log10(tick).is_integer()]
    return tens[:: -(-len(tens) // _MOST_TICKS)]


def _label_lines(axes: Axes, series: pd.DataFrame, lines: Mapping[_Measure, pd.Series]) -> None:
    """Beside the last point of each line what it is and how high it stands there."""
    low, high = (math.log(limit) for limit in axes.get_ylim())
    wanted = {
        measure: _TALL * (math.log(line.dropna().iloc[-1]) - low) / (high - low)
        for measure, line in lines.items()
    }
    for (measure, line), up in zip(
        lines.items(), apart(list(wanted.values()), _LABEL, _TALL), strict=True
    ):
        last = line.dropna().index[-1]
        level = significant(float(series.loc[last, measure.column]) * measure.factor)
        axes.annotate(
            f"{measure.name}\n{level}{measure.unit}",
            (1.0, up / _TALL),
            xycoords="axes fraction",
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=6.2,
            linespacing=1.05,
            color=measure.colour,
        )


def _add_legend(figure: Figure, windows: set[Window]) -> None:
    ends = "the two ends of the window"
    if len(windows) == 1:
        (window,) = windows
        base, end = (_span(years) for years in (window.base_years, window.end_years))
        ends = f"ends compared: {base}, {end}"
    keys = [
        Patch(color=_SHADE, label=ends),
        Line2D(
            [], [], color=MUTED, linewidth=0.7, linestyle=_NO_CHANGE, label="as in the first year"
        ),
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
        "Index, first year of the window = 100, on a logarithmic scale of each panel’s own; years "
        "without exports are left out. Beside each line its last level: share of world exports by "
        f"value; unit value relative to that of {COMPARATORS[comparator]}. Changes are between the "
        f"means of the shaded ends. Countries by ISO 3166 code. {owed(s for s, _, _ in named)}"
    )
    if configured > len(pairs):
        missing = configured - len(pairs)
        text += (
            f" No data were supplied for {missing} of {configured} pairs of product and exporter."
        )
    return wrapped(text)


def _alt(
    named: Mapping[Key, str],
    own: pd.DataFrame,
    classes: Mapping[Key, Mapping[str, Any]],
    warned: set[tuple[str, str, str, int]],
) -> str:
    sentences = [
        f"Small multiples, a panel for each of {len(named)} series: market share and unit value "
        "relative to the comparator by year, both as an index, the two ends of the window shaded."
    ]
    for key, name in named.items():
        series = _series(own, key)
        parts = [
            f"{measure.name} {_course(series[measure.column] * measure.factor, measure.unit)}"
            for measure in _MEASURES
        ]
        found, changes = _class_text(classes.get(key))
        sentences.append(f"{name}: {found} ({changes}); {'; '.join(parts)}.")
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


def _among_constant(unit_values: pd.DataFrame) -> pd.DataFrame:
    """The figures of every year among the exporters of both ends, as those of the classes are.

    A series that has none of them, being absent at an end itself, stays among all exporters.
    """
    known = unit_values[list(CONSTANT_COLUMNS)].notna().any(axis=1)
    compared = known.groupby([unit_values[name] for name in SERIES]).transform("any")
    return unit_values.assign(
        **{
            measure: unit_values[constant].where(compared, unit_values[measure])
            for measure, constant in zip(MEASURES, CONSTANT_COLUMNS, strict=True)
        }
    )


def shows(
    unit_values: pd.DataFrame,
    upgrading: pd.DataFrame,
    warnings: pd.DataFrame,
    products: Mapping[str, Product],
    window: Mapping[str, Any],
    classes: Mapping[str, Any],
    comparator: str,
) -> tuple[Any, ...]:
    """Shares and unit values, their classes, and of which years there is something to be said."""
    warned = by_own_exporters(warnings, products)[[*KEYS]].drop_duplicates()
    if classes["exporters"] == "constant":
        unit_values = _among_constant(unit_values)
    drawn = unit_values[[*KEYS, "value_usd", *MEASURES]]
    return drawn, trade_series.told(upgrading), warned, products, Window(**window), comparator
