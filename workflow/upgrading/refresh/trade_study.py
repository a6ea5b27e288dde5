"""The trade part recomputed from its inputs, product by product, as far as its numbers need it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from upgrading.audit import field_study, printed_exports
from upgrading.audit.trade_exhibits import TradeFindings, tables
from upgrading.refresh.inputs import Table, choice, entries, section
from upgrading.trade import robustness, study
from upgrading.trade.classes import ClassChoices, Window
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.products import Product, competitors
from upgrading.trade.warnings import WARNING_COLUMNS


@dataclass(frozen=True)
class Measured:
    """`measures.unit_values` and `study.classes`, as in `results/trade/`."""

    unit_values: pd.DataFrame
    upgrading: pd.DataFrame


def products_of(table: Table) -> dict[str, Product]:
    """The products of the list."""
    return {name: Product.model_validate(entry) for name, entry in entries(table).items()}


def _choices(choices: Table, listed: Mapping[str, Product]) -> MeasureChoices:
    named = {"competitors": competitors(listed)}
    return MeasureChoices.from_config({**section(choices, "trade.measures"), **named})


def class_choices(choices: Table) -> ClassChoices:
    """The tolerances and thresholds of the config."""
    return ClassChoices.from_config(section(choices, "trade.classes"))


def measure(flows: pd.DataFrame, listed: Mapping[str, Product], choices: Table) -> Measured:
    """Unit values, shares and classes, as the rule `trade_measures` computes them."""
    under = _choices(choices, listed)
    measured = unit_values(flows, under)
    usual = Window(**section(choices, "trade.window"))
    classes = study.classes(flows, measured, listed, usual, under, class_choices(choices))
    return Measured(measured, classes)


def robust_verdicts(
    flows: pd.DataFrame,
    wanted: Collection[str],
    listed: Mapping[str, Product],
    choices: Table,
) -> pd.DataFrame:
    """`robustness.verdicts` of the wanted products."""
    over = study.over_all_choices(
        flows[flows["product"].isin(list(wanted))],
        listed,
        _choices(choices, listed),
        class_choices(choices),
        section(choices, "trade.robustness"),
    )
    return robustness.verdicts(over)


def exports_of_table_2(
    cells: pd.DataFrame,
    measured: Measured,
    listed: Mapping[str, Product],
    clusters: Mapping[str, str],
) -> pd.DataFrame:
    """Table 2's exports beside trade (`printed_exports.EXPORTS_COLUMNS`).

    `clusters`: the cluster of each row of Table 2.
    """
    trade = printed_exports.series(measured.unit_values, listed, clusters)
    return printed_exports.against_trade(printed_exports.figures(cells), trade)


def beside_scores(
    measured: Measured,
    verdicts: pd.DataFrame,
    scores: Mapping[str, Any],
    listed: Mapping[str, Product],
    choices: Table,
) -> pd.DataFrame:
    """`field_study.beside_scores`; `scores`: product upgrading by cluster."""
    return field_study.beside_scores(
        measured.upgrading, verdicts, listed, scores, class_choices(choices)
    )


def trade_exhibits(
    measured: Measured,
    verdicts: pd.DataFrame,
    exports: pd.DataFrame,
    beside: pd.DataFrame,
    listed: Mapping[str, Product],
    choices: Table,
) -> pd.DataFrame:
    """Every table of the trade part as cells (`build.EXHIBIT_COLUMNS`); labels are the ids.

    `beside`: `beside_scores`. Notes, which hold no numbers of `numbers.csv`, are not asked for.
    """
    found = TradeFindings(
        unit_values=measured.unit_values,
        warnings=pd.DataFrame(columns=list(WARNING_COLUMNS)),
        upgrading=measured.upgrading,
        verdicts=verdicts,
        exports=exports,
        offsets=pd.DataFrame(columns=list(printed_exports.OFFSET_COLUMNS)),
        field_study=beside,
        choices=class_choices(choices),
        comparator=choice(choices, "trade.measures.comparator"),
        profiles={str(row): str(row) for row in exports["row"]},
        clusters={str(cluster): str(cluster) for cluster in beside["cluster_id"]},
    )
    return tables(found, listed)[0]
