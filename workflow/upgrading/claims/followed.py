"""Which cells of the report's tables the numbers in the evidence of claims come from.

While someone asks, the rows and printed strings that tests read remember what was read of them, and
every number that a test tells is noted with what was read to have it. Nothing is found by its
digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias, TypeVar

from upgrading.parts import Number

T = TypeVar("T")

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


class WatchedRow(dict[str, Any]):
    """A row that notes which of its columns are read."""

    def __init__(self, frame: str, name: str, values: Mapping[str, Any], notes: Notes) -> None:
        """The columns `values` of the row `name` of `frame`."""
        super().__init__(values)
        self._place, self._notes = (frame, name), notes

    def __getitem__(self, column: str) -> Any:
        """The value of a column, which is noted."""
        self._notes.read[(*self._place, column)] = None
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
