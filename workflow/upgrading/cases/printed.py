"""How a printed cell is read, and how a printed table becomes a long frame of cells.

The report prints decimal points and decimal commas, points and commas for thousands, `n.a.` and
`..` for what is missing. A cell is read as an exact `Fraction` under the convention of its column;
the printed string itself is kept beside it and never changed.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Final

import pandas as pd

from upgrading.cases.catalogue import Layout as Layout
from upgrading.faults import Fault, alike_to_the_eye, unseen
from upgrading.numbers import rounded, shown

NOT_AVAILABLE = frozenset({"", "n.a.", "..", "...", "-", "–"})

SEPARATOR_TOLD = re.compile(r'"?sep=(.)"?[ \t,;]*(?:\r\n?|\n|$)', re.IGNORECASE)
"""The first line by which Excel is told what separates."""

_POINT_OR_COMMA = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+")
_AMOUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_FOOTNOTE = re.compile(r"\s*\((?:[a-d]|EEI|JAI)\)$|\s*\*+$")

SUMMARY_ROWS = {"total": "total", "average": "average"}

CELL_COLUMNS = (
    "exhibit",
    "line",
    "position",
    "row",
    "row_kind",
    "column",
    "header",
    "printed",
)
"""Columns of the long frame that `cells` returns; `line` and `position` count from 1."""


def is_missing(text: str) -> bool:
    """Whether the printed cell says that there is no figure."""
    return text.strip() in NOT_AVAILABLE


def score(text: str) -> Fraction | None:
    """Read a score or mean printed with a decimal point or comma: `1,5`, `1.5`, `2`.

    Returns `None` for a missing cell. Raises `ValueError` if the text is no number.
    """
    text = text.strip()
    if is_missing(text):
        return None
    if not _POINT_OR_COMMA.fullmatch(text):
        raise ValueError(f'"{text}" is not a number')
    return Fraction(text.replace(",", "."))


def count(text: str) -> Fraction | None:
    """Read a count in which a point or comma separates thousands: `29.000` is 29,000.

    Returns `None` for a missing cell. Raises `ValueError` if the text is no such number.
    """
    text = text.strip()
    if is_missing(text):
        return None
    if not _THOUSANDS.fullmatch(text):
        raise ValueError(f'"{text}" is not a count, such as 120 or 29.000')
    return Fraction(re.sub(r"[.,]", "", text))


def amount(text: str) -> Fraction | None:
    """Read an amount with decimal point and thousands comma: `1,005.0`.

    Returns `None` for a missing cell. Raises `ValueError` if the text is no such number.
    """
    text = text.strip()
    if is_missing(text):
        return None
    if not _AMOUNT.fullmatch(text):
        raise ValueError(f'"{text}" is not an amount, such as 31.8 or 1,005.0')
    return Fraction(text.replace(",", ""))


def number(text: str) -> Fraction | None:
    """The number that a cell prints, as `score`; `None` where it is none."""
    try:
        return score(text)
    except ValueError:
        return None


def last_digit(text: str) -> Fraction:
    """What the last digit of a printed number stands for: 0.01 in 2.67."""
    return Fraction(1, 10 ** decimals(text))


def same_figure(first: str, second: str) -> bool:
    """Whether two printed numbers are one figure at the coarser of their precisions.

    However the finer one was rounded: half up, half to even, or cut off.
    """
    coarse, fine = sorted((first, second), key=decimals)
    short, long = number(coarse), number(fine)
    if short is None or long is None:
        return short == long
    places = decimals(coarse)
    cut = Fraction((long * 10**places).__floor__(), 10**places)
    half_even = round(long, places)
    return short in {rounded(long, places), half_even, cut}


def degree(text: str) -> str | None:
    """Read a degree of collective efficiency; `Médium` is medium.

    Returns `None` for a missing cell. Raises `ValueError` if it is no degree.
    """
    if is_missing(text):
        return None
    plain = unicodedata.normalize("NFKD", text.strip()).encode("ascii", "ignore").decode().lower()
    if plain not in {"high", "medium", "low"}:
        raise ValueError(f'"{text}" is not High, Medium or Low')
    return plain


def decimals(text: str) -> int:
    """Number of decimals that a printed score or mean shows."""
    _, _, part = text.strip().replace(",", ".").partition(".")
    return len(part)


BESIDE_PRINT: Final = 2
"""Decimals more than are printed, with which a computed figure is told."""


def in_short(value: Fraction, text: str) -> str:
    """A computed figure within a sentence, beside the printed `text`; data files have all of it."""
    return shown(value, decimals(text) + BESIDE_PRINT, trim=True)


def column_label(header: str) -> str:
    """A printed header without its footnote marks: `Market access (d)` is `Market access`."""
    label = header.strip()
    while (shorter := _FOOTNOTE.sub("", label)) != label:
        label = shorter
    return label


def parse(content: bytes, file: str) -> tuple[list[list[str]], list[Fault]]:
    """Read the bytes of a comma-separated file into rows of strings, nothing converted.

    A byte-order mark is accepted (spreadsheets write one). Faults: not UTF-8, empty, separated by
    something else than commas, quotes that do not close, Excel's line `sep=;`, what cannot be seen.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{content[error.start]:02X} is not UTF-8; save the file as CSV UTF-8"
        return [], [Fault(file, problem, line)]
    if not text.strip():
        return [], [Fault(file, "the file is empty")]
    if told := SEPARATOR_TOLD.match(text):
        problem = (
            f'the line "{told[0].strip()}" is for Excel only; delete it, and save the file as CSV '
            "with commas"
        )
        return [], [Fault(file, problem, 1)]
    rows: list[list[str]] = []
    line = 1
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        problem = f"not a comma-separated file: {error}; is a quotation mark not closed here?"
        return [], [Fault(file, problem, line)]
    first = rows[0][0] if rows[0] else ""
    if len(rows[0]) == 1 and (";" in first or "\t" in first):
        mark = "semicolons" if ";" in first else "tabs"
        return [], [Fault(file, f"separated by {mark}; commas are allowed", 1)]
    return rows, unseen_faults(enumerate(rows, start=1), rows[0], file)


