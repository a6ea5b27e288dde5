"""Unit values, market shares and relative unit values by exporter, product and year.

For exporter i, product k, year t, over partners:
unit value UV = ΣV / ΣQ, V only of rows that have Q; market share = V_i / world V; relative unit
value = UV_i / UV of a comparator. Values are nominal US dollars.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field, model_validator

from upgrading.config.models import COMPARATORS as COMPARATORS
from upgrading.config.models import Measures
from upgrading.faults import Fault, raise_if_any
from upgrading.trade.schema import REST, WORLD
from upgrading.trade.totals import (
    PRODUCT_YEAR,
    Flow,
    exporter_totals,
    ordered_sums,
    with_quantity,
    world_totals,
)

# Unit value indices: Laspeyres, Paasche, Fisher, Törnqvist, chained over matched products ---------
#
# They are indices of *unit values*, not of prices: a unit value changes with the composition of
# what is traded as well as with prices. Values are nominal US dollars.


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


# Revealed comparative advantage (Balassa) and its symmetric form ----------------------------------


RCA_COLUMNS = ("source", "exporter", "product", "year", "rca", "symmetric_rca", "basis")

ALL_PRODUCTS = "TOTAL"
"""Comtrade's code of all products together."""


def level_faults(products: pd.Series, file: str) -> list[Fault]:
    """Products of different numbers of digits: chapters hold headings, adding them counts twice.

    Only codes have a level; named products (`products.name_products`) are of six digits.
    """
    codes = products[products.str.fullmatch("[0-9]+").astype(bool)]
    lengths = sorted(set(codes.str.len()))
    if len(lengths) < 2:
        return []
    examples = ", ".join(min(codes[codes.str.len() == length]) for length in lengths)
    return [Fault(file, f"products of different levels are not added: {examples}", None, "product")]


def symmetric(rca: pd.Series) -> pd.Series:
    """(RCA − 1) / (RCA + 1): from −1 to 1, 0 where the advantage is neither way."""
    return (rca - 1) / (rca + 1)


def revealed_advantage(
    flows: pd.DataFrame, flow: Flow = "export", complete: Collection[str] = ()
) -> pd.DataFrame:
    """RCA = (X_ik / X_i) / (X_wk / X_w) by exporter, product and year: `RCA_COLUMNS`.

    X_i and X_w are those of product `TOTAL` in a year in which the world and every exporter of the
    source has it (`basis`: `all products`); else they are sums over the products in `flows` that
    the exporter has in that year, of the exporter and of the world, and the advantage is one
    *within these products*: it compares no two exporters that have not the same ones. `complete`:
    sources of which `flows` hold all products, whose sums are totals. The world is
    World's own row, or the sum of exporters. Raises `DataFaults` if products of different levels
    would be added (FAO's items are one level).
    """
    totals = _without_partial_totals(exporter_totals(flows, flow))
    single = totals[totals["product"] != ALL_PRODUCTS]
    for source, rows in flows[~flows["classification"].isin(["CPC", "FCL"])].groupby("source"):
        lacks_total = (totals["source"] == source) & (totals["product"] == ALL_PRODUCTS)
        if not lacks_total.any():
            raise_if_any(level_faults(rows["product"], str(source)))
    world = world_totals(single, flow)[["source", "product", "year", "world_value_usd"]]
    own = _all_products(totals, ["source", "exporter", "year"])
    joined = (
        single[single["exporter"] != WORLD]
        .merge(world, on=["source", "product", "year"])
        .merge(own.rename("all_usd").reset_index(), on=["source", "exporter", "year"])
    )
    joined["basis"] = "these products"
    years = pd.MultiIndex.from_frame(joined[["source", "year"]])
    with_total = totals.loc[totals["product"] == ALL_PRODUCTS, ["source", "year"]]
    every = years.isin(pd.MultiIndex.from_frame(with_total)) | joined["source"].isin(complete)
    joined.loc[every, "basis"] = "all products"
    of_all = _world_of_all(totals, joined, flow, complete)
    joined = joined.merge(of_all, on=["source", "exporter", "year"])
    positive = (joined["all_usd"] > 0) & (joined["world_value_usd"] > 0)
    in_exports = joined["value_usd"] / joined["all_usd"]
    in_world = joined["world_value_usd"] / joined["world_all_usd"]
    joined["rca"] = (in_exports / in_world).where(positive)
    joined["symmetric_rca"] = symmetric(joined["rca"])
    keys = list(RCA_COLUMNS[:4])
    return joined.sort_values(keys)[list(RCA_COLUMNS)].reset_index(drop=True)


def _without_partial_totals(totals: pd.DataFrame) -> pd.DataFrame:
    """The totals without `TOTAL` in years in which not every exporter of the source has one."""
    is_total = totals["product"] == ALL_PRODUCTS
    keys = [totals["source"], totals["year"]]
    exporters = totals["exporter"].groupby(keys).transform("nunique")
    with_total = totals["exporter"].where(is_total).groupby(keys).transform("nunique")
    return totals[~is_total | (with_total == exporters)]


