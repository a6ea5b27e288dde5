"""The audit as one page: every printed table with a verdict on each figure, errata, claims.

The page is one HTML file with its style and script inside; it fetches nothing. What it says about
findings comes from the frames; the words here only tell what columns and verdicts mean.
"""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.cases.printed import column_label
from upgrading.parts import Cell, Claim, Erratum, Exhibit, Key, Name, Part, Passage, Text, joined
from upgrading.publish.tables import Line, lines, number_of
from upgrading.publish.terms import called
from upgrading.verdicts import BASES, CELL_VERDICTS, DIFFERING, STATEMENT_VERDICTS, Verdict

TITLE: Final = "Audit of the printed figures"

Row = Mapping[str, Any]
"""A row of one of the audit's frames, by column."""


KINDS: Final = {
    "input": "input: nothing else in the report determines it",
    "repeated": "repeated: the same fact is printed elsewhere too",
    "derived": "derived: it follows from other figures",
}

_SHORT_EVIDENCE: Final = 3

_LONG_EVIDENCE: Final = 600

_BASES: Final = {basis.name: basis.called for basis in BASES}
"""Evidence in more parts than this is folded."""


@dataclass(frozen=True)
class Content:
    """What the page consists of: its HTML, and what its script reads, as JSON in `data`."""

    navigation: str
    main: str
    data: Mapping[str, Any]


def content(
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    conventions: pd.DataFrame,
    claims: pd.DataFrame,
    exhibits: pd.DataFrame,
    around: Mapping[str, Printed],
    edition: str,
    names: Mapping[str, str] = MappingProxyType({}),
    pages: Mapping[str, str] = MappingProxyType({}),
) -> Content:
    """What the audit page consists of.

    `cells`, `errata`, `conventions` and `claims` are the frames of `audit.run.Audit`, `exhibits`
    the cells of `exhibits.build`, `around` the captions and notes by exhibit, `edition` the one
    that the study's tables and figures use; `names`: what ids in texts are called
    (`terms.names_of`); `pages`: where exhibits have a page of their own.
    Raises `ValueError` if an audited cell is in none of the printed tables.
    """
    printed = exhibits[exhibits["row_kind"] != "added"]
    audit = _Audit(
        cells=_records(cells),
        errata=_records(errata),
        conventions=_records(conventions),
        claims=_records(claims),
        tables={str(name): table for name, table in printed.groupby("exhibit", sort=False)},
        around=around,
        called=names,
        pages=pages,
    )
    if lost := [key for key in audit.by_key if key not in audit.names]:
        raise ValueError(f"audited, but in no printed table: {'/'.join(lost[0])}")
    parts = (
        *(_introduction(audit, edition), _summary(audit), _tables(audit)),
        *(_errata(audit), _claims(audit)),
    )
    return Content(_NAVIGATION, "\n".join(parts), _data(audit))


