"""Every exhibit as a sheet of a workbook: numbers as numbers, printed and computed side by side."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Final, Literal

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from upgrading.cases.printed import column_label
from upgrading.publish.tables import Text, lines, number_of

_CREATED: Final = datetime(2004, 1, 1)
"""The report's month: a workbook keeps a date, and it must be the same on every run."""

_SHEET_NAME: Final = 31
"""Characters that a sheet's name may have."""

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")

_WIDEST: Final = 42
"""Characters to which a column of text is widened."""


_PRINTED: Final = {"align": "right", "font_color": "#444444"}

_MARKED: Final = {"bold": True, "bg_color": "#FDEECB"}

_DIFFERS: Final = {"align": "right", "font_color": "#7A3B00", **_MARKED}

_PLAIN: Final = re.compile(r"[0-9]+(\.[0-9]{1,2})?")
"""A print that can be read as one number alone. `29.000` are 29 thousand jobs, `8,5` has a decimal
comma: both stay text."""


@dataclass(frozen=True)
class _Column:
    """A column of the sheet: where its cells come from, and what of them it shows."""

    position: int
    shows: Literal["value", "printed", "clusters"]


def sheet_name(exhibit: str) -> str:
    """`Annex Table 1` or the id of an exhibit without a number, as a sheet may be called."""
    name = number_of(exhibit) or exhibit.replace("_", " ")
    return _FORBIDDEN.sub(" ", name)[:_SHEET_NAME]


def sheet_names(exhibits: Iterable[str]) -> dict[str, str]:
    """The name of each exhibit's sheet; those that would be alike once cut short are numbered."""
    names: dict[str, str] = {}
    taken = {"contents"}
    for exhibit in exhibits:
        name, number = sheet_name(exhibit), 1
        while name.lower() in taken:
            number += 1
            end = f" {number}"
            name = sheet_name(exhibit)[: _SHEET_NAME - len(end)] + end
        taken.add(name.lower())
        names[exhibit] = name
    return names


def workbook(exhibits: pd.DataFrame, texts: Mapping[str, Text]) -> bytes:
    """The workbook of all exhibits (`EXHIBIT_COLUMNS`), `texts` by exhibit.

    A computed cell is a number with all its twelve digits, shown as the tables show it; beside a
    column of the report stands what the report prints, marked where it differs: a number if it can
    be read as one alone, else text. Beside means stand the numbers of clusters. Text is never a
    formula, also where it begins with `=`, `+`, `-` or `@`. The header is frozen. Same input, same
    bytes.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "Upgrading in clusters, recomputed", "created": _CREATED})
        formats = _Formats(book)
        contents = book.add_worksheet("Contents")
        listed = []
        names = sheet_names(map(str, exhibits["exhibit"].unique()))
        for exhibit, table in exhibits.groupby("exhibit", sort=False):
            name = names[str(exhibit)]
            _fill(book.add_worksheet(name), table, texts[str(exhibit)], formats)
            listed.append(
                (name, texts[str(exhibit)].title, int(table["differs"].astype(bool).sum()))
            )
        _contents(contents, listed, formats)
    return buffer.getvalue()


class _Formats:
    """Formats of the workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._numbers: dict[tuple[str, bool, bool], Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 12})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"valign": "top"})
        self.text_differs = book.add_format({"valign": "top", **_MARKED})
        self.section = book.add_format({"italic": True})
        self.note = book.add_format({"font_color": "#444444"})
        self.printed = book.add_format(_PRINTED)
        self.differs = book.add_format(_DIFFERS)

    def number(self, pattern: str, differs: bool, printed: bool = False) -> Format:
        """The format of a number shown with `pattern`, marked if print and number differ."""
        key = pattern, differs, printed
        if key not in self._numbers:
            style = (_DIFFERS if differs else _PRINTED) if printed else _MARKED if differs else {}
            self._numbers[key] = self._book.add_format({"num_format": pattern, **style})
        return self._numbers[key]