def _world_of_all(
    totals: pd.DataFrame, joined: pd.DataFrame, flow: Flow, complete: Collection[str]
) -> pd.DataFrame:
    """What all products of each exporter and year are worth in the world: `world_all_usd`.

    The world's `TOTAL` where there is one, the sum over all products of a complete source, else the
    world's value of the exporter's own products.
    """
    keys = ["source", "exporter", "year"]
    own = ordered_sums(joined, keys, ["world_value_usd"])
    own = own.rename(columns={"world_value_usd": "world_all_usd"})
    every = world_totals(totals[totals["product"] == ALL_PRODUCTS], flow)
    world = every.set_index(["source", "year"])["world_value_usd"]
    goods = joined[joined["source"].isin(complete)].drop_duplicates(["source", "product", "year"])
    summed = ordered_sums(goods, ["source", "year"], ["world_value_usd"])
    world = world.combine_first(summed.set_index(["source", "year"])["world_value_usd"])
    printed = world.reindex(pd.MultiIndex.from_frame(own[["source", "year"]]))
    total = pd.Series(printed.to_numpy(), index=own.index)
    return own.assign(world_all_usd=total.fillna(own["world_all_usd"]))


def _all_products(totals: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Value of all products: that of `TOTAL` where there is one, else the sum over products."""
    is_total = totals["product"] == ALL_PRODUCTS
    added = ordered_sums(totals[~is_total], keys, ["value_usd"]).set_index(keys)["value_usd"]
    printed = totals[is_total].set_index(keys)["value_usd"]
    return printed.combine_first(added)


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
    "partners",
    "median_bilateral_unit_value",
    "trimmed_bilateral_unit_value",
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


def over_partners(flows: pd.DataFrame, flow: Flow, trim: float) -> pd.DataFrame:
    """Unit values that single partners do not decide: median and trimmed over partners.

    By `source, exporter, product, year`: `partners` (importers with a value; World and the rest of
    World's value are none), `median_bilateral_unit_value` (the median of the unit values of the
    flows to each of them, each counting once, whatever it buys), `trimmed_bilateral_unit_value`
    (ΣV / ΣQ of the partners that are left when the share `trim` of them, rounded down, is taken
    from either end in the order of their unit values). US dollars per unit of quantity. Missing
    where no partner has a quantity, and trimmed where none would be left out. `flows`: cleaned.

    The median is that of `trade.large` (of BACI), of any format. The trimmed unit value is a mean
    weighted by quantity, as the unit value itself is.
    """
    keys = ["source", "exporter", "product", "year"]
    chosen = flows[(flows["flow"] == flow) & ~flows["importer"].isin([WORLD, REST])]
    columns = ["value_usd", "value_with_quantity", "quantity"]
    sums = ordered_sums(with_quantity(chosen), [*keys, "importer"], columns)
    partners = sums.groupby(keys).size().rename("partners")
    sums["unit_value"] = ratio(sums["value_with_quantity"], sums["quantity"])
    known = sums[sums["unit_value"].notna()].sort_values([*keys, "unit_value", *columns[1:]])
    grouped = known.groupby(keys)
    place, count = grouped.cumcount(), grouped["unit_value"].transform("size")
    # 0.29 of 100 is 28.999999999999996 in floating point
    out = np.floor(trim * count + 1e-9)
    left = known[(place >= out) & (place < count - out) & (out > 0)].groupby(keys)
    return pd.DataFrame(
        {
            "partners": partners,
            "median_bilateral_unit_value": grouped["unit_value"].median(),
            "trimmed_bilateral_unit_value": (
                left["value_with_quantity"].sum() / left["quantity"].sum()
            ),
        },
        index=partners.index,
    ).reset_index()


def unit_values(flows: pd.DataFrame, choices: MeasureChoices) -> pd.DataFrame:
    """One row per source, exporter, product and year, sorted so: `UNIT_VALUE_COLUMNS`.

    `flows`: cleaned (`cleaning.clean`). `value_usd` in US dollars, `quantity` in `quantity_unit`,
    unit values in dollars per unit, the rest ratios. `quantity_coverage`: share of the value that
    has a quantity. `world_unit_value`: the world's unit value, without the exporter if that is the
    comparator, else with it. The last three columns: `over_partners`. World is no row. What cannot
    be said is missing (NaN), never 0. Raises `DataFaults` as `totals.exporter_totals` does.
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
    joined = joined.merge(over_partners(flows, choices.flow, choices.trim), on=keys, how="left")
    joined["partners"] = joined["partners"].fillna(0).astype("int64")
    return joined.sort_values(keys)[list(UNIT_VALUE_COLUMNS)].reset_index(drop=True)


def end_over_base(figures: Numbers) -> Numbers:
    """Mean of the second half of each row over that of the first, less 1.

    Missing where a figure is, or where the base is 0.
    """
    length = figures.shape[1] // 2
    base, end = (part.sum(axis=1) / length for part in (figures[:, :length], figures[:, length:]))
    changed: Numbers = np.divide(end, base, out=np.full_like(base, np.nan), where=base > 0) - 1
    return changed