def page(found: Content, style: str, scripts: Iterable[str]) -> str:
    """The page on its own as HTML; `style` and `scripts` are CSS and JavaScript to put in."""
    own = "".join(f"<script>\n{script}</script>\n" for script in scripts)
    data = json.dumps(found.data, ensure_ascii=False).replace("<", "\\u003c")
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{TITLE}</title>",
            f"<style>\n{style}</style>\n</head>\n<body>",
            found.navigation,
            f"<main>\n{found.main}\n</main>",
            f'<script type="application/json" id="data">{data}</script>',
            f"{own}</body>\n</html>\n",
        ]
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, empty cells as empty text."""
    rows = frame.to_dict("records")
    return [{str(k): "" if v is None else v for k, v in row.items()} for row in rows]


def _key(cell: Row) -> Key:
    return cell["exhibit"], cell["row"], cell["column"]


def _keys(text: str) -> list[Key]:
    """The cells in `exhibit/row/column; exhibit/row/column`."""
    keys = []
    for place in filter(None, text.split("; ")):
        exhibit, row, column = place.split("/")
        keys.append((exhibit, row, column))
    return keys


@dataclass(frozen=True)
class _Audit:
    """The frames as rows, the printed tables by exhibit, and names and links made of them."""

    cells: Sequence[Row]
    errata: Sequence[Row]
    conventions: Sequence[Row]
    claims: Sequence[Row]
    tables: Mapping[str, pd.DataFrame]
    around: Mapping[str, Printed]
    called: Mapping[str, str]
    pages: Mapping[str, str]

    @cached_property
    def by_key(self) -> dict[Key, Row]:
        """The audited cells."""
        return {_key(cell): cell for cell in self.cells}

    @cached_property
    def exhibits(self) -> tuple[str, ...]:
        """The exhibits that have audited cells, in the printed order."""
        audited = {cell["exhibit"] for cell in self.cells}
        return tuple(exhibit for exhibit in self.tables if exhibit in audited)

    @cached_property
    def row_names(self) -> dict[tuple[str, str], str]:
        """What is printed at the head of each row, by exhibit and row."""
        names: dict[tuple[str, str], str] = {}
        for exhibit in self.exhibits:
            for line in lines(self.tables[exhibit]):
                labels = [cell.printed for cell in line.labels]
                names.setdefault((exhibit, line.row), ", ".join(t for t in labels if t.strip()))
        return names

    @cached_property
    def names(self) -> dict[Key, str]:
        """Row and column of each cell of these tables, as printed."""
        return {
            (exhibit, cell.row, cell.column): (
                f"{self.row_names[exhibit, cell.row]}, {column_label(cell.header)}"
            )
            for exhibit in self.exhibits
            for cell in self.tables[exhibit].itertuples()
        }

    @cached_property
    def errata_ids(self) -> frozenset[str]:
        """The numbers of the errata."""
        return frozenset(row["erratum"] for row in self.errata)

    @cached_property
    def claim_ids(self) -> frozenset[str]:
        """The ids of the claims."""
        return frozenset(row["claim_id"] for row in self.claims)

    def cell_link(self, key: Key, name: str) -> str:
        """A link to a cell, or the name alone where the cell is not on the page."""
        return _link("/".join(key), name) if key in self.by_key else _escape(name)

    def linked(self, told: Text) -> str:
        """A text as HTML, names as readers know them; cells, tables, errata, claims are links."""
        return "".join(map(self._part, told))

    def _part(self, part: Part) -> str:
        match part:
            case Name(name):
                return _escape(called(name, self.called))
            case Cell(exhibit, row, column):
                key = (exhibit, row, column)
                if key in self.by_key:
                    return self.cell_link(key, f"{number_of(exhibit)}, {self.names[key]}")
                words = ", ".join(called(name, self.called) for name in (row, column))
                return f"{self._part(Exhibit(exhibit))}, {_escape(words)}"
            case Exhibit(exhibit):
                number = number_of(exhibit)
                return _link(exhibit, number) if exhibit in self.exhibits else _escape(number)
            case Erratum(erratum) if erratum in self.errata_ids:
                return _link(erratum, erratum)
            case Claim(claim) if claim in self.claim_ids:
                return _link(f"claim-{claim}", claim)
        return _escape(part)

    def listed(self, told: Passage) -> list[str]:
        """The texts of a passage as HTML."""
        return [self.linked(one) for one in told.texts]


# Small pieces ---------------------------------------------------------------------------------


def _escape(text: object) -> str:
    return html.escape(str(text), quote=True)


def _link(anchor: str, text: str) -> str:
    return f'<a href="#{_escape(anchor)}">{_escape(text)}</a>'


def _mark(verdict: Verdict) -> str:
    return f'<i class="mark" aria-hidden="true">{verdict.mark}</i>'


def _tag(verdict: Verdict) -> str:
    return f'<span class="tag {verdict.name}">{_mark(verdict)} {verdict.word}</span>'


def _list(items: Sequence[str]) -> str:
    """HTML of one item as it is, of several as a list."""
    if len(items) < 2:
        return "".join(items)
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _figures(count: int) -> str:
    return f"{count:,} figure{'' if count == 1 else 's'}"


def _checkboxes(verdicts: Mapping[Verdict, str], legend: str) -> str:
    """Verdicts to choose from, with what stands beside each."""
    boxes = "".join(
        f'<label class="chip {v.name}"><input type="checkbox" name="verdict" value="{v.name}" '
        f"checked> {_mark(v)} {v.word}{f' <b>{beside}</b>' if beside else ''}</label>"
        for v, beside in verdicts.items()
    )
    return f'<fieldset><legend>{legend}</legend><div class="chips">{boxes}</div></fieldset>'


def _data(audit: _Audit) -> dict[str, Any]:
    """What the details panel shows: words for verdicts and kinds, and every cell."""
    classes = {row["erratum"]: row["class"] for row in audit.errata}
    shown = {}
    for key, cell in audit.by_key.items():
        told = cell["explanation"]
        shown["/".join(key)] = {
            "where": f"{number_of(key[0])}: {audit.names[key]}",
            "printed": cell["printed"].strip(),
            "computed": cell["computed"],
            "kind": cell["kind"],
            "verdict": cell["verdict"],
            "convention": cell["convention"],
            "errata": [[number, classes.get(number, "")] for number in told.errata],
            "explanation": _list(audit.listed(told)),
        }
    verdicts = {v.name: [v.mark, v.word, v.meaning] for v in CELL_VERDICTS}
    return {"verdicts": verdicts, "kinds": KINDS, "cells": shown}


# Head and summary -----------------------------------------------------------------------------


_NAVIGATION: Final = """<a class="skip" href="#tables">Skip to the tables</a>
<nav aria-label="Page">
<a href="#summary">Summary</a> <a href="#tables">Tables</a> <a href="#errata">Errata</a> \
<a href="#claims">Claims</a>
</nav>"""


def _introduction(audit: _Audit, edition: str) -> str:
    left_out = [number_of(name) for name in audit.around if name not in audit.exhibits]
    not_drawn = f" Left out, since no cell of them is audited: {', '.join(left_out)}."
    return (
        '<header id="top">\n<h1>Audit of the printed figures</h1>\n'
        "<p>Pietrobelli and Rabellotti, <cite>Upgrading in Clusters and Value Chains in Latin "
        "America</cite> (Inter-American Development Bank, 2004). Every number and degree in "
        f"{len(audit.exhibits)} of the report’s tables is set beside the one computed, in exact "
        "fractions, from the scores that the report prints, and every statement that the data can "
        "bear on is tested. An erratum is a hypothesis about where differences come from. The "
        "audit takes the scores as printed; the study’s own tables and figures use the "
        f"{_escape(edition)} edition.{_escape(not_drawn) if left_out else ''}</p>\n"
        '<noscript><p class="notice">Filters and the details of a cell need JavaScript; everything '
        "else is here without it.</p></noscript>\n</header>"
    )


def _summary(audit: _Audit) -> str:
    totals = Counter(cell["verdict"] for cell in audit.cells)
    by_exhibit: dict[str, Counter[str]] = {exhibit: Counter() for exhibit in audit.exhibits}
    for cell in audit.cells:
        by_exhibit[cell["exhibit"]][cell["verdict"]] += 1
    longest = max((counts.total() for counts in by_exhibit.values()), default=1)
    legend = "\n".join(
        f"<div><dt>{_tag(v)}</dt><dd><b>{totals[v.name]:,}</b> {v.meaning}</dd></div>"
        for v in CELL_VERDICTS
    )
    heads = "".join(
        f'<th scope="col" class="{v.name}">{_mark(v)}<span class="word">{v.word}</span></th>'
        for v in CELL_VERDICTS
    )
    rows = "\n".join(
        f'<tr><th scope="row">{_link(exhibit, number_of(exhibit))}</th>'
        f'<td class="bar" data-value="{counts.total()}">{_bar(counts, longest)}</td>'
        f"{_counts(counts)}</tr>"
        for exhibit, counts in by_exhibit.items()
    )
    words = ", ".join(f"{totals[v.name]:,} {v.word}" for v in CELL_VERDICTS)
    return (
        '<section id="summary" aria-labelledby="summary-title">\n'
        '<h2 id="summary-title">Summary</h2>\n'
        f'<p id="totals">{_figures(len(audit.cells))} in {len(audit.exhibits)} tables: {words}. '
        f"{len(audit.errata)} errata, {len(audit.claims):,} claims.</p>\n"
        f'<dl class="legend">\n{legend}\n</dl>\n<div class="scroll">\n'
        '<table class="summary sortable">\n<caption>Figures by table and verdict. A bar is as long '
        "as its table has audited figures.</caption>\n"
        f'<thead><tr><th scope="col">Table</th><th scope="col" class="bar">Verdicts</th>{heads}'
        f'<th scope="col">all</th></tr></thead>\n<tbody>\n{rows}\n</tbody>\n'
        f'<tfoot><tr><th scope="row">All</th><td class="bar"></td>{_counts(totals)}</tr></tfoot>\n'
        "</table>\n</div>\n</section>"
    )


def _counts(counts: Counter[str]) -> str:
    numbers = [counts[v.name] for v in CELL_VERDICTS]
    none = '<span class="none">0</span>'
    return "".join(f"<td>{f'{n:,}' if n else none}</td>" for n in [*numbers, counts.total()])


def _bar(counts: Counter[str], longest: int) -> str:
    """A stacked bar in SVG; lengths are shares of the longest bar, so that it fits any width."""
    parts, start = [], 0
    for verdict in CELL_VERDICTS:
        if not (count := counts[verdict.name]):
            continue
        left, width = 100 * start / longest, 100 * count / longest
        parts.append(
            f'<rect class="{verdict.name}" x="{left:.2f}%" width="{width:.2f}%" height="100%"/>'
            f'<text class="{verdict.name}" x="{left + width / 2:.2f}%" y="72%">'
            f"{verdict.mark}</text>"
        )
        start += count
    words = ", ".join(f"{counts[v.name]} {v.word}" for v in CELL_VERDICTS if counts[v.name])
    return f'<svg role="img" aria-label="{words}">{"".join(parts)}</svg>'


# Printed tables -------------------------------------------------------------------------------


def _tables(audit: _Audit) -> str:
    totals = Counter(cell["verdict"] for cell in audit.cells)
    counted = {v: f"{totals[v.name]:,}" for v in CELL_VERDICTS}
    options = "".join(f'<option value="{e}">{number_of(e)}</option>' for e in audit.exhibits)
    following = [*audit.exhibits[1:], "errata"]
    sections = "\n".join(
        _exhibit(audit, exhibit, after)
        for exhibit, after in zip(audit.exhibits, following, strict=True)
    )
    every = " ".join(v.name for v in CELL_VERDICTS)
    return (
        '<section id="tables" aria-labelledby="tables-title">\n'
        '<h2 id="tables-title">Tables as printed</h2>\n'
        "<p>Point at a figure, tap it, or reach it with Tab or the arrow keys to see how it was "
        "checked. A click keeps the details, Enter goes to them, Escape closes them.</p>\n"
        '<div class="beside">\n<div class="aside">\n'
        '<form id="cell-filter" class="script" aria-label="Figures shown">\n'
        f"{_checkboxes(counted, 'Verdicts shown')}\n"
        f'<p><button type="button" data-verdicts="{" ".join(DIFFERING)}">Only what differs</button>'
        f' <button type="button" data-verdicts="{every}">All</button>'
        '</p>\n<p><label>Table <select name="exhibit"><option value="">all</option>'
        f'{options}</select></label></p>\n<p role="status" id="matching"></p>\n</form>\n'
        '<div id="details" role="region" aria-label="Details of the figure" aria-live="polite" '
        'aria-atomic="true" tabindex="-1" hidden></div>\n</div>\n'
        f'<div class="exhibits">\n{sections}\n</div>\n</div>\n</section>'
    )


def _exhibit(audit: _Audit, exhibit: str, after: str) -> str:
    around = audit.around[exhibit]
    number, caption = number_of(exhibit), around.caption.rstrip(" *")
    notes = "".join(f"<p>{_escape(note)}</p>" for note in (around.legend, *around.notes) if note)
    own_page = ""
    if exhibit in audit.pages:
        own_page = f'<a href="{audit.pages[exhibit]}">{number}, each number to follow</a> '
    return (
        f'<section class="exhibit" id="{exhibit}" aria-labelledby="{exhibit}-title">\n'
        f'<h3 id="{exhibit}-title">{number}. {_escape(caption)}</h3>\n'
        f'<p class="place">{_escape(around.section)} {own_page}'
        f'<a class="skip" href="#{after}">Skip {number}</a></p>\n'
        f'<div class="drawn">\n<div class="scroll">\n{_printed_table(audit, exhibit)}\n</div>\n'
        f'<div class="around">{_conventions(audit, exhibit)}'
        f"{f'<div><h4>Printed below it</h4>{notes}</div>' if notes else ''}</div>\n</div>\n"
        f"{_differing(audit, exhibit)}</section>"
    )


def _printed_table(audit: _Audit, exhibit: str) -> str:
    """The table in the printed order, each audited cell a button."""
    table = audit.tables[exhibit]
    numeric = {
        column
        for (name, _, column), cell in audit.by_key.items()
        if name == exhibit and any(character.isdigit() for character in cell["printed"])
    }
    parts: list[str] = []
    for is_head, group in groupby(lines(table), lambda line: line.kind in {"header", "panel"}):
        rows = "\n".join(_line(audit, line, numeric) for line in group)
        element = "thead" if is_head and not parts else "tbody"
        parts.append(f"<{element}>\n{rows}\n</{element}>\n")
    inside = "".join(parts)
    return f'<table class="printed" aria-labelledby="{exhibit}-title">\n{inside}</table>'


def _line(audit: _Audit, line: Line, numeric: set[str]) -> str:
    if line.kind in {"section", "panel"}:
        scope = "colgroup" if line.kind == "panel" else "rowgroup"
        title = _escape(line.cells[0].printed.strip())
        content = f'<th colspan="{len(line.cells)}" scope="{scope}">{title}</th>'
    else:
        content = "".join(_cell(audit, line.kind, c, numeric) for c in line.cells)
    return f'<tr class="{line.kind}">{content}</tr>'


def _cell(audit: _Audit, kind: str, cell: Any, numeric: set[str]) -> str:
    key, text = (cell.exhibit, cell.row, cell.column), _escape(cell.printed.strip())
    aligned = "" if cell.column in numeric else ' class="text"'
    if kind == "header" or cell.column.startswith("label_"):
        scope = "col" if kind == "header" else "row"
        return f'<th scope="{scope}"{aligned}>{text}</th>' if text else f"<td{aligned}></td>"
    if key not in audit.by_key:
        return f"<td{aligned}>{text}</td>"
    verdict = next(v for v in CELL_VERDICTS if v.name == audit.by_key[key]["verdict"])
    return (
        f'<td{aligned}><button type="button" class="cell {verdict.name}" id="{"/".join(key)}">'
        f'{text}{_mark(verdict)}<span class="unseen">, {verdict.word}</span></button></td>'
    )


def _conventions(audit: _Audit, exhibit: str) -> str:
    """The rounding conventions that the table's cells show, of the whole or by row."""
    found = []
    for row in audit.conventions:
        if row["exhibit"] == exhibit:
            part = audit.row_names.get((exhibit, row["part"]), row["part"])
            told = "; ".join(audit.listed(row["convention"]))
            found.append(f"{_escape(part)}: {told}" if part else told)
    text = _list(found) or "None inferred: nothing in this table is computed."
    return f'<div><h4>Convention inferred</h4><div class="convention">{text}</div></div>'


