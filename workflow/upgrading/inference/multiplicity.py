"""p-values of many tests together: Holm for a declared family, Benjamini–Hochberg for the rest.

Sources: S. Holm (1979), Scandinavian Journal of Statistics 6 (chance of any false finding);
Y. Benjamini and Y. Hochberg (1995), JRSS B 57 (expected share of false findings).
"""

from __future__ import annotations

import numpy as np

from upgrading.inference.measures import FloatArray


def holm(p: FloatArray) -> FloatArray:
    """Holm's adjusted p-values; what is NaN stays so and does not count as a test."""
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    adjusted = np.full(len(p), np.nan)
    times = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * times))
    return adjusted


def benjamini_hochberg(p: FloatArray) -> FloatArray:
    """Benjamini and Hochberg's adjusted p-values; NaN as in `holm`."""
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")][::-1]
    adjusted = np.full(len(p), np.nan)
    times = len(order) / np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1, np.minimum.accumulate(p[order] * times))
    return adjusted
