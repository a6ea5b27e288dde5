"""How many subsets of a few scores have which sum: the ground of the exact tests.

A permutation test of two small groups asks for the sums of all subsets of one group's size, a
sign-flip test for the sums of all subsets. Scores are exact, so both are counted, not sampled: the
number of subsets of every size and sum grows by one score at a time. That takes as many places as
the scores have steps; scores that are no such steps (28/3, a root) are `countable` once rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_FITS = 62
"""Up to this many scores every count fits 64 bits; beyond it Python's own integers take over."""

ROUNDED: Final = (
    "interval and p are counted on scores rounded by less than a thousandth of their range"
)
"""What is said where scores are not the steps that they are counted in."""

_STEPS = 24_000
"""Between the least and the largest score: more take too much memory and time."""

_ROUNDED_STEPS = 6_000
"""As many at most where scores are rounded anyway: these take a second."""


@dataclass(frozen=True)
class Subsets:
    """`counts[k, s]`: how many subsets of `k` scores have the sum `k · least + s · unit`."""

    counts: NDArray[Any]
    least: Fraction
    unit: Fraction

    def of_size(self, size: int) -> list[tuple[Fraction, int]]:
        """Sums of the subsets of one size, ascending, each with its number of subsets."""
        row = self.counts[size]
        return [(size * self.least + int(s) * self.unit, int(row[s])) for s in np.flatnonzero(row)]

    def at_most(self, bound: Fraction) -> int:
        """Number of subsets, of any size and the empty one included, whose sum is at most this."""
        total = 0
        for size, row in enumerate(self.counts):
            last = (bound - size * self.least) // self.unit
            if last >= 0:
                total += int(row[: last + 1].sum())
        return total


def lattice(values: Sequence[Fraction]) -> tuple[Fraction, Fraction, list[int]]:
    """Least value, unit and whole numbers `n` such that every value is `least + n · unit`.

    `values` must not be empty. The unit of constant values is 1.
    """
    least = min(values)
    scale = lcm(*(value.denominator for value in values), least.denominator)
    steps = [int((value - least) * scale) for value in values]
    step = gcd(*steps) or scale
    return least, Fraction(step, scale), [n // step for n in steps]


def countable(values: Sequence[Fraction]) -> list[Fraction]:
    """The values where they are at most `_STEPS` steps, else each at the nearest decimal step.

    Of indices from 0 to 12 these are hundredths. Equal values stay equal.
    """
    if not values or max(lattice(values)[2]) <= _STEPS:
        return list(values)
    unit = Fraction(1, 10**9)
    while (max(values) - min(values)) / unit > _ROUNDED_STEPS:
        unit *= 10
    return [round(value / unit) * unit for value in values]


def subsets(values: Sequence[Fraction]) -> Subsets:
    """Numbers of subsets of every size and sum. `values` must not be empty."""
    least, unit, steps = lattice(values)
    kind: Any = np.int64 if len(values) <= _FITS else object
    counts = np.zeros((len(steps) + 1, sum(steps) + 1), dtype=kind)
    counts[0, 0] = 1
    for step in steps:
        # the right-hand side is computed before it is added: every score is taken at most once
        counts[1:, step:] += counts[:-1, : counts.shape[1] - step].copy()
    return Subsets(counts, least, unit)
