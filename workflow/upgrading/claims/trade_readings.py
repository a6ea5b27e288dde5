"""Readings of claims on trade: market shares and relative unit values of products over the window.

Nothing here knows what the outcome should be. Where the trade files hold no figures of a product
the data cannot decide; where several sources part, they cannot either, and both are told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.claims.kinds import Country, Number, Product
from upgrading.trade.classes import CLASS_COLUMNS, NO_DATA, ClassChoices, reading
from upgrading.trade.measures import UNIT_VALUE_COLUMNS
from upgrading.trade.sources import short_name


@dataclass(frozen=True)
class TradeEvidence:
    """What trade statistics say: `study.classes` of the window, `measures.unit_values`."""

    upgrading: pd.DataFrame
    unit_values: pd.DataFrame
    choices: ClassChoices

    def sources(self, products: Sequence[str], exporter: str) -> list[str]:
        """Sources with both changes of every product, sorted."""
        own = self.upgrading[
            self.upgrading["product"].isin(list(products))
            & (self.upgrading["exporter"] == exporter)
            & self.upgrading["share_change"].notna()
            & self.upgrading["relative_unit_value_change"].notna()
        ]
        counts = own.groupby("source")["product"].nunique()
        return sorted(counts[counts == len(products)].index)

    def row(self, source: str, product: str, exporter: str) -> dict[str, Any]:
        """The changes of one product in one source."""
        chosen = self.upgrading[
            (self.upgrading["source"] == source)
            & (self.upgrading["product"] == product)
            & (self.upgrading["exporter"] == exporter)
        ]
        return dict(chosen.iloc[0])

    def shares(self, source: str, product: str, year: int) -> pd.Series:
        """Market share by exporter in one year, the largest first."""
        chosen = self.unit_values[
            (self.unit_values["source"] == source)
            & (self.unit_values["product"] == product)
            & (self.unit_values["year"] == year)
        ]
        return chosen.set_index("exporter")["market_share"].sort_values(ascending=False)


NO_TRADE: Final = TradeEvidence(
    pd.DataFrame(columns=list(CLASS_COLUMNS)),
    pd.DataFrame(columns=list(UNIT_VALUE_COLUMNS)),
    ClassChoices(),
)
"""No trade figures at all."""

Judged: TypeAlias = tuple[bool | None, str]
"""Whether a reading holds (`None`: cannot be decided), and the numbers that say so."""

OneSource: TypeAlias = Callable[[TradeEvidence, str], Judged]


def over_sources(
    trade: TradeEvidence, products: Sequence[str], exporter: str, test: OneSource
) -> Judged:
    """What the sources that have every product say; `None` where none can decide or they part."""
    sources = trade.sources(products, exporter)
    if not sources:
        return None, f"no data supplied on {', '.join(products)} of {exporter}"
    judged = {source: test(trade, source) for source in sources}
    told = "; ".join(f"{short_name(source)}: {text}" for source, (_, text) in judged.items())
    answers = {holds for holds, _ in judged.values() if holds is not None}
    return (answers.pop() if len(answers) == 1 else None), told


def per_cent(value: float) -> str:
    """A share or a change in per cent, one decimal."""
    return f"{100 * value:.1f} %"


@dataclass(frozen=True)
class Change:
    """A change over the window as the evidence tells it: its column, the words around it."""

    column: str
    before: str
    shown: str
    after: str = ""


def changes(row: Mapping[str, Any]) -> tuple[Change, Change]:
    """The changes of a product (a row of `TradeEvidence.upgrading`); the second tells both."""
    share, value = (
        f"{100 * row[column]:+.1f} %" for column in ("share_change", "relative_unit_value_change")
    )
    first = f"{row['product']} share "
    second = f"{first}{share}, relative unit value "
    years = f" ({row['base']} to {row['end']})"
    return (
        Change("share_change", first, share),
        Change("relative_unit_value_change", second, value, years),
    )


_Rows: TypeAlias = Sequence[Mapping[str, Any]]


def _by_change(
    products: Sequence[str],
    exporter: str,
    judge: Callable[[_Rows, ClassChoices], tuple[bool | None, str]],
) -> OneSource:
    """A test of the changes of some products; they are told after what `judge` says of them."""

    def test(trade: TradeEvidence, source: str) -> Judged:
        rows = [trade.row(source, product, exporter) for product in products]
        holds, text = judge(rows, trade.choices)
        moves = [changes(row)[1] for row in rows]
        told = ", ".join(f"{move.before}{move.shown}{move.after}" for move in moves)
        return holds, text if holds is None else text + told

    return test


def shares_below(products: Sequence[Product], exporter: Country, limit: Number) -> OneSource:
    """Every product's market share is below a limit in the first and the last year."""

    def test(trade: TradeEvidence, source: str) -> Judged:
        texts, holds = [], True
        for product in products:
            row = trade.row(source, product, exporter)
            for year in (row["base"], row["end"]):
                share = trade.shares(source, product, year).get(exporter, math.nan)
                if math.isnan(share):
                    return None, f"no share of {product} in {year}"
                holds &= bool(share < limit)
                texts.append(f"{product} {per_cent(share)} in {year}")
        return holds, ", ".join(texts)

    return test


