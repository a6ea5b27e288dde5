"""Numbers of the exhibits, and what the card of each says: value, print, formula, verdict, uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.cases.indices import REPORTED, IndexRule
from upgrading.cases.printed import column_label
from upgrading.publish.tables import lines, number_of, with_minus
from upgrading.templating import Pieces
from upgrading.verdicts import CELL_VERDICTS

_MOST_USES: Final = 12
"""Uses of a number that its card lists; a score stands in many means."""

_MARKS: Final = {verdict.name: verdict for verdict in CELL_VERDICTS}


UPDATE_COLUMNS: Final = ("cluster_id", "column", "printed", "value", "source", "file")
"""One row per value that an author's file gives: what the report prints (empty if nothing), the
value, where the author has it from, the file."""


NO_UPDATES: Final = pd.DataFrame(columns=list(UPDATE_COLUMNS), dtype=object)


@dataclass(frozen=True)
class Update:
    """An author's value of a score of a cluster, instead of the printed one."""

    printed: str
    value: str
    source: str
    file: str

    @property
    def in_words(self) -> str:
        """What a reader is told about it."""
        printed = f"the report prints {self.printed}" if self.printed else "not in the report"
        return f"an author’s update: {printed}; source: {self.source} ({self.file})"


def updates(frame: pd.DataFrame) -> dict[tuple[str, str], Update]:
    """The updates (`UPDATE_COLUMNS`) by cluster and column."""
    texts = frame[list(UPDATE_COLUMNS)].astype(object).where(frame.notna(), "").astype(str)
    return {
        (row.cluster_id, row.column): Update(row.printed, row.value, row.source, row.file)
        for row in texts.itertuples(index=False)
    }


def page_of(exhibit: str) -> str:
    """The page of an exhibit in the site."""
    return f"tables/{exhibit}.html"


def anchor(cell: str) -> str:
    """The id of a cell (`exhibit/row/column`) on every page that shows its table."""
    return cell.replace("/", "-")


def address(cell: str) -> str:
    """The address in the site of a cell (`exhibit/row/column`), a column or a whole table."""
    exhibit, *place = cell.split("/")
    return f"{page_of(exhibit)}#{anchor(cell)}" if place and place[0] else page_of(exhibit)


def audit_page_of(exhibit: str) -> str:
    """The page of the audit on the figures of an exhibit."""
    return f"audit/{exhibit}.html"


def audit_address(cell: str) -> str:
    """The address in the site of a figure (`exhibit/row/column`) in the audit."""
    return f"{audit_page_of(cell.split('/')[0])}#{anchor(cell)}"


KINDS: Final = {
    "input": "an input: nothing else in the report determines it",
    "repeated": "the same fact is printed elsewhere too",
    "derived": "it follows from other figures of the report",
}
"""What the audit's kinds of printed figures mean."""


def audited_by(rule: IndexRule) -> str:
    """What the audit computes from, where the analysis makes the index under `rule`."""
    formula = "" if rule.formula == REPORTED.formula else " and the report’s formula of the index"
    return f"the scores as printed{formula}"


