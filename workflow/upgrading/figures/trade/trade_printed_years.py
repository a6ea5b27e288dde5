"""Table 2's export figures against the trade series: which calendar years print as they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from upgrading.cases import printed
from upgrading.figures.page import (
    HEAD,
    note_height,
    place,
    placed_figure,
    wrapped,
    write,
    write_note,
)
from upgrading.figures.style import INK, RULE, WIDTH, Drawing
from upgrading.figures.trade_series import (
    listed,
    owed,
    sources_apart,
    without_data,
)
from upgrading.numbers import shown

PLACE = 130


TITLE = "Exports printed in Table 2 against trade statistics, year by year"

_SERIES: Final = "#332288"
_PRINTED: Final = "#C26A00"

# Inches.
_HEAD: Final = HEAD
_PITCH: Final = 1.24
_TITLE: Final = 0.32
_TALL: Final = 0.66
_LEFT: Final = 0.45
_GAP: Final = 0.5
_OFFSETS: Final = 1.5
_LEGEND: Final = 0.34


@dataclass(frozen=True)
class _Panel:
    """One printed figure and the trade series of its row, in US$ million by year."""

    source: str
    row: str
    name: str
    text: str
    year: int
    value: float
    decimals: int
    trade: Mapping[int, float]
    fits: tuple[int, ...]


def draw(years: pd.DataFrame, offsets: pd.DataFrame, exports: pd.DataFrame) -> Drawing:
    """Draw a panel for every printed export figure that has a trade series, a column by year.

    `years`: `printed_exports.YEAR_COLUMNS`; `offsets`: `OFFSET_COLUMNS`; `exports`:
    `EXPORTS_COLUMNS`, with `printed` as text in both `years` and `exports`. Below them, how many
    figures of each printed year fit if all were those of some years earlier or later. Figures
    without a series are counted in the note; with none at all the figure says so.
    """
    panels = _panels(years, exports)
    if not panels:
        return without_data(TITLE, "Trade of the products of Table 2")
    columns = sorted({panel.year for panel in panels})
    rows = list(dict.fromkeys((panel.source, panel.row) for panel in panels))
    note = _note(panels, exports)
    below = _HEAD + _PITCH * len(rows)
    figure = placed_figure(below - HEAD + _OFFSETS + note_height(note) + _LEGEND, TITLE, TITLE)
    wide = (WIDTH - 0.1 - len(columns) * _LEFT - (len(columns) - 1) * 0.15) / len(columns)
    span = range(min(y for p in panels for y in p.trade), max(y for p in panels for y in p.trade))
    for panel in panels:
        left = _LEFT + columns.index(panel.year) * (wide + _GAP)
        top = _HEAD + rows.index((panel.source, panel.row)) * _PITCH
        write(figure, left - 0.38, top, panel.name, fontsize=7.8, fontweight="bold")
        write(figure, left - 0.38, top + 0.14, _finding(panel), fontsize=7)
        axes = place(figure, left, top + _TITLE, wide, _TALL)
        _draw_panel(axes, panel, span)
    for number, year in enumerate(columns):
        left = _LEFT + number * (wide + _GAP)
        _draw_offsets(figure, left, below, wide, year, offsets[offsets["printed_year"] == year])
    write_note(figure, below + _OFFSETS, note)
    _add_legend(figure)
    return Drawing(figure, TITLE, _alt(panels, offsets))


def _panels(years: pd.DataFrame, exports: pd.DataFrame) -> list[_Panel]:
    """Every printed figure with a series, in the order of `exports`."""
    found = []
    apart = sources_apart([str(source) for source in years["source"].unique()])
    for row in exports.to_dict("records"):
        chosen = years[
            (years["source"] == row["source"])
            & (years["row"] == row["row"])
            & (years["column"] == row["column"])
        ]
        amount = printed.amount(str(row["printed"]))
        if chosen.empty or amount is None:
            continue
        products = listed([name.replace("_", " ") for name in str(row["products"]).split()])
        place_of = f"{products[0].upper()}{products[1:]}, {row['exporter']}"
        found.append(
            _Panel(
                str(row["source"]),
                str(row["row"]),
                f"{place_of}: {row['printed']} printed for {int(row['printed_year'])}"
                + apart[str(row["source"])],
                str(row["printed"]),
                int(row["printed_year"]),
                float(amount),
                int(row["decimals_meant"]),
                dict(
                    zip(
                        chosen["year"].astype(int),
                        chosen["value_usd_mill"].astype(float),
                        strict=True,
                    )
                ),
                tuple(chosen.loc[chosen["fits_as_meant"].astype(bool), "year"].astype(int)),
            )
        )
    return found


def _finding(panel: _Panel) -> str:
    """What the trade series says of one printed figure."""
    own = panel.trade.get(panel.year)
    here = "" if own is None else f"{panel.year} has {_amount(own)}"
    fits = [f"{year} ({_amount(panel.trade[year])})" for year in panel.fits]
    if panel.year in panel.fits:
        others = [text for text in fits if not text.startswith(str(panel.year))]
        also = f"; so does {listed(others)}" if others else ""
        return f"{panel.year} fits ({_amount(panel.trade[panel.year])}){also}"
    if fits:
        return "; ".join(part for part in (f"fits {listed(fits)}", here) if part)
    return "; ".join(part for part in ("no year fits", here) if part)


def _amount(value: float) -> str:
    return shown(Fraction(value), 1, thousands=",")


def _draw_panel(axes: Axes, panel: _Panel, span: range) -> None:
    half = 0.5 * 10.0**-panel.decimals
    axes.axvline(panel.year, color=_PRINTED, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
    axes.axhspan(
        panel.value - half, panel.value + half, color=_PRINTED, alpha=0.55, linewidth=0.5, zorder=1
    )
    order = sorted(panel.trade)
    axes.plot(
        order,
        [panel.trade[year] for year in order],
        color=_SERIES,
        linewidth=0.8,
        marker="o",
        markersize=2.2,
        zorder=2,
        clip_on=False,
    )
    axes.plot(
        panel.fits,
        [panel.trade[year] for year in panel.fits],
        linestyle="none",
        marker="D",
        markersize=5,
        markerfacecolor=_PRINTED,
        markeredgecolor=INK,
        markeredgewidth=0.7,
        zorder=3,
        clip_on=False,
    )
    axes.set_xlim(span[0] - 0.7, span[-1] + 1.7)
    axes.set_ylim(0, 1.12 * max(*panel.trade.values(), panel.value + half))
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(3, min_n_ticks=2))
    axes.xaxis.set_major_formatter(lambda x, _: shown(Fraction(x), 0))
    axes.yaxis.set_major_formatter(lambda y, _: shown(Fraction(y), 1, trim=True, thousands=","))
    axes.tick_params(labelsize=6.5, length=2, pad=1.5)


def _draw_offsets(
    figure: Figure, left: float, top: float, wide: float, year: int, rows: pd.DataFrame
) -> None:
    """How many of the figures printed for `year` fit, by years between it and the trade year."""
    title = f"All figures printed for {year} together"
    write(figure, left - 0.38, top, title, fontsize=7.8, fontweight="bold")
    by_offset = rows.groupby("offset")[["figures", "fitting"]].sum()
    if by_offset.empty:
        write(figure, left - 0.38, top + 0.14, "no year that every series has", fontsize=7)
        return
    axes = place(figure, left, top + _TITLE - 0.08, wide, 0.62)
    number = int(by_offset["figures"].max())
    axes.bar(by_offset.index, by_offset["fitting"], color=_PRINTED, width=0.7)
    for offset, fitting in by_offset["fitting"].items():
        axes.annotate(
            str(int(fitting)),
            (offset, fitting),
            xytext=(0, 1.5),
            textcoords="offset points",
            ha="center",
            fontsize=6.5,
        )
    axes.set_ylim(0, 1.2 * number)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.set_xticks(list(by_offset.index), [str(year + int(n)) for n in by_offset.index])
    axes.tick_params(labelsize=6.5, length=2, pad=1.5)
    axes.tick_params(axis="x", labelsize=6)
    for label in axes.get_xticklabels():
        if label.get_text() == str(year):
            label.set_fontweight("bold")
    axes.grid(axis="y", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.set_xlabel(
        f"if all were of this year (bold: as printed), how many of {number} fit", fontsize=7
    )


def _add_legend(figure: Figure) -> None:
    keys = [
        Line2D([], [], color=_SERIES, linewidth=0.8, marker="o", markersize=2.2, label="trade"),
        Patch(facecolor=_PRINTED, alpha=0.55, label="figure as printed"),
        Line2D(
            [], [], color=_PRINTED, linewidth=0.8, linestyle=(0, (2, 2)), label="year as printed"
        ),
        Line2D(
            [],
            [],
            linestyle="none",
            marker="D",
            markersize=5,
            markerfacecolor=_PRINTED,
            markeredgecolor=INK,
            markeredgewidth=0.7,
            label="year that fits",
        ),
    ]
    figure.legend(handles=keys, loc="lower left", ncols=len(keys), bbox_to_anchor=(0.0, 0.0))


def _note(panels: list[_Panel], exports: pd.DataFrame) -> str:
    without = len(exports[["row", "column"]].drop_duplicates()) - len(
        {(panel.row, panel.year) for panel in panels}
    )
    text = (
        "Million US dollars. A year fits if its figure prints as "
        "the report's: rounded or cut off to the decimals meant (a nought after the point in all "
        "exports of a row says nothing). Some year of many may fit by chance."
    )
    if without:
        text += f" Printed figures for which no trade data were supplied: {without}."
    return wrapped(f"{text} {owed(panel.source for panel in panels)}")


def _alt(panels: list[_Panel], offsets: pd.DataFrame) -> str:
    sentences = [
        f"One panel for each of {len(panels)} export figures printed in Table 2: the trade series "
        "by year, the printed figure as a band, the printed year and the years that fit marked."
    ]
    sentences += [f"{panel.name}: {_finding(panel)}." for panel in panels]
    for year, rows in offsets.groupby("printed_year"):
        by_offset = rows.groupby("offset")[["figures", "fitting"]].sum()
        fitting = by_offset["fitting"]
        parts = [
            f"{int(count)} {'fits' if count == 1 else 'fit'} {int(year) + int(offset)}"
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
