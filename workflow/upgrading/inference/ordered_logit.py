"""One proportional-odds model of ordered scores, fitted by statsmodels and reported whole.

The model (McCullagh 1980, J. R. Stat. Soc. B 42:109-142): the log-odds of a score above each
category are linear in the terms, with one slope per term and one threshold per category. Positive
coefficients go with higher scores. Nothing here checks for separation: that comes first
(`upgrading.inference.separation`).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm
from statsmodels.miscmodels.ordinal_model import OrderedModel

from upgrading.numbers import shown

COEFFICIENT_COLUMNS = ("term", "coefficient", "standard_error", "low", "high", "p")

_MOST_ITERATIONS = 500

_SLOPE_AT_TOP = 1e-7
"""The optimiser stops where the mean log-likelihood is this flat: six digits of the estimates."""


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    `coefficients` has `COEFFICIENT_COLUMNS`: slopes in the order of the design, then thresholds,
    each named by the two categories between which it lies (`1.5|2`); Wald intervals; NaN where the
    curvature of the likelihood gives no standard error. `convergence` is `converged` or says what
    the optimiser reported.
    """

    coefficients: pd.DataFrame
    log_likelihood: float
    null_log_likelihood: float
    convergence: str


def ordered_logit(design: pd.DataFrame, outcome: pd.Series, confidence: float) -> Fit:
    """Fit the model of `outcome` (exact scores) on the columns of `design` (no constant).

    Two categories make it a binary logit. The optimiser (BFGS from the null model) is deterministic
    and silent; its warnings end up in `convergence`.
    """
    categories = sorted(set(outcome))
    codes = pd.Categorical(outcome, categories=categories, ordered=True)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = OrderedModel(pd.Series(codes, index=design.index), design, distr="logit")
        fitted = model.fit(method="bfgs", maxiter=_MOST_ITERATIONS, gtol=_SLOPE_AT_TOP, disp=False)
        try:
            covariance = np.asarray(fitted.cov_params())
        except ValueError:  # statsmodels has none where the curvature cannot be inverted
            covariance = np.full((len(fitted.params), len(fitted.params)), np.nan)
        log_likelihood, null = float(fitted.llf), float(fitted.llnull)
    problems = [] if fitted.mle_retvals["converged"] else ["the optimiser did not converge"]
    problems += [str(warning.message) for warning in caught]
    parameters = np.asarray(fitted.params, dtype=float)
    estimates, errors = _with_thresholds(parameters, covariance, design.shape[1])
    names = [shown(category, 2, trim=True) for category in categories]
    thresholds = [f"{lower}|{upper}" for lower, upper in pairwise(names)]
    return Fit(
        wald([*map(str, design.columns), *thresholds], estimates, errors, norm(), confidence),
        log_likelihood,
        null,
        "; ".join(dict.fromkeys(problems)) or "converged",
    )


def _with_thresholds(
    parameters: NDArray[np.float64], covariance: NDArray[np.float64], slopes: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Estimates and standard errors with thresholds in place of the logarithms of their steps."""
    steps = np.concatenate([parameters[slopes : slopes + 1], np.exp(parameters[slopes + 1 :])])
    estimates = np.concatenate([parameters[:slopes], np.cumsum(steps)])
    by_step = np.concatenate([[1.0], steps[1:]])
    change = np.eye(len(parameters))
    change[slopes:, slopes:] = np.tril(np.ones((len(steps), len(steps)))) * by_step
    variances = np.diag(change @ covariance @ change.T)
    errors = np.sqrt(np.where(variances > 0, variances, np.nan))
    return estimates, errors


def wald(
    terms: list[str],
    estimates: NDArray[np.float64],
    errors: NDArray[np.float64],
    distribution: Any,
    confidence: float,
) -> pd.DataFrame:
    """Wald intervals and two-sided p-values, columns `COEFFICIENT_COLUMNS`.

    `distribution` is a frozen SciPy distribution: that of an estimate over its standard error.
    """
    width = distribution.ppf((1 + confidence) / 2) * errors
    p = 2 * distribution.sf(np.abs(estimates / errors))
    columns = (terms, estimates, errors, estimates - width, estimates + width, p)
    return pd.DataFrame(dict(zip(COEFFICIENT_COLUMNS, columns, strict=True)))
