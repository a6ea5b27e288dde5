"""From the bytes of a delimited file to columns of text, with the line of every row.

Columns are found by name: letters and digits count, their case and what stands between them do
not (`Qty Unit Code`, `qtyUnitCode` and `qty_unit_code` are one name). Cells lose surrounding
blanks. No text is ever taken for a missing value, so that `NA` stays Namibia's code;
`Sheet.number` alone knows what a missing number looks like.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from upgrading.fault_words import cut
from upgrading.faults import Fault
from upgrading.trade.readers import delimited

Header: TypeAlias = tuple[tuple[str, ...], ...]
"""Columns that a format must have, each with the names that it goes by."""

Mask: TypeAlias = "pd.Series | npt.NDArray[np.bool_]"

MISSING_NUMBERS: Final = frozenset(("", "na", "n/a", "nan", "null", "none"))
"""What stands for a number that is missing, in lower case."""

WHOLE: Final = re.compile("[0-9]{1,15}")
DECIMALS: Final = re.compile(r"[0-9]{1,15}(\.[0-9]*)?")
"""Figures that can be read in one way alone: whatever stands for decimals, and with a point."""

_MILLIONTHS: Final = 1_000_000

LISTED: Final = 20
"""Rows with the same fault in the same column that are listed one by one; the rest is counted."""


def key(name: str) -> str:
    """A column's name as it is compared: its letters and digits, in lower case."""
    return "".join(filter(str.isalnum, name.casefold()))


def missing(header: Iterable[str], wanted: Header) -> list[str]:
    """The wanted columns that the header lacks, each by its first name."""
    present = {key(name) for name in header}
    return [names[0] for names in wanted if not present.intersection(map(key, names))]


@dataclass(frozen=True)
class Selection:
    """Which rows of a file are kept: those whose cell in one column `accepts` lets pass.

    `names`: what that column goes by, the first that the file has. Rows that are not kept are
    passed over while the file is read, so that memory grows with the kept rows alone. They are
    counted, with the figure in the column `value` (in `dollars`, which takes what stands in the
    columns `kind` of the row); nothing else that is wrong in them is reported than another width
    and a value that is no number.
    """

    names: tuple[str, ...]
    accepts: Callable[[str], bool]
    value: str
    dollars: Callable[..., float] = lambda: 1.0
    kind: tuple[str, ...] = ()


@dataclass
class Passed:
    """Rows that a selection passed over: how many, and their figures.

    `sums`: of plain figures, by what stands in the columns `Selection.kind`; in millionths, so that
    the order of rows does not matter. `others`: line, kind and text of figures that are not plain.
    """

    rows: int = 0
    sums: Counter[tuple[str, ...]] = field(default_factory=Counter)
    others: list[tuple[int, tuple[str, ...], str]] = field(default_factory=list)

    def add(self, line: int, text: str, kind: tuple[str, ...], plain: re.Pattern[str]) -> None:
        """Count a row whose figure is `text`."""
        self.rows += 1
        if plain.fullmatch(text):
            self.sums[kind] += round(float(text) * _MILLIONTHS)
        elif text.lower() not in MISSING_NUMBERS:
            self.others.append((line, kind, text))


