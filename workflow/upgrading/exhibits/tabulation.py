"""The grammar of all tables: lines of cells, each with how it comes about and what it rests on.

A cell is made by the name of its column with its value, its text, how it came about and the cells
it rests on: `line.cell("p_holm", p, how, [line["p"]])`. How is told when somebody asks
(`formulas_of`), of what the table was measured on (`T`), so that a table can be made from less.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

import pandas as pd

from upgrading.files.frames import known
from upgrading.numbers import MISSING

T = TypeVar("T")


@dataclass
class Cell:
    """One cell: its place, what is printed there, what it holds.

    `value` is the computed number in full precision (two numbers are separated by a blank) or
    degree, `shown` what the table shows, `differs` whether that is another figure than the printed
    one, `count` the number of clusters behind a mean.
    """

    exhibit: str
    line: int
    position: int
    row: str
    row_kind: str
    column: str
    header: str
    printed: str = ""
    value: str = ""
    shown: str = ""
    differs: bool = False
    count: int | None = None


EXHIBIT_COLUMNS = tuple(field.name for field in fields(Cell))
"""One row per cell of every table (`Cell`)."""

FORMULA_COLUMNS = ("exhibit", "row", "column", "words", "formula", "inputs")


@dataclass(frozen=True)
class Formula:
    """How one cell comes about: in words, as a formula, from where.

    `inputs` are cells of this table or of others, named `exhibit/row/column`, so that a number can
    be followed from a conclusion back to the scores. Where many cells enter, the input is the
    column that holds them, `exhibit//column`, or the whole table, `exhibit`.
    """

    words: str
    formula: str = ""
    inputs: tuple[str, ...] = ()


How: TypeAlias = str | Formula | Callable[[T], Formula | str]
"""How a cell comes about, in words or as more, or what tells it of what it was measured on."""

Row: TypeAlias = Mapping[Any, Any]
"""What a line shows, by name: a row of a frame, and what is computed of it."""


class Number(NamedTuple):
    """A number of a cell: as it is shown, in full precision, and the clusters behind it.

    Two numbers (an interval) are separated by a blank; without a value there is none.
    """

    shown: str
    value: str
    clusters: int | None = None


NOTHING: Final = Number(MISSING, "")
"""A dash: there is no number, and the row says elsewhere why."""

Entry: TypeAlias = str | Number
"""What a cell holds: a number, or words."""


@dataclass(frozen=True)
class Column(Generic[T]):
    """A column: how each of its cells is made of what its line shows.

    `form` makes the cell of what the line `shows` under these names, or the column's, a dash where
    `given` is missing; a cell stays empty where the line does not have them. `how` tells how it
    comes about; `rests_on`: columns of the same line.
    """

    name: str
    header: str
    form: Callable[..., Entry] = str
    shows: str = ""
    how: str | Callable[[T, Row], Formula | str] = ""
    rests_on: Sequence[str] = ()
    given: str = ""


class Tabulation(Generic[T]):
    """A table with the words around it.

    `cells` from top to bottom; `how`: how each number comes about, by row and column, and inputs
    beside those that it tells itself.
    """

    def __init__(
        self,
        exhibit: str,
        columns: Sequence[Column[T]] = (),
        caption: str = "",
        notes: Sequence[str] = (),
        labels: Sequence[str] = ("",),
        header: str = "",
    ) -> None:
        """A table of its header, if it has `columns`, and no lines yet.

        `labels`: headers of the labels; `header`: the name of its row.
        """
        self.exhibit, self.caption, self.notes = exhibit, caption, tuple(notes)
        self.cells: list[Cell] = []
        self.how: dict[tuple[str, str], tuple[How[T], tuple[str, ...]]] = {}
        self._lines, self._taken = 0, Counter[str]()
        self._panel, self._columns = "", columns
        self._headers = {f"label_{number}": label for number, label in enumerate(labels, start=1)}
        if columns:
            self._headers |= {column.name: column.header for column in columns}
            row = header or ("header_1" if labels[0] else "header")
            self._set("header", row, tuple(self._headers.values()))

    def column(self, name: str) -> str:
        """The input that is a whole column."""
        self._position(name)
        return f"{self.exhibit}//{name}"

    def panel(self, label: str) -> None:
        """A heading of all lines up to the next; their rows are named after it."""
        self._panel = row_id(label)
        self._set("panel", self._named("panel", self._panel), (label,))

    def section(self, label: str, row: str) -> None:
        """A heading, under a name of its own."""
        self._set("section", row, (label,))

    def line(self, *labels: str, row: str = "", shows: Row | None = None) -> Line[T]:
        """A line of what it `shows`; without a name it is named after panel and label."""
        name = row or self._named(self._panel, row_id(labels[0]))
        line = Line(self, name, self._set("body", name, labels), row_id(labels[0]))
        if shows is not None:
            for column in self._columns:
                line.fill(column, shows)
        return line

    def below(self, line: Line[T], label: str) -> Line[T]:
        """A line that belongs to one above it, as a standard error does."""
        name = self._named(self._panel, line.label, column_id(label))
        return Line(self, name, self._set("body", name, (label,)), line.label)

    def put(self, start: int, column: str, entry: Entry) -> None:
        """Fill the cell of a column in the line that starts at `start`."""
        cell = self.cells[start + self._position(column)]
        told = entry if isinstance(entry, Number) else Number(entry, "")
        cell.shown, cell.value, cell.count = told

    def _position(self, column: str) -> int:
        if column not in self._headers:
            raise ValueError(f"{self.exhibit}: no column {column}; {', '.join(self._headers)}")
        return [*self._headers].index(column)

    def _named(self, *parts: str) -> str:
        name = "_".join(filter(None, parts))
        self._taken[name] += 1
        return f"{name}_{self._taken[name]}" if self._taken[name] > 1 else name

    def _set(self, kind: str, row: str, texts: Sequence[str]) -> int:
        """A line with texts in its first cells; where it starts among the cells."""
        self._lines, start = self._lines + 1, len(self.cells)
        for position, (column, header) in enumerate(self._headers.items(), start=1):
            text = texts[position - 1] if position <= len(texts) else ""
            place = (self.exhibit, self._lines, position, row, kind, column, header)
            self.cells.append(Cell(*place, shown=text))
        return start


@dataclass(frozen=True)
class Line(Generic[T]):
    """A line of a table: `line[column]` is the name of its cell, as an input of another."""

    table: Tabulation[T]
    row: str
    start: int
    label: str

    def __getitem__(self, column: str) -> str:
        """The input that is a cell of this line."""
        return self.table.column(column).replace("//", f"/{self.row}/")

    def fill(self, column: Column[T], shows: Row) -> None:
        """Fill the cell of a column with what the line shows."""
        names = (column.shows or column.name).split()
        if any(name not in shows for name in names):
            return
        missing = column.given and not known(shows[column.given])
        entry = NOTHING if missing else column.form(*(shows[name] for name in names))
        told = column.how
        how = (lambda on: told(on, shows)) if callable(told) else told
        self.cell(column.name, entry, how, [self[name] for name in column.rests_on])

    def cell(self, column: str, entry: Entry, how: How[T] = "", inputs: Sequence[str] = ()) -> None:
        """Fill a cell. How it comes about is told where there is a number, or words."""
        self.table.put(self.start, column, entry)
        if how and (entry.value if isinstance(entry, Number) else entry):
            self.table.how[self.row, column] = (how, tuple(inputs))


def exhibits_of(tables: Iterable[Tabulation[Any]]) -> pd.DataFrame:
    """The cells of tables, columns `EXHIBIT_COLUMNS`."""
    rows = map(attrgetter(*EXHIBIT_COLUMNS), (cell for table in tables for cell in table.cells))
    return pd.DataFrame(list(rows), columns=list(EXHIBIT_COLUMNS), dtype=object)


def formulas_of(tables: Iterable[Tabulation[T]], on: T) -> pd.DataFrame:
    """How the cells of tables come about, columns `FORMULA_COLUMNS`.

    `on`: what they were measured on. Raises `ValueError` for a number without a formula.
    """
    rows = []
    for table in tables:
        untold = dict.fromkeys((cell.row, cell.column) for cell in table.cells if cell.value)
        for place, (how, inputs) in table.how.items():
            told = how(on) if callable(how) else how
            told = Formula(told) if isinstance(told, str) else told
            if told.words:
                of = "; ".join((*inputs, *told.inputs))
                rows.append((table.exhibit, *place, told.words, told.formula, of))
                untold.pop(place, None)
        for place in untold:
            raise ValueError(f"{'/'.join((table.exhibit, *place))}: a number without a formula")
    return pd.DataFrame(rows, columns=list(FORMULA_COLUMNS), dtype=object)


def words_around(tables: Iterable[Tabulation[Any]]) -> dict[str, Any]:
    """Captions and notes by exhibit, for the stages that show the tables."""
    return {
        table.exhibit: {"caption": table.caption, "notes": list(table.notes)} for table in tables
    }


def column_id(text: str) -> str:
    """A label as an id: in lower case, words joined by `_`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "_".join(re.findall(r"[a-z0-9]+", plain.lower()))


def row_id(text: str) -> str:
    """The id of a row or a panel: what stands in a bracket, figures mostly, is left out."""
    return column_id(text.split(" (")[0])
