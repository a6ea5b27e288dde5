"""Changes of share and relative unit value on the exporters present at both ends of a window.

"World" is whoever is in the files: a country that begins to report takes share from all others
without having sold anything more. Here the exporters of one product that have a figure in all years
of both ends are the world of a change, and its comparator those of them that have a quantity in all
these years. A row that the source prints for World covers everybody and stays the world, where it
is there in all these years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from upgrading.trade.measures import MeasureChoices, Numbers, end_over_base, ratio
from upgrading.trade.product_entries import Window
from upgrading.trade.schema import WORLD
from upgrading.trade.totals import SUMS

Flags = npt.NDArray[np.bool_]

ROW, EXPORTERS = "row", "exporters"
"""What the world of a change is: World's own row, or the exporters present at both ends."""


@dataclass(frozen=True)
class Panel:
    """The figures of one source and product: an array of exporters by years for each of `SUMS`.

    NaN where there is none, as in the last column, which stands for years that have no column.
    `world`: World's row likewise, by years; `first`: the first year.
    """

    product: str
    exporters: tuple[str, ...]
    first: int
    sums: dict[str, Numbers]
    world: dict[str, Numbers]

    def places(self, years: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Columns of the years."""
        places = years - self.first
        absent = len(self.world["value_usd"]) - 1
        found: npt.NDArray[np.int64] = np.where((places < 0) | (places > absent), absent, places)
        return found

    def world_years(self, years: Sequence[int]) -> list[int]:
        """Those of the years in which World is a row."""
        there = ~np.isnan(self.world["value_usd"][self.places(np.array(years))])
        return [year for year, found in zip(years, there, strict=True) if found]


def panels(totals: pd.DataFrame, choices: MeasureChoices) -> dict[tuple[str, str], Panel]:
    """The panel of each source and product of `totals.exporter_totals`.

    In mirror data World as an exporter is what importers did not assign to one, and no row of the
    world's.
    """
    found = {}
    for (source, product), rows in totals.groupby(["source", "product"]):
        first, last = int(rows["year"].min()), int(rows["year"].max())
        names = sorted(set(rows["exporter"]) - {WORLD})
        sums, world = {}, {}
        for column in SUMS:
            wide = rows.pivot(index="exporter", columns="year", values=column)
            wide = wide.reindex(index=[*names, WORLD], columns=range(first, last + 2))
            figures = wide.to_numpy("float64")
            sums[column] = figures[:-1]
            world[column] = figures[-1] if choices.flow == "export" else figures[-1] * np.nan
        found[str(source), str(product)] = Panel(str(product), tuple(names), first, sums, world)
    return found


@dataclass(frozen=True)
class _Ends:
    """Windows of one length, `w` of them, over a panel: figures in the years of both ends.

    Arrays are exporters by windows by years, or windows by years; `own`: the exporter's place.
    """

    panel: Panel
    choices: MeasureChoices
    own: int
    at: npt.NDArray[np.int64]
    """Places of the years in the panel, windows by years, base first."""

    def sums(self, column: str) -> Numbers:
        return self.panel.sums[column][:, self.at]

    def world(self, column: str) -> Numbers:
        return self.panel.world[column][self.at]

    def present(self, column: str) -> Flags:
        """Exporters by windows: whether there is a figure in all the years."""
        present: Flags = np.all(~np.isnan(self.sums(column)), axis=2)
        return present

    def by_row(self) -> Flags:
        """Windows of which World's row is there in all the years."""
        by_row: Flags = np.all(~np.isnan(self.world("value_usd")), axis=1)
        return by_row

    def _sum(self, column: str, among: Flags) -> Numbers:
        """Sum over exporters, in their order, of those `among`: windows by years."""
        figures = np.where(among[:, :, None], self.sums(column), 0.0)
        added: Numbers = figures.sum(axis=0)
        return added

    def shares(self) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """Market shares of the exporter, and how many exporters are present at both ends."""
        present = self.present("value_usd")
        count = present.sum(axis=0)
        own = self.sums("value_usd")[self.own]
        share = ratio(own, self._sum("value_usd", present))
        few = (count < self.choices.least_in_world) | ~present[self.own]
        share[few] = np.nan
        by_row = self.by_row()
        share[by_row] = ratio(own, self.world("value_usd"))[by_row]
        return share, count

    def relative_unit_values(self) -> Numbers:
        """Unit values of the exporter over those of the comparator."""
        value, quantity = (self.sums(column) for column in ("value_with_quantity", "quantity"))
        own = ratio(value[self.own], quantity[self.own])
        present = self.present("quantity")
        relative: Numbers = ratio(own, self._comparator(value, quantity, present))
        relative[~present[self.own]] = np.nan
        return relative

    def _comparator(self, value: Numbers, quantity: Numbers, present: Flags) -> Numbers:
        columns = ("value_with_quantity", "quantity")
        if self.choices.comparator == "median_exporter":
            each = np.where(present[:, :, None], ratio(value, quantity), np.nan)
            enough = present.sum(axis=0) >= self.choices.least_exporters
            median = np.full(each.shape[1:], np.nan)
            if enough.any():
                median[enough] = np.nanmedian(each[:, enough], axis=0)
            return median
        if self.choices.comparator == "named":
            named = self.choices.competitors
            rivals = named.get(self.panel.product, named.get("*", ()))
            among = np.array([name in rivals for name in self.panel.exporters])
            among[self.own] = False
            return ratio(*(self._sum(column, present & among[:, None]) for column in columns))
        excluding = self.choices.comparator == "world_excluding"
        others = present.copy()
        others[self.own] &= not excluding
        of_sum = ratio(*(self._sum(column, others) for column in columns))
        printed = [self.world(column) for column in columns]
        if excluding:
            printed[0] = printed[0] - value[self.own]
            printed[1] = printed[1] - quantity[self.own]
        of_row = ratio(*printed)
        if excluding:
            # see `measures.world_excluding`
            of_row[value[self.own] < self.sums("value_usd")[self.own]] = np.nan
        return np.where(self.by_row()[:, None], of_row, of_sum)


def changes(
    panel: Panel, exporter: str, windows: Sequence[Window], choices: MeasureChoices
) -> pd.DataFrame:
    """Changes of one exporter over each window, in their order, on the exporters of both ends.

    Columns: `base, end, years, share_change, relative_unit_value_change` (`end_over_base`),
    `exporters` (how many are present in all years of both ends) and `world` (`ROW` or `EXPORTERS`).
    Among fewer than `least_in_world` exporters there is no share.
    """
    own = panel.exporters.index(exporter)
    result = pd.DataFrame(
        {
            "base": [window.base for window in windows],
            "end": [window.end for window in windows],
            "years": [window.years for window in windows],
            "share_change": np.nan,
            "relative_unit_value_change": np.nan,
            "exporters": 0,
            "world": EXPORTERS,
        }
    )
    for length in sorted(set(result["years"])):
        chosen = [number for number, window in enumerate(windows) if window.years == length]
        years = [[*windows[n].base_years, *windows[n].end_years] for n in chosen]
        ends = _Ends(panel, choices, own, panel.places(np.array(years)))
        shares, count = ends.shares()
        result.loc[chosen, "share_change"] = end_over_base(shares)
        relative = end_over_base(ends.relative_unit_values())
        result.loc[chosen, "relative_unit_value_change"] = relative
        result.loc[chosen, "exporters"] = count
        result.loc[chosen, "world"] = np.where(ends.by_row(), ROW, EXPORTERS)
    return result


def figures(panel: Panel, exporter: str, window: Window, choices: MeasureChoices) -> pd.DataFrame:
    """What `changes` compares over one window: `year, market_share, relative_unit_value`."""
    years = [*window.base_years, *window.end_years]
    ends = _Ends(panel, choices, panel.exporters.index(exporter), panel.places(np.array([years])))
    return pd.DataFrame(
        {
            "year": years,
            "market_share": ends.shares()[0][0],
            "relative_unit_value": ends.relative_unit_values()[0],
        }
    )
