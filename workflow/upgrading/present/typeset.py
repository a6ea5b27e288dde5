"""The report of all exhibits as one document for Typst, which makes a tagged PDF of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from upgrading.present.tables import Line, Text, lines

_WIDE: Final = 8
"""Columns from which on a table is set on a page turned round."""

_NARROW: Final = "19mm"
"""Width of a column of numbers whose header would make it wide."""

_PROSE: Final = 34
"""Characters in a cell from which on its column is prose and takes what room there is."""

_HEAD: Final = """#set document(title: {title}, author: {author}, date: none, keywords: {keywords})
#set text(font: "Libertinus Serif", size: 10pt, lang: "en")
#set page(paper: "a4", margin: (x: 20mm, y: 22mm), numbering: "1",
  footer: context align(center, text(size: 8pt, counter(page).display())))
#set par(justify: false, leading: 0.6em)
#set heading(numbering: "1.1")
#show heading.where(level: 1): it => {{ pagebreak(weak: true); it; v(0.4em) }}
#show figure: set block(breakable: true)
#show figure.caption: set align(left)
#show figure.caption: set text(size: 9pt)
#show figure.where(kind: table): set figure.caption(position: top)
#show table: set text(size: 8pt, number-width: "tabular")
#set table(stroke: none, inset: (x: 4pt, y: 2.4pt))
#let was(body) = text(size: 0.85em, fill: rgb("#7a3b00"), body)
#let notes(body) = block(width: 100%, above: 0.6em, below: 1.6em, text(size: 8pt, body))
"""


@dataclass(frozen=True)
class Picture:
    """A figure: its name, title, description, and path as Typst finds it."""

    name: str
    title: str
    alt: str
    path: str


@dataclass(frozen=True)
class Chapter:
    """A chapter: heading, paragraphs (`@label` is a reference to an exhibit), its exhibits."""

    heading: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[str] = ()
    pictures: Sequence[Picture] = ()


def quoted(text: object) -> str:
    """Text as a string of Typst's code, in which nothing is markup."""
    escaped = str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def document(
    title: str,
    authors: str,
    chapters: Sequence[Chapter],
    exhibits: pd.DataFrame,
    texts: Mapping[str, Text],
) -> str:
    """The whole document: title, contents, chapters with their tables and figures.

    `exhibits`: the cells (`build.EXHIBIT_COLUMNS`); `texts`: the words around each. Exhibits are
    numbered in their order, and named by id (`<table_06>`) for references.
    """
    tables = {str(name): table for name, table in exhibits.groupby("exhibit", sort=False)}
    words = ("industrial clusters", "value chains", "upgrading", "Latin America")
    parts = [
        _HEAD.format(
            title=quoted(title),
            author=quoted(authors),
            keywords=f"({', '.join(map(quoted, words))})",
        ),
        f"#align(center)[#v(3cm)#text(size: 20pt, weight: 600)[#{quoted(title)}]\n\n"
        f"#text(size: 11pt)[#{quoted(authors)}]]\n#v(1.5cm)\n"
        "#outline(title: none, depth: 1)\n#pagebreak(weak: true)\n",
    ]
    for chapter in chapters:
        parts.append(f"= #{quoted(chapter.heading)}\n")
        parts += [f"{_referring(paragraph)}\n" for paragraph in chapter.paragraphs]
        parts += [_picture(picture) for picture in chapter.pictures]
        parts += [_table(tables[name], texts[name]) for name in chapter.tables if name in tables]
    return "\n".join(parts)


def _referring(paragraph: str) -> str:
    """A paragraph in which `@name` refers to an exhibit and everything else is text."""
    pieces = []
    for word in paragraph.split(" "):
        name = word.strip("().,;:")
        if name.startswith("@") and len(name) > 1:
            before, _, after = word.partition(name)
            pieces.append(f"#{quoted(before)}#ref(label({quoted(name[1:])}))#{quoted(after + ' ')}")
        else:
            pieces.append(f"#{quoted(word + ' ')}")
    return "".join(pieces) + "\n"


def _picture(picture: Picture) -> str:
    return (
        f"#figure(image({quoted(picture.path)}, width: 100%, alt: {quoted(picture.alt)}), "
        f"kind: image, supplement: [Figure], caption: [#{quoted(picture.title)}]) "
        f"<{picture.name}>\n"
    )


def _table(table: pd.DataFrame, text: Text) -> str:
    width = int(table["position"].max())
    columns, left = _columns(table, width)
    heads: list[str] = []
    body: list[str] = []
    for number, line in enumerate(lines(table)):
        if line.kind == "header" and number == 0:
            heads = [_cell(cell, header=True) for cell in line.cells.itertuples(index=False)]
            continue
        body += _row(line, width)
    align = ", ".join("left + top" if n in left else "right + top" for n in range(1, width + 1))
    header = f"table.header({', '.join(heads)}), table.hline(stroke: 0.5pt)," if heads else ""
    inside = ",\n  ".join(body)
    notes = "\n\n".join(f"#{quoted(note)}" for note in text.notes if note)
    figure = (
        f"#figure(kind: table, supplement: [Exhibit], caption: [#{quoted(text.title)}],\n"
        f"table(columns: ({columns}), align: ({align},),\n  table.hline(stroke: 1pt), {header}\n"
        f"  {inside},\n  table.hline(stroke: 1pt))) <{text.exhibit}>\n#notes[{notes}]\n"
    )
    return f"#page(flipped: true)[{figure}]\n" if width > _WIDE else figure


def _columns(table: pd.DataFrame, width: int) -> tuple[str, set[int]]:
    """Widths of the columns in Typst's words, and the columns of text."""
    body = table[table["row_kind"].isin(["body", "added"])]
    computed = body.groupby("position")["value"].agg(lambda values: any(values))
    left = {int(position) for position, any_value in computed.items() if not any_value}
    longest = (
        table[~table["row_kind"].isin(["panel", "section"])]
        .groupby("position")["shown"]
        .agg(lambda shown: max(len(text) for text in shown))
    )
    widths = []
    for position in range(1, width + 1):
        prose = position in left and longest.get(position, 0) > _PROSE
        long_header = position not in left and longest.get(position, 0) > 14
        widths.append("1fr" if prose else _NARROW if long_header else "auto")
    return ", ".join(widths) + ",", left


def _row(line: Line, width: int) -> list[str]:
    if line.kind in {"section", "panel"}:
        label = quoted(line.cells.iloc[0]["shown"])
        return [f"table.cell(colspan: {width}, align: left, emph({label}))"]
    cells = [_cell(cell) for cell in line.cells.itertuples(index=False)]
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
    shown = quoted(cell.shown)
    if header:
        return f"emph({shown})"
    content = f"#{shown}"
    if cell.differs:
        printed = quoted(f" [{cell.printed.strip()}]")
        content = f"#strong({shown})#was({printed})"
    if cell.count is not None:
        counted = quoted(f" ({cell.count})")
        content += f"#text(size: 0.85em, {counted})"
    return f"[{content}]"
