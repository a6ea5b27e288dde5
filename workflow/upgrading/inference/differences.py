"""Whether something differs between sets of clusters at all, whatever the direction.

The statistic is η²: the share of the variance that lies between the sets. Its null hypothesis is
that any cluster could have had any other's value: of all clusters where the sets are made of whole
sector groups, else of its own group, values then being taken from the mean of their group. A
statement that something differs in one of several respects is one statement: the smallest of its
p-values is held against the smallest in each draw (min-P), so that asking often is no help.
Statements are adjusted for each other by Holm's method.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from upgrading.inference import association
from upgrading.inference.measures import FloatArray, IntArray
from upgrading.inference.permutation import generator
from upgrading.inference.sets import Drawing, PValue
from upgrading.multiverse.curve import permutations
from upgrading.vocabulary import LEVEL

_UNIT: Final = 1e-9
"""Statistics are compared in whole billionths, so that what is equal is equal on any machine."""


class Respect(NamedTuple):
    """One respect in which sets may differ: a value of each cluster (NaN if none), and its set.

    `sides` counts the sets from 0; -1 stands for a cluster that is in none.
    """

    values: FloatArray
    sides: IntArray

    @property
    def key(self) -> tuple[bytes, bytes]:
        """What is the same for two respects that are."""
        return self.values.tobytes(), self.sides.tobytes()

    @property
    def size(self) -> int:
        """How many clusters have a value and are in a set."""
        return int(((self.sides >= 0) & ~np.isnan(self.values)).sum())


def p_of(
    respects: Sequence[Respect],
    sectors: IntArray,
    within: bool,
    drawing: Drawing,
    statements: int = 1,
) -> PValue | None:
    """The p-value of a statement that sets differ in one of these respects; `None` if none can.

    `sectors`: the sector group of each cluster, as a number; `within`: whether values are permuted
    within these. It is drawn until p is clear of every level that Holm's method holds it against
    among so many `statements`.
    """
    strata = sectors if within else np.zeros_like(sectors)
    ready = [respect for respect in respects if _estimable(respect)]
    if not ready:
        return None
    ready = [one._replace(values=_centred(one.values, strata)) if within else one for one in ready]
    levels = [LEVEL / place for place in range(1, statements + 1)]
    draws, parts = 0, [_statistics(ready, np.arange(len(sectors))[np.newaxis])]
    wanted = min(drawing.first, drawing.most)
    while True:
        key = f"differences/{draws}"
        positions = permutations(strata, wanted - draws, generator(drawing.seed, key))[1:]
        parts.append(_statistics(ready, positions))
        rarest = np.min([_rarity(row) for row in np.concatenate(parts, axis=1)], axis=0)
        draws = len(rarest) - 1
        p = PValue.drawn(int((rarest <= rarest[0]).sum()), draws)
        if draws >= drawing.most or all(p.clear_of(level) for level in levels):
            return p
        wanted = min(2 * draws, drawing.most)


def adjusted(p_values: Sequence[PValue]) -> list[PValue]:
    """The p-values, each adjusted for all of them by Holm's method, in their order."""
    values = association.holm(np.array([p.value for p in p_values]))
    ranks = np.argsort(np.argsort([p.value for p in p_values], kind="stable"), kind="stable")
    return [
        PValue(float(value), (len(p_values) - int(rank)) * p.error)
        for value, rank, p in zip(values, ranks, p_values, strict=True)
    ]


def _estimable(respect: Respect) -> bool:
    there = (respect.sides >= 0) & ~np.isnan(respect.values)
    values, sides = respect.values[there], respect.sides[there]
    return len(np.unique(sides)) > 1 and len(np.unique(values)) > 1


def _centred(values: FloatArray, strata: IntArray) -> FloatArray:
    found = values.copy()
    for stratum in np.unique(strata):
        members = (strata == stratum) & ~np.isnan(values)
        if members.any():
            found[members] -= values[members].mean()
    return found


def _statistics(respects: Sequence[Respect], positions: IntArray) -> IntArray:
    """η² of every respect (rows) on every draw, in whole units."""
    return np.stack([_eta_squared(one, positions) for one in respects])


def _eta_squared(respect: Respect, positions: IntArray) -> IntArray:
    inside = np.flatnonzero(respect.sides >= 0)
    values, sides = respect.values[positions[:, inside]], respect.sides[inside]
    known = ~np.isnan(values)
    values = np.where(known, values, 0.0)
    count, total = known.sum(axis=1), values.sum(axis=1)
    squares = np.square(values).sum(axis=1) - total**2 / np.maximum(count, 1)
    between = -(total**2) / np.maximum(count, 1)
    for side in np.unique(sides):
        own = sides == side
        size = known[:, own].sum(axis=1)
        between = between + values[:, own].sum(axis=1) ** 2 / np.maximum(size, 1)
    varies = squares > _UNIT
    share = np.where(varies, between / np.where(varies, squares, 1.0), 0.0)
    return np.asarray(np.rint(share / _UNIT).astype(np.int64))


def _rarity(statistics: IntArray) -> IntArray:
    """How many draws are at least as far out as each."""
    ordered = np.sort(statistics)
    return np.asarray(len(ordered) - np.searchsorted(ordered, statistics, "left"))
