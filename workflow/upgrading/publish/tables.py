"""Tables as HTML, from the cells of `exhibits.build`; as data: `table_data`; LaTeX: `latex_tables`.

A mean of a group is followed by the number of clusters behind it; a recomputed figure that differs
from the printed one is followed by the printed one in square brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from upgrading.cases.catalogue import Printed

if TYPE_CHECKING:
    from jinja2 import Environment

_TEXT_COLUMN = 24
"""A column with longer cells than this is prose."""

_PRINTED_NUMBER = re.compile(r"-?\d[\d.,]*(?:-\d[\d.,]*)?")
"""A number as the report prints it, or a range of two."""


@dataclass(frozen=True)
class Text:
    """The words around a table: number, caption, and notes from the report and from the project."""

    exhibit: str
    number: str
    caption: str
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """Number and caption: `Table 3. Traditional manufacturing …`."""
        caption = self.caption.rstrip(" *")
        return f"{self.number}. {caption}" if self.number else caption


def number_of(exhibit: str) -> str:
    """The number under which the report cites an exhibit: `Annex Table 1`, `Table 3`, `Box 2`."""
    match = re.fullmatch(r"(annex_table|table|box|diagram)_0?(\d+)", exhibit)
    return f"{match[1].replace('_', ' ').title()} {match[2]}" if match else ""


def texts(
    exhibits: pd.DataFrame, around: Mapping[str, Printed], words: Mapping[str, Any]
) -> dict[str, Text]:
    """The words around every table of `exhibits`, by exhibit.

    `around`: what the report prints around its tables. `words`: the project's own words: `marks`
    and `place` for the report's tables, and `own_tables`, caption and notes by exhibit.
    """
    found = {}
    for exhibit, table in exhibits.groupby("exhibit", sort=False):
        name = str(exhibit)
        if own := words["own_tables"].get(name):
            found[name] = Text(name, "", own["caption"], tuple(own["notes"]))
            continue
        printed = around[name]
        computed = table["shown"].ne("").any() and table["value"].ne("").any()
        place = words["place"].format(section=printed.section)
        notes = (printed.legend, *printed.notes, words["marks"] if computed else "", place)
        found[name] = Text(name, number_of(name), printed.caption, tuple(filter(None, notes)))
    return found


def own_words(words: Mapping[str, Any], computed: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The project's own words around tables: those of `config/captions.yaml` and those computed."""
    own = dict(words["own_tables"])
    for tables in computed:
        own |= tables
    return {**words, "own_tables": own}


def texts_of(
    exhibits: pd.DataFrame,
    around: Mapping[str, Printed],
    words: Mapping[str, Any],
    computed: Iterable[Mapping[str, Any]],
    marks: str = "marks",
) -> dict[str, Text]:
    """`texts` with the words that are computed; `marks`: those that explain how it is marked."""
    own = own_words(words, computed)
    return texts(exhibits, around, {**own, "marks": own[marks]})


@dataclass(frozen=True)
class Line:
    """One line of a table: its kind, the name of its row, and its cells from left to right.

    A cell has the columns of the table as its attributes (`EXHIBIT_COLUMNS`).
    """

    kind: str
    row: str
    cells: tuple[Any, ...]

    @property
    def labels(self) -> list[Any]:
        """The cells that say what the line is about."""
        return [cell for cell in self.cells if cell.column.startswith("label_")]


_MINUS = re.compile(r"(?<![\w.,])-(?=\d)")
"""A hyphen that stands for a minus; that of a range or a word is none."""


def with_minus(text: str) -> str:
    """What people read of a number: a true minus. Files for machines keep the hyphen."""
    return _MINUS.sub("−", text)


def lines(table: pd.DataFrame) -> Iterator[Line]:
    """The lines of one table, from top to bottom. An added row has its neighbour's line number."""
    # one pass for the whole table: a frame for every line costs a hundred times as much
    for _, found in groupby(table.itertuples(index=False), lambda cell: (cell.line, cell.row)):
        cells = tuple(found)
        yield Line(cells[0].row_kind, cells[0].row, cells)


def text_positions(table: pd.DataFrame) -> set[int]:
    """Columns set flush left: those without values, and prose with few values in between.

    What the report prints has no value of its own; where most of it are numbers, it stands as they
    do.
    """
    filled: dict[int, list[Any]] = {}
    for cell in table.itertuples(index=False):
        if cell.row_kind in ("body", "added"):
            shown = filled.setdefault(int(cell.position), [])
            if cell.shown:
                shown.append(cell)
    found = set()
    for position, cells in filled.items():
        texts = [len(cell.shown) for cell in cells if not cell.value]
        few = 2 * (len(cells) - len(texts)) < len(cells)
        numbers = sum(
            bool(_PRINTED_NUMBER.fullmatch(cell.shown))
            for cell in cells
            if not cell.column.startswith("label_")
        )
        if 2 * numbers > len(cells):
            continue
        if len(texts) == len(cells) or (few and max(texts, default=0) > _TEXT_COLUMN):
            found.add(position)
    return found


def to_html(table: pd.DataFrame, text: Text, environment: Environment) -> str:
    """The table as a page of its own, by the template for it: no script, no network."""
    flush_left = text_positions(table)
    rows = [_html_row(line, flush_left) for line in lines(table)]
    heads = int(rows[0]["kind"] == "header")
    template = environment.get_template("table_alone.html.jinja")
    return template.render(title=text.title, notes=text.notes, head=rows[:heads], body=rows[heads:])


def _html_row(line: Line, flush_left: set[int]) -> dict[str, Any]:
    if line.kind in {"section", "panel"}:
        scope = "colgroup" if line.kind == "panel" else "rowgroup"
        title = {"scope": scope, "span": len(line.cells), "kind": "", "shown": line.cells[0].shown}
        return {"kind": line.kind, "cells": [title]}
    cells = []
    for cell in line.cells:
        is_head = line.kind == "header" or cell.column.startswith("label_")
        scope = "col" if line.kind == "header" else "row"
        shown = with_minus(cell.shown) if cell.value else cell.shown
        differs = cell.differs and not is_head
        kind = "text" if cell.position in flush_left else ""
        cells.append(
            {
                "scope": scope if is_head and shown else "",
                "span": None,
                "kind": "differs" if differs else kind,
                "shown": shown,
                "count": None if is_head else cell.count,
                "printed": cell.printed.strip() if differs else "",
            }
        )
    return {"kind": line.kind, "cells": cells}
