"""Tables as data: one line of headings, numbers as numbers, what is not there as empty cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from upgrading.cases.printed import column_label, is_missing
from upgrading.exhibits.estimates import NOT_ESTIMABLE
from upgrading.publish.tables import lines

Part = Literal["", "low", "high", "printed", "clusters"]

_INTERVAL: Final = re.compile(r"\[(?P<low>-?[\d.]+), (?P<high>-?[\d.]+)\]")

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class DataColumn:
    """A column of the file: its heading, the column of the table, and what of its cells it has.

    `part`: the number or text itself (empty), an end of an interval, what the report prints there,
    or the clusters behind the mean.
    """

    heading: str
    column: str
    part: Part


def columns_of(table: pd.DataFrame) -> list[DataColumn]:
    """The columns of a table (`EXHIBIT_COLUMNS`) as data, after the one that names its rows.

    A column of intervals has one for either end, one of which a printed figure differs has what is
    printed beside it, one of means the clusters behind them. A table in several panels, each with
    its own heading, has the columns of all. What has no heading goes by its name.
    """
    # in plain rows: a frame for every column costs a hundred times as much
    by_column: dict[str, list[Any]] = {}
    for cell in table.itertuples(index=False):
        by_column.setdefault(str(cell.column), []).append(cell)
    return [
        DataColumn(f"{heading} ({part})" if part else heading, column, part)
        for column, cells in by_column.items()
        for heading in [_heading(column, cells)]
        for part in _parts([cell for cell in cells if cell.row_kind != "header"])
    ]


def _heading(column: str, cells: list[Any]) -> str:
    shown = next((cell.shown for cell in cells if cell.row_kind == "header"), "")
    return (column_label(shown) if shown else "") or column


def _parts(cells: list[Any]) -> Iterator[Part]:
    valued = [cell.shown for cell in cells if cell.value != ""]
    ends = [_INTERVAL.fullmatch(shown) is not None for shown in valued]
    if not all(ends) or not ends:
        yield ""
    if any(ends):
        yield "low"
        yield "high"
    if any(cell.differs for cell in cells):
        yield "printed"
    if any(pd.notna(cell.count) for cell in cells):
        yield "clusters"


def to_csv(table: pd.DataFrame) -> str:
    """The table as CSV: the names of its rows, then `columns_of`.

    A number has the digits that the table shows, without blanks, commas and brackets; where it
    shows a bound (`<0.001`) the number stands in full. Where a number is missing or cannot be
    estimated the cell is empty; what is printed stands as it is printed.
    """
    columns = columns_of(table)
    computed = set(table.loc[table["value"] != "", "column"])
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["row", *(column.heading for column in columns)])
    for line in lines(table):
        if line.kind != "header":
            # a heading over the whole line stands in its first cell
            cells = {cell.column: cell for cell in reversed(line.cells)}
            writer.writerow(
                [
                    line.row,
                    *(
                        _text(cells[one.column], one.part, one.column in computed)
                        if one.column in cells
                        else ""
                        for one in columns
                    ),
                ]
            )
    return buffer.getvalue()


def _text(cell: Any, part: Part, computed: bool) -> str:
    """What stands in the file of a cell; `computed`: whether its column has numbers at all."""
    interval = _INTERVAL.fullmatch(cell.shown) if cell.value else None
    match part:
        case "low" | "high":
            return interval[part] if interval else ""
        case "printed":
            return str(cell.printed.strip())
        case "clusters":
            return "" if cell.count is None else str(cell.count)
    if interval or (computed and (is_missing(cell.shown.strip()) or cell.shown == NOT_ESTIMABLE)):
        return ""
    if not _NUMBER.fullmatch(cell.value):
        return str(cell.shown)
    plain = cell.shown.strip("()").replace(",", "")
    return str(plain if _NUMBER.fullmatch(plain) else cell.value)