def _contents(sheet: Worksheet, listed: list[tuple[str, str, int]], formats: _Formats) -> None:
    heads = ("Sheet", "Exhibit", "Figures that differ from the print")
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, formats.head)
    for row, (name, title, differing) in enumerate(listed, start=1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(row, 1, title)
        if differing:
            sheet.write_number(row, 2, differing)
    sheet.set_column(0, 0, _SHEET_NAME)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 2, 16)
    sheet.freeze_panes(1, 0)


def _columns(table: pd.DataFrame) -> list[_Column]:
    """The columns of the sheet: each of the table, and beside a computed one what is printed."""
    computed = set(table.loc[table["value"] != "", "position"])
    printed = set(table.loc[table["printed"] != "", "position"])
    means = set(table.loc[table["count"].notna(), "position"])
    columns = []
    for position in range(1, int(table["position"].max()) + 1):
        columns.append(_Column(position, "value"))
        if position in computed and position in printed:
            columns.append(_Column(position, "printed"))
        if position in means:
            columns.append(_Column(position, "clusters"))
    return columns


def _fill(sheet: Worksheet, table: pd.DataFrame, text: Text, formats: _Formats) -> None:
    sheet.write_string(0, 0, text.title, formats.title)
    columns = _columns(table)
    widths = [8] * len(columns)
    row, head_ends = 1, 2
    for line in lines(table):
        row += 1
        cells = {cell.position: cell for cell in line.cells}
        if line.kind in {"section", "panel"}:
            sheet.write_string(row, 0, line.cells[0].shown, formats.section)
            continue
        if line.kind == "header" and row == 2:
            head_ends = 3
        for place, column in enumerate(columns):
            if cell := cells.get(column.position):
                width = _write(sheet, (row, place), cell, line.kind, column.shows, formats)
                widths[place] = max(widths[place], width)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width + 1, _WIDEST))
    sheet.freeze_panes(head_ends, 1)
    for note in text.notes:
        row += 1
        sheet.write_string(row + 1, 0, note, formats.note)


def _write(
    sheet: Worksheet,
    place: tuple[int, int],
    cell: Any,
    kind: str,
    shows: Literal["value", "printed", "clusters"],
    formats: _Formats,
) -> int:
    """Write one cell; returns the characters that its column needs for it."""
    if kind == "header":
        label = cell.shown if shows == "value" else f"{column_label(cell.shown)} ({shows})"
        sheet.write_string(*place, label, formats.head)
        return min(len(label), 14)
    if shows == "clusters":
        if cell.count is not None:
            sheet.write_number(*place, int(cell.count), formats.number("0", False))
        return 3
    if shows == "printed":
        text = cell.printed.strip()
        if _PLAIN.fullmatch(text):
            style = formats.number(_pattern(text), bool(cell.differs), printed=True)
            sheet.write_number(*place, float(text), style)
        else:
            sheet.write_string(*place, text, formats.differs if cell.differs else formats.printed)
        return len(text)
    number = _number(cell.value)
    if number is None:
        text_format = formats.text_differs if cell.differs else formats.text
        sheet.write_string(*place, cell.shown, text_format)
        return len(cell.shown)
    sheet.write_number(*place, number, formats.number(_pattern(cell.shown), bool(cell.differs)))
    return len(cell.shown)


def _number(value: str) -> float | None:
    """A computed value as a number; `None` for a degree, two numbers, or nothing."""
    try:
        return float(Fraction(value))
    except ValueError:
        return None


def _pattern(shown: str) -> str:
    """The spreadsheet's pattern that shows a number as `shown` does; a bound as it stands."""
    if shown.startswith(("<", ">")):
        return f'"{shown}"'
    before, number, after = re.sub(r"([\d.,]+)", r"|\1|", shown.lstrip("-"), count=1).split("|")
    whole = "#,##0" if "," in number else "0"
    decimals = len(number.partition(".")[2])
    return f"{before}{whole}.{'0' * decimals}{after}" if decimals else f"{before}{whole}{after}"
