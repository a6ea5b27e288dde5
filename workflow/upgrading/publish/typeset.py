"""Texts, tables and figures in the language of Typst, which makes a tagged PDF of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Final

import pandas as pd
from jinja2 import Environment, StrictUndefined

from upgrading.publish.tables import Line, Text, lines, number_of, text_positions, with_minus

_NARROW: Final = 19
"""Width in mm of a column of numbers whose header would make it wide."""

_PROSE: Final = 44
"""Characters in a cell from which on its column is prose and takes what room there is."""

_LEAST_PROSE: Final = 30
"""Width in mm that a column of prose needs."""

_CHARACTER, _PADDING, _PAGE = 1.15, 2.8, 170.0
"""Widths in mm: of a character of a table, beside each column, of the page between its margins."""

_SIZE, _SMALL = 8, 7
"""Sizes of type in points: of a table, and of one that is a little too wide for the page."""

_MANY, _NARROW_GRID = 5, 14
"""Columns up to which those of a small table have the width that they need; then that in mm."""

_BROKEN: Final = 22
"""Characters of a text after which it may go on in the next line."""

_WHOLE, _WHOLE_PROSE, _LONG = 26, 12, 50
"""Lines up to which a table is kept on one page with its notes, also one with prose; and those
after which it is set in small type."""

_INSETS: Final = {_SIZE: 2.3, _SMALL: 1.6}
"""Room in points above and below a line, by size of type."""

_OWN: Final = "kind: table, supplement: [Table]"
"""The arguments of a table that the report does not have."""

_SHARED: Final = 3
"""Tables from which on a note that they share is given once for all of them."""


class Markup(str):
    """Text in Typst's own language, which a template takes as it is."""

    __slots__ = ()


@dataclass(frozen=True)
class Picture:
    """A figure: its name, title, description, and path as Typst finds it."""

    name: str
    title: str
    alt: str
    path: str


def quoted(text: object) -> str:
    """Text as a string of Typst's code, in which nothing is markup."""
    escaped = str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def shown(value: object) -> Markup:
    """What a template shows: markup as it is, all else as text."""
    return value if isinstance(value, Markup) else Markup(f"#{quoted(value)};")


def rendered(template: str, view: Mapping[str, Any]) -> str:
    """A template of Typst's language with what it shows.

    Names and values stand in `<< >>`, statements in `<% %>`, remarks in `<! !>`; the filter `code`
    makes a string of Typst's code of a value. A name that the template has and the view has not
    is an error.
    """
    made = Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<!",
        comment_end_string="!>",
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        keep_trailing_newline=True,
    )
    made.filters["code"] = lambda value: Markup(quoted(value))
    return made.from_string(template).render(view)


def see(names: Iterable[str]) -> Markup:
    """A sentence that refers to exhibits, after a blank; nothing for none."""
    *found, last = [f"#ref(label({quoted(name)}))" for name in names] or [""]
    return Markup(f" See {' and '.join(filter(None, [', '.join(found), last]))}." if last else "")


def shared_notes(texts: Iterable[Text]) -> dict[str, str]:
    """Notes that several tables share, with the label that each is called by: `N1`, `N2`, ….

    What explains a mark in a table (`*3=High`), and where the report has it, stays beside it.
    """
    counts = Counter(
        note
        for text in texts
        for note in dict.fromkeys(text.notes[:-1] if text.number else text.notes)
    )
    shared = [note for note, times in counts.items() if times >= _SHARED and note[:1] != "*"]
    return {note: f"N{number}" for number, note in enumerate(shared, start=1)}


def picture(found: Picture, *, floating: bool) -> Markup:
    """A figure with its title; a diagram of the report keeps its number.

    `floating`: where a page has room for it, while the text goes on.
    """
    place = "auto" if floating else "none"
    kind, title = "kind: image, supplement: [Figure]", found.title
    if number := number_of(found.name):
        kind, title = _printed(number), title.removeprefix(f"{number}. ")
    return Markup(
        f"#figure(picture({quoted(found.path)}, {quoted(found.alt)}), {kind}, "
        f"placement: {place}, caption: [#{quoted(title)}]) <{found.name}>\n"
    )


def _printed(number: str) -> str:
    """The arguments of an exhibit that the report has under a number: `Annex Table 1`."""
    supplement, _, own = number.rpartition(" ")
    return f'kind: "printed", supplement: [{supplement}], numbering: (..) => {quoted(own)}'


