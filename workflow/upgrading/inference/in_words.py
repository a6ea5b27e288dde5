"""What tests of association add to a rank correlation that a claim rests on.

The verdict on a claim is decided by the sign, as its reading says; interval and p-values stand
beside it, so that a reader sees how much the sign is worth.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isclose, isnan
from typing import Any, TypeAlias

from upgrading.numbers import shown

Row: TypeAlias = Mapping[str, Any]
"""A row of `association` (`association.ASSOCIATION_COLUMNS`)."""


def interval_and_p(
    tested: Mapping[tuple[str, str, str], Row],
    x: str,
    y: str,
    group: object,
    tau: float,
    clusters: int,
) -> str:
    """Interval, permutation p and adjusted p of the τ-b of x with y, to follow it in a sentence.

    `tested`: rows of `association` by kind of upgrading, what it is related to, and scope; `group`:
    a sector group, or `None`.
    For all clusters together, also the relation within sector groups. Empty where the relation was
    not tested, or on other data: τ-b and number of clusters must be those of the tests.
    """
    if group is not None and not isinstance(group, str):
        return ""
    row = tested.get((y, x, group or "pooled"))
    if row is None or row["clusters"] != clusters:
        return ""
    if not isclose(row["tau_b"], tau, rel_tol=1e-9, abs_tol=1e-9):
        return ""
    text = f", {_numbers(row)}"
    within = tested.get((y, x, "blocked"))
    if group is None and within is not None and not isnan(within["tau_b"]):
        text += f", within sector groups τ-b = {_signed(within['tau_b'])}, {_numbers(within)}"
    return text


def _numbers(row: Row) -> str:
    found = f"permutation p = {_p(row['p'])}, {row['adjustment']} {_p(row['p_adjusted'])}"
    if isnan(row["tau_b_low"]):
        return found
    return f"interval {_signed(row['tau_b_low'])} to {_signed(row['tau_b_high'])}, {found}"


def _signed(value: float) -> str:
    text = shown(abs(Fraction(value)), 2)
    return f"{'−' if value < 0 else '+'}{text}" if text.strip("0.") else text


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else shown(Fraction(value), 3)
