"""Upgrading classes: how market share and relative unit value change over a window.

Share and relative unit value rising or falling give four classes, after Kaplinsky and Readman; a
change within a tolerance counts as none. Signs alone do not tell a slight loss of share with a
sharp fall of unit value from a retreat on both: `reading` does, by magnitude. `gehlhar_pick`
crosses unit values with the trade balance, after Gehlhar and Pick (2002) and Aiginger.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from upgrading.trade import choices as config_choices
from upgrading.trade.window import Window as Window

CLASS_COLUMNS = (
    "source",
    "exporter",
    "product",
    "base",
    "end",
    "share_change",
    "relative_unit_value_change",
    "class",
)

PRODUCT_UPGRADING = "product upgrading"
FAILED_PRODUCT_UPGRADING = "failed product upgrading"
PROCESS_UPGRADING = "process upgrading"
FAILED_PROCESS_UPGRADING = "failed process upgrading"
NO_CLEAR_CHANGE = "no clear change"
NO_DATA = "no data"

CLEAR_CLASSES = (
    PRODUCT_UPGRADING,
    FAILED_PRODUCT_UPGRADING,
    PROCESS_UPGRADING,
    FAILED_PROCESS_UPGRADING,
)

DOWNGRADING, WITHDRAWING, NEITHER = "downgrading", "withdrawing", "neither"


@dataclass(frozen=True)
class ClassChoices:
    """Tolerances and thresholds, all as relative changes (0.05 is 5 per cent).

    `share_tolerance`, `unit_value_tolerance`: up to this a change counts as none. `slight`: the
    largest fall of share that is still slight; `sharp`: the least fall of relative unit value that
    is sharp (the report gives no numbers for either word). `scored_from`: the least score (0 to 3)
    that the experts' field study counts as product upgrading.
    """

    share_tolerance: float = 0.05
    unit_value_tolerance: float = 0.05
    slight: float = 0.10
    sharp: float = 0.20
    scored_from: float = 2

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> ClassChoices:
        """Read the `classes` section of the trade config; what is left out keeps its default."""
        return config_choices.from_config(cls, config, "classes")


def upgrading_class(share_change: float, unit_value_change: float, choices: ClassChoices) -> str:
    """Class of a change of share and of relative unit value; `no data` if either is missing.

    `no clear change` if either is within its tolerance: a quadrant needs both signs.
    """
    if math.isnan(share_change) or math.isnan(unit_value_change):
        return NO_DATA
    slight_share = abs(share_change) <= choices.share_tolerance
    if slight_share or abs(unit_value_change) <= choices.unit_value_tolerance:
        return NO_CLEAR_CHANGE
    if unit_value_change > 0:
        return PRODUCT_UPGRADING if share_change > 0 else FAILED_PRODUCT_UPGRADING
    return PROCESS_UPGRADING if share_change > 0 else FAILED_PROCESS_UPGRADING


def reading(share_change: float, unit_value_change: float, choices: ClassChoices) -> str:
    """Which of the report's two words fits a fall of both share and relative unit value.

    `downgrading`: share slightly down, relative unit value sharply. `withdrawing`: share down more
    than slightly, relative unit value down. Else `neither`; `no data` if either is missing. After
    the report's account of Mexican furniture (Amighini 2003).
    """
    if math.isnan(share_change) or math.isnan(unit_value_change):
        return NO_DATA
    if share_change >= 0 or unit_value_change >= 0:
        return NEITHER
    if share_change < -choices.slight:
        return WITHDRAWING
    return DOWNGRADING if unit_value_change <= -choices.sharp else NEITHER


def changes(unit_values: pd.DataFrame, windows: Sequence[Window]) -> pd.DataFrame:
    """Changes of share and relative unit value over each window, per exporter and product.

    Columns: `source, exporter, product, base, end, years, share_change,
    relative_unit_value_change`. A change is end / base − 1 of the means over the years of each end;
    a year without a figure, or a base of 0, makes it missing.
    """
    keys = ["source", "exporter", "product"]
    measures = {"market_share": "share_change", "relative_unit_value": "relative_unit_value_change"}
    every = pd.MultiIndex.from_frame(unit_values[keys].drop_duplicates().sort_values(keys))
    wide = {
        measure: unit_values.pivot(index=keys, columns="year", values=measure).reindex(every)
        for measure in measures
    }
    columns_of_changes = [*keys, "base", "end", "years", *measures.values()]
    if not windows:
        return pd.DataFrame(columns=columns_of_changes)
    frames = []
    for window in windows:
        columns = {}
        for measure, change in measures.items():
            # a mean over a row of years in order, missing if one of them is
            base, end = (
                wide[measure].reindex(columns=list(years)).mean(axis=1, skipna=False)
                for years in (window.base_years, window.end_years)
            )
            columns[change] = end / base.where(base > 0) - 1
        frame = pd.DataFrame(columns, index=every).reset_index()
        frames.append(frame.assign(base=window.base, end=window.end, years=window.years))
    return pd.concat(frames, ignore_index=True)[columns_of_changes]


def classified(changed: pd.DataFrame, choices: ClassChoices) -> pd.DataFrame:
    """`changes` with the column `class` of each."""
    pairs = zip(changed["share_change"], changed["relative_unit_value_change"], strict=True)
    return changed.assign(**{"class": [upgrading_class(*pair, choices) for pair in pairs]})


def upgrading(unit_values: pd.DataFrame, window: Window, choices: ClassChoices) -> pd.DataFrame:
    """Changes over the window and their class: `CLASS_COLUMNS`, a row per exporter and product.

    `unit_values`: `measures.unit_values`. See `changes`; what is missing has the class `no data`.
    """
    return classified(changes(unit_values, [window]), choices)[list(CLASS_COLUMNS)]


def gehlhar_pick(
    export_unit_value: float, import_unit_value: float, exports: float, imports: float
) -> str:
    """Kind of competition in a two-way trade, from its unit values and its balance.

    `no clear class` where unit values or trade are level, `no data` where a figure is missing.
    """
    figures = (export_unit_value, import_unit_value, exports, imports)
    if any(math.isnan(figure) for figure in figures):
        return NO_DATA
    if export_unit_value == import_unit_value or exports == imports:
        return "no clear class"
    dear, surplus = export_unit_value > import_unit_value, exports > imports
    success = "successful" if surplus else "unsuccessful"
    # cheap and in surplus, or dear and in deficit: price decides; else something besides price
    return f"{success} price competition" if dear != surplus else f"{success} non-price competition"
