"""Tables of trade: one per product, a summary, Table 2's exports, the field study, and what the
changes of exports are made of.

A formula gives a number as its table counts it (millions of dollars, per cent), with the figures of
the raw files in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from itertools import groupby
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.exhibits.estimates import bounds, level_text
from upgrading.exhibits.tabulation import NOTHING, Column, Formula, Number, Row, Tabulation
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.trade_changes import PARTNERS_AND_YEARS, YEARS
from upgrading.numbers import exact, exact_text, number_text, rounded, shown
from upgrading.trade import constant_exporters, constant_market_share, field_study
from upgrading.trade.classes import (
    NO_DATA,
    NOTHING_SUPPLIED,
    SERIES,
    ClassChoices,
    Window,
    class_shown,
)
from upgrading.trade.evidence import SUMMARY as SUMMARY
from upgrading.trade.evidence import key_of as key_of
from upgrading.trade.measures import MeasureChoices
from upgrading.trade.products import Product, window_of
from upgrading.trade.robustness import COUNTS
from upgrading.trade.schema import WORLD
from upgrading.trade.sources import ATTRIBUTION, short_name
from upgrading.trade.totals import PRODUCT_YEAR, exporter_totals, world_totals

PRINTED_EXPORTS, FIELD_STUDY = "trade_table_2", "trade_field_study"
MARKET_SHARE_PARTS: Final = "trade_market_share_parts"

_OF_ALL_PRODUCTS: Final = (SUMMARY, PRINTED_EXPORTS, FIELD_STUDY)

_NOTHING: Final = NOTHING_SUPPLIED.replace(" ", "_")
"""The row of a table without figures, which says so."""

NATIONAL: Final = (
    "National figures represent a cluster only where it dominates the country’s exports."
)
NOMINAL: Final = "Values and unit values are nominal US dollars."


_MOST_LINES: Final = 12
"""Raw lines that are named one by one; more are counted."""

_CHANGES: Final = {
    "share_change": ("market_share", "market share"),
    "relative_unit_value_change": ("relative_unit_value", "relative unit value"),
}
"""What is compared at both ends of the window: its column in the tables of products, in words."""

Key: TypeAlias = tuple[str, str, str, int]
"""What was measured: source, exporter, product, year."""

_UPDATED: Final = ("file", "source", "exporter", "product", "year")


@dataclass(frozen=True)
class TradeFindings:
    """What the tables show, frames of `results/trade/`; `choices` and `comparator` as computed.

    `bootstrap`: that of the intervals; `profiles`, `clusters`: what the rows of Table 2 and the
    clusters are called; `updated`: the flows that authors' files give, of which `file, source,
    exporter, product, year` are told.
    """

    unit_values: pd.DataFrame
    warnings: pd.DataFrame
    upgrading: pd.DataFrame
    verdicts: pd.DataFrame
    exports: pd.DataFrame
    offsets: pd.DataFrame
    field_study: pd.DataFrame
    market_share_parts: pd.DataFrame
    choices: ClassChoices
    bootstrap: BootstrapChoices
    comparator: str
    profiles: Mapping[str, str]
    clusters: Mapping[str, str]
    updated: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(_UPDATED)))


COMPARATORS: Final = {
    "world_excluding": "the world without the exporter",
    "world_including": "the world with the exporter",
    "median_exporter": "the median exporter",
    "named": "the competitors named in the configuration",
}


def exhibit_of(product: str) -> str:
    """The exhibit id of a product's table: `trade_mangoes`."""
    return f"trade_{product}"


def row_of(source: str, exporter: str, product: str, year: int) -> str:
    """The row of an exporter's year in the table of its product."""
    return f"{source}_{exporter}_{year}".lower()


def _places(keys: Iterable[Key], measure: str) -> tuple[str, ...]:
    """The inputs that are a measure of exporters' years."""
    return tuple(f"{exhibit_of(key[2])}/{row_of(*key)}/{measure}" for key in keys)


@dataclass(frozen=True)
class Measured:
    """What the tables of trade were measured on.

    `found`: what they show; `flows`: cleaned and named by product, from which `found.unit_values`
    were measured under `choices`; `usual`: the window of the configuration.
    """

    found: TradeFindings
    flows: pd.DataFrame
    listed: Mapping[str, Product]
    usual: Window
    choices: MeasureChoices

    @cached_property
    def _exporters(self) -> pd.DataFrame:
        return exporter_totals(self.flows, self.choices.flow)

    @cached_property
    def _totals(self) -> dict[Key, Row]:
        """Sums of each exporter, with those of its world."""
        world = world_totals(self._exporters, self.choices.flow)
        return _by_key(self._exporters.merge(world, on=PRODUCT_YEAR))

    @cached_property
    def _lines(self) -> dict[Key, str]:
        chosen = self.flows[self.flows["flow"] == self.choices.flow]
        keys = ["source", "exporter", "product", "year"]
        return {
            (str(source), str(exporter), str(product), int(year)): raw_lines(rows)
            for (source, exporter, product, year), rows in chosen.groupby(keys)
        }

    @cached_property
    def _series(self) -> dict[Key, Row]:
        return _by_key(self.found.unit_values)

    @cached_property
    def _panels(self) -> constant_exporters.Panels:
        return constant_exporters.Panels(self.flows, self.choices.flow)

    def parts(self, row: Row, column: str) -> Formula:
        """A part of a change of exports, in US$ million, from the exports at both ends."""
        own = self._exports_at_ends
        own = own[(own["source"] == row["source"]) & (own["exporter"] == row["exporter"])]
        base, end, world_base, world_end = (
            [_plain(value) for value in own[name]]
            for name in ("base_usd", "end_usd", "world_base_usd", "world_end_usd")
        )
        grown = [f"{after} / {before}" for before, after in zip(world_base, world_end, strict=True)]
        together = f"({' + '.join(world_end)}) / ({' + '.join(world_base)})"
        by_product = list(zip(base, end, grown, strict=True))
        sums = {
            "base_usd": base,
            "end_usd": end,
            "change_usd": [f"({after} − {before})" for before, after, _ in by_product],
            "world_growth": [f"{before} × ({together} − 1)" for before in base],
            "composition": [
                f"{before} × ({growth} − {together})" for before, _, growth in by_product
            ],
            "competitiveness": [
                f"({after} − {before} × {growth})" for before, after, growth in by_product
            ],
        }
        return Formula(_PARTS[column], f"({' + '.join(sums[column])}) / 1000000")

    @cached_property
    def _exports_at_ends(self) -> pd.DataFrame:
        whose = self.found.choices.exporters
        return constant_market_share.exports(self.flows, self.usual, self.choices, whose)

    def told(self, key: Key, words: str, formula: str) -> Formula:
        """A measure of an exporter's year; its sums and raw lines fill words and formula."""
        sums, (source, exporter, product, year) = self._totals[key], key
        where = self._lines.get(key, "")
        world = "sum of the exporters in the files"
        if sums["world_from"] == "row":
            row = self._lines.get((source, WORLD, product, year), "")
            world = f"World in {row}" if row else "World of the source"
        texts = {name: _plain(sums[name]) for name in _SUMS} | {
            "quantity_or_none": _plain(sums["quantity"]) or "0",
            "raw": f": {where}" if where else "",
            "unit": sums["quantity_unit"] or "units",
            "exporter": exporter,
            "world": world,
        }
        return Formula(words.format(**texts), formula.format(**texts))

    def change(self, row: Row, column: str) -> Formula:
        """A change over the window: the mean of its last years over that of its first, less 1.

        Of a cluster it is that of the summary.
        """
        measure, words = _CHANGES[column]
        window = window_of(self.listed[row["product"]], self.usual)
        compared, among = self._compared(row, window, measure)
        means: list[str] = []
        keys: list[Key] = []
        for years in (window.end_years, window.base_years):
            terms = " + ".join(_plain(compared[year]) for year in years if year in compared)
            means.append(f"(({terms}) / {len(years)})" if len(years) > 1 else terms)
            keys += [(row["source"], row["exporter"], row["product"], year) for year in years]
        ends = " over ".join(_ends(years) for years in (window.end_years, window.base_years))
        home = key_of(row["product"], row["exporter"], row["source"])
        return Formula(
            f"{words}{among}, mean of {ends}, less 1, per cent",
            f"100 × ({means[0]} / {means[1]} − 1)",
            (f"{SUMMARY}/{home}/{column}",) if "cluster_id" in row else _places(keys, measure),
        )

    def _compared(self, row: Row, window: Window, measure: str) -> tuple[Mapping[int, float], str]:
        """Figures of a measure by year that a change is made of, and among whom they are taken."""
        key = row["source"], row["exporter"], row["product"]
        years = [*window.base_years, *window.end_years]
        if self.found.choices.exporters == "all":
            known = [year for year in years if (*key, year) in self._series]
            return {year: self._series[*key, year][measure] for year in known}, ""
        panel = self._panels.of(row["source"], row["product"], window)
        found = constant_exporters.figures(panel, row["exporter"], years, self.choices)
        by_row = len(panel.world_years(found["year"])) == len(found)
        among = "" if by_row else " among the exporters present at both ends"
        return dict(zip(found["year"], found[measure], strict=True)), among

    def years(self, row: Row, column: str, words: str) -> Formula:
        """Years of a printed export figure, which stand in a column of its row."""
        keys = self._exports(row, str(row[column]).split())
        return Formula(words, "", _places(keys, "value_usd_mill"))

    def exports(self, row: Row) -> Formula:
        """The trade figure of the year that is printed above an export figure."""
        keys = self._exports(row, [row["printed_year"]])
        what = " and ".join(self.listed[key[2]].label.lower() for key in keys)
        return Formula(
            f"exports of {row['exporter']} in {int(row['printed_year'])}, US$ mill.: {what}",
            self._dollars(row),
            _places(keys, "value_usd_mill"),
        )

    def difference(self, row: Row) -> Formula:
        """How far that is from the printed figure."""
        printed = str(row["printed"]).replace(",", "")
        return Formula(
            "trade statistics over the printed figure, less 1, per cent",
            f"100 × ({self._dollars(row)} / {printed} − 1)",
            (_printed_cell(row),),
        )

    def _dollars(self, row: Row) -> str:
        keys = self._exports(row, [row["printed_year"]])
        values = [_plain(self._series[key]["value_usd"]) for key in keys]
        return f"({' + '.join(values)}) / 1000000"

    def _exports(self, row: Row, years: Iterable[Any]) -> list[Key]:
        """The exports that a printed figure stands for, in the years for which there are any."""
        keys = [
            (row["source"], row["exporter"], product, int(year))
            for year in years
            for product in str(row["products"]).split()
        ]
        return [key for key in keys if key in self._series]


_SUMS: Final = (
    *("value_usd", "value_with_quantity", "quantity"),
    *("world_value_usd", "world_value_with_quantity", "world_quantity"),
)


def _key(row: Row) -> Key:
    return row["source"], row["exporter"], row["product"], row["year"]


def _by_key(frame: pd.DataFrame) -> dict[Key, Row]:
    return {_key(row): row for row in frame.to_dict("records")}


def _plain(value: float) -> str:
    return number_text(float(value))


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
        word = "line" if rows["line"].nunique() == 1 else "lines"
        texts.append(f"{file}, {word} {_runs(rows['line'])}")
    return "; ".join(texts)


def _runs(numbers: Iterable[Any]) -> str:
    """`3, 7 to 9`: numbers with runs drawn together."""
    texts = []
    listed = sorted({int(number) for number in numbers})
    for _, group in groupby(enumerate(listed), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        texts.append(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]))
    return ", ".join(texts)


def _ends(years: range) -> str:
    if len(years) == 1:
        return str(years[0])
    word = " and " if len(years) == 2 else " to "
    return f"{years[0]}{word}{years[-1]}"


def tables(found: TradeFindings, listed: Mapping[str, Product]) -> list[Tabulation[Measured]]:
    """Every table of trade: of a product without figures one that says so, and what to look for."""
    return [
        _summary(found, listed),
        _printed_exports(found),
        _field_study(found, listed),
        _market_share_parts(found, listed),
        *(_product(name, listed, found) for name in listed),
    ]


def _measure(
    decimals: int, factor: int | Fraction = 1, **how: Any
) -> Callable[[float | None], Number]:
    """What makes a cell of a measured number times `factor`; a dash where it is missing."""
    return lambda value: _number(exact(value, factor), decimals, **how)


def _level(
    decimals: int, factor: int | Fraction = 1, **how: Any
) -> Callable[[float | None], Number]:
    """The same of what is never below nought: nothing at all is told from too little to show."""

    def cell(value: float | None) -> Number:
        found = exact(value, factor)
        if found is None or rounded(found, decimals):
            return _number(found, decimals, **how)
        least = shown(Fraction(1, 10**decimals), decimals)
        return Number(f"<{least}" if found else "0", exact_text(found))

    return cell


def _number(value: Fraction | None, decimals: int = 0, **how: Any) -> Number:
    return NOTHING if value is None else Number(shown(value, decimals, **how), exact_text(value))


_CHANGE_COLUMNS: Final[tuple[Column[Measured], ...]] = tuple(
    Column(
        *(column, f"Change of {words} (%)", _measure(0, 100), column),
        partial(Measured.change, column=column),
    )
    for column, (_, words) in _CHANGES.items()
)


def _sources_note(frame: pd.DataFrame) -> tuple[str, ...]:
    sources = [source for source in dict.fromkeys(frame["source"]) if source]
    # formats of one database owe the same
    return tuple(dict.fromkeys(ATTRIBUTION[one] for one in sources if one in ATTRIBUTION))


def called(names: Mapping[str, str], key: object) -> str:
    """What people call a row; its key where the study lacks the name, as between two states."""
    return names.get(str(key), str(key))


def _from(label: str, source: str, among: pd.DataFrame) -> str:
    """The label of a row, and its source if the rows `among` which it stands have several."""
    several = among.loc[among["source"] != "", "source"].nunique() > 1
    return f"{label}, {short_name(source)}" if several and source else label


# One product ---------------------------------------------------------------------------------


def _quantity(units: list[str]) -> tuple[str, str]:
    """What quantities, given in thousands, and unit values are in; of several units neither."""
    if len(units) > 1:
        return "1000 units", "US$ per unit"
    return ("t", "US$/kg") if units == ["kg"] else (f"1000 {units[0]}", f"US$ per {units[0]}")


def _units(rows: pd.DataFrame) -> list[str]:
    return sorted({unit for unit in rows["quantity_unit"] if isinstance(unit, str) and unit})


def _of_product(frame: pd.DataFrame, name: str, product: Product) -> pd.DataFrame:
    """Rows of the product's exporters and named competitors, not of all that a file may hold."""
    among = [*product.exporters, *product.competitors]
    return frame[(frame["product"] == name) & frame["exporter"].isin(among)]


def _product(
    name: str, listed: Mapping[str, Product], found: TradeFindings
) -> Tabulation[Measured]:
    product = listed[name]
    own = _of_product(found.unit_values, name, product)
    units = _units(own) or [product.unit]
    quantity, unit_value = _quantity(units)
    columns = _product_columns(found.comparator, quantity, unit_value)
    updated = set(
        found.updated[["source", "exporter", "product", "year"]].itertuples(index=False, name=None)
    )
    notes = _product_notes(name, listed, found, own)
    caption = f"{product.label}: exports, unit values and market shares"
    table = Tabulation(exhibit_of(name), columns, caption, notes, ["Year"])
    for (source, exporter), rows in own.groupby(["source", "exporter"]):
        title = f"{exporter}, {short_name(source)}"
        if len(units) > 1:
            title += f", in {' and '.join(_units(rows)) or 'no unit'}"
        table.section(title, f"{source}_{exporter}".lower())
        for row in rows.sort_values("year").to_dict("records"):
            label = f"{row['year']}, updated" if _key(row) in updated else str(row["year"])
            table.line(label, row=row_of(*_key(row)), shows=row)
    if own.empty:
        table.section(NOTHING_SUPPLIED, _NOTHING)
    return table


def unsupplied(cells: pd.DataFrame) -> list[str]:
    """The exhibits of products of which no figures were supplied, among cells of exhibits.

    They say what to look for, and have no page, no sheet and no place in a document of their own.
    """
    empty = cells.loc[cells["row"] == _NOTHING, "exhibit"].unique()
    return [exhibit for exhibit in empty if exhibit not in _OF_ALL_PRODUCTS]


def _product_columns(
    comparator: str, quantity: str, unit_value: str
) -> tuple[Column[Measured], ...]:
    """The measures of an exporter's year; `quantity` and `unit_value`: what these are in."""

    def told(words: str, formula: str) -> Callable[[Measured, Row], Formula]:
        return lambda on, row: on.told(_key(row), words, formula)

    unit = _level(2, thousands=",")
    with_quantity = "US$ of the flows with a quantity"
    of_world, without = "{world_value_with_quantity} / {world_quantity}", ""
    if comparator == "world_excluding":
        of_world = "({world_value_with_quantity} − {value_with_quantity})"
        of_world += " / ({world_quantity} − {quantity_or_none})"
        without = " without {exporter}"
    of_column = comparator in {"world_excluding", "world_including"}
    over = f"({{value_with_quantity}} / {{quantity}}) / ({of_world})" if of_column else ""
    return (
        Column(
            *("value_usd_mill", "Exports (US$ mill.)"),
            *(_level(2, Fraction(1, 10**6), thousands=","), "value_usd"),
            told("exports in US$ / 1000000{raw}", "{value_usd} / 1000000"),
        ),
        Column(
            *("quantity", f"Quantity ({quantity})"),
            *(_level(0, Fraction(1, 1000), thousands=","), "quantity"),
            told("{unit} of the same flows / 1000", "{quantity} / 1000"),
        ),
        Column(
            *("unit_value", f"Unit value ({unit_value})", unit, "unit_value"),
            told(f"{with_quantity} / their {{unit}}", "{value_with_quantity} / {quantity}"),
            ("value_usd_mill", "quantity"),
        ),
        Column(
            *("world_unit_value", f"World unit value ({unit_value})"),
            *(unit, "world_unit_value"),
            told(f"unit value of the world{without}, US$ / {{unit}} ({{world}})", of_world),
        ),
        Column(
            *("relative_unit_value", "Relative unit value", _level(2), "relative_unit_value"),
            told(f"unit value / that of {COMPARATORS[comparator]}", over),
            ("unit_value", "world_unit_value") if of_column else ("unit_value",),
        ),
        Column(
            *("market_share", "Market share (%)", _level(2, 100), "market_share"),
            told(
                "exports / exports of the world ({world}), per cent",
                "100 × {value_usd} / {world_value_usd}",
            ),
            ("value_usd_mill",),
        ),
        Column(
            *("quantity_coverage", "Value with quantity (%)"),
            *(_level(0, 100), "quantity_coverage"),
            told(
                f"{with_quantity} / all US$, per cent", "100 × {value_with_quantity} / {value_usd}"
            ),
        ),
    )


def _product_notes(
    name: str, listed: Mapping[str, Product], found: TradeFindings, own: pd.DataFrame
) -> tuple[str, ...]:
    product = listed[name]
    if own.empty:
        told = (f"To look for in trade statistics: {product.wanted}.", product.note)
        return tuple(filter(None, told))
    world = "without" if found.comparator == "world_excluding" else "with"
    notes = [
        f"Relative unit value: unit value over that of {COMPARATORS[found.comparator]}. World unit "
        f"value: {world} the exporter. {NOMINAL}",
        _printed_note(name, listed, found.exports),
        NATIONAL,
        product.note,
        _warnings_note(_of_product(found.warnings, name, product)),
        *_sources_note(own),
        _updated_note(found.updated[found.updated["product"] == name]),
    ]
    return tuple(filter(None, notes))


def _printed_note(name: str, listed: Mapping[str, Product], exports: pd.DataFrame) -> str:
    """What Table 2 prints for exports of the product, and for which years that is right."""
    of_product = exports["products"].map(lambda said: name in str(said).split()).astype(bool)
    told = []
    for row in exports[of_product].sort_values(["source", "printed_year"]).to_dict("records"):
        together = [listed[one].label.lower() for one in str(row["products"]).split()]
        what = f" ({' together with '.join(together)})" if len(together) > 1 else ""
        years = str(row["years_that_fit"]).split()
        fits = f"which fits {_ends_listed(years)}" if years else "which fits no year"
        source = _from("", str(row["source"]), exports).removeprefix(", ")
        by = f" in {source}" if source else ""
        told.append(f"{row['printed']} for {row['printed_year']}{what}, {fits}{by}")
    return f"Table 2 of the report prints exports of US$ mill. {'; '.join(told)}." if told else ""


def _ends_listed(years: list[str]) -> str:
    *before, last = years
    return f"{', '.join(before)} and {last}" if before else last


def _updated_note(of_authors: pd.DataFrame) -> str:
    """Which figures are not of the source but of an author's file, in its format."""
    told = [
        f"{exporter} {_runs(rows['year'])} ({file})"
        for (file, exporter), rows in of_authors.groupby(["file", "exporter"])
    ]
    return f"From authors’ files, not from the source: {'; '.join(told)}." if told else ""


def _warnings_note(said: pd.DataFrame) -> str:
    if said.empty:
        return ""
    # exporters of whom the same is said of the same years stand together
    together: dict[tuple[str, str], list[str]] = {}
    for (text, exporter), rows in said.groupby(["warning", "exporter"]):
        together.setdefault((_runs(rows["year"]), text), []).append(exporter)
    listed = [f"{', '.join(who)} {years}, {text}" for (years, text), who in together.items()]
    return f"Caution: {'; '.join(listed)}."


# All products --------------------------------------------------------------------------------


def _summary(found: TradeFindings, listed: Mapping[str, Product]) -> Tabulation[Measured]:
    columns: list[Column[Measured]] = [
        Column("window", "Window", "{}–{}".format, "base end"),
        *_changes_with_intervals(found),
        _class_column(found.choices),
        Column(
            *("replicates_in_class", "Draws with this class (%)", _measure(0, 100)),
            *("replicates_in_class", "share of the bootstrap’s draws that have this class"),
            tuple(_CHANGES),
        ),
        Column("same_class", "Choices with this class (%)", _number, "share", _same_class),
        Column(
            "robustness", "Over all choices", str, "robust", lambda _, row: str(row["sentence"])
        ),
    ]
    caption = "Upgrading classes of the clusters' products in trade statistics"
    notes = _summary_notes(found, listed)
    table = Tabulation(SUMMARY, columns, caption, notes, ["Product", "Exporter"])
    robust = found.verdicts.set_index(["source", "exporter", "product"]).to_dict("index")
    for name, product in listed.items():
        for exporter in product.exporters:
            rows = found.upgrading[
                (found.upgrading["product"] == name) & (found.upgrading["exporter"] == exporter)
            ].to_dict("records")
            if not rows and not _of_product(found.unit_values, name, product).empty:
                line = table.line(product.label, exporter, row=key_of(name, exporter))
                line.cell("class", NOTHING_SUPPLIED)
            for row in rows:
                who = _from(exporter, row["source"], found.upgrading)
                over = robust.get((row["source"], exporter, name), {})
                key = key_of(name, exporter, row["source"])
                table.line(product.label, who, row=key, shows=_classified(row, over))
    if found.upgrading.empty:
        table.section(NOTHING_SUPPLIED, _NOTHING)
    return table


def _changes_with_intervals(found: TradeFindings) -> Iterable[Column[Measured]]:
    """Either change, and its interval."""
    level = level_text(Fraction(str(found.bootstrap.confidence)))
    for column, change in zip(_CHANGE_COLUMNS, ("share", "unit value"), strict=True):
        yield column
        ends = f"{column.name}_low {column.name}_high"
        yield Column(
            *(f"{column.name}_interval", f"{level} interval, {change}", _interval, ends),
            *(lambda _, row: f"{level} interval: {_drawn(found, row)}", (column.name,)),
        )


def _interval(low: float | None, high: float | None) -> Number:
    """An interval of a change, in per cent."""
    ends = exact(low, 100), exact(high, 100)
    return NOTHING if None in ends else bounds(*ends, decimals=0)


def _drawn(found: TradeFindings, row: Row) -> str:
    """How the intervals of a row come about."""
    number = found.bootstrap.resamples
    return f"bootstrap, {row['resampled']} drawn anew {number:,} times, seed {found.bootstrap.seed}"


def _intervals_note(found: TradeFindings) -> str:
    drawn = [
        kind for kind in (YEARS, PARTNERS_AND_YEARS) if kind in set(found.upgrading["resampled"])
    ]
    if not drawn:
        return ""
    what = " or (where a file has partners) ".join(drawn)
    level = level_text(Fraction(str(found.bootstrap.confidence)))
    return (
        f"{level} interval: percentiles of {found.bootstrap.resamples:,} draws of {what}; in "
        "each draw, every year deviates from the trend of its window as much as a year taken at "
        "random does. Draws with this class: the share of them that give it. Errors in the trade "
        "figures themselves are not covered."
    )


def _classified(row: Row, over: Row) -> Row:
    """A product's changes and class, and how that stands over all choices (`over`, if examined)."""
    agreeing = int(over[COUNTS[row["class"]]]) if over else 0
    return {
        **{**over, **row, "class_shown": class_shown(row), "agreeing": agreeing},
        "share": Fraction(100 * agreeing, int(over["choices"])) if over else None,
        "robust": "" if row["class"] == NO_DATA else _robustness(over),
    }


def _same_class(_: Measured, row: Row) -> Formula:
    words = "choices of window, tolerance and comparator that give this class, per cent"
    return Formula(words, f"100 × {row['agreeing']} / {row['choices']}")


def _class_column(choices: ClassChoices) -> Column[Measured]:
    """A class: which way market share and relative unit value go, beyond the tolerances."""
    share, value = (
        100 * tolerance for tolerance in (choices.share_tolerance, choices.unit_value_tolerance)
    )
    words = (
        "which way market share and relative unit value go; a change of up to "
        f"{share:g} % (share) or {value:g} % (unit value) counts as none"
    )

    def told(_: Measured, row: Row) -> str:
        return words if row["class"] != NO_DATA else ""

    return Column("class", "Class", str, "class_shown", told, tuple(_CHANGES))


def _summary_notes(found: TradeFindings, listed: Mapping[str, Product]) -> tuple[str, ...]:
    notes = (
        "Class after Kaplinsky and Readman: market share up or down, and unit value relative to "
        f"{COMPARATORS[found.comparator]} up or down; a change of up to "
        f"{100 * found.choices.share_tolerance:g} % (share) or "
        f"{100 * found.choices.unit_value_tolerance:g} % (unit value) counts as none.",
        "Over all choices: every window, tolerance and comparator of the configuration. Flips: "
        "more than one clear class occurs (“on” names a choice that alone makes the difference); "
        "fades: at most one clear class occurs, besides no clear change or missing data.",
        _intervals_note(found),
        _compared(found),
        _of_changes(found, listed),
        _unsupplied_note(found, listed),
        NATIONAL,
        *_sources_note(found.upgrading),
    )
    return tuple(filter(None, notes))


def _compared(found: TradeFindings) -> str:
    """Whose trade the changes are compared with."""
    if found.choices.exporters == "all":
        among = "all exporters in the files, whoever they are in each year"
    else:
        among = "the exporters present in all years of both ends of the window"
    return (
        f"Changes are those among {among}; where the source has a row for World, they are "
        "measured against it."
    )


def _of_changes(found: TradeFindings, listed: Mapping[str, Product]) -> str:
    """What is to be said of single changes: why there is no class, or that it hangs on whom."""
    told = [
        f"{_from(row['exporter'], row['source'], found.upgrading)}, "
        f"{listed[row['product']].label.lower()}: {row['note']}"
        for row in found.upgrading[found.upgrading["note"] != ""].to_dict("records")
    ]
    return f"Caution: {'. '.join(told)}." if told else ""


def _unsupplied_note(found: TradeFindings, listed: Mapping[str, Product]) -> str:
    """How many products are not in the table for want of figures."""
    count = sum(_of_product(found.unit_values, *entry).empty for entry in listed.items())
    more = "1 more product" if count == 1 else f"{count} more products"
    return f"For {more}, no figures were supplied." if count else ""


def _robustness(over: Mapping[str, Any]) -> str:
    turns = ", ".join(str(over.get("turns_on", "")).split())
    verdict = str(over.get("verdict", ""))
    return f"{verdict} on {turns}" if turns else verdict


# Against the report --------------------------------------------------------------------------


def _printed_exports(found: TradeFindings) -> Tabulation[Measured]:
    caption = "Exports of Table 2 against trade statistics, and the years printed above them"
    notes = (
        "Verdict: rounded or truncated where the trade figure of the printed year, so shortened, "
        "equals the printed one (in whole millions where all exports of the row are printed with "
        ".0); explained where only another year's does; unexplained where no year's does.",
        *_offset_sentences(found.offsets),
        NATIONAL,
        *_sources_note(found.exports),
    )
    table = Tabulation(PRINTED_EXPORTS, _EXPORTS_COLUMNS, caption, notes, ["Cluster"])
    for row in found.exports.to_dict("records"):
        label = _from(called(found.profiles, row["row"]), str(row["source"]), found.exports)
        key = key_of(str(row["row"]), str(row["column"]), str(row["source"]))
        shows = {
            name: row[name] for name in ("row", "column", "printed", "printed_year", "verdict")
        }
        if row["verdict"] != NOTHING_SUPPLIED:
            fitting = ", ".join(str(row["years_that_fit"]).split()) or "none"
            shows = {**row, "fitting": fitting, "nearest": int(row["nearest_year"])}
        table.line(label, row=key, shows=shows)
    return table


def _printed(words: str) -> Callable[[Measured, Row], Formula]:
    return lambda _, row: Formula(words, "", (_printed_cell(row),))


def _years(column: str, words: str) -> Callable[[Measured, Row], Formula]:
    return lambda on, row: on.years(row, column, words)


def _printed_cell(row: Row) -> str:
    return f"table_02/{row['row']}/{row['column']}"


_EXPORTS_COLUMNS: Final[tuple[Column[Measured], ...]] = (
    Column(
        *("printed", "Printed (US$ mill.)", str, "printed"),
        _printed("exports as Table 2 prints them"),
    ),
    Column(
        *("printed_year", "Printed year", str, "printed_year"),
        _printed("the year that Table 2 prints above the figure"),
    ),
    Column(
        *("value_usd_mill", "Trade statistics, that year (US$ mill.)"),
        *(_measure(1), "value_usd_mill"),
        Measured.exports,
    ),
    Column(
        *("relative_difference", "Difference (%)", _measure(0, 100), "relative_difference"),
        *(Measured.difference, ("value_usd_mill",)),
    ),
    Column("verdict", "Verdict", str, "verdict", lambda _, row: row.get("explanation", "")),
    Column(
        *("years_that_fit", "Years that fit", str, "fitting"),
        _years("years_that_fit", "years whose trade figure prints as the report does"),
    ),
    Column(
        *("nearest_year", "Nearest year", str, "nearest"),
        _years("nearest", "the year whose trade figure is nearest to the printed one"),
    ),
)


def _offset_sentences(offsets: pd.DataFrame) -> tuple[str, ...]:
    sentences = []
    for (source, year), rows in offsets.groupby(["source", "printed_year"]):
        best = rows.sort_values(["fitting", "median_relative_difference"], ascending=[False, True])
        first = best.iloc[0]
        own = rows[rows["offset"] == 0]
        here = int(own["fitting"].iloc[0]) if len(own) else 0
        most = f"the year that most fit is {int(year) + int(first['offset'])} ({first['fitting']})"
        sentences.append(
            f"{short_name(source)}: of {first['figures']} figures printed for {year}, {here} fit "
            f"{year}; {most if first['fitting'] else 'no year near it fits any'}."
        )
    return tuple(sentences)


def _field_study(found: TradeFindings, listed: Mapping[str, Product]) -> Tabulation[Measured]:
    words = (
        "whether the relative unit value rises beyond its tolerance and the score is "
        f"{found.choices.scored_from:g} or more, or falls and the score is below it"
    )

    def agreement(_: Measured, row: Row) -> str:
        return words if row["agreement"] != NO_DATA else ""

    score, judged = _measure(1, trim=True), "score, by expert judgement"
    compared = ("relative_unit_value_change", "up_product")
    columns: list[Column[Measured]] = [
        *_CHANGE_COLUMNS,
        _class_column(found.choices),
        Column("up_product", "Product upgrading, score", score, "up_product", judged),
        Column("agreement", "Trade and score", str, "agreement", agreement, compared),
    ]
    known = found.field_study[found.field_study["source"] != ""]
    notes = (
        field_study.summary(found.field_study, found.choices),
        "Trade and score agree where the relative unit value rises and the score is "
        f"{found.choices.scored_from:g} or more, or falls and the score is below it.",
        NATIONAL,
        *_sources_note(known),
    )
    caption = "Relative unit values beside the experts' scores of product upgrading"
    table = Tabulation(FIELD_STUDY, columns, caption, notes, ["Cluster", "Product"])
    classes = {
        tuple(row[key] for key in SERIES): class_shown(row)
        for row in found.upgrading.to_dict("records")
    }
    for row in known.to_dict("records"):
        label = _from(called(found.clusters, row["cluster_id"]), row["source"], known)
        key = key_of(row["product"], row["cluster_id"], row["source"])
        shows = {**row, "class_shown": classes[row["source"], row["exporter"], row["product"]]}
        table.line(label, listed[row["product"]].label, row=key, shows=shows)
    if known.empty:
        table.section(NOTHING_SUPPLIED, _NOTHING)
    return table


# What changes of exports are made of ---------------------------------------------------------


_PARTS: Final = {
    "base_usd": "exports of these products, a year at the base of the window, US$ mill.",
    "end_usd": "exports of these products, a year at the end of the window, US$ mill.",
    "change_usd": "exports at the end less exports at the base, US$ mill.",
    "world_growth": "exports at the base × growth of the world’s exports of these products",
    "composition": "Σ exports at the base × (growth of the product’s world exports − of all)",
    "competitiveness": "Σ exports at the end − exports at the base × growth of world exports",
}
"""What each number of the table is, by its column in `constant_market_share`."""


def _market_share_parts(
    found: TradeFindings, listed: Mapping[str, Product]
) -> Tabulation[Measured]:
    headers = (
        *("Exports, base (US$ mill.)", "Exports, end (US$ mill.)", "Change (US$ mill.)"),
        *("World growth", "Composition", "Competitiveness"),
    )
    amount = _measure(1, Fraction(1, 10**6), thousands=",")
    columns: list[Column[Measured]] = [
        Column("window", "Window", "{}–{}".format, "base end"),
        *(
            Column(name, header, amount, name, partial(Measured.parts, column=name))
            for name, header in zip(_PARTS, headers, strict=True)
        ),
    ]
    clusters = {exporter for product in listed.values() for exporter in product.exporters}
    parts = found.market_share_parts
    known = parts[
        (parts["exporters"] == found.choices.exporters) & parts["exporter"].isin(clusters)
    ]
    notes = (
        "The change is the sum of the last three columns (constant-market-share analysis, after "
        "Leamer and Stern 1970 and Richardson 1971, weights of the first year). World growth: "
        "the change there would have been if exports had grown like the world’s exports of these "
        "products. Composition: the effect of exporting products that grew faster or slower than "
        "the rest. Competitiveness: the remainder, from market shares gained or lost. With the "
        "weights of the last year, the parts differ by the interaction term given in "
        "results/trade/market_share_parts.csv.",
        *(
            f"{_from(row['exporter'], row['source'], known)}: "
            + "; ".join(listed[name].label.lower() for name in row["products"].split())
            + "."
            for row in known.to_dict("records")
        ),
        NATIONAL,
        *_sources_note(known),
    )
    caption = "What the changes in exports consist of"
    table = Tabulation(MARKET_SHARE_PARTS, columns, caption, notes, ["Exporter"])
    for row in known.to_dict("records"):
        label = _from(row["exporter"], row["source"], known)
        table.line(label, row=key_of(row["exporter"], row["source"]), shows=row)
    if known.empty:
        table.section(NOTHING_SUPPLIED, "no_data_supplied")
    return table
