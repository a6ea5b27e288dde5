from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from upgrading.inference.measures import (
    IntArray,
    Measures,
    concordance,
    informative,
    levels,
    measures,
    measures_over_arrangements,
    measures_over_weights,
    rank_product,
    tau_b,
)


def gamma(x: IntArray, y: IntArray, strata: IntArray | None = None) -> float:
    return float(measures(x, y, strata).gamma[0])


def somers_d(x: IntArray, y: IntArray, strata: IntArray | None = None) -> float:
    return float(measures(x, y, strata).somers_d[0])


def spearman(x: IntArray, y: IntArray, strata: IntArray | None = None) -> float:
    return float(measures(x, y, strata).rho[0])


@st.composite
def scores(draw: st.DrawFn, most: int = 14) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two scores with ties, and strata, of the same clusters."""
    n = draw(st.integers(3, most))

    def column(top: int) -> np.ndarray:
        return np.array(draw(st.lists(st.integers(0, top), min_size=n, max_size=n)))

    return column(5), column(3), column(2)


def by_pairs(x, y, strata) -> tuple[float, float, float]:
    """τ-b, γ and D by looking at one pair after the other."""
    concordant = discordant = untied_x = untied_y = 0
    for i, j in combinations(range(len(x)), 2):
        if strata[i] != strata[j]:
            continue
        product = (x[i] - x[j]) * (y[i] - y[j])
        concordant += product > 0
        discordant += product < 0
        untied_x += x[i] != x[j]
        untied_y += y[i] != y[j]
    if concordant + discordant == 0:
        return np.nan, np.nan, np.nan
    difference = concordant - discordant
    return (
        difference / np.sqrt(untied_x * untied_y),
        difference / (concordant + discordant),
        difference / untied_x,
    )


def test_by_hand() -> None:
    """x 0 0 1 1 2 with y 0 1 0 1 1: 4 pairs of 10 agree and 1 does not; 8 differ in x, 6 in y."""
    x, y = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 1])
    assert tau_b(x, y) == pytest.approx(2 / np.sqrt(8 * 6))
    assert gamma(x, y) == pytest.approx(2 / 4)
    assert somers_d(x, y) == pytest.approx(2 / 8)


@given(scores())
def test_measures_are_those_of_pair_by_pair(case) -> None:
    x, y, strata = case
    for blocks in (None, strata):
        expected = by_pairs(x, y, np.zeros(len(x)) if blocks is None else blocks)
        found = (tau_b(x, y, blocks), gamma(x, y, blocks), somers_d(x, y, blocks))
        assert found == pytest.approx(expected, nan_ok=True)


@given(scores())
def test_measures_are_those_of_scipy(case) -> None:
    x, y, _ = case
    if np.ptp(x) and np.ptp(y):
        assert tau_b(x, y) == pytest.approx(stats.kendalltau(x, y).statistic)
        assert spearman(x, y) == pytest.approx(stats.spearmanr(x, y).statistic)
        assert somers_d(x, y) == pytest.approx(stats.somersd(x, y).statistic)


@given(scores())
def test_blocked_rho_is_the_correlation_of_ranks_within_strata(case) -> None:
    x, y, strata = case
    ranks = np.zeros((2, len(x)))
    for stratum in np.unique(strata):
        members = strata == stratum
        for row, values in enumerate((x, y)):
            ranks[row, members] = stats.rankdata(values[members])
            ranks[row, members] -= ranks[row, members].mean()
    rho = spearman(x, y, strata)
    if not np.isnan(rho):
        assert rho == pytest.approx(np.corrcoef(ranks)[0, 1])


@given(scores(), st.randoms(use_true_random=False))
def test_many_arrangements_at_once_are_one_at_a_time(case, random) -> None:
    x, y, strata = case
    many = np.array([random.sample(list(y), len(y)) for _ in range(5)])
    for blocks in (None, strata):
        together = measures_over_arrangements(x, many, blocks)
        for row, arranged in enumerate(many):
            alone = measures(x, arranged, blocks)
            for name in Measures._fields:
                assert getattr(together, name)[row] == pytest.approx(
                    getattr(alone, name)[0], nan_ok=True
                )
        differences = concordance(np.array([x, y]), many, blocks)
        one = concordance(y, many[3:4], blocks)
        assert differences.shape == (5, 2)
        assert differences[3, 1] == one[0, 0]


@given(scores(), st.randoms(use_true_random=False))
def test_the_rank_product_orders_arrangements_as_rho_does(case, random) -> None:
    x, y, strata = case
    many = np.array([random.sample(list(y), len(y)) for _ in range(5)])
    rho = measures_over_arrangements(x, many).rho
    if not np.isnan(rho).any():
        products = rank_product(np.array([x, y]), many)
        squares = [(2 * (stats.rankdata(v) - (len(v) + 1) / 2)) ** 2 for v in (x, y)]
        assert products[:, 0] / np.sqrt(np.prod([s.sum() for s in squares])) == pytest.approx(rho)
    # Within strata the rows must hold the same scores: those of y as it is.
    blocked = spearman(x, y, strata)
    if not np.isnan(blocked):
        found = [rank_product(v, w[np.newaxis], strata)[0, 0] for v, w in ((x, y), (x, x), (y, y))]
        assert found[0] / np.sqrt(found[1] * found[2]) == pytest.approx(blocked)


@given(scores(), st.data())
def test_a_weight_is_a_cluster_repeated(case, data) -> None:
    x, y, strata = case
    n = len(x)
    weights = np.array(data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    rows = np.repeat(np.arange(n), weights)
    for blocks in (None, strata):
        weighted = measures_over_weights(x, y, weights[np.newaxis], blocks)
        if len(rows) < 3:
            assert np.isnan(weighted.tau_b[0])
            continue
        repeated = measures(x[rows], y[rows], None if blocks is None else blocks[rows])
        for name in Measures._fields:
            assert getattr(weighted, name)[0] == pytest.approx(
                getattr(repeated, name)[0], nan_ok=True
            )


@given(scores(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_to_the_last_bit(case, random) -> None:
    x, y, strata = case
    order = np.array(random.sample(range(len(x)), len(x)))
    for blocks, mixed in ((None, None), (strata, strata[order])):
        one, other = measures(x, y, blocks), measures(x[order], y[order], mixed)
        assert np.array_equal(np.array(one), np.array(other), equal_nan=True)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1, 2, 3, 4], [2, 2, 2, 2]),  # constant upgrading
        ([1, 1, 1, 1], [1, 2, 3, 4]),  # constant index
        ([1, 2], [1, 2]),  # too few
    ],
)
def test_what_is_not_estimable_is_never_nought(x, y) -> None:
    assert all(np.isnan(value[0]) for value in measures(np.array(x), np.array(y)))


def test_scores_that_vary_in_different_strata_only_are_not_estimable() -> None:
    x, y, strata = np.array([0, 1, 0, 0]), np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])
    assert all(np.isnan(value[0]) for value in measures(x, y, strata))
    assert not informative(x, y, strata).any()


def test_ties_are_those_of_the_exact_values() -> None:
    """0.1 + 0.2 is 0.3 here, and a third is not 0.3333333333333333."""
    tenth = Fraction(1, 10)
    third = [Fraction(1, 3), Fraction("0.3333333333333333333333")]
    assert levels([tenth + 2 * tenth, 3 * tenth, tenth]).tolist() == [1, 1, 0]
    assert levels(third).tolist() == [1, 0]
