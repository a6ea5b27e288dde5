"""Are odds proportional? Brant's comparison of the binary logits behind an ordered one.

The proportional-odds model has one slope for all splits of the scores (above or not above each
category). Brant (1990, Biometrics 46:1171-1178) fits a binary logit at each split and asks by a
Wald statistic whether their slopes agree; the covariance between splits follows from the fitted
probabilities. A split at which the binary logit is separated has no finite slope and cannot be
compared: with some forty clusters that is common, so that the splits compared are named beside the
result, and fewer than two make the test "not estimable".

With so few clusters the statistic is far from its χ² distribution. Its p is simulated: scores are
drawn from the fitted proportional-odds model (parametric bootstrap: A. C. Davison and D. V.
Hinkley, 1997, Bootstrap Methods and their Application, section 4.2), and p = (1 + b) / (1 + m),
where b of m simulated statistics reach the observed one. Counted are those simulated scores for
which the same splits would have been tested. Where a split leaves fewer than `LEAST_ON_A_SIDE`
clusters on a side even that p hangs on a cluster or two, and none is given: "not reliable".
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from upgrading.inference.ordered_logit import Fit, separated
from upgrading.numbers import shown

Array = NDArray[np.float64]

LEAST_ON_A_SIDE: Final = 5
"""Fewest clusters on either side of a split that is compared for a p to be given."""

LEAST_SHARE: Final = 0.5
"""Least share of the simulated scores that must allow the same test for a p to be given."""

_MOST_STEPS: Final = 40
"""Newton's method settles in a dozen, in some thirty where one cluster keeps a logit from being
separated; where it is separated, never."""

_LONGEST_STEP: Final = 4.0
"""How far one step may move any log-odds."""

_SETTLED: Final = 1e-8


@dataclass(frozen=True)
class Brant:
    """The test of all terms together and of each term.

    `statistic`, `degrees_of_freedom` and `p` are `None`, and `by_term` empty, where the test is not
    estimable; `p` and `by_term` also where it is not reliable. `splits` says which splits were
    compared, and why there is no p; `simulated` counts the simulated scores that p rests on.
    """

    statistic: float | None
    degrees_of_freedom: int | None
    p: float | None
    by_term: dict[str, float]
    splits: str
    simulated: int | None = None


def brant(
    design: pd.DataFrame, outcome: pd.Series, fit: Fit, draws: int, source: np.random.Generator
) -> Brant:
    """Test proportional odds of `outcome` on the columns of `design`.

    `outcome` holds exact scores, at least two different ones; `design` has no constant; `fit` is
    the proportional-odds model of the two, from which scores are drawn `draws` times.
    """
    categories = sorted(set(outcome))
    lower = [
        place
        for place, category in enumerate(categories[:-1])
        if not separated(design, (outcome > category).astype(float))
    ]
    of_all = f"{len(lower)} of {len(categories) - 1} splits can be compared"
    if len(lower) < 2:
        why = "two categories leave one split" if len(categories) == 2 else f"only {of_all}"
        return Brant(None, None, None, {}, f"not estimable: {why}")
    terms = np.column_stack([np.ones(len(design)), design.astype(float).to_numpy()])
    above = np.array([(outcome > categories[place]).to_numpy(dtype=bool) for place in lower])
    statistics = brant_statistics(terms, above[:, np.newaxis])[0]
    if np.isnan(statistics[0]):
        why = "the covariance of the slopes is not positive definite"
        return Brant(None, None, None, {}, f"not estimable: {why} ({of_all})")
    freedom = (len(lower) - 1) * design.shape[1]
    splits = f"{of_all}: {', '.join(_above(categories[place]) for place in lower)}"
    found = float(statistics[0]), freedom
    if thin := _thin(above, [categories[place] for place in lower]):
        return Brant(*found, None, {}, f"{splits}; not reliable: {thin}")
    simulated = simulated_above(design, fit, lower, draws, source)
    simulated = simulated[:, (_least_side(simulated) >= LEAST_ON_A_SIDE).all(axis=0)]
    among = brant_statistics(terms, simulated)
    among = among[~np.isnan(among).any(axis=1)]
    if len(among) < LEAST_SHARE * draws:
        thin = f"{len(among)} of {draws} simulated scores can be tested"
        return Brant(*found, None, {}, f"{splits}; not reliable: {thin}")
    reached = (among >= statistics * (1 - 1e-9)).sum(axis=0)
    p = (1 + reached) / (1 + len(among))
    by_term = dict(zip(map(str, design.columns), map(float, p[1:]), strict=True))
    return Brant(*found, float(p[0]), by_term, splits, len(among))


def _above(category: Fraction) -> str:
    return f"above {shown(Fraction(category), 2, trim=True)}"


def _least_side(above: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Clusters on the side of each split that has fewer: (…, n) to (…)."""
    number = above.sum(axis=-1)
    return np.asarray(np.minimum(number, above.shape[-1] - number))


