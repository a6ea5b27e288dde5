"""One proportional-odds model of ordered scores, fitted by statsmodels and reported whole.

The last digits and the standard errors are by formula, the same on every machine.

The model (McCullagh 1980, J. R. Stat. Soc. B 42:109-142): the log-odds of a score above each
category are linear in the terms, with one slope per term and one threshold per category. Positive
coefficients go with higher scores. The fit does not check for separation: the functions
below on which terms have no finite estimate are asked first.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.special import expit
from scipy.stats import norm
from statsmodels.miscmodels.ordinal_model import OrderedModel

from upgrading.numbers import shown

# Slope and curvature of the likelihood of the proportional-odds model, by formula -----------------
#
# statsmodels differentiates it numerically, and the sixth digit of a standard error then hangs on
# how a machine's linear algebra rounds.


Array = NDArray[np.float64]


class Derivatives(NamedTuple):
    """Of the log-likelihood of each cluster, in its bounds `upper` and `lower` on the latent scale.

    `first` and `second` by `upper` and by `lower`, and the second derivatives by the one, by the
    other and by both; `by_upper` and `by_lower` (clusters by slopes and thresholds) are those of
    the bounds in the parameters.
    """

    first: Array
    second: Array
    of_upper: Array
    of_lower: Array
    of_both: Array
    by_upper: Array
    by_lower: Array

    def score(self) -> Array:
        """First derivatives of the log-likelihood in slopes and thresholds."""
        return self.by_upper.T @ self.first + self.by_lower.T @ self.second

    def information(self) -> Array:
        """Minus the second derivatives of the log-likelihood in slopes and thresholds."""
        crossed = (self.by_upper * self.of_both[:, None]).T @ self.by_lower
        curvature = (
            (self.by_upper * self.of_upper[:, None]).T @ self.by_upper
            + (self.by_lower * self.of_lower[:, None]).T @ self.by_lower
            + crossed
            + crossed.T
        )
        return -curvature


def derivatives(
    design: Array, codes: NDArray[np.intp], slopes: Array, thresholds: Array
) -> Derivatives:
    """The derivatives of the log-likelihood of the proportional-odds model.

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
    levels = np.arange(len(thresholds))
    return Derivatives(
        first,
        second,
        first * (expit(-upper) - expit(upper)) - first**2,
        second * (expit(-lower) - expit(lower)) - second**2,
        -first * second,
        np.hstack([-design, (codes[:, None] == levels).astype(float)]),
        np.hstack([-design, (codes[:, None] - 1 == levels).astype(float)]),
    )


def score_and_information(
    design: Array, codes: NDArray[np.intp], slopes: Array, thresholds: Array
) -> tuple[Array, Array]:
    """Slope of the log-likelihood in slopes and thresholds, and its information (`derivatives`)."""
    found = derivatives(design, codes, slopes, thresholds)
    return found.score(), found.information()


# Separation: which coefficients of a model of ordered scores have no finite estimate --------------
#
# Where a sector (or any combination of the explanatory variables) predicts the scores perfectly,
# the likelihood rises for ever along some direction; an optimiser stops somewhere on the way and
# calls that an estimate. This is found out before anything is fitted, in two ways: by
# cross-tabulating scores by sector, and by a linear programme over the cumulative splits (score
# above or not above each category), which settles the question for any design (Albert and Anderson
# 1984, Biometrika 71:1-10; Konis 2007, DPhil thesis, Oxford, for the programme; here with one
# slope over all splits, as in the proportional-odds model).


Degree = Literal["none", "quasi-complete", "complete"]
End = Literal["lowest", "highest"]

_TOLERANCE = 1e-6
"""Below this a slack of the linear programme, whose variables lie between −1 and 1, is nought."""

_WAYS = {
    (1,): "it grows without bound",
    (-1,): "it falls without bound",
    (-1, 1): "nothing holds it anywhere",
}


@dataclass(frozen=True)
class ConstantSector:
    """A sector group all of whose clusters have the highest, or the lowest, score observed."""

    sector: str
    clusters: int
    score: Fraction
    end: End

    def in_words(self, label: str) -> str:
        """Plain words: `Software: all 5 clusters have the highest score, 3`."""
        score = shown(self.score, 2, trim=True)
        if self.clusters == 1:
            return f"{label}: its only cluster has the {self.end} score, {score}"
        return f"{label}: all {self.clusters} clusters have the {self.end} score, {score}"


