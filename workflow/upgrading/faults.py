"""Faults in the data, collected and reported all at once.

A fault names the file, the line, the column, the offending text and what is allowed, so that a
researcher with the file open in a spreadsheet can go to the cell; in a YAML file it names the key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one file: where it is and what is wrong there."""

    file: str
    problem: str
    line: int | None = None
    column: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        """Render as `file, line 3, "Column": problem`, or as `file, key: problem`."""
        place = self.file
        if self.line is not None:
            place += f", line {self.line}"
        if self.column is not None:
            place += f', "{self.column}"'
        if self.key:
            place += f", {self.key}"
        return f"{place}: {self.problem}"


class DataFaults(Exception):
    """Raised with every fault found, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults; the message is one line per fault."""
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def raise_if_any(faults: Iterable[Fault]) -> None:
    """Raise `DataFaults` if there is any fault."""
    found = tuple(faults)
    if found:
        raise DataFaults(found)