def not_among_first(products: Sequence[Product], exporter: Country, places: Number) -> OneSource:
    """In no product is the exporter one of so many largest in the last year.

    `None` if a product has no more exporters than that: their order says nothing.
    """

    def test(trade: TradeEvidence, source: str) -> Judged:
        texts, holds = [], True
        for product in products:
            year = trade.row(source, product, exporter)["end"]
            shares = trade.shares(source, product, year).dropna()
            if exporter not in shares.index or len(shares) <= places:
                return None, f"{len(shares)} exporters of {product} in {year}"
            place = 1 + int((shares > shares[exporter]).sum())
            holds &= place > places
            texts.append(f"{product}: place {place} of {len(shares)} in {year}")
        return holds, ", ".join(texts)

    return test


def shares_fall(
    products: Sequence[Product],
    exporter: Country,
    number: Number,
    *,
    beyond_tolerance: bool = False,
) -> OneSource:
    """The market share falls in exactly so many of the products.

    `beyond_tolerance`: only a fall beyond the tolerance of the configuration counts.
    """

    def judge(rows: _Rows, choices: ClassChoices) -> Judged:
        least = choices.share_tolerance if beyond_tolerance else 0.0
        falling = len([row for row in rows if row["share_change"] < -least])
        return falling == number, f"falls in {falling} of {len(rows)}: "

    return _by_change(products, exporter, judge)


def reads_as(products: Sequence[Product], exporter: Country, word: str) -> OneSource:
    """Every product's changes read as `word` (`classes.reading`): downgrading or withdrawing."""

    def judge(rows: _Rows, choices: ClassChoices) -> Judged:
        found = [
            reading(row["share_change"], row["relative_unit_value_change"], choices) for row in rows
        ]
        if NO_DATA in found:
            return None, "a change is missing"
        slight, sharp = per_cent(choices.slight), per_cent(choices.sharp)
        words = f"slight up to {slight}, sharp from {sharp}"
        return all(one == word for one in found), f"{', '.join(found)} ({words}); "

    return _by_change(products, exporter, judge)


def both_fall(
    products: Sequence[Product], exporter: Country, *, where_share_falls: bool = False
) -> OneSource:
    """Share and relative unit value both fall in every product.

    `where_share_falls`: only of the products whose share falls, of which there must be one.
    """

    def judge(rows: _Rows, _: ClassChoices) -> Judged:
        asked = [row for row in rows if row["share_change"] < 0 or not where_share_falls]
        fall = [row["share_change"] < 0 and row["relative_unit_value_change"] < 0 for row in asked]
        return bool(asked) and all(fall), ""

    return _by_change(products, exporter, judge)


def unit_values_fall_in_most(products: Sequence[Product], exporter: Country) -> OneSource:
    """The relative unit value falls in more than half of the products."""

    def judge(rows: _Rows, _: ClassChoices) -> Judged:
        falling = sum(bool(row["relative_unit_value_change"] < 0) for row in rows)
        return 2 * falling > len(rows), f"falls in {falling} of {len(rows)}: "

    return _by_change(products, exporter, judge)