def _differing(audit: _Audit, exhibit: str) -> str:
    """The figures of a table that differ, as a folded list (and for print)."""
    found = [c for c in audit.cells if c["exhibit"] == exhibit and c["verdict"] in DIFFERING]
    if not found:
        return ""
    rows = []
    for cell in found:
        key = _key(cell)
        told = cell["explanation"]
        why = [audit.linked(joined(", ", map(Erratum, told.errata)))] if told.errata else []
        verdict = next(v for v in CELL_VERDICTS if v.name == cell["verdict"])
        rows.append(
            f"<tr><td>{audit.cell_link(key, audit.names[key])}</td><td>{_escape(cell['printed'])}"
            f"</td><td>{_escape(cell['computed'] or 'none')}</td>"
            f'<td data-value="{verdict.word}">{_tag(verdict)}</td>'
            f"<td>{_list([*why, *audit.listed(told)])}</td></tr>"
        )
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in ("Figure", "Printed", "Computed", "Verdict", "Errata and hypotheses")
    )
    return (
        f'<details class="differing"><summary>{_figures(len(found))} '
        f"{'differs' if len(found) == 1 else 'differ'}</summary>\n"
        f'<div class="scroll"><table class="list{" sortable" if len(found) > 1 else ""}">\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody>\n</table></div></details>\n"
    )


