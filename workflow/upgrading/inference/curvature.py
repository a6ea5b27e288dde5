"""Slope and curvature of the likelihood of the proportional-odds model, by formula.

statsmodels differentiates it numerically, and the sixth digit of a standard error then hangs on how
a machine's linear algebra rounds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Array = NDArray[np.float64]


def score_and_information(
    design: Array, codes: NDArray[np.intp], slopes: Array, thresholds: Array
) -> tuple[Array, Array]:
    """First derivatives of the log-likelihood, and minus the second, in slopes and thresholds.

    `design` (clusters by terms, no constant); `codes`: the category of each cluster, from 0. The
    likelihood of category k is F(upper) − F(lower), F logistic, with upper = threshold k − x·slopes
    and lower = threshold k−1 − x·slopes (McCullagh 1980, section 2).
    """
    bounds = np.concatenate([[-np.inf], thresholds, [np.inf]])
    shift = design @ slopes
    upper, lower = bounds[codes + 1] - shift, bounds[codes] - shift
    # F(u) − F(v) = F(u) (1 − F(v)) (1 − e^(v−u)): no difference of nearly equal numbers
    share = expit(upper) * expit(-lower) * -np.expm1(lower - upper)
    first = expit(upper) * expit(-upper) / share
    second = -expit(lower) * expit(-lower) / share
    of_upper = first * (expit(-upper) - expit(upper)) - first**2
    of_lower = second * (expit(-lower) - expit(lower)) - second**2
    of_both = -first * second

    levels = np.arange(len(thresholds))
    by_upper = np.hstack([-design, (codes[:, None] == levels).astype(float)])
    by_lower = np.hstack([-design, (codes[:, None] - 1 == levels).astype(float)])
    crossed = (by_upper * of_both[:, None]).T @ by_lower
    curvature = (
        (by_upper * of_upper[:, None]).T @ by_upper
        + (by_lower * of_lower[:, None]).T @ by_lower
        + crossed
        + crossed.T
    )
    return by_upper.T @ first + by_lower.T @ second, -curvature