def unseen_faults(
    rows: Iterable[tuple[int, Sequence[str]]], header: Sequence[str], file: str
) -> list[Fault]:
    """Cells that hold what cannot be seen (`faults.unseen`). `rows`: with their lines."""
    return [
        Fault(file, problem, line, column_label(header[place]) if place < len(header) else None)
        for line, row in rows
        for place, cell in enumerate(row)
        if (problem := unseen(cell.replace("\r\n", "\n").strip(), lines=True))
    ]


def header_faults(
    found: Sequence[str], expected: Sequence[str], file: str, line: int
) -> list[Fault]:
    """Missing, extra and misplaced columns of one header row."""
    have, want = [cell.strip() for cell in found], [cell.strip() for cell in expected]
    if have == want:
        return []
    faults = [
        Fault(file, "the column is missing", line, column_label(name))
        for name in want
        if want.count(name) > have.count(name)
    ]
    allowed = ", ".join(f'"{name}"' for name in want)
    faults += [
        Fault(file, f'"{name}" is not a column of this table (allowed: {allowed})', line, name)
        for name in have
        if have.count(name) > want.count(name)
    ]
    return faults or [Fault(file, f"the columns are not in the printed order ({allowed})", line)]


HEADER_WITHIN: Final = 10
"""Rows at the head of a file among which its header is looked for."""


def late_header(
    rows: Sequence[tuple[int, Sequence[str]]],
    is_header: Callable[[Sequence[str]], bool],
    file: str,
) -> list[Fault]:
    """The fault of a header that stands below other rows, a title say; `rows`: with their lines."""
    place = next((n for n, (_, row) in enumerate(rows[:HEADER_WITHIN]) if is_header(row)), 0)
    if not place:
        return []
    above = "the row above it" if place == 1 else f"the {place} rows above it"
    text = f"the header is here; delete {above} so that it comes first"
    return [Fault(file, text, rows[place][0])]


def _is(header: Sequence[str], row: Sequence[str]) -> bool:
    return [cell.strip() for cell in row] == header


