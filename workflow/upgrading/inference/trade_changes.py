"""How sure an upgrading class is: the changes of share and relative unit value, resampled.

A change compares a few years with a few others, and two things in it are chance: which years these
were, and which partners bought. Both are drawn again.

*Years.* Over the window, from its first year to its last, the logarithms of share and of relative
unit value are each fitted by a straight line. What a year is off its line is its deviation, divided
by √(1 − h), h its leverage, and centred: the modified residuals of Davison and Hinkley (1997),
"Bootstrap methods and their application", section 6.2. In a replicate every figure at the ends is
moved by the deviation of a year drawn at random, with replacement, the same year for both measures:
good harvests move both. With two years at an end, drawing these years alone would give nine
different changes and intervals that are too short.

*Partners.* Where a file has the exporter's partners they are drawn with replacement, each with all
its years. The rest of the world and the comparator stay as they are. FAOSTAT's embedded figures
have no partners: only years are drawn.

The interval holds the middle of the replicates (percentiles). It says how much a change hangs on
single years and partners; not what other cleaning, comparators or windows would make of it
(`trade.robustness`), nor what is wrong in the figures themselves. Deviations count as independent:
where good years come in runs, the intervals are too short.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import numpy as np
import pandas as pd

from upgrading.inference.intervals import (
    MOST_DEGENERATE,
    BootstrapChoices,
    percentile_interval,
    resamples,
)
from upgrading.inference.measures import FloatArray
from upgrading.inference.permutation import generator
from upgrading.trade import constant_exporters
from upgrading.trade.classes import MEASURES, NO_DATA, SERIES, ClassChoices, Window, classified
from upgrading.trade.measures import MeasureChoices, end_over_base, ratio
from upgrading.trade.product_entries import Product
from upgrading.trade.products import window_of
from upgrading.trade.schema import WORLD
from upgrading.trade.totals import with_quantity

LEAST_YEARS: Final = 4
"""Fewest years from which deviations from a line are taken: two more than the line uses up."""

YEARS, PARTNERS_AND_YEARS = "years", "partners and years"

INTERVAL_COLUMNS: Final = (
    *(f"{change}_{end}" for change in MEASURES.values() for end in ("low", "high")),
    "replicates_in_class",
    "resampled",
)
"""Columns that `with_intervals` adds: the ends of both intervals (ratios, 0 is no change), the
share of replicates that have the row's class, what was drawn (empty where nothing could be)."""


def deviations(years: FloatArray, figures: FloatArray) -> FloatArray:
    """What each year is off the line of its window: logarithms, years by measures.

    `figures`: years by measures. Only years in which every measure is above 0 are on the line; with
    fewer than `LEAST_YEARS` of them there are no deviations (an array without rows).
    """
    known = np.all(figures > 0, axis=1)
    if known.sum() < LEAST_YEARS:
        return np.empty((0, figures.shape[1]))
    at, logs = years[known], np.log(figures[known])
    design = np.column_stack([np.ones(len(at)), at - at.mean()])
    projection = design @ np.linalg.pinv(design)
    off = (logs - projection @ logs) / np.sqrt(1 - np.diag(projection))[:, None]
    return np.asarray(off - off.mean(axis=0))


def _sums(rows: pd.DataFrame, column: str, years: list[int]) -> FloatArray:
    """Sums of a column, partners by years; 0 where there is nothing."""
    wide = rows.pivot_table(index="importer", columns="year", values=column, aggfunc="sum")
    names = sorted(set(rows["importer"]))
    return np.asarray(wide.reindex(index=names, columns=years).fillna(0).to_numpy("float64"))


def _redrawn(
    figures: FloatArray, rows: pd.DataFrame, years: list[int], key: str, bootstrap: BootstrapChoices
) -> FloatArray | None:
    """Figures of the years with the exporter's partners drawn anew; `None` without partners.

    `figures`: years by measures; the result: replicates by years by measures.
    """
    partners = sorted(set(rows["importer"]))
    if len(set(partners) - {WORLD}) < 2:
        return None
    flows = with_quantity(rows).sort_values(["importer", "year", "value_usd", "quantity"])
    drawn = resamples(len(partners), None, key, bootstrap)
    totals = {}
    for column in ("value_usd", "value_with_quantity", "quantity"):
        by_partner = _sums(flows, column, years)
        # of all partners once and of those drawn: how many times the one is the other
        totals[column] = ratio(
            drawn @ by_partner, np.ones((len(drawn), 1)) * by_partner.sum(axis=0)
        )
    share, relative = figures.T
    moved = share * totals["value_usd"]
    unit_values = ratio(totals["value_with_quantity"], totals["quantity"])
    return np.stack([moved / (1 - share + moved), relative * unit_values], axis=2)


