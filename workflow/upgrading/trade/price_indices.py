"""Unit value indices: Laspeyres, Paasche, Fisher, Törnqvist, chained over matched products.

They are indices of *unit values*, not of prices: a unit value changes with the composition of what
is traded as well as with prices. Values are nominal US dollars.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

FORMULAE = ("laspeyres", "paasche", "fisher", "tornqvist")

INDEX_COLUMNS = (
    "source",
    "exporter",
    "year",
    "matched",
    "matched_value_share",
    *FORMULAE,
    *(f"{name}_chained" for name in FORMULAE),
)


@dataclass(frozen=True)
class Item:
    """One product in two years: unit values `p0`, `p1` in US dollars, quantities `q0`, `q1`."""

    p0: float
    q0: float
    p1: float
    q1: float


def laspeyres(items: Sequence[Item]) -> float:
    """Σ p1·q0 / Σ p0·q0: the unit values of both years at the first year's quantities."""
    return math.fsum(i.p1 * i.q0 for i in items) / math.fsum(i.p0 * i.q0 for i in items)


def paasche(items: Sequence[Item]) -> float:
    """Σ p1·q1 / Σ p0·q1: the unit values of both years at the second year's quantities."""
    return math.fsum(i.p1 * i.q1 for i in items) / math.fsum(i.p0 * i.q1 for i in items)


def fisher(items: Sequence[Item]) -> float:
    """Geometric mean of Laspeyres and Paasche."""
    return math.sqrt(laspeyres(items) * paasche(items))


def tornqvist(items: Sequence[Item]) -> float:
    """Π (p1/p0)^((s0+s1)/2), s the value shares of the product in the two years."""
    value0 = math.fsum(i.p0 * i.q0 for i in items)
    value1 = math.fsum(i.p1 * i.q1 for i in items)
    return math.exp(
        math.fsum(
            (i.p0 * i.q0 / value0 + i.p1 * i.q1 / value1) / 2 * math.log(i.p1 / i.p0) for i in items
        )
    )


def _usable(unit_values: pd.DataFrame) -> pd.DataFrame:
    """The rows with a unit value and a quantity above 0."""
    return unit_values[(unit_values["unit_value"] > 0) & (unit_values["quantity"] > 0)]


def _link(before: pd.DataFrame, after: pd.DataFrame) -> tuple[list[Item], float]:
    """Products matched in two years (by `product`), and the smaller year's share of their value."""
    joined = _usable(before).merge(_usable(after), on="product", suffixes=("0", "1"))
    columns = ("unit_value0", "quantity0", "unit_value1", "quantity1")
    items = [Item(*row) for row in joined[list(columns)].itertuples(index=False, name=None)]
    shares = [
        math.fsum(frame.loc[frame["product"].isin(joined["product"]), "value_usd"])
        / math.fsum(frame["value_usd"])
        for frame in (before, after)
        if math.fsum(frame["value_usd"]) > 0
    ]
    return items, min(shares, default=math.nan)


def unit_value_index(unit_values: pd.DataFrame) -> pd.DataFrame:
    """Unit value indices over the products of each source and exporter: `INDEX_COLUMNS`.

    `unit_values`: `measures.unit_values`, of the products wanted. Each formula links a year to the
    one before over the products that have a unit value in both (`matched`, and the share of all
    value they are in the year where they are less); `_chained` is the product of the links, 1 in
    the first year. A year without its predecessor, or without a match, has no link, and breaks the
    chain from there on.
    """
    rows: list[tuple[object, ...]] = []
    for (source, exporter), group in unit_values.groupby(["source", "exporter"]):
        years = {int(year): frame for year, frame in group.groupby("year")}
        first = min(years)
        chained = dict.fromkeys(FORMULAE, 1.0)
        for year in sorted(years):
            if year == first:
                nothing = [math.nan] * len(FORMULAE)
                rows.append((source, exporter, year, 0, math.nan, *nothing, *chained.values()))
                continue
            items, share = (
                _link(years[year - 1], years[year]) if year - 1 in years else ([], math.nan)
            )
            functions = (laspeyres, paasche, fisher, tornqvist)
            links = [function(items) if items else math.nan for function in functions]
            chained = {
                name: chained[name] * link for name, link in zip(FORMULAE, links, strict=True)
            }
            rows.append((source, exporter, year, len(items), share, *links, *chained.values()))
    return pd.DataFrame(rows, columns=list(INDEX_COLUMNS))
