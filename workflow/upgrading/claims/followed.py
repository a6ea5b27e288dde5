"""Which cells of the report's tables the numbers in the evidence of claims come from.

While someone asks, the rows and printed strings that tests read remember what was read of them, and
every number that a test tells is noted with what was read to have it. Nothing is found by its
digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, TypeAlias, TypeVar

from upgrading.numbers import exact_text

T = TypeVar("T")

Read: TypeAlias = tuple[str, str, str]
"""What was read: the frame (`SCORES`, `PROFILES`, `STAGES`) or exhibit, the row, the column."""

SCORES: Final = "scores"
PROFILES: Final = "profiles"
STAGES: Final = "stages"


@dataclass(frozen=True)
class Told:
    """A number in a sentence of evidence: the words around it, its value, what it was read from."""

    before: str
    shown: str
    after: str
    value: str
    read: tuple[Read, ...]


@dataclass
class Notes:
    """The numbers told and the cells read since the notes were begun."""

    told: dict[Told, None] = field(default_factory=dict)
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

    def silently(self, compute: Callable[[], T]) -> T:
        """What `compute` gives; what it tells is forgotten."""
        before, self.told = self.told, {}
        try:
            return compute()
        finally:
            self.told = before

    def tell(
        self, words: tuple[str, str], shown: str, value: Fraction | None, read: tuple[Read, ...]
    ) -> None:
        """Note a number shown between two words; one that was read from nothing is none of ours."""
        if read and value is not None:
            self.told[Told(words[0], shown, words[1], exact_text(value), read)] = None


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
