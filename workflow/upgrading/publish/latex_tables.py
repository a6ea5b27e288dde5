"""Tables for LaTeX manuscripts: what fits a page floats, what is longer breaks, what is wider lies.

Widths are estimated, so that a table fits a page of `article` in any of its sizes of type.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import count, permutations, takewhile
from typing import Any, Final

import pandas as pd

from upgrading.publish.latex import latex, unbroken, width
from upgrading.publish.tables import Line, Text, lines, text_positions, with_minus

PACKAGES: Final = ("array", "booktabs", "longtable", "pdflscape", "rotating")
"""What the tables need: LaTeX's own packages and its recommended ones."""


@dataclass(frozen=True)
class Page:
    """A page that tables are fitted to: size of its type, width in ems of it, height in lines.

    `upright`: as the text of the manuscript stands; else turned by a right angle. `deep`: the lines
    that a cell may have. `on_end`: whether words above narrow columns run upwards.
    """

    upright: bool
    size: str
    ems: float
    lines: int
    deep: int
    on_end: bool = False


PAGES: Final = (
    Page(True, r"\footnotesize", 40, 43, 3),
    Page(True, r"\scriptsize", 44, 48, 2),
    Page(False, r"\footnotesize", 58, 30, 6),
    Page(False, r"\scriptsize", 67, 34, 6),
    Page(False, r"\scriptsize", 67, 34, 0, on_end=True),
)
"""From the one to be preferred: what is sure to be there in `article` at 10, 11 and 12 points."""

_GAP: Final = 0.6
"""Ems between two columns at least."""

_HEADER: Final = 6.0
"""Ems that the words above a column of short numbers may take."""

_ROUNDING: Final = 1e-6

_NUMBER: Final = re.compile(r"[<>≤≥]?[+−]?\d[\d,]*(?:\.(?P<decimals>\d+))?")


@dataclass(frozen=True)
class Column:
    """A column of a table.

    `kind`: its type in LaTeX: `l` words, `r` numbers, `c` numbers with brackets around some.
    `decimals`: the most that its numbers have. `tail`: the longest text after one of its numbers.
    `on_end`: whether its headers run upwards. `ems`: its width, in which cells of words are broken
    into lines, those with numbers not.
    """

    kind: str
    headers: tuple[str, ...]
    cells: tuple[str, ...]
    decimals: int = 0
    tail: str = ""
    on_end: bool = False
    ems: float = 0

    @property
    def least(self) -> float:
        """The width below which a word or a number would stick out."""
        if self.on_end:
            return max(self._least_of_cells, 1.2 * max(map(self.lines_above, self.headers)))
        return max(self._least_of_cells, *map(_longest_word, self.headers), 0.0)

    @property
    def _least_of_cells(self) -> float:
        whole = (cell for cell in self.cells if not self.breaks(cell))
        broken = map(_longest_word, filter(self.breaks, self.cells))
        return max(self._widest(whole), max(broken, default=0.0))

    @property
    def narrow(self) -> bool:
        """Whether the words above it need much more width than its cells."""
        return max(map(_longest_word, self.headers), default=0.0) > 1.5 * self._least_of_cells

    def lines_above(self, words: str) -> int:
        """The number of lines of a header."""
        return len(self.above(words))

    def above(self, words: str) -> list[str]:
        """A header in lines."""
        return _broken(words, _HEADER if self.on_end else self.ems)

    @property
    def paragraphs(self) -> bool:
        """Whether its cells are set in lines by LaTeX."""
        return self.kind == "l" and self._widest(self.cells) > self.ems + _ROUNDING

    def natural(self, header: float) -> float:
        """The width at which no cell is broken; `header`: what the words above may take."""
        cells = max(self._widest(self.cells), self.least)
        limit = max(cells, header)
        headers = () if self.on_end else self.headers
        broken = (width(line) for words in headers for line in _broken(words, limit))
        return max(cells, *broken, 0.0)

    def breaks(self, cell: str) -> bool:
        """Whether a cell may be broken into lines."""
        return self.kind == "l" or not re.search(r"\d", cell)

    def _widest(self, cells: Iterable[str]) -> float:
        widths = (width(cell) + width(_filling(cell, self)) for cell in cells)
        # what differs from the printed figure, which follows it, is bold
        bold = 1.16 if "[" in self.tail else 1.0
        return bold * max(widths, default=0.0) + 0.95 * width(self.tail)


