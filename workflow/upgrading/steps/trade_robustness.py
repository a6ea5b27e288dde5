"""What the upgrading classes hang on: every product under every choice."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.trade import robustness as over_choices
from upgrading.trade import study
from upgrading.trade.classes import ClassChoices
from upgrading.trade.measures import MeasureChoices
from upgrading.trade.product_entries import Product
from upgrading.trade.products import competitors


def pieces(
    flows: pd.DataFrame,
    products: Mapping[str, Product],
    measures: Mapping[str, Any],
    classes: Mapping[str, Any],
    robustness: Mapping[str, Any],
) -> dict[str, tuple[Any, ...]]:
    """Of each product its flows, its entry, and the choices."""
    choices = MeasureChoices.from_config({**measures, "competitors": competitors(products)})
    return {
        name: (
            flows[flows["product"] == name],
            {name: product},
            choices,
            ClassChoices.from_config(classes),
            robustness,
        )
        for name, product in products.items()
    }


def make(wanted: Mapping[str, tuple[Any, ...]]) -> dict[str, pd.DataFrame]:
    """The pieces that are wanted, together: pandas takes as long for one product as for all."""
    if not wanted:
        return {}
    parts, entries, *_ = zip(*wanted.values(), strict=True)
    _, _, *choices = next(iter(wanted.values()))
    listed = {name: product for entry in entries for name, product in entry.items()}
    found = study.over_all_choices(pd.concat(parts), listed, *choices)
    return {name: found[found["product"] == name].reset_index(drop=True) for name in wanted}


def together(made: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The class under every choice, and the verdict on each series."""
    every = over_choices.joined(made.values())
    return {"robustness": every, "verdicts": over_choices.verdicts(every)}
