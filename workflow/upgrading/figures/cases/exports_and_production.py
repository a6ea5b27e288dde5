"""Exports and production of the clusters studied in the field (Table 2)."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.ticker import LogFormatter

from upgrading.figures.page import head_height, headed
from upgrading.figures.shown import NAMED
from upgrading.figures.style import INK, MUTED, RULE, Drawing, new_figure
from upgrading.numbers import shown

PLACE = 60


TITLE = "Production and exports of the clusters studied in the field"

_REMARK = "exports exceed production"
"""What the report itself remarks, in column `note`."""

_REMARKED, _COMPUTED = "†", "‡"
_APART: Final = 0.19
"""Of production and exports from the middle of their row, in rows."""

_ROW: Final = 0.4
_OTHER: Final = 1.6
_PAGE: Final = 9.0
"""Inches: one row, everything around the rows, and the most that one page holds."""


@dataclass(frozen=True)
class _Line:
    """Production or exports: the columns, their years, and how the line looks."""

    name: str
    earlier: str
    later: str
    years: tuple[str, str]
    offset: float
    marker: str
    colour: str


_LINES: Final = (
    _Line(
        "production",
        "production_1995",
        "production_2002",
        ("1995", "2002"),
        -_APART,
        "s",
        "#332288",
    ),
    _Line("exports", "exports_1996", "exports_2002", ("1996", "2002"), _APART, "o", "#C26A00"),
)
"""In colours that do not stand for a sector group."""

_AMOUNTS = [column for line in _LINES for column in (line.earlier, line.later)]


def data(profiles: pd.DataFrame, clusters: pd.DataFrame) -> pd.DataFrame:
    """A row of the picture each: the product, both amounts in both years, what is remarked."""
    rows = _sorted(profiles).merge(
        clusters[["cluster_id", "name", "country"]], "left", "cluster_id"
    )
    marked = [*_AMOUNTS, "exports_exceed_production", "note"]
    return rows[["profile_id", "cluster_id", "product", "name", "country", *marked]]


def draw(profiles: pd.DataFrame, clusters: pd.DataFrame) -> Drawing:
    """Draw production above exports for every row of `profiles` (`profiles.PROFILE_COLUMNS`).

    The largest production comes first. Rows are called by their product and the name of their
    cluster in `clusters` (`vocabulary.CLUSTER_COLUMNS`).
    """
    rows = _named(_sorted(profiles), clusters)
    finding = _finding(rows)
    figure = new_figure(min(_PAGE, head_height(finding) + _OTHER + _ROW * len(rows)))
    headed(figure, TITLE, finding)
    axes = figure.add_subplot()
    _set_axes(axes, rows)
    for y, (_, row) in enumerate(rows.iterrows()):
        for line in _LINES:
            _draw_line(axes, y + line.offset, line, row)
    _add_legend(figure, _note(rows))
    return Drawing(figure, TITLE, f"{finding}. {_alt(rows)}")


def _finding(rows: pd.DataFrame) -> str:
    """How many rows with both years rose, exports first."""
    told = []
    for line in reversed(_LINES):
        pairs = _both_years(rows, line)
        if pairs:
            risen = sum(later > earlier for earlier, later in pairs)
            told.append((line.name, f"{risen} of {len(pairs)}"))
    if not told:
        return "No row has figures of both years"
    (name, count), *others = told
    text = f"{name.capitalize()} rose in {count} products with figures of both years"
    return text + "".join(f", {name} in {count}" for name, count in others)


def _both_years(rows: pd.DataFrame, line: _Line) -> list[tuple[Fraction, Fraction]]:
    """Earlier and later amount of the rows that have both."""
    found = rows[[line.earlier, line.later]].dropna().itertuples(index=False, name=None)
    return list(found)


def _sorted(profiles: pd.DataFrame) -> pd.DataFrame:
    def size(row: Any) -> tuple[bool, Fraction]:
        return row.production_2002 is None, -(row.production_2002 or Fraction(0))

    order = [row.Index for row in sorted(profiles.itertuples(), key=size)]
    return profiles.loc[order]


def _named(profiles: pd.DataFrame, clusters: pd.DataFrame) -> pd.DataFrame:
    """The profiles with a column `label`."""
    known = zip(clusters["cluster_id"], clusters["name"], clusters["country"], strict=True)
    places = {cluster: f"{name} ({country})" for cluster, name, country in known}
    labels = [
        f"{row.product.capitalize()}, {places[row.cluster_id]}"
        if row.cluster_id in places and row.product
        else row.profile_id.replace("_", " ").capitalize()
        for row in profiles.itertuples()
    ]
    return profiles.assign(label=pd.Series(labels, dtype=object, index=profiles.index))


def _mark(row: pd.Series) -> str:
    """The dagger of a row whose exports exceed its production, else nothing."""
    if _REMARK in (row["note"] or ""):
        return _REMARKED
    return _COMPUTED if row["exports_exceed_production"] else ""


def _set_axes(axes: Axes, rows: pd.DataFrame) -> None:
    amounts = [float(value) for value in rows[_AMOUNTS].to_numpy().flat if value]
    low, high = (min(amounts), max(amounts)) if amounts else (1.0, 10.0)
    axes.set_xscale("log")
    # Room for the figures beside the outermost marks.
    axes.set(xlim=(low / 1.9, high * 2.4), ylim=(len(rows) - 0.5, -0.5))
    axes.xaxis.set_major_formatter(lambda x, _: shown(Fraction(x), 3, trim=True, thousands=","))
    axes.xaxis.set_minor_formatter(LogFormatter())  # not the usual one, which writes mathematics
    axes.set_xlabel("Million US dollars (logarithmic scale)")
    axes.set_ylabel("Product and place", labelpad=7)
    axes.grid(axis="x", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.hlines(
        [y - 0.5 for y in range(1, len(rows))],
        0,
        1,
        RULE,
        linewidth=0.6,
        transform=axes.get_yaxis_transform(),
    )
    axes.set_yticks(range(len(rows)), rows["label"])
    axes.tick_params(axis="y", length=0, pad=58)
    axes.set_yticks(
        [y + line.offset for y in range(len(rows)) for line in _LINES],
        [
            f"{line.name} {_mark(row) if line.name == 'exports' else ''}".strip()
            for _, row in rows.iterrows()
            for line in _LINES
        ],
        minor=True,
        fontsize=7,
        color=MUTED,
    )
    for text in axes.get_yticklabels(minor=True):
        if text.get_text().endswith((_REMARKED, _COMPUTED)):
            text.set(color=INK, fontweight="bold")
    axes.tick_params(axis="y", which="minor", length=0)
    axes.spines["left"].set_visible(False)


def _draw_line(axes: Axes, y: float, line: _Line, row: pd.Series) -> None:
    amounts = (row[line.earlier], row[line.later])
    known = [amount for amount in amounts if amount]
    axes.plot([float(amount) for amount in known], [y] * len(known), color=line.colour, zorder=2)
    for amount, mark in zip(amounts, _marks(line), strict=True):
        if amount:
            mark.set_data([float(amount)], [y])
            axes.add_line(mark)
    for amount in sorted(set(known)):
        side = -1 if amount < max(known) else 1
        both = " (both years)" if known.count(amount) > 1 else ""
        _write(axes, float(amount), y, side, _amount(amount) + both)
    # A logarithmic scale has no place for nought: it is told in words.
    absent = [
        f"{year} not available" if amount is None else f"{year}: {shown(amount, 0)}"
        for year, amount in zip(line.years, amounts, strict=True)
        if not amount
    ]
    low, high = axes.get_xlim()
    if not known:
        text = "not available" if amounts == (None, None) else ", ".join(absent)
        _write(axes, low, y, 1, text, style="italic", color=MUTED)
    elif absent:
        # The figure of the other year is at the right of its mark: there is room at the left,
        # unless the mark is near the axis.
        x = float(known[0])
        left = x > math.sqrt(low * high)
        _write(
            axes, x, y, -1 if left else 1, absent[0], 0 if left else 26, style="italic", color=MUTED
        )


def _marks(line: _Line) -> tuple[Line2D, Line2D]:
    """The open mark of the earlier year and the filled one of the later."""
    earlier, later = (
        Line2D(
            [],
            [],
            linestyle="none",
            marker=line.marker,
            markersize=5,
            color=line.colour,
            markerfacecolor=fill,
            markeredgewidth=1.2,
            zorder=3,
        )
        for fill in ("white", line.colour)
    )
    return earlier, later


def _write(
    axes: Axes, x: float, y: float, side: int, text: str, further: int = 0, **looks: Any
) -> None:
    """Write beside a point: at its right (`side` 1) or left (-1), `further` points away."""
    axes.annotate(
        text,
        (x, y),
        xytext=(side * (5 + further), 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center_baseline",
        fontsize=6.8,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3},
        **looks,
    )


def _add_legend(figure: Figure, note: str) -> None:
    marks = [_marks(line) for line in _LINES]
    years = [" or ".join(f"{line.years[n]} ({line.name})" for line in _LINES) for n in (0, 1)]
    handles: list[Any] = list(zip(*marks, strict=True))
    legend = figure.legend(
        handles,
        [f"Open: {years[0]}", f"Filled: {_LINES[0].years[1]}"],
        handler_map={tuple: HandlerTuple(ndivide=None, pad=0.6)},
        loc="outside lower left",
        ncols=2,
        title=note,
        title_fontsize=7,
        alignment="left",
    )
    legend.get_title().set_color(MUTED)


def _note(rows: pd.DataFrame) -> str:
    marks = [_mark(row) for _, row in rows.iterrows()]
    parts = []
    if _REMARKED in marks:
        parts.append(f"{_REMARKED} Exports exceed production, as the report itself remarks.")
    if _COMPUTED in marks:
        parts.append(
            f"{_COMPUTED} Exports exceed production (in 2002, or in 1996 against 1995) by this "
            "project's computation; the report does not remark on it."
        )
    shows = rows[_AMOUNTS].notna().any(axis=1)
    remarks = [
        f"{row['label']}: {row['note']}"
        for _, row in rows[shows].iterrows()
        if row["note"] not in {None, _REMARK}
    ]
    if remarks:
        parts.append(f"Remarks of the report. {'. '.join(remarks)}.")
    parts.append(
        "Rows by production in 2002, the largest first. Countries by ISO 3166 code. "
        "Figures of Pietrobelli and Rabellotti (2004), Table 2"
    )
    return "\n".join(textwrap.fill(part, 128) for part in parts)


def _alt(rows: pd.DataFrame) -> str:
    sentences = [
        f"Products of clusters studied in the field, one a row ({len(rows)} in all): production "
        "above exports, each in two years, in million US dollars on a logarithmic scale."
    ]
    for line in _LINES:
        figures = [(row[line.later], row["label"]) for _, row in rows.iterrows()]
        known = sorted((amount, label) for amount, label in figures if amount is not None)
        text = f"Rows with a figure for {line.name} in {line.years[1]}: {len(known)}"
        if known:
            (least, smallest), (most, largest) = known[0], known[-1]
            text += f", from {_amount(least)} ({smallest}) to {_amount(most)} ({largest})"
        pairs = _both_years(rows, line)
        if pairs:
            risen = sum(later > earlier for earlier, later in pairs)
            text += f"; of {len(pairs)} with both years, {risen} rose from {line.years[0]}"
        sentences.append(f"{text}.")
    words = {_REMARKED: "remarked by the report", _COMPUTED: "by computation"}
    marked = [(row["label"], _mark(row)) for _, row in rows.iterrows()]
    exceeding = [f"{label}, {words[mark]}" for label, mark in marked if mark]
    if exceeding:
        sentences.append(f"Exports exceed production in: {'; '.join(exceeding)}.")
    return " ".join(sentences)


def _amount(value: Fraction) -> str:
    return shown(value, 1, trim=True, thousands=",")


def shows(profiles: pd.DataFrame, clusters: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The profiles, and what their clusters are called."""
    return profiles, clusters[clusters["cluster_id"].isin(profiles["cluster_id"])][NAMED]
