"""The specification curve of a relation, and a test of the whole curve at once.

After Simonsohn, Simmons and Nelson (2020): y is permuted among the clusters, within sector groups,
and every specification computed anew on each permutation. Three statistics of the curve as observed
are held against those of the permuted data: the median effect, the share of specifications with the
asserted sign, and the average of the specifications' effects in units of their standard deviation
under permutation. Not all specifications use the same clusters; those that cannot be estimated on a
permutation do not count in it, just as those that cannot be estimated on the data do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from zlib import crc32

import numpy as np

from upgrading.multiverse.cores import MEASURES
from upgrading.multiverse.relations import Sign
from upgrading.multiverse.specifications import Design

# Measures of association of many x with many permutations of one y, as matrix products ------------
#
# Every rank measure counts pairs of clusters: a row of signs per x, a row of signs per permutation
# of y, and their product is the excess of concordant pairs for all of them at once. The counts are
# whole numbers far below 2^24, so that single precision is exact and the order of summation cannot
# matter.
#
# Measures, all between -1 and 1:
#
# - `tau_b`: Kendall's τ-b, ties of either score in the denominator.
# - `gamma`: Goodman and Kruskal's γ, the same over untied pairs only.
# - `difference`: mean y of the highest x that there is less that of the lowest, as a share of the
#   scale's three points. Over degrees this is High less Low, or what the clusters have of it; over
#   a governance pattern, clusters governed so less the others.
#
# Within sectors, only pairs of one sector group count, and differences are averaged over the
# groups with weight n₁n₂/(n₁ + n₂). A measure over a constant score, or an x that all share, is
# missing.


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


_BINS: Final = 1000
"""Bins per unit of effect, in which medians under permutation are taken."""

_CHUNK: Final = 1024
"""Orders computed at a time: what fits into a processor's cache."""

_SAME: Final = 1e-6
"""Effects and statistics nearer to each other than this are equal: single precision."""


@dataclass(frozen=True)
class JointTest:
    """How the curve is tested.

    `negligible`: largest |effect| that bears out an asserted absence of a relation.
    """

    permutations: int
    seed: int
    negligible: float


@dataclass(frozen=True)
class Joint:
    """A statistic of the curve as observed, and its p-value over the permutations.

    The test has the direction of the asserted sign; of an asserted absence, the median and the
    average z are tested in both directions, and the share for being too small. `None` where nothing
    can be estimated.
    """

    observed: float | None
    p: float | None


@dataclass(frozen=True)
class Curve:
    """Effects of all specifications, in the order of the design, and the joint test.

    `effects` and `p_values` are NaN where a specification cannot be estimated; the p-value of a
    single specification is two-sided, about the mean under permutation. `distinct` counts the
    specifications that differ in their data.
    """

    effects: Array
    p_values: Array
    distinct: int
    median: Joint
    share: Joint
    z: Joint


@dataclass
class _Sums:
    """What the specifications add up to, permutation by permutation."""

    histogram: Array
    estimable: Array
    asserted: Array
    z: Array
    standardised: Array

    @classmethod
    def nothing(cls, rows: int) -> _Sums:
        return cls(np.zeros((rows, 2 * _BINS + 1)), *(np.zeros(rows) for _ in range(4)))

    def add(self, other: _Sums) -> None:
        self.histogram += other.histogram
        self.estimable += other.estimable
        self.asserted += other.asserted
        self.z += other.z
        self.standardised += other.standardised


@dataclass(frozen=True)
class _Part:
    """Distinct specifications of one y: which orders, and how many specifications use them."""

    y: Permuted
    orders: Array
    keys: tuple[Array, ...]
    columns: tuple[Array, ...]
    counts: tuple[Array, ...]


def curve(design: Design, sign: Sign, test: JointTest, name: str) -> Curve:
    """Compute the curve of a design and test it.

    `sign` is the one asserted; `name` (of the relation) and the test's seed start the generator, so
    that relations do not depend on each other.
    """
    generator = np.random.default_rng([test.seed, crc32(name.encode())])
    positions = permutations(design.sectors, test.permutations, generator)
    key = ((design.score * 2 + design.within) * len(design.orders) + design.order) * len(MEASURES)
    keys, inverse, counts = np.unique(key + design.measure, return_inverse=True, return_counts=True)
    effects, p_values = np.full(len(keys), np.nan), np.full(len(keys), np.nan)
    sums = _Sums.nothing(len(positions))
    for part in _parts(design, positions, keys, counts):
        added, observed, of_each = _computed(part, sign, test)
        sums.add(added)
        for place, effect, p in zip(part.keys, observed, of_each, strict=True):
            effects[place], p_values[place] = effect, p
    inverse = inverse.reshape(-1)
    return Curve(effects[inverse], p_values[inverse], len(keys), *_joint(sums, sign))


