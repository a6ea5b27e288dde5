"""Mean upgrading from low to high degree of collective efficiency, printed beside recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from upgrading.cases import printed
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
from upgrading.figures.style import GROUP_COLOURS, INK, MUTED, RULE, Drawing
from upgrading.numbers import shown
from upgrading.vocabulary import DEGREES, HIGHEST_SCORE, SECTOR_GROUPS, UPGRADING

PLACE = 80


TITLE = "Mean upgrading by degree of collective efficiency, as printed and as recomputed"

TABLES: Final = MappingProxyType(
    {
        "table_06": "traditional_manufacturing",
        "table_10": "natural_resource_based",
        "table_14": "complex_product_systems",
    }
)
"""Tables of upgrading by degree, and the sector group of each."""

_FROM_LOW: Final = tuple(reversed(DEGREES))

_NOTE: Final = (
    "Upgrading rises if its recomputed mean is higher at the highest degree than at the lowest. n: "
    "clusters behind the recomputed mean, which the area of its mark shows. Where both means agree "
    "at the printed precision, one figure stands for both; otherwise the printed one is in "
    "italics. Printed means: Pietrobelli and Rabellotti (2004), Tables 6, 10 and 14."
)

# Inches.
_LEGEND: Final = 0.28
_COLUMN_HEADS: Final = 0.22
_TALL: Final = 1.32
_PITCH: Final = 1.72
_LEFT: Final = 0.62
_WIDE: Final = 1.38
_GAP: Final = 0.16

_PER_CLUSTER: Final = 15.0
"""Area of a recomputed mean's mark in square points."""

_BAR: Final = 19.0
"""Points: a printed mean, wider than any mark."""


@dataclass(frozen=True)
class _Mean:
    """One cell of a table by degree."""

    printed: Fraction | None
    recomputed: Fraction | None
    differs: bool
    decimals: int
    count: int | None

    def text(self, value: Fraction | None) -> str:
        """A mean in the precision of the printed one."""
        return shown(value, self.decimals)

    @property
    def radius(self) -> float:
        """Points from the middle of the recomputed mean's mark to its rim."""
        return float((_PER_CLUSTER * max(self.count or 1, 1)) ** 0.5) / 2


Means = Mapping[tuple[str, str, str], _Mean]
"""By table, degree and kind of upgrading."""


def data(exhibits: pd.DataFrame) -> pd.DataFrame:
    """A mean each, as printed and as recomputed, with the clusters behind the latter."""
    marks = [
        (
            table,
            TABLES[table],
            degree,
            kind,
            mean.count,
            mean.printed,
            mean.recomputed,
            mean.differs,
        )
        for (table, degree, kind), mean in _means(exhibits).items()
    ]
    columns = "exhibit group ce_degree upgrading count printed mean differs"
    return pd.DataFrame(marks, columns=columns.split())


def draw(exhibits: pd.DataFrame) -> Drawing:
    """Draw the tables by degree; `exhibits` has the columns of `EXHIBIT_COLUMNS`."""
    means = _means(exhibits)
    note = wrapped(_NOTE)
    finding = _finding(means)
    rows = _PITCH * len(TABLES)
    figure = placed_figure(_LEGEND + _COLUMN_HEADS + rows + note_height(note), TITLE, finding)
    top = head_height(finding)
    _add_legend(figure, top)
    top += _LEGEND
    for across, name in enumerate(UPGRADING.values()):
        write(figure, _left(across), top, name, fontsize=8, fontweight="bold")
    top += _COLUMN_HEADS
    for down, (table, group) in enumerate(TABLES.items()):
        for across, kind in enumerate(UPGRADING):
            axes = place(figure, _left(across), top + down * _PITCH, _WIDE, _TALL)
            cells = {d: means[table, d, kind] for d in _FROM_LOW if (table, d, kind) in means}
            _draw_panel(axes, GROUP_COLOURS[group], cells)
            axes.tick_params(labelleft=across == 0)
            if across == 0:
                axes.set_ylabel(
                    f"{SECTOR_GROUPS[group]}\nmean score (0–{HIGHEST_SCORE})", fontsize=7.5
                )
    write_note(figure, top + rows, note)
    return Drawing(figure, TITLE, f"{finding}. {_alt(means)}")


