"""Orders of clusters by a score, as numbers: all that a rank measure or a degree needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

_CHUNK = 4096


def codes_of(values: Sequence[Fraction | None]) -> tuple[np.ndarray[Any, Any], list[Fraction]]:
    """Place of each value among the distinct ones, which come sorted; -1 of none."""
    distinct = sorted({value for value in values if value is not None})
    place = {value: number for number, value in enumerate(distinct)}
    codes = [-1 if value is None else place[value] for value in values]
    return np.array(codes, dtype=np.int16), distinct


def below(codes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """How many clusters lie below each, row by row; -1 stays -1 (missing).

    Two rows are equal if, and only if, they order the same clusters in the same way.
    """
    present = codes >= 0
    parts = []
    for start in range(0, len(codes), _CHUNK):
        part, there = codes[start : start + _CHUNK], present[start : start + _CHUNK]
        lower = (part[:, None, :] < part[:, :, None]) & there[:, None, :]
        parts.append(np.where(there, lower.sum(axis=2), -1).astype(np.int16))
    return np.concatenate(parts) if parts else codes.astype(np.int16)


def without_each(
    orders: np.ndarray[Any, Any],
    order: np.ndarray[Any, Any],
    left: np.ndarray[Any, Any],
    lefts: Sequence[int],
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Orders with one cluster left out, and which one each specification uses.

    `order` is the row of `orders` that a specification starts from, `left` 0 where it leaves out
    none, else one more than the place in `lefts` of the cluster that it does.
    """
    keys, inverse = np.unique(order * (len(lefts) + 1) + left, return_inverse=True)
    started, without = np.divmod(keys, len(lefts) + 1)
    rows = orders[started].copy()
    omitted = np.flatnonzero(without)
    rows[omitted, np.array([-1, *lefts])[without[omitted]]] = -1
    distinct, place = np.unique(below(rows), axis=0, return_inverse=True)
    return distinct, place.reshape(-1)[inverse.reshape(-1)]
