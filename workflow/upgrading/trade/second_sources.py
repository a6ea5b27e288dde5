"""Second sources: series that printed figures and trade statistics are held against.

A second source is a CSV of yearly figures, one a row, with the columns `HEADER`. Production and
exports are figures of two kinds, which no sum, share or unit value here ever mixes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import pandas as pd

from upgrading.faults import Fault, near
from upgrading.numbers import exact, exact_text, shown
from upgrading.trade.readers import cells
from upgrading.trade.readers.cells import Sheet
from upgrading.trade.second_entries import KINDS, Kind, Measure, Pair, SecondSources
from upgrading.trade.sources import short_name
from upgrading.trade.warnings import WARNING_COLUMNS

HEADER: Final = ("source", "area", "product", "year", "element", "value", "unit", "status")
"""The columns of a file of a second source, in any order."""

SERIES_COLUMNS: Final = (*HEADER, "amount", "file", "line")
"""One row per figure; `amount` in kilograms or US dollars."""

_UNITS: Final[Mapping[str, Mapping[str, int]]] = {
    "quantity": {"kg": 1, "tonnes": 1000, "tonnes live weight": 1000},
    "value": {"USD": 1, "1000 USD": 1000},
}
"""Units of a file, and what one of each is in kilograms or US dollars."""

ELEMENTS: Final = tuple(f"{kind.removesuffix('s')}_{what}" for kind in KINDS for what in _UNITS)
"""`production_quantity`, `production_value`, `export_quantity`, `export_value`."""

STATUSES: Final = ("", "official", "E", "sum of countries")
"""What a source says of a figure; E: the source estimated it."""

WORLD: Final = "WLD"

_KEY: Final = ["source", "area", "product", "year", "element"]

_ROUND_PRICE: Final = Fraction(1, 20)
"""US dollars per kilogram: a value that is the quantity times a multiple of this rests on a price
that was assumed. A measured value hits one exactly by chance alone, once in some thousands."""

TONNE: Final = 1000
MILLION: Final = 10**6

PAIR_COLUMNS: Final = (
    "pair",
    "second_source",
    "source",
    "element",
    "year",
    "second",
    "trade",
    "relative_difference",
    "agrees",
)
"""One row per pair, element and year that both sources have. In US dollars or kilograms; of a part
the difference says nothing and is missing, and so does `agrees`."""


def called(source: str) -> str:
    """What tables call a source: `FAO, Global Aquaculture Production`, without the rest."""
    return ", ".join(source.partition(" (")[0].split(", ")[:2])


def element_of(kind: Kind, what: str) -> str:
    """`export_value`."""
    return f"{kind.removesuffix('s')}_{what}"


def read(content: bytes, file: str) -> tuple[pd.DataFrame, list[Fault]]:
    """The figures of a file (`SERIES_COLUMNS`) and what is wrong with it.

    Faults: a column that is missing, an empty name, what is no year, a figure that is none or
    missing, an element, unit or status that is not known, two figures for one cell.
    """
    sheet = cells.read(content, file, HEADER)
    lacking = cells.missing(list(sheet.names.values()), tuple((name,) for name in HEADER))
    if lacking and not sheet.faults:
        sheet.faults += [
            Fault(file, f"the column is missing (columns: {', '.join(HEADER)})", 1, name)
            for name in lacking
        ]
    if sheet.faults:
        return pd.DataFrame(columns=list(SERIES_COLUMNS)), sheet.faults
    frame = pd.DataFrame(
        {
            **{name: sheet.code(name) for name in ("source", "area", "product")},
            "year": sheet.year("year"),
            "element": sheet.text("element"),
            "value": sheet.number("value", required=True),
            "unit": sheet.text("unit"),
            "status": sheet.text("status"),
            "file": file,
            "line": sheet.lines,
        }
    )
    _refuse_unknown(sheet, "element", ELEMENTS)
    for what, units in _UNITS.items():
        own = frame["element"].str.endswith(f"_{what}") & frame["element"].isin(ELEMENTS)
        allowed = f'"{{}}" is not a unit of a {what} (allowed: {", ".join(units)})'
        sheet.refuse(own & ~frame["unit"].isin(list(units)), "unit", allowed)
    _refuse_unknown(sheet, "status", STATUSES)
    twice = frame.duplicated(_KEY, keep=False) & ~sheet.unreadable
    text = '"{}": the file has two figures for this source, area, product, year and element'
    sheet.refuse(twice, "value", text)
    sound = sheet.readable(frame)
    factors = {unit: factor for units in _UNITS.values() for unit, factor in units.items()}
    sound = sound.assign(amount=sound["value"] * sound["unit"].map(factors))
    return sound[list(SERIES_COLUMNS)], sheet.faults


def _refuse_unknown(sheet: Sheet, column: str, known: Collection[str]) -> None:
    found = sheet.text(column)
    for text in dict.fromkeys(found[~found.isin(list(known))]):
        named = [name or "nothing" for name in known]
        sheet.refuse(found == text, column, f'"{{}}" is not one of those known{near(text, named)}')


def series(files: Mapping[str, bytes]) -> tuple[pd.DataFrame, list[Fault]]:
    """The figures of all files, by path, and all faults; a figure that two files have is one."""
    frames, faults = [], []
    for file, content in files.items():
        found, wrong = read(content, file)
        frames.append(found)
        faults += wrong
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return pd.DataFrame(columns=list(SERIES_COLUMNS)), faults
    every = pd.concat(filled, ignore_index=True)
    first = every.drop_duplicates(_KEY).set_index(_KEY)
    for row in every[every.duplicated(_KEY)].itertuples(index=False):
        other = first.loc[tuple(getattr(row, name) for name in _KEY)]
        text = f"{other['file']}, line {other['line']}, has a figure of the same source for this"
        faults.append(Fault(row.file, f"{text} area, product, year and element", int(row.line)))
    return every.sort_values([*_KEY, "file", "line"], ignore_index=True), faults


@dataclass(frozen=True)
class Entry:
    """One figure of a source: kilograms or US dollars, and where it stands."""

    amount: Fraction
    status: str
    file: str
    line: int


@dataclass(frozen=True)
class Measured:
    """What a source comes to: the `value`, its `formula` in the source's figures, and its marks.

    `estimated`: a figure behind it was estimated by the source; `assumed`: a price was assumed.
    """

    value: Fraction
    formula: str
    entries: tuple[Entry, ...]
    assumed: bool = False

    @property
    def estimated(self) -> bool:
        """Whether the source estimated a figure behind it."""
        return any(entry.status == "E" for entry in self.entries)


class Figures:
    """The figures of second sources, and what is made of them."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Of `SERIES_COLUMNS`."""
        self._frame = frame

    @cached_property
    def _entries(self) -> dict[tuple[str, str, str, int, str], Entry]:
        found = {}
        for row in self._frame.itertuples(index=False):
            amount = exact(row.amount)
            if amount is not None:
                key = (row.source, row.area, row.product, int(row.year), row.element)
                found[key] = Entry(amount, row.status, row.file, int(row.line))
        return found

    def sources(self, kind: Kind, area: str, products: Iterable[str]) -> list[str]:
        """Sources that have figures of this kind of every one of the products, sorted."""
        own = self._frame[
            self._frame["element"].str.startswith(element_of(kind, ""))
            & (self._frame["area"] == area)
            & self._frame["product"].isin(list(products))
        ]
        counts = own.groupby("source")["product"].nunique()
        return sorted(counts[counts == len(set(products))].index)

    def measured(
        self,
        source: str,
        kind: Kind,
        measure: Measure,
        area: str,
        products: Sequence[str],
        year: int,
    ) -> Measured | None:
        """A measure of a year; `None` where the source lacks it. Of growth its tonnes."""
        of = (source, kind, area, products, year)
        if measure == "quantity":
            return self._sum(*of, "quantity", TONNE)
        if measure == "value":
            return self._sum(*of, "value", MILLION)
        tonnes = self._sum(*of, "quantity", TONNE)
        if measure == "growth" or tonnes is None:
            return tonnes
        if measure == "share":
            world = self._sum(source, kind, WORLD, products, year, "quantity", TONNE)
            return world and _ratio(tonnes, world, 100)
        dollars = self._sum(*of, "value", 1)
        kilograms = self._sum(*of, "quantity", 1)
        return dollars and kilograms and _ratio(dollars, kilograms, 1)

    def _sum(
        self,
        source: str,
        kind: Kind,
        area: str,
        products: Sequence[str],
        year: int,
        what: str,
        unit: int,
    ) -> Measured | None:
        """The sum over products of a year, in `unit`.

        A product of which the source has nothing in a year was not there yet; one with a quantity
        and no value leaves the value of the sum unknown.
        """
        own = {name: self._of(source, kind, area, name, year) for name in products}
        there = {name: entries for name, entries in own.items() if entries}
        if not there or any(what not in entries for entries in there.values()):
            return None
        entries = [entries[what] for entries in there.values()]
        amounts = [entry.amount / unit for entry in entries]
        terms = " + ".join(map(exact_text, amounts))
        formula = f"({terms})" if len(amounts) > 1 else terms
        assumed = what == "value" and any(_price_assumed(one) for one in there.values())
        return Measured(sum(amounts, Fraction(0)), formula, tuple(entries), assumed)

    def total(
        self, source: str, area: str, products: Sequence[str], year: int, what: str
    ) -> Fraction | None:
        """Exports of a year in US dollars (`what`: value) or kilograms (quantity)."""
        found = self._sum(source, "exports", area, products, year, what, 1)
        return None if found is None else found.value

    def _of(self, source: str, kind: Kind, area: str, product: str, year: int) -> dict[str, Entry]:
        found = {
            what: self._entries.get((source, area, product, year, element_of(kind, what)))
            for what in _UNITS
        }
        return {what: entry for what, entry in found.items() if entry is not None}

    def years(self, source: str, kind: Kind, area: str, products: Iterable[str]) -> list[int]:
        """Years for which a source has a figure of any of the products, sorted."""
        names = set(products)
        return sorted(
            {
                year
                for one, there, product, year, element in self._entries
                if (one, there) == (source, area)
                and product in names
                and element.startswith(element_of(kind, ""))
            }
        )


