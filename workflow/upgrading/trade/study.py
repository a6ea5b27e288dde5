"""The measures of the study's own products: classes over their windows, and under every choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from upgrading.trade import robustness
from upgrading.trade.classes import NO_DATA, ClassChoices, Window, upgrading
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.products import Product, by_own_exporters, window_of


def classes(
    measured: pd.DataFrame, listed: Mapping[str, Product], usual: Window, choices: ClassChoices
) -> pd.DataFrame:
    """`classes.upgrading` of the exporters that stand for clusters, each product over its window.

    `measured`: `measures.unit_values`; `usual`: the window of products without one of their own.
    """
    own = by_own_exporters(measured, listed)
    windows = {product: window_of(entry, usual) for product, entry in listed.items()}
    found = [
        upgrading(own[own["product"].map(windows) == window], window, choices)
        for window in dict.fromkeys(windows.values())
    ]
    order = ["source", "exporter", "product"]
    return pd.concat(found, ignore_index=True).sort_values(order, ignore_index=True)


def empty_windows(found: pd.DataFrame, measured: pd.DataFrame) -> list[str]:
    """A sentence for each window in which no product has a class, with the years of the figures.

    `found`: `classes`; `measured`: `measures.unit_values`, from which it comes.
    """
    return [
        f"window {base} to {end}: no product has figures at both ends; the trade files have "
        f"{measured['year'].min()} to {measured['year'].max()}"
        for (base, end), rows in found.groupby(["base", "end"])
        if (rows["class"] == NO_DATA).all()
    ]


def over_all_choices(
    flows: pd.DataFrame,
    years: Sequence[int],
    listed: Mapping[str, Product],
    choices: MeasureChoices,
    class_choices: ClassChoices,
    config: Mapping[str, Any],
) -> pd.DataFrame:
    """`robustness.over_choices` under every comparator, window and tolerance of `config`.

    `years`: all years that have figures, whatever the products in `flows`; `config`: the
    `robustness` section of the trade config.
    """
    against = {}
    for comparator in config["comparators"]:
        under = unit_values(flows, replace(choices, comparator=comparator))
        against[comparator] = robustness.with_comparison(by_own_exporters(under, listed))
    first, last = (min(years), max(years)) if len(years) else (0, 0)
    windows = robustness.every_window(first, last, config["years"], config["shortest"])
    return robustness.over_choices(against, windows, config["tolerances"], class_choices)
