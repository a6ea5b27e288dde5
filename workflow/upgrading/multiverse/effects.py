"""Measures of association of many x with many permutations of one y, as matrix products.

Every rank measure counts pairs of clusters: a row of signs per x, a row of signs per permutation of
y, and their product is the excess of concordant pairs for all of them at once. The counts are whole
numbers far below 2^24, so that single precision is exact and the order of summation cannot matter.

Measures, all between -1 and 1:

- `tau_b`: Kendall's τ-b, ties of either score in the denominator.
- `gamma`: Goodman and Kruskal's γ, the same over untied pairs only.
- `difference`: mean y of the highest x that there is less that of the lowest, as a share of the
  scale's three points. Over degrees this is High less Low, or what the clusters have of it; over a
  governance pattern, clusters governed so less the others.

Within sectors, only pairs of one sector group count, and differences are averaged over the groups
with weight n₁n₂/(n₁ + n₂). A measure over a constant score, or an x that all share, is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

SCALE_POINTS: Final = 3
"""Points from absent to high."""

_NIL: Final = 1e-9
"""A difference below this is 0: sums over sectors end in the last bit."""


def permutations(sectors: Array, count: int, generator: np.random.Generator) -> Array:
    """Positions of the clusters, `count` times permuted within sectors; the first row is as is.

    `sectors`: sector group of each cluster, as a number. Result: `count` + 1 rows.
    """
    positions = np.tile(np.arange(len(sectors)), (count + 1, 1))
    for sector in np.unique(sectors):
        members = np.flatnonzero(sectors == sector)
        positions[1:, members] = generator.permuted(positions[1:, members], axis=1)
    return positions


@dataclass(frozen=True)
class Permuted:
    """One y under all permutations: what every x is multiplied with.

    `signs` and `both` have one row per permutation and one column per pair of clusters: the sign of
    their difference, and whether both have a score. `both` is `None` if no score is missing.
    """

    values: Array
    steps: int
    first: Array
    second: Array
    signs: Array
    both: Array | None
    sectors: tuple[Array, ...]


def permuted(scores: Array, steps: int, positions: Array, sectors: Array, within: bool) -> Permuted:
    """Prepare a y. `scores`: whole steps of 1/`steps` points, -1 where missing.

    `within`: only pairs of one sector group, differences sector by sector.
    """
    first, second = np.triu_indices(scores.size, 1)
    if within:
        same = sectors[first] == sectors[second]
        first, second = first[same], second[same]
    values = scores[positions]
    left, right = values[:, first], values[:, second]
    signs = np.sign(left - right)
    both = None
    if (scores < 0).any():
        there = (left >= 0) & (right >= 0)
        signs, both = signs * there, there.astype(np.float32)
    groups = [np.flatnonzero(sectors == s) for s in np.unique(sectors)]
    return Permuted(
        values,
        steps,
        first,
        second,
        signs.astype(np.float32),
        both,
        tuple(groups) if within else (np.arange(scores.size),),
    )


@dataclass(frozen=True)
class Pairs:
    """Counts of pairs by permutation (rows) and x (columns)."""

    excess: Array
    untied: Array
    untied_x: Array
    untied_y: Array

    def of(self, columns: Array) -> Pairs:
        """The counts of some x."""
        counts = (self.excess, self.untied, self.untied_x, self.untied_y)
        if np.array_equal(columns, np.arange(self.excess.shape[1])):
            return self
        return Pairs(*(count.take(columns, axis=1) for count in counts))

    @property
    def observed(self) -> Pairs:
        """The counts without permutation, in double precision."""
        counts = (self.excess, self.untied, self.untied_x, self.untied_y)
        return Pairs(*(count[:1].astype(np.float64) for count in counts))


def pairs(orders: Array, y: Permuted) -> Pairs:
    """Concordant less discordant pairs, pairs untied in both, in x, and in y.

    `orders` has one row per x: any number that rises with it, -1 where it is missing. A pair counts
    only if both of its clusters have an x and a score.
    """
    left, right = orders[:, y.first], orders[:, y.second]
    there = (left >= 0) & (right >= 0)
    x = (np.sign(left - right) * there).astype(np.float32).T
    x_untied, y_untied = np.abs(x), np.abs(y.signs)
    shape = (len(y.signs), len(orders))
    # Few sets of clusters have an x: those of the data, and those with one cluster left out.
    _, chosen, inverse = np.unique(orders >= 0, axis=0, return_index=True, return_inverse=True)
    by_set = y_untied @ there[chosen].astype(np.float32).T
    return Pairs(
        y.signs @ x,
        y_untied @ x_untied,
        np.broadcast_to(x_untied.sum(axis=0), shape) if y.both is None else y.both @ x_untied,
        by_set.take(inverse.reshape(-1), axis=1),
    )


def tau_b(counted: Pairs) -> Array:
    """Kendall's τ-b; NaN over a constant score."""
    with np.errstate(invalid="ignore", divide="ignore"):
        tau: Array = counted.excess / np.sqrt(counted.untied_x * counted.untied_y)
    return tau


def gamma(counted: Pairs) -> Array:
    """Goodman and Kruskal's γ; NaN where every pair is tied."""
    with np.errstate(invalid="ignore", divide="ignore"):
        association: Array = counted.excess / counted.untied
    return association


def difference(orders: Array, y: Permuted, counted: Pairs) -> Array:
    """Mean y of highest less that of lowest x, over the scale; NaN if there are not both."""
    total: Array = np.zeros(1)
    weight: Array = np.zeros(1)
    for members in y.sectors:
        part, values = orders[:, members], y.values[:, members]
        highest = part.max(axis=1, keepdims=True)
        lowest = np.where(part < 0, np.iinfo(part.dtype).max, part).min(axis=1, keepdims=True)
        several = (highest >= 0) & (highest > lowest)
        high, low = (((part == end) & several).astype(np.float32).T for end in (highest, lowest))
        if y.both is None:
            n_high, n_low = high.sum(axis=0), low.sum(axis=0)
            sums = values.astype(np.float32) @ (n_low * high - n_high * low)
        else:
            present = (values >= 0).astype(np.float32)
            points = (values * (values >= 0)).astype(np.float32)
            n_high, n_low = present @ high, present @ low
            sums = n_low * (points @ high) - n_high * (points @ low)
        share = 1 / np.maximum(n_high + n_low, 1).astype(np.float64)
        total = total + sums * share
        weight = weight + n_high * n_low * share
    effect: Array = total / (np.where(weight > 0, weight, np.nan) * (SCALE_POINTS * y.steps))
    effect[np.abs(effect) < _NIL] = 0
    effect[counted.untied_y == 0] = np.nan
    return effect