def _ratio(above: Measured, below: Measured, factor: int) -> Measured | None:
    if not below.value:
        return None
    formula = f"{above.formula} / {below.formula}"
    return Measured(
        factor * above.value / below.value,
        f"{factor} × {formula}" if factor != 1 else formula,
        (*above.entries, *below.entries),
        above.assumed,
    )


def _price_assumed(entries: Mapping[str, Entry]) -> bool:
    value, quantity = entries.get("value"), entries.get("quantity")
    if value is None or quantity is None or not quantity.amount:
        return False
    return (value.amount / quantity.amount / _ROUND_PRICE).denominator == 1


# Beside trade statistics --------------------------------------------------------------------------


def pairs(figures: pd.DataFrame, unit_values: pd.DataFrame, listed: SecondSources) -> pd.DataFrame:
    """Every pair of a second source and a source of trade, by year: `PAIR_COLUMNS`.

    `figures`: `SERIES_COLUMNS`; `unit_values`: `measures.unit_values`. Quantities only where trade
    counts in kilograms. Two figures agree within `listed.tolerance` of trade's.
    """
    known = Figures(figures)
    rows = [
        row
        for name, pair in listed.pairs.items()
        for row in _pair(name, pair, listed, known, unit_values)
    ]
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS), dtype=object)


