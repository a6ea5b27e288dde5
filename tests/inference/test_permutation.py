from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upgrading.inference.measures import concordance
from upgrading.inference.permutation import (
    PermutationChoices,
    arrangements,
    generator,
    p_values,
    permutation_test,
    possible_arrangements,
)

ALL = PermutationChoices(permutations=99, exact_up_to=50_000, seed=1)
DRAWN = PermutationChoices(permutations=20_000, exact_up_to=0, seed=1)

three_to_six = st.lists(st.integers(0, 3), min_size=3, max_size=6)


def relation(x, y, strata, choices):
    def statistic(rows):
        return concordance(x, rows, strata)[:, 0]

    return permutation_test(y, statistic, strata, "relation", choices)


@given(three_to_six, st.data())
def test_enumeration_is_brute_force(values, data) -> None:
    y = np.array(values)
    x = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(y), max_size=len(y))))
    brute = [concordance(x, np.array([order]), None)[0, 0] for order in permutations(values)]
    observed = concordance(x, y[np.newaxis], None)[0, 0]
    found = relation(x, y, None, ALL)
    assert found.exact
    assert found.p == pytest.approx(np.mean(np.abs(brute) >= abs(observed)))
    assert found.arrangements == len(set(permutations(values)))


@settings(max_examples=40)
@given(st.data())
def test_enumeration_within_strata_is_brute_force(data) -> None:
    sizes = (3, 4)
    n = sum(sizes)
    x, y = (
        np.array(data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))) for _ in range(2)
    )
    strata = np.repeat([0, 1], sizes)
    brute = [
        concordance(x, np.array([[*first, *second]]), strata)[0, 0]
        for first, second in product(permutations(y[:3]), permutations(y[3:]))
    ]
    observed = concordance(x, y[np.newaxis], strata)[0, 0]
    # The rows of the strata need not lie together.
    mixed = np.array([3, 0, 4, 1, 5, 2, 6])
    for order in (np.arange(n), mixed):
        found = relation(x[order], y[order], strata[order], ALL)
        assert found.p == pytest.approx(np.mean(np.abs(brute) >= abs(observed)))


@given(three_to_six, st.integers(0, 2))
def test_all_arrangements_are_distinct_and_as_many_as_possible(values, cut) -> None:
    y = np.array(values)
    strata = (np.arange(len(y)) > cut).astype(np.int64)
    found = arrangements(y, strata, "", ALL)
    assert len(np.unique(found.values, axis=0)) == len(found.values)
    assert len(found.values) == possible_arrangements(y, strata)


def test_as_many_arrangements_as_the_binomial_says() -> None:
    assert possible_arrangements(np.array([0, 0, 1, 1, 1, 1])) == 15
    assert possible_arrangements(np.array([0, 0, 1, 1, 1, 1]), np.array([0, 0, 0, 1, 1, 1])) == 3


def test_a_sample_of_arrangements_comes_near_all_of_them() -> None:
    x, y = np.array([0, 1, 1, 2, 3, 4, 4, 5]), np.array([0, 0, 1, 0, 1, 2, 1, 2])
    exact, drawn = relation(x, y, None, ALL), relation(x, y, None, DRAWN)
    assert (exact.exact, drawn.exact, drawn.arrangements) == (True, False, 20_000)
    error = np.sqrt(exact.p * (1 - exact.p) / DRAWN.permutations)
    assert abs(drawn.p - exact.p) < 4 * error


def test_a_sample_never_gives_a_p_value_of_nought() -> None:
    perfect = np.arange(15)
    choices = PermutationChoices(permutations=99, exact_up_to=50_000, seed=3)
    assert relation(perfect, perfect, None, choices).p == 1 / 100


def test_what_cannot_be_estimated_has_no_p_value() -> None:
    assert np.isnan(p_values(np.array([np.nan]), np.zeros((9, 1)), exact=True)[0])


def test_strata_keep_their_scores() -> None:
    y, strata = np.array([0, 1, 2, 5, 5, 6, 7]), np.array([0, 1, 0, 1, 0, 1, 1])
    for row in arrangements(y, strata, "key", DRAWN).values[:200]:
        for stratum in (0, 1):
            assert sorted(row[strata == stratum]) == sorted(y[strata == stratum])


def test_what_is_drawn_depends_on_the_key_the_seed_and_the_scores_alone() -> None:
    y = np.array([0, 1, 2, 5, 5, 6, 7])
    first = arrangements(y, None, "one", DRAWN).values
    generator(1, "another").random(1000)
    assert np.array_equal(first, arrangements(y[::-1], None, "one", DRAWN).values)
    assert not np.array_equal(first, arrangements(y, None, "two", DRAWN).values)
    other = PermutationChoices(20_000, 0, seed=2)
    assert not np.array_equal(first, arrangements(y, None, "one", other).values)


def test_p_values_within_sectors_are_uniform_where_there_is_no_relation() -> None:
    """2,000 data sets, sectors as large and as different as the report's: 4.6 % below .05."""
    strata = np.repeat([0, 1, 2, 3], [15, 11, 9, 5])
    source = np.random.default_rng(20040101)
    sets = 2000
    x = source.integers(0, 9, (sets, 40)) + 4 * strata
    y = np.minimum(source.integers(0, 5, (sets, 40)) + 2 * strata, 6)
    p = np.array(
        [relation(x[row], y[row], strata, PermutationChoices(399, 0, row)).p for row in range(sets)]
    )
    assert 0.04 <= (p <= 0.05).mean() <= 0.06
    assert 0.47 <= (p <= 0.5).mean() <= 0.53
    # The same data, pooled: the sectors differ in both scores, which looks like a relation.
    pooled = np.array(
        [relation(x[row], y[row], None, PermutationChoices(99, 0, row)).p for row in range(200)]
    )
    assert (pooled <= 0.05).mean() > 0.5