def _left(across: int) -> float:
    return _LEFT + across * (_WIDE + _GAP)


def _finding(means: Means) -> str:
    """In how many kinds of upgrading the highest degree has more than the lowest."""
    told = []
    for table, group in TABLES.items():
        ends = []
        for kind in UPGRADING:
            known = [
                value
                for degree in _FROM_LOW
                if (table, degree, kind) in means
                and (value := means[table, degree, kind].recomputed) is not None
            ]
            if len(known) > 1:
                ends.append(known[-1] > known[0])
        if ends:
            told.append(f"{SECTOR_GROUPS[group].lower()} {ends.count(True)} of {len(ends)}")
    if not told:
        return "No mean of two degrees to compare"
    return f"Kinds of upgrading that rise with the degree: {', '.join(told)}"


def _means(exhibits: pd.DataFrame) -> Means:
    """The means of all tables, by table, degree and kind of upgrading."""
    cells = exhibits[
        exhibits["exhibit"].isin(list(TABLES))
        & exhibits["row"].isin(list(DEGREES))
        & exhibits["column"].isin(list(UPGRADING))
    ]
    return {
        (cell.exhibit, cell.row, cell.column): _Mean(
            printed.score(cell.printed),
            Fraction(cell.value) if cell.value else None,
            bool(cell.differs),
            2 if printed.is_missing(cell.printed) else printed.decimals(cell.printed),
            cell.count,
        )
        for cell in cells.itertuples(index=False)
    }


