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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from upgrading.faults import Fault, cut
from upgrading.files import delimited

# Figures as files print them: decimal point or comma, with or without marks of thousands ----------
#
# A point or comma before the last three digits (`1.234`) can be either. What it is, the other
# figures of the column tell: `1.234.567` and `1.234,5` have points of thousands, `0.123` and
# `12.5` have not.


_POWER: Final = r"(?:[eE][+-]?\d{1,3})?"
_POINT: Final = rf"[+-]?(?:(?:\d+\.?\d*|\.\d+){_POWER}|[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d+)?)"
_COMMA: Final = rf"[+-]?(?:(?:\d+,?\d*|,\d+){_POWER}|[1-9]\d{{0,2}}(?:\.\d{{3}})+(?:,\d+)?)"
_THOUSANDS: Final = r"[+-]?[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d+)"
"""Figures with points of thousands beyond any doubt."""

_POINT_ALONE: Final = re.compile(rf"(?!{_COMMA}\Z)(?:{_POINT})\Z")
_COMMA_ALONE: Final = re.compile(rf"(?!{_POINT}\Z)(?:{_COMMA})\Z")
_THOUSANDS_ALONE: Final = re.compile(rf"{_THOUSANDS}\Z")

EITHER: Final = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"
"""A figure that is one number with a decimal point and another with a decimal comma."""


def decimal(cells: Iterable[str], separator: str) -> str:
    """What stands before the decimals in a column: `.`, `,`, or nothing if that cannot be told.

    `cells`: figures of the column, those alone that are not missing; `separator`: what separates
    the file's cells. Among commas a point is the usual one, and only points of thousands tell
    otherwise: who writes decimal commas separates by something else.
    """
    comma_means = _THOUSANDS_ALONE if separator == "," else _COMMA_ALONE
    point = comma = False
    for cell in cells:
        point = point or bool(_POINT_ALONE.match(cell))
        comma = comma or bool(comma_means.match(cell))
        if point and comma:
            return ""
    if point or comma:
        return "." if point else ","
    return ""


def with_point(cells: pd.Series, mark: str) -> pd.Series:
    """Figures with decimals after `mark` (`.` or `,`) as Python writes them; others as they are."""
    own, thousands = (_POINT, ",") if mark == "." else (_COMMA, ".")
    fits = cells.str.fullmatch(own).astype(bool)
    written = cells.str.replace(thousands, "", regex=False).str.replace(mark, ".", regex=False)
    return cells.mask(fits, written)


Header: TypeAlias = tuple[tuple[str, ...], ...]
"""Columns that a format must have, each with the names that it goes by."""

Mask: TypeAlias = "pd.Series | npt.NDArray[np.bool_]"

MISSING_NUMBERS: Final = frozenset(("", "na", "n/a", "nan", "null", "none"))
"""What stands for a number that is missing, in lower case."""

WHOLE: Final = re.compile("[0-9]{1,15}")
DECIMALS: Final = re.compile(r"[0-9]{1,15}(\.[0-9]*)?")
"""Figures that can be read in one way alone: whatever stands for decimals, and with a point."""

_MILLIONTHS: Final = 1_000_000

_AROUND: Final = " \t\u00a0=\"'’`´"

_WHOLE: Final = re.compile(r"(?![0-9]{4}\.00)([0-9]+)\.0+")
"""A whole number that a program printed as a fraction; not a code as `2501.00`, of six digits."""

_POWER_OF_TEN: Final = re.compile(r"([0-9])(?:[.,]([0-9]*))?[eE]\+?([0-9]{1,2})")

LISTED: Final = 20
"""Rows with the same fault in the same column that are listed one by one; the rest is counted."""


def key(name: str) -> str:
    """A column's name as it is compared: its letters and digits, in lower case."""
    return "".join(filter(str.isalnum, name.casefold()))


def missing(header: Iterable[str], wanted: Header) -> list[str]:
    """The wanted columns that the header lacks, each by its first name."""
    present = {key(name) for name in header}
    return [names[0] for names in wanted if not present.intersection(map(key, names))]