@dataclass(frozen=True)
class Separation:
    """What the linear programme found: how complete, and which terms run away in which direction.

    `diverging` holds pairs of a term's name and the signs in which it may grow without the
    likelihood falling; a term that is absent has a finite estimate.
    """

    degree: Degree
    diverging: tuple[tuple[str, tuple[int, ...]], ...]

    def in_words(self, labels: Mapping[str, str]) -> str:
        """Plain words that name the terms; `labels` gives what a reader calls them."""
        if self.degree == "none":
            return "none"
        terms = "; ".join(
            f"{labels.get(term, term)} ({_WAYS[ways]})" for term, ways in self.diverging
        )
        where = f"no finite estimate for {terms}" if terms else "no finite thresholds"
        return f"{self.degree} separation: {where}"


def cross_tabulation(outcome: pd.Series, sectors: pd.Series) -> pd.DataFrame:
    """Number of clusters with each score (columns, ascending) in each sector group (rows).

    Rows stand in the order in which the groups first appear; missing scores are left out.
    """
    known = outcome.notna()
    scores = sorted(set(outcome[known]))
    rows = {
        sector: [int(((sectors == sector) & known & (outcome == score)).sum()) for score in scores]
        for sector in dict.fromkeys(sectors)
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=pd.Index(scores, dtype=object))


def constant_sectors(outcome: pd.Series, sectors: pd.Series) -> list[ConstantSector]:
    """Sector groups whose effect runs away: constant at the highest or the lowest score observed.

    A group that is constant at a score in between keeps a finite effect. Where all groups together
    have one score only, every one of them is returned: there is nothing to explain.
    """
    table = cross_tabulation(outcome, sectors)
    found = []
    for sector, counts in table.iterrows():
        scores = [score for score in table.columns if counts[score]]
        if len(scores) == 1 and scores[0] in {table.columns[0], table.columns[-1]}:
            end: End = "highest" if scores[0] == table.columns[-1] else "lowest"
            found.append(ConstantSector(str(sector), int(counts.sum()), Fraction(scores[0]), end))
    return found


def separation(design: pd.DataFrame, outcome: pd.Series) -> Separation:
    """Whether a proportional-odds model (or a binary logit) of `outcome` on `design` is separated.

    `design` has one numeric column per term, no constant; `outcome` is ordered, without missing
    values, with at least two values (`ValueError` otherwise). A direction of thresholds and slopes
    that every cluster either favours or does not mind makes the separation quasi-complete, one that
    every cluster favours at every split makes it complete.
    """
    slacks = _slacks(design, outcome)
    size = slacks.shape[1]
    if not _any_direction(slacks):
        return Separation("none", ())
    with_margin = np.hstack([slacks, -np.ones((len(slacks), 1))])
    margin = -_minimum(-np.eye(size + 1)[size], with_margin)
    diverging = []
    for position, term in enumerate(design.columns):
        ways = tuple(
            sign
            for sign in (-1, 1)
            if -_minimum(-sign * np.eye(size)[position], slacks) > _TOLERANCE
        )
        if ways:
            diverging.append((str(term), ways))
    return Separation("complete" if margin > _TOLERANCE else "quasi-complete", tuple(diverging))


def separated(design: pd.DataFrame, outcome: pd.Series) -> bool:
    """Whether there is any separation; `separation` also says which terms run away."""
    return _any_direction(_slacks(design, outcome))


def _any_direction(slacks: NDArray[np.float64]) -> bool:
    return -_minimum(-slacks.sum(axis=0), slacks) > _TOLERANCE


def _slacks(design: pd.DataFrame, outcome: pd.Series) -> NDArray[np.float64]:
    """One row per cluster and split: how much a direction of slopes and thresholds favours it.

    Terms are centred and scaled to a range of one, so that one tolerance serves them all; neither
    changes the answer.
    """
    values = outcome.astype(float).to_numpy()
    categories = np.unique(values)
    if len(categories) < 2:
        raise ValueError("the outcome has fewer than two values")
    terms = design.astype(float).to_numpy()
    spread = np.ptp(terms, axis=0)
    terms = (terms - terms.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    rows = []
    for split, category in enumerate(categories[:-1]):
        thresholds = np.zeros((len(values), len(categories) - 1))
        thresholds[:, split] = 1.0
        side = np.where(values <= category, 1.0, -1.0)[:, None]
        rows.append(side * np.hstack([-terms, thresholds]))
    return np.vstack(rows)


def _minimum(objective: NDArray[np.float64], slacks: NDArray[np.float64]) -> float:
    """Least value of the objective over the directions that no cluster minds, in the unit box."""
    solved = linprog(
        objective,
        A_ub=-slacks,
        b_ub=np.zeros(len(slacks)),
        bounds=(-1, 1),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9},
    )
    return float(solved.fun)


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