def _thin(above: NDArray[np.bool_], categories: list[Fraction]) -> str:
    """The splits with too few clusters on a side, in words; empty if none."""
    found = [
        f"{_above(category)} leaves {side} cluster{'' if side == 1 else 's'} on a side"
        for category, side in zip(categories, _least_side(above).tolist(), strict=True)
        if side < LEAST_ON_A_SIDE
    ]
    return ", ".join(found)


def simulated_above(
    design: pd.DataFrame, fit: Fit, lower: list[int], draws: int, source: np.random.Generator
) -> NDArray[np.bool_]:
    """Whether scores drawn from the fitted model are above each of some splits: (splits, draws, n).

    `lower`: which categories, from 0, the splits are above.
    """
    estimates = fit.coefficients["coefficient"].to_numpy(dtype=float)
    slopes, thresholds = np.split(estimates, [design.shape[1]])
    shift = design.astype(float).to_numpy() @ slopes
    not_above = expit(thresholds[lower, np.newaxis] - shift)
    return np.asarray(source.random((draws, len(design))) > not_above[:, np.newaxis])


def brant_statistics(terms: Array, above: NDArray[np.bool_]) -> Array:
    """Brant's statistic of all terms together, and of each, of many outcomes: (m, 1 + terms).

    `terms` (n, 1 + terms) begin with the constant; `above` (splits, m, n), of ascending splits: on
    which side each outcome is. NaN where a binary logit is separated or the covariance of the
    slopes is not positive definite.
    """
    splits, outcomes, _ = above.shape
    width = terms.shape[1]
    count = width - 1
    squares = _squares(terms)
    fits = [_logits(terms, one.astype(np.float64)) for one in above]
    good = np.logical_and.reduce([settled for _, settled in fits])
    slopes = np.array([found[good] for found, _ in fits])
    fitted = expit(slopes @ terms.T)

    def weighted(weights: Array) -> Array:
        return np.asarray((weights @ squares).reshape(-1, width, width))

    bread = [np.linalg.inv(weighted(chance * (1 - chance))) for chance in fitted]
    covariance = np.empty((int(good.sum()), splits * count, splits * count))
    for m in range(splits):
        for k in range(m, splits):
            # being above the higher category entails being above the lower one
            block = bread[m] @ weighted(fitted[k] * (1 - fitted[m])) @ bread[k]
            rows, columns = slice(m * count, (m + 1) * count), slice(k * count, (k + 1) * count)
            covariance[:, rows, columns] = block[:, 1:, 1:]
            covariance[:, columns, rows] = block[:, 1:, 1:].transpose(0, 2, 1)
    together = np.concatenate([one[:, 1:] for one in slopes], axis=1)
    found = np.full((outcomes, width), np.nan)
    found[good, 0] = _wald(together, covariance, list(range(count)), count)
    for term in range(count):
        found[good, 1 + term] = _wald(together, covariance, [term], count)
    return found


def _squares(terms: Array) -> Array:
    """Products of every two terms of each cluster (n, width²), of which weights make sums."""
    return np.asarray((terms[:, :, np.newaxis] * terms[:, np.newaxis]).reshape(len(terms), -1))


def _logits(terms: Array, above: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Binary logits of many outcomes (m, n): their coefficients, and whether these are finite.

    Newton's method, all outcomes at once; in a separated one some log-odds grow by about 1 a step
    for ever.
    """
    width, squares = terms.shape[1], _squares(terms)
    found, settled = np.zeros((len(above), width)), np.zeros(len(above), dtype=bool)
    left = np.arange(len(above))
    # keeps what is separated from being singular; where a step ends at 0 it makes no difference
    guard = 1e-12 * np.diag((terms**2).sum(axis=0))
    for _ in range(_MOST_STEPS):
        chance = expit(found[left] @ terms.T)
        slope = (above[left] - chance) @ terms
        curvature = ((chance * (1 - chance)) @ squares).reshape(-1, width, width)
        step = np.linalg.solve(curvature + guard, slope[..., np.newaxis])[..., 0]
        reach = np.abs(step @ terms.T).max(axis=1)
        found[left] += step * np.minimum(1, _LONGEST_STEP / np.maximum(reach, 1e-300))[:, None]
        settled[left[reach < _SETTLED]] = True
        left = left[reach >= _SETTLED]
        if not left.size:
            break
    return found, settled


def _wald(slopes: Array, covariance: Array, positions: list[int], count: int) -> Array:
    """Wald statistics (m) that these slopes are the same at all splits; NaN where undefined."""
    splits = slopes.shape[1] // count
    chosen = [split * count + position for split in range(splits) for position in positions]
    width = len(positions)
    contrast = np.hstack([np.tile(np.eye(width), (splits - 1, 1)), -np.eye(width * (splits - 1))])
    differences = slopes[:, chosen] @ contrast.T
    spread = contrast @ covariance[:, chosen][:, :, chosen] @ contrast.T
    found = np.full(len(slopes), np.nan)
    ends = np.linalg.eigvalsh(spread)
    good = ends[:, 0] > 1e-10 * ends[:, -1]
    solved = np.linalg.solve(spread[good], differences[good][..., np.newaxis])[..., 0]
    found[good] = (differences[good] * solved).sum(axis=1)
    return found
