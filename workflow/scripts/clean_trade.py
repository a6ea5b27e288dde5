"""Flows of every trade file, cleaned and named by product; what each step of cleaning did."""

from pathlib import Path

import pandas as pd

from task import task
from trade_sources import read_flows, read_products
from upgrading.faults import raise_if_any
from upgrading.trade import products, schema
from upgrading.trade.cleaning import CleaningChoices, Concordance, clean
from upgrading.trade.comparative_advantage import ALL_PRODUCTS
from upgrading.trade.steps import report
from upgrading.trade.tables import bounds_table, concordance_table
from upgrading.trade.text import to_csv

with task(snakemake):
    files, params = snakemake.input, snakemake.params
    listed = read_products(files)
    unchanged = [*params.cleaning["unchanged_codes"], *products.unchanged_codes(listed)]
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

    frames = [read_flows(path) for path in files.flows]
    flows = pd.concat([schema.empty(), *frames], ignore_index=True)
    cleaned, steps = clean(flows, choices, concordances, bounds)
    named, last = products.name_products(cleaned, listed)
    steps = pd.concat([steps, report([last])], ignore_index=True)
    together = named["product"] == ALL_PRODUCTS
    for frame, path in (
        (named[~together], snakemake.output.flows),
        (named[together], snakemake.output.all_goods),
        (steps, snakemake.output.steps),
    ):
        Path(path).write_text(to_csv(frame), encoding="utf-8")
