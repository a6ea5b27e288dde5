"""Exact numbers and the one formatter that turns them into text.

Scores, sums and means are `Fraction`, so that no rounding verdict hangs on a float.
pandas, Python and HTML libraries disagree on how 0.125 and 2.665 round; every number that a table,
a figure or a page shows goes through `shown` instead: half away from zero, on the exact value.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction

MISSING = "–"
"""What stands for a mean of nothing."""

_TWELVE_DIGITS = Context(prec=12)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Round half away from zero to `decimals` decimals, exactly."""
    scale = 10**decimals
    magnitude = (abs(value) * scale + Fraction(1, 2)).__floor__()
    return Fraction(magnitude if value >= 0 else -magnitude, scale)


def shown(value: Fraction | None, decimals: int, *, trim: bool = False, thousands: str = "") -> str:
    """Text of `value` at `decimals` decimals.

    `trim` drops trailing zeros (scores print as 2 and 1.5); `thousands` separates groups of three
    digits. `None` gives an en dash.
    """
    if value is None:
        return MISSING
    text = f"{Decimal(int(rounded(value, decimals) * 10**decimals)).scaleb(-decimals):f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    if thousands:
        whole, point, part = text.removeprefix("-").partition(".")
        sign = "-" if text.startswith("-") else ""
        text = f"{sign}{int(whole):,}".replace(",", thousands) + point + part
    return text


def exact_text(value: Fraction) -> str:
    """Text of `value` for a data file: exact where it terminates, else twelve digits."""
    quotient = _TWELVE_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    quotient = quotient.normalize()
    return f"{quotient:f}"


def twelve_digits(value: Decimal) -> Fraction:
    """The exact fraction of `value` at twelve digits, rounded half even: as data files hold it."""
    return Fraction(_TWELVE_DIGITS.plus(value))


def mean(values: Iterable[Fraction | None]) -> tuple[Fraction | None, int]:
    """Exact mean of the values that are not `None`, and how many there are."""
    present = [value for value in values if value is not None]
    if not present:
        return None, 0
    return sum(present, Fraction(0)) / len(present), len(present)


DIGITS = 12
"""Significant digits of a measured figure: the last bits of a float say nothing."""


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