@dataclass(frozen=True)
class Layout:
    """A table's columns on a page; `share`: how much of the line they take."""

    page: Page
    columns: tuple[Column, ...]
    share: float


def to_latex(table: pd.DataFrame, text: Text) -> str:
    """The table as LaTeX, its notes below it, for the packages `PACKAGES`.

    It floats if it fits on a page, and goes on over pages if it does not; too wide a table lies.
    LaTeX numbers it, as it does all of a manuscript; the caption tells the report's own number.
    """
    rows = list(lines(table))
    heads = list(takewhile(lambda row: row.kind == "header", rows))
    layout = fitted(_columns(rows, text_positions(table)))
    notes = [with_minus(note) for note in text.notes]
    whole = _height(rows, notes, layout) <= layout.page.lines
    opening = [r"\toprule", *_body(heads, layout, whole)]
    body = list(_body(rows[len(heads) :], layout, whole))
    closing = [r"\bottomrule", *_notes(notes, layout)]
    if whole:
        return "\n".join(_float(text, layout, [*opening, *body, *closing])) + "\n"
    return "\n".join(_over_pages(text, layout, opening, body, closing)) + "\n"


def document(exhibits: Iterable[str]) -> str:
    """A document of all tables, each on a page of its own, which tells how to use one elsewhere.

    It is to stand beside `numbers.tex` and the folder `tables`.
    """
    found = [
        "% Every table of the study: `pdflatex tables.tex`, again while it asks for another run.",
        "% A manuscript needs the packages below, `\\input{numbers}` if it quotes numbers (as",
        "% `\\TableSixMediumUpProcess`), and `\\input{tables/table_06}` where a table is to be.",
        "% `\\ref{tab:table_06}` is the number that LaTeX gives it there.",
        r"\documentclass{article}",
        rf"\usepackage{{{', '.join(PACKAGES)}}}",
        r"\input{numbers}",
        r"\begin{document}",
        r"\listoftables",
        *(rf"\clearpage\input{{tables/{exhibit}}}" for exhibit in exhibits),
        r"\end{document}",
    ]
    return "\n".join(found) + "\n"


def fitted(columns: Sequence[Column]) -> Layout:
    """The columns on the first of `PAGES` that holds them in few lines, or else on the last."""
    for page in PAGES:
        for header in (_HEADER, 0.0):
            natural = tuple(replace(one, ems=one.natural(header)) for one in columns)
            if (taken := _taken(natural)) <= page.ems:
                share = math.ceil(20.6 * taken / page.ems) / 20
                return Layout(page, natural, min(1.0, max(0.55, share)))
        upended = [replace(one, on_end=page.on_end and one.narrow) for one in columns]
        squeezed = _squeezed(upended, page)
        deepest = max(_depth(cell, one) for one in squeezed for cell in one.cells)
        if _taken(squeezed) <= page.ems and deepest <= page.deep:
            break
    return Layout(page, squeezed, 1.0)


def _taken(columns: Sequence[Column]) -> float:
    return math.fsum(column.ems for column in columns) + _GAP * (len(columns) - 1)


