"""Frames of measured figures as CSV and back: twelve significant digits, the same on every machine.

The case data are exact and have a writer of their own (`upgrading.frames`); trade figures and
estimates are floats, whose last bits say nothing.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from fractions import Fraction

import pandas as pd

from upgrading.numbers import exact_text

DIGITS = 12

SUMMARY = "trade_summary"
"""The table of all products, whose rows `key_of` names."""


def number_text(value: float) -> str:
    """A float in at most twelve significant digits; empty where it is missing.

    A whole number below 10^15 stands in full, and zero has no sign.
    """
    if math.isnan(value):
        return ""
    if value == 0:
        return "0"
    text = f"{value:.{DIGITS}g}"
    if "e" not in text:
        return text
    # what is no whole number, but one at twelve digits, is written as it will be once read back
    whole = value if value.is_integer() else float(text)
    return f"{int(whole)}" if whole.is_integer() and abs(whole) < 1e15 else text


def exact(value: float | None, factor: int | Fraction = 1) -> Fraction | None:
    """A measured figure times `factor`, as the twelve digits that the files give; `None` of NaN."""
    if value is None or math.isnan(value):
        return None
    return Fraction(number_text(float(value))) * factor


def key_of(*parts: str) -> str:
    """The name of a row of the tables of several products: its parts, those that say something."""
    return "_".join(filter(None, parts)).lower()


def _cell(value: object) -> object:
    """A value of a column of several types."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Fraction():
            return exact_text(value)
        case float():
            return number_text(value)
    return value


def to_csv(frame: pd.DataFrame) -> str:
    """The frame as CSV text, lines ending in a line feed; missing values are empty cells.

    Whole numbers and texts stand as they are, truth values as `true` and `false`.
    """
    columns = {}
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_bool_dtype(column.dtype):
            columns[name] = column.map({True: "true", False: "false"}, na_action="ignore")
        elif pd.api.types.is_float_dtype(column.dtype):
            columns[name] = column.astype("float64").map(number_text)
        elif pd.api.types.is_object_dtype(column.dtype):
            columns[name] = column.map(_cell)
        else:
            columns[name] = column
    written = pd.DataFrame(columns, columns=frame.columns)
    return str(written.to_csv(index=False, lineterminator="\n"))


def from_csv(text: str, texts: Iterable[str] = ()) -> pd.DataFrame:
    """The frame that `to_csv` wrote; `texts` names columns that are text though they look numeric.

    An empty cell is an empty string in a column of text, else a missing value; a column that is
    empty throughout is text only if `texts` names it. `NA` is text.
    """
    frame = pd.read_csv(
        io.StringIO(text),
        dtype=dict.fromkeys(texts, "str"),
        keep_default_na=False,
        na_values=[""],
        low_memory=False,  # a column has one type, however long it is
    )
    for name in frame.columns:
        if pd.api.types.is_object_dtype(frame[name].dtype) and len(frame):
            frame[name] = frame[name].astype("boolean")  # pandas gives truth values with gaps so
        elif pd.api.types.is_string_dtype(frame[name].dtype):
            frame[name] = frame[name].fillna("")
    return frame
