"""The report of all exhibits as one document for Typst, which makes a tagged PDF of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.study_in_numbers import OVERVIEW, numbers_of
from upgrading.publish.site.overview import QUESTION, sentences
from upgrading.publish.tables import Line, Text, lines, text_positions, with_minus

_NARROW: Final = 19
"""Width in mm of a column of numbers whose header would make it wide."""

_PROSE: Final = 44
"""Characters in a cell from which on its column is prose and takes what room there is."""

_LEAST_PROSE: Final = 30
"""Width in mm that a column of prose needs."""

_CHARACTER, _PADDING, _PAGE = 1.15, 2.8, 175.0
"""Widths in mm: of a character of a table, beside each column, of the page between its margins."""

_BROKEN: Final = 22
"""Characters of a text after which it may go on in the next line."""

_WHOLE: Final = 44
"""Lines up to which a table is kept on one page."""

_HEAD: Final = """#set document(title: {title}, author: {author}, date: none, keywords: {keywords})
#set text(font: "Libertinus Serif", size: 10pt, lang: "en")
#set page(paper: "a4", margin: (x: 20mm, y: 22mm), numbering: "1",
  footer: context align(center, text(size: 8pt, counter(page).display())))
#set par(justify: false, leading: 0.6em)
#set heading(numbering: "1.1")
#show heading.where(level: 1): it => {{ pagebreak(weak: true); it; v(0.4em) }}
#show figure: set align(left)
#show figure.caption: set text(size: 9pt)
#set figure.caption(separator: [ · ])
#show figure.where(kind: table): set figure.caption(position: top)
#show table: set text(size: 8pt, number-width: "tabular")
#set table(stroke: none, inset: (x: 4pt, y: 2.4pt))
#let was(body) = text(size: 0.85em, fill: rgb("#7a3b00"), body)
#let notes(body) = block(width: 100%, breakable: false, above: 0.6em, below: 1.6em,
  text(size: 8pt, body))
#let picture(path, alt) = layout(room => {{
  let whole = image(path, width: 100%, alt: alt)
  let height = measure(block(width: room.width, whole)).height
  if height > 215mm {{ image(path, height: 215mm, alt: alt) }} else {{ whole }}
}})
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
    summary: Sequence[str] = (),
) -> str:
    """The whole document: title, summary, contents, chapters with their tables and figures.

    `exhibits`: the cells (`EXHIBIT_COLUMNS`); `texts`: the words around each; `summary`:
    paragraphs of the first page, as those of a chapter. Exhibits are numbered in their order, and
    named by id (`<table_06>`) for references.
    """
    tables = {str(name): table for name, table in exhibits.groupby("exhibit", sort=False)}
    words = ("industrial clusters", "value chains", "upgrading", "Latin America")
    parts = [
        _HEAD.format(
            title=quoted(title),
            author=quoted(authors),
            keywords=f"({', '.join(map(quoted, words))})",
        ),
        f"#v(1cm)#text(size: 20pt, weight: 600)[#{quoted(title)}]\n\n"
        f"#text(size: 11pt)[#{quoted(authors)}]\n#v(0.6cm)\n",
        *(f"{_referring(paragraph)}\n" for paragraph in summary),
        "#v(0.6cm)\n#outline(title: none, depth: 1)\n#pagebreak(weak: true)\n",
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
        f"#figure(picture({quoted(picture.path)}, {quoted(picture.alt)}), "
        f"kind: image, supplement: [Figure], caption: [#{quoted(picture.title)}]) "
        f"<{picture.name}>\n"
    )


def _table(table: pd.DataFrame, text: Text) -> str:
    width = int(table["position"].max())
    columns, left, room = _columns(table, width)
    heads: list[str] = []
    body: list[str] = []
    listed = list(lines(table))
    for number, line in enumerate(listed):
        if line.kind == "header" and number == 0:
            heads = [_cell(cell, header=True) for cell in line.cells]
            continue
        body += _row(line, width)
    align = ", ".join("left + top" if n in left else "right + top" for n in range(1, width + 1))
    header = f"table.header({', '.join(heads)}), table.hline(stroke: 0.5pt)," if heads else ""
    inside = ",\n  ".join(body)
    notes = "\n\n".join(f"#{quoted(note)}" for note in text.notes if note)
    prose = "fr" in columns and len(listed) > 12
    breakable = "true" if prose or len(listed) > _WHOLE else "false"
    figure = (
        f"#[#show figure: set block(breakable: {breakable}, sticky: true)\n"
        f"#figure(kind: table, supplement: [Exhibit], caption: [#{quoted(text.title)}],\n"
        f"table(columns: ({columns}), align: ({align},),\n  table.hline(stroke: 1pt), {header}\n"
        f"  {inside},\n  table.hline(stroke: 1pt))) <{text.exhibit}>]\n#notes[{notes}]\n"
    )
    return f"#page(flipped: true)[{figure}]\n" if room > _PAGE else figure


