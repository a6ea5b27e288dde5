"""Permutation p-values of the terms of a model, beside those after Wald.

Wald's p trusts to large numbers, and of a model without sector effects it takes differences between
sector groups for a relation between clusters. Here the scores of a variable are rearranged among
the clusters of the same sector group, all else staying in its place (N. R. Draper and D. M.
Stoneman, 1966, Technometrics 8:695-699). If within sector groups any cluster could have had any
other's score of the variable, whatever its other properties, the p holds exactly.

The statistic is Rao's score statistic (C. R. Rao, 1948, Proc. Camb. Phil. Soc. 44:50-57): how
steeply the likelihood of the model without the variable would rise with it, squared, over its
information. That model is fitted once, not again for every arrangement. Being studentised, it
allows for how far an arrangement goes with the other terms (C. J. DiCiccio and J. P. Romano, 2017,
JASA 112:1211-1220). The slope is taken from what is expected of it over all arrangements, which is
0 in a model with sector effects. For a linear model this is the partial correlation, squared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from upgrading.inference.measures import IntArray
from upgrading.inference.ordered_logit import derivatives
from upgrading.inference.permutation import PermutationChoices, PermutationTest, drawn_until_clear

Array = NDArray[np.float64]

_MOST_STEPS: Final = 50
_LONGEST_STEP: Final = 4.0
_SETTLED: Final = 1e-10


class Null(NamedTuple):
    """A fitted model without the terms that are tested, as far as their score statistic needs it.

    Each cluster's `slope` (n) and `curvature` (n) of the log-likelihood in what the terms add to
    its linear predictor, and what the terms share with the parameters of the model: `shared`
    (n, parameters), scaled so that its squares are what these account for of the curvature.
    """

    slope: Array
    curvature: Array
    shared: Array


def ordered_null(design: Array, codes: NDArray[np.intp]) -> Null:
    """The proportional-odds model on `design` (no constant) of categories `codes`, all from 0 on.

    Newton's method from the model without any term; the model must have finite estimates.
    """
    terms = design.shape[1]
    below = np.cumsum(np.bincount(codes))[:-1] / len(codes)
    found = np.concatenate([np.zeros(terms), np.log(below / (1 - below))])
    for _ in range(_MOST_STEPS):
        at = derivatives(design, codes, found[:terms], found[terms:])
        step = np.linalg.solve(at.information(), at.score())
        reach = max(np.abs(at.by_upper @ step).max(), np.abs(at.by_lower @ step).max())
        step *= min(1.0, _LONGEST_STEP / max(reach, 1e-300))
        while (np.diff((found + step)[terms:]) <= 0).any():
            step /= 2
        found = found + step
        if reach < _SETTLED:
            break
    at = derivatives(design, codes, found[:terms], found[terms:])
    upper, lower = at.of_upper + at.of_both, at.of_lower + at.of_both
    shared = at.by_upper * upper[:, None] + at.by_lower * lower[:, None]
    return Null(-(at.first + at.second), -(upper + lower), _scaled(shared, at.information()))


def linear_null(design: Array, outcome: Array) -> Null:
    """The linear model of `outcome` on `design` (no constant), by least squares."""
    terms = np.column_stack([np.ones(len(design)), design])
    information = terms.T @ terms
    residuals = outcome - terms @ np.linalg.solve(information, terms.T @ outcome)
    # in units of the residuals' variance, of which no arrangement changes anything
    error = np.sqrt((residuals**2).sum() / (len(terms) - terms.shape[1]))
    scaled = _scaled(terms, information)
    return Null(residuals / error, np.ones(len(terms)), scaled)


def _scaled(shared: Array, information: Array) -> Array:
    return np.asarray(np.linalg.solve(np.linalg.cholesky(information), shared.T).T)


def score_statistics(null: Null, values: Array, strata: IntArray) -> Array:
    """Rao's statistic of terms of which the clusters have these `values` (m, n, terms): (m).

    Infinite where the terms are determined by those of the model: such an arrangement is no
    evidence against any other.
    """
    arrangements, _, terms = values.shape
    within = null.slope.copy()
    for stratum in np.unique(strata):
        within[strata == stratum] -= null.slope[strata == stratum].mean()
    columns = [values[:, :, term] for term in range(terms)]
    slopes = np.column_stack([column @ within for column in columns])
    shared = [column @ null.shared for column in columns]
    information = np.empty((arrangements, terms, terms))
    own = np.empty((arrangements, terms))
    for a in range(terms):
        for b in range(a, terms):
            whole = (columns[a] * columns[b]) @ null.curvature
            left = whole - (shared[a] * shared[b]).sum(axis=1)
            information[:, a, b] = information[:, b, a] = left
            if a == b:
                own[:, a] = whole
    scale = np.sqrt(np.maximum(own, 1e-300))
    correlations = information / (scale[:, :, None] * scale[:, None])
    single = correlations[:, 0, 0]
    known = (single if terms == 1 else np.linalg.eigvalsh(correlations)[:, 0]) > 1e-9
    found = np.full(arrangements, np.inf)
    unit = (slopes / scale)[known][..., np.newaxis]
    found[known] = (unit * np.linalg.solve(correlations[known], unit))[..., 0].sum(axis=1)
    return found


@dataclass(frozen=True)
class Rearranged:
    """Terms of a model that are rearranged together.

    `values`: the clusters' scores (n, terms), in the order of their ids; `groups`: their sector
    groups; `null`: the model without the terms.
    """

    values: pd.DataFrame
    groups: pd.Series
    null: Null


def permutation_tests(
    tested: Iterable[Rearranged], key: str, choices: PermutationChoices, most: int
) -> list[PermutationTest]:
    """The tests of these terms, in their order.

    Models that have the same variables of the same clusters share the arrangements.
    """
    listed = list(tested)
    alike: dict[tuple[str, ...], list[int]] = {}
    for place, one in enumerate(listed):
        alike.setdefault((*map(str, one.values.columns), "", *one.values.index), []).append(place)
    found: dict[int, PermutationTest] = {}
    for names, places in alike.items():
        first = listed[places[0]]
        strata = pd.factorize(first.groups, sort=True)[0].astype(np.int64)
        rows, codes = np.unique(first.values.to_numpy(float), axis=0, return_inverse=True)
        statistic = _together([listed[place].null for place in places], rows, strata)
        name = f"{key}/{'+'.join(names[: names.index('')])}"
        tests = drawn_until_clear(
            codes.reshape(-1).astype(np.int64), statistic, strata, name, choices, most
        )
        found |= dict(zip(places, tests, strict=True))
    return [found[place] for place in range(len(listed))]


def _together(nulls: list[Null], rows: Array, strata: IntArray) -> Callable[[IntArray], Array]:
    def statistics(codes: IntArray) -> Array:
        values = rows[codes]
        return np.column_stack([score_statistics(null, values, strata) for null in nulls])

    return statistics
