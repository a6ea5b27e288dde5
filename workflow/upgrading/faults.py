"""Faults in the data, collected and reported all at once.

A fault names the file, the line, the column, the offending text and what is allowed, so that a
researcher with the file open in a spreadsheet can go to the cell; in a YAML file, line and key.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf


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
        return _QUOTED.sub(_shortened, f"{place}: {self.problem}")


_QUOTED = re.compile(r'"[^"]*"|\S{400,}')
"""What a message repeats of a file, wherever it comes from: one cell may hold a whole file."""


def _shortened(quoted: re.Match[str]) -> str:
    text = quoted[0]
    end = '"' if text.endswith('"') else ""
    return text if len(text) <= 200 else f"{text[:60]}…{end}"


class DataFaults(Exception):
    """Raised with every fault found, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults, each once, those of a whole file after those of its lines."""
        found = list(dict.fromkeys(faults))
        files = {fault.file: place for place, fault in reversed(list(enumerate(found)))}
        self.faults = tuple(sorted(found, key=lambda f: (files[f.file], f.line or inf)))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[DataFaults], tuple[tuple[Fault, ...]]]:
        """Come out of a worker process as it was raised: by default from the message alone."""
        return DataFaults, (self.faults,)


COLUMNS = ("file", "line", "column", "problem")

_LONGEST = 10_000
"""Characters of a text that are kept: Python's `csv` does not read back a cell of 131,073."""


def to_text(faults: Iterable[Fault]) -> str:
    """Faults as CSV text, columns `COLUMNS`, for a later stage to raise with those of others."""
    buffer = io.StringIO()
    # quoted, since a cell at fault may hold a line break of any kind
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for fault in faults:
        cells = (getattr(fault, name) for name in COLUMNS)
        writer.writerow([cell[:_LONGEST] if isinstance(cell, str) else cell for cell in cells])
    return buffer.getvalue()


def from_text(text: str) -> list[Fault]:
    """The faults that `to_text` wrote."""
    return [
        Fault(
            row["file"],
            row["problem"],
            int(row["line"]) if row["line"] else None,
            row["column"] or None,
        )
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


def raise_if_any(faults: Iterable[Fault]) -> None:
    """Raise `DataFaults` if there is any fault."""
    found = tuple(faults)
    if found:
        raise DataFaults(found)
