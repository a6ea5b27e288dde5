"""Clean flows to unit values, shares, upgrading classes and what they hang on, and the rest."""

from collections.abc import Mapping
from functools import cache
from logging import Logger
from typing import Any

import pandas as pd

from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.trade_changes import with_intervals
from upgrading.trade import intra_industry as two_way_trade
from upgrading.trade import second_sources, study
from upgrading.trade.classes import ClassChoices, Window
from upgrading.trade.constant_market_share import decomposed
from upgrading.trade.intra_industry import IntraIndustryChoices
from upgrading.trade.measures import (
    MeasureChoices,
    revealed_advantage,
    unit_value_index,
    unit_values,
)
from upgrading.trade.mirror import mirrored
from upgrading.trade.product_entries import Product
from upgrading.trade.products import by_own_exporters, competitors
from upgrading.trade.second_entries import SecondSources
from upgrading.trade.totals import exporter_totals, world_totals
from upgrading.trade.warnings import WarningChoices, together, unit_value_warnings


def trade_measures(
    flows: pd.DataFrame,
    all_goods: pd.DataFrame,
    series: pd.DataFrame,
    products: Mapping[str, Product],
    second: SecondSources,
    measures: Mapping[str, Any],
    warnings: Mapping[str, Any],
    window: Mapping[str, Any],
    classes: Mapping[str, Any],
    intra_industry: Mapping[str, Any],
    inference: Mapping[str, Any],
    log: Logger,
) -> dict[str, Any]:
    """Everything that is measured of the flows."""
    choices = MeasureChoices.from_config({**measures, "competitors": competitors(products)})
    class_choices = ClassChoices.from_config(classes)
    two_way_choices = IntraIndustryChoices.from_config(intra_industry)

    measured = unit_values(flows, choices)
    world = world_totals(exporter_totals(flows, choices.flow), choices.flow)
    own = by_own_exporters(measured, products)

    @cache
    def trade() -> pd.DataFrame:
        return two_way_trade.two_way(flows, two_way_choices)

    usual = Window(**window)
    upgrading = with_intervals(
        study.classes(flows, measured, products, usual, choices, class_choices),
        *(flows, measured, products, usual, choices, class_choices),
        BootstrapChoices.from_config(inference),
    )
    for sentence in study.empty_windows(upgrading, measured):
        log.warning("%s", sentence)
    return {
        "unit_values": study.with_constant(measured, flows, products, usual, choices),
        "warnings": together(
            unit_value_warnings(
                flows[flows["flow"] == choices.flow],
                measured,
                world,
                upgrading,
                WarningChoices.from_config(warnings),
            ),
            second_sources.warnings_of(second_sources.pairs(series, measured, second), second),
        ),
        "upgrading": upgrading,
        "advantage": lambda: revealed_advantage(
            pd.concat([flows, all_goods], ignore_index=True), choices.flow
        ),
        "intra_industry": lambda: two_way_trade.by_product(trade(), two_way_choices),
        "intra_industry_totals": lambda: two_way_trade.aggregate(trade(), two_way_choices),
        "quality_ranges": two_way_trade.export_ranges(own, two_way_choices.alpha),
        "unit_value_indices": lambda: unit_value_index(own),
        "market_share_parts": lambda: decomposed(flows, usual, choices),
        "mirror": lambda: mirrored(flows),
    }
