"""A page per table, with its numbers to follow, notes, downloads; one page of all figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.trade import PRINTED_EXPORTS
from upgrading.publish.site.cells import Exhibits, anchor, followed, page_of
from upgrading.publish.site.figure import Figure
from upgrading.publish.site.shell import Page
from upgrading.publish.tables import Line, lines, text_positions
from upgrading.templating import link
from upgrading.verdicts import DIFFERING


def figures_page(figures: Sequence[Figure]) -> Page:
    """The page of all figures."""
    return Page("figures.html", "Figures", "figures.html.jinja", {"figures": figures})


_SHORT: Final = 12
"""Characters up to which a text in a cell stays on one line."""

_FEW: Final = 12
"""Rows up to which a table needs no filter."""


@dataclass(frozen=True)
class Around:
    """What stands around a table: its notes, its figures, the rule that makes it and its inputs."""

    notes: Sequence[str]
    figures: Sequence[Figure]
    rule: str
    inputs: Sequence[str]


def table_view(
    exhibits: Exhibits, exhibit: str, cards: dict[str, Any], *, away: bool = False
) -> dict[str, Any]:
    """The table of an exhibit for the macro `exhibit`; the cards of its numbers go to `cards`.

    `away`: on another page than its own, to which the cards lead and where its numbers have ids.
    """
    table = exhibits.tables[exhibit]
    kinds = _text_kinds(table)
    all_lines = list(lines(table))
    heads = _leading_headers(all_lines)
    parts = [
        {"tag": tag, "rows": [_row(exhibits, line, kinds, cards, away) for line in part]}
        for tag, part in (("thead", all_lines[:heads]), ("tbody", all_lines[heads:]))
        if part
    ]
    return {
        "name": exhibit,
        "title": exhibits.titles[exhibit],
        "sorting": _sorting(all_lines[heads:], kinds) if heads else "",
        "long": sum(line.kind in {"body", "added"} for line in all_lines) > _FEW,
        "parts": parts,
    }


def section_view(
    exhibits: Exhibits,
    notes: Mapping[str, Sequence[str]],
    names: Iterable[str],
    cards: dict[str, Any],
) -> list[dict[str, Any]]:
    """Tables under their titles, with their notes: those of `names` that there are."""
    return [
        {
            "table": table_view(exhibits, exhibit, cards, away=True),
            "notes": notes[exhibit],
        }
        for exhibit in names
        if exhibit in exhibits.tables
    ]


def _leading_headers(table: Sequence[Line]) -> int:
    """How many lines the head of the table has: up to the last header before anything else."""
    count = 0
    for number, line in enumerate(table, start=1):
        if line.kind == "header":
            count = number
        elif line.kind != "panel":
            break
    return count


def _sorting(body: Sequence[Line], texts: Collection[int]) -> str:
    """How the rows of a table may change places, as classes of it; empty if they may not.

    `sortable`: all of them, where each has a name and no title stands above it. `sortable within`:
    the rows under each title or header among themselves, since a row is read with the title above
    it; where they are told apart by their names and the words in the columns `texts`. Lines that
    belong together, such as an estimate and its interval, are not.
    """
    blocks: list[list[Line]] = [[]]
    for line in body:
        if line.kind in {"panel", "section", "header"}:
            blocks.append([])
        elif line.kind in {"body", "added"}:
            blocks[-1].append(line)
    rows = [line for block in blocks for line in block]
    if len(rows) < 2:
        return ""

    def apart(lines: Sequence[Line]) -> bool:
        words = [
            tuple(
                cell.shown
                for cell in line.cells
                if cell.position in texts or cell.column.startswith("label_")
            )
            for line in lines
        ]
        return len(set(words)) == len(words)

    named = all(any(cell.shown.strip() for cell in line.labels) for line in rows)
    if len(blocks) == 1 and (named or apart(rows)):
        return "sortable"
    return "sortable within" if all(map(apart, blocks)) else ""


def _text_kinds(table: pd.DataFrame) -> dict[int, str]:
    """The class of each column of text; one of short words does not break them."""
    longest = (
        table[table["row_kind"] == "body"]
        .groupby("position")["shown"]
        .agg(lambda shown: max(map(len, shown)))
    )
    return {
        position: "text short" if longest.get(position, 0) <= _SHORT else "text"
        for position in text_positions(table)
    }


def _row(
    exhibits: Exhibits, line: Line, kinds: Mapping[int, str], cards: dict[str, Any], away: bool
) -> dict[str, Any]:
    if line.kind in {"section", "panel"}:
        scope = "colgroup" if line.kind == "panel" else "rowgroup"
        title = {"scope": scope, "span": len(line.cells), "kind": "", "shown": line.cells[0].shown}
        return {"kind": line.kind, "words": "", "cells": [title]}
    return {
        "kind": line.kind,
        "words": exhibits.countries.get(line.row, ""),
        "cells": [_cell(exhibits, line.kind, cell, kinds, cards, away) for cell in line.cells],
    }


def _cell(
    exhibits: Exhibits,
    kind: str,
    cell: Any,
    kinds: Mapping[int, str],
    cards: dict[str, Any],
    away: bool,
) -> dict[str, Any]:
    """A cell for the macro `exhibit_cell`: a heading of `scope`, a number, or a text."""
    view: dict[str, Any] = {
        **{"scope": "", "span": None, "kind": kinds.get(cell.position, ""), "shown": cell.shown},
        **{"value": "", "number": None, "told": "", "anchor": ""},
    }
    if kind == "header" or cell.column.startswith("label_"):
        scope = "col" if kind == "header" else "row"
        return view | {"scope": scope if cell.shown else ""}
    place = f"{cell.exhibit}/{cell.row}/{cell.column}"
    if place in exhibits.numbers:
        number = followed(exhibits, place, cards, away=away)
        return view | {
            "value": cell.value.split(" ")[0],
            "number": number,
            "anchor": "" if away else anchor(place),
        }
    update = exhibits.updates.get((cell.row, cell.column))
    return view | {"told": update.in_words if update else ""}


def exhibit_page(exhibits: Exhibits, exhibit: str, around: Around, others: Iterable[str]) -> Page:
    """The page of one exhibit; `others`: the exhibits in their order, for what comes next."""
    cards: dict[str, Any] = {}
    title, cells, order = exhibits.titles[exhibit], exhibits.tables[exhibit], list(others)
    at = order.index(exhibit)
    notes = [note for note in around.notes if note]
    if any((cell.row, cell.column) in exhibits.updates for cell in cells.itertuples(index=False)):
        notes.append("Underlined: an author’s update, not the report’s figure; its card names it.")
    view = {
        "table": table_view(exhibits, exhibit, cards),
        "notes": notes,
        "compared": _compared_in(exhibits, exhibit),
        "figures": around.figures,
        "rule": around.rule,
        "inputs": around.inputs,
        "beside": [
            link(f"{order[n]}.html", exhibits.titles[order[n]])
            for n in (at - 1, at + 1)
            if 0 <= n < len(order)
        ],
    }
    return Page(page_of(exhibit), title, "exhibit.html.jinja", view, "tables.html", cards)


def _compared_in(exhibits: Exhibits, exhibit: str) -> list[dict[str, str]]:
    """Links to the comparison with the report, of a table whose numbers enter it."""
    own = {place for place in exhibits.uses if place.startswith(f"{exhibit}/")}
    used = any(
        use.startswith(f"{PRINTED_EXPORTS}/") for place in own for use in exhibits.uses[place]
    )
    return [link(f"{PRINTED_EXPORTS}.html", exhibits.titles[PRINTED_EXPORTS])] if used else []


def list_page(exhibits: Exhibits, groups: Mapping[str, Sequence[str]], edition: str) -> Page:
    """The list of all tables, under the headings of `groups`, each with what differs in it.

    What differs is what the audit finds, so that there is one count of it; `edition`: whose scores
    the tables themselves show.
    """
    wrong = exhibits.audited[exhibits.audited["verdict"].isin(DIFFERING)]["exhibit"].value_counts()
    tables = {
        name: link(page_of(name), exhibits.titles[name])
        | {
            "numbers": int((table["value"] != "").sum()),
            "differing": int(wrong.get(name, 0)),
        }
        for name, table in exhibits.tables.items()
    }
    view = {heading: [tables[name] for name in names] for heading, names in groups.items()}
    return Page("tables.html", "Tables", "tables.html.jinja", {"groups": view, "edition": edition})
