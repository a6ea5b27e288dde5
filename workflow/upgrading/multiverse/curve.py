"""The specification curve of a relation, and a test of the whole curve at once.

After Simonsohn, Simmons and Nelson (2020): y is permuted among the clusters, within sector groups,
and every specification computed anew on each permutation. Three statistics of the curve as observed
are held against those of the permuted data: the median effect, the share of specifications with the
asserted sign, and the average of the specifications' effects in units of their standard deviation
under permutation. Not all specifications use the same clusters; those that cannot be estimated on a
permutation do not count in it, just as those that cannot be estimated on the data do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from zlib import crc32

import numpy as np

from upgrading.multiverse.relations import Sign
from upgrading.multiverse.specifications import Design

# τ-b of many x with many permutations of one y, as matrix products --------------------------------
#
# Kendall's τ-b counts pairs of clusters of one sector group: a row of signs per x, a row of signs
# per permutation of y, and their product is the excess of concordant pairs for all of them at once.
# The counts are whole numbers far below 2^24, so that single precision is exact and the order of
# summation cannot matter. Ties of either score are in the denominator; over a constant score, or an
# x that all share, τ-b is missing.


Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


def permutations(sectors: Array, count: int, generator: np.random.Generator) -> Array:
    """Positions of the clusters, `count` times permuted within sectors; the first row is as is.

    `sectors`: sector group of each cluster, as a number. Result: `count` + 1 rows.
    """
    positions = np.tile(np.arange(len(sectors)), (count + 1, 1))
    for sector in np.unique(sectors):
        members = np.flatnonzero(sectors == sector)
        positions[1:, members] = generator.permuted(positions[1:, members], axis=1)
    return positions


def signs(scores: Array, sectors: Array) -> tuple[Array, Array]:
    """Sign of the difference of every pair of clusters of a sector group, and whether both score.

    `scores`: rows of any numbers that rise with the score, −1 where it is missing; a pair of which
    one is missing has the sign 0. Both results have a column per pair.
    """
    first, second = np.triu_indices(len(sectors), 1)
    same = sectors[first] == sectors[second]
    left, right = scores[:, first[same]], scores[:, second[same]]
    both = (left >= 0) & (right >= 0)
    return (np.sign(left - right) * both).astype(np.float32), both.astype(np.float32)


def tau_b(x: Array, y: Array, sectors: Array) -> Array:
    """Kendall's τ-b of every y (rows) with every x (columns), within sectors; NaN if constant."""
    (of_x, there_x), (of_y, there_y) = signs(x, sectors), signs(y, sectors)
    return _quotient(of_y @ of_x.T, there_y @ np.abs(of_x).T, np.abs(of_y) @ there_x.T)


def tau_b_of_pairs(x: Array, y: Array, sectors: Array) -> Array:
    """Kendall's τ-b of every x with the y of the same row, within sectors; NaN if constant."""
    (of_x, there_x), (of_y, there_y) = signs(x, sectors), signs(y, sectors)
    products = of_y * of_x, there_y * np.abs(of_x), np.abs(of_y) * there_x
    return _quotient(*(product.sum(axis=1) for product in products))


def _quotient(excess: Array, untied_x: Array, untied_y: Array) -> Array:
    scale = np.sqrt(untied_x.astype(np.float64) * untied_y)
    return np.asarray(excess / np.where(scale > 0, scale, np.nan))


_BINS: Final = 1000
"""Bins per unit of effect, in which medians under permutation are taken."""

_CHUNK: Final = 1024
"""Specifications computed at a time: what fits into a processor's cache."""

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
    single specification is two-sided, about the mean under permutation.
    """

    effects: Array
    p_values: Array
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

    def add(self, effects: Array, sign: Sign, test: JointTest) -> Array:
        """Add effects (permutations by specifications); the two-sided p of each in return."""
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
        unit = np.where(varying, 1 / np.where(varying, spread, 1), 0)
        self.z += np.einsum("ij,j->i", deviation, unit)
        self.standardised += known @ varying.astype(np.float64)
        self.estimable += known.sum(axis=1)
        match sign:
            case "positive":
                asserted = effects > 0
            case "negative":
                asserted = effects < 0
            case "none":
                asserted = (np.abs(effects) <= test.negligible + _SAME) & known
        self.asserted += asserted.sum(axis=1)
        bins = np.rint(effects * np.float32(_BINS)).astype(np.intp)
        bins += np.arange(rows)[:, None] * (2 * _BINS + 1) + _BINS
        flat = np.bincount(bins[known], minlength=self.histogram.size)
        self.histogram += flat.reshape(self.histogram.shape)
        np.abs(deviation, out=deviation)
        extreme = ((deviation >= deviation[0] - np.float32(_SAME)) & known).sum(axis=0)
        return np.where(known[0], extreme / number, np.nan)

    def tested(self, sign: Sign) -> tuple[Joint, Joint, Joint]:
        """The median, the share with the asserted sign and the average z, with their p."""
        total = self.estimable
        with np.errstate(invalid="ignore", divide="ignore"):
            share = self.asserted / total
            z = np.round(self.z / self.standardised, 6)
        twice = 2 * np.cumsum(self.histogram, axis=1)
        lower = np.argmax(twice >= total[:, None], axis=1)
        upper = np.argmax(twice > total[:, None], axis=1)
        median = np.where(total > 0, (lower + upper) / (2 * _BINS) - 1, np.nan)
        return (
            _tested(median, sign),
            _tested(share, "positive" if sign != "none" else "negative"),
            _tested(z, sign),
        )


def curve(design: Design, sign: Sign, test: JointTest, name: str) -> Curve:
    """Compute the curve of a design of one relation and test it.

    `sign` is the one asserted; `name` (of the relation) and the test's seed start the generator, so
    that relations do not depend on each other.
    """
    generator = np.random.default_rng([test.seed, crc32(name.encode())])
    positions = permutations(design.sectors, test.permutations, generator)
    (x,), (y,) = design.x, design.y
    effects = tau_b_of_pairs(x, y, design.sectors)
    p_values = np.full(len(effects), np.nan)
    sums = _Sums.nothing(len(positions))
    kinds, of_kind = np.unique(y, axis=0, return_inverse=True)
    for number, kind in enumerate(kinds):
        mine = np.flatnonzero(of_kind.reshape(-1) == number)
        for start in range(0, len(mine), _CHUNK):
            chosen = mine[start : start + _CHUNK]
            permuted = tau_b(x[chosen], kind[positions], design.sectors)
            p_values[chosen] = sums.add(permuted.astype(np.float32), sign, test)
    return Curve(effects, p_values, *sums.tested(sign))


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
