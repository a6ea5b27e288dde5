"""Measures of association between ordinal scores with many ties: τ-b, γ, Somers' D, Spearman's ρ.

All four are built from the signs of differences between pairs of clusters. Scores enter as integer
levels made from the exact values (`levels`), so that a tie is a tie and no comparison hangs on a
float; the sums over pairs are whole numbers, the same in any order and on any number of cores.

With strata (the sector groups), only pairs within a stratum count, and their sums are added up
before the quotient is taken: the blocked measure. Spearman's ρ is then the correlation of ranks
within strata, a larger stratum having the larger ranks and so the larger say.

A measure is NaN, "not estimable", where a score is constant or there are fewer than `LEAST_CASES`
clusters; it is never 0 for that. A score is constant exactly where no pair differs in both scores;
with strata, where none does within any of them. A stratum in which only one score is constant says
nothing about the relation but would add to the denominators; `informative` finds such strata.

Sources: M. G. Kendall (1945), "The treatment of ties in ranking problems", Biometrika 33 (τ-b);
L. A. Goodman and W. H. Kruskal (1954), "Measures of association for cross classifications", JASA
49 (γ); R. H. Somers (1962), American Sociological Review 27 (D).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upgrading.numbers import exact
from upgrading.vocabulary import LEAST_CASES as LEAST_CASES

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]

_ROWS_AT_ONCE: Final = 2000
"""Arrangements worked on together, which bounds the memory however many there are."""

_RESAMPLES_AT_ONCE: Final = 128
"""Resamples worked on together: products this small stay in the cache, and on one core."""


class Measures(NamedTuple):
    """The four measures of one relation, each an array over resamples or arrangements.

    `somers_d` takes y (upgrading) as dependent on x (the index): pairs tied on x do not count.
    """

    tau_b: FloatArray
    gamma: FloatArray
    somers_d: FloatArray
    rho: FloatArray


def levels(values: Iterable[Fraction | int]) -> IntArray:
    """Integer level of each value among the distinct ones, 0 the smallest; compared exactly."""
    listed = list(values)
    place = {value: level for level, value in enumerate(sorted(set(listed)))}
    return np.array([place[value] for value in listed], dtype=np.int64)


def pairs(n: int, strata: IntArray | None = None) -> tuple[IntArray, IntArray]:
    """Positions of the first and second member of every pair, each pair once, within strata."""
    first, second = np.triu_indices(n, 1)
    if strata is None:
        return first, second
    together = strata[first] == strata[second]
    return first[together], second[together]


def pair_signs(values: IntArray, strata: IntArray | None = None) -> NDArray[np.float32]:
    """Sign of the difference within every pair: shape (…, n) to (…, number of pairs).

    Single precision holds these signs and their sums exactly, and multiplies fastest.
    """
    first, second = pairs(values.shape[-1], strata)
    small = values.astype(np.int16)
    signs: NDArray[np.float32] = np.sign(small[..., first] - small[..., second]).astype(np.float32)
    return signs


def informative(x: IntArray, y: IntArray, strata: IntArray) -> NDArray[np.bool_]:
    """Whether each cluster is in a stratum in which both scores vary."""
    found = np.zeros(len(x), dtype=bool)
    for stratum in np.unique(strata):
        members = strata == stratum
        found[members] = np.ptp(x[members]) > 0 and np.ptp(y[members]) > 0
    return found


def concordance(x: IntArray, arrangements: IntArray, strata: IntArray | None = None) -> FloatArray:
    """Concordant minus discordant pairs of each x (v, n) with each arrangement of y (m, n): (m, v).

    The numerator of τ-b, γ and Somers' D. Rearranging y within strata leaves the ties of x and y
    as they are, so that this is also the permutation statistic of τ-b and Somers' D.
    """
    signs_x = pair_signs(np.atleast_2d(x), strata).T
    found = np.empty((len(arrangements), signs_x.shape[1]))
    for start in range(0, len(arrangements), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        found[part] = pair_signs(arrangements[part], strata) @ signs_x
    return found


def centred_ranks(arrangements: IntArray, strata: IntArray | None = None) -> IntArray:
    """Twice the mid-rank within its stratum of every score (m, n), less the mean: whole numbers.

    All rows must hold the same scores within each stratum.
    """
    of = np.zeros(arrangements.shape[1], dtype=np.int64) if strata is None else strata
    ranks = np.empty(arrangements.shape, dtype=np.int64)
    for stratum in np.unique(of):
        scores = arrangements[:, of == stratum]
        ordered = np.sort(scores[0])
        least, next_ = (np.searchsorted(ordered, scores, side) for side in ("left", "right"))
        ranks[:, of == stratum] = least + next_ - scores.shape[1]
    return ranks


def rank_product(x: IntArray, arrangements: IntArray, strata: IntArray | None = None) -> FloatArray:
    """Sum of products of centred ranks of each x (v, n) with each arrangement of y (m, n): (m, v).

    The numerator of Spearman's ρ, and its permutation statistic: rearranging y within strata leaves
    the denominator as it is. Rows as for `centred_ranks`.
    """
    rank_x = np.array([centred_ranks(row[np.newaxis], strata)[0] for row in np.atleast_2d(x)])
    # Whole numbers all, so that double precision multiplies them exactly.
    rank_y = centred_ranks(arrangements, strata).astype(np.float64)
    return np.asarray(rank_y @ rank_x.T.astype(np.float64))


def measures_over_arrangements(
    x: IntArray, arrangements: IntArray, strata: IntArray | None = None
) -> Measures:
    """The measures of x (n) with every arrangement of y (m, n): arrays (m)."""
    n = len(x)
    first, second = pairs(n, strata)
    ends = np.zeros((len(first), n), dtype=np.float32)
    ends[np.arange(len(first)), first] = 1
    ends[np.arange(len(first)), second] = -1
    signs_x = pair_signs(x, strata)
    rank_x = (signs_x @ ends).astype(np.float64)
    sums = np.empty((7, len(arrangements)))
    sums[2] = np.abs(signs_x).sum()
    sums[5] = (rank_x**2).sum()
    for start in range(0, len(arrangements), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        signs_y = pair_signs(arrangements[part], strata)
        rank_y = (signs_y @ ends).astype(np.float64)
        sums[0, part] = signs_y @ signs_x
        sums[1, part] = np.abs(signs_y) @ np.abs(signs_x)
        sums[3, part] = np.abs(signs_y).sum(axis=1)
        sums[4, part] = rank_y @ rank_x
        sums[6, part] = (rank_y**2).sum(axis=1)
    return _measures(sums, np.full(len(arrangements), n >= LEAST_CASES))


def measures_over_weights(
    x: IntArray, y: IntArray, weights: NDArray[np.integer], strata: IntArray | None = None
) -> Measures:
    """The measures of x with y (n), each cluster taken as often as `weights` (m, n) says: (m).

    A bootstrap resample is a row of counts, leaving a cluster out a row of ones with one 0.
    """
    signs_x, signs_y = (_sign_matrix(values, strata) for values in (x, y))
    both = signs_x * signs_y
    matrices = (both, np.abs(both), np.abs(signs_x), np.abs(signs_y))
    sums = np.empty((7, len(weights)))
    for start in range(0, len(weights), _RESAMPLES_AT_ONCE):
        part = slice(start, start + _RESAMPLES_AT_ONCE)
        times = weights[part].astype(np.float64)
        for row, matrix in enumerate(matrices):
            sums[row, part] = ((times @ matrix) * times).sum(axis=1) / 2
        rank_x, rank_y = times @ signs_x.T, times @ signs_y.T
        sums[4, part] = (times * rank_x * rank_y).sum(axis=1)
        sums[5, part] = (times * rank_x**2).sum(axis=1)
        sums[6, part] = (times * rank_y**2).sum(axis=1)
    return _measures(sums, weights.sum(axis=1) >= LEAST_CASES)


def measures(x: IntArray, y: IntArray, strata: IntArray | None = None) -> Measures:
    """The measures of x with y as they stand: arrays of one value each."""
    return measures_over_arrangements(x, y[np.newaxis], strata)


def tau_b(x: IntArray, y: IntArray, strata: IntArray | None = None) -> float:
    """Kendall's τ-b; NaN where not estimable."""
    return float(measures(x, y, strata).tau_b[0])


def _sign_matrix(values: IntArray, strata: IntArray | None) -> FloatArray:
    signs = np.sign(values[:, np.newaxis] - values)
    if strata is not None:
        signs = signs * (strata[:, np.newaxis] == strata)
    return np.asarray(signs, dtype=np.float64)


def _measures(sums: FloatArray, enough: NDArray[np.bool_]) -> Measures:
    """The quotients of sums (7, m) over pairs and ranks.

    Concordant less discordant pairs; pairs untied in both scores, in x, in y; the product of
    centred ranks and the squares of those of x and of y.
    """
    difference, untied, untied_x, untied_y, product, square_x, square_y = sums
    estimable = enough & (untied > 0)

    def quotient(above: FloatArray, below: FloatArray) -> FloatArray:
        return np.asarray(above / np.where(estimable, below, np.nan))

    return Measures(
        quotient(difference, np.sqrt(untied_x * untied_y)),
        quotient(difference, untied),
        quotient(difference, untied_x),
        quotient(product, np.sqrt(square_x * square_y)),
    )


def tau_of(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Kendall's τ-b of pairs of numbers, at twelve digits; `None` where not estimable."""
    x, y = (levels([pair[side] for pair in pairs]) for side in (0, 1))
    return exact(tau_b(x, y))
