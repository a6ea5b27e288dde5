"""One proportional-odds model of ordered scores, fitted by statsmodels and reported whole.

The last digits and the standard errors are by `curvature`, the same on every machine.

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

from upgrading.inference.curvature import score_and_information
from upgrading.numbers import shown

COEFFICIENT_COLUMNS = ("term", "coefficient", "standard_error", "low", "high", "p")

_MOST_ITERATIONS = 500

_SLOPE_AT_TOP = 1e-7
"""The optimiser stops where the mean log-likelihood is this flat: six digits of the estimates."""


_NEWTON_STEPS = 2
"""From there, each doubles the digits: beyond those that numbers of a machine have."""


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
        fitted = model.fit(
            method="bfgs",
            maxiter=_MOST_ITERATIONS,
            gtol=_SLOPE_AT_TOP,
            skip_hessian=True,
            disp=False,
        )
        log_likelihood, null = float(fitted.llf), float(fitted.llnull)
    problems = [] if fitted.mle_retvals["converged"] else ["the optimiser did not converge"]
    problems += [str(warning.message) for warning in caught]
    count = design.shape[1]
    parameters = np.asarray(fitted.params, dtype=float)
    start = np.concatenate([parameters[:count], _thresholds(parameters[count:])])
    estimates, errors = _at_the_top(
        design.to_numpy(dtype=float), np.asarray(codes.codes, dtype=np.intp), start
    )
    names = [shown(category, 2, trim=True) for category in categories]
    thresholds = [f"{lower}|{upper}" for lower, upper in pairwise(names)]
    return Fit(
        wald([*map(str, design.columns), *thresholds], estimates, errors, norm(), confidence),
        log_likelihood,
        null,
        "; ".join(dict.fromkeys(problems)) or "converged",
    )


def _thresholds(parameters: NDArray[np.float64]) -> NDArray[np.float64]:
    """Thresholds from what statsmodels fits: the first, and the logarithms of the steps."""
    thresholds: NDArray[np.float64] = np.cumsum([parameters[0], *np.exp(parameters[1:])])
    return thresholds


def _at_the_top(
    design: NDArray[np.float64], codes: NDArray[np.intp], start: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Estimates carried from the optimiser's to where the likelihood is flat, and their errors.

    Errors are NaN, and the optimiser's estimates stand, where the likelihood has no top there: its
    curvature is not that of a hill in every direction.
    """
    slopes = design.shape[1]
    estimates = start
    try:
        for _ in range(_NEWTON_STEPS):
            score, information = score_and_information(
                design, codes, estimates[:slopes], estimates[slopes:]
            )
            np.linalg.cholesky(information)  # refuses what is no hill
            estimates = estimates + np.linalg.solve(information, score)
        _, information = score_and_information(
            design, codes, estimates[:slopes], estimates[slopes:]
        )
        variances = np.diag(np.linalg.inv(information))
    except np.linalg.LinAlgError:
        return start, np.full(len(start), np.nan)
    return estimates, np.sqrt(np.where(variances > 0, variances, np.nan))


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
