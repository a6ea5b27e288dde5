"""The audit: a page of where the printed figures differ, one for each table, one of the errata.

What these say about findings comes from the frames; the words here only tell what columns and
verdicts mean. What a number's card knows of the audit is told here too (`Audit.reasons`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any, Final

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.cases.printed import BESIDE_PRINT, column_label, decimals
from upgrading.exhibits.accounted_for import SLIP
from upgrading.numbers import shown
from upgrading.parts import Cell, Claim, Erratum, Exhibit, Key, Name, Part, Passage, Text
from upgrading.publish.site.bars import bars, counted
from upgrading.publish.site.cells import Exhibits, anchor, audit_address, audit_page_of, page_of
from upgrading.publish.site.claims_pages import address_of, quoted
from upgrading.publish.site.shell import Page
from upgrading.publish.tables import Line, lines, number_of
from upgrading.publish.terms import called
from upgrading.templating import Piece, Pieces, capital, link, strung, unlinked
from upgrading.verdicts import CELL_VERDICTS, DIFFERING

TITLE: Final = "Audit of the printed figures"

INDEX: Final = "audit.html"

ERRATA: Final = "audit/errata.html"

Row = Mapping[str, Any]
"""A row of one of the audit's frames, by column."""

_UNEXPLAINED: Final = DIFFERING[-1]

_VERDICTS: Final = {verdict.name: verdict for verdict in CELL_VERDICTS}


@dataclass(frozen=True)
class Audit:
    """The audit's frames as rows, the printed tables, and names and links made of them.

    `cells`, `errata`, `conventions` and `claims`: rows of the frames of `audit.run.Audit`;
    `tables`: the printed cells by exhibit; `around`: their captions and notes; `called`: what ids
    in texts are called (`terms.names_of`); `root`: the way from the page to the site's folder.
    """

    cells: Sequence[Row]
    errata: Sequence[Row]
    conventions: Sequence[Row]
    claims: Sequence[Row]
    tables: Mapping[str, pd.DataFrame]
    around: Mapping[str, Printed]
    called: Mapping[str, str] = field(default_factory=dict)
    root: str = ""

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
    def classes(self) -> dict[str, str]:
        """What kind of cause each erratum names, by its number."""
        return {row["erratum"]: row["class"] for row in self.errata}

    @cached_property
    def claim_addresses(self) -> dict[str, str]:
        """Where each claim stands in the site, by its id."""
        return {row["claim_id"]: address_of(row) for row in self.claims}

    @cached_property
    def said(self) -> dict[str, str]:
        """What each claim says, by its id."""
        return {row["claim_id"]: row["claim"] for row in self.claims}

    def to(self, address: str, name: str) -> Piece:
        """A link to a place of the site."""
        return link(f"{self.root}{address}", name)

    def cell_link(self, key: Key, name: str) -> Piece:
        """A link to a cell, or the name alone where the cell is not audited."""
        return self.to(audit_address("/".join(key)), name) if key in self.by_key else name

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
                shown = number_of(exhibit)
                here = exhibit in self.exhibits
                return [self.to(audit_page_of(exhibit), shown) if here else shown]
            case Erratum(erratum) if erratum in self.classes:
                return [self.to(f"{ERRATA}#{erratum}", erratum)]
            case Claim(claim) if claim in self.claim_addresses:
                return [self.to(self.claim_addresses[claim], quoted(self.said[claim]))]
        return [str(part)]

    def listed(self, told: Passage) -> list[Pieces]:
        """The texts of a passage, each with a capital, as it stands by itself."""
        return [capital(self.linked(one)) for one in told.texts]

    def reasons(self) -> dict[str, list[Pieces]]:
        """Why cells differ, as their cards say, by `exhibit/row/column`; links are from the root.

        The errata that bear on it with what they are, hypotheses and hints.
        """
        return {
            "/".join(key): why
            for key, cell in self.by_key.items()
            if (why := [*self.errata_of(cell), *self.listed(cell["explanation"])])
        }

    def errata_of(self, cell: Row) -> list[Pieces]:
        """The errata that bear on a cell, each with its class: a text, or none."""
        told: list[Pieces] = [
            [*self.linked((Erratum(number),)), f" ({self.classes[number]})"]
            for number in cell["explanation"].errata
        ]
        return [strung(", ", told)] if told else []


def audit_of(
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    conventions: pd.DataFrame,
    claims: pd.DataFrame,
    exhibits: pd.DataFrame,
    around: Mapping[str, Printed],
    names: Mapping[str, str],
) -> Audit:
    """The audit as pages take it, from the frames of `audit.run.Audit`.

    `exhibits`: the cells of `exhibits.build`; `around`: captions and notes by exhibit; `names`:
    what ids in texts are called. Raises `ValueError` if an audited cell is in none of the printed
    tables.
    """
    printed = exhibits[exhibits["row_kind"] != "added"]
    audit = Audit(
        cells=_records(cells),
        errata=_records(errata),
        conventions=_records(conventions),
        claims=_records(claims),
        tables={str(name): table for name, table in printed.groupby("exhibit", sort=False)},
        around=around,
        called=names,
    )
    if lost := [key for key in audit.by_key if key not in audit.names]:
        raise ValueError(f"audited, but in no printed table: {'/'.join(lost[0])}")
    return audit


