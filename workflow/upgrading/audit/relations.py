"""The equations that the report's printed numbers should satisfy among themselves.

A relation says that one printed cell is a weighted sum of others: a row's sum, a column's total or
average, an index, a mean by degree, a figure printed twice. Whether it holds is decided on what was
printed, by the interval of values that the printed result can stand for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

import pandas as pd

from upgrading.audit import rounding
from upgrading.cases import printed
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import INDEX_COMPONENTS, REPORTED
from upgrading.parts import Cell, Key, Text, text_of
from upgrading.vocabulary import DEGREES, UPGRADING

Kind = Literal[
    "sum of the row",
    "total of the column",
    "sum of the totals",
    "average of the column",
    "total divided by the number of clusters",
    "sum of the averages",
    "index from the two indices",
    "mean by degree",
    "printed twice",
]

AUDITED_SHAPES: Final = (
    "components",
    "index",
    "governance",
    "upgrading",
    "by_degree",
    "group_averages",
)


@dataclass(frozen=True)
class CellRelation:
    """`result` is the sum of `terms` (cell and weight), printed at the result's precision."""

    kind: Kind
    result: Key
    terms: tuple[tuple[Key, Fraction], ...]

    def value(self, numbers: Mapping[Key, Fraction]) -> Fraction:
        """What the terms give; a cell without a number counts nothing."""
        return sum(
            (weight * numbers[key] for key, weight in self.terms if key in numbers), Fraction(0)
        )

    def holds(self, strings: Mapping[Key, str], numbers: Mapping[Key, Fraction]) -> bool:
        """Whether the printed result can stand for what the terms give."""
        return rounding.match(strings[self.result], self.value(numbers)).agrees

    def told(self, strings: Mapping[Key, str]) -> Text:
        """The relation in words and figures."""
        shown = [strings[key] for key, _ in self.terms if key in strings]
        figures = " + ".join(shown) if len(shown) <= 6 else f"{len(shown)} cells"
        equal = f" = {strings[self.result]}; from {figures})"
        return text_of(f"{self.kind} (", Cell(*self.result), equal)


@dataclass(frozen=True)
class PrintedNumbers:
    """What is printed: the string of every numeric cell, its number, and the degrees by cluster."""

    strings: Mapping[Key, str]
    numbers: Mapping[Key, Fraction]
    degrees: Mapping[tuple[str, str], str]


def read_printed(cells: pd.DataFrame, tables: Mapping[str, Table]) -> PrintedNumbers:
    """Numbers and degrees of the scored tables, as printed. `degrees` is by (exhibit, cluster)."""
    strings: dict[Key, str] = {}
    numbers: dict[Key, Fraction] = {}
    degrees: dict[tuple[str, str], str] = {}
    for cell in cells.itertuples(index=False):
        if tables[cell.exhibit].shape not in AUDITED_SHAPES:
            continue
        if cell.row_kind not in {"body", "total", "average"} or cell.column.startswith("label_"):
            continue
        text = cell.printed.strip()
        if cell.column == "ce_degree":
            found = printed.degree(text)
            if found is not None:
                degrees[cell.exhibit, cell.row] = found
            continue
        number = printed.score(text)
        if number is not None:
            key = (cell.exhibit, cell.row, cell.column)
            strings[key], numbers[key] = text, number
    return PrintedNumbers(strings, numbers, degrees)


def relations(given: PrintedNumbers, tables: Mapping[str, Table]) -> list[CellRelation]:
    """Every relation whose result is printed, for all tables."""
    rows: dict[str, list[str]] = defaultdict(list)
    for exhibit, row, _ in given.numbers:
        if row not in {"total", "average"} and row not in rows[exhibit]:
            rows[exhibit].append(row)
    found: list[CellRelation] = []
    for exhibit, table in tables.items():
        if table.shape not in AUDITED_SHAPES:
            continue
        columns = [column for panel in table.column_panels for column in panel]
        if table.shape in {"components", "upgrading", "index"}:
            found += _row_sums(exhibit, rows[exhibit], columns)
            found += _columns(exhibit, rows[exhibit], columns)
        if table.shape == "components":
            found += _across_summaries(exhibit, columns)
        if table.shape == "index":
            found += _indices(exhibit, rows[exhibit], table, tables)
        if table.shape == "by_degree":
            found += _means_by_degree(exhibit, table, tables, given)
        if table.shape == "group_averages":
            found += _repeated_averages(exhibit, table, tables)
    return [
        relation
        for relation in found
        if relation.result in given.numbers
        and any(key in given.numbers for key, _ in relation.terms)
    ]


