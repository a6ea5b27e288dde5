"""Permutation tests: every arrangement of the scores where there are few, else a random sample.

Where sector groups are combined the scores are rearranged within each group only: groups differ in
both collective efficiency and upgrading, and to mix them would take that difference for a relation.
Scores have many ties, so what is enumerated are the distinct arrangements, equally likely all.

The random numbers of a test come from the configured seed and the test's own key, never from what
was computed before it: results do not change with the order of computation, the number of cores or
the relations looked at. Rows must come in an order of their own (by `cluster_id`).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from upgrading.inference.measures import FloatArray, IntArray
from upgrading.vocabulary import LEVEL


@dataclass(frozen=True)
class PermutationChoices:
    """How many arrangements are drawn, up to how many distinct ones all are taken, and the seed."""

    permutations: int
    exact_up_to: int
    seed: int

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> PermutationChoices:
        """Read the `inference` section of the config."""
        return cls(config["permutations"], config["exact_up_to"], config["seed"])


@dataclass(frozen=True)
class Arrangements:
    """Arrangements of the scores, one a row (m, n): all distinct ones if `exact`, else a sample."""

    values: IntArray
    exact: bool


@dataclass(frozen=True)
class PermutationTest:
    """A two-sided p-value, NaN if not estimable; if exact; over how many arrangements."""

    p: float
    exact: bool
    arrangements: int


def generator(seed: int, key: str) -> np.random.Generator:
    """The random numbers that belong to `key`."""
    words = np.frombuffer(hashlib.sha256(key.encode()).digest(), dtype="<u4")
    return np.random.default_rng(np.random.SeedSequence([seed, *words.tolist()]))


def possible_arrangements(values: IntArray, strata: IntArray | None = None) -> int:
    """How many distinct arrangements the values have within strata."""
    number = 1
    for members in _members(values, strata):
        counts = np.unique(values[members], return_counts=True)[1].tolist()
        number *= math.factorial(len(members)) // math.prod(map(math.factorial, counts))
    return number


def arrangements(
    values: IntArray, strata: IntArray | None, key: str, choices: PermutationChoices
) -> Arrangements:
    """The values (n) rearranged within strata: all ways if few enough, else drawn at random.

    The draw depends on the values that a stratum has, not on their present order.
    """
    if possible_arrangements(values, strata) <= choices.exact_up_to:
        return Arrangements(_all(values, strata), exact=True)
    source = generator(choices.seed, key)
    drawn = np.empty((choices.permutations, len(values)), dtype=np.int64)
    for members in _members(values, strata):
        stack = np.tile(np.sort(values[members]), (choices.permutations, 1))
        drawn[:, members] = source.permuted(stack, axis=1)
    return Arrangements(drawn, exact=False)


def p_values(observed: FloatArray, statistics: FloatArray, exact: bool) -> FloatArray:
    """Two-sided p-values: the share of statistics (m, v) at least as far from 0 as observed (v).

    Where the arrangements are a sample the observed one counts among them: (b + 1) / (m + 1). A
    statistic within a billionth of the observed counts as equal to it. NaN if the observed is.
    """
    distance = np.abs(observed)
    reached = (np.abs(statistics) >= distance - 1e-9 * np.maximum(1.0, distance)).sum(axis=0)
    added = 0 if exact else 1
    shares = (reached + added) / (len(statistics) + added)
    return np.where(np.isnan(observed), np.nan, shares)


def permutation_test(
    values: IntArray,
    statistic: Callable[[IntArray], FloatArray],
    strata: IntArray | None,
    key: str,
    choices: PermutationChoices,
) -> PermutationTest:
    """Test of a statistic that is 0 where there is nothing, against all arrangements in strata.

    `statistic` takes arrangements (m, n) and gives one number for each.
    """
    found = arrangements(values, strata, key, choices)
    observed = statistic(values[np.newaxis])
    p = p_values(observed, statistic(found.values)[:, np.newaxis], found.exact)
    return PermutationTest(float(p[0]), found.exact, len(found.values))


STANDARD_ERRORS: Final = 4
"""How many Monte-Carlo standard errors p must be away from a level to be clear of it."""


def clear(p: FloatArray, drawn: int) -> NDArray[np.bool_]:
    """Whether p-values from so many draws are clear of `LEVEL`; NaN, which no draw moves, is."""
    error = np.sqrt(p * (1 - p) / drawn)
    return np.asarray(~(np.abs(p - LEVEL) <= STANDARD_ERRORS * error))


def drawn_until_clear(
    values: IntArray,
    statistics: Callable[[IntArray], FloatArray],
    strata: IntArray | None,
    key: str,
    choices: PermutationChoices,
    most: int,
) -> list[PermutationTest]:
    """Tests of several statistics on the same arrangements, as many as it takes.

    `statistics` takes arrangements (m, n) and gives (m, k) numbers, 0 where there is nothing. Where
    not all arrangements are taken, as many as `choices` says are drawn, and as many again until
    every p is `clear` of `LEVEL`, so that no other seed would have put it on the other side; at
    most `most` times. The first are those that `arrangements` gives.
    """
    observed = statistics(values[np.newaxis])[0]
    reached, drawn = np.zeros(len(observed)), 0
    for time in range(most):
        found = arrangements(values, strata, f"{key}/{time}" if time else key, choices)
        among, number = statistics(found.values), len(found.values)
        p = p_values(observed, among, found.exact)
        if found.exact:
            break
        reached, drawn = reached + np.rint(p * (number + 1)) - 1, drawn + number
        number, p = drawn, (reached + 1) / (drawn + 1)
        if clear(p, drawn).all():
            break
    return [PermutationTest(float(one), found.exact, number) for one in p]


def _members(values: IntArray, strata: IntArray | None) -> list[IntArray]:
    if strata is None:
        return [np.arange(len(values))]
    return [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]


def _all(values: IntArray, strata: IntArray | None) -> IntArray:
    parts = [(members, _orders(values[members])) for members in _members(values, strata)]
    choice = np.indices([len(orders) for _, orders in parts]).reshape(len(parts), -1)
    found = np.empty((choice.shape[1], len(values)), dtype=np.int64)
    for chosen, (members, orders) in zip(choice, parts, strict=True):
        found[:, members] = orders[chosen]
    return found


def _orders(values: IntArray) -> IntArray:
    """Distinct orders of the values, built position by position from what is left of each."""
    distinct, counts = np.unique(values, return_counts=True)
    orders = np.empty((1, 0), dtype=np.int64)
    left = counts[np.newaxis].copy()
    for _ in values:
        row, taken = np.nonzero(left)
        orders = np.column_stack([orders[row], distinct[taken]])
        left = left[row]
        left[np.arange(len(row)), taken] -= 1
    return orders
