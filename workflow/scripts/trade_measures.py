"""Clean flows to unit values, shares, upgrading classes and what they hang on, and the rest."""

from pathlib import Path

import pandas as pd

from task import task
from trade_sources import read_flows, read_products
from upgrading.trade import intra_industry, robustness, study
from upgrading.trade.classes import ClassChoices, Window
from upgrading.trade.comparative_advantage import revealed_advantage
from upgrading.trade.intra_industry import IntraIndustryChoices
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.price_indices import unit_value_index
from upgrading.trade.products import by_own_exporters, competitors
from upgrading.trade.text import to_csv
from upgrading.trade.totals import exporter_totals, world_totals
from upgrading.trade.warnings import WarningChoices, unit_value_warnings

with task(snakemake) as log:
    params = snakemake.params
    flows, listed = read_flows(snakemake.input.flows), read_products(snakemake.input)
    everything = pd.concat([flows, read_flows(snakemake.input.all_goods)], ignore_index=True)
    named = {"competitors": competitors(listed)}
    choices = MeasureChoices.from_config({**params.measures, **named})
    class_choices = ClassChoices.from_config(params.classes)
    two_way_choices = IntraIndustryChoices.from_config(params.intra_industry)

    measured = unit_values(flows, choices)
    world = world_totals(exporter_totals(flows, choices.flow), choices.flow)
    own = by_own_exporters(measured, listed)
    over = study.over_all_choices(flows, listed, choices, class_choices, params.robustness)
    trade = intra_industry.two_way(flows, two_way_choices)

    usual = Window(**params.window)
    upgrading = study.classes(flows, measured, listed, usual, choices, class_choices)
    for sentence in study.empty_windows(upgrading, measured):
        log.warning("%s", sentence)

    outputs = {
        "unit_values": measured,
        "warnings": unit_value_warnings(
            flows[flows["flow"] == choices.flow],
            measured,
            world,
            upgrading,
            WarningChoices.from_config(params.warnings),
        ),
        "upgrading": upgrading,
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
