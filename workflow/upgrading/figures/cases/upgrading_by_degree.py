"""Mean upgrading by degree of collective efficiency, printed beside recomputed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from upgrading.cases import printed
from upgrading.figures.style import (
    GROUP_COLOURS,
    GROUP_MARKERS,
    INK,
    MUTED,
    RULE,
    Drawing,
    new_figure,
)
from upgrading.numbers import shown
from upgrading.vocabulary import DEGREES, SECTOR_GROUPS, UPGRADING

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

_NOTE = (
    "n: clusters behind the recomputed mean. Where both means agree at the printed precision, one "
    "figure stands for both.\nPrinted means: Pietrobelli and Rabellotti (2004), Tables 6, 10 and 14"
)
_SIZE: Final = 4.4
_RING: Final = 10.5
"""Points: the filled mark, and the open one around it."""


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


def draw(exhibits: pd.DataFrame) -> Drawing:
    """Draw the tables by degree; `exhibits` has the columns of `EXHIBIT_COLUMNS`."""
    means = _means(exhibits)
    figure = new_figure(6.9)
    figure.suptitle(TITLE, x=0.01, ha="left")
    panels = figure.subplots(len(TABLES), len(UPGRADING), sharey=True, squeeze=False)
    for line, (table, group) in zip(panels, TABLES.items(), strict=True):
        for axes, kind in zip(line, UPGRADING, strict=True):
            cells = {d: means[table, d, kind] for d in DEGREES if (table, d, kind) in means}
            _draw_panel(axes, group, cells)
        line[0].set_ylabel(f"{SECTOR_GROUPS[group]}\nmean score (0–3)")
    for axes, name in zip(panels[0], UPGRADING.values(), strict=True):
        axes.set_title(name)
    for axes in panels[-1]:
        axes.set_xlabel("Collective efficiency")
    _add_legend(figure)
    return Drawing(figure, TITLE, _alt(means))


def _means(exhibits: pd.DataFrame) -> dict[tuple[str, str, str], _Mean]:
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


def _draw_panel(axes: Axes, group: str, cells: dict[str, _Mean]) -> None:
    axes.set(xlim=(-0.5, len(DEGREES) - 0.5), ylim=(-0.5, 3.5), yticks=range(4))
    axes.set_xticks(range(len(DEGREES)), [_tick(name, cells.get(d)) for d, name in DEGREES.items()])
    axes.tick_params(axis="x", length=0, labelsize=7)
    axes.grid(axis="y", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    if not cells:
        _write_absence(axes, 1, "not tabulated in the report", rotation=0)
    for x, degree in enumerate(DEGREES):
        if degree in cells:
            _draw_mean(axes, x, cells[degree], group)


def _tick(name: str, mean: _Mean | None) -> str:
    return name if mean is None or mean.count is None else f"{name}\nn = {mean.count}"


def _draw_mean(axes: Axes, x: int, mean: _Mean, group: str) -> None:
    if mean.printed is None and mean.recomputed is None:
        _write_absence(axes, x, "no cluster" if mean.count == 0 else "no mean", rotation=90)
        return
    marks = (
        (mean.printed, _ring(GROUP_MARKERS[group])),
        (mean.recomputed, _filled(GROUP_MARKERS[group], GROUP_COLOURS[group])),
    )
    known = [value for value, _ in marks if value is not None]
    axes.plot([x, x], [float(min(known)), float(max(known))], color=MUTED, linewidth=0.9)
    for value, mark in marks:
        if value is not None:
            mark.set_data([x], [float(value)])
            axes.add_line(mark)
    if mean.printed is not None and mean.recomputed is not None and not mean.differs:
        _write(axes, x, max(known), 1, mean.text(mean.recomputed))
        return
    # Each figure on the far side of its mark, so that close marks do not bring them together.
    for value, style in ((mean.printed, "italic"), (mean.recomputed, "normal")):
        if value is not None:
            other = next((v for v in known if v != value), None)
            side = -1 if other is not None and value < other else 1
            _write(axes, x, value, side, mean.text(value), style)


def _ring(marker: str) -> Line2D:
    return Line2D(
        [],
        [],
        linestyle="none",
        marker=marker,
        markersize=_RING,
        markerfacecolor="white",
        markeredgecolor=INK,
        markeredgewidth=0.9,
        zorder=3,
    )


def _filled(marker: str, colour: str) -> Line2D:
    return Line2D(
        [],
        [],
        linestyle="none",
        marker=marker,
        markersize=_SIZE,
        color=colour,
        markeredgewidth=0,
        zorder=4,
    )


def _write(axes: Axes, x: int, y: Fraction, side: int, text: str, style: str = "normal") -> None:
    """Write above (`side` 1) or below (-1) a mean."""
    axes.annotate(
        text,
        (x, float(y)),
        xytext=(0, side * 7),
        textcoords="offset points",
        ha="center",
        va="bottom" if side > 0 else "top",
        fontsize=6.8,
        style=style,
    )


def _write_absence(axes: Axes, x: int, text: str, rotation: int) -> None:
    axes.text(
        x,
        1.5,
        text,
        rotation=rotation,
        ha="center",
        va="center",
        fontsize=7,
        style="italic",
        color=MUTED,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def _add_legend(figure: Figure) -> None:
    legend = figure.legend(
        [_ring("o"), _filled("o", MUTED)],
        [
            "Printed in the report (figure in italics where it differs)",
            "Recomputed from the clusters' scores",
        ],
        loc="outside lower left",
        ncols=2,
        title=_NOTE,
        title_fontsize=7,
        alignment="left",
    )
    legend.get_title().set_color(MUTED)


def _alt(means: dict[tuple[str, str, str], _Mean]) -> str:
    sentences = [
        f"Panels for {len(TABLES)} sector groups and {len(UPGRADING)} kinds of upgrading, each "
        "with the mean score of clusters of high, medium and low degree of collective efficiency, "
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
