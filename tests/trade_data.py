"""The shipped trade figures taken through the package as the workflow's scripts take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import yaml
from reference import RAW, ROOT

from upgrading.audit import printed_exports
from upgrading.files import frames
from upgrading.trade import schema, study
from upgrading.trade.classes import ClassChoices, Window, changes
from upgrading.trade.cleaning import CleaningChoices, clean
from upgrading.trade.intra_industry import export_ranges
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.products import (
    Product,
    by_own_exporters,
    competitors,
    name_products,
    products,
    unchanged_codes,
    units,
)
from upgrading.trade.readers.recognise import read_any
from upgrading.trade.robustness import every_window, over_choices
from upgrading.trade.totals import exporter_totals, world_totals
from upgrading.trade.warnings import WarningChoices, unit_value_warnings

ALPHA = 0.15
COMPARATOR = "world_excluding"
WINDOW = Window(1996, 2002)
CHOICES = ClassChoices()


@dataclass(frozen=True)
class TradeFrames:
    """What the trade part writes, read back from its CSV."""

    products: Mapping[str, Product]
    unit_values: pd.DataFrame
    upgrading: pd.DataFrame
    warnings: pd.DataFrame
    robustness: pd.DataFrame
    quality_ranges: pd.DataFrame
    years: pd.DataFrame
    offsets: pd.DataFrame
    exports: pd.DataFrame

    def empty(self) -> TradeFrames:
        """The same frames without a row; only the printed figures without trade are left."""
        frames = {name: again(frame.iloc[:0]) for name, frame in vars(self).items() if name in KEPT}
        without = self.exports.assign(source="", exporter="", products="")
        return TradeFrames(self.products, **frames, exports=again(without))

    def only(self, product: str) -> TradeFrames:
        """The same frames with the rows of one product."""
        frames = {
            name: frame[frame["product"] == product]
            for name, frame in vars(self).items()
            if name in KEPT and "product" in frame
        }
        rows = list(self.products[product].profiles)
        years = self.years[self.years["row"].isin(rows)]
        exports = self.exports[self.exports["row"].isin(rows)]
        return TradeFrames(
            self.products,
            **frames,
            years=years,
            offsets=again(printed_exports.offsets(years)),
            exports=exports,
        )


KEPT = (
    "unit_values",
    "upgrading",
    "warnings",
    "robustness",
    "quality_ranges",
    "years",
    "offsets",
)


def again(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame written and read again, as a later stage of the workflow finds it."""
    return frames.measured(frames.to_csv(frame), ["printed", "turns_on", "note"])


def shipped(clusters: pd.DataFrame, profiles: pd.DataFrame, cells: pd.DataFrame) -> TradeFrames:
    """Every frame from `data/raw/trade/faostat_exports.csv`, with the usual choices."""
    entries = yaml.safe_load((ROOT / "config" / "trade_products.yaml").read_text(encoding="utf-8"))
    listed = products(
        entries, "config/trade_products.yaml", clusters["cluster_id"], profiles["profile_id"]
    )
    content = (RAW / "trade" / "faostat_exports.csv").read_bytes()
    read, faults = read_any(content, "data/raw/trade/faostat_exports.csv")
    assert not faults
    cleaning = CleaningChoices.from_config(
        {"unchanged_codes": list(unchanged_codes(listed)), "units": units(listed)}
    )
    flows, _ = name_products(clean(schema.conform(read), cleaning)[0], listed)
    choices = MeasureChoices.from_config({"competitors": competitors(listed)})
    measured = unit_values(flows, choices)
    own = by_own_exporters(measured, listed)
    windows = every_window(1990, 2005, [2], 4)
    over = over_choices({COMPARATOR: changes(own, windows)}, [CHOICES.share_tolerance], CHOICES)
    found = study.classes(flows, measured, listed, WINDOW, choices, CHOICES)
    world = world_totals(exporter_totals(flows))
    figures = printed_exports.figures(cells)
    ids = zip(profiles["profile_id"], profiles["cluster_id"], strict=True)
    trade = printed_exports.series(measured, listed, dict(ids))
    years = printed_exports.by_year(figures, trade)
    frames = {
        "unit_values": measured,
        "upgrading": found,
        "warnings": unit_value_warnings(flows, measured, world, found, WarningChoices()),
        "robustness": over,
        "quality_ranges": export_ranges(own, ALPHA),
        "years": years,
        "offsets": printed_exports.offsets(years),
        "exports": printed_exports.against_trade(figures, trade),
    }
    return TradeFrames(listed, **{name: again(frame) for name, frame in frames.items()})
