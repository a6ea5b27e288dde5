"""How frames are kept as text: CSV in which every number is exact, and the way back.

A `Fraction` is written as a decimal, a missing value as an empty cell, a truth value as `true` or
`false`. Lines end in a line feed on every system, so that files are the same bytes everywhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final

import pandas as pd

from upgrading.numbers import exact_text
from upgrading.profiles import AMOUNTS, JOBS, STAGE_COLUMNS
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, INDICES, UPGRADING

NUMBERS: Final = frozenset(
    (
        *COMPONENTS,
        *GOVERNANCE,
        *UPGRADING,
        *INDICES,
        *AMOUNTS,
        *JOBS,
        "firms",
        "additional_firms",
        "sum",
        *STAGE_COLUMNS[1:],
    )
)
"""Columns that hold exact numbers in the files of `data/processed`."""

COUNTS: Final = frozenset(
    (
        "clusters",
        "described",
        "several",
        "count",
        "line",
        "position",
        "telling",
        "fitting",
        "rank",
    )
)
"""Columns that hold whole numbers. The governance patterns are counts where these are."""

TRUTHS: Final = frozenset(("differs", "exports_exceed_production"))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return exact_text(value)
    return str(value)


def to_csv(frame: pd.DataFrame) -> str:
    """The frame as CSV text. A float is refused: it would not be exact (`TypeError`)."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False, name=None):
        if any(isinstance(value, float) for value in row):
            raise TypeError(f"a float in {row}")
        writer.writerow([_text(value) for value in row])
    return buffer.getvalue()


def from_csv(text: str) -> pd.DataFrame:
    """The frame that `to_csv` wrote: `Fraction`, `int`, `bool`, text, or `None` for an empty cell.

    A `mean` beside its `sum` and `count` is computed again, so that it is exact. Printed strings
    (column `printed`) and texts shown stay as they are, empty ones included.
    """
    rows = list(csv.reader(io.StringIO(text)))
    frame = pd.DataFrame(rows[1:], columns=rows[0], dtype=object)
    for column in frame.columns:
        if column in NUMBERS:
            frame[column] = _mapped(frame[column], Fraction)
        elif column in COUNTS:
            frame[column] = _mapped(frame[column], int)
        elif column in TRUTHS:
            frame[column] = _mapped(frame[column], "true".__eq__)
        elif column not in {"printed", "shown", "value", "header"}:
            frame[column] = _mapped(frame[column], str)
    if {"sum", "count", "mean"} <= set(frame.columns):
        means = [
            total / count if count else None
            for total, count in zip(frame["sum"], frame["count"], strict=True)
        ]
        frame["mean"] = pd.Series(means, dtype=object, index=frame.index)
    return frame


def load(content: bytes | str) -> pd.DataFrame:
    """The exact frame of a file of `data/processed` (its content), such as `clusters.csv`.

    As `from_csv`; a byte order mark is taken off. Raises `ValueError` if there is no header.
    """
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    if not text.strip():
        raise ValueError("the file is empty: a header is expected")
    return from_csv(text.removeprefix("\ufeff"))


def require_exact(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse a frame that holds a float in a column of exact numbers (`TypeError`).

    A float NaN is no `None`: it would be compared, counted and summed as if it were a figure.
    """
    wrong = [
        column
        for column in columns
        if column in frame and any(isinstance(value, float) for value in frame[column])
    ]
    if wrong:
        raise TypeError(
            f"floats where exact numbers belong, in {', '.join(wrong)}. Read the file with "
            "upgrading.frames.load(Path(file).read_bytes()), not with pandas.read_csv"
        )


def _mapped(column: pd.Series, read: Callable[[str], object]) -> pd.Series:
    values = [read(text) if text else None for text in column]
    return pd.Series(values, dtype=object, index=column.index)