def audit_pages(audit: Audit, exhibits: Exhibits, edition: str) -> list[Page]:
    """The page of where printed figures differ, those of the tables, and that of the errata.

    `exhibits`: what is known of each number, for its card; `edition`: the one that the study's
    tables and figures use.
    """
    within = replace(audit, root="../")
    return [
        Page(INDEX, TITLE, "audit.html.jinja", _index(audit, edition)),
        *(_table_page(within, exhibits, exhibit) for exhibit in audit.exhibits),
        Page(
            ERRATA,
            "Errata",
            "audit_errata.html.jinja",
            {"errata": [_erratum(within, row) for row in audit.errata]},
            section=INDEX,
        ),
    ]


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


# Where the trouble is -------------------------------------------------------------------------


def _index(audit: Audit, edition: str) -> dict[str, Any]:
    """How many figures have each verdict, by table; every figure that differs; the errata."""
    by_exhibit: dict[str, Counter[str]] = {exhibit: Counter() for exhibit in audit.exhibits}
    for cell in audit.cells:
        by_exhibit[cell["exhibit"]][cell["verdict"]] += 1
    drawn = bars(by_exhibit, CELL_VERDICTS)
    totals = Counter(str(cell["verdict"]) for cell in audit.cells)
    differing = [cell for cell in audit.cells if cell["verdict"] in DIFFERING]
    return {
        "edition": edition,
        "left_out": [number_of(name) for name in audit.around if name not in audit.exhibits],
        "verdicts": CELL_VERDICTS,
        "differing": [_VERDICTS[name] for name in DIFFERING],
        "totals": counted(totals, CELL_VERDICTS),
        "by_exhibit": [
            {
                "page": link(audit_page_of(exhibit), number_of(exhibit)),
                "caption": _caption(audit, exhibit),
                "counts": counted(counts, CELL_VERDICTS),
                "bar": drawn[exhibit],
            }
            for exhibit, counts in by_exhibit.items()
        ],
        "trouble": [
            _differing(audit, cell, _places_of(differing), named=f"{number_of(cell['exhibit'])}, ")
            | {"why": audit.errata_of(cell)}
            for cell in differing
        ],
        "errata": {
            "page": ERRATA,
            "rows": [
                {
                    "number": audit.to(f"{ERRATA}#{row['erratum']}", row["erratum"]),
                    "class": row["class"],
                    "rank": row.get("rank", ""),
                    "tables": strung(
                        ", ",
                        (
                            audit.linked((Exhibit(exhibit),))
                            for exhibit in dict.fromkeys(key[0] for key in _keys(row["cells"]))
                        ),
                    ),
                    "count": int(row["count"]),
                }
                for row in audit.errata
            ],
        },
    }


# Printed tables -------------------------------------------------------------------------------


def _caption(audit: Audit, exhibit: str) -> str:
    return audit.around[exhibit].caption.rstrip(" *")


def _table_page(audit: Audit, exhibits: Exhibits, exhibit: str) -> Page:
    """The page of a printed table: a verdict on each figure, and why those differ that do."""
    around, shown = audit.around[exhibit], number_of(exhibit)
    own = [cell for cell in audit.cells if cell["exhibit"] == exhibit]
    odd = [cell for cell in own if cell["verdict"] in DIFFERING]
    counts = Counter(str(cell["verdict"]) for cell in own)
    at = audit.exhibits.index(exhibit)
    view = {
        "name": exhibit,
        "number": shown,
        "caption": _caption(audit, exhibit),
        "section": around.section,
        "page": f"{audit.root}{page_of(exhibit)}" if exhibit in exhibits.tables else "",
        "counts": [(verdict, counts[verdict.name]) for verdict in CELL_VERDICTS],
        "parts": _printed_table(audit, exhibit),
        "conventions": _conventions(audit, exhibit),
        "notes": [note for note in (around.legend, *around.notes) if note],
        "differing": _told_once([_differing(audit, cell, _places_of(odd)) for cell in odd]),
        "beside": [
            link(f"{audit.root}{audit_page_of(audit.exhibits[n])}", number_of(audit.exhibits[n]))
            for n in (at - 1, at + 1)
            if 0 <= n < len(audit.exhibits)
        ],
    }
    cards = {place: exhibits.card_away(place) for place in map("/".join, map(_key, own))}
    title = f"{shown}, audited"
    return Page(audit_page_of(exhibit), title, "audit_table.html.jinja", view, INDEX, cards)


