"""Revealed comparative advantage (Balassa) and its symmetric form."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from upgrading.faults import Fault, raise_if_any
from upgrading.trade.schema import WORLD
from upgrading.trade.totals import Flow, exporter_totals, ordered_sums, world_totals

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
