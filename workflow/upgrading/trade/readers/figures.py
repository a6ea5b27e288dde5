"""Figures as files print them: decimal point or comma, with or without marks of thousands.

A point or comma before the last three digits (`1.234`) can be either. What it is, the other figures
of the column tell: `1.234.567` and `1.234,5` have points of thousands, `0.123` and `12.5` have not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

_POWER: Final = r"(?:[eE][+-]?\d{1,3})?"
_POINT: Final = rf"[+-]?(?:(?:\d+\.?\d*|\.\d+){_POWER}|[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d+)?)"
_COMMA: Final = rf"[+-]?(?:(?:\d+,?\d*|,\d+){_POWER}|[1-9]\d{{0,2}}(?:\.\d{{3}})+(?:,\d+)?)"
_THOUSANDS: Final = r"[+-]?[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d+)"
"""Figures with points of thousands beyond any doubt."""

_POINT_ALONE: Final = re.compile(rf"(?!{_COMMA}\Z)(?:{_POINT})\Z")
_COMMA_ALONE: Final = re.compile(rf"(?!{_POINT}\Z)(?:{_COMMA})\Z")
_THOUSANDS_ALONE: Final = re.compile(rf"{_THOUSANDS}\Z")

EITHER: Final = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"
"""A figure that is one number with a decimal point and another with a decimal comma."""


def decimal(cells: Iterable[str], separator: str) -> str:
    """What stands before the decimals in a column: `.`, `,`, or nothing if that cannot be told.

    `cells`: figures of the column, those alone that are not missing; `separator`: what separates
    the file's cells. Among commas a point is the usual one, and only points of thousands tell
    otherwise: who writes decimal commas separates by something else.
    """
    comma_means = _THOUSANDS_ALONE if separator == "," else _COMMA_ALONE
    point = comma = False
    for cell in cells:
        point = point or bool(_POINT_ALONE.match(cell))
        comma = comma or bool(comma_means.match(cell))
        if point and comma:
            return ""
    if point or comma:
        return "." if point else ","
    return ""


def plain(cells: pd.Series, mark: str) -> pd.Series:
    """Figures with decimals after `mark` (`.` or `,`) as Python writes them; others as they are."""
    own, thousands = (_POINT, ",") if mark == "." else (_COMMA, ".")
    fits = cells.str.fullmatch(own).astype(bool)
    written = cells.str.replace(thousands, "", regex=False).str.replace(mark, ".", regex=False)
    return cells.mask(fits, written)
