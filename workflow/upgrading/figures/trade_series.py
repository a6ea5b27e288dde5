"""What the trade figures share: names and order of series, colours of classes, no data at all."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import pandas as pd

from upgrading.exhibits.trade import NATIONAL
from upgrading.figures.page import HEAD, placed_figure, write
from upgrading.figures.style import MUTED, Drawing
from upgrading.numbers import rounded, shown
from upgrading.trade.classes import (
    FAILED_PROCESS_UPGRADING,
    FAILED_PRODUCT_UPGRADING,
    MEASURES,
    NO_CLEAR_CHANGE,
    NOTHING_SUPPLIED,
    PROCESS_UPGRADING,
    PRODUCT_UPGRADING,
    SERIES,
)
from upgrading.trade.products import Product
from upgrading.trade.sources import ATTRIBUTION, short_name

Key = tuple[str, str, str]
"""Source, exporter and product of one series."""

CLASS_COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        PRODUCT_UPGRADING: "#332288",
        FAILED_PRODUCT_UPGRADING: "#8A7A00",
        PROCESS_UPGRADING: "#2A8F80",
        FAILED_PROCESS_UPGRADING: "#882255",
        NO_CLEAR_CHANGE: "#6B6B6B",
    }
)
"""In colours that do not stand for a sector group; where a class is drawn its name is written."""

_MINUS: Final = "−"


def key(row: Mapping[str, object]) -> Key:
    """The series that a row (`source, exporter, product`) belongs to."""
    return str(row["source"]), str(row["exporter"]), str(row["product"])


def names(frame: pd.DataFrame, products: Mapping[str, Product]) -> dict[Key, str]:
    """What each series of `frame` is called, in the order of the products and their exporters.

    `frame`: `source, exporter, product`. `Mangoes, BRA`, and the source where there are several.
    """
    found = {key(row) for row in frame[["source", "exporter", "product"]].to_dict("records")}
    apart = sources_apart(source for source, _, _ in found)
    order = [
        (name, exporter) for name, product in products.items() for exporter in product.exporters
    ]
    return {
        one: f"{products[one[2]].label}, {one[1]}" + apart[one[0]]
        for name, exporter in order
        for one in sorted(found)
        if one[1:] == (exporter, name)
    }


def told(upgrading: pd.DataFrame) -> pd.DataFrame:
    """Of `classes.UPGRADING_COLUMNS` what the figures tell: both changes and the classes.

    The intervals are left out, so that no picture is put down to the draws behind them.
    """
    return upgrading[
        [*SERIES, *MEASURES.values(), "class", "exporters", "class_constant", "class_all"]
    ]


def sources_apart(sources: Iterable[str]) -> dict[str, str]:
    """What to add to a name to tell its source from the others; nothing if there is only one."""
    ids = sorted(set(sources))
    if len(ids) == 1:
        return {ids[0]: ""}
    short = [short_name(one) for one in ids]
    # two formats of one database have one name
    words = [name if short.count(name) == 1 else one for one, name in zip(ids, short, strict=True)]
    return {one: f" ({word})" for one, word in zip(ids, words, strict=True)}


def owed(sources: Iterable[str]) -> str:
    """What every note ends with: what national figures stand for, and where they come from."""
    named = dict.fromkeys(ATTRIBUTION[one] for one in sorted(set(sources)) if one in ATTRIBUTION)
    return " ".join((NATIONAL, *named))


def change_text(change: float) -> str:
    """A relative change in per cent, with its sign: `+83 %`; `no data` where it is missing."""
    if math.isnan(change):
        return "no data"
    text = shown(abs(Fraction(change)) * 100, 0, thousands=",")
    if rounded(Fraction(change) * 100, 0) == 0:
        return "0 %"
    return f"{'+' if change > 0 else _MINUS}{text} %"


def significant(value: float, digits: int = 3) -> str:
    """A positive figure in so many significant digits, never in powers of ten."""
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return shown(Fraction(value), decimals, trim=True, thousands=",")


_LEAST_SHARE: Final = 0.001
"""Per cent below which a share is told as a bound, since no one reads its noughts."""


def level_text(value: float, unit: str = "") -> str:
    """A level with its unit; a small share in two digits, a tiny one as below a bound."""
    if unit and 0 < value < _LEAST_SHARE:
        return f"< {significant(_LEAST_SHARE)}{unit}"
    return significant(value, 2 if unit and value < 1 else 3) + unit


def without_data(title: str, what: str) -> Drawing:
    """The figure that stands for `title` as long as there is nothing to draw."""
    words = f"{what}: {NOTHING_SUPPLIED}"
    figure = placed_figure(0.5, title, "Nothing to draw yet")
    write(figure, 0.07, HEAD, f"{words}.", color=MUTED, style="italic")
    return Drawing(figure, title, f"{words}. Nothing is drawn.")
