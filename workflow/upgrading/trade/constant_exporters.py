"""Changes of share and relative unit value on the exporters present at both ends of a window.

"World" is whoever is in the files: a country that begins to report takes share from all others
without having sold anything more. Here the exporters of one product that have a figure in all years
of both ends are the world of a change, and its comparator those of them that have a quantity in all
these years. A row that the source prints for World covers everybody and stays the world, where it
is there in all these years. In mirror data it is importers who report: there a change is measured
on what those report that do so in all years of both ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from upgrading.trade.measures import MeasureChoices, Numbers, end_over_base, ratio
from upgrading.trade.product_entries import Window
from upgrading.trade.schema import WORLD
from upgrading.trade.totals import SUMS, Flow, exporter_totals

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


def _panel(product: str, totals: pd.DataFrame, of: pd.DataFrame, flow: Flow) -> Panel:
    """The panel of totals `of` one product, with every exporter and year of `totals`."""
    first, last = int(totals["year"].min()), int(totals["year"].max())
    names = sorted(set(totals["exporter"]) - {WORLD})
    sums, world = {}, {}
    for column in SUMS:
        wide = of.pivot(index="exporter", columns="year", values=column)
        wide = wide.reindex(index=[*names, WORLD], columns=range(first, last + 2))
        figures = wide.to_numpy("float64")
        sums[column] = figures[:-1]
        # in mirror data World as an exporter is what importers did not assign to one
        world[column] = figures[-1] if flow == "export" else figures[-1] * np.nan
    return Panel(product, tuple(names), first, sums, world)


@dataclass(frozen=True)
class Panels:
    """The panels of flows, by source and product.

    `flows`: cleaned and named; `flow`: whether exporters or importers report (`MeasureChoices`). A
    panel is of one window where importers report: of those who do in all years of both its ends.
    """

    flows: pd.DataFrame
    flow: Flow
    _made: dict[tuple[str, str, frozenset[str]], Panel] = field(default_factory=dict)

    @cached_property
    def _totals(self) -> dict[tuple[str, str], pd.DataFrame]:
        totals = exporter_totals(self.flows, self.flow).groupby(["source", "product"])
        return {(str(source), str(product)): rows for (source, product), rows in totals}

    @cached_property
    def _reports(self) -> dict[tuple[str, str], pd.DataFrame]:
        """What is reported of each source and product."""
        by = self.flows[self.flows["flow"] == self.flow].groupby(["source", "product"])
        return {(str(source), str(product)): rows for (source, product), rows in by}

    def measured(self) -> list[tuple[str, str]]:
        """Every source and product, sorted."""
        return sorted(self._totals)

    def of(self, source: str, product: str, window: Window) -> Panel:
        """The panel of a source and product, for a window."""
        totals = self._totals[source, product]
        reporters: frozenset[str] = frozenset()
        if self.flow == "import":
            reporters = self.reporting(source, product, window)
        key = source, product, reporters
        if key not in self._made:
            of = totals
            if self.flow == "import":
                rows = self._reports[source, product]
                of = exporter_totals(rows[rows["reporter"].isin(reporters)], self.flow)
            self._made[key] = _panel(product, totals, of, self.flow)
        return self._made[key]

    def reporting(self, source: str, product: str, window: Window) -> frozenset[str]:
        """Who reports the product in all years of both ends of a window."""
        rows = self._reports[source, product]
        ends = rows[rows["year"].isin([*window.base_years, *window.end_years])]
        years = ends.groupby("reporter")["year"].nunique()
        return frozenset(years.index[years == 2 * window.years])

    def changes(
        self,
        source: str,
        product: str,
        exporter: str,
        windows: Sequence[Window],
        choices: MeasureChoices,
    ) -> pd.DataFrame:
        """`changes` of one exporter over each window, in their order."""
        panels = [self.of(source, product, window) for window in windows]
        places: dict[int, list[int]] = {}
        for place, panel in enumerate(panels):
            places.setdefault(id(panel), []).append(place)
        parts = [
            changes(panels[at[0]], exporter, [windows[place] for place in at], choices).set_axis(at)
            for at in places.values()
        ]
        return pd.concat(parts or [_unmeasured(windows)]).sort_index()


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
    ends: npt.NDArray[np.int64]
    """Those of the years in which an exporter must be there to be compared; mostly the same."""

    def sums(self, column: str) -> Numbers:
        return self.panel.sums[column][:, self.at]

    def world(self, column: str) -> Numbers:
        return self.panel.world[column][self.at]

    def present(self, column: str) -> Flags:
        """Exporters by windows: whether there is a figure in all years of the ends."""
        present: Flags = np.all(~np.isnan(self.panel.sums[column][:, self.ends]), axis=2)
        return present

    def by_row(self) -> Flags:
        """Windows of which World's row is there in all years of the ends."""
        by_row: Flags = np.all(~np.isnan(self.panel.world["value_usd"][self.ends]), axis=1)
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
    result = _unmeasured(windows)
    for length in sorted(set(result["years"])):
        chosen = [number for number, window in enumerate(windows) if window.years == length]
        years = [[*windows[n].base_years, *windows[n].end_years] for n in chosen]
        at = panel.places(np.array(years))
        ends = _Ends(panel, choices, own, at, at)
        shares, count = ends.shares()
        result.loc[chosen, "share_change"] = end_over_base(shares)
        relative = end_over_base(ends.relative_unit_values())
        result.loc[chosen, "relative_unit_value_change"] = relative
        result.loc[chosen, "exporters"] = count
        result.loc[chosen, "world"] = np.where(ends.by_row(), ROW, EXPORTERS)
    return result


