"""The numbers in the evidence of claims, each with the cells of the report's tables behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import pandas as pd

from upgrading.catalogue import Table
from upgrading.claims.readings import Claim
from upgrading.evidence import PROFILES, SCORES, STAGES, Evidence, Notes, Read
from upgrading.exhibits.formulas import homes
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

_Words: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True)
class _Places:
    """The cells of the report's tables, by what was read of some evidence."""

    homes: Mapping[tuple[str, str], str]
    groups: Mapping[str, str]
    profiles: str
    printed: frozenset[str]
    stages: str

    def of(self, read: Iterable[Read]) -> str:
        """The cells, each once, with semicolons between; whole columns as such.

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
        return "; ".join(sorted(places, key=self._order))

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


def claim_numbers(
    claims: Iterable[Claim], editions: Mapping[str, Evidence], tables: Mapping[str, Table]
) -> pd.DataFrame:
    """The numbers in the evidence of every claim, columns `NUMBER_COLUMNS`.

    Of a reading whose evidence is the same in several editions, those of the first.
    """
    shapes = {table.shape: exhibit for exhibit, table in tables.items()}
    home = homes(tables)
    places = {
        edition: _Places(
            home,
            evidence.groups,
            shapes["profiles"],
            frozenset(tables[shapes["profiles"]].column_panels[0]),
            shapes["stages"],
        )
        for edition, evidence in editions.items()
    }
    notes = Notes()
    watched = {edition: evidence.noting(notes) for edition, evidence in editions.items()}
    rows: list[tuple[object, ...]] = []
    for claim in claims:
        for number, reading in enumerate(claim.readings):
            said: set[str] = set()
            for edition, evidence in watched.items():
                notes.begin()
                outcome = reading.test(evidence)
                if outcome.evidence in said:
                    continue
                said.add(outcome.evidence)
                place = claim.claim_id, edition, number
                rows += [(*place, *row) for row in _told(notes, places[edition])]
    return pd.DataFrame(rows, columns=list(NUMBER_COLUMNS), dtype=object)


def _told(notes: Notes, places: _Places) -> Iterator[tuple[str, ...]]:
    """Words, value and cells of each number told; of several in the same words all their cells."""
    found: dict[_Words, tuple[Read, ...]] = {}
    for one in notes.told:
        words = one.before, one.shown, one.after, one.value
        found[words] = (*found.get(words, ()), *one.read)
    for words, read in found.items():
        if cells := places.of(read):
            yield *words, cells
    if not found and (cells := places.of(notes.read)):
        yield "", "", "", "", cells
