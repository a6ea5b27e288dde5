"""Upgrading classes: how market share and relative unit value change over a window.

Share and relative unit value rising or falling give four classes, after Kaplinsky and Readman; a
change within a tolerance counts as none. Signs alone do not tell a slight loss of share with a
sharp fall of unit value from a retreat on both: `reading` does, by magnitude. `gehlhar_pick`
crosses unit values with the trade balance, after Gehlhar and Pick (2002) and Aiginger.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from upgrading.config.models import ClassChoices as ClassChoices
from upgrading.trade.measures import Numbers, end_over_base
from upgrading.trade.product_entries import Window as Window

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

UPGRADING_COLUMNS = (
    *CLASS_COLUMNS,
    "exporters",
    "world",
    "exporters_at_both_ends",
    *(f"{column}_{which}" for which in ("constant", "all") for column in CLASS_COLUMNS[5:]),
    "note",
)
"""Columns of `results/trade/upgrading.csv`, before those that say how sure a class is
(`inference.trade_changes`).

`exporters`: the choice that the changes and the class are under (`ClassChoices.exporters`);
`world`: what the world of constant exporters is, `row` (World's own) or they themselves; how many
they are; the figures under either choice; and what is to be said of them.
"""

SERIES: Final = ["source", "exporter", "product"]

MEASURES: Final = {
    "market_share": "share_change",
    "relative_unit_value": "relative_unit_value_change",
}
"""What is measured of each year, and what its change is called."""

PRODUCT_UPGRADING = "product upgrading"
FAILED_PRODUCT_UPGRADING = "failed product upgrading"
PROCESS_UPGRADING = "process upgrading"
FAILED_PROCESS_UPGRADING = "failed process upgrading"
NO_CLEAR_CHANGE = "no clear change"
NO_DATA = "no data"
NOTHING_SUPPLIED = "no data supplied"

CLEAR_CLASSES = (
    PRODUCT_UPGRADING,
    FAILED_PRODUCT_UPGRADING,
    PROCESS_UPGRADING,
    FAILED_PROCESS_UPGRADING,
)

DOWNGRADING, WITHDRAWING, NEITHER = "downgrading", "withdrawing", "neither"


def upgrading_class(share_change: float, unit_value_change: float, choices: ClassChoices) -> str:
    """Class of a change of share and of relative unit value; `no data` if either is missing.

    `no clear change` if either is within its tolerance: a quadrant needs both signs.
    """
    return str(_classes(np.array([share_change]), np.array([unit_value_change]), choices)[0])


def _classes(share: Numbers, value: Numbers, choices: ClassChoices) -> npt.NDArray[np.str_]:
    return np.select(
        [
            np.isnan(share) | np.isnan(value),
            (abs(share) <= choices.share_tolerance) | (abs(value) <= choices.unit_value_tolerance),
            (value > 0) & (share > 0),
            value > 0,
            share > 0,
        ],
        [NO_DATA, NO_CLEAR_CHANGE, *CLEAR_CLASSES[:3]],
        CLEAR_CLASSES[3],
    )


def class_shown(row: Mapping[Any, Any]) -> str:
    """The class of a row of `UPGRADING_COLUMNS`, with that on other exporters if it differs."""
    other = {"constant": "all", "all": "constant"}[row["exporters"]]
    if row[f"class_{other}"] == row["class"]:
        return str(row["class"])
    among = {"all": "all exporters", "constant": "exporters of both ends"}[other]
    return f"{row['class']} (on {among}: {row[f'class_{other}']})"


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
    a year without a figure, or a base of 0, makes it missing. The world and the comparator of each
    year are all exporters of that year: `constant_exporters.changes` compares like with like.
    """
    columns = [*SERIES, "base", "end", "years", *MEASURES.values()]
    frames = [pd.DataFrame(columns=columns)]
    if windows:
        frames += [
            _changes_of(rows, windows).assign(**dict(zip(SERIES, key, strict=True)))
            for key, rows in unit_values.groupby(SERIES)
        ]
    return pd.concat(frames[1:] or frames, ignore_index=True)[columns]


def _changes_of(series: pd.DataFrame, windows: Sequence[Window]) -> pd.DataFrame:
    """`changes` of one series."""
    by_year = series.set_index("year")
    frame = pd.DataFrame(
        {
            "base": [window.base for window in windows],
            "end": [window.end for window in windows],
            "years": [window.years for window in windows],
            **dict.fromkeys(MEASURES.values(), math.nan),
        }
    )
    for length in sorted(set(frame["years"])):
        chosen = [number for number, window in enumerate(windows) if window.years == length]
        years = [[*windows[n].base_years, *windows[n].end_years] for n in chosen]
        flat = [year for both in years for year in both]
        for measure, change in MEASURES.items():
            figures = by_year[measure].reindex(flat).to_numpy("float64")
            frame.loc[chosen, change] = end_over_base(figures.reshape(len(chosen), -1))
    return frame


def classified(changed: pd.DataFrame, choices: ClassChoices) -> pd.DataFrame:
    """`changes` with the column `class` of each, as `upgrading_class` has it."""
    share, value = (changed[column].to_numpy("float64") for column in MEASURES.values())
    names = _classes(share, value, choices)
    return changed.assign(**{"class": pd.Series(names, index=changed.index, dtype="str")})


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
