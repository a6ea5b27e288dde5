"""Estimates in cells of tables: as they are shown, in full precision, or why there is none."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from upgrading.exhibits.tabulation import NOTHING, Number, column_id
from upgrading.files.frames import known
from upgrading.numbers import exact_text, shown

NOT_ESTIMABLE: Final = "not estimable"

CHOSEN_CASES: Final = (
    "The clusters are chosen cases, not a random sample: intervals and p-values describe them "
    "and do not generalise to other clusters."
)


def interval_column(confidence: Fraction) -> tuple[str, str]:
    """Name and header of the column of intervals."""
    header = f"{level_text(confidence)} interval"
    return column_id(header), header


def level_text(confidence: Fraction) -> str:
    """The confidence of an interval in per cent: `95 %`."""
    return f"{shown(100 * confidence, 2, trim=True)} %"


def _fraction(value: object) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(str(value))


def number(value: object, decimals: int = 2, *, between: str = "{}") -> Number:
    """A number as a cell; `between` what stands around it (`({})`). Words where it is missing."""
    if not known(value):
        return Number(NOT_ESTIMABLE, "")
    return Number(between.format(figure(value, decimals)), exact_text(_fraction(value)))


def whole(value: object) -> Number:
    """A count as a cell, a dash where there is none."""
    return Number(str(value), str(value)) if known(value) else NOTHING


def bounds(low: object, high: object, decimals: int = 2) -> Number:
    """Two numbers in brackets as a cell."""
    if not known(low) or not known(high):
        return Number(NOT_ESTIMABLE, "")
    return Number(
        interval(low, high, decimals), f"{exact_text(_fraction(low))} {exact_text(_fraction(high))}"
    )


def p_number(p: object) -> Number:
    """A p-value as a cell."""
    return Number(p_value(p), exact_text(_fraction(p)) if known(p) else "")


def figure(value: object, decimals: int = 2) -> str:
    """A number, exact, float or text, as it is shown; "not estimable" where it is missing."""
    if not known(value):
        return NOT_ESTIMABLE
    return shown(_fraction(value), decimals)


def interval(low: object, high: object, decimals: int = 2) -> str:
    """An interval in brackets: `[-0.12, 0.73]`."""
    if not known(low) or not known(high):
        return NOT_ESTIMABLE
    return f"[{figure(low, decimals)}, {figure(high, decimals)}]"


def p_value(p: object) -> str:
    """A p-value to three decimals; one that would show as nought is `<0.001`."""
    if not known(p):
        return NOT_ESTIMABLE
    exact = _fraction(p)
    return "<0.001" if exact < Fraction(1, 1000) else shown(exact, 3)
