"""Tables of the project's own, in the form of the report's tables, with nothing printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

import pandas as pd

from upgrading.exhibits.build import EXHIBIT_COLUMNS, fill
from upgrading.exhibits.values import Computed, Precision, Values

Entry: TypeAlias = Computed | str
"""What a cell holds: computed numbers, or a text."""


@dataclass(frozen=True)
class Column:
    """A column: its header, and how its numbers are shown."""

    header: str
    style: Precision


@dataclass(frozen=True)
class Line:
    """A line: the name of its row, its labels, its cells by column; `section` spans the table."""

    row: str
    labels: tuple[str, ...]
    cells: Mapping[str, Entry] = field(default_factory=dict)
    kind: str = "body"


@dataclass(frozen=True)
class Words:
    """The words around a table: its caption and its notes."""

    caption: str
    notes: tuple[str, ...] = ()


def number(value: Fraction | None) -> Computed:
    """A cell with one number; `None` shows as a dash."""
    return Computed((value,))


def table(
    exhibit: str,
    label_headers: Sequence[str],
    columns: Mapping[str, Column],
    lines: Sequence[Line],
) -> pd.DataFrame:
    """The table as cells, columns `build.EXHIBIT_COLUMNS`: a header, then the lines.

    A column that a line has no cell for stays empty in it.
    """
    labels = {f"label_{n}": title for n, title in enumerate(label_headers, start=1)}
    headers = labels | {name: column.header for name, column in columns.items()}
    cells: list[tuple[object, ...]] = []
    for position, (column, title) in enumerate(headers.items(), start=1):
        cells.append(_cell(exhibit, (1, position), ("header_1", "header"), (column, title), title))
    for number_, line in enumerate(lines, start=2):
        texts = dict(zip(labels, line.labels, strict=False))
        for position, (column, title) in enumerate(headers.items(), start=1):
            place, row = (number_, position), (line.row, line.kind)
            entry: Entry = texts.get(column, "") if column in labels else line.cells.get(column, "")
            if isinstance(entry, str):
                cells.append(_cell(exhibit, place, row, (column, title), entry))
                continue
            filled = fill(entry, "", columns[column].style)
            shown = (filled.shown, filled.value, entry.count)
            cells.append(_cell(exhibit, place, row, (column, title), *shown))
    return pd.DataFrame(cells, columns=list(EXHIBIT_COLUMNS), dtype=object)


def _cell(
    exhibit: str,
    place: tuple[int, int],
    row: tuple[str, str],
    column: tuple[str, str],
    shown: str,
    value: str = "",
    count: int | None = None,
) -> tuple[object, ...]:
    return (exhibit, *place, *row, *column, "", value, shown, False, count)


def lines(
    rows: Mapping[str, str], columns: Mapping[str, str] | tuple[str, ...], values: Values
) -> list[Line]:
    """A line per entry of `rows` (name and label); what is not computed is a mean of nothing."""
    return [
        Line(row, (label,), {column: values.get((row, column), Computed()) for column in columns})
        for row, label in rows.items()
    ]
