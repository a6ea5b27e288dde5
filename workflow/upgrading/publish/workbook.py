"""Every exhibit as a sheet of a workbook: numbers as numbers, printed and computed side by side.

A legend comes first, since a workbook is passed on without what stood beside it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from fractions import Fraction
from math import ceil
from typing import Any, Final, Literal

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from upgrading.cases.printed import column_label
from upgrading.publish.legend import Made, Sample, legend
from upgrading.publish.tables import Text, lines, number_of

_SHEET_NAME: Final = 31
"""Characters that a sheet's name may have."""

_HEADINGS: Final = frozenset(("section", "panel"))
"""Lines that say what those below them are about."""

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")

_WIDEST: Final = 42
"""Characters to which a column of text is widened."""

_A4: Final = 9

_LINE: Final = 15
"""Height of a line of text, in points."""

_OF_LEGEND: Final = (28, 110)
"""Widths of the columns of the legend."""


_WRAPPED: Final = {"valign": "top", "text_wrap": True}

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
    taken = {"legend", "contents"}
    for exhibit in exhibits:
        name, number = sheet_name(exhibit), 1
        while name.lower() in taken:
            number += 1
            end = f" {number}"
            name = sheet_name(exhibit)[: _SHEET_NAME - len(end)] + end
        taken.add(name.lower())
        names[exhibit] = name
    return names


def workbook(exhibits: pd.DataFrame, texts: Mapping[str, Text], made: Made) -> bytes:
    """The workbook of all exhibits (`EXHIBIT_COLUMNS`), `texts` by exhibit; `made`: for the legend.

    A computed cell is a number with all its twelve digits, shown as the tables show it; beside a
    column of the report stands what the report prints, marked where it differs: a number if it can
    be read as one alone, else text. Beside means stand the numbers of clusters. Text is never a
    formula, also where it begins with `=`, `+`, `-` or `@`. The header is frozen and stands on
    every page, a sheet is one page wide, and where a table is nothing but rows under a header these
    can be filtered. The date of the workbook is that of its data. Same input, same bytes.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties(
            {
                "title": made.citation.title,
                "author": made.citation.authors,
                "created": datetime.combine(made.data_of, time()),
            }
        )
        formats = _Formats(book)
        _legend(book.add_worksheet("Legend"), made, formats)
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
        self.title = book.add_format({"bold": True, "font_size": 12, **_WRAPPED})
        self.title_of_book = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = book.add_format(_WRAPPED)
        self.text_differs = book.add_format({**_WRAPPED, **_MARKED})
        self.section = book.add_format({"italic": True})
        self.note = book.add_format({"font_color": "#444444", **_WRAPPED})
        self.printed = book.add_format(_PRINTED)
        self.differs = book.add_format(_DIFFERS)
        self.samples: dict[Sample, Format] = {
            "": self.text,
            "marked": self.text_differs,
            "printed": self.printed,
            "section": self.section,
        }

    def number(self, pattern: str, differs: bool, printed: bool = False) -> Format:
        """The format of a number shown with `pattern`, marked if print and number differ."""
        key = pattern, differs, printed
        if key not in self._numbers:
            style = (_DIFFERS if differs else _PRINTED) if printed else _MARKED if differs else {}
            self._numbers[key] = self._book.add_format({"num_format": pattern, **style})
        return self._numbers[key]


def _printable(sheet: Worksheet, repeated: int) -> None:
    """Set up the pages of a sheet; the first rows, as many as `repeated`, stand on each."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, repeated - 1)
    sheet.set_footer("&L&A&R&P / &N")


def _legend(sheet: Worksheet, made: Made, formats: _Formats) -> None:
    sheet.write_string(0, 0, made.citation.title, formats.title_of_book)
    row = 1
    for section in legend(made):
        row += 1
        for column, text in enumerate((section.heading, "")):
            sheet.write_string(row, column, text, formats.head)
        for entry, meaning, sample in section.entries:
            row += 1
            sheet.write_string(row, 0, entry, formats.samples[sample])
            sheet.write_string(row, 1, meaning, formats.text)
            sheet.set_row(row, _height(meaning, _OF_LEGEND[1]))
        row += 1
    for column, width in enumerate(_OF_LEGEND):
        sheet.set_column(column, column, width)
    _printable(sheet, 1)


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
    sheet.autofilter(0, 0, len(listed), len(heads) - 1)
    _printable(sheet, 1)


def _height(text: str, width: float) -> float:
    """Points that a text needs in a column of so many characters; words are not broken."""
    return _LINE * ceil(1.1 * len(text) / width)


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
    columns = _columns(table)
    widths = [8] * len(columns)
    row, head_ends = 1, 2
    kinds = []
    for line in lines(table):
        row += 1
        kinds.append(line.kind)
        cells = {cell.position: cell for cell in line.cells}
        if line.kind in _HEADINGS:
            sheet.write_string(row, 0, line.cells[0].shown, formats.section)
            continue
        if line.kind == "header" and row == 2:
            head_ends = 3
        for place, column in enumerate(columns):
            if cell := cells.get(column.position):
                width = _write(sheet, (row, place), cell, line.kind, column.shows, formats)
                widths[place] = max(widths[place], width)
    widths = [min(width + 1, _WIDEST) for width in widths]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    if last := _last_to_filter(kinds):
        sheet.autofilter(2, 0, 2 + last, len(columns) - 1)
    sheet.freeze_panes(head_ends, 1)
    _printable(sheet, head_ends)
    _across(sheet, 0, text.title, widths, formats.title)
    for note in text.notes:
        row += 1
        _across(sheet, row + 1, note, widths, formats.note)


def _last_to_filter(kinds: Sequence[str]) -> int:
    """The last of the rows under the header that may be filtered; 0 where headings part them.

    Totals and averages below them stay in sight whatever is filtered.
    """
    if kinds[0] != "header" or {*kinds[1:]} & {"header", *_HEADINGS}:
        return 0
    return max((place for place, kind in enumerate(kinds) if kind in {"body", "added"}), default=0)


def _across(sheet: Worksheet, row: int, text: str, widths: Sequence[int], form: Format) -> None:
    """Write a text over the whole width of the table, on as many lines as it takes."""
    if len(widths) > 1:
        sheet.merge_range(row, 0, row, len(widths) - 1, "", form)
    sheet.write_string(row, 0, text, form)
    sheet.set_row(row, _height(text, sum(widths)))


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