def _pair(
    name: str, pair: Pair, listed: SecondSources, known: Figures, unit_values: pd.DataFrame
) -> Iterable[tuple[object, ...]]:
    members = listed.members(pair.products)
    own = unit_values[
        (unit_values["product"] == pair.product) & (unit_values["exporter"] == pair.exporter)
    ].sort_values(["source", "year"])
    for second in known.sources("exports", pair.area, members):
        for row in own.itertuples(index=False):
            kilograms = row.quantity if row.quantity_unit == "kg" else None
            for what, amount in (("value", row.value_usd), ("quantity", kilograms)):
                theirs = exact(amount)
                ours = known.total(second, pair.area, members, int(row.year), what)
                if theirs is None or ours is None:
                    continue
                away = None if pair.part or not theirs else (ours - theirs) / theirs
                agrees = None if away is None else abs(away) <= Fraction(str(listed.tolerance))
                element = element_of("exports", what)
                yield (name, second, row.source, element, int(row.year), ours, theirs, away, agrees)


def warnings_of(beside: pd.DataFrame, listed: SecondSources) -> pd.DataFrame:
    """What trade figures that a second source contradicts are warned of (`WARNING_COLUMNS`).

    `beside`: `pairs`.
    """
    rows = []
    apart = beside.loc[[agrees is False for agrees in beside["agrees"]]]
    for (name, source, second, year), found in apart.groupby(
        ["pair", "source", "second_source", "year"], sort=True
    ):
        pair = listed.pairs[str(name)]
        told = " and ".join(_apart(row) for row in found.to_dict("records"))
        both = f"{short_name(str(source))} and {called(str(second))}"
        text = f"{both} differ: {told}"
        rows.append((source, pair.exporter, pair.product, int(year), text))
    return pd.DataFrame(rows, columns=list(WARNING_COLUMNS))


def _apart(row: Mapping[Any, Any]) -> str:
    """`2,712 and 1,458 thousand US$`: the figure of trade first."""
    unit = "thousand US$" if row["element"].endswith("value") else "t"
    ours, theirs = (shown(row[name] / 1000, 0, thousands=",") for name in ("second", "trade"))
    return f"{theirs} and {ours} {unit}"
