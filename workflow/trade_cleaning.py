"""How the scripts that check and clean trade flows read their inputs and run the cleaning."""

from pathlib import Path
from typing import Any

import pandas as pd

from trade_sources import read_flows, read_products, read_trade
from upgrading.faults import raise_if_any
from upgrading.trade import products, schema
from upgrading.trade.cleaning import CleaningChoices, Concordance, clean
from upgrading.trade.readers import account
from upgrading.trade.replacement import replaced
from upgrading.trade.steps import report
from upgrading.trade.tables import bounds_table, concordance_table
from upgrading.trade.totals import summable_faults


def cleaned(files: Any, params: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Flows of every trade file, cleaned and named by product, and what each step did.

    The first steps are those of reading, of all files together.

    `files`, `params`: the named inputs and the params of a rule. Raises `DataFaults`, that of
    flows which measures could not add up included: `check_flows` is to say so before any result.
    """
    listed = read_products(files)
    own = products.unchanged_codes(listed)
    unchanged = list(dict.fromkeys([*params.cleaning["unchanged_codes"], *own]))
    choices = CleaningChoices.from_config(
        {**params.cleaning, "unchanged_codes": unchanged, "units": products.units(listed)}
    )
    faults, concordances, bounds = [], [], None
    for path, change in zip(files.concordances, params.concordances, strict=True):
        table, found = concordance_table(Path(path).read_bytes(), path)
        faults += found
        concordances.append(Concordance(change["from"], change["to"], table, path))
    for path in files.standard_unit_values:
        bounds, found = bounds_table(Path(path).read_bytes(), path)
        faults += found
    raise_if_any(faults)

    given, authors = (
        pd.concat([schema.empty(), *map(read_flows, paths)], ignore_index=True)
        for paths in (files.flows, files.updates)
    )
    read = account.added(read_trade(path) for path in files.accounts)
    flows, first = replaced(given, authors)
    kept, steps = clean(flows, choices, concordances, bounds)
    named, last = products.name_products(kept, listed)
    raise_if_any(
        fault
        for flow in ("export", "import")
        for fault in summable_faults(named[named["flow"] == flow])
    )
    steps = pd.concat([read, report([first]), steps, report([last])], ignore_index=True)
    return named, steps