def _columns(table: pd.DataFrame, width: int) -> tuple[str, set[int], float]:
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
    has_prose = any(longest.get(position, 0) > _PROSE for position in left)
    longest_whole = _BROKEN if has_prose else _PROSE
    widths, room = [], 0.0
    for position in range(1, width + 1):
        longest_text, header = longest.get(position, 0), headers.get(position, 0)
        if position in left and longest_text > longest_whole:
            widths.append(f"{longest_text**0.5:.0f}fr")
            room += _LEAST_PROSE
        elif position not in left and header > max(longest_text, 14):
            widths.append(f"{max(_NARROW, _CHARACTER * longest_text + _PADDING):.0f}mm")
            room += max(_NARROW, _CHARACTER * longest_text + _PADDING)
        else:
            widths.append("auto")
            needed = min(longest_text, _BROKEN) if position in left else longest_text
            room += _CHARACTER * max(needed, min(header, 14)) + _PADDING
    return ", ".join(widths) + ",", left, room


def _row(line: Line, width: int) -> list[str]:
    if line.kind in {"section", "panel"}:
        label = quoted(line.cells[0].shown)
        return [f"table.cell(colspan: {width}, align: left, emph({label}))"]
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


# The report of all exhibits as one document: its chapters, their order, what they say -------------


TITLE: Final = "Upgrading in clusters and value chains: every exhibit, recomputed"
AUTHORS: Final = "After C. Pietrobelli and R. Rabellotti (Inter-American Development Bank, 2004)"

_TRADE: Final = "trade_"


def report(exhibits: pd.DataFrame, texts: Mapping[str, Text], pictures: Sequence[Picture]) -> str:
    """The document in Typst's language.

    `exhibits`: the cells of all exhibits (`EXHIBIT_COLUMNS`), the study in numbers among
    them; `texts`: the words around each; `pictures`: the figures. A product without trade figures,
    whose table on the site says what to look for, is left out.
    """
    numbers = numbers_of(exhibits)
    told = {sentence.page: sentence.text(numbers) for sentence in sentences(numbers)}
    filled = exhibits.groupby("exhibit", sort=False)["value"].agg(lambda values: any(values))
    order = [str(name) for name, full in filled.items() if full or not str(name).startswith(_TRADE)]
    named = {*order, *(picture.name for picture in pictures)}
    chapters = _chapters(told, order, named, texts, pictures)
    return document(TITLE, AUTHORS, chapters, exhibits, texts, [QUESTION, *told.values()])


def _chapters(
    told: Mapping[str, str],
    order: Sequence[str],
    named: set[str],
    texts: Mapping[str, Text],
    pictures: Sequence[Picture],
) -> list[Chapter]:
    def see(*names: str) -> str:
        """References to those of the exhibits that the document has."""
        found = [f"@{name}" for name in names if name in named]
        return f" See {', '.join(found)}." if found else ""

    report_s = [name for name in order if texts[name].number]
    of_trade = [name for name in order if name.startswith(_TRADE)]
    rest = [name for name in order if name not in {*report_s, *of_trade, OVERVIEW}]
    return [
        Chapter("The study in numbers", (), [name for name in order if name == OVERVIEW]),
        Chapter(
            "The report’s tables",
            (
                told["audit.html"],
                told["tables.html"] + see("table_06", "table_10", "table_14"),
                "In tables of means the number of clusters behind each mean follows in "
                "parentheses; a figure in bold differs from the printed one, which follows in "
                "square brackets.",
            ),
            report_s,
        ),
        Chapter(
            "Figures",
            (told["survives.html"] + see("upgrading_against_index", "association_forest"),),
            (),
            [picture for picture in pictures if not picture.name.startswith(_TRADE)],
        ),
        Chapter(
            "Trade statistics",
            (told["trade.html"] + see("trade_field_study", "trade_table_2"),),
            of_trade,
            [picture for picture in pictures if picture.name.startswith(_TRADE)],
        ),
        Chapter(
            "Inference and further tables",
            (
                told["claims.html"] + see("survives"),
                told["survives.html"] + see("association_primary", "regression_product"),
            ),
            rest,
        ),
    ]
