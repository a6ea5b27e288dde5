"""Are odds proportional? Brant's comparison of the binary logits behind an ordered one.

The proportional-odds model has one slope for all splits of the scores (above or not above each
category). Brant (1990, Biometrics 46:1171-1178) fits a binary logit at each split and tests by Wald
whether their slopes agree; the covariance between splits follows from the fitted probabilities. A
split at which the binary logit is separated has no finite slope and cannot be compared: with some
forty clusters that is common, so that the splits compared are named beside the result, and fewer
than two make the test "not estimable". The χ² distribution is a rough guide with so few clusters.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2
from statsmodels.discrete.discrete_model import Logit

from upgrading.inference.separation import separated
from upgrading.numbers import shown


@dataclass(frozen=True)
class Brant:
    """The test of all terms together and of each term.

    `statistic`, `degrees_of_freedom` and `p` are `None`, and `by_term` empty, where the test is not
    estimable; `splits` says which splits were compared, or why the test fails.
    """

    statistic: float | None
    degrees_of_freedom: int | None
    p: float | None
    by_term: dict[str, float]
    splits: str


def brant(design: pd.DataFrame, outcome: pd.Series) -> Brant:
    """Test proportional odds of `outcome` on the columns of `design`.

    `outcome` holds exact scores, at least two different ones; `design` has no constant.
    """
    categories = sorted(set(outcome))
    lower = [category for category in categories[:-1] if _comparable(design, outcome, category)]
    of_all = f"{len(lower)} of {len(categories) - 1} splits can be compared"
    if len(lower) < 2:
        why = "two categories leave one split" if len(categories) == 2 else f"only {of_all}"
        return Brant(None, None, None, {}, f"not estimable: {why}")
    terms = np.column_stack([np.ones(len(design)), design.astype(float).to_numpy()])
    slopes, covariance = _binary_logits(terms, outcome, lower)
    count = design.shape[1]
    tested = _wald(slopes, covariance, list(range(count)), count)
    if tested is None:
        why = "the covariance of the slopes is not positive definite"
        return Brant(None, None, None, {}, f"not estimable: {why} ({of_all})")
    by_term = {}
    for position, term in enumerate(design.columns):
        alone = _wald(slopes, covariance, [position], count)
        if alone is not None:
            by_term[str(term)] = float(chi2.sf(*alone))
    names = ", ".join(f"above {shown(Fraction(category), 2, trim=True)}" for category in lower)
    return Brant(*tested, float(chi2.sf(*tested)), by_term, f"{of_all}: {names}")


def _comparable(design: pd.DataFrame, outcome: pd.Series, category: Fraction) -> bool:
    above = (outcome > category).astype(float)
    return not separated(design, above)


def _binary_logits(
    terms: NDArray[np.float64], outcome: pd.Series, lower: list[Fraction]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Slopes of the binary logit at each split, one after another, and their joint covariance."""
    fitted, slopes, bread = [], [], []
    for category in lower:
        above = (outcome > category).astype(float).to_numpy()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # separation was excluded before
            result = Logit(above, terms).fit(method="newton", maxiter=100, disp=False)
        chance = np.asarray(result.predict())
        fitted.append(chance)
        slopes.append(np.asarray(result.params)[1:])
        bread.append(np.linalg.inv(terms.T @ (terms * (chance * (1 - chance))[:, None])))
    count = terms.shape[1] - 1
    covariance = np.empty((len(lower) * count, len(lower) * count))
    for m in range(len(lower)):
        for k in range(m, len(lower)):
            # being above the higher category entails being above the lower one
            weights = fitted[k] * (1 - fitted[m])
            block = bread[m] @ (terms.T @ (terms * weights[:, None])) @ bread[k]
            rows, columns = slice(m * count, (m + 1) * count), slice(k * count, (k + 1) * count)
            covariance[rows, columns] = block[1:, 1:]
            covariance[columns, rows] = block[1:, 1:].T
    return np.concatenate(slopes), covariance


def _wald(
    slopes: NDArray[np.float64],
    covariance: NDArray[np.float64],
    positions: list[int],
    count: int,
) -> tuple[float, int] | None:
    """Wald statistic that these slopes are the same at all splits, and its degrees of freedom."""
    splits = len(slopes) // count
    chosen = [split * count + position for split in range(splits) for position in positions]
    width = len(positions)
    contrast = np.hstack([np.tile(np.eye(width), (splits - 1, 1)), -np.eye(width * (splits - 1))])
    differences = contrast @ slopes[chosen]
    spread = contrast @ covariance[np.ix_(chosen, chosen)] @ contrast.T
    least, most = np.linalg.eigvalsh(spread)[[0, -1]]
    if least <= 1e-10 * most:
        return None
    return float(differences @ np.linalg.solve(spread, differences)), len(differences)