# Errata and claims ----------------------------------------------------------------------------


_ERRATA_HEADS: Final = (
    *("Class", "What it makes a reader believe", "Starts at", "Accounts for", "Evidence"),
    "Consequences (printed → recomputed)",
)


def _errata(audit: _Audit) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("No.", *_ERRATA_HEADS))
    rows = "\n".join(_erratum(audit, row) for row in audit.errata)
    ranks = " Rank 1 matters most for the report’s conclusions."
    return (
        '<section id="errata" aria-labelledby="errata-title">\n<h2 id="errata-title">Errata</h2>\n'
        "<p>Hypotheses about printed figures which differ, each with the cells it starts at and "
        "all cells it bears on. A slip contradicts its own row or column, and where single changes "
        "were tried none mends it: its own cell stays unexplained, while it explains what carries "
        "it forward. Where many subsets of clusters would give the same means, the one named is no "
        "more than a hint, and its cells stay unexplained too."
        f"{ranks if any('rank' in row for row in audit.errata) else ''}</p>\n"
        '<p role="status" id="highlighted"></p>\n'
        f'<table class="list errata sortable">\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</section>"
    )


def _erratum(audit: _Audit, row: Row) -> str:
    count, number = int(row["count"]), _escape(row["erratum"])
    rank = f'<p class="rank">rank {_escape(row["rank"])}</p>' if "rank" in row else ""
    alternatives = "; ".join(audit.listed(row["alternatives"]))
    others = f"<p>Or: {alternatives}</p>" if alternatives else ""
    highlight = (
        f'<button type="button" class="highlight script" data-erratum="{number}">'
        f"Highlight {'it' if count == 1 else f'all {count}'}"
        f'<span class="unseen"> of {number}</span></button>'
    )
    contents = (
        _escape(row["class"]) + rank,
        _list(audit.listed(row["believed"])),
        _places(audit, _keys(row["root"])),
        _places(audit, _keys(row["cells"])) + highlight,
        _list(audit.listed(row["evidence"])) + others,
        _list(audit.listed(row["consequences"])),
    )
    cells = "".join(
        f'<td data-head="{head}">{content}</td>'
        for head, content in zip(_ERRATA_HEADS, contents, strict=True)
    )
    return f'<tr id="{number}" tabindex="-1"><th scope="row">{number}</th>{cells}</tr>'


