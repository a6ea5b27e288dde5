"""Unit values, market shares and relative unit values by exporter, product and year.

For exporter i, product k, year t, over partners:
unit value UV = ΣV / ΣQ, V only of rows that have Q; market share = V_i / world V; relative unit
value = UV_i / UV of a comparator. Values are nominal US dollars.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field, model_validator

from upgrading.config.trade import COMPARATORS as COMPARATORS
from upgrading.config.trade import Measures
from upgrading.trade.schema import WORLD
from upgrading.trade.totals import PRODUCT_YEAR, exporter_totals, world_totals

Numbers = npt.NDArray[np.float64]

UNIT_VALUE_COLUMNS = (
    "source",
    "exporter",
    "product",
    "year",
    "value_usd",
    "quantity",
    "quantity_unit",
    "unit_value",
    "world_unit_value",
    "relative_unit_value",
    "market_share",
    "quantity_coverage",
)


class MeasureChoices(Measures):
    """The section `measures`, and the `competitors` by product (`*`: every product not named)."""

    competitors: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_competitors(self) -> Self:
        if self.comparator == "named" and not self.competitors:
            raise ValueError("measures.competitors: the comparator 'named' needs competitors")
        return self


Figures = TypeVar("Figures", pd.Series, Numbers)


def ratio(value: Figures, quantity: Figures) -> Figures:
    """`value / quantity`, missing where the quantity is not above 0 or the value below 0."""
    return value / np.where((quantity > 0) & (value >= 0), quantity, np.nan)


def world_excluding(joined: pd.DataFrame) -> pd.Series:
    """Unit value of the world without the exporter of each row.

    Where World is a row of the source, and the exporter has value without quantity, it is missing:
    nobody knows whether World's quantity leaves the same flows out.
    """
    value = joined["world_value_with_quantity"] - joined["value_with_quantity"]
    quantity = joined["world_quantity"] - joined["quantity"].fillna(0)
    uncovered = joined["value_with_quantity"] < joined["value_usd"]
    return ratio(value, quantity).mask(uncovered & (joined["world_from"] == "row"))


def median_exporter(joined: pd.DataFrame, least: int) -> pd.Series:
    """Median unit value of the exporters of each product and year, if there are `least`."""
    grouped = joined.groupby(PRODUCT_YEAR)["unit_value"]
    return grouped.transform("median").where(grouped.transform("count") >= least)


def named_competitors(
    joined: pd.DataFrame, competitors: Mapping[str, tuple[str, ...]]
) -> pd.Series:
    """Unit value of the competitors named for each row's product, its own exporter left out."""
    everywhere = competitors.get("*", ())
    rivals = [
        exporter in competitors.get(product, everywhere)
        for exporter, product in zip(joined["exporter"], joined["product"], strict=True)
    ]
    mask = pd.Series(rivals, index=joined.index, dtype=bool)
    columns = ["value_with_quantity", "quantity"]
    # each rival's figures in its own row, 0 elsewhere; rows are sorted, and so is the sum
    own = joined[columns].fillna(0).where(mask, 0)
    sums = own.groupby([joined[key] for key in PRODUCT_YEAR]).transform("sum")
    others = sums - own
    return ratio(others["value_with_quantity"], others["quantity"])


def unit_values(flows: pd.DataFrame, choices: MeasureChoices) -> pd.DataFrame:
    """One row per source, exporter, product and year, sorted so: `UNIT_VALUE_COLUMNS`.

    `flows`: cleaned (`cleaning.clean`). `value_usd` in US dollars, `quantity` in `quantity_unit`,
    unit values in dollars per unit, the rest ratios. `quantity_coverage`: share of the value that
    has a quantity. `world_unit_value`: the world's unit value, without the exporter if that is the
    comparator, else with it. World is no row. What cannot be said is missing (NaN), never 0. Raises
    `DataFaults` as `totals.exporter_totals` does.
    """
    totals = exporter_totals(flows, choices.flow)
    world = world_totals(totals, choices.flow)
    joined = totals[totals["exporter"] != WORLD].merge(world, on=PRODUCT_YEAR)
    joined["unit_value"] = ratio(joined["value_with_quantity"], joined["quantity"])
    including = ratio(joined["world_value_with_quantity"], joined["world_quantity"])
    excluding = world_excluding(joined)
    against = {
        "world_excluding": lambda: excluding,
        "world_including": lambda: including,
        "median_exporter": lambda: median_exporter(joined, choices.least_exporters),
        "named": lambda: named_competitors(joined, choices.competitors),
    }[choices.comparator]()
    is_world = (joined["world_from"] == "row") | (joined["exporters"] >= choices.least_in_world)
    joined["world_unit_value"] = excluding if choices.comparator == "world_excluding" else including
    joined["relative_unit_value"] = ratio(joined["unit_value"], against)
    share = ratio(joined["value_usd"], joined["world_value_usd"])
    joined["market_share"] = share.where(is_world)
    joined["quantity_coverage"] = ratio(joined["value_with_quantity"], joined["value_usd"])
    keys = ["source", "exporter", "product", "year"]
    return joined.sort_values(keys)[list(UNIT_VALUE_COLUMNS)].reset_index(drop=True)


def end_over_base(figures: Numbers) -> Numbers:
    """Mean of the second half of each row over that of the first, less 1.

    Missing where a figure is, or where the base is 0.
    """
    length = figures.shape[1] // 2
    base, end = (part.sum(axis=1) / length for part in (figures[:, :length], figures[:, length:]))
    changed: Numbers = np.divide(end, base, out=np.full_like(base, np.nan), where=base > 0) - 1
    return changed
