"""What trade statistics say of products of an exporter: changes over the window, market shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from upgrading.trade.classes import CLASS_COLUMNS, ClassChoices
from upgrading.trade.measures import UNIT_VALUE_COLUMNS


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
