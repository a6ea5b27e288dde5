"""How far a measure depends on the clusters there happen to be: bootstrap intervals, leave-one-out.

Clusters are drawn with replacement, within sector groups where these are combined. A resample in
which a score is constant has no measure; it is dropped and counted. The interval is the bias-
corrected and accelerated one (B. Efron, 1987, "Better bootstrap confidence intervals", JASA 82);
where that is undefined it is the percentile interval, and where most resamples have no measure, or
all the same one, it is not estimable. Forty chosen cases have no sampling frame: an interval says
how much the figure hangs on their choice, no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from scipy.special import ndtr, ndtri

from upgrading.inference.measures import FloatArray, IntArray
from upgrading.inference.permutation import generator

Method: TypeAlias = Literal["BCa", "percentile", "not estimable"]

LEAST_SHARE: Final = 0.5
"""Share of the resamples that must have a measure for an interval to be given."""


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
    """An interval, how it was made, and how many resamples were dropped; bounds NaN if none."""

    low: float
    high: float
    method: Method
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


def interval(
    observed: float, resampled: FloatArray, left_out: FloatArray, confidence: float
) -> Interval:
    """Interval of a measure from its resamples (m) and its values without each cluster (n)."""
    values = resampled[~np.isnan(resampled)]
    dropped = len(resampled) - len(values)
    if np.isnan(observed) or len(values) < LEAST_SHARE * len(resampled) or np.ptp(values) == 0:
        return Interval(np.nan, np.nan, "not estimable", dropped)
    shares = _corrected_shares(observed, values, left_out, confidence)
    if shares is None:
        return Interval(*percentile_interval(values, confidence), "percentile", dropped)
    low, high = np.quantile(values, shares)
    return Interval(float(low), float(high), "BCa", dropped)


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