def _places(audit: _Audit, keys: Iterable[Key]) -> str:
    """Links to cells, table by table."""
    tables = []
    for exhibit, group in groupby(keys, key=lambda key: key[0]):
        links = [audit.cell_link(key, audit.names.get(key, ", ".join(key[1:]))) for key in group]
        tables.append(f"<li>{number_of(exhibit)}: {'; '.join(links)}</li>")
    return f"<ul>{''.join(tables)}</ul>"


def _claims(audit: _Audit) -> str:
    rows = "\n".join(_claim(audit, claim) for claim in audit.claims)
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("Verdict", "Location", "Claim", "Evidence")
    )
    meanings = "; ".join(f"{v.word}: {v.meaning}" for v in STATEMENT_VERDICTS)
    return (
        '<section id="claims" aria-labelledby="claims-title">\n<h2 id="claims-title">Claims</h2>\n'
        "<p>Statements of the report, shortened, each judged by one rule for its kind, on the "
        "scores as printed and again on the corrected edition; what that changes is given where it "
        "changes anything. The readings were written with the scores in view, so they are not "
        "pre-registered hypotheses. "
        f"{meanings[0].upper()}{meanings[1:]}.</p>\n"
        '<form id="claim-filter" class="script" aria-label="Claims shown">\n'
        f"{_checkboxes(dict.fromkeys(STATEMENT_VERDICTS, ''), 'Verdicts shown')}\n"
        '<p><label>Text <input type="search" name="find" autocomplete="off"></label> '
        '<label><input type="checkbox" name="changed"> verdict changes in the corrected edition'
        '</label></p>\n<p role="status" id="matching-claims"></p>\n</form>\n'
        f'<table class="list claims sortable">\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</section>"
    )


