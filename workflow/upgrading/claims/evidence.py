"""The data of one edition that statements of the report are tested on, and what is read of them.

While someone asks, the rows and printed strings remember what was read of them, and every number
that is told is noted with what was read to have it. Nothing is found by its digits.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, TypeAlias, TypeVar

import pandas as pd

from upgrading.cases.profiles import DATES
from upgrading.inference.measures import tau_of
from upgrading.numbers import exact_text
from upgrading.parts import Number, Text, Words, text_of
from upgrading.trade.evidence import NO_TRADE, TradeEvidence

T = TypeVar("T")

Row: TypeAlias = Mapping[str, Any]
"""One cluster: the columns of `Evidence.scores` and `cluster_id`; or a row of Table 2 or 20."""

Read: TypeAlias = tuple[str, str, str]
"""What was read: the frame (`SCORES`, `PROFILES`, `STAGES`) or exhibit, the row, the column."""

Noted: TypeAlias = tuple[T, tuple[Number, ...], tuple[Read, ...]]
"""A result, the numbers told on the way to it, and what was read."""

SCORES: Final = "scores"
PROFILES: Final = "profiles"
STAGES: Final = "stages"


@dataclass
class Notes:
    """The numbers told and the cells read since the notes were begun.

    The cells of a number are what it was read from.
    """

    told: dict[Number, None] = field(default_factory=dict)
    read: dict[Read, None] = field(default_factory=dict)

    def begin(self) -> None:
        """Forget what was noted."""
        self.told, self.read = {}, {}

    def reading(self, compute: Callable[[], T]) -> tuple[T, tuple[Read, ...]]:
        """What `compute` gives, and what it reads; that counts as read outside of it, too."""
        before, self.read = self.read, {}
        try:
            result = compute()
            return result, tuple(self.read)
        finally:
            self.read = before | self.read

    def during(self, compute: Callable[[], T]) -> Noted[T]:
        """What `compute` gives, the numbers that it tells, and what it reads."""
        before, self.told = self.told, {}
        try:
            result, read = self.reading(compute)
            return result, tuple(self.told), read
        finally:
            self.told = before | self.told

    def again(self, told: Iterable[Number], read: Iterable[Read]) -> None:
        """Note once more what was told and read before."""
        self.told |= dict.fromkeys(told)
        self.read |= dict.fromkeys(read)

    def silently(self, compute: Callable[[], T]) -> T:
        """What `compute` gives; what it tells is forgotten."""
        before, self.told = self.told, {}
        try:
            return compute()
        finally:
            self.told = before

    def tell(self, number: Number) -> None:
        """Note a number; one that was read from nothing is none of ours."""
        if number.cells and number.value:
            self.told[number] = None


def with_all_cells(told: Iterable[Number]) -> dict[Number, tuple[Read, ...]]:
    """Numbers without their cells; of several in the same words the cells of all."""
    found: dict[Number, tuple[Read, ...]] = {}
    for number in told:
        bare = replace(number, cells=())
        found[bare] = (*found.get(bare, ()), *number.cells)
    return found


def settled(text: Text, told: Iterable[Number]) -> Text:
    """A text in which each number knows all the cells of those that were told in its words."""
    known = with_all_cells(told)
    return tuple(
        replace(part, cells=known.get(replace(part, cells=()), ()))
        if isinstance(part, Number)
        else part
        for part in text
    )


class Absent(dict[str, Any]):
    """The row of a cluster or profile that the data lack, as a baseline may: nothing is known."""

    def __missing__(self, column: str) -> None:
        """Nothing, of whatever column."""
        return


class WatchedRow(dict[str, Any]):
    """A row that notes which of its columns are read."""

    def __init__(
        self,
        frame: str,
        name: str,
        values: Mapping[str, Any],
        notes: Notes,
        elsewhere: Mapping[str, Read],
    ) -> None:
        """The columns `values` of the row `name` of `frame`; some are read off other places."""
        super().__init__(values)
        self._place, self._notes, self._elsewhere = (frame, name), notes, elsewhere

    def __getitem__(self, column: str) -> Any:
        """The value of a column, which is noted."""
        self._notes.read[self._elsewhere.get(column) or (*self._place, column)] = None
        return super().__getitem__(column)


class WatchedCells(dict[Read, str]):
    """Printed strings that note which of them are read."""

    def __init__(self, strings: Mapping[Read, str], notes: Notes) -> None:
        """The strings by exhibit, row and column."""
        super().__init__(strings)
        self._notes = notes

    def __getitem__(self, key: Read) -> str:
        """What is printed there, which is noted."""
        self._notes.read[key] = None
        return super().__getitem__(key)


@dataclass(frozen=True)
class Evidence:
    """The data that claims are tested on, in one edition.

    `scores`: one row per cluster, indexed by `cluster_id`: the columns of `clusters.csv` and
    `indices.csv`, the sum of upgrading scores `up_sum` and what `profiles.with_rows` adds, numbers
    as `Fraction` or `None`. `profiles` (by `profile_id`, `profiles.dated`) and `stages` (by
    `stage`) as in the module `profiles`. `cells`: the printed strings by (exhibit, row, column).
    `trade`: what the trade files say. `notes`: what tests read and tell, while
    someone asks. `wordless`: only verdicts are asked for, so that numbers need not be told.
    """

    scores: pd.DataFrame
    profiles: pd.DataFrame
    stages: pd.DataFrame
    cells: Mapping[tuple[str, str, str], str]
    trade: TradeEvidence = NO_TRADE
    notes: Notes | None = None
    wordless: bool = False

    def noting(self, notes: Notes) -> Evidence:
        """The same evidence, of which `notes` remember what is read and told."""
        found = replace(self, cells=WatchedCells(self.cells, notes), notes=notes)
        vars(found)["records"] = self.records
        return found

    def without(self, cluster: str) -> Evidence:
        """The evidence without a cluster, of which only verdicts are asked for."""
        found = replace(self, scores=self.scores.drop(index=cluster), wordless=True)
        vars(found)["records"] = [row for row in self.records if row["cluster_id"] != cluster]
        return found

    def reading(self, compute: Callable[[], T]) -> tuple[T, tuple[Read, ...]]:
        """What `compute` gives, and what it reads of this evidence, if someone asks."""
        return self.notes.reading(compute) if self.notes else (compute(), ())

    def asked(self, key: Hashable, compute: Callable[[], T]) -> Noted[T]:
        """What `compute` gives, tells and reads, if someone asks; computed once for a key."""
        if key not in self.known:
            self.known[key] = self.notes.during(compute) if self.notes else (compute(), (), ())
        found: Noted[T] = self.known[key]
        if self.notes:
            self.notes.again(*found[1:])
        return found

    def tell(
        self, words: tuple[Words, Words], shown: str, value: Fraction | None, read: tuple[Read, ...]
    ) -> Text:
        """The words with the number `shown` between them, noted with what it was read from."""
        if self.wordless:
            return ()
        before, after = words
        if self.notes is None:
            return text_of(before, Number(shown, ""), after)
        around = (
            text_of(*(str(part) if isinstance(part, Number) else part for part in side))
            for side in map(text_of, words)
        )
        number = Number(shown, "" if value is None else exact_text(value), read, *around)
        self.notes.tell(number)
        return text_of(before, number, after)

    def tau(self, pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
        """Kendall's τ-b of pairs of numbers of this evidence; `None` if either is constant."""
        return tau_of(pairs)

    def printed(self, exhibit: str, row: str, column: str) -> str:
        """What a table prints there; nothing where it has no such cell."""
        place = exhibit, row, column
        # a `get` would not be noted
        return self.cells[place] if place in self.cells else ""  # noqa: SIM401

    def silently(self, compute: Callable[[], T]) -> T:
        """What `compute` gives; of the numbers that it tells none is noted."""
        return self.notes.silently(compute) if self.notes else compute()

    def _row(
        self, frame: str, name: str, values: Mapping[str, Any], profile: str | None = None
    ) -> Row:
        """A row, whose dates of creation stand in the row `profile` of Table 2, if in any."""
        if self.notes is None:
            return values
        dated = dict.fromkeys(DATES, (PROFILES, profile, "created")) if profile else {}
        return WatchedRow(frame, name, values, self.notes, dated)

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The rows of `scores`, made of the frame once for all evidence that has them."""
        found: list[dict[str, Any]] = self.scores.reset_index().to_dict("records")
        return found

    @cached_property
    def rows(self) -> list[Row]:
        """The same rows as they are asked: conditions ask each, thousands of times."""
        return [
            self._row(SCORES, row["cluster_id"], row, row["profile_id"]) for row in self.records
        ]

    @cached_property
    def groups(self) -> dict[str, str]:
        """The sector group of each cluster."""
        return dict(zip(self.scores.index, self.scores["group"], strict=True))

    @cached_property
    def by_cluster(self) -> dict[str, Row]:
        """The same rows by `cluster_id`."""
        return dict(zip(self.groups, self.rows, strict=True))

    @cached_property
    def by_profile(self) -> dict[str, Row]:
        """The rows of Table 2 by `profile_id`."""
        rows = self.profiles.to_dict("index").items()
        return {str(name): self._row(PROFILES, str(name), row, str(name)) for name, row in rows}

    @cached_property
    def by_stage(self) -> dict[str, Row]:
        """The rows of Table 20 with figures, by `stage`."""
        rows = self.stages.to_dict("index").items()
        return {str(name): self._row(STAGES, str(name), row) for name, row in rows}

    @cached_property
    def known(self) -> dict[Hashable, Noted[Any]]:
        """What was asked of this evidence already: most claims ask for the same."""
        return {}


def present(rows: Iterable[Row], variable: str) -> list[Fraction]:
    """The scores of these clusters, missing ones left out."""
    return [row[variable] for row in rows if row[variable] is not None]


def pairs_present(rows: Iterable[Row], x: str, y: str) -> list[tuple[Fraction, Fraction]]:
    """Two scores of each cluster that has both."""
    return [(row[x], row[y]) for row in rows if row[x] is not None and row[y] is not None]