def _sum(keys: Iterable[Key], divisor: int = 1) -> tuple[tuple[Key, Fraction], ...]:
    return tuple((key, Fraction(1, divisor)) for key in keys)


_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    **INDEX_COMPONENTS,
    "up_sum": tuple(UPGRADING),
}
"""Columns that are the sum of others in the same row."""


def _parts(columns: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (whole, parts)
        for whole, parts in _PARTS.items()
        if whole in columns and any(part in columns for part in parts)
    ]


def _row_sums(exhibit: str, rows: Sequence[str], columns: Sequence[str]) -> list[CellRelation]:
    return [
        CellRelation(
            "sum of the row",
            (exhibit, row, whole),
            _sum((exhibit, row, part) for part in parts),
        )
        for whole, parts in _parts(columns)
        for row in rows
    ]


def _columns(exhibit: str, rows: Sequence[str], columns: Sequence[str]) -> list[CellRelation]:
    found: list[CellRelation] = []
    for column in columns:
        body = [(exhibit, row, column) for row in rows]
        total, average = (exhibit, "total", column), (exhibit, "average", column)
        found.append(CellRelation("total of the column", total, _sum(body)))
        found.append(CellRelation("average of the column", average, _sum(body, len(rows))))
        found.append(
            CellRelation(
                "total divided by the number of clusters", average, _sum([total], len(rows))
            )
        )
    for whole, parts in _parts(columns):
        totals = [(exhibit, "total", part) for part in parts]
        found.append(CellRelation("sum of the totals", (exhibit, "total", whole), _sum(totals)))
    return found


def _across_summaries(exhibit: str, columns: Sequence[str]) -> list[CellRelation]:
    return [
        CellRelation(
            "sum of the averages",
            (exhibit, "average", whole),
            _sum((exhibit, "average", part) for part in parts),
        )
        for whole, parts in _parts(columns)
    ]


def _annex(group: str | None, index: str, tables: Mapping[str, Table]) -> str:
    """The annex table in which a group's EEI or JAI is summed."""
    return next(
        name
        for name, table in tables.items()
        if table.shape == "components" and table.group == group and index in table.column_panels[0]
    )


def _indices(
    exhibit: str, rows: Sequence[str], table: Table, tables: Mapping[str, Table]
) -> list[CellRelation]:
    weights = {
        "eei": REPORTED.weight_external_economies,
        "jai": REPORTED.weight_joint_action,
    }
    found: list[CellRelation] = []
    for row in [*rows, "total", "average"]:
        parts = tuple(((exhibit, row, index), weight) for index, weight in weights.items())
        found.append(CellRelation("index from the two indices", (exhibit, row, "ce_index"), parts))
        for index in weights:
            source = (_annex(table.group, index, tables), row, index)
            found.append(CellRelation("printed twice", (exhibit, row, index), _sum([source])))
    return found


def _upgrading_table(group: str | None, tables: Mapping[str, Table]) -> str:
    return next(name for name, t in tables.items() if t.shape == "upgrading" and t.group == group)


def _means_by_degree(
    exhibit: str, table: Table, tables: Mapping[str, Table], given: PrintedNumbers
) -> list[CellRelation]:
    source = _upgrading_table(table.group, tables)
    found: list[CellRelation] = []
    for degree in DEGREES:
        clusters = [c for (e, c), d in given.degrees.items() if e == source and d == degree]
        for column in table.column_panels[0]:
            keys = [(source, c, column) for c in clusters if (source, c, column) in given.numbers]
            if keys:
                result = (exhibit, degree, column)
                found.append(CellRelation("mean by degree", result, _sum(keys, len(keys))))
    return found


def _repeated_averages(
    exhibit: str, table: Table, tables: Mapping[str, Table]
) -> list[CellRelation]:
    """Tables 17 to 19 repeat the average rows of the tables of each group."""
    found: list[CellRelation] = []
    for column in (column for panel in table.column_panels for column in panel):
        for name, source in tables.items():
            summarised = source.shape in {"components", "index", "upgrading"}
            if summarised and source.group and column in source.column_panels[0]:
                result = (exhibit, source.group, column)
                twin = _sum([(name, "average", column)])
                found.append(CellRelation("printed twice", result, twin))
    return found
