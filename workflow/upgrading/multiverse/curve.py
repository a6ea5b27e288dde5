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
from typing import Final
from zlib import crc32

import numpy as np

from upgrading.multiverse.effects import (
    Array,
    Permuted,
    difference,
    gamma,
    pairs,
    permutations,
    permuted,
    tau_b,
)
from upgrading.multiverse.grid import MEASURES
from upgrading.multiverse.relations import Sign
from upgrading.multiverse.specifications import Design

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