def _draw_panel(axes: Axes, colour: str, cells: Mapping[str, _Mean]) -> None:
    axes.set(xlim=(-0.5, len(_FROM_LOW) - 0.5), ylim=(-0.55, HIGHEST_SCORE + 0.55))
    axes.set_yticks(range(HIGHEST_SCORE + 1))
    names = [_tick(DEGREES[degree], cells.get(degree)) for degree in _FROM_LOW]
    axes.set_xticks(range(len(_FROM_LOW)), names)
    axes.tick_params(axis="x", length=0, labelsize=6.5)
    axes.tick_params(axis="y", length=2, labelsize=7)
    axes.grid(axis="y", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.spines["bottom"].set_visible(False)
    if not cells:
        _write_absence(axes, 1, "not tabulated\nin the report")
        return
    known = [(x, cells[degree]) for x, degree in enumerate(_FROM_LOW) if degree in cells]
    means = [(x, mean) for x, mean in known if mean.recomputed is not None]
    told = [(x, mean) for x, mean in known if mean.printed is not None]
    axes.plot(
        [x for x, _ in told],
        [float(mean.printed or 0) for _, mean in told],
        color=MUTED,
        linewidth=0.8,
        linestyle=(0, (3, 2)),
        zorder=1,
    )
    axes.plot(
        [x for x, _ in means],
        [float(mean.recomputed or 0) for _, mean in means],
        color=colour,
        linewidth=1.3,
        zorder=2,
    )
    for x, mean in known:
        _draw_mean(axes, x, mean, colour)


def _tick(name: str, mean: _Mean | None) -> str:
    return name if mean is None or mean.count is None else f"{name}\nn = {mean.count}"


def _draw_mean(axes: Axes, x: int, mean: _Mean, colour: str) -> None:
    if mean.printed is None and mean.recomputed is None:
        _write_absence(axes, x, "no\ncluster" if mean.count == 0 else "no\nmean")
        return
    marks = (
        (mean.printed, _BAR_LOOKS),
        (mean.recomputed, {**_DOT_LOOKS, "markersize": 2 * mean.radius, "color": colour}),
    )
    for value, looks in marks:
        if value is not None:
            axes.plot([x], [float(value)], linestyle="none", **looks)
    known = [value for value, _ in marks if value is not None]
    if mean.printed is not None and mean.recomputed is not None and not mean.differs:
        _write(axes, x, max(known), mean.radius, mean.text(mean.recomputed))
        return
    # Each figure on the far side of its mark, so that close marks do not bring them together.
    for value, style, reach in (
        (mean.printed, "italic", 1.0),
        (mean.recomputed, "normal", mean.radius),
    ):
        if value is not None:
            other = next((v for v in known if v != value), None)
            side = -1 if other is not None and value < other else 1
            near = other is not None and abs(other - value) < _NEAR
            far = max(mean.radius, reach) if near else reach
            _write(axes, x, value, side * far, mean.text(value), style)


_NEAR: Final = Fraction(1, 4)
"""Score points within which the mark of one mean may reach the other's figure."""

_BAR_LOOKS: Final[dict[str, Any]] = {
    "marker": "_",
    "markersize": _BAR,
    "markeredgewidth": 1.3,
    "color": INK,
    "zorder": 2.5,
}

_DOT_LOOKS: Final[dict[str, Any]] = {"marker": "o", "markeredgewidth": 0, "zorder": 3}


def _write(axes: Axes, x: int, y: Fraction, reach: float, text: str, style: str = "normal") -> None:
    """Write above a mean, beyond `reach` points, or below it where `reach` is negative."""
    axes.annotate(
        text,
        (x, float(y)),
        xytext=(0, reach + (1.5 if reach > 0 else -1.5)),
        textcoords="offset points",
        ha="center",
        va="bottom" if reach > 0 else "top",
        fontsize=6.8,
        style=style,
        zorder=5,
    )


def _write_absence(axes: Axes, x: int, text: str) -> None:
    axes.text(
        x,
        HIGHEST_SCORE / 2,
        text,
        ha="center",
        va="center",
        fontsize=7,
        style="italic",
        color=MUTED,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def _add_legend(figure: Figure, top: float) -> None:
    dot = {**_DOT_LOOKS, "color": MUTED}
    bar = {**_BAR_LOOKS, "markersize": 12}
    add_legend(
        figure,
        top - 0.04,
        [
            Line2D([], [], linewidth=1.3, **{**dot, "markersize": 6}),
            Line2D([], [], linewidth=0.8, linestyle=(0, (3, 2)), **{**bar}),
            Line2D([], [], linestyle="none", **{**dot, "markersize": _PER_CLUSTER**0.5}),
            Line2D([], [], linestyle="none", **{**dot, "markersize": (10 * _PER_CLUSTER) ** 0.5}),
        ],
        labels=["recomputed from the clusters’ scores", "printed in the report", "n = 1", "n = 10"],
        borderaxespad=0.3,
        columnspacing=1.6,
        handlelength=2.4,
    )


def _alt(means: Means) -> str:
    sentences = [
        f"Panels for {len(TABLES)} sector groups and {len(UPGRADING)} kinds of upgrading, each "
        "with the mean score of clusters of low, medium and high degree of collective efficiency, "
        "as printed and as recomputed."
    ]
    told = []
    for table, group in TABLES.items():
        of_group = [mean for (name, _, _), mean in means.items() if name == table]
        known = [
            mean for mean in of_group if mean.printed is not None or mean.recomputed is not None
        ]
        other = sum(mean.differs for mean in known)
        told.append(f"{other} of {len(known)} in {SECTOR_GROUPS[group]}")
    sentences.append(f"Printed and recomputed means differ in {'; '.join(told)}.")
    gaps = [
        (abs(mean.printed - mean.recomputed), key)
        for key, mean in means.items()
        if mean.printed is not None and mean.recomputed is not None and mean.differs
    ]
    if gaps:
        _, (table, degree, kind) = max(gaps)
        mean = means[table, degree, kind]
        sentences.append(
            f"The largest difference is in {UPGRADING[kind].lower()} of clusters of "
            f"{DEGREES[degree].lower()} degree in {SECTOR_GROUPS[TABLES[table]]}: printed "
            f"{mean.text(mean.printed)}, recomputed {mean.text(mean.recomputed)}."
        )
    return " ".join(sentences)


def shows(exhibits: pd.DataFrame) -> tuple[pd.DataFrame]:
    """The tables of mean upgrading by degree."""
    return (exhibits[exhibits["exhibit"].isin(list(TABLES))],)
