"""How far a measure depends on the clusters there happen to be: bootstrap intervals, leave-one-out.

Clusters are drawn with replacement, within sector groups where these are combined. A resample in
which a score is constant has no measure; it is dropped and counted. The interval is the bias-
corrected and accelerated one (B. Efron, 1987, "Better bootstrap confidence intervals", JASA 82);
where that is undefined it is the percentile interval, and where all resamples have the same measure
it is not estimable. There is none where it would mean little: where a score has fewer than three
levels (of a 0/1 pattern that nothing is related to, such intervals leave out 0 in more than half of
the samples), or where more than 5 % of the resamples have no measure. Forty chosen cases have no
sampling frame: an interval says how much the figure hangs on their choice, no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from scipy.special import ndtr, ndtri

from upgrading.inference.measures import FloatArray, IntArray
from upgrading.inference.permutation import generator
from upgrading.numbers import shown
from upgrading.vocabulary import LEVEL

NOT_ESTIMABLE: Final = "not estimable"

NO_INTERVAL: Final = "no interval: "
"""Begins the words that say why there is none though the measure can be estimated."""

LEAST_LEVELS: Final = 3
"""Fewest levels that either score must have for an interval to be given."""

MOST_DEGENERATE: Final = Fraction(5, 100)
"""Largest share of the resamples that may have no measure for an interval to be given."""


@dataclass(frozen=True)
class BootstrapChoices:
    """How many resamples are drawn, the confidence of the intervals (0.95), and the seed."""

    resamples: int
    confidence: float
    seed: int

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> BootstrapChoices:
        """Read the `inference` section of the config."""
        return cls(config["bootstrap"], config["confidence"], config["seed"])


@dataclass(frozen=True)
class Interval:
    """An interval, how it was made, and how many resamples were dropped; bounds NaN if none.

    `method`: `BCa`, `percentile`, `not estimable`, or `no interval: ` and why.
    """

    low: float
    high: float
    method: str
    dropped: int


@dataclass(frozen=True)
class LeaveOneOut:
    """Least and greatest measure without one cluster, and the positions of those clusters.

    `undefined`: clusters without which there is no measure. The bounds are NaN if that is all.
    """

    low: float
    high: float
    without_low: tuple[int, ...]
    without_high: tuple[int, ...]
    undefined: tuple[int, ...]


def resamples(n: int, strata: IntArray | None, key: str, choices: BootstrapChoices) -> IntArray:
    """How often each of n clusters is drawn in each resample (m, n); strata keep their size.

    The random numbers belong to `key`; rows must come in an order of their own (by `cluster_id`).
    """
    source = generator(choices.seed, key)
    of = np.zeros(n, dtype=np.int64) if strata is None else strata
    counts = np.empty((choices.resamples, n), dtype=np.int64)
    for stratum in np.unique(of):
        members = np.flatnonzero(of == stratum)
        size = len(members)
        counts[:, members] = source.multinomial(size, np.full(size, 1 / size), choices.resamples)
    return counts


def leaving_one_out(n: int) -> IntArray:
    """Weights of n clusters without the first, without the second, and so on (n, n)."""
    return np.ones((n, n), dtype=np.int64) - np.eye(n, dtype=np.int64)


def percentile_interval(values: FloatArray, confidence: float) -> tuple[float, float]:
    """The middle `confidence` of the values."""
    tail = (1 - confidence) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high)


def fewest_levels(x: IntArray, y: IntArray, strata: IntArray | None) -> int:
    """How many levels that score has which has fewer, in the stratum where it has most."""
    of = np.zeros(len(x), dtype=np.int64) if strata is None else strata
    return min(
        max(len(np.unique(score[of == stratum])) for stratum in np.unique(of)) for score in (x, y)
    )


def interval(
    observed: float, resampled: FloatArray, left_out: FloatArray, confidence: float, levels: int
) -> Interval:
    """Interval of a measure from its resamples (m) and its values without each cluster (n).

    `levels`: how many the score has that has fewer (`fewest_levels`).
    """
    values = resampled[~np.isnan(resampled)]
    dropped = len(resampled) - len(values)
    if why := _none_because(observed, values, Fraction(dropped, len(resampled)), levels):
        return Interval(np.nan, np.nan, why, dropped)
    shares = _corrected_shares(observed, values, left_out, confidence)
    if shares is None:
        return Interval(*percentile_interval(values, confidence), "percentile", dropped)
    low, high = np.quantile(values, shares)
    return Interval(float(low), float(high), "BCa", dropped)


def _none_because(observed: float, values: FloatArray, degenerate: Fraction, levels: int) -> str:
    """Why there is no interval; empty if there is one."""
    if np.isnan(observed) or levels < 2:
        return NOT_ESTIMABLE
    if levels < LEAST_LEVELS:
        return f"{NO_INTERVAL}two levels"
    if degenerate > MOST_DEGENERATE:
        share = shown(100 * degenerate, 1, trim=True)
        return f"{NO_INTERVAL}{share} % of resamples degenerate"
    return "" if np.ptp(values) > 0 else NOT_ESTIMABLE


def contradicts(low: float, high: float, p: float) -> bool:
    """Whether an interval leaves out 0 though p is above `LEVEL`, or holds it though p is not.

    Never where a bound or p is missing.
    """
    return not np.isnan([low, high, p]).any() and (low <= 0 <= high) != (p > LEVEL)


def _corrected_shares(
    observed: float, values: FloatArray, left_out: FloatArray, confidence: float
) -> FloatArray | None:
    """Which quantiles of the resamples bound the BCa interval; `None` if they are undefined."""
    # Ties with the observed value count half: with few clusters the resamples are that coarse.
    equal = np.isclose(values, observed, rtol=0, atol=1e-12)
    below = ((values < observed) & ~equal).mean() + equal.mean() / 2
    deviations = left_out.mean() - left_out
    spread = (deviations**2).sum()
    if not 0 < below < 1 or not spread > 0:
        return None
    bias = ndtri(below)
    acceleration = (deviations**3).sum() / (6 * spread**1.5)
    reach = bias + ndtri(np.array([(1 - confidence) / 2, (1 + confidence) / 2]))
    stretch = 1 - acceleration * reach
    return np.asarray(ndtr(bias + reach / stretch)) if (stretch > 0).all() else None


def leave_one_out(left_out: FloatArray) -> LeaveOneOut:
    """Range of the measure's values without each cluster (n)."""
    undefined = tuple(np.flatnonzero(np.isnan(left_out)).tolist())
    if len(undefined) == len(left_out):
        return LeaveOneOut(np.nan, np.nan, (), (), undefined)
    low, high = float(np.nanmin(left_out)), float(np.nanmax(left_out))
    at_low, at_high = (
        tuple(np.flatnonzero(np.isclose(left_out, bound, rtol=0, atol=1e-12)).tolist())
        for bound in (low, high)
    )
    return LeaveOneOut(low, high, at_low, at_high, undefined)
