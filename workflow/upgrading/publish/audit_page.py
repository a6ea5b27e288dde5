"""The audit as one page: every printed table with a verdict on each figure, errata, claims.

The page is one HTML file with its style and script inside; it fetches nothing. What it says about
findings comes from the frames; the words here only tell what columns and verdicts mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
from jinja2 import Environment
from markupsafe import Markup

from upgrading.cases.catalogue import Printed
from upgrading.cases.printed import column_label
from upgrading.parts import Cell, Claim, Erratum, Exhibit, Key, Name, Part, Passage, Text, joined
from upgrading.publish.tables import Line, lines, number_of
from upgrading.publish.terms import called
from upgrading.templating import Piece, Pieces, link, macro, strung
from upgrading.verdicts import BASES, CELL_VERDICTS, DIFFERING, STATEMENT_VERDICTS

TITLE: Final = "Audit of the printed figures"

Row = Mapping[str, Any]
"""A row of one of the audit's frames, by column."""


KINDS: Final = {
    "input": "input: nothing else in the report determines it",
    "repeated": "repeated: the same fact is printed elsewhere too",
    "derived": "derived: it follows from other figures",
}

_SHORT_EVIDENCE: Final = 3
"""Evidence in more parts than this is folded."""

_LONG_EVIDENCE: Final = 600
"""So is evidence of more characters than this."""

_BASES: Final = {basis.name: basis.called for basis in BASES}

_VERDICTS: Final = {verdict.name: verdict for verdict in CELL_VERDICTS}

_WORDS: Final = {verdict.name: verdict for verdict in STATEMENT_VERDICTS}


@dataclass(frozen=True)
class Content:
    """What the page shows, as `audit_content.html.jinja` takes it, and what its script reads."""

    view: Mapping[str, Any]
    data: Mapping[str, Any]


