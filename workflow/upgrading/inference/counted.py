"""Permutation p-values of τ-b over every arrangement of the scores, counted instead of listed.

Clusters with equal scores need not be told apart. So how many arrangements have each surplus of
concordant over discordant pairs follows tie by tie, where listing them all would take too long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import comb, factorial, prod
from typing import Final, NamedTuple

import numpy as np

from upgrading.inference.measures import IntArray

_MOST_STEPS: Final = 500_000
"""Up to how many steps the arrangements of a sector group are counted exactly."""


class Counted(NamedTuple):
    """A two-sided p over all distinct arrangements, and how many there are."""

    p: float
    arrangements: int


def counted_p(x: IntArray, y: IntArray, strata: IntArray | None, surplus: int) -> Counted | None:
    """The p of a τ-b with this surplus of concordant pairs; `None` if it takes long to count."""
    reach = reaches(x, y, strata)
    return None if reach is None else Counted(reach[abs(surplus)] / reach[0], reach[0])


def reaches(x: IntArray, y: IntArray, strata: IntArray | None) -> list[int] | None:
    """How many arrangements of x against y within strata have a |surplus| of at least 0, 1, 2, …

    The surplus of concordant over discordant pairs is the numerator of τ-b, whose denominator is
    the same for all arrangements. Every distinct one counts, in whole numbers; `None` if that would
    take too long.
    """
    of = np.zeros(len(x), dtype=np.int64) if strata is None else strata
    parts = []
    for stratum in np.unique(of):
        sides = [
            tuple(np.unique(one[of == stratum], return_counts=True)[1].tolist()) for one in (x, y)
        ]
        # The surplus is the same whichever of the two is rearranged.
        steps, (fixed, moved) = min((_steps(a, b), (a, b)) for a, b in (sides, sides[::-1]))
        if steps > _MOST_STEPS:
            return None
        parts.append((fixed, moved))
    possible = prod(_ways(moved) for _, moved in parts)
    bits = possible.bit_length()
    ways = prod(_surpluses(fixed, moved, bits) for fixed, moved in parts)
    middle = sum((sum(fixed) ** 2 - sum(n * n for n in fixed)) // 2 for fixed, _ in parts)
    by_size = [0] * (middle + 1)
    for place in range(2 * middle + 1):
        by_size[abs(place - middle)] += ways >> bits * place & (1 << bits) - 1
    found = []
    for count in by_size:
        found.append(possible)
        possible -= count
    return found


def _ways(counts: Sequence[int]) -> int:
    """Distinct arrangements of scores that come so often each."""
    return factorial(sum(counts)) // prod(map(factorial, counts))


def _steps(fixed: Sequence[int], moved: Sequence[int]) -> int:
    """About how many steps it takes to count the surpluses."""
    states = prod(count + 1 for count in moved)
    return states * sum(comb(size + len(moved) - 1, size) for size in fixed)


@lru_cache(256)
def _surpluses(fixed: tuple[int, ...], moved: tuple[int, ...], bits: int) -> int:
    """How many arrangements have each surplus, from the least possible on: fields of one number.

    `fixed` and `moved`: how often each score comes, the lowest first. A field has `bits` bits. The
    clusters tied on `fixed` are filled one tie after the other with what is left of `moved`.
    """
    found = {moved: 1}
    for size in fixed:
        filled: defaultdict[tuple[int, ...], int] = defaultdict(int)
        for left, ways in found.items():
            for taken in _takes(left, size):
                rest = tuple(a - b for a, b in zip(left, taken, strict=True))
                surplus = sum(
                    count * (sum(rest[level + 1 :]) - sum(rest[:level]))
                    for level, count in enumerate(taken)
                )
                place = surplus + size * sum(rest)
                filled[rest] += ways * _ways(taken) << bits * place
        found = dict(filled)
    return found[(0,) * len(moved)]


def _takes(left: Sequence[int], size: int) -> Iterator[tuple[int, ...]]:
    """Every way to take so many of what is left of each score."""
    if not left:
        if size == 0:
            yield ()
        return
    for count in range(max(0, size - sum(left[1:])), min(left[0], size) + 1):
        for others in _takes(left[1:], size - count):
            yield (count, *others)
