"""Heat map: in which range of quality each cluster product's exports are, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from upgrading.exhibits.trade import COMPARATORS
from upgrading.figures import trade_series
from upgrading.figures.page import (
    head_height,
    note_height,
    place,
    placed_figure,
    wrapped,
    write_note,
)
from upgrading.figures.style import INK, MUTED, WIDTH, Drawing
from upgrading.figures.trade_series import (
    Key,
    owed,
    without_data,
)
from upgrading.numbers import shown
from upgrading.trade.intra_industry import UNKNOWN, IntraIndustryChoices
from upgrading.trade.products import Product

PLACE = 120


TITLE = "Quality ranges of the cluster products' exports"


@dataclass(frozen=True)
class _Range:
    """How a range looks: its colour, its sign, and what the legend says of it."""

    colour: str
    sign: str
    words: str


_RANGES: Final = {
    "up": _Range("#9FB6E3", "▲", "up: above {high}"),
    "middle": _Range("#F1EEDC", "=", "middle"),
    "down": _Range("#F0B27A", "▼", "down: below {low}"),
    UNKNOWN: _Range("#FFFFFF", "", "no unit value"),
}
"""Blue and orange can be told apart by everybody, and on paper without colour the signs do it."""

# Inches.
_ROW: Final = 0.34
_FOOT: Final = 0.32
_LEGEND: Final = 0.32
_NAMES: Final = 1.9
_ROOM_FOR_VALUE: Final = 0.26
"""A column as wide as this has its figures printed; narrower ones only their sign."""


def data(
    quality_ranges: pd.DataFrame, products: Mapping[str, Product], alpha: float, comparator: str
) -> pd.DataFrame:
    """A cell of the picture each: the relative unit value of a series in a year, and its range."""
    known, named = _known(quality_ranges, products)
    places = {key: place for place, key in enumerate(named)}
    drawn = [row for row in known.to_dict("records") if trade_series.key(row) in places]
    cells = sorted(drawn, key=lambda row: places[trade_series.key(row)])
    return pd.DataFrame(cells, columns=quality_ranges.columns)


def _known(
    quality_ranges: pd.DataFrame, products: Mapping[str, Product]
) -> tuple[pd.DataFrame, dict[Key, str]]:
    """The years that have a range, and what their series are called."""
    known = quality_ranges[quality_ranges["quality_range"] != UNKNOWN]
    return known, trade_series.names(known, products)


def draw(
    quality_ranges: pd.DataFrame, products: Mapping[str, Product], alpha: float, comparator: str
) -> Drawing:
    """Draw a row for every product and exporter, a column for every year.

    `quality_ranges`: `intra_industry.EXPORT_RANGE_COLUMNS`, of the exporters that stand for
    clusters; `alpha`: how far unit values of the same quality may differ; `comparator`: one of
    `models.COMPARATORS`; both as they were measured with.
    Series without any range are not drawn; with none at all the figure says so.
    """
    known, named = _known(quality_ranges, products)
    if not named:
        return without_data(TITLE, "Unit values of the cluster products")
    years = list(range(int(known["year"].min()), int(known["year"].max()) + 1))
    cells = {
        (*trade_series.key(row), int(row["year"])): (
            str(row["quality_range"]),
            float(row["relative_unit_value"]),
        )
        for row in known.to_dict("records")
    }
    wide = WIDTH - _NAMES - 0.1
    with_values = wide / len(years) >= _ROOM_FOR_VALUE
    note = _note(named, with_values, comparator)
    tall = _ROW * len(named)
    finding = _finding(named, cells)
    head = head_height(finding)
    figure = placed_figure(tall + _FOOT + note_height(note) + _LEGEND, TITLE, finding)
    axes = place(figure, _NAMES, head, wide, tall)
    for y, key in enumerate(named):
        for x, year in enumerate(years):
            name, ratio = cells.get((*key, year), (UNKNOWN, 0.0))
            _draw_cell(axes, x, y, _RANGES[name], ratio if with_values else None)
    _set_axes(axes, list(named.values()), years)
    write_note(figure, head + tall + _FOOT, note)
    _add_legend(figure, alpha, any((*key, year) not in cells for key in named for year in years))
    return Drawing(figure, TITLE, f"{finding}. {_alt(named, cells, alpha)}")


def _finding(
    named: Mapping[Key, str], cells: Mapping[tuple[str, str, str, int], tuple[str, float]]
) -> str:
    """In which range most of the years of most series are."""
    of_series = [[word for cell, (word, _) in cells.items() if cell[:3] == key] for key in named]
    mostly = {
        word: sum(2 * words.count(word) > len(words) for words in of_series)
        for word in ("up", "middle", "down")
    }
    word = max(mostly, key=lambda one: mostly[one])
    if not mostly[word]:
        return "No series is in one quality range in most years"
    level = {"up": "upper", "middle": "middle", "down": "lower"}[word]
    verb = "is" if mostly[word] == 1 else "are"
    return f"{mostly[word]} of {len(named)} series {verb} in the {level} range in most years"


def _draw_cell(axes: Axes, x: int, y: int, look: _Range, ratio: float | None) -> None:
    axes.add_patch(
        Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=look.colour, edgecolor="white", linewidth=0.8)
    )
    if not look.sign:
        axes.text(x, y, "–", ha="center", va="center", fontsize=6.5, color=MUTED)
        return
    above = 0.0 if ratio is None else 0.2
    axes.text(x, y - above, look.sign, ha="center", va="center", fontsize=6.5, color=INK)
    if ratio is not None:
        decimals = 2 if ratio < 10 else 0
        text = shown(Fraction(ratio), decimals)
        axes.text(x, y + 0.22, text, ha="center", va="center", fontsize=6.2, color=INK)


def _set_axes(axes: Axes, names: list[str], years: list[int]) -> None:
    axes.set(xlim=(-0.5, len(years) - 0.5), ylim=(len(names) - 0.5, -0.5))
    axes.set_yticks(range(len(names)), [_two_lines(name) for name in names])
    every = -(-len(years) // 18)
    shown_years = [x for x, year in enumerate(years) if (year - years[0]) % every == 0]
    axes.set_xticks(shown_years, [str(years[x]) for x in shown_years], fontsize=7)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _two_lines(name: str) -> str:
    """A long name broken near its middle."""
    if len(name) <= 30:
        return name
    words = name.split(" ")
    cut = min(
        range(1, len(words)),
        key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))),
    )
    return " ".join(words[:cut]) + "\n" + " ".join(words[cut:])


def _bounds(alpha: float) -> dict[str, str]:
    """The upper and the lower bound of the middle range."""
    ratio = 1 + Fraction(alpha).limit_denominator(10**6)
    return {"high": shown(ratio, 2), "low": shown(1 / ratio, 2)}


def _add_legend(figure: Figure, alpha: float, with_unknown: bool) -> None:
    keys = [
        Patch(
            facecolor=look.colour,
            edgecolor=MUTED,
            linewidth=0.4,
            label=f"{look.sign or '–'} {look.words.format(**_bounds(alpha))}",
        )
        for name, look in _RANGES.items()
        if name != UNKNOWN or with_unknown
    ]
    figure.legend(handles=keys, loc="lower left", ncols=len(keys), bbox_to_anchor=(0.0, 0.0))


def _note(named: Mapping[Key, str], with_values: bool, comparator: str) -> str:
    text = (
        "Ranges after Fontagné and Freudenberg, of the exports' unit value relative to that of "
        f"{COMPARATORS[comparator]}"
    )
    text += ", which is printed in each cell. " if with_values else ". "
    text += "A unit value reflects quality only where the goods are alike. "
    return wrapped(text + owed(source for source, _, _ in named))


def _alt(
    named: Mapping[Key, str],
    cells: Mapping[tuple[str, str, str, int], tuple[str, float]],
    alpha: float,
) -> str:
    bounds = _bounds(alpha)
    sentences = [
        f"Heat map of {len(named)} series by year: exports in the upper range if their relative "
        f"unit value is above {bounds['high']}, in the lower below {bounds['low']}, else in the "
        "middle."
    ]
    for key, name in named.items():
        found = [(cell[3], *drawn) for cell, drawn in cells.items() if cell[:3] == key]
        counts = {
            word: sum(of == word for _, of, _ in found) for word in _RANGES if word != UNKNOWN
        }
        (first, _, start), (last, _, end) = min(found), max(found)
        spread = ", ".join(f"{word} {count}" for word, count in counts.items() if count)
        sentences.append(
            f"{name}: years {spread}; {shown(Fraction(start), 2)} in {first}, "
            f"{shown(Fraction(end), 2)} in {last}."
        )
    return " ".join(sentences)


def shows(
    quality_ranges: pd.DataFrame,
    products: Mapping[str, Product],
    intra_industry: Mapping[str, Any],
    comparator: str,
) -> tuple[Any, ...]:
    """The quality range of every export, and its bounds."""
    alpha = IntraIndustryChoices.from_config(intra_industry).alpha
    return quality_ranges, products, alpha, comparator
