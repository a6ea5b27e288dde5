"""How frames are kept as text: CSV, the same bytes on every system, and the ways back.

Scores, and whatever follows from them by sums and means, are exact (`Fraction`) and read back with
`from_csv`. Trade figures and estimates are floats, whose last bits say nothing: they are written in
twelve digits and read back with `measured`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from upgrading.files.codec import Codec
from upgrading.files.form import Form
from upgrading.numbers import DIGITS, exact_text, number_text
from upgrading.vocabulary import (
    AMOUNTS,
    COMPONENTS,
    GOVERNANCE,
    INDICES,
    JOBS,
    STAGE_COLUMNS,
    UPGRADING,
)

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


_BLOCK: Final = 50_000
"""Rows that are made text at once."""


def _text(value: object) -> object:
    """A value of a column of several types, as the CSV has it."""
    match value:
        case None:
            return ""
        case bool() | np.bool_():
            return "true" if value else "false"
        case Fraction():
            return exact_text(value)
        case float():
            return number_text(value)
    return "" if value is pd.NA else value


_WHOLE: Final = 10**DIGITS
"""Whole numbers below this have all their digits in `number_text`."""


def _written(column: pd.Series) -> list[object]:
    """The cells of a column as the CSV has them, or as numbers that `csv` writes so."""
    kind = column.dtype
    if pd.api.types.is_float_dtype(kind):
        return _of_floats(column.to_numpy("float64", na_value=np.nan))
    if pd.api.types.is_bool_dtype(kind):
        column = column.map({True: "true", False: "false"})
    elif not (pd.api.types.is_integer_dtype(kind) or isinstance(kind, pd.StringDtype)):
        return [_text(value) for value in column.astype(object)]
    cells: list[object] = column.astype(object).where(column.notna(), "").to_numpy().tolist()
    return cells


def _of_floats(values: npt.NDArray[np.float64]) -> list[object]:
    """What `number_text` gives; whole numbers, most of a trade file, as `int`: a tenth the time."""
    whole = (np.abs(values) < _WHOLE) & (values == np.rint(values))
    cells = np.empty(len(values), dtype=object)
    cells[whole] = values[whole].astype(np.int64)
    cells[~whole] = [number_text(value) for value in values[~whole].tolist()]
    written: list[object] = cells.tolist()
    return written


def to_csv(frame: pd.DataFrame) -> str:
    """The frame as CSV text, lines ending in a line feed; missing values are empty cells.

    A `Fraction` is exact where it terminates; a float has twelve significant digits, the same on
    every machine.
    """
    # cells as text take ten times the memory of the frame: a block of rows at a time
    return "".join(
        _rows(frame.iloc[first : first + _BLOCK], header=first == 0)
        for first in range(0, max(len(frame), 1), _BLOCK)
    )


def _rows(frame: pd.DataFrame, *, header: bool) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    if header:
        writer.writerow(frame.columns)
    columns = [_written(frame.iloc[:, number]) for number in range(frame.shape[1])]
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue()


def from_csv(content: bytes | str) -> pd.DataFrame:
    """The frame that `to_csv` wrote: `Fraction`, `int`, `bool`, text, or `None` for an empty cell.

    A `mean` beside its `sum` and `count` is computed again, so that it is exact. Printed strings
    (column `printed`) and texts shown stay as they are, empty ones included. A byte-order mark is
    taken off. Raises `ValueError` if there is no header.
    """
    text = content.decode() if isinstance(content, bytes) else content
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise ValueError("the file is empty: a header is expected")
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


def measured(
    content: bytes | str, texts: Iterable[str] = (), numbers: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """The frame of measured figures that `to_csv` wrote.

    `texts` names columns that are text though they look numeric; `numbers`, where all others are
    known, their types: the file is then read in parts, in half the memory.

    An empty cell is an empty string in a column of text, else a missing value; a column that is
    empty throughout is text only if `texts` names it. `NA` is text.
    """
    frame = pd.read_csv(
        # a buffer of text would take four bytes for each
        io.BytesIO(content.encode() if isinstance(content, str) else content),
        dtype={**dict.fromkeys(texts, "str"), **(numbers or {})},
        keep_default_na=False,
        na_values=[""],
        low_memory=numbers is not None,  # a column has one type, however long it is
    )
    for name in frame.columns:
        if pd.api.types.is_object_dtype(frame[name].dtype) and len(frame):
            frame[name] = frame[name].astype("boolean")  # pandas gives truth values with gaps so
        elif pd.api.types.is_string_dtype(frame[name].dtype):
            frame[name] = frame[name].fillna("")
    return frame


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
            f"floats where exact numbers belong, in {', '.join(wrong)}. Read the table with "
            'upgrading.load("clusters") and the like, not with pandas.read_csv'
        )


def _mapped(column: pd.Series, read: Callable[[str], object]) -> pd.Series:
    values = [read(text) if text else None for text in column]
    return pd.Series(values, dtype=object, index=column.index)


def _checked(frame: pd.DataFrame, path: str, form: Form) -> bytes:
    if tuple(frame.columns) != form.columns:
        raise TypeError(f"{path}: the columns {', '.join(frame.columns)} are not those listed")
    return to_csv(frame).encode()


def _exact(frame: pd.DataFrame, path: str, form: Form) -> bytes:
    require_exact(frame, frame.columns)
    return _checked(frame, path, form)


EXACT: Final = Codec(lambda content, *_: from_csv(content), _exact)
MEASURED: Final = Codec(lambda content, _, form: measured(content, form.texts), _checked)


def known(value: object) -> bool:
    """Whether a cell of a frame, new or read back from CSV, holds anything."""
    return bool(pd.notna(value)) and value != ""