def content(
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    conventions: pd.DataFrame,
    claims: pd.DataFrame,
    exhibits: pd.DataFrame,
    around: Mapping[str, Printed],
    edition: str,
    environment: Environment,
    names: Mapping[str, str] = MappingProxyType({}),
    pages: Mapping[str, str] = MappingProxyType({}),
) -> Content:
    """What the audit page consists of.

    `cells`, `errata`, `conventions` and `claims` are the frames of `audit.run.Audit`, `exhibits`
    the cells of `exhibits.build`, `around` the captions and notes by exhibit, `edition` the one
    that the study's tables and figures use; `environment`: the templates; `names`: what ids in
    texts are called (`terms.names_of`); `pages`: where exhibits have a page of their own.
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
    view = {
        "edition": edition,
        "left_out": [number_of(name) for name in around if name not in audit.exhibits],
        "verdicts": CELL_VERDICTS,
        "differing": DIFFERING,
        "statement_verdicts": STATEMENT_VERDICTS,
        "figures": len(cells),
        **_summary(audit),
        "exhibits": [
            _exhibit(audit, exhibit, after)
            for exhibit, after in zip(audit.exhibits, (*audit.exhibits[1:], "errata"), strict=True)
        ],
        "errata": [_erratum(audit, row) for row in audit.errata],
        "claims": [_claim(audit, claim) for claim in audit.claims],
    }
    return Content(view, _data(audit, environment))


def page(found: Content, environment: Environment, style: str, scripts: Iterable[str]) -> str:
    """The page on its own as HTML; `style` and `scripts` are CSS and JavaScript to put in."""
    return environment.get_template("audit_alone.html.jinja").render(
        found.view,
        title=TITLE,
        data=found.data,
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
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

    def cell_link(self, key: Key, name: str) -> Piece:
        """A link to a cell, or the name alone where the cell is not on the page."""
        return link(f"#{'/'.join(key)}", name) if key in self.by_key else name

    def linked(self, told: Text) -> list[Piece]:
        """A text with names as readers know them; cells, tables, errata, claims are links."""
        return [piece for part in told for piece in self._pieces(part)]

    def _pieces(self, part: Part) -> Pieces:
        match part:
            case Name(name):
                return [called(name, self.called)]
            case Cell(exhibit, row, column):
                key = (exhibit, row, column)
                if key in self.by_key:
                    return [self.cell_link(key, f"{number_of(exhibit)}, {self.names[key]}")]
                words = ", ".join(called(name, self.called) for name in (row, column))
                return [*self._pieces(Exhibit(exhibit)), f", {words}"]
            case Exhibit(exhibit):
                number = number_of(exhibit)
                return [link(f"#{exhibit}", number) if exhibit in self.exhibits else number]
            case Erratum(erratum) if erratum in self.errata_ids:
                return [link(f"#{erratum}", erratum)]
            case Claim(claim) if claim in self.claim_ids:
                return [link(f"#claim-{claim}", claim)]
        return [str(part)]

    def listed(self, told: Passage) -> list[Pieces]:
        """The texts of a passage."""
        return [self.linked(one) for one in told.texts]


def _data(audit: _Audit, environment: Environment) -> dict[str, Any]:
    """What the details panel shows: words for verdicts and kinds, and every cell."""
    listed = macro(environment, "listed")
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
            "explanation": listed(audit.listed(told)),
        }
    verdicts = {v.name: [v.mark, v.word, v.meaning] for v in CELL_VERDICTS}
    return {"verdicts": verdicts, "kinds": KINDS, "cells": shown}


# Summary --------------------------------------------------------------------------------------


def _summary(audit: _Audit) -> dict[str, Any]:
    """How many figures have each verdict: `totals`, in that order, and `by_exhibit` with bars."""
    by_exhibit: dict[str, Counter[str]] = {exhibit: Counter() for exhibit in audit.exhibits}
    for cell in audit.cells:
        by_exhibit[cell["exhibit"]][cell["verdict"]] += 1
    longest = max((counts.total() for counts in by_exhibit.values()), default=1)
    rows = [
        {
            "name": exhibit,
            "number": number_of(exhibit),
            "counts": _counts(counts),
            "bar": _bar(counts, longest),
        }
        for exhibit, counts in by_exhibit.items()
    ]
    totals = _counts(Counter(cell["verdict"] for cell in audit.cells))
    return {"totals": totals, "by_exhibit": rows}


def _counts(counts: Counter[str]) -> list[int]:
    """Figures by verdict, and all of them."""
    return [*(counts[verdict.name] for verdict in CELL_VERDICTS), counts.total()]


def _bar(counts: Counter[str], longest: int) -> list[dict[str, Any]]:
    """The parts of a bar; lengths are shares of the longest bar, so that it fits any width."""
    parts, start = [], 0
    for verdict in CELL_VERDICTS:
        if not (count := counts[verdict.name]):
            continue
        left, width = 100 * start / longest, 100 * count / longest
        parts.append(
            {
                "verdict": verdict,
                "count": count,
                "left": f"{left:.2f}%",
                "width": f"{width:.2f}%",
                "middle": f"{left + width / 2:.2f}%",
            }
        )
        start += count
    return parts


# Printed tables -------------------------------------------------------------------------------


def _exhibit(audit: _Audit, exhibit: str, after: str) -> dict[str, Any]:
    around = audit.around[exhibit]
    return {
        "name": exhibit,
        "number": number_of(exhibit),
        "caption": around.caption.rstrip(" *"),
        "section": around.section,
        "page": audit.pages.get(exhibit, ""),
        "after": after,
        "parts": _printed_table(audit, exhibit),
        "conventions": _conventions(audit, exhibit),
        "notes": [note for note in (around.legend, *around.notes) if note],
        "differing": [
            _differing(audit, cell)
            for cell in audit.cells
            if cell["exhibit"] == exhibit and cell["verdict"] in DIFFERING
        ],
    }


def _printed_table(audit: _Audit, exhibit: str) -> list[dict[str, Any]]:
    """The table in the printed order, by its parts `tag` and `rows`."""
    numeric = {
        column
        for (name, _, column), cell in audit.by_key.items()
        if name == exhibit and any(character.isdigit() for character in cell["printed"])
    }
    parts: list[dict[str, Any]] = []
    grouped = groupby(lines(audit.tables[exhibit]), lambda line: line.kind in {"header", "panel"})
    for is_head, group in grouped:
        rows = [{"kind": line.kind, "cells": _row(audit, line, numeric)} for line in group]
        parts.append({"tag": "thead" if is_head and not parts else "tbody", "rows": rows})
    return parts


def _row(audit: _Audit, line: Line, numeric: set[str]) -> list[dict[str, Any]]:
    if line.kind in {"section", "panel"}:
        scope = "colgroup" if line.kind == "panel" else "rowgroup"
        shown = line.cells[0].printed.strip()
        return [{"scope": scope, "span": len(line.cells), "is_text": False, "shown": shown}]
    return [_cell(audit, line.kind, cell, numeric) for cell in line.cells]


def _cell(audit: _Audit, kind: str, cell: Any, numeric: set[str]) -> dict[str, Any]:
    """A heading of `scope`, a text, or an audited figure with its `verdict`."""
    key, shown = (cell.exhibit, cell.row, cell.column), cell.printed.strip()
    scope, verdict = "", None
    if kind == "header" or cell.column.startswith("label_"):
        scope = ("col" if kind == "header" else "row") if shown else ""
    elif key in audit.by_key:
        verdict = _VERDICTS[audit.by_key[key]["verdict"]]
    return {
        **{"scope": scope, "span": None, "is_text": cell.column not in numeric, "shown": shown},
        **{"verdict": verdict, "id": "/".join(key)},
    }


def _conventions(audit: _Audit, exhibit: str) -> list[Pieces]:
    """The rounding conventions that the table's cells show, of the whole or by row."""
    found: list[Pieces] = []
    for row in audit.conventions:
        if row["exhibit"] == exhibit:
            part = audit.row_names.get((exhibit, row["part"]), row["part"])
            told = strung("; ", audit.listed(row["convention"]))
            found.append([f"{part}: ", *told] if part else told)
    return found


