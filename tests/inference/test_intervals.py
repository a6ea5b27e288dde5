from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from upgrading.inference.intervals import (
    BootstrapChoices,
    contradicts,
    fewest_levels,
    interval,
    leave_one_out,
    leaving_one_out,
    resamples,
)
from upgrading.inference.measures import measures, measures_over_weights, tau_b

X = np.array([0, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7])
Y = np.array([1, 0, 2, 0, 1, 2, 1, 3, 2, 3, 1])


USUAL = BootstrapChoices(resamples=999, confidence=0.95, seed=1)


def tau_interval(x, y, strata=None, choices=USUAL, key="relation"):
    n = len(x)
    drawn = measures_over_weights(x, y, resamples(n, strata, key, choices), strata).tau_b
    left_out = measures_over_weights(x, y, leaving_one_out(n), strata).tau_b
    fewest = fewest_levels(x, y, strata)
    return interval(tau_b(x, y, strata), drawn, left_out, choices.confidence, fewest)


def test_leaving_one_out_by_computing_again() -> None:
    without = [tau_b(np.delete(X, i), np.delete(Y, i)) for i in range(len(X))]
    found = leave_one_out(measures_over_weights(X, Y, leaving_one_out(len(X))).tau_b)
    assert (found.low, found.high) == (min(without), max(without))
    assert found.without_low == (int(np.argmin(without)),)
    assert found.without_high == (int(np.argmax(without)),)
    assert found.undefined == ()


def test_the_cluster_that_a_relation_rests_on_is_named() -> None:
    x, y = np.array([0, 1, 2, 3]), np.array([0, 0, 1, 0])
    found = leave_one_out(measures_over_weights(x, y, leaving_one_out(4)).tau_b)
    assert found.undefined == (2,)
    assert found.without_low == (0, 1)
    assert found.without_high == (3,)


def test_the_interval_is_that_of_scipy() -> None:
    found = tau_interval(X, Y, choices=BootstrapChoices(20_000, 0.9, 1))
    theirs = stats.bootstrap(
        (X, Y),
        lambda x, y: stats.kendalltau(x, y).statistic,
        paired=True,
        vectorized=False,
        n_resamples=2000,
        confidence_level=0.9,
        method="BCa",
        rng=np.random.default_rng(1),
    ).confidence_interval
    assert found.method == "BCa"
    assert found.low == pytest.approx(theirs.low, abs=0.04)
    assert found.high == pytest.approx(theirs.high, abs=0.04)


def test_resamples_equal_to_the_measure_are_neither_above_nor_below_it() -> None:
    """Symmetric about 0, half of the resamples 0: no bias, so that the bounds are symmetric too."""
    values = np.concatenate([np.linspace(-1, 1, 100), np.zeros(100)])
    found = interval(0.0, values, np.array([-0.1, 0.1]), 0.8, 3)
    assert found.low == pytest.approx(-found.high)
    assert found.high == pytest.approx(np.quantile(values, 0.9))


def test_resamples_keep_the_size_of_strata() -> None:
    strata = np.array([0, 1, 0, 1, 1])
    drawn = resamples(5, strata, "key", BootstrapChoices(200, 0.95, 1))
    assert (drawn[:, strata == 0].sum(axis=1) == 2).all()
    assert (drawn[:, strata == 1].sum(axis=1) == 3).all()


def test_degenerate_resamples_are_dropped_and_counted() -> None:
    x, y = np.array([0, 1, 2, 3, 4]), np.array([0, 0, 1, 0, 0])
    drawn = resamples(5, None, "relation", BootstrapChoices(999, 0.95, 1))
    constant = [np.ptp(y[row > 0]) == 0 or np.ptp(x[row > 0]) == 0 for row in drawn]
    assert tau_interval(x, y).dropped == sum(constant) > 0


def test_constant_scores_have_no_interval() -> None:
    found = tau_interval(X, np.zeros_like(Y))
    assert found.method == "not estimable"
    assert np.isnan([found.low, found.high]).all()


def test_a_perfect_relation_has_no_interval_of_no_width() -> None:
    found = tau_interval(np.arange(8), np.arange(8))
    assert (found.method, np.isnan(found.low)) == ("not estimable", True)