def _squeezed(columns: Sequence[Column], page: Page) -> tuple[Column, ...]:
    """Words in lines: first so that the longest cells of all columns have about as many."""
    room = page.ems - _GAP * (len(columns) - 1)
    widths = [(column.least, column.natural(0.0)) for column in columns]
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        taken = math.fsum(max(least, middle * natural) for least, natural in widths)
        low, high = (middle, high) if taken <= room else (low, middle)
    return _in_fewer_lines(
        tuple(
            replace(column, ems=max(least, low * natural))
            for column, (least, natural) in zip(columns, widths, strict=True)
        )
    )


def _in_fewer_lines(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns, after one has given width to another as long as that saves lines."""

    @cache
    def depths(place: int, ems: float) -> list[int]:
        column = replace(columns[place], ems=ems)
        above = max((_header_lines(words, column) for words in column.headers), default=0)
        return [math.ceil(above), *(_depth(cell, column) for cell in column.cells)]

    def taken(widths: Sequence[float]) -> int:
        return sum(map(max, zip(*map(depths, count(), widths), strict=True)))

    least = [column.least for column in columns]
    best = [column.ems for column in columns]
    while True:
        changed = []
        for giver, taker in permutations(range(len(columns)), 2):
            for step in (0.5, 1.0, 2.0, 4.0, 8.0):
                if best[giver] - step >= least[giver]:
                    other = best.copy()
                    other[giver] -= step
                    other[taker] += step
                    changed.append(other)
        better = min(changed, key=taken, default=best)
        if taken(better) >= taken(best):
            return tuple(replace(one, ems=ems) for one, ems in zip(columns, best, strict=True))
        best = better


def _columns(rows: Sequence[Line], flush_left: set[int]) -> tuple[Column, ...]:
    """The columns of a table from left to right, not yet fitted to a page."""
    found = []
    for index, first in enumerate(rows[0].cells):
        cells = [line.cells[index] for line in rows if line.kind not in {"section", "panel"}]
        headers = tuple(cell.shown for cell in cells if cell.row_kind == "header" and cell.shown)
        cells = [cell for cell in cells if cell.row_kind != "header"]
        shown = tuple(map(_shown, cells))
        whole = tuple(_shown(cell) + _tail(cell) for cell in cells)
        if first.position in flush_left:
            found.append(Column("l", headers, whole))
            continue
        numbers = [match for cell in shown if (match := _NUMBER.fullmatch(cell))]
        bracketed = any(cell[:1] in {"(", "["} for cell in shown)
        decimals = max((len(match["decimals"] or "") for match in numbers), default=0)
        tail = max(map(_tail, cells), key=width, default="")
        if numbers and bracketed:
            found.append(Column("c", headers, whole))
        else:
            found.append(Column("r", headers, shown, decimals, tail))
    return tuple(found)


def _shown(cell: Any) -> str:
    return with_minus(cell.shown)


def _tail(cell: Any) -> str:
    """What follows a number: how many clusters are behind it, what is printed in its place."""
    count = "" if cell.count is None else f" ({cell.count})"
    return count + (f" [{cell.printed.strip()}]" if cell.differs else "")


def _filling(cell: str, column: Column) -> str:
    """What a number lacks to the most decimals of its column."""
    number = _NUMBER.fullmatch(cell)
    if column.kind != "r" or number is None:
        return ""
    decimals = len(number["decimals"] or "")
    return ("" if decimals or not column.decimals else ".") + "0" * (column.decimals - decimals)


_WORD: Final = re.compile(r"[ ]*(?:[^ –-]|(?<![^\W\d_])[–-])+[–-]*|[ ]+")
"""What a line may end behind: a word, or the part of one up to a hyphen between letters."""


@lru_cache(maxsize=10_000)
def _words(text: str) -> tuple[tuple[str, float, float], ...]:
    """What a line can be broken into, each with its width and that of the blank before it."""
    found = []
    for word in _WORD.findall(unbroken(text)):
        bare = word.lstrip(" ")
        found.append((word, width(bare), width(word) - width(bare)))
    return tuple(found)


def _longest_word(text: str) -> float:
    return max((ems for _, ems, _ in _words(text)), default=0.0)


def _broken(text: str, ems: float) -> list[str]:
    """Words in lines of at most so many ems; a longer word has a line of its own."""
    found, taken = [""], 0.0
    for word, its_ems, blank in _words(text):
        if found[-1] and taken + blank + its_ems > ems + _ROUNDING:
            found.append("")
            taken = 0.0
        taken += its_ems + (blank if found[-1] else 0.0)
        found[-1] = (found[-1] + word).lstrip(" ")
    return found


def _depth(text: str, column: Column) -> int:
    """The number of lines in which a column sets a cell."""
    return len(_broken(text, column.ems)) if column.breaks(text) else 1


def _has_paragraphs(layout: Layout) -> bool:
    return any(column.paragraphs for column in layout.columns)


def _header_lines(text: str, column: Column) -> float:
    return max(map(width, column.above(text))) if column.on_end else column.lines_above(text)


def _height(rows: Sequence[Line], notes: Iterable[str], layout: Layout) -> int:
    """The lines that the table takes with its caption and its notes."""
    found = 4.0
    apart = 0.2 if _has_paragraphs(layout) else 0
    for line in rows:
        if line.kind in {"section", "panel"}:
            found += 1.5
        elif line.kind == "header":
            cells = zip(line.cells, layout.columns, strict=True)
            found += 0.5 + max(_header_lines(cell.shown, one) for cell, one in cells)
        else:
            cells = zip(line.cells, layout.columns, strict=True)
            found += max(_depth(_shown(cell), one) for cell, one in cells) + apart
    ems = layout.share * layout.page.ems
    return math.ceil(found + math.fsum(0.9 * len(_broken(note, 1.1 * ems)) for note in notes))


def _float(text: Text, layout: Layout, lines_of_it: Iterable[str]) -> Iterator[str]:
    name, place = ("table", "[htbp]") if layout.page.upright else ("sidewaystable", "")
    yield rf"\begin{{{name}}}{place}"
    yield r"\centering"
    yield _caption(text)
    yield rf"{_sizes(layout.page)}\setlength{{\abovetopsep}}{{1ex}}"
    yield rf"\begin{{tabular*}}{{{_of_line(layout.share)}}}{_types(layout)}"
    yield from lines_of_it
    yield r"\end{tabular*}"
    yield rf"\end{{{name}}}"


def _over_pages(
    text: Text, layout: Layout, opening: list[str], body: list[str], closing: list[str]
) -> Iterator[str]:
    environment = "center" if layout.page.upright else "landscape"
    # what the columns stretch by is of a higher order; the package caption asks for some here
    margin = f"{_of_line((1 - layout.share) / 2)} plus 1fil"
    span = len(layout.columns)
    yield rf"\begin{{{environment}}}"
    yield rf"{_sizes(layout.page)}\setlength{{\LTcapwidth}}{{\linewidth}}"
    yield rf"\setlength{{\LTleft}}{{{margin}}}\setlength{{\LTright}}{{{margin}}}"
    yield rf"\begin{{longtable}}{_types(layout)}"
    yield _caption(text) + r" \\"
    yield from opening
    yield r"\endfirsthead"
    yield _across(span, r"\tablename\ \thetable, continued")
    yield from opening
    yield r"\endhead"
    yield r"\bottomrule"
    yield r"\endfoot"
    yield from closing
    yield r"\endlastfoot"
    yield from body
    yield r"\end{longtable}"
    yield rf"\end{{{environment}}}"


def _caption(text: Text) -> str:
    told = text.caption.rstrip(" *")
    if text.number:
        told = f"{told} ({text.number} of the report)"
    return rf"\caption{{{latex(told)}}}\label{{tab:{text.exhibit}}}"


def _sizes(page: Page) -> str:
    return rf"{page.size}\setlength{{\tabcolsep}}{{{_GAP / 2}em}}"


def _of_line(share: float) -> str:
    return r"\linewidth" if share == 1 else rf"{share:.3f}\linewidth"


def _types(layout: Layout) -> str:
    types = ""
    for column in layout.columns:
        part = _of_line(column.ems / layout.page.ems)
        types += (
            rf">{{\raggedright\arraybackslash}}p{{{part}}}" if column.paragraphs else column.kind
        )
    return rf"{{@{{\extracolsep{{\fill}}}}{types}@{{}}}}"


def _across(span: int, content: str) -> str:
    """A line across the table that takes no part in the widths of its columns."""
    return rf"\multicolumn{{{span}}}{{@{{}}l@{{}}}}{{\rlap{{{content}}}}} \\"


def _notes(notes: Sequence[str], layout: Layout) -> Iterator[str]:
    if notes:
        told = r"\par ".join(map(latex, notes))
        yield r"\noalign{\smallskip}"
        box = rf"\parbox[t]{{{_of_line(layout.share)}}}{{\scriptsize {told}}}"
        yield _across(len(layout.columns), box)


def _body(rows: Sequence[Line], layout: Layout, whole: bool) -> Iterator[str]:
    """The lines of a table with the rules between them; no page ends below what opens others.

    `whole`: whether the table is on one page. If it is not, a rule could be the last on a page.
    """
    ruled = True
    spaced = _has_paragraphs(layout)
    for number, line in enumerate(rows):
        following = rows[number + 1] if number + 1 < len(rows) else None
        if line.kind in {"section", "panel"}:
            if number:
                yield r"\midrule" if line.kind == "panel" and whole else r"\addlinespace"
            label = rf"\textit{{{latex(line.cells[0].shown)}}}"
            yield _across(len(layout.columns), label) + "*"
            continue
        if line.kind in {"total", "average"} and ruled:
            yield r"\midrule"
            ruled = False
        cells = zip(line.cells, layout.columns, strict=True)
        row = " & ".join(_cell(cell, column) for cell, column in cells)
        # a bracket at the start of a row would be read as an argument of the line break before it
        row = f"{{}}{row}" if row[:1] in {"[", "*"} else row
        joined = following is not None and following.cells[0].shown[:1] in {"(", "["}
        yield row + (r" \\*" if joined else r" \\")
        if spaced and line.kind != "header":
            yield r"\addlinespace[0.4ex]"
        if line.kind == "header":
            yield r"\midrule"


def _cell(cell: Any, column: Column) -> str:
    shown = _shown(cell)
    if cell.row_kind == "header":
        if column.on_end and cell.shown:
            return rf"\rotatebox{{90}}{{{_stacked(column.above(cell.shown), 'l', 'b')}}}"
        return _stacked(column.above(cell.shown), column.kind, "b")
    if not column.paragraphs and _depth(shown, column) > 1:
        return _stacked(_broken(shown, column.ems), column.kind, "t")
    found = rf"\textbf{{{latex(shown)}}}" if cell.differs else latex(shown)
    if filling := _filling(shown, column):
        found += rf"\phantom{{{filling}}}"
    tail, longest = (_set_tail(one) for one in (_tail(cell), column.tail))
    if not shown or column.kind != "r" or tail == longest:
        return found + tail
    return found + (rf"\rlap{{{tail}}}" if tail else "") + rf"\phantom{{{longest}}}"


def _set_tail(tail: str) -> str:
    return rf"~{{\scriptsize{latex(tail)}}}" if tail else ""


def _stacked(words: Sequence[str], kind: str, line: str) -> str:
    """Words in lines, of which the first (`t`) or the last (`b`) is on the line of other cells."""
    if len(words) == 1:
        return latex(words[0])
    stacked = r"\\".join(map(latex, words))
    return rf"\begin{{tabular}}[{line}]{{@{{}}{kind}@{{}}}}{stacked}\end{{tabular}}"
