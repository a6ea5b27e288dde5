"""Flows of every trade file, cleaned and named by product; what each step of cleaning did."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.faults import raise_if_any
from upgrading.files.codec import RawFile
from upgrading.trade import products as product_list
from upgrading.trade import schema
from upgrading.trade.cleaning import (
    CleaningChoices,
    Concordance,
    bounds_table,
    clean,
    concordance_table,
    replaced,
)
from upgrading.trade.measures import ALL_PRODUCTS
from upgrading.trade.product_entries import Product
from upgrading.trade.readers import records
from upgrading.trade.schema import report
from upgrading.trade.totals import summable_faults


def clean_trade(
    flows: Mapping[str, pd.DataFrame],
    updates: Mapping[str, pd.DataFrame],
    accounts: Mapping[str, pd.DataFrame],
    concordances: Mapping[str, RawFile],
    standard_unit_values: Mapping[str, RawFile],
    products: Mapping[str, Product],
    cleaning: Mapping[str, Any],
    vintages: list[dict[str, str]],
) -> dict[str, pd.DataFrame]:
    """`flows` of the products, `all_goods`, and the `steps`. Raises `DataFaults`."""
    named, steps = cleaned(
        flows, updates, accounts, concordances, standard_unit_values, products, cleaning, vintages
    )
    together = named["product"] == ALL_PRODUCTS
    return {"flows": named[~together], "all_goods": named[together], "steps": steps}


def cleaned(
    flows: Mapping[str, pd.DataFrame],
    updates: Mapping[str, pd.DataFrame],
    accounts: Mapping[str, pd.DataFrame],
    concordances: Mapping[str, RawFile],
    standard_unit_values: Mapping[str, RawFile],
    products: Mapping[str, Product],
    cleaning: Mapping[str, Any],
    vintages: list[dict[str, str]],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Flows of every trade file, cleaned and named by product, and what each step did.

    The first steps are those of reading, of all files together. `vintages`: from which and to which
    vintage of the nomenclature each concordance leads. Raises `DataFaults`, that of flows which
    measures could not add up included: `check_flows` is to say so before any result.
    """
    own = product_list.unchanged_codes(products)
    unchanged = list(dict.fromkeys([*cleaning["unchanged_codes"], *own]))
    choices = CleaningChoices.from_config(
        {**cleaning, "unchanged_codes": unchanged, "units": product_list.units(products)}
    )
    faults, changes, bounds = [], [], None
    for file, change in zip(concordances.values(), vintages, strict=True):
        table, found = concordance_table(file.content, file.name)
        faults += found
        changes.append(Concordance(change["from"], change["to"], table, file.name))
    for file in standard_unit_values.values():
        bounds, found = bounds_table(file.content, file.name)
        faults += found
    raise_if_any(faults)

    given, authors = (
        pd.concat([schema.empty(), *frames.values()], ignore_index=True)
        for frames in (flows, updates)
    )
    read = records.added(accounts.values())
    whole, first = replaced(given, authors)
    kept, steps = clean(whole, choices, changes, bounds)
    named, last = product_list.name_products(kept, products)
    raise_if_any(
        fault
        for flow in ("export", "import")
        for fault in summable_faults(named[named["flow"] == flow])
    )
    steps = pd.concat([read, report([first]), steps, report([last])], ignore_index=True)
    return named, steps