def _unmeasured(windows: Sequence[Window]) -> pd.DataFrame:
    """The columns of `changes`, nothing measured."""
    return pd.DataFrame(
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


def figures(
    panel: Panel,
    exporter: str,
    years: Sequence[int],
    choices: MeasureChoices,
    window: Window | None = None,
) -> pd.DataFrame:
    """Figures of the years among the exporters present in all of them, or at the ends of `window`.

    Columns: `year, market_share, relative_unit_value`. Of the years of both ends of a window they
    are what `changes` compares. A year in which one of the exporters is missing has no figure.
    """
    at = panel.places(np.array([years]))
    ends_at = at
    if window is not None:
        ends_at = panel.places(np.array([[*window.base_years, *window.end_years]]))
    ends = _Ends(panel, choices, panel.exporters.index(exporter), at, ends_at)
    return pd.DataFrame(
        {
            "year": years,
            "market_share": ends.shares()[0][0],
            "relative_unit_value": ends.relative_unit_values()[0],
        }
    )


def exports(panel: Panel, window: Window, choices: MeasureChoices) -> pd.DataFrame:
    """Mean exports a year of each exporter and of the world at both ends of a window, US dollars.

    Columns: `exporter, base_usd, end_usd, world_base_usd, world_end_usd`. The world is World's row
    where it is there in all the years, else the exporters present in all of them, if there are
    `least_in_world`; exporters that are not present have no row.
    """
    years = [*window.base_years, *window.end_years]
    at = panel.places(np.array([years]))
    ends = _Ends(panel, choices, 0, at, at)
    present = ends.present("value_usd")[:, 0]
    own = ends.sums("value_usd")[present, 0]
    world = own.sum(axis=0)
    if ends.by_row()[0]:
        world = ends.world("value_usd")[0]
    elif present.sum() < choices.least_in_world:
        own = own[:0]
    split = window.years
    frame = pd.DataFrame(
        {
            "exporter": np.array(panel.exporters)[present][: len(own)],
            "base_usd": own[:, :split].mean(axis=1),
            "end_usd": own[:, split:].mean(axis=1),
        }
    )
    return frame.assign(world_base_usd=world[:split].mean(), world_end_usd=world[split:].mean())