def _claim(audit: _Audit, claim: Row) -> str:
    words = {v.name: v for v in STATEMENT_VERDICTS}
    verdict, corrected = words[claim["verdict"]], words[claim["verdict_corrected"]]
    changed = verdict != corrected
    about = _BASES[claim["basis"]] + (f", n = {_escape(claim['n'])}" if claim["n"] else "")
    shown = f'{_tag(verdict)}<span class="corrected">{about}</span>'
    if changed:
        shown += f'<span class="corrected">corrected edition: {_tag(corrected)}</span>'
    found = claim["evidence"].texts
    short = len(str(claim["evidence"])) <= _LONG_EVIDENCE
    findings = f"{len(found)} finding{'s' * (len(found) != 1)}"
    evidence = _folded(audit, found, findings, _SHORT_EVIDENCE if short else 0)
    if other := claim["evidence_corrected"].besides(claim["evidence"]):
        title = "Otherwise in the corrected edition"
        evidence += _folded(audit, other, title, 0)
    return (
        f'<tr id="claim-{_escape(claim["claim_id"])}" tabindex="-1" data-verdict="{verdict.name}"'
        f'{" data-changed" if changed else ""}><td data-value="{verdict.word}">{shown}</td>'
        f"<td>{_escape(claim['location'])}</td><td>{_escape(claim['claim'])}</td>"
        f"<td>{evidence}</td></tr>"
    )


def _folded(audit: _Audit, found: Sequence[Text], title: str, open_to: int) -> str:
    """A list of evidence, folded under a title if it is longer than `open_to`."""
    content = _list([audit.linked(one) for one in found])
    if len(found) <= open_to:
        return content
    return f"<details><summary>{title}</summary>{content}</details>"