def _differing(audit: _Audit, cell: Row) -> dict[str, Any]:
    """A figure that differs, with what explains it."""
    key, told = _key(cell), cell["explanation"]
    why = [audit.linked(joined(", ", map(Erratum, told.errata)))] if told.errata else []
    return {
        "figure": audit.cell_link(key, audit.names[key]),
        "printed": cell["printed"],
        "computed": cell["computed"],
        "verdict": _VERDICTS[cell["verdict"]],
        "why": [*why, *audit.listed(told)],
    }


# Errata and claims ----------------------------------------------------------------------------


def _erratum(audit: _Audit, row: Row) -> dict[str, Any]:
    return {
        "number": row["erratum"],
        "class": row["class"],
        "rank": row.get("rank", ""),
        "count": int(row["count"]),
        "root": _places(audit, _keys(row["root"])),
        "cells": _places(audit, _keys(row["cells"])),
        "alternatives": strung("; ", audit.listed(row["alternatives"])),
    } | {name: audit.listed(row[name]) for name in ("believed", "evidence", "consequences")}


def _places(audit: _Audit, keys: Iterable[Key]) -> list[Pieces]:
    """Links to cells, a text for each table."""
    tables: list[Pieces] = []
    for exhibit, group in groupby(keys, key=lambda key: key[0]):
        links = ([audit.cell_link(k, audit.names.get(k, ", ".join(k[1:])))] for k in group)
        tables.append([f"{number_of(exhibit)}: ", *strung("; ", links)])
    return tables


def _claim(audit: _Audit, claim: Row) -> dict[str, Any]:
    short = len(str(claim["evidence"])) <= _LONG_EVIDENCE
    evidence = audit.listed(claim["evidence"])
    return {
        **{name: claim[name] for name in ("claim_id", "claim", "location", "n")},
        "verdict": _WORDS[claim["verdict"]],
        "corrected": _WORDS[claim["verdict_corrected"]],
        "basis": _BASES[claim["basis"]],
        "evidence": evidence,
        "folded": len(evidence) > (_SHORT_EVIDENCE if short else 0),
        "others": [
            audit.linked(one) for one in claim["evidence_corrected"].besides(claim["evidence"])
        ],
    }