def _printed_table(audit: Audit, exhibit: str) -> list[dict[str, Any]]:
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


def _row(audit: Audit, line: Line, numeric: set[str]) -> list[dict[str, Any]]:
    if line.kind in {"section", "panel"}:
        scope = "colgroup" if line.kind == "panel" else "rowgroup"
        shown = line.cells[0].printed.strip()
        return [{"scope": scope, "span": len(line.cells), "is_text": False, "shown": shown}]
    return [_cell(audit, line.kind, cell, numeric) for cell in line.cells]


def _cell(audit: Audit, kind: str, cell: Any, numeric: set[str]) -> dict[str, Any]:
    """A heading of `scope`, a text, or an audited figure with its `verdict`."""
    key, shown = (cell.exhibit, cell.row, cell.column), cell.printed.strip()
    scope, verdict = "", None
    if kind == "header" or cell.column.startswith("label_"):
        scope = ("col" if kind == "header" else "row") if shown else ""
    elif key in audit.by_key:
        verdict = _VERDICTS[audit.by_key[key]["verdict"]]
    place = "/".join(key)
    return {
        **{"scope": scope, "span": None, "is_text": cell.column not in numeric, "shown": shown},
        **{"verdict": verdict, "place": place, "anchor": anchor(place)},
    }


def _conventions(audit: Audit, exhibit: str) -> list[Pieces]:
    """The rounding conventions that the table's cells show, of the whole or by row."""
    found: list[Pieces] = []
    for row in audit.conventions:
        if row["exhibit"] == exhibit:
            part = audit.row_names.get((exhibit, row["part"]), row["part"])
            told = strung("; ", [audit.linked(one) for one in row["convention"].texts])
            found.append([f"{part}: ", *told] if part else capital(told))
    return found


def _differing(audit: Audit, cell: Row, places: int, named: str = "") -> dict[str, Any]:
    """A figure that differs, with what explains it; `named`: what stands before its name.

    `places`: the decimals of its column.
    """
    key = _key(cell)
    return {
        "figure": audit.cell_link(key, f"{named}{audit.names[key]}"),
        "printed": cell["printed"],
        "computed": _in_short(cell["computed"], places),
        "verdict": _VERDICTS[cell["verdict"]],
        "why": [*audit.errata_of(cell), *audit.listed(cell["explanation"])],
    }


def _in_short(computed: str | None, places: int) -> str | None:
    """A computed figure as it stands in a column, since its card has all of it; a degree, or
    nothing, as it is."""
    try:
        value = Fraction(computed or "")
    except ValueError:
        return computed
    return shown(value, places)


def _places_of(cells: Iterable[Row]) -> int:
    """Decimals of a column of computed figures: two more than any printed one beside it has."""
    return max((decimals(cell["printed"]) for cell in cells), default=0) + BESIDE_PRINT


_LONG: Final = 60
"""A reason of more characters than this is told once on a page."""


def _told_once(differing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Figures that differ, of which a long reason is told at the first and pointed to after.

    A pointer keeps what kind of reason it is: a hint is none less for being told before.
    """
    first: dict[str, Piece] = {}
    for one in differing:
        why: list[Pieces] = []
        for text in one["why"]:
            said = unlinked(text)
            if said in first:
                kind, colon, _ = said.partition(":")
                why.append([f"{kind}: as for " if colon else "As for ", first[said]])
                continue
            if len(said) > _LONG:
                first[said] = one["figure"]
            why.append(text)
        one["why"] = why
    return differing


# Errata ---------------------------------------------------------------------------------------


def _erratum(audit: Audit, row: Row) -> dict[str, Any]:
    root, cells = _keys(row["root"]), _keys(row["cells"])
    # a slip explains what carries it; what only a hint would reproduce is not accounted for
    own = root if row["class"] == SLIP else []
    hinted = [
        key
        for key in root
        if key not in cells and key in audit.by_key and audit.by_key[key]["verdict"] == _UNEXPLAINED
    ]
    return {
        "number": row["erratum"],
        "class": row["class"],
        "rank": row.get("rank", ""),
        "root": _places(audit, [key for key in root if key not in hinted]),
        "cells": _places(audit, [key for key in cells if key not in own]),
        "hinted": _places(audit, hinted),
        "alternatives": strung("; ", map(audit.linked, row["alternatives"].texts)),
    } | {name: audit.listed(row[name]) for name in ("believed", "evidence", "consequences")}


def _places(audit: Audit, keys: Iterable[Key]) -> list[Pieces]:
    """Links to cells, a text for each table."""
    tables: list[Pieces] = []
    for exhibit, group in groupby(keys, key=lambda key: key[0]):
        links = ([audit.cell_link(k, audit.names.get(k, ", ".join(k[1:])))] for k in group)
        tables.append([f"{number_of(exhibit)}: ", *strung("; ", links)])
    return tables
