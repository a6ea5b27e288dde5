"""The report's products as trade statistics know them: codes, exporters, comparators, windows.

A product may be several codes in one system and others in another (FAO's commodity list, the
Harmonized System). `config/trade_products.yaml` lists them; nothing here knows a product.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from upgrading.faults import Fault, raise_if_any
from upgrading.trade.classes import Window
from upgrading.trade.double_counting import KEY
from upgrading.trade.measures import ALL_PRODUCTS
from upgrading.trade.product_entries import SYSTEMS as SYSTEMS
from upgrading.trade.product_entries import UNITS as UNITS
from upgrading.trade.product_entries import Product as Product
from upgrading.trade.product_entries import products as products
from upgrading.trade.schema import Step, without


@dataclass(frozen=True)
class Place:
    """A cluster in trade statistics: its product and the exporter that stands for it."""

    product: str
    cluster: str
    exporter: str


def window_of(product: Product, usual: Window) -> Window:
    """The product's own window, else the `usual` one. Raises `ValueError` as `Window`."""
    own = product.window
    return Window(own.base, own.end, own.years) if own else usual


def places(listed: Mapping[str, Product]) -> list[Place]:
    """Every cluster of every product, in the order of the file."""
    return [
        Place(name, cluster, exporter)
        for name, product in listed.items()
        for cluster, exporter in product.clusters.items()
    ]


def codes_of(listed: Mapping[str, Product]) -> frozenset[str]:
    """All codes of all products, whatever their system, and all goods together (`TOTAL`).

    This is what a reader is to look for: revealed advantage needs all goods.
    """
    return frozenset(
        code for product in listed.values() for codes in product.codes.values() for code in codes
    ) | {ALL_PRODUCTS}


def unchanged_codes(listed: Mapping[str, Product]) -> tuple[str, ...]:
    """HS codes that mean the same in all vintages, sorted."""
    return tuple(
        sorted(code for p in listed.values() if p.unchanged for code in p.codes.get("HS", ()))
    )


def units(listed: Mapping[str, Product]) -> dict[str, str]:
    """The unit of every code whose product is not measured in kg."""
    return {
        code: product.unit
        for product in listed.values()
        if product.unit != "kg"
        for codes in product.codes.values()
        for code in codes
    }


def competitors(listed: Mapping[str, Product]) -> dict[str, tuple[str, ...]]:
    """The named competitors of every product that has any."""
    return {name: p.competitors for name, p in listed.items() if p.competitors}


def by_own_exporters(frame: pd.DataFrame, listed: Mapping[str, Product]) -> pd.DataFrame:
    """The rows of `frame` (`exporter`, `product`) whose exporter stands for a cluster of theirs."""
    pairs = zip(frame["exporter"], frame["product"], strict=True)
    own = [exporter in listed[product].exporters for exporter, product in pairs]
    return frame[pd.Series(own, index=frame.index, dtype=bool)]


def system_of(classification: pd.Series) -> pd.Series:
    """The system of codes that a classification belongs to: `CPC`, `FCL`, `HS`, or empty.

    Brazil's NCM counts as HS: cleaning has cut its codes to six digits.
    """
    upper = classification.str.upper()
    harmonised = (upper.str.startswith("H") | (upper == "NCM")).astype(bool)
    system = pd.Series("", index=classification.index, dtype="str").mask(harmonised, "HS")
    return system.mask(upper.isin(["CPC", "FCL"]), upper)


def name_products(flows: pd.DataFrame, listed: Mapping[str, Product]) -> tuple[pd.DataFrame, Step]:
    """Flows of the products alone, `product` being the product's name and `code` its code.

    `flows`: cleaned. Codes of one product add up from here on; all goods together (`TOTAL`) stay
    as they are. A code that no product has leaves the frame, and is counted. Raises `DataFaults`
    for a flow that a source has by codes of two systems (FAO's list, CPC): it would count twice.
    """
    named = {
        (system, code): name
        for name, product in listed.items()
        for system, codes in product.codes.items()
        for code in codes
    }
    system = system_of(flows["classification"])
    keys = zip(system, flows["product"], strict=True)
    product = pd.Series([named.get(key, "") for key in keys], index=flows.index, dtype="str")
    product = product.mask((flows["product"] == ALL_PRODUCTS).astype(bool), ALL_PRODUCTS)
    found = flows.assign(product=product, code=flows["product"])
    of_fao = system.isin(["CPC", "FCL"]) & (product != "")
    rows = found.assign(system=system)[of_fao].drop_duplicates([*KEY, "system"])
    twice = rows[rows.duplicated(list(KEY), keep=False)].sort_values(["file", "line"])
    raise_if_any(
        Fault(
            str(name),
            f"{product} has {len(part)} flows by FAO's list or the CPC that it has by the other of "
            f"the two as well (here {part['system'].iloc[0]}): give one of them",
            int(part["line"].iloc[0]),
        )
        for (name, product), part in twice.groupby(["file", "product"], sort=False)
    )
    return without("name_products", "configured", found, product == "")
