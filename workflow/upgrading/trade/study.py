"""The measures of the study's own products: classes over their windows, and under every choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from upgrading.trade import constant_exporters, robustness
from upgrading.trade.classes import (
    CLASS_COLUMNS,
    MEASURES,
    NO_DATA,
    SERIES,
    UPGRADING_COLUMNS,
    ClassChoices,
    Window,
    changes,
    classified,
)
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.products import Product, by_own_exporters, window_of

CONSTANT_COLUMNS: Final = tuple(f"{measure}_constant" for measure in MEASURES)
"""Market share and relative unit value by year among the exporters of both ends of the window."""


def classes(
    flows: pd.DataFrame,
    measured: pd.DataFrame,
    listed: Mapping[str, Product],
    usual: Window,
    measures: MeasureChoices,
    choices: ClassChoices,
) -> pd.DataFrame:
    """Classes of the exporters that stand for clusters: `classes.UPGRADING_COLUMNS`.

    Each product over its window; `usual`: that of products without one of their own. `flows`:
    cleaned and named; `measured`: `measures.unit_values` of them under `measures`.
    """
    panels = constant_exporters.Panels(flows, measures.flow)
    rows = []
    for key, own in by_own_exporters(measured, listed).groupby(SERIES):
        source, exporter, product = map(str, key)
        window = window_of(listed[product], usual)
        panel = panels.of(source, product, window)
        both = {
            "constant": constant_exporters.changes(panel, exporter, [window], measures),
            "all": changes(own, [window]),
        }
        row = dict(zip(SERIES, key, strict=True))
        for which, changed in both.items():
            found = classified(changed, choices).iloc[0].to_dict()
            row |= {f"{column}_{which}": found[column] for column in CLASS_COLUMNS[5:]}
            if which == "constant":
                row |= {"exporters_at_both_ends": found["exporters"], "world": found["world"]}
        row |= {column: row[f"{column}_{choices.exporters}"] for column in CLASS_COLUMNS[5:]}
        row |= {"base": window.base, "end": window.end, "exporters": choices.exporters}
        row["note"] = _note(row, own, panel, window, measures.least_in_world)
        rows.append(row)
    return pd.DataFrame(rows, columns=list(UPGRADING_COLUMNS))


def with_constant(
    measured: pd.DataFrame,
    flows: pd.DataFrame,
    listed: Mapping[str, Product],
    usual: Window,
    measures: MeasureChoices,
) -> pd.DataFrame:
    """`measures.unit_values` with `CONSTANT_COLUMNS`: figures by year among the same exporters.

    They are those present in all years of both ends of the product's window, so that a line through
    the years compares like with like. Missing in a year in which one of them is, and of exporters
    that stand for no cluster.
    """
    panels = constant_exporters.Panels(flows, measures.flow)
    frames = [measured.iloc[:0][[*SERIES, "year", *MEASURES]]]
    for key, own in by_own_exporters(measured, listed).groupby(SERIES):
        source, exporter, product = map(str, key)
        window = window_of(listed[product], usual)
        panel = panels.of(source, product, window)
        years = own["year"].tolist()
        found = constant_exporters.figures(panel, exporter, years, measures, window)
        frames.append(found.assign(**dict(zip(SERIES, key, strict=True))))
    constant = pd.concat(frames[1:] or frames, ignore_index=True)
    constant = constant.rename(columns=dict(zip(MEASURES, CONSTANT_COLUMNS, strict=True)))
    return measured.merge(constant, on=[*SERIES, "year"], how="left")


def _note(
    row: Mapping[str, Any],
    own: pd.DataFrame,
    panel: constant_exporters.Panel,
    window: Window,
    least: int,
) -> str:
    """What is to be said of a class: why there is none, or that it hangs on who is compared."""
    said = []
    count = row["exporters_at_both_ends"]
    present = f"{count} exporter{'s' * (count != 1)} present at both ends"
    if row["class_constant"] != row["class_all"]:
        said.append(
            f"{row['class_constant']} on the {present}, {row['class_all']} on all exporters in the "
            "files"
        )
    years = [*window.base_years, *window.end_years]
    printed = panel.world_years(years)
    if 0 < len(printed) < len(years):
        said.append(f"a row for World in {', '.join(map(str, printed))} only")
    if absent := sorted(set(years) - set(own["year"])):
        said.append(f"no figures of {', '.join(map(str, absent))}")
    figures = own.set_index("year").reindex(years)[list(MEASURES)]
    if row["class_constant"] == NO_DATA and figures.notna().all(axis=None):
        few = row["world"] != constant_exporters.ROW and count < least
        said.append(f"no market share among the {present}" if few else "no comparator among them")
    return "; ".join(said)


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
    listed: Mapping[str, Product],
    choices: MeasureChoices,
    class_choices: ClassChoices,
    config: Mapping[str, Any],
) -> pd.DataFrame:
    """`robustness.over_choices` under every comparator, window and tolerance of `config`.

    Windows are those within the years of each series, so that no other changes its verdict.
    `config`: the `robustness` section of the trade config.
    """
    against = {}
    panels = constant_exporters.Panels(flows, choices.flow)
    for comparator in config["comparators"]:
        under = choices.model_copy(update={"comparator": comparator})
        measured = by_own_exporters(unit_values(flows, under), listed)
        frames = [pd.DataFrame(columns=[*SERIES, "base", "end", "years", *MEASURES.values()])]
        for key, series in robustness.with_comparison(measured).groupby(SERIES):
            source, exporter, product = map(str, key)
            windows = _windows(series["year"], config["years"], config["shortest"])
            changed = (
                panels.changes(source, product, exporter, windows, under)
                if class_choices.exporters == "constant"
                else changes(series, windows)
            )
            frames.append(changed.assign(**dict(zip(SERIES, key, strict=True))))
        against[comparator] = pd.concat(frames[1:] or frames, ignore_index=True)
    return robustness.over_choices(against, config["tolerances"], class_choices)


def _windows(years: pd.Series, lengths: Iterable[int], shortest: int) -> Sequence[Window]:
    """Every window within the years of a series."""
    return robustness.every_window(int(years.min()), int(years.max()), lengths, shortest)
