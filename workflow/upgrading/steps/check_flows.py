"""Raise what could not be read in any trade file and what cleaning the others finds, at once."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.faults import DataFaults, Fault, raise_if_any
from upgrading.files.codec import RawFile
from upgrading.steps.clean_trade import cleaned
from upgrading.trade.product_entries import Product


def check_flows(
    faults: Mapping[str, list[Fault]],
    flows: Mapping[str, pd.DataFrame],
    updates: Mapping[str, pd.DataFrame],
    accounts: Mapping[str, pd.DataFrame],
    concordances: Mapping[str, RawFile],
    standard_unit_values: Mapping[str, RawFile],
    products: Mapping[str, Product],
    cleaning: Mapping[str, Any],
    vintages: list[dict[str, str]],
) -> pd.DataFrame:
    """What each step of cleaning did. Raises `DataFaults`."""
    # each once: several files may share a table of codes
    found = list(dict.fromkeys(fault for own in faults.values() for fault in own))
    try:
        _, steps = cleaned(
            flows,
            updates,
            accounts,
            concordances,
            standard_unit_values,
            products,
            cleaning,
            vintages,
        )
    except DataFaults as raised:
        found += raised.faults
    raise_if_any(found)
    return steps