@dataclass
class Sheet:
    """Columns of text, with a note of what in them could not be read.

    `seen` is what stands together in the columns that `read` was to watch, in kept rows and others.
    `names` is how each column's header is printed, `columns` its cells, both by `key`; `lines` says
    where each row stands. Methods that find a fault add it to `faults` and mark its row in
    `unreadable`; `readable` drops these rows.
    """

    file: str
    names: dict[str, str]
    lines: npt.NDArray[np.int64]
    columns: dict[str, pd.Series]
    faults: list[Fault] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    passed: Passed = field(default_factory=Passed)
    selection: Selection | None = None
    unreadable: npt.NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Mark every row as readable."""
        self.unreadable = np.zeros(len(self.lines), dtype=bool)

    def has(self, *names: str) -> bool:
        """Whether there is a column of one of these names."""
        return any(key(name) in self.columns for name in names)

    def text(self, *names: str) -> pd.Series:
        """The cells of the column that goes by one of these names; all empty if there is none."""
        name = key(self._name(names))
        if name in self.columns:
            return self.columns[name]
        return pd.Series("", index=range(len(self.lines)), dtype="str")

    def _name(self, names: Sequence[str]) -> str:
        return next((name for name in names if self.has(name)), names[0])

    def refuse(self, rows: Mask, column: str, problem: str) -> None:
        """A fault for each of these rows: `problem` holds `{}` where the cell's text is to stand.

        The first `LISTED` are listed one by one, the rest in one more fault.
        """
        where = np.flatnonzero(np.asarray(rows, dtype=bool))
        printed = self.names.get(key(column), column)
        cells = self.text(column)
        for row in where[:LISTED]:
            text = problem.replace("{}", cut(str(cells.iloc[row])))
            self.faults.append(Fault(self.file, text, int(self.lines[row]), printed))
        if (more := len(where) - LISTED) > 0:
            text = f"and {more} more row{'s' * (more > 1)} with such a fault, down to line "
            text += str(self.lines[where[-1]])
            self.faults.append(Fault(self.file, text, None, printed))
        self.unreadable[where] = True

    def refuse_together(self, rows: Mask, column: str, problem: str) -> None:
        """One fault for all these rows, at the first: `{}` as in `refuse`, `{rows}` how many."""
        where = np.flatnonzero(np.asarray(rows, dtype=bool))
        if len(where):
            text = problem.replace("{}", cut(str(self.text(column).iloc[where[0]])))
            text = text.replace("{rows}", f"{len(where)} row{'s' * (len(where) > 1)}")
            printed = self.names.get(key(column), column)
            self.faults.append(Fault(self.file, text, int(self.lines[where[0]]), printed))
            self.unreadable[where] = True

    def number(self, *names: str, required: bool = False) -> pd.Series:
        """A column as numbers that are not negative, NaN where missing.

        Faults: what is no number, a negative one; where `required`, a missing one.
        """
        cells = self.text(*names)
        column = self._name(names)
        absent = cells.str.lower().isin(MISSING_NUMBERS)
        values = pd.to_numeric(cells.mask(absent), errors="coerce").astype("float64")
        self.refuse(~absent & ~np.isfinite(values), column, '"{}" is not a number such as 1234.5')
        self.refuse(values < 0, column, '"{}" is negative')
        if required:
            self.refuse(absent, column, 'there is no figure (the cell holds "{}")')
        return values

    def year(self, *names: str) -> pd.Series:
        """A column as years. Faults: what is not a year of four digits."""
        cells = self.text(*names)
        column = self._name(names)
        good = cells.str.fullmatch("(?:1[89]|20)[0-9]{2}").astype(bool)
        self.refuse(~good, column, '"{}" is not a year')
        return pd.to_numeric(cells.where(good), errors="coerce").astype("Int64")

    def code(self, *names: str) -> pd.Series:
        """A column of codes as text. Faults: an empty cell."""
        cells = self.text(*names)
        column = self._name(names)
        self.refuse(cells == "", column, "the cell is empty")
        return cells

    def passed_value(self) -> float:
        """US dollars of the rows that were passed over. Faults: a value that is no number."""
        if self.selection is None:
            return 0.0
        dollars, column = self.selection.dollars, key(self.selection.value)
        parts = [total / _MILLIONTHS * dollars(*kind) for kind, total in self.passed.sums.items()]
        if others := self.passed.others:
            lines = np.array([line for line, _, _ in others], dtype=np.int64)
            texts = pd.Series([text for _, _, text in others], dtype="str")
            odd = replace(self, lines=lines, columns={column: texts}, faults=[])
            figures = odd.number(column)
            self.faults += odd.faults
            parts += [
                figure * dollars(*kind)
                for (_, kind, _), figure in zip(others, figures, strict=True)
                if math.isfinite(figure)
            ]
        return math.fsum(parts)

    def readable(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of `frame` (one per row of the sheet) that have no fault."""
        return frame[~self.unreadable]


