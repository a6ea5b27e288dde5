"""The tables of the trade part as cells, the words around them, how each number comes about."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.exhibits.tabulation import exhibits_of, formulas_of, words_around
from upgrading.exhibits.trade import Measured, TradeFindings, tables
from upgrading.files.codec import RawFile
from upgrading.files.frames import from_csv
from upgrading.inference.intervals import BootstrapChoices
from upgrading.publish.terms import full_name
from upgrading.trade.classes import ClassChoices, Window
from upgrading.trade.measures import MeasureChoices
from upgrading.trade.product_entries import Product
from upgrading.trade.products import competitors


def trade_exhibits(
    flows: pd.DataFrame,
    unit_values: pd.DataFrame,
    warnings: pd.DataFrame,
    upgrading: pd.DataFrame,
    verdicts: pd.DataFrame,
    exports: pd.DataFrame,
    offsets: pd.DataFrame,
    field_study: pd.DataFrame,
    market_share_parts: pd.DataFrame,
    cells: pd.DataFrame,
    products: Mapping[str, Product],
    cluster_register: RawFile,
    updates: list[str],
    classes: Mapping[str, Any],
    window: Mapping[str, Any],
    measures: Mapping[str, Any],
    inference: Mapping[str, Any],
) -> dict[str, Any]:
    """The tables of trade; `updates`: the files of an author, whose figures they point out."""
    names = cells[(cells["exhibit"] == "table_02") & (cells["column"] == "label_2")]
    clusters = from_csv(cluster_register.content)
    found = TradeFindings(
        unit_values=unit_values,
        warnings=warnings,
        upgrading=upgrading,
        verdicts=verdicts,
        exports=exports,
        offsets=offsets,
        field_study=field_study,
        market_share_parts=market_share_parts,
        choices=ClassChoices.from_config(classes),
        bootstrap=BootstrapChoices.from_config(inference),
        comparator=measures["comparator"],
        profiles=dict(zip(names["row"], names["printed"], strict=True)),
        clusters={
            cluster["cluster_id"]: full_name(cluster) for cluster in clusters.to_dict("records")
        },
        updated=flows[flows["file"].isin(updates)],
    )
    choices = MeasureChoices.from_config({**measures, "competitors": competitors(products)})
    made = tables(found, products)
    measured = Measured(found, flows, products, Window(**window), choices)
    return {
        "exhibits": exhibits_of(made),
        "words": words_around(made),
        "formulas": lambda: formulas_of(made, measured),
    }