def plain(code: str) -> str:
    """A code without what programs put around it or make of it.

    Quotation marks, an equals sign, an apostrophe and blanks around it go; `76.0` is 76, and
    `9.40330E+05` is 940330. `9.4E+05` stays: digits may have been rounded away.
    """
    bare = code.strip(_AROUND)
    if bare.isdecimal():
        return bare
    if whole := _WHOLE.fullmatch(bare):
        return whole[1]
    if power := _POWER_OF_TEN.fullmatch(bare):
        digits, places = power[1] + (power[2] or ""), int(power[3]) + 1
        if len(digits) >= places and not digits[places:].strip("0"):
            return digits[:places]
    return bare


@dataclass(frozen=True)
class Selection:
    """Which rows of a file are kept: those whose cell in one column `accepts` lets pass.

    `names`: what that column goes by; of several that the file has, one is enough. Rows that are
    not kept are passed over while the file is read, so that memory grows with the kept rows alone.
    They are counted, with the figure in the column `value` (in `dollars`, which takes what stands
    in the columns `kind` of the row); nothing else that is wrong in them is reported than another
    width and a value that is no number.
    """

    names: tuple[str, ...]
    accepts: Callable[[str], bool]
    value: tuple[str, ...]
    dollars: Callable[..., float] = lambda: 1.0
    kind: tuple[tuple[str, ...], ...] = ()

    @property
    def figure(self) -> tuple[tuple[str, ...], ...]:
        """Names of the columns that a figure is read from: its own, those of its kind."""
        return self.value, *self.kind


@dataclass
class Passed:
    """Rows that a selection passed over: how many, and their figures.

    `sums`: of clear figures, by what stands in the columns `Selection.kind`; in millionths, so that
    the order of rows does not matter. `others`: line, kind and text of the other figures.
    """

    rows: int = 0
    sums: Counter[tuple[str, ...]] = field(default_factory=Counter)
    others: list[tuple[int, tuple[str, ...], str]] = field(default_factory=list)

    def add(self, line: int, text: str, kind: tuple[str, ...], clear: re.Pattern[str]) -> None:
        """Count a row whose figure is `text`; `clear`: what can be read in one way alone."""
        self.rows += 1
        if clear.fullmatch(text):
            self.sums[kind] += round(float(text) * _MILLIONTHS)
        elif text.lower() not in MISSING_NUMBERS:
            self.others.append((line, kind, text))


@dataclass
class Sheet:
    """Columns of text, with a note of what in them could not be read.

    `seen` is what stands together in the columns that `read` was to watch, in kept rows and others;
    `rows` is how many rows the file has in all, `separator` what stands between its cells, and
    `everywhere` gives all cells of a column, by `key`, those of rows that are not kept too.
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
    rows: int = 0
    separator: str = ","
    everywhere: Callable[[str], Iterable[str]] | None = None
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
        name = key(self.name(*names))
        if name in self.columns:
            return self.columns[name]
        return pd.Series("", index=range(len(self.lines)), dtype="str")

    def codes(self, *names: str) -> pd.Series:
        """The cells of a column as codes (`plain`), empty where one stands for a missing value."""
        cells = self.text(*names)
        bare = {cell: plain(cell) for cell in set(cells)}
        return cells.map({a: "" if b.lower() in MISSING_NUMBERS else b for a, b in bare.items()})

    def name(self, *names: str) -> str:
        """Which of these names the column goes by here; the first if there is none."""
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

        Decimals stand after a point, or after a comma where the other figures of the column prove
        it; so do marks of thousands (`figures`). Faults: what is no number, what can be read as two
        numbers, a negative one; where `required`, a missing one.
        """
        cells = self.text(*names)
        column = self.name(*names)
        absent = cells.str.lower().isin(MISSING_NUMBERS)
        values = _numbers(cells, absent)
        if self.separator != "," or (~absent & ~np.isfinite(values)).any():
            either = cells.str.fullmatch(EITHER).astype(bool)
            mark = decimal(cells[~absent], self.separator)
            if not mark and either.any() and self.everywhere:
                mark = decimal(self.everywhere(key(column)), self.separator)
            if mark:
                values = _numbers(with_point(cells, mark), absent)
            else:
                usual = cells.str.contains(".", regex=False) & (self.separator == ",")
                doubtful = either & ~usual.astype(bool)
                self.refuse_together(
                    doubtful,
                    column,
                    '"{}" can be read in two ways, as thousands or with decimals, and no other '
                    "figure of the column tells which ({rows}); write figures as 1234 or 1234.5",
                )
                absent = absent | doubtful
        self.refuse(~absent & ~np.isfinite(values), column, '"{}" is not a number such as 1234.5')
        self.refuse(values < 0, column, '"{}" is negative')
        if required:
            self.refuse(
                cells.str.lower().isin(MISSING_NUMBERS),
                column,
                'there is no figure (the cell holds "{}")',
            )
        return values

    def year(self, *names: str) -> pd.Series:
        """A column as years. Faults: what is not a year of four digits."""
        cells = self.text(*names)
        years = cells.map({cell: plain(cell) for cell in set(cells)})
        good = years.str.fullmatch("(?:1[89]|20)[0-9]{2}").astype(bool)
        self.refuse(~good, self.name(*names), '"{}" is not a year')
        return pd.to_numeric(years.where(good), errors="coerce").astype("Int64")

    def code(self, *names: str) -> pd.Series:
        """A column of codes as text. Faults: an empty cell."""
        cells = self.text(*names)
        column = self.name(*names)
        self.refuse(cells == "", column, "the cell is empty")
        return cells

    def passed_value(self) -> float:
        """US dollars of the rows that were passed over. Faults: a value that is no number."""
        if self.selection is None:
            return 0.0
        dollars, column = self.selection.dollars, key(self.name(*self.selection.value))
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