def read(
    content: bytes,
    file: str,
    columns: Iterable[str],
    selection: Selection | None = None,
    watched: Sequence[str] = (),
) -> Sheet:
    """The named columns of a delimited file, those that it has; of a `selection`, its rows alone.

    `watched`: columns whose combinations are noted from all rows (`Sheet.seen`).

    A row longer than the header is read if what is over is empty (UN Comtrade ends its rows, not
    its header, with a comma). Faults: an empty file, no rows, a row of another width, a column that
    stands twice, a quotation mark that is not closed, a file that is no delimited text.
    """
    wanted = {key(name) for name in columns}
    printed = delimited.header(content)
    names = {key(name): name for name in reversed(printed) if key(name) in wanted}
    places = {name: [key(other) for other in printed].index(name) for name in names}
    order = sorted(places.values())
    faults = [
        Fault(file, "the column stands twice in the header", 1, names[name])
        for name in names
        if sum(key(other) == name for other in printed) > 1
    ]
    lines: list[int] = []
    cells: list[list[str]] = [[] for _ in order]
    width = len(printed)
    rows = 0
    keys = [key(name) for name in printed]
    sought = [key(name) for name in selection.names] if selection else []
    chosen = next((keys.index(name) for name in sought if name in keys), width)
    watch = [keys.index(name) for name in map(key, watched) if name in keys]
    seen: set[tuple[str, ...]] = set()
    passed = Passed()
    figure = [
        keys.index(key(name)) if key(name) in keys else width
        for name in ((selection.value, *selection.kind) if selection else ())
    ]
    before = 0
    try:
        for number, (line, row, sound) in enumerate(delimited.rows(content)):
            before = line
            if number == 0:
                continue
            rows += 1
            if not sound:
                faults.append(Fault(file, delimited.NOT_CLOSED, line))
                continue
            if len(row) != width and (fault := _width_fault(row, width, file, line)):
                faults.append(fault)
                continue
            if watch and len(row) >= width:
                seen.add(tuple(row[place].strip() for place in watch))
            if selection and chosen < width and not selection.accepts(row[chosen].strip()):
                text, *kind = (row[place].strip() if place < width else "" for place in figure)
                passed.add(line, text, tuple(kind), DECIMALS)
                continue
            lines.append(line)
            for column, place in zip(cells, order, strict=True):
                column.append(row[place].strip())
    except delimited.Broken as broken:
        text = str(broken)
        if text != delimited.NOT_CLOSED:
            text = f"cannot be read as delimited text: {text}"
        faults.append(Fault(file, text, broken.line))
    except UnicodeError as error:
        faults.append(Fault(file, f"cannot be read as delimited text: {error}", before + 1))
    if not printed:
        faults.append(Fault(file, "the file is empty"))
    elif not rows and not faults:
        faults.append(Fault(file, "there is a header and no rows below it"))
    by_place = dict(zip(order, cells, strict=True))
    return Sheet(
        file,
        names,
        np.array(lines, dtype=np.int64),
        {name: pd.Series(by_place[place], dtype="str") for name, place in places.items()},
        _shortened(faults, file),
        seen,
        passed=passed,
        selection=selection,
    )


def _width_fault(row: Sequence[str], width: int, file: str, line: int) -> Fault | None:
    if len(row) > width and not any(map(str.strip, row[width:])):
        return None
    text = f"{len(row)} cells where the header has {width}"
    if len(row) > width:
        over = cut(", ".join(cell for cell in row[width:] if cell.strip()))
        text += f' (over: "{over}")'
    else:
        text += f' (the row: "{", ".join(row)[:80]}")'
    return Fault(file, text, line)


def _shortened(faults: list[Fault], file: str) -> list[Fault]:
    if (more := len(faults) - LISTED) <= 0:
        return faults
    last = faults[-1].line
    return [*faults[:LISTED], Fault(file, f"and {more} more such faults, down to line {last}")]