def test_where_bca_is_undefined_the_percentiles_stand() -> None:
    """Where leaving out any cluster gives the same measure there is no acceleration."""
    values = np.linspace(-0.5, 1, 400)
    found = interval(0.2, values, np.full(8, 0.2), 0.95, 3)
    assert found.method == "percentile"
    assert (found.low, found.high) == tuple(np.quantile(values, [(1 - 0.95) / 2, 1 - 0.05 / 2]))


def test_a_score_of_two_levels_has_no_interval() -> None:
    found = tau_interval(X, (Y > 1).astype(int))
    assert (found.method, np.isnan(found.low)) == ("no interval: two levels", True)
    assert tau_interval((X > 3).astype(int), Y).method == "no interval: two levels"
    assert tau_interval(X, Y).method == "BCa"


def test_levels_are_counted_in_the_sector_group_that_has_most() -> None:
    strata = np.array([0, 0, 0, 1, 1, 1])
    x, y = np.array([0, 1, 2, 0, 0, 1]), np.array([0, 0, 1, 2, 2, 3])
    assert fewest_levels(x, y, None) == 3
    assert fewest_levels(x, y, strata) == 2


@pytest.mark.parametrize(("degenerate", "given"), [(5, True), (6, False)])
def test_where_more_than_five_per_cent_of_the_resamples_are_degenerate_there_is_none(
    degenerate, given
) -> None:
    values = np.linspace(-0.5, 0.5, 100)
    values[:degenerate] = np.nan
    found = interval(0.0, values, np.linspace(-0.1, 0.1, 9), 0.95, 3)
    assert found.dropped == degenerate
    assert np.isfinite(found.low) == given
    assert found.method == ("BCa" if given else "no interval: 6 % of resamples degenerate")


def test_an_interval_contradicts_p_where_they_are_on_different_sides() -> None:
    assert contradicts(0.1, 0.5, 0.06) and contradicts(-0.1, 0.5, 0.05)
    assert not contradicts(0.1, 0.5, 0.05) and not contradicts(0.0, 0.5, 0.06)
    assert not contradicts(np.nan, np.nan, 0.01)


def population(n: int, source: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two scores from normal variables correlated .5, cut into 10 and 5 levels."""
    first, noise = source.standard_normal((2, n))
    second = first / 2 + np.sqrt(3) / 2 * noise
    return np.digitize(first, np.linspace(-1.5, 1.5, 9)), np.digitize(second, [-1.2, -0.4, 0.3, 1])


@pytest.mark.parametrize("strata", [None, np.repeat([0, 1, 2], [15, 11, 9])], ids=["11", "blocked"])
def test_intervals_cover_the_measure_of_the_population(strata) -> None:
    """Nominal 95 %: measured 96.6 % for 11 clusters and 96.2 % for the report's three groups."""
    many = population(2_000_000, np.random.default_rng(1))
    # τ-b of the population, from independent pairs of its members.
    differences = [np.sign(score[::2] - score[1::2]) for score in many]
    untied = [np.abs(difference).mean() for difference in differences]
    true = (differences[0] * differences[1]).mean() / np.sqrt(untied[0] * untied[1])
    source, covered, sets = np.random.default_rng(7), 0, 500
    n = 11 if strata is None else len(strata)
    for number in range(sets):
        x, y = population(n, source)
        found = tau_interval(x, y, strata, BootstrapChoices(499, 0.95, 1), str(number))
        covered += found.low <= true <= found.high
    assert 0.93 <= covered / sets <= 0.985


def test_intervals_depend_on_key_and_seed_alone() -> None:
    assert tau_interval(X, Y) == tau_interval(X, Y)
    assert tau_interval(X, Y) != tau_interval(X, Y, key="another")
    assert tau_interval(X, Y) != tau_interval(X, Y, choices=BootstrapChoices(999, 0.95, 2))


def test_all_measures_of_the_observed_clusters_are_in_their_resamples() -> None:
    once = measures_over_weights(X, Y, np.ones((1, len(X)), dtype=np.int64))
    for one, other in zip(once, measures(X, Y), strict=True):
        assert one[0] == other[0]