def _parts(design: Design, positions: Array, keys: Array, counts: Array) -> Iterator[_Part]:
    """The work in pieces: a y, pooled or within, and so many orders."""
    rest, measures = np.divmod(keys, len(MEASURES))
    ys, orders = np.divmod(rest, len(design.orders))
    for number in range(2 * len(design.scores)):
        of_y = np.flatnonzero(ys == number)
        if not of_y.size:
            continue
        score, within = divmod(number, 2)
        y = permuted(design.scores[score], design.steps, positions, design.sectors, bool(within))
        needed = np.unique(orders[of_y])
        for start in range(0, len(needed), _CHUNK):
            chosen = needed[start : start + _CHUNK]
            mine = of_y[(orders[of_y] >= chosen[0]) & (orders[of_y] <= chosen[-1])]
            places = tuple(mine[measures[mine] == m] for m in range(len(MEASURES)))
            columns = tuple(np.searchsorted(chosen, orders[place]) for place in places)
            weights = tuple(counts[place].astype(np.float64) for place in places)
            yield _Part(y, design.orders[chosen], places, columns, weights)


def _computed(part: _Part, sign: Sign, test: JointTest) -> tuple[_Sums, list[Array], list[Array]]:
    counted = pairs(part.orders, part.y)
    sums = _Sums.nothing(len(part.y.values))
    observed: list[Array] = []
    p_values: list[Array] = []
    for measure, columns, counts in zip(MEASURES, part.columns, part.counts, strict=True):
        if measure == "difference":
            effects = difference(part.orders[columns], part.y, counted.of(columns))
            first = effects[0]
        else:
            compute = tau_b if measure == "tau_b" else gamma
            effects = compute(counted.of(columns))
            first = compute(counted.of(columns).observed)[0]
        observed.append(first)
        p_values.append(_add(sums, effects.astype(np.float32), counts, sign, test))
    return sums, observed, p_values


def _add(sums: _Sums, effects: Array, counts: Array, sign: Sign, test: JointTest) -> Array:
    """Add effects (permutations by specifications) to the sums; two-sided p of each in return."""
    rows = len(effects)
    known = ~np.isnan(effects)
    number = known.sum(axis=0)
    whole = bool((number == rows).all())
    if not whole:
        effects = np.where(known, effects, np.float32(0))
    number = np.maximum(number, 1)
    deviation = effects - (effects.sum(axis=0, dtype=np.float64) / number).astype(np.float32)
    if not whole:
        deviation *= known
    spread = np.sqrt(np.square(deviation, dtype=np.float64).sum(axis=0) / number)
    varying = spread > _SAME
    unit = np.where(varying, counts / np.where(varying, spread, 1), 0)
    sums.z += np.einsum("ij,j->i", deviation, unit)
    weights = np.broadcast_to(counts, effects.shape) if whole else known * counts
    sums.standardised += weights @ varying.astype(np.float64)
    sums.estimable += weights.sum(axis=1)
    match sign:
        case "positive":
            asserted = effects > 0
        case "negative":
            asserted = effects < 0
        case "none":
            asserted = (np.abs(effects) <= test.negligible + _SAME) & known
    sums.asserted += asserted.astype(np.float64) @ counts
    bins = np.rint(effects * np.float32(_BINS)).astype(np.intp)
    bins += np.arange(rows)[:, None] * (2 * _BINS + 1) + _BINS
    flat = np.bincount(bins.ravel(), weights.ravel(), minlength=sums.histogram.size)
    sums.histogram += flat.reshape(sums.histogram.shape)
    np.abs(deviation, out=deviation)
    extreme = ((deviation >= deviation[0] - np.float32(_SAME)) & known).sum(axis=0)
    return np.where(known[0], extreme / number, np.nan)


def _joint(sums: _Sums, sign: Sign) -> tuple[Joint, Joint, Joint]:
    total = sums.estimable
    with np.errstate(invalid="ignore", divide="ignore"):
        share = sums.asserted / total
        z = np.round(sums.z / sums.standardised, 6)
    twice = 2 * np.cumsum(sums.histogram, axis=1)
    lower = np.argmax(twice >= total[:, None], axis=1)
    upper = np.argmax(twice > total[:, None], axis=1)
    median = np.where(total > 0, (lower + upper) / (2 * _BINS) - 1, np.nan)
    return (
        _tested(median, sign),
        _tested(share, "positive" if sign != "none" else "negative"),
        _tested(z, sign),
    )


def _tested(statistics: Array, sign: Sign) -> Joint:
    """The first statistic against all: how often one is as far out in the direction of `sign`."""
    observed = statistics[0]
    if np.isnan(observed):
        return Joint(None, None)
    known = statistics[~np.isnan(statistics)]
    match sign:
        case "positive":
            extreme = known >= observed - _SAME
        case "negative":
            extreme = known <= observed + _SAME
        case "none":
            middle = known.mean()
            extreme = np.abs(known - middle) >= abs(observed - middle) - _SAME
    return Joint(float(observed), float(extreme.sum() / len(known)))
