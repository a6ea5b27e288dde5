"""Tables as CSV and HTML, from the cells of `exhibits.build`.

A mean of a group is followed by the number of clusters behind it; a recomputed figure that differs
from the printed one is followed by the printed one in square brackets.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.cases.printed import column_label

_TEXT_COLUMN = 24
"""A column with longer cells than this is prose."""

_STYLE = """
body { font: 15px/1.45 Georgia, "Times New Roman", serif; margin: 2rem auto; max-width: 75rem;
       padding: 0 1rem; color: #1a1a1a; background: #fff; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; }
caption { text-align: left; font-weight: bold; padding-bottom: .5rem; }
th, td { padding: .2rem .7rem; text-align: right; vertical-align: top;
         font-variant-numeric: tabular-nums; }
.text { text-align: left; max-width: 24rem; }
thead th, tr.header th { border-bottom: 1px solid; font-weight: normal; font-style: italic;
                         vertical-align: bottom; max-width: 11rem; }
tbody th { font-weight: normal; }
tr.section th, tr.panel th { text-align: left; font-style: italic; padding-top: .6rem; }
tr.total > *, tr.average > * { border-top: 1px solid #999; }
tr.total + tr.average > * { border-top: 0; }
td.differs { background: #fdeecb; font-weight: bold; }
td .printed { font-weight: normal; color: #7a3b00; }
td .count { color: #555; font-size: .85em; }
footer { font-size: .87rem; color: #333; max-width: 60rem; margin-top: .8rem; }
footer p { margin: .2rem 0; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #161616; } td.differs { background: #4a3710; }
  td .printed { color: #ffcf8a; } td .count { color: #b0b0b0; } footer { color: #c4c4c4; }
}
"""


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


def to_csv(table: pd.DataFrame) -> str:
    """The table as CSV: the row's name, the recomputed cells, and beside a column what differs.

    A column whose printed figures differ anywhere has a column `… (printed)` next to it that holds
    the printed string where it differs; a column of means has a column `… (clusters)`.
    """
    differing = set(table.loc[table["differs"].astype(bool), "position"])
    counted = set(table.loc[table["count"].notna(), "position"])
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for number, line in enumerate(lines(table)):
        cells = ["row" if number == 0 and line.kind == "header" else line.row]
        for cell in line.cells:
            cells.append(cell.shown)
            label = column_label(cell.shown) if line.kind == "header" else ""
            if cell.position in differing:
                note = cell.printed if cell.differs else ""
                cells.append(f"{label} (printed)" if line.kind == "header" else note)
            if cell.position in counted:
                count = "" if cell.count is None else str(cell.count)
                cells.append(f"{label} (clusters)" if line.kind == "header" else count)
        writer.writerow(cells)
    return buffer.getvalue()


def text_positions(table: pd.DataFrame) -> set[int]:
    """Columns set flush left: those without values, and prose with few values in between."""
    found = set()
    for position, cells in table[table["row_kind"].isin(["body", "added"])].groupby("position"):
        filled = cells[cells["shown"].map(bool)]
        is_value = filled["value"].map(bool)
        longest = max(map(len, filled.loc[~is_value, "shown"]), default=0)
        few = 2 * is_value.sum() < len(filled)
        if not is_value.any() or (few and longest > _TEXT_COLUMN):
            found.add(int(position))
    return found


def to_html(table: pd.DataFrame, text: Text) -> str:
    """The table as a page of its own: no script, no network."""
    flush_left = text_positions(table)
    body = "\n".join(_html_line(line, flush_left) for line in lines(table))
    head, _, rest = body.partition("\n") if _starts_with_header(table) else ("", "", body)
    thead = f"<thead>\n{head}\n</thead>\n" if head else ""
    notes = "\n".join(f"<p>{html.escape(note)}</p>" for note in text.notes)
    title = html.escape(text.title)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}">\n'
        f"<table>\n<caption>{title}</caption>\n{thead}<tbody>\n{rest}\n</tbody>\n</table>\n</div>\n"
        f"<footer>\n{notes}\n</footer>\n</main>\n</body>\n</html>\n"
    )


def _starts_with_header(table: pd.DataFrame) -> bool:
    return bool(table["row_kind"].iloc[0] == "header")


def _html_line(line: Line, flush_left: set[int]) -> str:
    escape = partial(html.escape, quote=True)
    if line.kind in {"section", "panel"}:
        span = len(line.cells)
        scope = "colgroup" if line.kind == "panel" else "rowgroup"
        cells = f'<th colspan="{span}" scope="{scope}">{escape(line.cells[0].shown)}</th>'
        return f'<tr class="{line.kind}">{cells}</tr>'
    cells = ""
    for cell in line.cells:
        left = ' class="text"' if cell.position in flush_left else ""
        shown = escape(with_minus(cell.shown) if cell.value else cell.shown)
        if line.kind == "header":
            cells += f'<th scope="col"{left}>{shown}</th>' if shown else f"<td{left}></td>"
        elif cell.column.startswith("label_"):
            cells += f'<th scope="row"{left}>{shown}</th>' if shown else f"<td{left}></td>"
        else:
            if cell.count is not None:
                shown += f' <span class="count">({cell.count})</span>'
            if cell.differs:
                left = ' class="differs"'
                shown += f' <span class="printed">[{escape(cell.printed.strip())}]</span>'
            cells += f"<td{left}>{shown}</td>"
    return f'<tr class="{line.kind}">{cells}</tr>'