def grid(name: str, caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """A small table of texts: numbers flush right, prose broken where there is no room.

    One of many columns stands where a page has room, while the text goes on.
    """
    cells = list(zip(header, *rows, strict=True))
    room = fsum(_CHARACTER * max(map(len, column)) + _PADDING for column in cells)
    many = len(header) > _MANY
    columns, align = [], []
    for _, *column in cells:
        numeric = all(re.fullmatch(r"[\d,.]*", cell) for cell in column)
        prose = room > _PAGE and max(map(len, column)) > _PROSE
        columns.append("1fr" if prose else f"{_NARROW_GRID}mm" if many and numeric else "auto")
        align.append("right + top" if numeric else "left + top")
    heads = [f"emph({quoted(heading)})" for heading in header]
    body = [f"[#{quoted(cell)}]" for row in rows for cell in row]
    if many:
        kind = f"{_OWN}, placement: auto"
        return Markup(_figure(name, kind, caption, columns, align, heads, body, _SMALL))
    figure = _figure(name, _OWN, caption, columns, align, heads, body, _SIZE)
    return Markup(_with_notes(figure, (), whole=True))


def table(cells: pd.DataFrame, text: Text, shared: Mapping[str, str]) -> Markup:
    """An exhibit (`EXHIBIT_COLUMNS`) with its caption and notes; a wide one on a page turned.

    A table of the report keeps its number. `shared`: the labels of notes that are given elsewhere.
    """
    width = int(cells["position"].max())
    layout = _layout(cells)
    heads: list[str] = []
    body: list[str] = []
    listed = list(lines(cells))
    blocks = _blocks(listed)
    columns = [*(["0pt"] if blocks else []), *layout.columns]
    for number, line in enumerate(listed):
        if line.kind == "header" and number == 0:
            heads = [
                *(["[]"] if blocks else []),
                *(_cell(cell, header=True) for cell in line.cells),
            ]
            continue
        if blocks and line.kind not in {"section", "panel"} and blocks.get(number, 1):
            body.append(f"table.cell(rowspan: {blocks.get(number, 1)}, breakable: false)[]")
        body += _row(line, len(columns))
    align = ["left + top" if n in layout.left else "right + top" for n in range(1, width + 1)]
    align = [*(["left + top"] if blocks else []), *align]
    kind = _printed(text.number) if text.number else _OWN
    caption = text.caption.rstrip(" *")
    figure = _figure(text.exhibit, kind, caption, columns, align, heads, body, layout.size)
    prose = any(column.endswith("fr") for column in layout.columns)
    whole = len(listed) <= (_WHOLE_PROSE if prose else _WHOLE)
    made = _with_notes(figure, _notes(text, shared), whole=whole)
    return Markup(f"#page(flipped: true)[{made}]\n" if layout.turned else made)


def _blocks(listed: Sequence[Line]) -> dict[int, int]:
    """Lines that stay on one page with those that belong to them, as an estimate with its error.

    By the number of the first how many there are, by those of the others 0. Such a line has the
    name of the first at the beginning of its own, and its label in brackets follows at once.
    """
    found: dict[int, int] = {}
    first = 0
    for number, line in enumerate(listed):
        label = line.cells[0].shown
        belongs = number and line.row.startswith(f"{listed[first].row}_")
        if belongs and (found.get(first) or label[:1] in {"(", "["}):
            found[first] = found.get(first, 1) + 1
            found[number] = 0
        else:
            first = number
    return found


def is_turned(cells: pd.DataFrame) -> bool:
    """Whether a table is too wide for the page, small type or not, and needs it turned."""
    return _layout(cells).turned


@dataclass(frozen=True)
class _Layout:
    """How a table is set: widths of its columns, those of text, size of type, page turned."""

    columns: Sequence[str]
    left: set[int]
    size: int
    turned: bool


def _layout(cells: pd.DataFrame) -> _Layout:
    columns, left, room = _columns(cells, _SIZE)
    if room <= _PAGE and cells["line"].nunique() <= _LONG:
        return _Layout(columns, left, _SIZE, turned=False)
    columns, left, room = _columns(cells, _SMALL)
    return _Layout(columns, left, _SMALL, turned=room > _PAGE)


def _figure(
    name: str,
    kind: str,
    caption: str,
    columns: Sequence[str],
    align: Sequence[str],
    heads: Sequence[str],
    body: Sequence[str],
    size: int,
) -> str:
    header = f"table.header({', '.join(heads)}), table.hline(stroke: 0.5pt)," if heads else ""
    inside = ",\n  ".join(body)
    return (
        f"#figure({kind}, caption: [#{quoted(caption)}],\n"
        f"text(size: {size}pt, table(columns: ({', '.join(columns)},), "
        f"align: ({', '.join(align)},), inset: (x: 3.5pt, y: {_INSETS[size]}pt),\n"
        f"  table.hline(stroke: 1pt), {header}\n"
        f"  {inside},\n  table.hline(stroke: 1pt)))) <{name}>"
    )


def _with_notes(figure: str, notes: Sequence[str], *, whole: bool) -> str:
    told = f"#notes[{chr(10).join(f'{note}{chr(10)}' for note in notes)}]\n" if notes else ""
    if whole:
        return f"#block(breakable: false)[{figure}\n{told}]\n"
    return f"#[#show figure: set block(breakable: true)\n{figure}]\n{told}"


def _notes(text: Text, shared: Mapping[str, str]) -> list[str]:
    """The notes of a table, those given elsewhere by their labels."""
    own = [f"#{quoted(note)};" for note in text.notes if note not in shared]
    labels = [shared[note] for note in dict.fromkeys(text.notes) if note in shared]
    links = ", ".join(f"#link(label({quoted(label)}))[{label}]" for label in labels)
    return [*own, *([f"Notes: {links}."] if links else [])]


def _columns(table: pd.DataFrame, size: int) -> tuple[list[str], set[int], float]:
    """Widths of the columns in Typst's words, the columns of text, and the room in mm for all."""
    left = text_positions(table)
    longest = {
        int(position): max(map(len, shown))
        for position, shown in table[~table["row_kind"].isin(["panel", "section"])]
        .assign(shown=lambda cells: cells["shown"].where(cells["row_kind"] != "header", ""))
        .groupby("position")["shown"]
    }
    headers = {
        int(position): max(map(len, shown))
        for position, shown in table[table["row_kind"] == "header"].groupby("position")["shown"]
    }
    positions = range(1, int(table["position"].max()) + 1)
    scale = size / _SIZE

    def width(position: int, most: int) -> float:
        text = min(longest.get(position, 0), most)
        return scale * (_CHARACTER * max(text, min(headers.get(position, 0), 14)) + _PADDING)

    has_prose = any(longest.get(position, 0) > _PROSE for position in left)
    longest_whole = _BROKEN if has_prose else _PROSE
    if fsum(width(position, 10**6) for position in positions) <= _PAGE:
        longest_whole = max(longest.values(), default=0)  # every text has room in one line
    widths, room = [], 0.0
    for position in positions:
        longest_text = longest.get(position, 0)
        if position in left and longest_text > longest_whole:
            widths.append(f"{longest_text**0.5:.0f}fr")
            room += scale * _LEAST_PROSE
        elif position not in left and headers.get(position, 0) > max(longest_text, 14):
            narrow = scale * max(_NARROW, _CHARACTER * longest_text + _PADDING)
            widths.append(f"{narrow:.0f}mm")
            room += narrow
        else:
            widths.append("auto")
            room += width(position, _BROKEN if position in left else 10**6)
    return widths, left, room


def _row(line: Line, width: int) -> list[str]:
    if line.kind in {"section", "panel"}:
        # never the last line of a page, and told again at the head of the next
        label = quoted(line.cells[0].shown)
        heading = f"table.cell(colspan: {width}, align: left, emph({label}))"
        return [f"table.header(level: 2, {heading})"]
    cells = [_cell(cell) for cell in line.cells]
    if line.kind == "header":
        return [
            f"table.hline(stroke: 0.5pt), {cells[0]}",
            *cells[1:-1],
            f"{cells[-1]}, table.hline(stroke: 0.5pt)",
        ]
    if line.kind in {"total", "average"}:
        return [f"table.hline(stroke: 0.3pt), {cells[0]}", *cells[1:]]
    return cells


def _cell(cell: Any, *, header: bool = False) -> str:
    shown = quoted(with_minus(cell.shown) if cell.value else cell.shown)
    if header:
        return f"emph({shown})"
    content = f"#strong({shown})" if cell.differs else f"#{shown}"
    if cell.count is not None:
        counted = quoted(f" ({cell.count})")
        content += f"#text(size: 0.85em, {counted})"
    if cell.differs:
        printed = quoted(f" [{cell.printed.strip()}]")
        content += f"#was({printed})"
    return f"[{content}]"
