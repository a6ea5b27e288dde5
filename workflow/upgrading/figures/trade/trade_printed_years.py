"""Table 2's export figures against the trade series: which calendar years print as they do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from upgrading.cases import printed
from upgrading.figures.page import (
    add_legend,
    apart,
    head_height,
    listed,
    note_height,
    place,
    placed_figure,
    wrapped,
    write,
    write_note,
)
from upgrading.figures.style import MUTED, RULE, WIDTH, Drawing
from upgrading.figures.trade_series import owed, sources_apart, without_data
from upgrading.numbers import shown

PLACE = 130


TITLE = "Exports printed in Table 2 against trade statistics, year by year"

_SERIES: Final = "#6B6B6B"

_LOOKS: Final = (("#B35900", "D"), ("#332288", "s"))
"""Colour and marker of each printed year, the first and the last; none stands for a group."""

_PER_ROW: Final = 2

# Inches.
_PITCH: Final = 1.62
_TEXTS: Final = 0.5
_TALL: Final = 0.86
_LEFT: Final = 0.36
_RIGHT: Final = 0.4
_BLOCK: Final = WIDTH / _PER_ROW
_WIDE: Final = _BLOCK - _LEFT - _RIGHT
_LABEL: Final = 0.1
_LEGEND: Final = 0.3


_MARKED: Final = [
    *("source", "row", "column", "printed", "printed_year"),
    *("year", "value_usd_mill", "fits_as_meant"),
]


@dataclass(frozen=True)
class _Target:
    """One printed figure, in US$ million, and the years whose trade prints as it does."""

    text: str
    year: int
    value: float
    decimals: int
    fits: tuple[int, ...]


@dataclass(frozen=True)
class _Panel:
    """One trade series, in US$ million by year, and the figures printed for it."""

    source: str
    row: str
    name: str
    trade: Mapping[int, float]
    targets: tuple[_Target, ...]


def data(years: pd.DataFrame, offsets: pd.DataFrame, exports: pd.DataFrame) -> pd.DataFrame:
    """A printed figure beside the trade of a year each, and whether that year fits it.

    The bars count those that fit, by the years between the two.
    """
    drawn = {(panel.source, panel.row) for panel in _panels(years, exports)}
    pairs = zip(years["source"], years["row"], strict=True)
    return years.loc[[pair in drawn for pair in pairs], _MARKED]


def draw(years: pd.DataFrame, offsets: pd.DataFrame, exports: pd.DataFrame) -> Drawing:
    """Draw a panel for every trade series with printed export figures, all of them in it.

    `years`: `printed_exports.YEAR_COLUMNS`; `offsets`: `OFFSET_COLUMNS`; `exports`:
    `EXPORTS_COLUMNS`, with `printed` as text in both `years` and `exports`. After them, how many
    figures of each printed year fit if all were those of some years earlier or later. Figures
    without a series are counted in the note; with none at all the figure says so.
    """
    panels = _panels(years, exports)
    if not panels:
        return without_data(TITLE, "Trade of the products of Table 2")
    targets = [target for panel in panels for target in panel.targets]
    printed_years = sorted({target.year for target in targets})
    looks = dict(zip(printed_years, _LOOKS, strict=False))
    finding = _finding(targets)
    note = wrapped(_note(panels, exports))
    rows = math.ceil((len(panels) + 1) / _PER_ROW)
    figure = placed_figure(_LEGEND + _PITCH * rows + note_height(note), TITLE, finding)
    head = head_height(finding)
    _add_legend(figure, head, looks)
    span = range(min(y for p in panels for y in p.trade), max(y for p in panels for y in p.trade))
    corners = [
        (number % _PER_ROW * _BLOCK, head + _LEGEND + number // _PER_ROW * _PITCH)
        for number in range(len(panels) + 1)
    ]
    for panel, (left, top) in zip(panels, corners, strict=False):
        write(figure, left + 0.07, top, panel.name, fontsize=8, fontweight="bold")
        for line, target in enumerate(panel.targets):
            words, colour = _told(panel, target), looks[target.year][0]
            write(figure, left + 0.07, top + 0.15 + 0.125 * line, words, fontsize=6.8, color=colour)
        axes = place(figure, left + _LEFT, top + _TEXTS, _WIDE, _TALL)
        _draw_panel(axes, panel, span, looks)
    _draw_offsets(figure, *corners[-1], offsets, looks)
    write_note(figure, head + _LEGEND + _PITCH * rows, note)
    return Drawing(figure, TITLE, f"{finding}. {_alt(panels, offsets)}")


def _panels(years: pd.DataFrame, exports: pd.DataFrame) -> list[_Panel]:
    """Every trade series with printed figures, in the order of `exports`."""
    apart_by = sources_apart([str(source) for source in years["source"].unique()])
    names: dict[tuple[str, str], str] = {}
    trade: dict[tuple[str, str], dict[int, float]] = {}
    targets: dict[tuple[str, str], list[_Target]] = {}
    for row in exports.to_dict("records"):
        key = str(row["source"]), str(row["row"])
        chosen = years[
            (years["source"] == row["source"])
            & (years["row"] == row["row"])
            & (years["column"] == row["column"])
        ]
        amount = printed.amount(str(row["printed"]))
        if chosen.empty or amount is None:
            continue
        products = listed([name.replace("_", " ") for name in str(row["products"]).split()])
        names[key] = f"{products[0].upper()}{products[1:]}, {row['exporter']}{apart_by[key[0]]}"
        values = chosen["value_usd_mill"].astype(float)
        trade[key] = dict(zip(chosen["year"].astype(int), values, strict=True))
        targets.setdefault(key, []).append(
            _Target(
                str(row["printed"]),
                int(row["printed_year"]),
                float(amount),
                int(row["decimals_meant"]),
                tuple(chosen.loc[chosen["fits_as_meant"].astype(bool), "year"].astype(int)),
            )
        )
    return [
        _Panel(*key, name, trade[key], tuple(sorted(targets[key], key=lambda one: one.year)))
        for key, name in names.items()
    ]


def _finding(targets: Sequence[_Target]) -> str:
    """How many of the figures printed for each year are those of that year."""
    told = []
    for year in sorted({target.year for target in targets}, reverse=True):
        own = [target for target in targets if target.year == year]
        fitting = sum(year in target.fits for target in own)
        told.append((year, f"{fitting} of {len(own)}"))
    (year, count), *others = told
    text = f"Of the figures printed for {year}, {count} fit the trade of that year"
    return text + "".join(f"; of those for {year}, {count}" for year, count in others)


def _fit(count: int) -> str:
    return "fits" if count == 1 else "fit"


def _told(panel: _Panel, target: _Target) -> str:
    """What the trade series says of one printed figure."""
    own = panel.trade.get(target.year)
    others = [
        f"{year} ({_amount(panel.trade[year])})" for year in target.fits if year != target.year
    ]
    head = f"{target.text} printed for {target.year}"
    if own is not None and target.year in target.fits:
        verb = "does" if len(others) == 1 else "do"
        return f"{head}: fits ({_amount(own)})" + (f", as {verb} {listed(others)}" * bool(others))
    here = "no trade" if own is None else f"trade {_amount(own)}"
    return f"{head}: {here}; " + (f"fits {listed(others)}" if others else "no year fits")


def _amount(value: float) -> str:
    return shown(Fraction(value), 1, thousands=",")


def _draw_panel(
    axes: Axes, panel: _Panel, span: range, looks: Mapping[int, tuple[str, str]]
) -> None:
    order = sorted(panel.trade)
    axes.plot(
        order,
        [panel.trade[year] for year in order],
        color=_SERIES,
        linewidth=0.9,
        marker="o",
        markersize=2.0,
        zorder=2,
        clip_on=False,
    )
    top = 1.12 * max(*panel.trade.values(), *(target.value for target in panel.targets))
    ups = apart([_TALL * target.value / top for target in panel.targets], _LABEL, _TALL)
    for target, up in zip(panel.targets, ups, strict=True):
        colour, marker = looks[target.year]
        half = 0.5 * 10.0**-target.decimals
        axes.axhspan(
            target.value - half,
            target.value + half,
            color=colour,
            alpha=0.4,
            linewidth=0.6,
            zorder=1,
        )
        axes.plot([target.year], [target.value], zorder=4, clip_on=False, **_ring(colour, marker))
        axes.plot(
            target.fits,
            [panel.trade[year] for year in target.fits],
            zorder=3,
            clip_on=False,
            **_filled(colour, marker),
        )
        axes.annotate(
            target.text,
            (1.0, up / _TALL),
            xycoords="axes fraction",
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=6.5,
            color=colour,
        )
    axes.set_xlim(span[0] - 0.7, span[-1] + 1.7)
    axes.set_ylim(0, top)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(3, min_n_ticks=2))
    axes.xaxis.set_major_formatter(lambda x, _: shown(Fraction(x), 0))
    axes.yaxis.set_major_formatter(lambda y, _: shown(Fraction(y), 1, trim=True, thousands=","))
    axes.tick_params(labelsize=6.5, length=2, pad=1.5)


def _ring(colour: str, marker: str) -> dict[str, Any]:
    """A printed figure at the year that it is printed for."""
    return {
        "linestyle": "none",
        "marker": marker,
        "markersize": 8,
        "markerfacecolor": "none",
        "markeredgecolor": colour,
        "markeredgewidth": 1.2,
    }


def _filled(colour: str, marker: str) -> dict[str, Any]:
    """A year that fits."""
    return {
        "linestyle": "none",
        "marker": marker,
        "markersize": 4.2,
        "color": colour,
        "markeredgewidth": 0,
    }


def _draw_offsets(
    figure: Figure,
    left: float,
    top: float,
    offsets: pd.DataFrame,
    looks: Mapping[int, tuple[str, str]],
) -> None:
    """How many of the figures printed for a year fit, by years between it and the trade year."""
    write(figure, left + 0.07, top, "All figures of a year together", fontsize=8, fontweight="bold")
    by_year = {
        year: offsets[offsets["printed_year"] == year]
        .groupby("offset")[["figures", "fitting"]]
        .sum()
        for year in looks
    }
    numbers = [int(found["figures"].max()) for found in by_year.values() if not found.empty]
    if not numbers:
        words = "no year that every series has"
        write(figure, left + 0.07, top + 0.15, words, fontsize=6.8, color=MUTED)
        return
    words = "How many fit the printed year (0), or one before or after it"
    write(figure, left + 0.07, top + 0.15, words, fontsize=6.8)
    axes = place(figure, left + _LEFT, top + _TEXTS, _WIDE, _TALL)
    wide = 0.8 / len(looks)
    for number, (year, found) in enumerate(by_year.items()):
        places = [int(offset) + (number - (len(looks) - 1) / 2) * wide for offset in found.index]
        axes.bar(places, found["fitting"], color=looks[year][0], width=wide * 0.92)
        for x, fitting in zip(places, found["fitting"], strict=True):
            axes.annotate(
                str(int(fitting)),
                (x, fitting),
                xytext=(0, 1.2),
                textcoords="offset points",
                ha="center",
                fontsize=6.2,
                color=looks[year][0],
            )
    axes.set_ylim(0, 1.25 * max(numbers))
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    every = sorted({int(offset) for found in by_year.values() for offset in found.index})
    names = [shown(Fraction(abs(n)), 0) for n in every]
    signs = ["−" if n < 0 else "+" if n else "" for n in every]
    axes.set_xticks(every, [f"{sign}{name}" for sign, name in zip(signs, names, strict=True)])
    axes.tick_params(labelsize=6.5, length=2, pad=1.5)
    axes.grid(axis="y", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    for label, offset in zip(axes.get_xticklabels(), every, strict=True):
        label.set_fontweight("bold" if offset == 0 else "normal")


def _add_legend(figure: Figure, top: float, looks: Mapping[int, tuple[str, str]]) -> None:
    keys = [Line2D([], [], color=_SERIES, linewidth=0.9, marker="o", markersize=2.0, label="trade")]
    for year, look in looks.items():
        keys += [
            Line2D([], [], **_ring(*look), label=f"printed for {year}"),
            Line2D([], [], **_filled(*look), label="trade that fits it"),
        ]
    add_legend(
        figure,
        top - 0.04,
        keys,
        columnspacing=1.3,
        handletextpad=0.3,
    )


def _note(panels: list[_Panel], exports: pd.DataFrame) -> str:
    without = len(exports[["row", "column"]].drop_duplicates()) - len(
        {(panel.row, target.year) for panel in panels for target in panel.targets}
    )
    text = (
        "Million US dollars. A year fits if its figure prints as the report’s: rounded or cut "
        "off to the decimals meant (a “.0” shared by all exports of a row is not counted as a "
        "decimal). With many years, one may fit by chance."
    )
    if without:
        text += f" Printed figures for which no trade data were supplied: {without}."
    return f"{text} {owed(panel.source for panel in panels)}"


def _alt(panels: list[_Panel], offsets: pd.DataFrame) -> str:
    sentences = [
        f"One panel for each of {len(panels)} trade series with export figures printed in Table 2: "
        "trade by year, each printed figure as a band with a mark at its year, years that fit "
        "marked."
    ]
    for panel in panels:
        told = "; ".join(f"{_told(panel, target)}" for target in panel.targets)
        sentences.append(f"{panel.name}: {told}.")
    for year, rows in offsets.groupby("printed_year"):
        by_offset = rows.groupby("offset")[["figures", "fitting"]].sum()
        fitting = by_offset["fitting"]
        parts = [
            f"{int(count)} {_fit(count)} {int(year) + int(offset)}"
            for offset, count in fitting.items()
            if count or offset == 0
        ]
        number = int(by_offset["figures"].max())
        sentences.append(f"Of {number} figures printed for {int(year)}, {listed(parts)}.")
    return " ".join(sentences)


def shows(
    years: pd.DataFrame, offsets: pd.DataFrame, exports: pd.DataFrame
) -> tuple[pd.DataFrame, ...]:
    """The printed exports beside those of every year."""
    return years, offsets, exports