def replicates(
    ends: pd.DataFrame,
    window: pd.DataFrame,
    rows: pd.DataFrame,
    key: str,
    bootstrap: BootstrapChoices,
) -> tuple[pd.DataFrame, str]:
    """Changes of share and relative unit value in each replicate, and what was drawn.

    `ends`, `window`: `year, market_share, relative_unit_value` of the years of both ends and of all
    years of the window; `rows`: the exporter's flows of the product; `key`: what the random numbers
    belong to. No replicates, and nothing drawn, where a figure at the ends or the line is missing.
    """
    years = ends["year"].astype(int).tolist()
    figures = ends[list(MEASURES)].to_numpy("float64")
    off = deviations(window["year"].to_numpy("float64"), window[list(MEASURES)].to_numpy("float64"))
    nothing = pd.DataFrame(columns=list(MEASURES.values()), dtype="float64")
    if not len(off) or not np.all(figures > 0):
        return nothing, ""
    drawn = generator(bootstrap.seed, f"{key}/years").integers(
        len(off), size=(bootstrap.resamples, len(years))
    )
    redrawn = _redrawn(figures, rows, years, f"{key}/partners", bootstrap)
    moved = (figures if redrawn is None else redrawn) * np.exp(off[drawn])
    changes = {
        change: end_over_base(moved[:, :, place]) for place, change in enumerate(MEASURES.values())
    }
    return pd.DataFrame(changes), YEARS if redrawn is None else PARTNERS_AND_YEARS


def _told(
    found: pd.DataFrame, drawn: str, of: str, choices: ClassChoices, confidence: float
) -> dict[str, object]:
    """`INTERVAL_COLUMNS` of one row of class `of`, from its replicates."""
    missing = found.isna().any(axis=1)
    told: dict[str, object] = dict.fromkeys(INTERVAL_COLUMNS, np.nan) | {"resampled": ""}
    if not len(found) or Fraction(int(missing.sum()), len(found)) > MOST_DEGENERATE:
        return told
    for change in MEASURES.values():
        values = found.loc[~missing, change].to_numpy()
        told[f"{change}_low"], told[f"{change}_high"] = percentile_interval(values, confidence)
    same = classified(found, choices)["class"] == of
    return told | {"replicates_in_class": float(same.mean()), "resampled": drawn}


def with_intervals(
    upgrading: pd.DataFrame,
    flows: pd.DataFrame,
    measured: pd.DataFrame,
    listed: Mapping[str, Product],
    usual: Window,
    measures: MeasureChoices,
    choices: ClassChoices,
    bootstrap: BootstrapChoices,
) -> pd.DataFrame:
    """`study.classes` with `INTERVAL_COLUMNS`, under the choice of exporters that they are under.

    The other arguments are those of `study.classes`. A class of `no data` has no intervals; nor has
    one with fewer than `LEAST_YEARS` years, a figure of 0 at the ends, or partners without whom, in
    more than 5 % of the draws, nothing is left to measure.
    """
    panels = constant_exporters.Panels(flows, measures.flow)
    wanted = pd.MultiIndex.from_frame(upgrading[SERIES])
    of_rows = pd.MultiIndex.from_frame(flows[SERIES]).isin(wanted)
    series, of_exporter = (
        dict(iter(frame.groupby(SERIES)))
        for frame in (measured, flows[of_rows & (flows["flow"] == measures.flow)])
    )
    added = []
    for row in upgrading.to_dict("records"):
        key = row["source"], row["exporter"], row["product"]
        window = window_of(listed[row["product"]], usual)
        ends = [*window.base_years, *window.end_years]
        through = [year for year in series[key]["year"] if window.base <= year <= window.end]
        drawn_from = of_exporter[key]
        if choices.exporters == "constant":
            panel = panels.of(row["source"], row["product"], window)
            at_ends, over = (
                constant_exporters.figures(panel, row["exporter"], years, measures)
                for years in (ends, through or ends)
            )
            if measures.flow == "import":
                reporters = panels.reporting(row["source"], row["product"], window)
                drawn_from = drawn_from[drawn_from["reporter"].isin(reporters)]
        else:
            by_year = series[key].set_index("year")
            at_ends, over = (
                by_year.reindex(years)[list(MEASURES)].reset_index() for years in (ends, through)
            )
        found, drawn = replicates(at_ends, over, drawn_from, f"trade/{'/'.join(key)}", bootstrap)
        if row["class"] == NO_DATA:
            found = found.iloc[:0]
        added.append(_told(found, drawn, row["class"], choices, bootstrap.confidence))
    columns = pd.DataFrame(added, columns=list(INTERVAL_COLUMNS), index=upgrading.index)
    return upgrading.join(columns)
