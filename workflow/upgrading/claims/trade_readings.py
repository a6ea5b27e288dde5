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

from upgrading.numbers import exact_text
from upgrading.parts import Name, Number, Text, Words, joined, text_of
from upgrading.trade.classes import (
    CLASS_COLUMNS,
    NO_DATA,
    ClassChoices,
    reading,
)
from upgrading.trade.measures import UNIT_VALUE_COLUMNS
from upgrading.trade.sources import short_name
from upgrading.trade.text import SUMMARY, exact, key_of


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

Judged: TypeAlias = tuple[bool | None, Words]
"""Whether a reading holds (`None`: cannot be decided), and the numbers that say so."""

OneSource: TypeAlias = Callable[[TradeEvidence, str], Judged]


def over_sources(
    trade: TradeEvidence, products: Sequence[str], exporter: str, test: OneSource
) -> Judged:
    """What the sources that have every product say; `None` where none can decide or they part."""
    sources = trade.sources(products, exporter)
    if not sources:
        names = joined(", ", map(Name, products))
        return None, text_of("no data supplied on ", names, f" of {exporter}")
    judged = {source: test(trade, source) for source in sources}
    told = joined(
        "; ", (text_of(f"{short_name(source)}: ", text) for source, (_, text) in judged.items())
    )
    answers = {holds for holds, _ in judged.values() if holds is not None}
    return (answers.pop() if len(answers) == 1 else None), told


def per_cent(value: float) -> str:
    """A share or a change in per cent, one decimal."""
    return f"{100 * value:.1f} %"


def changes(row: Mapping[str, Any]) -> tuple[Number, Number]:
    """The changes of a product (a row of `TradeEvidence.upgrading`), with the words around them.

    The words around the second tell the first, too.
    """
    columns = "share_change", "relative_unit_value_change"
    texts = [f"{100 * row[column]:+.1f} %" for column in columns]
    values = [exact(row[column], 100) for column in columns]
    place = SUMMARY, key_of(row["product"], row["exporter"], row["source"])
    first = text_of(Name(row["product"]), " share ")
    words = (
        (first, ()),
        (
            text_of(first, f"{texts[0]}, relative unit value "),
            text_of(f" ({row['base']} to {row['end']})"),
        ),
    )
    share, relative = (
        Number(text, "" if value is None else exact_text(value), ((*place, column),), *around)
        for text, value, column, around in zip(texts, values, columns, words, strict=True)
    )
    return share, relative


def _moves(trade: TradeEvidence, source: str, products: Sequence[str], exporter: str) -> Text:
    told = (changes(trade.row(source, product, exporter)) for product in products)
    return joined(
        ", ",
        (
            text_of(share.before, share, ", relative unit value ", relative, relative.after)
            for share, relative in told
        ),
    )


def shares_below(limit: float, products: Sequence[str], exporter: str) -> OneSource:
    """Every product's market share is below `limit` in the first and the last year."""

    def test(trade: TradeEvidence, source: str) -> Judged:
        texts, holds = [], True
        for product in products:
            row = trade.row(source, product, exporter)
            for year in (row["base"], row["end"]):
                share = trade.shares(source, product, year).get(exporter, math.nan)
                if math.isnan(share):
                    return None, text_of("no share of ", Name(product), f" in {year}")
                holds &= bool(share < limit)
                texts.append(text_of(Name(product), f" {per_cent(share)} in {year}"))
        return holds, joined(", ", texts)

    return test


def not_among_first(places: int, products: Sequence[str], exporter: str) -> OneSource:
    """In no product is the exporter one of the `places` largest in the last year.

    `None` if a product has no more exporters than that: their order says nothing.
    """

    def test(trade: TradeEvidence, source: str) -> Judged:
        texts, holds = [], True
        for product in products:
            year = trade.row(source, product, exporter)["end"]
            shares = trade.shares(source, product, year).dropna()
            if exporter not in shares.index or len(shares) <= places:
                few = text_of(f"{len(shares)} exporters of ", Name(product), f" in {year}")
                return None, few
            place = 1 + int((shares > shares[exporter]).sum())
            holds &= place > places
            texts.append(text_of(Name(product), f": place {place} of {len(shares)} in {year}"))
        return holds, joined(", ", texts)

    return test


def shares_fall(
    number: int, products: Sequence[str], exporter: str, *, beyond_tolerance: bool = False
) -> OneSource:
    """The market share falls in exactly `number` of the products.

    `beyond_tolerance`: only a fall beyond the tolerance of the configuration counts.
    """

    def test(trade: TradeEvidence, source: str) -> Judged:
        least = trade.choices.share_tolerance if beyond_tolerance else 0.0
        rows = [trade.row(source, product, exporter) for product in products]
        falling = [row for row in rows if row["share_change"] < -least]
        told = _moves(trade, source, products, exporter)
        falls = f"falls in {len(falling)} of {len(products)}: "
        return len(falling) == number, text_of(falls, told)

    return test


def reads_as(word: str, products: Sequence[str], exporter: str) -> OneSource:
    """Every product's changes read as `word` (`classes.reading`): downgrading or withdrawing."""

    def test(trade: TradeEvidence, source: str) -> Judged:
        found = []
        for product in products:
            row = trade.row(source, product, exporter)
            changes = row["share_change"], row["relative_unit_value_change"]
            found.append(reading(*changes, trade.choices))
        if NO_DATA in found:
            return None, "a change is missing"
        told = _moves(trade, source, products, exporter)
        slight, sharp = per_cent(trade.choices.slight), per_cent(trade.choices.sharp)
        words = f"slight up to {slight}, sharp from {sharp}"
        read = text_of(f"{', '.join(found)} ({words}); ", told)
        return all(one == word for one in found), read

    return test


def both_fall(products: Sequence[str], exporter: str, *, where_share_falls: bool) -> OneSource:
    """Share and relative unit value both fall in every product.

    `where_share_falls`: only of the products whose share falls, of which there must be one.
    """

    def test(trade: TradeEvidence, source: str) -> Judged:
        rows = [trade.row(source, product, exporter) for product in products]
        if where_share_falls:
            rows = [row for row in rows if row["share_change"] < 0]
        told = _moves(trade, source, products, exporter)
        fall = [row["share_change"] < 0 and row["relative_unit_value_change"] < 0 for row in rows]
        return bool(rows) and all(fall), told

    return test


def unit_values_fall_in_most(products: Sequence[str], exporter: str) -> OneSource:
    """The relative unit value falls in more than half of the products."""

    def test(trade: TradeEvidence, source: str) -> Judged:
        rows = [trade.row(source, product, exporter) for product in products]
        falling = sum(bool(row["relative_unit_value_change"] < 0) for row in rows)
        told = _moves(trade, source, products, exporter)
        return 2 * falling > len(rows), text_of(f"falls in {falling} of {len(rows)}: ", told)

    return test
