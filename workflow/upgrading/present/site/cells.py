"""Numbers of the exhibits, and what the card of each says: value, print, formula, verdict, uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from upgrading.catalogue import Printed
from upgrading.present.audit_page import VERDICTS
from upgrading.present.tables import lines, number_of
from upgrading.printed import column_label

_MOST_USES: Final = 12
"""Uses of a number that its card lists; a score stands in many means."""

_MARKS: Final = {verdict.name: verdict for verdict in VERDICTS}


def page_of(exhibit: str) -> str:
    """The page of an exhibit in the site."""
    return f"tables/{exhibit}.html"


def address(cell: str) -> str:
    """The address of a cell (`exhibit/row/column`) in the site."""
    return f"{page_of(cell.split('/')[0])}#{cell}"


@dataclass(frozen=True)
class Exhibits:
    """The exhibits as cells, with what is known about each.

    `cells`: all exhibits (`build.EXHIBIT_COLUMNS`); `titles`: what each is called; `formulas`:
    `exhibits.formulas`; `audited`: the audit's `cells`; `updated`: clusters and columns of
    `data/raw/updates` (`cluster_id/column`, or `cluster_id/*`).
    """

    cells: pd.DataFrame
    titles: Mapping[str, str]
    formulas: pd.DataFrame
    audited: pd.DataFrame
    updated: frozenset[str] = frozenset()

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The cells of each exhibit, in their order."""
        return {str(name): table for name, table in self.cells.groupby("exhibit", sort=False)}

    @cached_property
    def row_names(self) -> dict[tuple[str, str], str]:
        """What stands at the head of each row, by exhibit and row."""
        names: dict[tuple[str, str], str] = {}
        for exhibit, table in self.tables.items():
            section = ""
            for line in lines(table):
                labels = line.cells[line.cells["column"].str.startswith("label_")]["shown"]
                name = ", ".join(text for text in labels if text.strip())
                if line.kind == "section":
                    section = name
                elif section and name.isdecimal():
                    name = f"{section}, {name}"
                names.setdefault((exhibit, line.row), name)
        return names

    @cached_property
    def names(self) -> dict[str, str]:
        """Row and column of each cell, as its table prints them, by `exhibit/row/column`."""
        named = {}
        for cell in self.cells.itertuples(index=False):
            row = self.row_names[cell.exhibit, cell.row]
            named[f"{cell.exhibit}/{cell.row}/{cell.column}"] = (
                f"{row}, {column_label(cell.header)}" if row else column_label(cell.header)
            )
        return named

    def short_title(self, exhibit: str) -> str:
        """`Table 6`, or the caption of an exhibit without a number, up to its colon."""
        return number_of(exhibit) or self.titles[exhibit].partition(":")[0]

    @cached_property
    def _formulas(self) -> dict[str, Any]:
        return {f"{f.exhibit}/{f.row}/{f.column}": f for f in self.formulas.itertuples(index=False)}

    @cached_property
    def _verdicts(self) -> dict[str, Any]:
        return {f"{c.exhibit}/{c.row}/{c.column}": c for c in self.audited.itertuples(index=False)}

    @cached_property
    def uses(self) -> dict[str, list[str]]:
        """The cells that each cell enters directly."""
        found: dict[str, list[str]] = defaultdict(list)
        for place, formula in self._formulas.items():
            for source in filter(None, (formula.inputs or "").split("; ")):
                found[source].append(place)
        return found

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The cells that hold a computed value, by `exhibit/row/column`; each has a card."""
        filled = self.cells[self.cells["value"] != ""]
        return frozenset(filled["exhibit"] + "/" + filled["row"] + "/" + filled["column"])

    def is_updated(self, row: str, column: str) -> bool:
        """Whether a cell of a cluster comes from an author's file."""
        return f"{row}/*" in self.updated or f"{row}/{column}" in self.updated

    def _inputs(self, places: list[str]) -> dict[str, Any]:
        """The inputs as links; those of one column of one table have it as their heading."""
        homes = {(place.split("/")[0], place.split("/")[2]) for place in places}
        if len(places) < 2 or len(homes) > 1:
            return {"inputs": self._links(places)}
        exhibit, column = homes.pop()
        header = self.headers.get((exhibit, column), column)
        links = [
            [
                f"{self.row_names[exhibit, place.split('/')[1]]}: {self.shown.get(place, '')}",
                address(place),
            ]
            for place in places
        ]
        return {"from": f"{self.short_title(exhibit)}, {header}", "inputs": links}

    @cached_property
    def headers(self) -> dict[tuple[str, str], str]:
        """The header of each column of each table."""
        pairs = self.cells.drop_duplicates(["exhibit", "column"])
        return {(c.exhibit, c.column): column_label(c.header) for c in pairs.itertuples()}

    def _links(self, places: list[str]) -> list[list[str]]:
        found = []
        for place in places[:_MOST_USES]:
            exhibit = place.split("/")[0]
            shown = self.shown.get(place, "")
            text = f"{self.short_title(exhibit)}: {self.names.get(place, place)}"
            found.append([f"{text}: {shown}" if shown else text, address(place)])
        if (more := len(places) - _MOST_USES) > 0:
            found.append([f"and {more} more", ""])
        return found

    @cached_property
    def shown(self) -> dict[str, str]:
        """What each cell shows, by `exhibit/row/column`."""
        return {
            f"{c.exhibit}/{c.row}/{c.column}": c.shown for c in self.cells.itertuples(index=False)
        }

    def card(self, cell: Any) -> dict[str, Any]:
        """What the card of one cell (a row of `cells`) says; empty entries are left out."""
        place = f"{cell.exhibit}/{cell.row}/{cell.column}"
        formula, audited = self._formulas.get(place), self._verdicts.get(place)
        said: dict[str, Any] = {
            "where": f"{self.short_title(cell.exhibit)}: {self.names[place]}",
            "shown": cell.shown,
            "value": cell.value if cell.value not in {cell.shown, ""} else "",
            "printed": (cell.printed or "").strip(),
            "used": self._links(self.uses.get(place, [])),
        }
        if cell.count is not None:
            said["value"] += f" (mean of {cell.count})" if said["value"] else ""
        if formula is not None:
            said |= {"words": formula.words, "formula": formula.formula or ""}
            said |= self._inputs(list(filter(None, (formula.inputs or "").split("; "))))
        if audited is not None:
            mark = _MARKS[audited.verdict]
            rounding = f"; {audited.convention}" if audited.convention else ""
            where = f"audit.html#{place}"
            said["verdict"] = [mark.mark, mark.word, where, f"{mark.meaning}{rounding}"]
        if self.is_updated(cell.row, cell.column):
            said["mind"] = "updated: from an author's file in data/raw/updates, not in the report"
        return {key: value for key, value in said.items() if value}


def titles(around: Mapping[str, Printed], words: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What each exhibit is called: number and caption of the report's, caption of the others."""
    named = {}
    for exhibit, printed in around.items():
        number = number_of(exhibit)
        named[exhibit] = f"{number}. {printed.caption.rstrip(' *')}"
    return named | {exhibit: str(entry["caption"]) for exhibit, entry in words.items()}
