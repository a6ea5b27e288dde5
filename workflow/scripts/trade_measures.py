"""Clean flows to unit values, shares, upgrading classes and what they hang on, and the rest."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from task import task
from trade_sources import read_flows, read_products
from upgrading.trade import intra_industry, robustness
from upgrading.trade.classes import ClassChoices, Window, upgrading
from upgrading.trade.comparative_advantage import ALL_PRODUCTS, revealed_advantage
from upgrading.trade.intra_industry import IntraIndustryChoices
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.price_indices import unit_value_index
from upgrading.trade.products import by_own_exporters, competitors, window_of
from upgrading.trade.text import to_csv
from upgrading.trade.totals import exporter_totals, world_totals
from upgrading.trade.warnings import WarningChoices, unit_value_warnings

with task(snakemake):
    params = snakemake.params
    everything, listed = read_flows(snakemake.input.flows), read_products(snakemake.input)
    flows = everything[everything["product"] != ALL_PRODUCTS]
    of_own_exporters = partial(by_own_exporters, listed=listed)
    named = {"competitors": competitors(listed)}
    choices = MeasureChoices.from_config({**params.measures, **named})
    class_choices = ClassChoices.from_config(params.classes)
    usual = Window(**params.window)
    two_way_choices = IntraIndustryChoices.from_config(params.intra_industry)

    measured = unit_values(flows, choices)
    world = world_totals(exporter_totals(flows, choices.flow), choices.flow)
    own = of_own_exporters(measured)
    windows = {product: window_of(entry, usual) for product, entry in listed.items()}
    classes = [
        upgrading(own[own["product"].map(windows) == window], window, class_choices)
        for window in dict.fromkeys(windows.values())
    ]
    years = measured["year"]
    every = robustness.every_window(
        int(years.min()) if len(years) else 0,
        int(years.max()) if len(years) else 0,
        params.robustness["years"],
        params.robustness["shortest"],
    )
    against = {}
    for comparator in params.robustness["comparators"]:
        under = of_own_exporters(unit_values(flows, replace(choices, comparator=comparator)))
        against[comparator] = robustness.with_comparison(under)
    over = robustness.over_choices(against, every, params.robustness["tolerances"], class_choices)
    trade = intra_industry.two_way(flows, two_way_choices)

    outputs = {
        "unit_values": measured,
        "warnings": unit_value_warnings(
            flows[flows["flow"] == choices.flow],
            measured,
            world,
            WarningChoices.from_config(params.warnings),
        ),
        "upgrading": pd.concat(classes, ignore_index=True).sort_values(
            ["source", "exporter", "product"]
        ),
        "robustness": over,
        "verdicts": robustness.verdicts(over),
        "advantage": revealed_advantage(everything, choices.flow),
        "intra_industry": intra_industry.by_product(trade, two_way_choices),
        "intra_industry_totals": intra_industry.aggregate(trade, two_way_choices),
        "quality_ranges": intra_industry.export_ranges(own, two_way_choices.alpha),
        "unit_value_indices": unit_value_index(own),
    }
    for name, frame in outputs.items():
        Path(snakemake.output[name]).write_text(to_csv(frame), encoding="utf-8")