def cells(
    table: Sequence[Sequence[str]],
    layout: Layout,
    row_names: Mapping[tuple[str, ...], str],
    file: str,
    names_file: str,
) -> tuple[pd.DataFrame, list[Fault]]:
    """Turn one printed table into long cells, each under the name of its row and column.

    `table` holds the printed strings, line by line; `row_names` maps the printed labels of a row to
    its name, as `names_file` has them. Rows are of kind `panel`, `header`, `section`,
    `total`, `average` or `body`. Returns the cells (columns `CELL_COLUMNS`; label cells have the
    columns `label_1`, `label_2`) and the faults: missing, extra or misplaced column, wrong number
    of cells, unknown label, the same row twice, a labelled row that the table lacks.
    """
    faults: list[Fault] = []
    records: list[tuple[object, ...]] = []
    panel, expecting = (-1, "panel") if layout.captioned else (0, "header")
    header: tuple[str, ...] = layout.headers[0]
    names: list[str] = []
    lines_of: dict[tuple[int, str], int] = {}

    for line, printed_row in enumerate(table, start=1):
        if not any(cell.strip() for cell in printed_row):
            continue  # spreadsheets leave empty lines behind
        labels = tuple(cell.strip() for cell in printed_row[: layout.labels])
        blank = not any(cell.strip() for cell in printed_row[layout.labels :])
        summary = next((SUMMARY_ROWS[x.lower()] for x in labels if x.lower() in SUMMARY_ROWS), None)
        if expecting == "header":
            header = layout.headers[panel]
            names = [f"label_{n + 1}" for n in range(layout.labels)] + list(layout.columns[panel])
            if wrong := header_faults(printed_row, header, file, line):
                below = list(enumerate(table[line - 1 :], start=line))
                whole = [cell.strip() for cell in header]
                faults += late_header(below, partial(_is, whole), file) or wrong
                return pd.DataFrame(columns=list(CELL_COLUMNS)), faults
            kind, name, expecting = "header", f"header_{panel + 1}", "body"
        elif expecting == "panel" or (layout.captioned and blank and labels not in row_names):
            if panel + 1 == len(layout.columns):
                faults.append(Fault(file, f'"{_joined(labels)}" is a panel too many', line))
                continue
            panel, expecting = panel + 1, "header"
            kind, name, names = "panel", f"panel_{panel + 1}", ["label_1"] * len(printed_row)
        elif len(printed_row) != len(names):
            text = f"{len(printed_row)} cells where the table has {len(names)} columns"
            faults.append(Fault(file, text, line))
            if labels in row_names:
                lines_of[panel, row_names[labels]] = line  # it is there, if not whole
            continue
        elif summary:
            kind = name = summary
        elif labels in row_names:
            kind, name = "body", row_names[labels]
        elif blank and any(labels):
            kind, name = "section", f"section_{line}"
        else:
            faults.append(_unknown_label(file, line, header, labels, row_names))
            continue
        if kind in {"body", "total", "average"}:
            if (panel, name) in lines_of:
                text = f'"{_joined(labels)}" is {name}, which line {lines_of[panel, name]} is too'
                faults.append(Fault(file, text, line, _label_header(header)))
                continue
            lines_of[panel, name] = line
        for position, (column, printed) in enumerate(zip(names, printed_row, strict=True), 1):
            label = "" if kind == "panel" else header[position - 1].strip()
            # blanks around a cell are a slip of typing, never printed
            cell = printed.strip()
            records.append((layout.exhibit, line, position, name, kind, column, label, cell))

    found = {name for _, name in lines_of}
    faults += [
        Fault(file, f'no row "{_joined(labels)}" ({name}), which {names_file} expects')
        for labels, name in row_names.items()
        if name not in found
    ]
    return pd.DataFrame.from_records(records, columns=list(CELL_COLUMNS)), faults


def self_named(table: Sequence[Sequence[str]]) -> dict[tuple[str, ...], str]:
    """Row names of a table whose first column names its rows: `Price (US$/kg)` is `price_us_kg`."""
    labels = [row[0].strip() for row in table[1:] if row]
    return {(label,): re.sub(r"\W+", "_", label.lower()).strip("_") for label in labels}


def _joined(labels: Sequence[str]) -> str:
    return ", ".join(label for label in labels if label)


def _label_header(header: Sequence[str]) -> str:
    return column_label(next((cell for cell in header if cell.strip()), "first column"))


def _unknown_label(
    file: str,
    line: int,
    header: Sequence[str],
    labels: tuple[str, ...],
    row_names: Mapping[tuple[str, ...], str],
) -> Fault:
    known = "; ".join(_joined(label) for label in row_names)
    hint = alike_to_the_eye(_joined(labels), map(_joined, row_names))
    text = f'"{_joined(labels)}" is not a known label of this table{hint} (known: {known})'
    return Fault(file, text, line, _label_header(header))
