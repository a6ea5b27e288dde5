"""What trade says about the report: Table 2's exports and their years, and the experts' scores."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.audit import printed_exports
from upgrading.files.codec import RawFile
from upgrading.files.frames import from_csv
from upgrading.parts import TABLES
from upgrading.trade.classes import ClassChoices
from upgrading.trade.field_study import beside_scores
from upgrading.trade.product_entries import Product


def trade_against_report(
    unit_values: pd.DataFrame,
    upgrading: pd.DataFrame,
    verdicts: pd.DataFrame,
    cells: pd.DataFrame,
    clusters: pd.DataFrame,
    products: Mapping[str, Product],
    profile_register: RawFile,
    classes: Mapping[str, Any],
) -> dict[str, Any]:
    """The printed exports and the scores beside trade; `parts`: what their cells tell."""
    profiles = from_csv(profile_register.content)
    figures = printed_exports.figures(cells)
    trade = printed_exports.series(
        unit_values,
        products,
        dict(zip(profiles["profile_id"], profiles["cluster_id"], strict=True)),
    )
    years = printed_exports.by_year(figures, trade)
    exports, passages = TABLES["exports"].apart(printed_exports.against_trade(figures, trade))
    return {
        "exports": exports,
        "years": years,
        "offsets": printed_exports.offsets(years),
        "placebos": lambda: printed_exports.placebos(figures, trade),
        "field_study": beside_scores(
            upgrading,
            verdicts,
            products,
            dict(zip(clusters["cluster_id"], clusters["up_product"], strict=True)),
            ClassChoices.from_config(classes),
        ),
        "parts": passages,
    }