@dataclass(frozen=True)
class Exhibits:
    """The exhibits as cells, with what is known about each.

    `cells`: all exhibits (`EXHIBIT_COLUMNS`); `titles`: what each is called; `formulas`:
    `FORMULA_COLUMNS`; `audited`: the audit's `cells`; `updates`: values that authors' files give
    (`UPDATE_COLUMNS`), by cluster and column; `countries`: their names, by cluster; `audited_by`:
    what the audit computes from; `reasons`: why figures differ from the printed ones, by cell
    (`audit_pages.Audit.reasons`).
    """

    cells: pd.DataFrame
    titles: Mapping[str, str]
    formulas: pd.DataFrame
    audited: pd.DataFrame
    updates: Mapping[tuple[str, str], Update] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    audited_by: str = audited_by(REPORTED)
    reasons: Mapping[str, Sequence[Pieces]] = field(default_factory=dict)

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
                name = ", ".join(cell.shown for cell in line.labels if cell.shown.strip())
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
                f"{row.rstrip('.')}, {column_label(cell.header)}"
                if row
                else column_label(cell.header)
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
    def numbers(self) -> dict[str, Any]:
        """The cells with a card, by `exhibit/row/column`.

        They hold a computed value, or a text of which it is known how it comes about.
        """
        return {
            place: cell
            for place, cell in self._by_place.items()
            if cell.value or place in self._formulas
        }

    @cached_property
    def _by_place(self) -> dict[str, Any]:
        return {f"{c.exhibit}/{c.row}/{c.column}": c for c in self.cells.itertuples(index=False)}

    @cached_property
    def homes(self) -> dict[tuple[str, str], str]:
        """The first number of each row and column: of a cluster's variable, the table of it."""
        first: dict[tuple[str, str], str] = {}
        for place, cell in self.numbers.items():
            first.setdefault((cell.row, cell.column), place)
        return first

    def inputs(self, places: list[str]) -> dict[str, Any]:
        """The inputs as links; those of one column of one table have it as their heading."""
        homes = {(place.split("/")[0], place.split("/")[-1]) for place in places}
        if len(places) < 2 or len(homes) > 1 or any(_is_column(place) for place in places):
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
            shown = with_minus(self.shown.get(place, ""))
            text = self.short_title(exhibit)
            if not _is_column(place):
                text += f": {self.names.get(place, place)}"
            elif "/" in place:
                text += f", {self.headers.get((exhibit, place.split('/')[-1]), '')}"
            found.append([f"{text}: {shown}" if shown else text, address(place)])
        if (more := len(places) - _MOST_USES) > 0:
            found.append([f"and {more} more", ""])
        return found

    @cached_property
    def shown(self) -> dict[str, str]:
        """What each cell shows, by `exhibit/row/column`."""
        return {place: cell.shown for place, cell in self._by_place.items()}

    def card(self, cell: Any) -> dict[str, Any]:
        """What the card of one cell (a row of `cells`) says; empty entries are left out."""
        place = f"{cell.exhibit}/{cell.row}/{cell.column}"
        formula, audited = self._formulas.get(place), self._verdicts.get(place)
        said: dict[str, Any] = {
            "where": f"{self.short_title(cell.exhibit)}: {self.names[place]}",
            "shown": with_minus(cell.shown),
            "value": with_minus(cell.value) if cell.value not in {cell.shown, ""} else "",
            "printed": (cell.printed or "").strip(),
            "used": self._links(self.uses.get(place, [])),
        }
        if cell.count is not None:
            said["value"] += f" ({cell.count} clusters)" if said["value"] else ""
        if formula is not None:
            said |= {"words": formula.words, "formula": with_minus(formula.formula or "")}
            said |= self.inputs(list(filter(None, (formula.inputs or "").split("; "))))
        if audited is not None:
            mark = _MARKS[audited.verdict]
            rounding = f"; {audited.convention}" if audited.convention else ""
            where = audit_address(place)
            again = f"; {KINDS['repeated']}" if audited.kind == "repeated" else ""
            meaning = f"{mark.meaning}{rounding}{again}"
            said.setdefault("words", KINDS[audited.kind])
            if audited.computed and audited.computed != cell.value:
                # the audit judges the print by the report's scores, the cell may rest on others
                given = with_minus(audited.computed)
                meaning += f", by {self.audited_by}, which give {given}"
            said["verdict"] = [mark.mark, mark.word, where, meaning]
            said["why"] = self.reasons.get(place, [])
        if update := self.updates.get((cell.row, cell.column)):
            said["mind"] = update.in_words
        return {key: value for key, value in said.items() if value}

    def card_away(self, place: str) -> dict[str, Any]:
        """The card of a cell on another page than its table's, to which it leads."""
        home = address(place) if place in self.numbers else page_of(place.split("/")[0])
        return self.card(self._by_place[place]) | {"home": home}


def number(
    cell: str,
    shown: str,
    *,
    count: int | None = None,
    printed: str | None = None,
    updated: bool = False,
) -> dict[str, Any]:
    """A number to follow, for the macro `number`: its card is told under the name `cell`.

    `count`: of the clusters behind it; `printed`: what the report has where that differs.
    """
    return {
        "cell": cell,
        "shown": with_minus(shown),
        "count": count,
        "printed": printed,
        "updated": updated,
    }


def followed(
    exhibits: Exhibits,
    place: str,
    cards: dict[str, Any],
    text: str = "",
    *,
    away: bool = False,
) -> dict[str, Any]:
    """A number of the exhibits (`exhibit/row/column`) to follow; its card is added to `cards`.

    `text`: what it shows if not what its table does; `away`: on another page than its table's, to
    which the card then leads.
    """
    cell = exhibits.numbers[place]
    cards[place] = exhibits.card_away(place) if away else exhibits.card(cell)
    shown = number(
        place,
        cell.shown,
        count=cell.count,
        printed=cell.printed.strip() if cell.differs else None,
        updated=(cell.row, cell.column) in exhibits.updates,
    )
    if text or not cell.value:
        shown["shown"] = text or cell.shown
    return shown


def _is_column(place: str) -> bool:
    """Whether an input is a column (`exhibit//column`) or a whole table, not a cell."""
    return "//" in place or "/" not in place


def titles(around: Mapping[str, Printed], words: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What each exhibit is called: number and caption of the report's, caption of the others."""
    named = {}
    for exhibit, printed in around.items():
        number = number_of(exhibit)
        named[exhibit] = f"{number}. {printed.caption.rstrip(' *')}"
    return named | {exhibit: str(entry["caption"]) for exhibit, entry in words.items()}