def _numbers(cells: pd.Series, absent: pd.Series) -> pd.Series:
    return pd.to_numeric(cells.mask(absent), errors="coerce").astype("float64")


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
    its header, with a comma). A header that stands again, as where files of one format were joined
    end to end, is passed over. Faults: an empty file, no rows, a row of another width, a column
    that stands twice, a quotation mark that is not closed, a file that is no delimited text.
    """
    wanted = {key(name) for name in columns}
    printed = delimited.header(content)
    names = {key(name): name for name in reversed(printed) if key(name) in wanted}
    places = {name: [key(other) for other in printed].index(name) for name in names}
    order = sorted(places.values())
    faults = [
        Fault(file, "the column appears twice in the header", 1, names[name])
        for name in names
        if sum(key(other) == name for other in printed) > 1
    ]
    lines: list[int] = []
    cells: list[list[str]] = [[] for _ in order]
    width = len(printed)
    rows = 0
    keys = [key(name) for name in printed]
    sought = [key(name) for name in selection.names] if selection else []
    chosen = [keys.index(name) for name in sought if name in keys]
    watch = [keys.index(name) for name in map(key, watched) if name in keys]
    seen: set[tuple[str, ...]] = set()
    passed = Passed()
    separator = delimited.separator_of(content)
    clear = DECIMALS if separator == "," else WHOLE
    figure = [
        next((keys.index(key(name)) for name in names if key(name) in keys), width)
        for names in (selection.figure if selection else ())
    ]
    before = 0
    try:
        for number, (line, row, sound) in enumerate(delimited.rows(content)):
            before = line
            if number == 0:
                continue
            if keys[:1] == [key(row[0])] and [key(cell) for cell in row[:width]] == keys:
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
            if (
                selection
                and chosen
                and not any(selection.accepts(row[place].strip()) for place in chosen)
            ):
                text, *kind = (row[place].strip() if place < width else "" for place in figure)
                passed.add(line, text, tuple(kind), clear)
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
        rows,
        separator,
        lambda name: _column(content, places[name]),
        passed,
        selection,
    )


def _column(content: bytes, place: int) -> Iterator[str]:
    """The cells at this place of every row but the header, as far as the file can be read."""
    with suppress(delimited.Broken, UnicodeError):
        for number, (_, row, _) in enumerate(delimited.rows(content)):
            if number and place < len(row):
                yield row[place].strip()


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
