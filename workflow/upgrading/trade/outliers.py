"""Rules for unit values that look wrong: flagged and counted, taken out only if the config says so.

Each rule looks at the unit values of single rows within a source, flow, product and year. World's
own row is no observation among its parts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from upgrading.config.trade import OutlierChoices as OutlierChoices
from upgrading.trade.schema import WORLD
from upgrading.trade.steps import Step, counted

BOUNDS_COLUMNS = ("product", "uv_min", "uv_max")

_GROUP = ["source", "flow", "product", "year"]

_NO_SPREAD = 1e-9
"""A standard deviation of log unit values below this is rounding, not spread."""


def z_score(unit_value: pd.Series, groups: pd.DataFrame, limit: float) -> pd.Series:
    """Whether |log unit value − mean| ≥ `limit` sample standard deviations, within its group."""
    logs = np.log(unit_value)
    grouped = logs.groupby([groups[column] for column in _GROUP])
    spread = grouped.transform("std")
    return (logs - grouped.transform("mean")).abs() / spread.where(spread > _NO_SPREAD) >= limit


def percentile(unit_value: pd.Series, groups: pd.DataFrame, low: float, high: float) -> pd.Series:
    """Whether the unit value is below the `low`th or above the `high`th percentile of its group."""
    grouped = unit_value.groupby([groups[column] for column in _GROUP])
    below = unit_value < grouped.transform("quantile", low / 100)
    return below | (unit_value > grouped.transform("quantile", high / 100))


def mean_ratio(unit_value: pd.Series, groups: pd.DataFrame, ratio: float) -> pd.Series:
    """Whether the unit value is outside 1/`ratio` to `ratio` times its group's arithmetic mean."""
    mean = unit_value.groupby([groups[column] for column in _GROUP]).transform("mean")
    return (unit_value < mean / ratio) | (unit_value > mean * ratio)


def outside_bounds(unit_value: pd.Series, groups: pd.DataFrame, bounds: pd.DataFrame) -> pd.Series:
    """Whether the unit value is outside [`uv_min`, `uv_max`] of its product; not if it has none.

    `bounds`: columns `BOUNDS_COLUMNS`, US dollars per unit of the quantity, one row per product.
    """
    limits = bounds.set_index("product")
    low = groups["product"].map(limits["uv_min"])
    high = groups["product"].map(limits["uv_max"])
    return (unit_value < low) | (unit_value > high)


def flag(
    flows: pd.DataFrame, choices: OutlierChoices, bounds: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, list[Step]]:
    """Add the column `outlier`: the rules that flag the row, separated by blanks, mostly empty.

    One step per rule, counting its rows and their value; all rules look at the same unit values.
    Rows stay; a rule in `excluded` makes the quantity of its rows missing. Raises `ValueError` if
    `bounds` are asked for and not given.
    """
    if "bounds" in choices.rules and bounds is None:
        raise ValueError("outliers.rules: 'bounds' needs a file of standard unit values")
    seen = flows[(flows["quantity"] > 0) & (flows["value_usd"] > 0) & (flows["exporter"] != WORLD)]
    unit_value = seen["value_usd"] / seen["quantity"]
    # sorted: means and standard deviations must not hang on the order of rows
    unit_value = unit_value.sort_values()
    groups = seen.loc[unit_value.index]
    found = {}
    for rule in choices.rules:
        if rule == "z_score":
            flagged = z_score(unit_value, groups, choices.z)
        elif rule == "percentile":
            low, high = choices.low_percentile, choices.high_percentile
            flagged = percentile(unit_value, groups, low, high)
        elif rule == "mean_ratio":
            flagged = mean_ratio(unit_value, groups, choices.ratio)
        else:
            flagged = outside_bounds(unit_value, groups, bounds)
        found[rule] = flagged.reindex(flows.index, fill_value=False).astype(bool)
    names, gone, steps = pd.Series("", index=flows.index), pd.Series(False, index=flows.index), []
    for rule, flagged in found.items():
        names = names.where(~flagged, names + " " + rule)
        choice = "exclude" if rule in choices.excluded else "flag"
        if choice == "exclude":
            gone |= flagged
        steps.append(counted(f"outliers_{rule}", choice, flows, flagged, len(flows)))
    quantity = flows["quantity"].mask(gone)
    unit = flows["quantity_unit"].mask(gone, "")
    kept = flows.assign(outlier=names.str.strip(), quantity=quantity, quantity_unit=unit)
    return kept, steps
