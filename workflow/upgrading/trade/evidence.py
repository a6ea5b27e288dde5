"""What trade statistics say of products of an exporter: changes over the window, market shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.numbers import exact, exact_text
from upgrading.parts import Name, Number, text_of
from upgrading.trade.classes import CLASS_COLUMNS, ClassChoices
from upgrading.trade.measures import UNIT_VALUE_COLUMNS

# What the rows of tables of trade are called ------------------------------------------------------


SUMMARY = "trade_summary"
"""The table of all products, whose rows `key_of` names."""


def key_of(*parts: str) -> str:
    """The name of a row of the tables of several products: its parts, those that say something."""
    return "_".join(filter(None, parts)).lower()


SECOND: Final = ("comparison", "printed", "decides", "source", "word", "told")
"""What is read of the comparisons with second sources."""


@dataclass(frozen=True)
class TradeEvidence:
    """What trade statistics say: `study.classes` of the window, `measures.unit_values`.

    `second`: printed figures against second sources (`results/trade/second_sources.csv`).
    """

    upgrading: pd.DataFrame
    unit_values: pd.DataFrame
    choices: ClassChoices
    second: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(SECOND)))

    def compared(self, figure: str) -> list[dict[str, Any]]:
        """What each second source says of a printed figure, read as its words are."""
        own = self.second[self.second["comparison"] == figure]
        found: list[dict[str, Any]] = own[own["decides"].astype(bool)].to_dict("records")
        return found

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

    def exports(self, products: Sequence[str], exporter: str, year: int) -> dict[str, Fraction]:
        """Exports of all of the products together in one year, in US$ million, by source.

        Sources that lack one of them have none.
        """
        own = self.unit_values[
            self.unit_values["product"].isin(list(products))
            & (self.unit_values["exporter"] == exporter)
            & (self.unit_values["year"] == year)
            & self.unit_values["value_usd"].notna()
        ]
        found = {}
        for source, rows in own.groupby("source"):
            if set(rows["product"]) == set(products):
                dollars = sum((Fraction(value) for value in rows["value_usd"]), Fraction(0))
                found[str(source)] = dollars / 1_000_000
        return found

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
    second = text_of(first, f"{texts[0]}, relative unit value ")
    words = (first, ()), (second, text_of(f" ({row['base']} to {row['end']})"))
    share, relative = (
        Number(text, "" if value is None else exact_text(value), ((*place, column),), *around)
        for text, value, column, around in zip(texts, values, columns, words, strict=True)
    )
    return share, relative
