"""What people call exhibits, rows, columns and inputs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple, get_args

import pandas as pd

from upgrading.changes.differences import ADDED, CLEANING, GONE, Cause, Place
from upgrading.changes.inputs import Inputs, entries
from upgrading.claims.readings import Tier
from upgrading.publish.tables import number_of
from upgrading.publish.terms import full_name
from upgrading.trade.sources import short_name
from upgrading.vocabulary import (
    COMPONENTS,
    DEGREES,
    GENERAL,
    GOVERNANCE,
    INDICES,
    SECTOR_GROUPS,
    UPGRADING,
)

COLUMNS: Final = {
    **COMPONENTS,
    **GOVERNANCE,
    **UPGRADING,
    **INDICES,
    "ce_degree": "Degree of collective efficiency",
    "up_sum": "Sum of upgrading",
    "verdict": "Verdict, printed edition",
    "verdict_corrected": "Verdict, corrected edition",
    "firms": "Firms",
    "created": "Created",
    "production_2002": "Production 2002",
    "production_1995": "Production 1995",
    "exports_2002": "Exports 2002",
    "exports_1996": "Exports 1996",
    "direct_jobs": "Direct jobs",
    "indirect_jobs": "Indirect jobs",
}

_MODEL: Final = re.compile(r"\((\d+)\)")
"""What heads the column of a model."""

_INTERVAL: Final = re.compile(r"\[[-−]?[\d.]+, [-−]?[\d.]+\]")

_ERRATUM: Final = "erratum"
_UPDATE: Final = "author’s update"
_TAKEN_BACK: Final = "erratum or author’s update taken back"
"""Of a score as printed that was another: the inputs of before do not tell which of them it was."""

_TIERS: Final[tuple[Tier, ...]] = get_args(Tier)
"""From what a reader meets first to details."""

_EVERY_GROUP: Final = "all sector groups"

ROWS: Final = {**DEGREES, **SECTOR_GROUPS, "total": "Total", "average": "Average"}


@dataclass(frozen=True)
class Labels:
    """Labels by id; what has none is called by its id, without underscores.

    By exhibit, row and column: `order` and `texts` of the present cells, and which of them are
    `intervals`. By cluster and column, a whole cluster under an empty one: `corrections`, where a
    score of the corrected edition comes from that is not the printed one. By claim, in the order of
    the report: `tiers`.
    """

    captions: Mapping[str, str]
    rows: Mapping[tuple[str, str], str]
    columns: Mapping[tuple[str, str], str]
    clusters: Mapping[str, str]
    order: Mapping[tuple[str, str, str], int]
    texts: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    intervals: Collection[tuple[str, str, str]] = frozenset()
    corrections: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tiers: Mapping[str, str] = field(default_factory=dict)

    def exhibit(self, exhibit: str) -> str:
        """`Table 6. Traditional Manufacturing: …`."""
        caption = self.captions.get(exhibit, "")
        number = number_of(exhibit)
        # an asterisk leads to a note below the table
        words = caption.rstrip("* ")
        return ". ".join(filter(None, (number, words))) or _plain(exhibit)

    def rank(self, place: Place) -> tuple[int, int]:
        """For sorting as the tables have it; what they no longer have comes first."""
        return self.order.get((place.exhibit, "", ""), -1), self.order.get(self._cell(place), -1)

    def _cell(self, place: Place) -> tuple[str, str, str]:
        """The cell that a number stands in, also where it is the second one."""
        own = (place.exhibit, place.row, place.column)
        return own if own in self.order else (*own[:2], place.column.removesuffix("_2"))

    def row(self, exhibit: str, row: str) -> str:
        """The row as its table labels it; clusters by industry, name and country."""
        known = self.clusters.get(row) or ROWS.get(row) or self.rows.get((exhibit, row))
        return known or _plain(row)

    def statement(self, place: Place) -> str:
        """What a word is on: a set by its general sentence, a relation or claim by its own."""
        if place.kind != "set":
            return self.row(place.exhibit, place.row)
        general, _, of = place.row.partition("/")
        where = SECTOR_GROUPS.get(of) or _plain(of) or _EVERY_GROUP
        return f"{GENERAL.get(general, _plain(general))}: {where}"

    def tier(self, claim: str) -> str:
        """How much the report makes of a claim; nothing of one that it has no more."""
        return self.tiers.get(claim, "")

    def is_headline(self, claim: str) -> bool:
        """Whether it is one of those that a reader meets first."""
        return self.tier(claim) == _TIERS[0]

    def standing(self, place: Place) -> tuple[int, int]:
        """For sorting statements: claims by tier, then as the report has them."""
        tier = self.tier(place.row)
        if not tier:
            return len(_TIERS), 0
        return _TIERS.index(tier), [*self.tiers].index(place.row)

    def column(self, exhibit: str, column: str) -> str:
        """The column as its table heads it; the second number of a cell is told so."""
        first = column.removesuffix("_2")
        if column not in COLUMNS and (exhibit, column) not in self.columns and first != column:
            return f"{self.column(exhibit, first)} (second number)"
        return COLUMNS.get(column) or self.columns.get((exhibit, column)) or _plain(column)

    def column_of(self, place: Place) -> str:
        """The column of a number; which end it is of an interval."""
        cell = self._cell(place)
        if cell not in self.intervals:
            return self.column(place.exhibit, place.column)
        end = "lower end" if cell[2] == place.column else "upper end"
        return f"{self.column(place.exhibit, cell[2])}, {end}"

    def now(self, place: Place) -> str:
        """What the cell of a number holds now; nothing if its table has no such cell."""
        return self.texts.get(self._cell(place), "")

    def cause(self, cause: Cause) -> str:
        """The input in words: `Furniture, Serra Gaúcha (BRA): Backward vertical linkages`."""
        kind, *parts = cause.name
        match kind:
            case "cluster":
                return self._cluster(cause, parts) + self._edition(cause)
            case "profile":
                exhibit = "Table 2"
                labels = [
                    self.row("table_02", part) if n == 0 else self.column("table_02", part)
                    for n, part in enumerate(parts)
                ]
            case "stage":
                exhibit = "Table 20"
                labels = [_plain(part) for part in parts]
            case "printed":
                exhibit = number_of(parts[0]) if parts else "Printed tables"
                labels = (
                    [self.row(parts[0], parts[1]), self.column(parts[0], parts[2])]
                    if len(parts) > 1
                    else []
                )
            case "choice":
                return f"config/config.yaml: {self._choice(cause)}"
            case "product" | "relation":
                return self._entry(cause, parts[0])
            case _:
                exhibit = "Trade"
                labels = [short_name(parts[0]), *parts[1:]]
        text = f"{exhibit}, {', '.join(labels)}" if labels else exhibit
        return f"{text} ({len(cause.edits)} cells)" if cause.grouped else text

    def _cluster(self, cause: Cause, parts: list[str]) -> str:
        cells = {(e.key, e.column) for e in cause.edits if e.table.startswith("clusters")}
        if len(parts) == 1:
            return f"{SECTOR_GROUPS.get(parts[0], parts[0])}: {len(cells)} cells"
        cluster = self.clusters.get(parts[1], _plain(parts[1]))
        if len(parts) == 2:
            return f"{cluster}: {len(cells)} cells"
        column = parts[2]
        return f"{cluster}: {COLUMNS.get(column, column)}" if column else f"Cluster {cluster}"

    def _edition(self, cause: Cause) -> str:
        """What acts in the corrected edition alone is no edit of a printed table, and says so."""
        if any(edit.table != "clusters_corrected" for edit in cause.edits):
            return ""
        found = set()
        for edit in cause.edits:
            places = (edit.key[0], edit.column), (edit.key[0], "")
            known = (self.corrections[place] for place in places if place in self.corrections)
            found.add(next(known, _TAKEN_BACK))
        return f" (corrected edition: {', '.join(sorted(found))})"

    @staticmethod
    def _entry(cause: Cause, name: str) -> str:
        file = {"product": "config/trade_products.yaml", "relation": "config/relations.yaml"}
        fields = sorted({e.key[1] for e in cause.edits if e.table in {"products", "relations"}})
        whole = (cause.old, cause.new) in {ADDED, GONE}
        text = f"{file[cause.kind]}: {', '.join([name, *([] if whole else fields)])}"
        flows = any(e.table == "trade_totals" for e in cause.edits)
        return f"{text} (and the flows that go with it)" if flows else text

    @staticmethod
    def _choice(cause: Cause) -> str:
        keys = sorted({e.key[0] for e in cause.edits if e.table == "choices"})
        text = ", ".join(keys)
        if keys[0].startswith(CLEANING) and any(e.table == "trade_totals" for e in cause.edits):
            text += " (and whatever else changed in the trade flows: not told apart)"
        return text


def _plain(name: str) -> str:
    return name.replace("_", " ")


class _Cell(NamedTuple):
    """What labels are made of, of a cell of an exhibit."""

    exhibit: str
    line: int
    row: str
    row_kind: str
    column: str
    header: str
    shown: str


_READ: Final = _Cell._fields


def _heading(header: str) -> str:
    words = " ".join(header.split())
    number = _MODEL.fullmatch(words)
    return f"Model {number[1]}" if number else words


def _row_labels(cells: Iterable[_Cell]) -> Iterator[tuple[str, str]]:
    """Rows of a table with their labels, below the label of their section or panel."""
    above = owner = ""
    in_order = sorted(cells, key=lambda cell: cell.line)
    for _, line in groupby(in_order, key=lambda cell: cell.line):
        own = list(line)
        heads = [cell.shown for cell in own if cell.column.startswith("label_")]
        label = ", ".join(dict.fromkeys(filter(None, heads)))
        if own[0].row_kind in {"section", "panel"}:
            # figures in brackets belong to the table, not to the name
            above, owner = label.split(" (")[0], ""
        elif own[0].row_kind != "header":
            # a standard error or an interval stands below what it is of
            below = label.startswith(("(", "["))
            owner = owner if below else label
            label = f"{owner} {label}" if below else label
            yield own[0].row, ", ".join(filter(None, (above, label.strip().removesuffix("."))))


def _relation_labels(inputs: Inputs) -> Iterator[tuple[tuple[str, str], str]]:
    """Relations by what they say, and of which sector groups."""
    for name, entry in entries(inputs["relations"]).items():
        own = entry.get("groups", [])
        named = ", ".join(SECTOR_GROUPS.get(group, group) for group in own)
        of = _EVERY_GROUP if {*own} == {*SECTOR_GROUPS} else named
        told = "; ".join(filter(None, (of, name)))
        yield ("relations", name), f"{entry.get('statement', _plain(name))} ({told})"


def _corrections(
    states: Sequence[Inputs], updated: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """`Labels.corrections` of the inputs, the present ones last.

    `updated`: scores that authors' files change now. Only such a file adds a cluster, and what else
    is not as printed is an erratum's.
    """
    found: dict[tuple[str, str], str] = {}
    for inputs in states:
        printed = inputs["clusters_printed"].rows
        added = (key for key in inputs["clusters_corrected"].rows if key not in printed)
        found |= {(cluster, ""): _UPDATE for (cluster,) in added}
    for present in states[-1:]:
        corrected = present["clusters_corrected"].rows
        for (cluster,), row in present["clusters_printed"].rows.items():
            own = corrected[cluster,]
            found |= {(cluster, name): _ERRATUM for name in row if own[name] != row[name]}
    return found | dict.fromkeys(updated, _UPDATE)


def labels(
    exhibits: pd.DataFrame,
    captions: Mapping[str, str],
    claims: pd.DataFrame,
    states: Sequence[Inputs],
    updates: pd.DataFrame,
) -> Labels:
    """Labels from the present exhibits (`EXHIBIT_COLUMNS`) and the clusters of `states`.

    `claims`: `claim_id`, the `claim` in words and its `tier`; `states`: inputs, the present ones
    last;
    `updates`: `cluster_id` and `column` of the scores that authors' files change now.
    """
    rows = {
        ("claims", claim): f"{text} ({claim})"
        for claim, text in zip(claims["claim_id"], claims["claim"], strict=True)
    }
    for inputs in states:
        rows |= dict(_relation_labels(inputs))
    columns: dict[tuple[str, str], str] = {}
    order: dict[tuple[str, str, str], int] = {}
    texts: dict[tuple[str, str, str], str] = {}
    cells = exhibits[list(_READ)].fillna("").itertuples(index=False, name=None)
    for exhibit, table in groupby(map(_Cell._make, cells), key=lambda cell: cell.exhibit):
        own = list(table)
        order[exhibit, "", ""] = len(order)
        for cell in own:
            order.setdefault((exhibit, cell.row, cell.column), len(order))
            texts[exhibit, cell.row, cell.column] = cell.shown
            if cell.header:
                columns[exhibit, cell.column] = _heading(cell.header)
        rows.update({(exhibit, row): label for row, label in _row_labels(own)})
    clusters: dict[str, str] = {}
    for inputs in states:
        for name in ("clusters_printed", "clusters_corrected"):
            for (cluster,), entry in inputs[name].rows.items():
                clusters[cluster] = full_name(entry)
    intervals = frozenset(cell for cell, text in texts.items() if _INTERVAL.fullmatch(text))
    updated = set(zip(updates["cluster_id"], updates["column"], strict=True))
    corrections = _corrections(states, updated)
    tiers = dict(zip(claims["claim_id"], claims["tier"], strict=True))
    return Labels(captions, rows, columns, clusters, order, texts, intervals, corrections, tiers)
