"""The numbers in the evidence of claims, each with the cells of the report's tables behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import pandas as pd

from upgrading.catalogue import Table
from upgrading.claims.readings import Claim, ask
from upgrading.evidence import PROFILES, SCORES, STAGES, Evidence, Notes, Read, with_all_cells
from upgrading.exhibits.values import homes
from upgrading.parts import From, Key, Number, Part, Passage, plain
from upgrading.profiles import TONNES

NUMBER_COLUMNS: Final = (
    *("claim_id", "edition", "reading"),
    *("before", "shown", "after", "value", "cells"),
)
"""`reading`: which of the claim's, from 0; `before` and `after`: the words of its evidence around
what is `shown`; `value` is exact, or of a τ-b in twelve digits; `cells`: what it was read from, as
`exhibit/row/column`, or `exhibit//column` where every cluster of the table was; of a count all that
were asked. A reading of which no number is told has one row, without words, with all cells that it
reads."""

_ROWS: Final[Mapping[str, str]] = {
    **{column: row for row, column in TONNES.items()},
    **dict.fromkeys(("from_year", "to_year"), "years"),
    **dict.fromkeys(("price_low", "price_high"), "price_us_kg"),
}
"""The row of Table 20 in which each figure of a stage stands."""


@dataclass(frozen=True)
class _Places:
    """The cells of the report's tables, by what was read of some evidence."""

    homes: Mapping[tuple[str, str], str]
    groups: Mapping[str, str]
    profiles: str
    printed: frozenset[str]
    stages: str

    def of(self, read: Iterable[Read]) -> list[str]:
        """The cells, each once; whole columns as such.

        By exhibit and column, clusters in the order of the report: not as they were read, since
        tests read sets.
        """
        listed = list(dict.fromkeys(read))
        sizes = Counter(self.groups.values())
        asked = Counter(
            (self.groups[row], column) for frame, row, column in listed if frame == SCORES
        )
        places: dict[str, None] = {}
        for frame, row, column in listed:
            place = self._of(frame, row, column)
            if frame == SCORES and place:
                group = self.groups[row]
                if asked[group, column] == sizes[group]:
                    place = f"{self.homes[group, column]}//{column}"
            if place:
                places[place] = None
        return sorted(places, key=self._order)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {cluster: rank for rank, cluster in enumerate(self.groups)}

    def _order(self, place: str) -> tuple[str, str, int, str]:
        exhibit, row, column = place.split("/")
        return exhibit, column, self._ranks.get(row, 0), row

    def _of(self, frame: str, row: str, column: str) -> str:
        if frame == SCORES:
            exhibit = self.homes.get((self.groups[row], column))
            return f"{exhibit}/{row}/{column}" if exhibit else ""
        if frame == PROFILES:
            name = column.removeprefix("additional_")
            return f"{self.profiles}/{row}/{name}" if name in self.printed else ""
        if frame == STAGES:
            return f"{self.stages}/{_ROWS[column]}/{row}" if column in _ROWS else ""
        return f"{frame}/{row}/{column}"


def _places(evidence: Evidence, tables: Mapping[str, Table]) -> _Places:
    shapes = {table.shape: exhibit for exhibit, table in tables.items()}
    return _Places(
        homes(tables),
        evidence.groups,
        shapes["profiles"],
        frozenset(tables[shapes["profiles"]].column_panels[0]),
        shapes["stages"],
    )


def placed(
    told: Iterable[Passage], evidence: Evidence, tables: Mapping[str, Table]
) -> Iterator[Passage]:
    """Passages of evidence whose numbers know their cells in the report's tables, not in frames."""
    places = _places(evidence, tables)

    def cells(read: tuple[Read, ...]) -> tuple[Key, ...]:
        found = (place.split("/") for place in places.of(read))
        return tuple((exhibit, row, column) for exhibit, row, column in found)

    def of(part: Part) -> Part:
        return replace(part, cells=cells(part.cells)) if isinstance(part, Number | From) else part

    for passage in told:
        yield replace(passage, texts=tuple(tuple(map(of, one)) for one in passage.texts))


def claim_numbers(
    claims: Iterable[Claim], editions: Mapping[str, Evidence], tables: Mapping[str, Table]
) -> pd.DataFrame:
    """The numbers in the evidence of every claim, columns `NUMBER_COLUMNS`.

    Of a reading whose evidence is the same in several editions, those of the first.
    """
    watched = {
        name: evidence if evidence.notes else evidence.noting(Notes())
        for name, evidence in editions.items()
    }
    places = {name: _places(evidence, tables) for name, evidence in editions.items()}
    rows: list[tuple[object, ...]] = []
    for claim in claims:
        for number, reading in enumerate(claim.readings):
            said: set[str] = set()
            for edition, evidence in watched.items():
                outcome, told, read = ask(reading, evidence)
                if outcome.evidence in said:
                    continue
                said.add(outcome.evidence)
                place = claim.claim_id, edition, number
                rows += [(*place, *row) for row in _told(told, read, places[edition])]
    return pd.DataFrame(rows, columns=list(NUMBER_COLUMNS), dtype=object)


def _told(
    told: Iterable[Number], read: Iterable[Read], places: _Places
) -> Iterator[tuple[str, ...]]:
    """Words, value and cells of each number told; of several in the same words all their cells."""
    found = with_all_cells(told)
    for one, own in found.items():
        if cells := places.of(own):
            yield plain(one.before), one.shown, plain(one.after), one.value, "; ".join(cells)
    if not found and (cells := places.of(read)):
        yield "", "", "", "", "; ".join(cells)
