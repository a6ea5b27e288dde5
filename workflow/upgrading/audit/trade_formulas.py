"""How each number of the trade tables comes about: in words, as a formula, from which raw lines.

Beside `exhibits.formulas`, for `audit.trade_exhibits`. A formula gives the number as its table
counts it (millions of dollars, per cent), with the figures of the raw files in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Final

import pandas as pd

from upgrading.audit.trade_exhibits import (
    COMPARATORS,
    FIELD_STUDY,
    PRINTED_EXPORTS,
    SUMMARY,
    TradeFindings,
    exhibit_of,
    key_of,
    share_of_class,
)
from upgrading.exhibits.formulas import FORMULA_COLUMNS, Formula
from upgrading.numbers import number_text
from upgrading.trade import constant_exporters
from upgrading.trade.classes import NO_DATA, Window
from upgrading.trade.measures import MeasureChoices
from upgrading.trade.products import Product, window_of
from upgrading.trade.schema import WORLD
from upgrading.trade.totals import PRODUCT_YEAR, exporter_totals, world_totals

_MOST_LINES: Final = 12
"""Raw lines that are named one by one; more are counted."""

_CHANGES: Final = {
    "share_change": ("market_share", "market share"),
    "relative_unit_value_change": ("relative_unit_value", "relative unit value"),
}


_TEXTS: Final = frozenset(
    {
        *("class", "robustness", "agreement"),
        *("printed", "printed_year", "verdict", "years_that_fit", "nearest_year"),
    }
)
"""Columns of texts that numbers decide or that the report prints."""

_OF_PRINT: Final = {
    "printed": "exports as Table 2 prints them",
    "printed_year": "the year that Table 2 prints above the figure",
}


def trade_formulas(
    exhibits: pd.DataFrame,
    found: TradeFindings,
    flows: pd.DataFrame,
    listed: Mapping[str, Product],
    usual: Window,
    choices: MeasureChoices,
) -> pd.DataFrame:
    """One row per number of the trade tables, columns `formulas.FORMULA_COLUMNS`.

    So has a text that numbers decide or that the report prints: a class, verdict, figure, year.
    `exhibits`: the cells of `trade_exhibits.tables` from the same `found`; `flows`: cleaned and
    named by product, from which `found.unit_values` were measured under `choices`; `usual`: the
    window of the configuration. Inputs are cells of the trade tables; raw figures are named by file
    and line. Raises `DataFaults` as `totals.exporter_totals` does.
    """
    told = _Told(found, flows, listed, usual, choices)
    known = {
        (exhibit, row, column): formula
        for exhibit, row, column, formula in (
            *told.of_products(),
            *told.of_summary(),
            *told.of_printed_exports(),
            *told.of_field_study(),
        )
    }
    filled = exhibits[exhibits["shown"] != ""]
    rows = []
    places = zip(filled["exhibit"], filled["row"], filled["column"], strict=True)
    for cell, value in zip(places, filled["value"], strict=True):
        if not value and (cell not in known or cell[2] not in _TEXTS):
            continue
        formula = known[cell]
        rows.append((*cell, formula.words, formula.formula, "; ".join(formula.inputs)))
    return pd.DataFrame(rows, columns=list(FORMULA_COLUMNS), dtype=object)


Told = tuple[str, str, str, Formula]
"""Exhibit, row, column, and how the number there comes about."""


def raw_lines(flows: pd.DataFrame) -> str:
    """The files and lines that flows come from: `data/raw/trade/exports.csv, lines 18, 20 to 22`.

    Empty if the flows know no lines.
    """
    known = flows[flows["line"].notna()]
    if len(known) > _MOST_LINES:
        files = ", ".join(sorted(set(known["file"])))
        return f"{len(known)} lines of {files}"
    texts = []
    for file, rows in known.groupby("file"):
        numbers = sorted({int(line) for line in rows["line"]})
        word = "line" if len(numbers) == 1 else "lines"
        texts.append(f"{file}, {word} {_runs(numbers)}")
    return "; ".join(texts)


def _runs(numbers: Sequence[int]) -> str:
    """`3, 7 to 9`: numbers with runs drawn together."""
    texts = []
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        texts.append(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]))
    return ", ".join(texts)


def _plain(value: float) -> str:
    return number_text(float(value))


@dataclass(frozen=True)
class _Told:
    """Everything that the formulas are made of."""

    found: TradeFindings
    flows: pd.DataFrame
    listed: Mapping[str, Product]
    usual: Window
    choices: MeasureChoices

    @cached_property
    def _chosen(self) -> pd.DataFrame:
        return self.flows[self.flows["flow"] == self.choices.flow]

    @cached_property
    def _totals(self) -> dict[tuple[str, str, str, int], Any]:
        """Sums of each exporter, with those of its world, by source, exporter, product, year."""
        totals = exporter_totals(self.flows, self.choices.flow)
        world = world_totals(totals, self.choices.flow)
        joined = totals.merge(world, on=PRODUCT_YEAR)
        keys = zip(*(joined[k] for k in ("source", "exporter", "product", "year")), strict=True)
        return dict(zip(keys, joined.to_dict("records"), strict=True))

    @cached_property
    def _lines(self) -> dict[tuple[str, str, str, int], str]:
        keys = ["source", "exporter", "product", "year"]
        return {
            (str(source), str(exporter), str(product), int(year)): raw_lines(rows)
            for (source, exporter, product, year), rows in self._chosen.groupby(keys)
        }

    def of_products(self) -> Iterator[Told]:
        """The numbers in the tables of the products."""
        for row in self.found.unit_values.to_dict("records"):
            product = self.listed.get(row["product"])
            if not product or row["exporter"] not in (*product.exporters, *product.competitors):
                continue
            key = (row["source"], row["exporter"], row["product"], row["year"])
            exhibit, name = exhibit_of(row["product"]), row_of(*key)
            for column, formula in self._measures(key, f"{exhibit}/{name}").items():
                yield exhibit, name, column, formula

    def _measures(self, key: tuple[str, str, str, int], place: str) -> dict[str, Formula]:
        sums = self._totals[key]
        source, exporter, product, year = key
        where = self._lines.get(key, "")
        raw = f": {where}" if where else ""
        unit = sums["quantity_unit"] or "units"
        value, measured = _plain(sums["value_usd"]), _plain(sums["value_with_quantity"])
        quantity = _plain(sums["quantity"])
        world_value = _plain(sums["world_value_usd"])
        world_measured = _plain(sums["world_value_with_quantity"])
        world_quantity = _plain(sums["world_quantity"])
        world = "sum of the exporters in the files"
        if sums["world_from"] == "row":
            row = self._lines.get((source, WORLD, product, year), "")
            world = f"World in {row}" if row else "World of the source"
        excluding = self.choices.comparator == "world_excluding"
        if excluding:
            own = quantity or "0"
            of_world = f"({world_measured} − {measured}) / ({world_quantity} − {own})"
            of_world_words = f"unit value of the world without {exporter}, US$ / {unit} ({world})"
        else:
            of_world = f"{world_measured} / {world_quantity}"
            of_world_words = f"unit value of the world, US$ / {unit} ({world})"
        against = COMPARATORS[self.choices.comparator]
        by_column = self.choices.comparator in {"world_excluding", "world_including"}
        inputs = (f"{place}/unit_value", *([f"{place}/world_unit_value"] if by_column else []))
        relative = f"({measured} / {quantity}) / ({of_world})" if by_column else ""
        return {
            "value_usd_mill": Formula(f"exports in US$ / 1000000{raw}", f"{value} / 1000000"),
            "quantity": Formula(f"{unit} of the same flows / 1000", f"{quantity} / 1000"),
            "unit_value": Formula(
                f"US$ of the flows with a quantity / their {unit}",
                f"{measured} / {quantity}",
                (f"{place}/value_usd_mill", f"{place}/quantity"),
            ),
            "world_unit_value": Formula(of_world_words, of_world),
            "relative_unit_value": Formula(f"unit value / that of {against}", relative, inputs),
            "market_share": Formula(
                f"exports / exports of the world ({world}), per cent",
                f"100 × {value} / {world_value}",
                (f"{place}/value_usd_mill",),
            ),
            "quantity_coverage": Formula(
                "US$ of the flows with a quantity / all US$, per cent",
                f"100 × {measured} / {value}",
            ),
        }

    @cached_property
    def _series(self) -> dict[tuple[str, str, str, int], Any]:
        """What was measured, by source, exporter, product, year."""
        return {
            (row["source"], row["exporter"], row["product"], row["year"]): row
            for row in self.found.unit_values.to_dict("records")
        }

    def _change(self, row: Mapping[Any, Any], column: str) -> Formula:
        """A change over the window: the mean of its last years over that of its first, less 1."""
        measure, words = _CHANGES[column]
        window = window_of(self.listed[row["product"]], self.usual)
        compared, among = self._compared(row, window, measure)
        means, inputs = [], []
        for years in (window.end_years, window.base_years):
            keys = [(row["source"], row["exporter"], row["product"], year) for year in years]
            figures = [compared[year] for year in years if year in compared]
            terms = " + ".join(map(_plain, figures))
            means.append(f"(({terms}) / {len(keys)})" if len(keys) > 1 else terms)
            inputs += [f"{exhibit_of(key[2])}/{row_of(*key)}/{measure}" for key in keys]
        ends = " over ".join(_ends(years) for years in (window.end_years, window.base_years))
        return Formula(
            f"{words}{among}, mean of {ends}, less 1, per cent",
            f"100 × ({means[0]} / {means[1]} − 1)",
            tuple(inputs),
        )

    def _compared(
        self, row: Mapping[Any, Any], window: Window, measure: str
    ) -> tuple[Mapping[int, float], str]:
        """Figures of a measure by year that a change is made of, and among whom they are taken."""
        key = row["source"], row["exporter"], row["product"]
        if self.found.choices.exporters == "all":
            years = [*window.base_years, *window.end_years]
            known = [year for year in years if (*key, year) in self._series]
            return {year: self._series[*key, year][measure] for year in known}, ""
        panel = self._panels[row["source"], row["product"]]
        found = constant_exporters.figures(panel, row["exporter"], window, self.choices)
        by_row = len(panel.world_years(found["year"])) == len(found)
        among = "" if by_row else " among the exporters present at both ends"
        return dict(zip(found["year"], found[measure], strict=True)), among

    @cached_property
    def _panels(self) -> dict[tuple[str, str], constant_exporters.Panel]:
        totals = exporter_totals(self.flows, self.choices.flow)
        return constant_exporters.panels(totals, self.choices)

    def of_summary(self) -> Iterator[Told]:
        """The numbers in the table of all products."""
        keys = ["source", "exporter", "product"]
        over = self.found.verdicts.set_index(keys).to_dict("index")
        for row in self.found.upgrading.to_dict("records"):
            name = key_of(row["product"], row["exporter"], row["source"])
            for column in _CHANGES:
                if not math.isnan(row[column]):
                    yield SUMMARY, name, column, self._change(row, column)
            if row["class"] != NO_DATA:
                yield SUMMARY, name, "class", self._class(SUMMARY, name)
            verdict = over.get((row["source"], row["exporter"], row["product"]), {})
            if verdict and row["class"] != NO_DATA:
                yield SUMMARY, name, "robustness", Formula(str(verdict["sentence"]))
            share = share_of_class(verdict, row["class"])
            if share is not None:
                choices = int(verdict["choices"])
                words = "choices of window, tolerance and comparator that give this class, per cent"
                formula = f"100 × {share * choices / 100} / {choices}"
                yield SUMMARY, name, "same_class", Formula(words, formula)

    def of_printed_exports(self) -> Iterator[Told]:
        """The numbers in the table on Table 2's exports."""
        for row in self.found.exports.to_dict("records"):
            name = key_of(str(row["row"]), str(row["column"]), str(row["source"]))
            cell = (f"table_02/{_cell(row)}",)
            for column, words in _OF_PRINT.items():
                yield PRINTED_EXPORTS, name, column, Formula(words, "", cell)
            if not row["source"]:
                continue
            yield from self._years(row, name)
            year = int(row["printed_year"])
            products = str(row["products"]).split()
            keys = [(row["source"], row["exporter"], product, year) for product in products]
            keys = [key for key in keys if key in self._series]
            values = [_plain(self._series[key]["value_usd"]) for key in keys]
            dollars = f"({' + '.join(values)}) / 1000000"
            what = " and ".join(self.listed[key[2]].label.lower() for key in keys)
            printed = str(row["printed"]).replace(",", "")
            yield (
                *(PRINTED_EXPORTS, name, "value_usd_mill"),
                Formula(
                    f"exports of {row['exporter']} in {year}, US$ mill.: {what}",
                    dollars,
                    tuple(f"{exhibit_of(k[2])}/{row_of(*k)}/value_usd_mill" for k in keys),
                ),
            )
            yield (
                *(PRINTED_EXPORTS, name, "relative_difference"),
                Formula(
                    "trade statistics over the printed figure, less 1, per cent",
                    f"100 × ({dollars} / {printed} − 1)",
                    (f"{PRINTED_EXPORTS}/{name}/value_usd_mill", *cell),
                ),
            )

    def _years(self, row: Mapping[Any, Any], name: str) -> Iterator[Told]:
        """The verdict on a printed export figure, and which years it fits or is nearest to."""
        products = str(row["products"]).split()

        def values(years: Sequence[str]) -> tuple[str, ...]:
            keys = [
                (row["source"], row["exporter"], product, int(year))
                for year in years
                for product in products
            ]
            known = [key for key in keys if key in self._series]
            return tuple(f"{exhibit_of(k[2])}/{row_of(*k)}/value_usd_mill" for k in known)

        fitting, nearest = str(row["years_that_fit"]).split(), str(int(row["nearest_year"]))
        told = {
            "verdict": (str(row["explanation"]), ()),
            "years_that_fit": ("years whose trade figure prints as the report does", fitting),
            "nearest_year": (
                "the year whose trade figure is nearest to the printed one",
                [nearest],
            ),
        }
        for column, (words, years) in told.items():
            if words:
                yield PRINTED_EXPORTS, name, column, Formula(words, "", values(years))

    def _class(self, exhibit: str, name: str) -> Formula:
        """A class: which way market share and relative unit value go, beyond the tolerances."""
        choices = self.found.choices
        share, value = (
            100 * tolerance for tolerance in (choices.share_tolerance, choices.unit_value_tolerance)
        )
        words = (
            "which way market share and relative unit value go; a change of up to "
            f"{share:g} % (share) or {value:g} % (unit value) counts as none"
        )
        return Formula(words, "", tuple(f"{exhibit}/{name}/{column}" for column in _CHANGES))

    def of_field_study(self) -> Iterator[Told]:
        """The numbers in the table beside the experts' scores."""
        for row in self.found.field_study.to_dict("records"):
            if not row["source"]:
                continue
            name = key_of(row["product"], row["cluster_id"], row["source"])
            home = key_of(row["product"], row["exporter"], row["source"])
            for column in _CHANGES:
                if not math.isnan(row[column]):
                    same = f"{SUMMARY}/{home}/{column}"
                    formula = self._change(row, column)
                    told = Formula(formula.words, formula.formula, (same,))
                    yield FIELD_STUDY, name, column, told
            if row["class"] != NO_DATA:
                yield FIELD_STUDY, name, "class", self._class(FIELD_STUDY, name)
            yield FIELD_STUDY, name, "up_product", Formula("score, by expert judgement")
            words = (
                "whether the relative unit value rises beyond its tolerance and the score is "
                f"{self.found.choices.scored_from:g} or more, or falls and the score is below it"
            )
            compared = ("relative_unit_value_change", "up_product")
            inputs = tuple(f"{FIELD_STUDY}/{name}/{column}" for column in compared)
            if row["agreement"] != NO_DATA:
                yield FIELD_STUDY, name, "agreement", Formula(words, "", inputs)


def row_of(source: str, exporter: str, product: str, year: int) -> str:
    """The row of an exporter's year in the table of its product."""
    return f"{source}_{exporter}_{year}".lower()


def _cell(row: Mapping[Any, Any]) -> str:
    return f"{row['row']}/{row['column']}"


def _ends(years: range) -> str:
    if len(years) == 1:
        return str(years[0])
    word = " and " if len(years) == 2 else " to "
    return f"{years[0]}{word}{years[-1]}"
